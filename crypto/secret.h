// Secrets: bytes whose disclosure breaks a promise of the system, each typed by its role.
//
//   Secret<N, Role>         guarded, locked memory (libsodium): long-lived keys. An allocation costs
//                           three pages and about 9 µs, so never on the hot path.
//   ScratchSecret<N, Role>  inline memory, wiped at the end of its life: per-message secrets.
//   SecretBytes             wiped heap buffer of any length: plaintext on its way through.
//
// Promise: move-only (SecretBytes too); the source of a move and the end of a life are wiped; no
// operator<<, no operator==; googletest prints "[secret]". `ExposeSecret()` is the only door, and is
// written only as an argument to a primitive.
// Not promised: copies that a primitive makes on its own stack, registers, or a swapped page of a
// ScratchSecret or SecretBytes. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <ostream>
#include <span>
#include <utility>

#include "base/bytes.h"
#include "crypto/random.h"

namespace candor::crypto {

// Initialises libsodium once. Every entry point of this folder that needs it calls it itself.
// Aborts when the library cannot work at all: nothing safe could follow.
void InitialiseSodium();

// Checks that memory can be locked (RLIMIT_MEMLOCK); servers refuse to start otherwise.
absl::Status CheckLockedMemory();

void Wipe(std::span<std::uint8_t> bytes);

// Constant time in the contents; the lengths are public.
bool ConstantTimeEqual(ByteView a, ByteView b);

namespace internal {
struct GuardedDelete {
  void operator()(std::uint8_t* memory) const;
};
using GuardedMemory = std::unique_ptr<std::uint8_t[], GuardedDelete>;
// Aborts when no memory can be had.
GuardedMemory AllocateGuarded(std::size_t size);
}  // namespace internal

template <std::size_t N, class Role>
class Secret {
 public:
  static constexpr std::size_t kSize = N;

  static Secret Copy(std::span<const std::uint8_t, N> bytes) {
    Secret out;
    std::memcpy(out.memory_.get(), bytes.data(), N);
    return out;
  }
  static Secret Random(RandomSource& random) {
    Secret out;
    random.Fill({out.memory_.get(), N});
    return out;
  }
  // Lets `fill` write the bytes in place.
  template <class Fill>
  static Secret Make(Fill&& fill) {
    Secret out;
    fill(std::span<std::uint8_t, N>(out.memory_.get(), N));
    return out;
  }

  Secret(Secret&&) noexcept = default;
  Secret& operator=(Secret&&) noexcept = default;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  std::span<const std::uint8_t, N> ExposeSecret() const {
    return std::span<const std::uint8_t, N>(memory_.get(), N);
  }

  bool operator==(const Secret&) const = delete;
  friend void PrintTo(const Secret&, std::ostream* out) { *out << "[secret]"; }
  template <class Stream>
  friend Stream& operator<<(Stream&, const Secret&) = delete;

 private:
  Secret() : memory_(internal::AllocateGuarded(N)) {}
  internal::GuardedMemory memory_;
};

template <std::size_t N, class Role>
class ScratchSecret {
 public:
  static constexpr std::size_t kSize = N;

  ScratchSecret() = default;
  static ScratchSecret Copy(std::span<const std::uint8_t, N> bytes) {
    ScratchSecret out;
    std::memcpy(out.bytes_.data(), bytes.data(), N);
    return out;
  }
  static ScratchSecret Random(RandomSource& random) {
    ScratchSecret out;
    random.Fill(out.bytes_);
    return out;
  }
  template <class Fill>
  static ScratchSecret Make(Fill&& fill) {
    ScratchSecret out;
    fill(std::span<std::uint8_t, N>(out.bytes_));
    return out;
  }
  ScratchSecret(ScratchSecret&& other) noexcept : bytes_(other.bytes_) { Wipe(other.bytes_); }
  ScratchSecret& operator=(ScratchSecret&& other) noexcept {
    if (this != &other) {
      bytes_ = other.bytes_;
      Wipe(other.bytes_);
    }
    return *this;
  }
  ScratchSecret(const ScratchSecret&) = delete;
  ScratchSecret& operator=(const ScratchSecret&) = delete;
  ~ScratchSecret() { Wipe(bytes_); }

  std::span<const std::uint8_t, N> ExposeSecret() const { return bytes_; }

  bool operator==(const ScratchSecret&) const = delete;
  friend void PrintTo(const ScratchSecret&, std::ostream* out) { *out << "[secret]"; }
  template <class Stream>
  friend Stream& operator<<(Stream&, const ScratchSecret&) = delete;

 private:
  ByteArray<N> bytes_{};
};

class SecretBytes {
 public:
  SecretBytes() = default;
  // Takes the buffer over; it is wiped at the end of this object's life.
  explicit SecretBytes(Bytes bytes) : bytes_(std::move(bytes)) {}
  static SecretBytes Copy(ByteView bytes) { return SecretBytes(ToBytes(bytes)); }
  SecretBytes(SecretBytes&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    if (this != &other) {
      Wipe(bytes_);
      bytes_ = std::exchange(other.bytes_, {});
    }
    return *this;
  }
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes() { Wipe(bytes_); }

  std::size_t size() const { return bytes_.size(); }
  bool empty() const { return bytes_.empty(); }
  ByteView ExposeSecret() const { return bytes_; }
  SecretBytes Clone() const { return Copy(bytes_); }

  bool operator==(const SecretBytes&) const = delete;
  friend void PrintTo(const SecretBytes&, std::ostream* out) { *out << "[secret]"; }
  template <class Stream>
  friend Stream& operator<<(Stream&, const SecretBytes&) = delete;

 private:
  Bytes bytes_;
};

}  // namespace candor::crypto
