#include "crypto/padding.h"

#include <sodium.h>

#include <algorithm>

#include "base/text.h"

namespace candor::crypto {

absl::StatusOr<SecretBytes> Pad(const SecretBytes& text) {
  if (text.size() > kMaxUnpaddedSize) {
    return absl::InvalidArgumentError(Cat("the plaintext has ", text.size(),
                                          " bytes; one envelope holds at most ", kMaxUnpaddedSize));
  }
  Bytes out(kPlaintextSize);
  std::ranges::copy(text.ExposeSecret(), out.begin());
  out[text.size()] = 0x80;
  return SecretBytes(std::move(out));
}

absl::StatusOr<SecretBytes> Unpad(const SecretBytes& padded) {
  if (padded.size() != kPlaintextSize) {
    return absl::InvalidArgumentError("the padded plaintext does not have its one size");
  }
  // Scans all bytes without a branch on any of them; -1 where the last non-zero byte is not 0x80.
  std::size_t size = 0;
  if (sodium_unpad(&size, padded.ExposeSecret().data(), kPlaintextSize, kPlaintextSize) != 0) {
    return absl::InvalidArgumentError("the padding of the plaintext is malformed");
  }
  return SecretBytes::Copy(padded.ExposeSecret().first(size));
}

}  // namespace candor::crypto
