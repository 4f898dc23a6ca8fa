#include "services/member/sealing.h"

#include <algorithm>
#include <utility>

#include "base/status.h"
#include "crypto/commitment.h"

namespace candor::services::member {
namespace {

using records::Quote;

// The author's consent to be quoted, or a random value that says nothing.
crypto::Hash PublicCommitmentOf(const crypto::OpinionPlaintext& plaintext, Quote quote,
                                crypto::RandomSource& random) {
  const auto code = static_cast<std::uint8_t>(quote);
  switch (quote) {
    case Quote::kHeadline:
      return crypto::PublicCommitment(plaintext.public_salt, code, plaintext.headline);
    case Quote::kVerbatim:
      return crypto::PublicCommitment(plaintext.public_salt, code, plaintext.text);
    default:
      return random.Array<32>();
  }
}

void PutKeys(const audit::Campaign& campaign, const crypto::ThreadKeys& keys,
             records::SubmissionBody& body) {
  body.campaign_id = campaign.id;
  body.thread_key = keys.signing.verify_key();
  body.thread_kem_key = keys.kem.public_key();
}

// A byte that continues a character of UTF-8.
bool Continues(char c) { return (static_cast<unsigned char>(c) & 0xc0u) == 0x80u; }

// Where to break: as far back as half of the piece for a better place, then for any character.
std::size_t BreakOf(std::string_view text, std::size_t size) {
  for (const std::string_view mark : {"\n\n", "\n", " "}) {
    const std::size_t at = text.rfind(mark, size - mark.size());
    if (at != std::string_view::npos && at + mark.size() > size / 2) return at + mark.size();
  }
  std::size_t at = size;
  while (at > 1 && Continues(text[at])) --at;
  return at;
}

}  // namespace

absl::StatusOr<records::SubmitRequest> SealText(const audit::Campaign& campaign,
                                                const crypto::ThreadKeys& keys,
                                                records::SubmissionBody body,
                                                crypto::OpinionPlaintext plaintext,
                                                crypto::RandomSource& random) {
  const records::Manifest& manifest = *campaign.manifest;
  const auto readers = manifest.AudienceKeys(*manifest.draft.FindAudience(body.audience));
  plaintext.public_salt = random.Array<32>();
  PutKeys(campaign, keys, body);
  CANDOR_ASSIGN_OR_RETURN(const crypto::SecretBytes encoded, plaintext.Encode());
  records::SubmitRequest out;
  CANDOR_ASSIGN_OR_RETURN(
      out.envelope, crypto::SealEnvelope({campaign.id, body.thread_key, body.audience}, readers,
                                         encoded, random));
  out.salt = random.Array<32>();
  if (body.kind != records::Kind::kAppeal) {
    body.public_commitment = PublicCommitmentOf(plaintext, body.quote, random);
  }
  body.commitment = crypto::EnvelopeCommitment(out.salt, out.envelope);
  CANDOR_RETURN_IF_ERROR(records::CheckKind(body));
  out.submission = records::SignedSubmission::Make(std::move(body), keys.signing);
  return out;
}

records::SubmitRequest SignBare(const audit::Campaign& campaign, const crypto::ThreadKeys& keys,
                                records::SubmissionBody body) {
  PutKeys(campaign, keys, body);
  records::SubmitRequest out;
  out.submission = records::SignedSubmission::Make(std::move(body), keys.signing);
  return out;
}

std::vector<std::string> SplitText(std::string_view text, std::size_t size) {
  std::vector<std::string> out;
  while (text.size() > size) {
    const std::size_t at = BreakOf(text, size);
    out.emplace_back(text.substr(0, at));
    text.remove_prefix(at);
  }
  out.emplace_back(text);
  return out;
}

}  // namespace candor::services::member
