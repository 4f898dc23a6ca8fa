// Residues: how r is drawn, and the arithmetic against OpenSSL's plain functions.
#include "crypto/residue.h"

#include <gtest/gtest.h>

#include <deque>

#include "tests/crypto/rsa_testing.h"
#include "tests/support/matchers.h"

namespace candor::crypto {
namespace {

using ::candor::testing::StatusIs;
using testing::Add;
using testing::AKey;
using testing::FromHex;
using testing::Multiply;
using testing::PowerModulo;
using testing::Small;
using testing::Subtract;

// Gives out the values it is told, whole; after the last one fails, with a value that ends every draw.
class ScriptedRandom final : public RandomSource {
 public:
  explicit ScriptedRandom(std::deque<Bytes> values) : values_(std::move(values)) {}
  void Fill(std::span<std::uint8_t> out) override {
    std::ranges::fill(out, 1);
    ASSERT_FALSE(values_.empty());
    ASSERT_EQ(out.size(), values_.front().size());
    std::ranges::copy(values_.front(), out.begin());
    values_.pop_front();
  }
  std::size_t left() const { return values_.size(); }

 private:
  std::deque<Bytes> values_;
};

Modulus ModulusOf(ByteView n) {
  auto modulus = Modulus::Create(n);
  EXPECT_OK(modulus);
  return *std::move(modulus);
}

Bytes Encoded(const Modulus& n, const Residue& value) {
  Bytes out(n.size());
  n.Encode(value, out);
  return out;
}

TEST(Modulus, DrawsFromOneToTheModulusAndRejectsAllElse) {
  const Bytes n = ToBytes(AKey().public_key().modulus());
  const Modulus modulus = ModulusOf(n);
  const Bytes greatest = Subtract(n, Small(1), 256);
  ScriptedRandom random({Small(0, 256), n, Add(n, Small(1), 256), Bytes(256, 0xff), greatest,
                         Small(1, 256)});
  EXPECT_EQ(Encoded(modulus, modulus.Random(random)), greatest);
  EXPECT_EQ(random.left(), 1u);
  EXPECT_EQ(Encoded(modulus, modulus.Random(random)), Small(1, 256));
}

TEST(Modulus, UsesEveryBitThatItDraws) {
  const Modulus modulus = ModulusOf(AKey().public_key().modulus());
  for (std::size_t bit = 0; bit < 2048; ++bit) {
    Bytes drawn(256);
    drawn[bit / 8] = static_cast<std::uint8_t>(0x80 >> bit % 8);
    ScriptedRandom random({drawn});
    EXPECT_EQ(Encoded(modulus, modulus.Random(random)), drawn) << bit;
  }
}

TEST(Modulus, CutsADrawToItsOwnWidthOnly) {
  Bytes n(257, 0xff);
  n[0] = 0x01;
  const Modulus modulus = ModulusOf(n);
  Bytes drawn(257, 0x5a);
  drawn[0] = 0xff;
  ScriptedRandom random({drawn});
  drawn[0] = 0x01;
  EXPECT_EQ(Encoded(modulus, modulus.Random(random)), drawn);
}

TEST(Modulus, DecodesWhatIsBelowItAndOfItsLength) {
  const Bytes n = ToBytes(AKey().public_key().modulus());
  const Modulus modulus = ModulusOf(n);
  for (const Bytes& good : {Small(0, 256), Small(1, 256), Subtract(n, Small(1), 256)}) {
    ASSERT_OK_AND_ASSIGN(const Residue value, modulus.Decode(good));
    EXPECT_EQ(Encoded(modulus, value), good);
  }
  for (const Bytes& bad : {n, Add(n, Small(1), 256), Bytes(256, 0xff), Small(1, 255),
                           Small(1, 257), Bytes()}) {
    EXPECT_THAT(modulus.Decode(bad), StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

TEST(Modulus, ComputesAsOpenSslDoes) {
  const Bytes n = ToBytes(AKey().public_key().modulus());
  const Modulus modulus = ModulusOf(n);
  DeterministicRandomForTesting random(1);
  for (const std::uint8_t exponent : {1, 2, 3, 10, 255}) {
    const Residue a = modulus.Random(random);
    const Residue b = modulus.Random(random);
    const Bytes product = testing::Modulo(Multiply(Encoded(modulus, a), Encoded(modulus, b), 512),
                                          n, 256);
    EXPECT_EQ(Encoded(modulus, modulus.Multiply(a, b)), product);
    EXPECT_EQ(Encoded(modulus, modulus.Power(a, exponent)),
              PowerModulo(Encoded(modulus, a), Small(exponent), n, 256));
    EXPECT_TRUE(modulus.Equal(a, modulus.Copy(a)));
    EXPECT_FALSE(modulus.Equal(a, b));
    const auto inverse = modulus.InverseOfMasked(a);
    ASSERT_TRUE(inverse.has_value());
    EXPECT_EQ(Encoded(modulus, modulus.Multiply(a, *inverse)), Small(1, 256));
  }
}

TEST(Modulus, KnowsItsUnits) {
  const Bytes n = ToBytes(AKey().public_key().modulus());
  const Modulus modulus = ModulusOf(n);
  const Bytes twice_p = Multiply(FromHex(testing::kPrimeP), Small(2), 256);
  for (const Bytes& divisor : {Small(0, 256), twice_p}) {
    ASSERT_OK_AND_ASSIGN(const Residue value, modulus.Decode(divisor));
    EXPECT_FALSE(modulus.IsUnit(value));
    EXPECT_FALSE(modulus.InverseOfMasked(value).has_value());
  }
  for (const Bytes& unit : {Small(1, 256), Subtract(n, Small(1), 256)}) {
    ASSERT_OK_AND_ASSIGN(const Residue value, modulus.Decode(unit));
    EXPECT_TRUE(modulus.IsUnit(value));
  }
}

TEST(Modulus, IsOddAndGreaterThanOne) {
  for (const Bytes& bad : {Bytes(), Small(0), Small(1), Small(2), Bytes{1, 0}}) {
    EXPECT_THAT(Modulus::Create(bad), StatusIs(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_OK(Modulus::Create(Small(3)));
}

}  // namespace
}  // namespace candor::crypto
