// What the heap gets back: no secret of this folder is in memory that C++ code frees.
//
// The two operators below stand in for the library's in this binary alone; while a Watch lives, each
// block is searched before it goes. Memory of OpenSSL and libsodium does not pass here: it is theirs
// to wipe.
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>

#include "crypto/aead.h"
#include "crypto/envelope.h"
#include "crypto/hkdf.h"
#include "crypto/hpke.h"
#include "crypto/issuance_batch.h"
#include "crypto/ohttp.h"
#include "crypto/receipt_code.h"
#include "crypto/sealed_file.h"
#include "tests/crypto/rsa_testing.h"
#include "tests/support/matchers.h"

namespace {

struct Searched {
  candor::ByteView secret;
  int found = 0;
};
Searched* searched = nullptr;

void Search(void* block) {
  if (searched == nullptr || block == nullptr) return;
  const candor::ByteView bytes(static_cast<const std::uint8_t*>(block), malloc_usable_size(block));
  const auto [begin, end] = std::ranges::search(bytes, searched->secret);
  if (begin != end) ++searched->found;
}

}  // namespace

void* operator new(std::size_t size) {
  void* const block = std::malloc(std::max<std::size_t>(size, 1));
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

void operator delete(void* block) noexcept {
  Search(block);
  std::free(block);
}

void operator delete(void* block, std::size_t) noexcept { operator delete(block); }

namespace candor::crypto {
namespace {

using testing::AKey;

// Counts the blocks that are freed with the secret in them during its life.
class Watch {
 public:
  explicit Watch(ByteView secret) : copy_(ToBytes(secret)), state_{.secret = copy_} {
    searched = &state_;
  }
  ~Watch() { searched = nullptr; }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  int found() const { return state_.found; }

 private:
  Bytes copy_;
  Searched state_;
};

SecretBytes Text(std::string_view text) { return SecretBytes::Copy(AsBytes(text)); }

constexpr std::string_view kSecret = "nobody may find this";

// The control: the same search finds what an ordinary buffer and an ordinary string leave behind.
TEST(FreedMemory, AnOrdinaryBufferLeavesItsBytesBehindAndASecretOneDoesNot) {
  const Watch watch(AsBytes(kSecret));
  {
    const Bytes ordinary = ToBytes(AsBytes(kSecret));
    EXPECT_TRUE(Equal(ordinary, AsBytes(kSecret)));
  }
  EXPECT_EQ(watch.found(), 1);
  {
    const std::string ordinary(kSecret);
    EXPECT_TRUE(Equal(AsBytes(ordinary), AsBytes(kSecret)));
  }
  EXPECT_EQ(watch.found(), 2);
  const int before = watch.found();
  {
    SecretBytes secret = Text(kSecret);
    const SecretBytes clone = secret.Clone();
    const SecretBytes moved = std::move(secret);
    SecretBytes assigned = Text(kSecret);
    assigned = Text("something else");
  }
  EXPECT_EQ(watch.found(), before);
}

constexpr std::string_view kCode = "000G40R40M30E209185GR38E1W8124GKT4XH";

TEST(FreedMemory, AReceiptCodeThatWasReadIsNotThere) {
  const Watch watch(AsBytes(kCode.substr(0, 30)));
  EXPECT_OK(ReceiptCode::Parse(kCode));
  EXPECT_EQ(watch.found(), 0);
}

TEST(FreedMemory, AReceiptCodeWithATypingErrorIsNotThere) {
  const Watch watch(AsBytes(kCode.substr(0, 30)));
  const std::string start(kCode.substr(0, 30));
  for (const std::string& text :
       {start, start + "T4XH0", start + "T4XH00", start + "T4XH000", start + "UUUUUU"}) {
    const int before = watch.found();
    EXPECT_FALSE(ReceiptCode::Parse(text).ok());
    EXPECT_EQ(watch.found(), before) << text.size();
  }
}

TEST(FreedMemory, TheBytesOfAReceiptCodeAreNotThere) {
  ByteArray<20> bytes;
  for (std::uint8_t i = 0; i < bytes.size(); ++i) bytes[i] = i;
  const Watch watch(ByteView(bytes).first(15));
  EXPECT_OK(ReceiptCode::Parse(kCode));
  // The first 24 digits are the first 15 bytes: decoded before the error is seen.
  EXPECT_FALSE(ReceiptCode::Parse(std::string(kCode.substr(0, 30)) + "UUUUUU").ok());
  const auto code = ReceiptCode::FromBytes(bytes);
  const std::string text = code.Format();
  EXPECT_EQ(watch.found(), 0);
}

TEST(FreedMemory, ThreadKeysAreNotThere) {
  const auto code = ReceiptCode::FromBytes(ByteArray<20>{1, 2, 3});
  const Bytes campaign_id(16, 7);
  Bytes seed;
  Bytes kem;
  {
    const auto keys = DeriveThreadKeys(code, campaign_id, Purpose::kVoice);
    seed = ToBytes(keys.signing.ExportSeed().ExposeSecret());
    kem = ToBytes(keys.kem.Export().ExposeSecret());
  }
  for (const Bytes& secret : {seed, kem}) {
    const Watch watch(secret);
    const auto keys = DeriveThreadKeys(code, campaign_id, Purpose::kVoice);
    EXPECT_OK(Verify(keys.signing.verify_key(), Label::kSubmission, secret,
                     keys.signing.Sign(Label::kSubmission, secret)));
    EXPECT_GT(watch.found(), 0) << "the control: what is signed is no secret, and is found";
  }
  for (const Bytes& secret : {seed, kem}) {
    const Watch watch(secret);
    const auto keys = DeriveThreadKeys(code, campaign_id, Purpose::kVoice);
    EXPECT_EQ(watch.found(), 0);
  }
}

// Where the first inverse stands in what TokenBlinder exports.
constexpr std::size_t kFirstInverse = 1 + 342 + 32 + 3 + 32 + 256;

TEST(FreedMemory, TheBlindingSecretOfADrawIsNotThere) {
  SystemRandom random;
  const std::vector<ByteArray<32>> nonces = {random.Array<32>(), random.Array<32>()};
  auto blinder =
      TokenBlinder::Create(AKey().public_key(), random.Array<32>(), nonces, random);
  ASSERT_OK(blinder);
  std::vector<ByteArray<256>> signatures;
  for (const auto& message : blinder->blinded_messages()) {
    signatures.push_back(*AKey().BlindSign(message));
  }
  const SecretBytes exported = blinder->Export();
  const Watch watch(exported.ExposeSecret().subspan(kFirstInverse, 32));
  {
    const SecretBytes again = blinder->Export();
    auto imported = TokenBlinder::Import(again.ExposeSecret());
    ASSERT_OK(imported);
    EXPECT_OK(imported->Finalize(signatures));
    auto damaged = TokenBlinder::Import(again.ExposeSecret().first(again.size() - 1));
    EXPECT_FALSE(damaged.ok());
    EXPECT_OK(blinder->Finalize(signatures));
  }
  EXPECT_EQ(watch.found(), 0);
}

// The same source gives the same r, so that it is known before it is drawn again.
TEST(FreedMemory, TheSecretOfABlindingIsNotThere) {
  const std::vector<Bytes> messages(3, Bytes{1});
  Bytes inverse;
  {
    DeterministicRandomForTesting random(4);
    const auto blinded = BlindBatch(AKey().public_key().rsa(), kTokenVariant, messages, random);
    ASSERT_OK(blinded);
    inverse = ToBytes(blinded->at(1).state.ExposeSecret().first(64));
  }
  const Watch watch(inverse);
  DeterministicRandomForTesting random(4);
  EXPECT_OK(BlindBatch(AKey().public_key().rsa(), kTokenVariant, messages, random));
  EXPECT_EQ(watch.found(), 0);
}

TEST(FreedMemory, ThePrimesOfATokenKeyAreNotThere) {
  const SecretBytes exported = AKey().Export();
  for (const std::size_t offset : {1, 129}) {
    const Watch watch(exported.ExposeSecret().subspan(offset, 64));
    {
      const SecretBytes again = AKey().Export();
      EXPECT_OK(TokenPrivateKey::Import(again.ExposeSecret()));
    }
    EXPECT_EQ(watch.found(), 0) << offset;
  }
}

TEST(FreedMemory, TheTextOfAnEnvelopeIsNotThere) {
  DeterministicRandomForTesting random(2);
  const auto reader = KemPrivateKey::Generate(random);
  const std::array<KemPublicKey, 1> readers = {reader.public_key()};
  const EnvelopeHeader header;
  const Watch watch(AsBytes(kSecret));
  {
    const auto envelope = SealEnvelope(header, readers, Text(kSecret), random);
    ASSERT_OK(envelope);
    EXPECT_OK(OpenEnvelope(*envelope, header, 0, 1, reader));
    Bytes damaged = *envelope;
    damaged.back() ^= 1;
    EXPECT_FALSE(OpenEnvelope(damaged, header, 0, 1, reader).ok());
  }
  EXPECT_EQ(watch.found(), 0);
}

TEST(FreedMemory, TheContentKeyOfAnEnvelopeIsNotThere) {
  DeterministicRandomForTesting key_random(2);
  const auto reader = KemPrivateKey::Generate(key_random);
  const std::array<KemPublicKey, 1> readers = {reader.public_key()};
  // The content key is the first that an envelope draws.
  const auto content_key = DeterministicRandomForTesting(3).Array<32>();
  const Watch watch(content_key);
  {
    DeterministicRandomForTesting random(3);
    const EnvelopeHeader header;
    const auto envelope = SealEnvelope(header, readers, Text("text"), random);
    ASSERT_OK(envelope);
    EXPECT_OK(OpenEnvelope(*envelope, header, 0, 1, reader));
  }
  EXPECT_EQ(watch.found(), 0);
}

// What an oblivious request and its response say, and the secret that they share.
TEST(FreedMemory, TheTextsOfAnObliviousExchangeAreNotThere) {
  DeterministicRandomForTesting random(6);
  const ohttp::Gateway gateway(1, KemPrivateKey::Generate(random));
  const Watch watch(AsBytes(kSecret));
  {
    auto request = ohttp::ClientRequest::Seal(gateway.config(), AsBytes(kSecret), random);
    ASSERT_OK(request);
    auto opened = gateway.OpenRequest(request->encapsulated());
    ASSERT_OK(opened);
    const auto response = std::move(opened->sealer).Seal(AsBytes(kSecret), random);
    ASSERT_OK(response);
    EXPECT_OK(std::move(*request).OpenResponse(*response));
  }
  EXPECT_EQ(watch.found(), 0);
}

// The secret that request and response share, made by hand beforehand with the response that it seals.
struct HandMade {
  Bytes secret;
  Bytes response;
};

HandMade MakeByHand(const KemPublicKey& gateway, RandomSource& random) {
  const Bytes info = Concat({AsBytes("message/bhttp request"), Bytes{0, 1, 0, 0x20, 0, 1, 0, 3}});
  const auto setup = SetupBaseS(gateway, info, random);
  const auto secret = setup->context.Export(AsBytes("message/bhttp response"), 32);
  const Bytes response_nonce(32, 5);
  const auto prk = HkdfExtract(Concat({setup->enc, response_nonce}), secret->ExposeSecret());
  ByteArray<32> key;
  HkdfExpand(prk, {AsBytes("key")}, key);
  ChaChaNonce nonce;
  HkdfExpand(prk, {AsBytes("nonce")}, nonce);
  return {ToBytes(secret->ExposeSecret()),
          Concat({response_nonce, ChaCha20Poly1305Seal(key, nonce, {}, AsBytes("answer"))})};
}

TEST(FreedMemory, TheSecretOfAnObliviousResponseIsNotThere) {
  DeterministicRandomForTesting key_random(6);
  const ohttp::Gateway gateway(1, KemPrivateKey::Generate(key_random));
  // The ephemeral key is the first that a request draws, so the same source gives the same secret.
  DeterministicRandomForTesting random(7);
  const HandMade by_hand = MakeByHand(gateway.config().public_key(), random);
  const Watch watch(by_hand.secret);
  {
    DeterministicRandomForTesting again(7);
    auto request = ohttp::ClientRequest::Seal(gateway.config(), AsBytes("text"), again);
    ASSERT_OK(request);
    auto opened = gateway.OpenRequest(request->encapsulated());
    ASSERT_OK(opened);
    EXPECT_OK(std::move(opened->sealer).Seal(AsBytes("answer"), again));
    EXPECT_OK(std::move(*request).OpenResponse(by_hand.response)) << "another secret was watched";
  }
  EXPECT_EQ(watch.found(), 0);
}

TEST(FreedMemory, PassphraseAndContentOfASealedFileAreNotThere) {
  SystemRandom random;
  for (const std::string_view secret : {kSecret, std::string_view("a passphrase of some length")}) {
    const SecretBytes passphrase = Text("a passphrase of some length");
    const Watch watch(AsBytes(secret));
    {
      const auto key = SealingKey::New(passphrase, PassphraseCost::kInteractive, random);
      ASSERT_OK(key);
      const Bytes sealed = key->Seal(Text(kSecret), random);
      EXPECT_OK(key->Open(sealed));
    }
    EXPECT_EQ(watch.found(), 0);
  }
}

}  // namespace
}  // namespace candor::crypto
