// Randomness, injected: everything that draws takes a RandomSource.
#pragma once

#include <cstdint>
#include <span>

#include "base/bytes.h"

namespace candor::crypto {

// Fill writes uniformly random bytes. Thread-safe.
class RandomSource {
 public:
  virtual ~RandomSource() = default;
  virtual void Fill(std::span<std::uint8_t> out) = 0;

  template <std::size_t N>
  ByteArray<N> Array() {
    ByteArray<N> out;
    Fill(out);
    return out;
  }

  // Uniform in [0, bound) by rejection; bound > 0.
  std::uint64_t Uniform(std::uint64_t bound);

  // Puts the elements into a uniformly random order (Fisher–Yates).
  template <class Container>
  void Shuffle(Container& items) {
    for (std::size_t i = items.size(); i > 1; --i) {
      std::swap(items[i - 1], items[static_cast<std::size_t>(Uniform(i))]);
    }
  }
};

// The operating system's generator through libsodium. The only source that programs use.
class SystemRandom final : public RandomSource {
 public:
  void Fill(std::span<std::uint8_t> out) override;
};

// The same bytes for the same seed (SHA-256 of seed and counter): for tests only.
class DeterministicRandomForTesting final : public RandomSource {
 public:
  explicit DeterministicRandomForTesting(std::uint64_t seed) : seed_(seed) {}
  void Fill(std::span<std::uint8_t> out) override;

 private:
  std::uint64_t seed_;
  std::uint64_t counter_ = 0;
};

}  // namespace candor::crypto
