#include "records/authorship.h"

#include <string_view>

#include "base/status.h"

namespace candor::records {
namespace {

using crypto::Label;
using crypto::Reader;
using crypto::Writer;

constexpr std::uint8_t kVersion = 1;
constexpr std::string_view kMagic = "CANDORA";

enum Type : std::uint8_t { kChallenge = 1, kProof = 2, kStatement = 3 };

struct WriteFile {
  Writer& out;
  void operator()(const ChallengeFile& file) const {
    out.U8(kChallenge);
    file.record.Write(out);
  }
  void operator()(const AuthorshipProof& file) const {
    out.U8(kProof).U8(kVersion);
    file.challenge.Write(out);
    out.Fixed(file.tag);
  }
  void operator()(const StatementFile& file) const {
    out.U8(kStatement);
    file.record.Write(out);
  }
};

AuthorshipFile ReadFile(Reader& in) {
  switch (in.U8()) {
    case kChallenge: return ChallengeFile{Signed::Read(in)};
    case kStatement: return StatementFile{Signed::Read(in)};
    case kProof: {
      AuthorshipProof out;
      if (in.U8() != kVersion) in.Fail("unknown version");
      out.challenge = Signed::Read(in);
      out.tag = in.Fixed<32>();
      return out;
    }
    default: in.Fail("unknown type");
  }
  return AuthorshipProof{};
}

}  // namespace

Bytes AuthorshipChallenge::Encode() const {
  return Writer().U8(kVersion).Fixed(campaign_id).Fixed(thread_key.bytes).Fixed(challenge).U32(day).Take();
}

absl::StatusOr<AuthorshipChallenge> AuthorshipChallenge::Decode(ByteView bytes) {
  Reader in(bytes);
  AuthorshipChallenge out;
  if (in.U8() != kVersion) in.Fail("unknown version");
  out.campaign_id = in.Fixed<16>();
  out.thread_key.bytes = in.Fixed<32>();
  out.challenge = in.Fixed<32>();
  out.day = in.U32();
  CANDOR_RETURN_IF_ERROR(in.Finish("authorship challenge"));
  return out;
}

Signed AuthorshipChallenge::SignedBy(const crypto::SigningKey& verifier) const {
  return Signed::Make(verifier, Label::kAuthorshipChallenge, Encode());
}

Bytes AuthorshipStatement::Encode() const {
  Writer out;
  out.U8(kVersion).Fixed(campaign_id).Fixed(thread_key.bytes).U32(day);
  out.Text16(statement);
  return out.Take();
}

absl::StatusOr<AuthorshipStatement> AuthorshipStatement::Decode(ByteView bytes) {
  Reader in(bytes);
  AuthorshipStatement out;
  if (in.U8() != kVersion) in.Fail("unknown version");
  out.campaign_id = in.Fixed<16>();
  out.thread_key.bytes = in.Fixed<32>();
  out.day = in.U32();
  out.statement = in.Text16(1, kMaxAuthorshipStatement);
  CANDOR_RETURN_IF_ERROR(in.Finish("authorship statement"));
  return out;
}

Signed AuthorshipStatement::SignedBy(const crypto::SigningKey& author) const {
  return Signed::Make(author, Label::kAuthorshipPublic, Encode());
}

Bytes EncodeAuthorshipFile(const AuthorshipFile& file) {
  Writer out;
  out.Fixed(AsBytes(kMagic));
  std::visit(WriteFile{out}, file);
  return out.Take();
}

absl::StatusOr<AuthorshipFile> DecodeAuthorshipFile(ByteView bytes) {
  Reader in(bytes);
  if (!Equal(in.Fixed<7>(), AsBytes(kMagic))) {
    return absl::InvalidArgumentError("this is no challenge, proof or statement of authorship");
  }
  AuthorshipFile out = ReadFile(in);
  CANDOR_RETURN_IF_ERROR(in.Finish("authorship file"));
  return out;
}

}  // namespace candor::records
