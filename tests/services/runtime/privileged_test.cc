#include "services/runtime/privileged.h"

#include <atomic>
#include <thread>

#include "crypto/codec.h"
#include "crypto/hash.h"
#include "tests/support/matchers.h"

namespace candor::runtime {
namespace {

using candor::testing::IsOkAndHolds;
using candor::testing::StatusIs;
using ::testing::HasSubstr;

constexpr Role kOperator = 1;
constexpr Role kSponsor = 2;
constexpr auto kUnauthenticated = absl::StatusCode::kUnauthenticated;
constexpr auto kPermissionDenied = absl::StatusCode::kPermissionDenied;

template <class... Arguments>
concept Registers = requires(PrivilegedDispatcher dispatcher, Arguments... arguments) {
  dispatcher.Register("method", arguments...);
};
static_assert(Registers<CallerPolicy, PrivilegedDispatcher::Handler>);
static_assert(!Registers<PrivilegedDispatcher::Handler>, "a handler without a policy");
static_assert(!std::is_default_constructible_v<CallerPolicy>, "a policy nobody thought about");

Bytes Text(std::string_view text) { return ToBytes(AsBytes(text)); }

class Privileged : public ::testing::Test {
 protected:
  Privileged() {
    const auto echo = [this](const Caller& caller, ByteView payload) -> absl::StatusOr<Bytes> {
      ++handled_;
      last_caller_ = caller.key;
      return ToBytes(payload);
    };
    dispatcher_.Register("import", CallerPolicy::Only({kOperator}), echo);
    dispatcher_.Register("state", CallerPolicy::Only({kSponsor}), echo);
    dispatcher_.Register("never", CallerPolicy::Only({}), echo);
  }

  absl::StatusOr<Bytes> Call(const crypto::SigningKey& key, std::string_view method) {
    return dispatcher_.Call(
        method, SignCall(key, method, "example.org/board", nonces_.Issue(), Text("payload")));
  }

  std::set<Role> RolesOf(const crypto::VerifyKey& key) const {
    if (key == operator_.verify_key()) return {kOperator};
    if (key == sponsor_.verify_key()) return {kSponsor};
    return {};
  }

