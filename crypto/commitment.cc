#include "crypto/commitment.h"

namespace candor::crypto {

Hash EnvelopeCommitment(const CommitmentSalt& salt, ByteView envelope) {
  return LabelledHash(Label::kCommitment, {salt, Sha256({envelope})});
}

Hash PublicCommitment(const CommitmentSalt& salt, std::uint8_t quote, std::string_view text) {
  return LabelledHash(Label::kPublic, {salt, ByteView(&quote, 1), AsBytes(text)});
}

}  // namespace candor::crypto
