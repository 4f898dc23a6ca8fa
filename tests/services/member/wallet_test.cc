#include "services/member/wallet.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "base/text.h"
#include "crypto/codec.h"
#include "services/member/draw.h"
#include "services/member/speak.h"
#include "services/member/wallet_file.h"
#include "tests/services/member/fake_world.h"
#include "tests/support/fake_clock.h"
#include "tests/support/matchers.h"

namespace candor::testing {
namespace {

using crypto::PassphraseCost;
using crypto::SecretBytes;
using member::Wallet;
using member::WalletFile;
using runtime::Path;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr auto kCost = PassphraseCost::kInteractive;

SecretBytes Passphrase(std::string_view text = "correct horse") {
  return SecretBytes::Copy(AsBytes(text));
}

// A folder of its own, gone at the end.
class Folder {
 public:
  Folder() : path_(mkdtemp(name_)) {}
  ~Folder() { std::filesystem::remove_all(path_); }
  Path File() const { return path_ / "wallet"; }
  const Path& path() const { return path_; }

 private:
  char name_[32] = "/tmp/candor-wallet-XXXXXX";
  Path path_;
};

// One with a draw, a half-finished draw, a waiting text and a promised one.
Wallet FullWallet(const Organisation& organisation) {
  Wallet wallet = EnrolledWallet(organisation);
  FakeLogs logs(organisation);
  const Jam jam(organisation);
  const Jam second(organisation, {.question = "And what next?", .key_set = 1});
  logs.Open(jam);
  logs.Open(second);
  FakeIssuers issuers(organisation, &jam);
  FakeClock clock(StartOf(kOpeningDay));
  CountingSave save;
  EXPECT_OK(member::DrawTokens(wallet, *logs.board().FindCampaign(jam.id()), issuers, clock,
                               organisation.random(), save.Callback()));
  EXPECT_OK(
      member::PrepareDraw(wallet, *logs.board().FindCampaign(second.id()), organisation.random()));
  EXPECT_OK(member::Speak(wallet, *logs.board().FindCampaign(jam.id()), logs, "The crane is slow.",
                          {.headline = "Crane"}, jam.WhileSpeaking(), organisation.random())
                .status());
  wallet.threads.front().promise = Bytes(300, 7);
  wallet.threads.front().index = 12;
  wallet.logs = {{"nordhafen.example/board", 7, crypto::Sha256({}), "a note\n"}};
  wallet.synced_at = 1234567890;
  return wallet;
}

absl::StatusOr<WalletFile> Open(const Path& path, std::string_view passphrase = "correct horse") {
  static crypto::SystemRandom random;
  return WalletFile::Open(
      path, [passphrase]() -> absl::StatusOr<SecretBytes> { return Passphrase(passphrase); },
      random);
}

Bytes ReadAll(const Path& path) { return runtime::ReadFile(path).value(); }

TEST(Wallet, ComesBackFromItsEncodingByteForByte) {
  const Organisation organisation({.issuers = 2});
  const Wallet wallet = FullWallet(organisation);
  const SecretBytes encoded = wallet.Encode();
  ASSERT_OK_AND_ASSIGN(const Wallet decoded, Wallet::Decode(encoded));
  EXPECT_TRUE(Equal(decoded.Encode().ExposeSecret(), encoded.ExposeSecret()));
  EXPECT_EQ(decoded.bundle, wallet.bundle);
  EXPECT_EQ(decoded.member_key.verify_key(), wallet.member_key.verify_key());
  EXPECT_EQ(decoded.threads.front().text, "The crane is slow.");
  EXPECT_EQ(decoded.threads.front().index, 12u);
  EXPECT_EQ(decoded.outbox.front().request, wallet.outbox.front().request);
  EXPECT_EQ(decoded.draws.size(), 2u);
  EXPECT_TRUE(decoded.draws[0].complete());
  EXPECT_FALSE(decoded.draws[1].complete());
}

TEST(Wallet, AFewTextsDoNotChangeItsSize) {
  const Organisation organisation({.issuers = 1});
  const Wallet empty = EnrolledWallet(organisation);
  const Wallet full = FullWallet(organisation);
  EXPECT_EQ(empty.Encode().size(), full.Encode().size());
  EXPECT_EQ(empty.Encode().size() % (64 * 1024), 0u);
}

TEST(Wallet, RefusesWhatIsNotItsEncoding) {
  const Organisation organisation({.issuers = 1});
  const SecretBytes good = FullWallet(organisation).Encode();
  const Bytes bytes = ToBytes(good.ExposeSecret());
  const auto decode = [](Bytes changed) { return Wallet::Decode(SecretBytes(std::move(changed))); };

  Bytes cut(bytes.begin(), bytes.end() - 1);
  EXPECT_THAT(decode(cut), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("nothing was sent")));
  Bytes longer = bytes;
  longer.push_back(0);
  EXPECT_THAT(decode(longer), StatusIs(absl::StatusCode::kDataLoss));
  Bytes trailing = bytes;
  trailing.back() = 1;
  EXPECT_THAT(decode(trailing), StatusIs(absl::StatusCode::kDataLoss));
  Bytes newer = bytes;
  newer[0] = 2;
  EXPECT_THAT(decode(newer),
              StatusIs(absl::StatusCode::kUnimplemented, HasSubstr("newer version")));
  EXPECT_THAT(decode({}), ::testing::Not(IsOk()));
}

TEST(WalletFile, ComesBackFromTheDisk) {
  const Folder folder;
  const Organisation organisation({.issuers = 2});
  Wallet wallet = FullWallet(organisation);
  const Bytes encoded = ToBytes(wallet.Encode().ExposeSecret());
  {
    ASSERT_OK_AND_ASSIGN(const WalletFile file,
                         WalletFile::Create(folder.File(), std::move(wallet), Passphrase(), kCost,
                                            organisation.random()));
  }
  ASSERT_OK_AND_ASSIGN(WalletFile file, Open(folder.File()));
  EXPECT_TRUE(Equal(file.wallet().Encode().ExposeSecret(), encoded));
  file.wallet().synced_at = 99;
  ASSERT_OK(file.Save());
  const WalletFile moved = std::move(file);
  EXPECT_EQ(std::filesystem::status(folder.File()).permissions() & std::filesystem::perms::all,
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(WalletFile, KeepsTheSealedTextUnreadable) {
  const Folder folder;
  const Organisation organisation({.issuers = 1});
  ASSERT_OK(WalletFile::Create(folder.File(), FullWallet(organisation), Passphrase(), kCost,
                               organisation.random())
                .status());
  EXPECT_EQ(AsText(ReadAll(folder.File())).find("crane"), std::string_view::npos);
}

TEST(WalletFile, TellsAWrongPassphraseFromADamagedFileFromANewerOne) {
  const Folder folder;
  const Organisation organisation({.issuers = 1});
  EXPECT_THAT(Open(folder.File()), StatusIs(absl::StatusCode::kNotFound, HasSubstr("candor enrol")));
  ASSERT_OK(WalletFile::Create(folder.File(), EnrolledWallet(organisation), Passphrase(), kCost,
                               organisation.random())
                .status());
  const Bytes good = ReadAll(folder.File());
  EXPECT_THAT(Open(folder.File(), "wrong horse"),
              StatusIs(absl::StatusCode::kUnauthenticated,
                       AllOf(HasSubstr("passphrase"), HasSubstr("nothing was sent"))));

  Bytes newer = good;
  newer[8] = 2;
  const crypto::Hash checksum =
      crypto::LabelledHash(crypto::Label::kWallet, {ByteView(newer).first(newer.size() - 32)});
  std::copy(checksum.begin(), checksum.end(), newer.end() - 32);
  ASSERT_OK(runtime::WriteFileAtomically(folder.File(), newer));
  EXPECT_THAT(Open(folder.File()),
              StatusIs(absl::StatusCode::kUnimplemented, HasSubstr("update candor")));
  EXPECT_EQ(ReadAll(folder.File()), newer) << "nothing is overwritten";
}

TEST(WalletFile, FindsAFlippedBitInEveryRegion) {
  const Folder folder;
  const Organisation organisation({.issuers = 1});
  ASSERT_OK(WalletFile::Create(folder.File(), EnrolledWallet(organisation), Passphrase(), kCost,
                               organisation.random())
                .status());
  const Bytes good = ReadAll(folder.File());
  // Magic, version, length, sealed file's header, salt, nonce, ciphertext, its tag, the checksum.
  const std::size_t regions[] = {0,   7,   8,    9,    11,   12,   19,          20,          21,
                                 40,  60,  100,  1000, good.size() / 2, good.size() - 40,
                                 good.size() - 33, good.size() - 32, good.size() - 1};
  for (const std::size_t at : regions) {
    Bytes bad = good;
    bad[at] ^= 0x10;
    ASSERT_OK(runtime::WriteFileAtomically(folder.File(), bad));
    EXPECT_THAT(Open(folder.File()), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("damaged")))
        << "byte " << at;
    EXPECT_EQ(ReadAll(folder.File()), bad) << "nothing is overwritten";
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{20}, good.size() - 1}) {
    ASSERT_OK(runtime::WriteFileAtomically(folder.File(), ByteView(good).first(size)));
    EXPECT_THAT(Open(folder.File()), StatusIs(absl::StatusCode::kDataLoss)) << size << " bytes";
  }
  ASSERT_OK(runtime::WriteFileAtomically(folder.File(), good));
  EXPECT_OK(Open(folder.File())) << "the control: the good file still opens";
}

TEST(WalletFile, TwoCommandsDoNotHaveItAtOnce) {
  const Folder folder;
  const Organisation organisation({.issuers = 1});
  ASSERT_OK_AND_ASSIGN(
      const WalletFile held,
      WalletFile::Create(folder.File(), EnrolledWallet(organisation), Passphrase(), kCost,
                         organisation.random()));
  bool asked = false;
  const auto second = WalletFile::Open(
      folder.File(),
      [&]() -> absl::StatusOr<SecretBytes> {
        asked = true;
        return Passphrase();
      },
      organisation.random());
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kFailedPrecondition,
                               AllOf(HasSubstr("Another candor command"),
                                     HasSubstr("nothing was sent"))));
  EXPECT_FALSE(asked) << "nobody types a passphrase in vain";
}