  crypto::DeterministicRandomForTesting random_{7};
  NonceIssuer::SteadyTime now_{};
  NonceIssuer nonces_{random_, [this] { return now_; }, 100};
  crypto::SigningKey operator_ = crypto::SigningKey::Generate(random_);
  crypto::SigningKey sponsor_ = crypto::SigningKey::Generate(random_);
  crypto::SigningKey stranger_ = crypto::SigningKey::Generate(random_);
  PrivilegedDispatcher dispatcher_{"example.org/board", nonces_,
                                   [this](const crypto::VerifyKey& key) { return RolesOf(key); }};
  std::atomic<int> handled_ = 0;
  crypto::VerifyKey last_caller_;
};

TEST_F(Privileged, ACallByAKeyWithTheRoleReachesItsHandler) {
  EXPECT_THAT(Call(operator_, "import"), IsOkAndHolds(Text("payload")));
  EXPECT_EQ(last_caller_, operator_.verify_key());
}

TEST_F(Privileged, AWrongRoleAStrangerAndAnUnknownMethodAreRefusedAlike) {
  const auto wrong_role = Call(operator_, "state");
  EXPECT_THAT(wrong_role, StatusIs(kPermissionDenied, HasSubstr("may not make this call")));
  EXPECT_EQ(Call(stranger_, "import").status(), wrong_role.status());
  EXPECT_EQ(Call(operator_, "unknown").status(), wrong_role.status());
  EXPECT_EQ(Call(operator_, "never").status(), wrong_role.status());
  EXPECT_EQ(handled_, 0);
}

TEST_F(Privileged, AReplayedCallIsRefused) {
  const SignedCall call =
      SignCall(operator_, "import", "example.org/board", nonces_.Issue(), Text("payload"));
  EXPECT_OK(dispatcher_.Call("import", call).status());
  EXPECT_THAT(dispatcher_.Call("import", call),
              StatusIs(kUnauthenticated, HasSubstr("made before")));
  EXPECT_EQ(handled_, 1);
}

TEST_F(Privileged, OfManyReplaysAtOnceOneRuns) {
  const SignedCall call =
      SignCall(operator_, "import", "example.org/board", nonces_.Issue(), Text("payload"));
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { dispatcher_.Call("import", call).status().IgnoreError(); });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(handled_, 1);
}

TEST_F(Privileged, ASignatureIsForOneMethodServerNoncePayloadAndKey) {
  const auto fresh = [&] {
    return SignCall(operator_, "import", "example.org/board", nonces_.Issue(), Text("payload"));
  };
  const auto refused = StatusIs(kUnauthenticated, HasSubstr("signature"));

  SignedCall other_payload = fresh();
  other_payload.payload[0] ^= 1;
  EXPECT_THAT(dispatcher_.Call("import", other_payload), refused);

  SignedCall other_nonce = fresh();
  other_nonce.nonce = nonces_.Issue();
  EXPECT_THAT(dispatcher_.Call("import", other_nonce), refused);

  SignedCall other_key = fresh();
  other_key.actor = sponsor_.verify_key();
  EXPECT_THAT(dispatcher_.Call("import", other_key), refused);

  EXPECT_THAT(dispatcher_.Call("state", fresh()), refused);
  EXPECT_THAT(dispatcher_.Call("import", SignCall(operator_, "import", "example.org/issuer-1",
                                                  nonces_.Issue(), Text("payload"))),
              refused);
  EXPECT_EQ(handled_, 0);
}

TEST_F(Privileged, ANonceThatNobodyIssuedIsRefused) {
  for (const CallNonce& nonce : {CallNonce{}, random_.Array<32>()}) {
    EXPECT_THAT(dispatcher_.Call("import", SignCall(operator_, "import", "example.org/board", nonce,
                                                    Text("payload"))),
                StatusIs(kUnauthenticated, HasSubstr("not of this server")));
  }
  NonceIssuer other(random_, [this] { return now_; });
  EXPECT_THAT(nonces_.Check(other.Issue()), StatusIs(kUnauthenticated));
  CallNonce flipped = nonces_.Issue();
  flipped[0] ^= 1;
  EXPECT_THAT(nonces_.Check(flipped), StatusIs(kUnauthenticated));
}

TEST_F(Privileged, ANonceExpiresAfterTwoMinutes) {
  const CallNonce nonce = nonces_.Issue();
  now_ += std::chrono::seconds(120);
  EXPECT_OK(nonces_.Check(nonce));
  now_ += std::chrono::seconds(1);
  EXPECT_THAT(nonces_.Check(nonce), StatusIs(kUnauthenticated, HasSubstr("expired")));
}

TEST_F(Privileged, ARefusedCallDoesNotUseUpItsNonce) {
  const CallNonce nonce = nonces_.Issue();
  SignedCall bad = SignCall(operator_, "import", "example.org/board", nonce, Text("payload"));
  bad.signature[0] ^= 1;
  EXPECT_THAT(dispatcher_.Call("import", bad), StatusIs(kUnauthenticated));
  EXPECT_OK(dispatcher_
                .Call("import",
                      SignCall(operator_, "import", "example.org/board", nonce, Text("payload")))
                .status());
}

TEST_F(Privileged, StrangersCannotFillTheMemoryOfUsedNonces) {
  for (int i = 0; i < 1000; ++i) Call(stranger_, "import").status().IgnoreError();
  EXPECT_OK(Call(operator_, "import").status());
}

TEST_F(Privileged, TheMemoryOfUsedNoncesIsBoundedAndFreesItself) {
  for (int i = 0; i < 100; ++i) ASSERT_OK(Call(operator_, "import").status());
  EXPECT_THAT(Call(operator_, "import"), StatusIs(absl::StatusCode::kResourceExhausted));
  now_ += std::chrono::seconds(121);
  EXPECT_OK(Call(operator_, "import").status());
}

TEST_F(Privileged, NoncesDiffer) {
  std::set<CallNonce> seen;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(nonces_.Issue()).second);
}

TEST_F(Privileged, RegisteringAMethodTwiceAborts) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(dispatcher_.Register(
                   "import", CallerPolicy::Only({kOperator}),
                   [](const Caller&, ByteView) -> absl::StatusOr<Bytes> { return Bytes(); }),
               "");
}

TEST(CallBytes, StandAsTheHeaderSays) {
  CallNonce nonce;
  nonce.fill(0xab);
  const auto hash = crypto::LabelledHash(crypto::Label::kRequestPayload, {Text("p")});
  EXPECT_EQ(HexEncode(CallBytes("m", "id", nonce, Text("p"))),
            "016d"
            "026964" +
                HexEncode(nonce) + HexEncode(hash));
}

}  // namespace
}  // namespace candor::runtime
