// Project Wycheproof: every case of the published files, with its expected outcome.
#include <gtest/gtest.h>

#include "crypto/aead.h"
#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "crypto/x25519.h"
#include "tests/support/matchers.h"
#include "tests/support/vectors.h"

namespace candor::crypto {
namespace {

using ::candor::testing::Hex;
using ::candor::testing::StatusIs;
using nlohmann::json;

// Calls `check(group, test)` for each case; zero cases, or not as many as the file claims, fail.
template <class Check>
void ForEachCase(const json& file, Check check) {
  int cases = 0;
  for (const auto& group : file.at("testGroups")) {
    for (const auto& test : group.at("tests")) {
      SCOPED_TRACE("tcId " + test.at("tcId").dump() + " " + test.at("comment").dump());
      check(group, test);
      ++cases;
    }
  }
  EXPECT_GT(cases, 0);
  EXPECT_EQ(cases, file.at("numberOfTests").get<int>());
}

bool IsValid(const json& test) {
  const std::string result = test.at("result");
  EXPECT_TRUE(result == "valid" || result == "invalid") << result;
  return result == "valid";
}

TEST(Wycheproof, Ed25519) {
  CANDOR_VECTORS_OR_RETURN(file, "wycheproof/ed25519_test.json");
  ForEachCase(file, [](const json& group, const json& test) {
    ASSERT_OK_AND_ASSIGN(const auto key, ToArray<32>(Hex(group.at("publicKey").at("pk"))));
    const auto signature = ToArray<64>(Hex(test.at("sig")));
    const bool verifies = signature.ok() &&
                          VerifyRaw(VerifyKey{key}, Hex(test.at("msg")), *signature).ok();
    EXPECT_EQ(verifies, IsValid(test));
  });
}

// "acceptable" concerns keys off the beaten path: the shared secret is as listed, but an all-zero
// one is refused.
TEST(Wycheproof, X25519) {
  CANDOR_VECTORS_OR_RETURN(file, "wycheproof/x25519_test.json");
  int refused = 0;
  ForEachCase(file, [&](const json&, const json& test) {
    ASSERT_NE(test.at("result"), "invalid");
    ASSERT_OK_AND_ASSIGN(const auto scalar, ToArray<32>(Hex(test.at("private"))));
    ASSERT_OK_AND_ASSIGN(const auto point, ToArray<32>(Hex(test.at("public"))));
    const Bytes expected = Hex(test.at("shared"));
    const auto shared = X25519(KemPrivateKey::FromBytes(scalar), KemPublicKey{point});
    if (expected == Bytes(32, 0)) {
      EXPECT_EQ(test.at("result"), "acceptable");
      EXPECT_THAT(shared, StatusIs(absl::StatusCode::kInvalidArgument));
      ++refused;
      return;
    }
    ASSERT_OK(shared);
    EXPECT_EQ(HexEncode(shared->ExposeSecret()), HexEncode(expected));
  });
  EXPECT_EQ(refused, 31);
}

TEST(Wycheproof, XChaCha20Poly1305) {
  CANDOR_VECTORS_OR_RETURN(file, "wycheproof/xchacha20_poly1305_test.json");
  ForEachCase(file, [](const json&, const json& test) {
    ASSERT_OK_AND_ASSIGN(const auto key, ToArray<32>(Hex(test.at("key"))));
    const auto nonce = ToArray<24>(Hex(test.at("iv")));
    if (!nonce.ok()) {  // no other length can be said
      EXPECT_FALSE(IsValid(test));
      return;
    }
    const Bytes aad = Hex(test.at("aad"));
    const Bytes plaintext = Hex(test.at("msg"));
    const Bytes sealed = Concat({Hex(test.at("ct")), Hex(test.at("tag"))});
    const auto opened = XChaCha20Poly1305Open(key, *nonce, aad, sealed);
    EXPECT_EQ(opened.ok(), IsValid(test));
    if (!IsValid(test)) return;
    EXPECT_TRUE(Equal(opened->ExposeSecret(), plaintext));
    EXPECT_EQ(XChaCha20Poly1305Seal(key, *nonce, aad, plaintext), sealed);
  });
}

TEST(Wycheproof, HmacSha256) {
  CANDOR_VECTORS_OR_RETURN(file, "wycheproof/hmac_sha256_test.json");
  ForEachCase(file, [](const json& group, const json& test) {
    const Hash tag = HmacSha256(Hex(test.at("key")), {Hex(test.at("msg"))});
    const std::size_t size = group.at("tagSize").get<std::size_t>() / 8;
    ASSERT_LE(size, tag.size());
    EXPECT_EQ(Equal(ByteView(tag).first(size), Hex(test.at("tag"))), IsValid(test));
  });
}

}  // namespace
}  // namespace candor::crypto
