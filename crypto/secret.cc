#include "crypto/secret.h"

#include <sodium.h>

#include <cstdlib>
#include <new>

namespace candor::crypto {

void InitialiseSodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) std::abort();
}

absl::Status CheckLockedMemory() {
  InitialiseSodium();
  Bytes page(4096);
  if (sodium_mlock(page.data(), page.size()) != 0) {
    return absl::FailedPreconditionError(
        "memory cannot be locked against swapping; raise the locked-memory limit (ulimit -l)");
  }
  sodium_munlock(page.data(), page.size());
  return absl::OkStatus();
}

void Wipe(std::span<std::uint8_t> bytes) {
  if (!bytes.empty()) sodium_memzero(bytes.data(), bytes.size());
}

bool ConstantTimeEqual(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  return a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

namespace internal {

void GuardedDelete::operator()(std::uint8_t* memory) const { sodium_free(memory); }

GuardedMemory AllocateGuarded(std::size_t size) {
  InitialiseSodium();
  auto* memory = static_cast<std::uint8_t*>(sodium_malloc(size));
  if (memory == nullptr) std::abort();
  return GuardedMemory(memory);
}

}  // namespace internal
}  // namespace candor::crypto