TEST(WalletFile, IsNeverMadeOverAnother) {
  const Folder folder;
  const Organisation organisation({.issuers = 1});
  ASSERT_OK(WalletFile::Create(folder.File(), EnrolledWallet(organisation), Passphrase(), kCost,
                               organisation.random())
                .status());
  const Bytes first = ReadAll(folder.File());
  EXPECT_THAT(WalletFile::Create(folder.File(), EnrolledWallet(organisation), Passphrase(), kCost,
                                 organisation.random()),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(ReadAll(folder.File()), first);
}

// Saves until it is killed; the wallet's `synced_at` counts the saves, each of which it tells.
[[noreturn]] void SaveForEver(WalletFile& file, int tell) {
  for (std::uint64_t i = 1;; ++i) {
    file.wallet().synced_at = static_cast<UnixSeconds>(i);
    if (!file.Save().ok()) _exit(3);
    if (write(tell, &i, sizeof i) != sizeof i) _exit(4);
  }
}

TEST(WalletFile, AKillInTheMiddleOfASaveLeavesTheOldOneOrTheNew) {
  const Folder folder;
  const Organisation organisation({.issuers = 1});
  ASSERT_OK(WalletFile::Create(folder.File(), EnrolledWallet(organisation), Passphrase(), kCost,
                               organisation.random())
                .status());
  for (int round = 0; round < 12; ++round) {
    int pipe_ends[2];
    ASSERT_EQ(pipe(pipe_ends), 0);
    const pid_t child = fork();
    if (child == 0) {
      auto file = Open(folder.File());
      if (!file.ok()) _exit(2);
      SaveForEver(*file, pipe_ends[1]);
    }
    close(pipe_ends[1]);
    // Some saves, then somewhere in the next one.
    std::uint64_t told = 0;
    for (int i = 0; i <= round; ++i) {
      ASSERT_EQ(read(pipe_ends[0], &told, sizeof told), static_cast<ssize_t>(sizeof told));
    }
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    for (std::uint64_t next; read(pipe_ends[0], &next, sizeof next) == sizeof next;) told = next;
    close(pipe_ends[0]);
    ASSERT_OK_AND_ASSIGN(const WalletFile file, Open(folder.File()));
    EXPECT_GE(file.wallet().synced_at, static_cast<UnixSeconds>(told)) << "a save that was told of";
    EXPECT_LE(file.wallet().synced_at, static_cast<UnixSeconds>(told + 1));
  }
}

TEST(WalletFile, AFailedSaveLeavesTheOldOne) {
  const Folder folder;
  const Organisation organisation({.issuers = 1});
  ASSERT_OK_AND_ASSIGN(WalletFile file,
                       WalletFile::Create(folder.File(), EnrolledWallet(organisation), Passphrase(),
                                          kCost, organisation.random()));
  const Bytes before = ReadAll(folder.File());
  const Path elsewhere = folder.path() / "moved";
  std::filesystem::rename(folder.File(), elsewhere);
  std::filesystem::create_directory(folder.File());  // the name is taken by a folder
  EXPECT_THAT(file.Save(), ::testing::Not(IsOk()));
  EXPECT_EQ(ReadAll(elsewhere), before);
}

}  // namespace
}  // namespace candor::testing
