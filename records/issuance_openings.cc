#include "records/issuance_openings.h"

#include "base/status.h"
#include "crypto/codec.h"
#include "crypto/hpke.h"

namespace candor::records {
namespace {

using crypto::Label;
using crypto::Reader;
using crypto::Writer;

constexpr std::uint8_t kVersion = 1;
constexpr std::string_view kMagic = "CANDORO";

void ExpectVersion(Reader& in) {
  if (in.U8() != kVersion) in.Fail("unknown version");
}

Bytes SealedHeader() {
  return Writer().Fixed(AsBytes(kMagic)).U8(kVersion).Take();
}

std::uint32_t CountOf(const auto& list) { return static_cast<std::uint32_t>(list.size()); }

// `read` one element as often as the count before it says; `follows` says whether it may come after
// the one before. The count is not believed: it costs nothing until elements are really there.
template <class Element, class Read, class Follows>
std::vector<Element> ReadAscending(Reader& in, Read read, Follows follows) {
  std::vector<Element> out;
  const std::uint32_t count = in.U32();
  for (std::uint32_t i = 0; in.ok() && i < count; ++i) {
    Element element = read(in);
    if (!out.empty() && !follows(out.back(), element)) in.Fail("not in ascending order");
    if (in.ok()) out.push_back(std::move(element));
  }
  return out;
}

bool LaterEntry(const auto& before, const auto& after) { return before.index < after.index; }

void Write(Writer& out, const RosterLeaves& roster) {
  out.Fixed(roster.root).U32(CountOf(roster.leaves));
  for (const auto& leaf : roster.leaves) out.Fixed(leaf);
}

RosterLeaves ReadRoster(Reader& in) {
  RosterLeaves out;
  out.root = in.Fixed<32>();
  const std::uint32_t count = in.U32();
  for (std::uint32_t i = 0; in.ok() && i < count; ++i) out.leaves.push_back(in.Fixed<32>());
  return out;
}

void Write(Writer& out, const EnrolmentOpening& opening) {
  out.U64(opening.index).Fixed(opening.salt).Fixed(opening.roster_root).Fixed(opening.leaf);
  out.Fixed(opening.member_key.bytes);
}

EnrolmentOpening ReadEnrolment(Reader& in) {
  EnrolmentOpening out;
  out.index = in.U64();
  out.salt = in.Fixed<32>();
  out.roster_root = in.Fixed<32>();
  out.leaf = in.Fixed<32>();
  out.member_key.bytes = in.Fixed<32>();
  return out;
}

void Write(Writer& out, const IssuanceOpening& opening) {
  out.U64(opening.index).Fixed(opening.salt);
  opening.request.Write(out);
}

IssuanceOpening ReadIssuance(Reader& in) {
  IssuanceOpening out;
  out.index = in.U64();
  out.salt = in.Fixed<32>();
  out.request = Signed::Read(in);
  return out;
}

void WriteAll(Writer& out, const auto& list) {
  out.U32(CountOf(list));
  for (const auto& each : list) Write(out, each);
}

}  // namespace

Bytes IssuanceOpenings::Encode() const {
  Writer out;
  out.U8(kVersion).Fixed(fingerprint).Text8(origin).U64(size).Fixed(root);
  WriteAll(out, rosters);
  WriteAll(out, enrolments);
  WriteAll(out, issuances);
  return out.Take();
}

absl::StatusOr<IssuanceOpenings> IssuanceOpenings::Decode(ByteView bytes) {
  Reader in(bytes);
  IssuanceOpenings out;
  ExpectVersion(in);
  out.fingerprint = in.Fixed<32>();
  out.origin = in.Text8(1);
  out.size = in.U64();
  out.root = in.Fixed<32>();
  out.rosters = ReadAscending<RosterLeaves>(
      in, &ReadRoster, [](const auto& a, const auto& b) { return a.root < b.root; });
  out.enrolments =
      ReadAscending<EnrolmentOpening>(in, &ReadEnrolment, &LaterEntry<EnrolmentOpening, EnrolmentOpening>);
  out.issuances =
      ReadAscending<IssuanceOpening>(in, &ReadIssuance, &LaterEntry<IssuanceOpening, IssuanceOpening>);
  CANDOR_RETURN_IF_ERROR(in.Finish("issuance openings"));
  return out;
}

absl::StatusOr<Bytes> SealOpenings(const IssuanceOpenings& openings,
                                   const crypto::KemPublicKey& auditor,
                                   crypto::RandomSource& random) {
  const Bytes header = SealedHeader();
  const crypto::SecretBytes plaintext(openings.Encode());
  CANDOR_ASSIGN_OR_RETURN(
      const Bytes sealed,
      crypto::HpkeSeal(auditor, crypto::LabelBytes(Label::kIssuanceOpenings), header,
                       plaintext.ExposeSecret(), random));
  return Concat({header, sealed});
}

absl::StatusOr<IssuanceOpenings> OpenOpenings(ByteView sealed,
                                              const crypto::KemPrivateKey& auditor) {
  const Bytes header = SealedHeader();
  if (sealed.size() < header.size() + crypto::kHpkeOverhead ||
      !Equal(sealed.first(header.size()), header)) {
    return absl::InvalidArgumentError("this is no file of issuance openings");
  }
  const auto plaintext =
      crypto::HpkeOpen(auditor, crypto::LabelBytes(Label::kIssuanceOpenings), header,
                       sealed.subspan(header.size()));
  if (!plaintext.ok()) {
    return absl::UnauthenticatedError(
        "the openings do not open: they were made for another key, or the file is damaged");
  }
  return IssuanceOpenings::Decode(plaintext->ExposeSecret());
}

Bytes OpeningsKey::Encode() const {
  return Writer().U8(kVersion).Fixed(fingerprint).Fixed(kem_key.bytes).Take();
}

absl::StatusOr<OpeningsKey> OpeningsKey::Decode(ByteView bytes) {
  Reader in(bytes);
  OpeningsKey out;
  ExpectVersion(in);
  out.fingerprint = in.Fixed<32>();
  out.kem_key.bytes = in.Fixed<32>();
  CANDOR_RETURN_IF_ERROR(in.Finish("openings key"));
  return out;
}

Signed OpeningsKey::SignedBy(const crypto::SigningKey& auditor) const {
  return Signed::Make(auditor, Label::kOpeningsKey, Encode());
}

absl::StatusOr<OpeningsKey> OpeningsKey::Verified(const Signed& record) {
  CANDOR_RETURN_IF_ERROR(record.Verify(Label::kOpeningsKey));
  return Decode(record.body);
}

}  // namespace candor::records
