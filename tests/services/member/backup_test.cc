// What a backup holds and what it does not, and what the two kinds of file say to each other.
#include "services/member/backup.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "services/member/wallet_file.h"
#include "tests/services/member/speaking_scene.h"
#include "tests/services/runtime/temporary_folder.h"

namespace candor::testing {
namespace {

using absl::StatusCode;
using member::FileKind;
using member::WalletFile;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

bool Holds(const member::Wallet& wallet, ByteView secret) {
  const auto encoded = wallet.Encode();
  return !std::ranges::search(encoded.ExposeSecret(), secret).empty();
}

TEST(Backup, HoldsNoSlipCodeRequestOrWaitingText) {
  SpeakingScene scene;
  const member::Draw& draw = *scene.wallet.FindDraw(scene.jam.id());
  std::vector<Bytes> secrets;
  for (const auto& codes : draw.codes) {
    for (const auto& code : codes) secrets.push_back(ToBytes(code.ExposeSecret()));
  }
  for (const auto& tokens : draw.issuers[0].tokens) {
    for (const auto& token : tokens) secrets.push_back(token.Encode());
  }
  ASSERT_GE(secrets.size(), 4u);
  ASSERT_OK(scene.Say("The crane is slow."));
  secrets.push_back(ToBytes(AsBytes("The crane is slow.")));
  const auto backup = member::BackupOf(scene.wallet);
  for (const auto& secret : secrets) {
    EXPECT_TRUE(Holds(scene.wallet, secret)) << "the control";
    EXPECT_FALSE(Holds(backup, secret));
  }
  EXPECT_THAT(backup.outbox, IsEmpty());
  EXPECT_THAT(backup.threads, IsEmpty());
  EXPECT_TRUE(backup.restored);
  const auto left_out = member::NotInBackup(scene.wallet);
  EXPECT_EQ(left_out.draws, 1u);
  EXPECT_EQ(left_out.texts, 1u);
}

TEST(Backup, HoldsKeyEnrolmentsAndPromisedTextsWithTheirCodes) {
  SpeakingScene scene;
  ASSERT_OK(scene.Say("The crane is slow."));
  ASSERT_EQ(scene.Send().front().news, member::News::kPromised);
  const auto backup = member::BackupOf(scene.wallet);
  EXPECT_EQ(backup.member_key.verify_key(), scene.wallet.member_key.verify_key());
  EXPECT_EQ(backup.enrolments.size(), scene.wallet.enrolments.size());
  ASSERT_THAT(backup.threads, SizeIs(1));
  EXPECT_EQ(backup.threads[0].text, "The crane is slow.");
  EXPECT_TRUE(Equal(backup.threads[0].code.ExposeSecret(), scene.wallet.threads[0].code.ExposeSecret()));
  ASSERT_THAT(backup.draws, SizeIs(1)) << "so that nobody asks an issuer again";
  EXPECT_TRUE(backup.draws[0].complete());
  // What was restored keeps its form, and makes no blank: it has nothing to make one of.
  ASSERT_OK_AND_ASSIGN(const auto again, member::Wallet::Decode(backup.Encode()));
  EXPECT_TRUE(again.restored);
  EXPECT_EQ(backup.Encode().size(), scene.wallet.Encode().size());
}

TEST(Backup, ADrawThatAnIssuerRefusesIsGivenUp) {
  SpeakingScene scene;
  member::GiveUpDraw(scene.wallet, scene.jam.id(), scene.now);
  const member::Draw& draw = *scene.wallet.FindDraw(scene.jam.id());
  EXPECT_TRUE(draw.complete());
  for (const auto& codes : draw.codes) EXPECT_THAT(codes, IsEmpty());
  EXPECT_FALSE(scene.Say("Too late.").ok());
}

class BackupFile : public ::testing::Test {
 protected:
  BackupFile() {
    auto made = WalletFile::Create(Path("wallet"), SceneWallet(), Words("a passphrase"),
                                   crypto::PassphraseCost::kInteractive, random_);
    EXPECT_OK(made.status());
    EXPECT_OK(made->WriteBackup(Path("backup")));
  }
  static member::Wallet SceneWallet() {
    SpeakingScene scene;
    return member::BackupOf(scene.wallet);
  }
  static crypto::SecretBytes Words(std::string_view text) { return crypto::SecretBytes::Copy(AsBytes(text)); }
  runtime::Path Path(const char* name) const { return folder_ / name; }
  absl::StatusOr<WalletFile> Restore(const char* from, std::string_view passphrase = "a passphrase",
                                     absl::Status accepted = absl::OkStatus()) {
    return WalletFile::Restore(
        Path(from), Path("restored"),
        [&]() -> absl::StatusOr<crypto::SecretBytes> { return Words(passphrase); },
        [&](const member::Wallet&) { return accepted; }, random_);
  }
  void ExpectRefused(const absl::Status& status, StatusCode code, const char* words) {
    EXPECT_THAT(status, StatusIs(code));
    EXPECT_THAT(std::string(status.message()), HasSubstr(words));
    EXPECT_FALSE(runtime::FileExists(Path("restored")));
  }

  runtime::TemporaryFolder folder_;
  crypto::SystemRandom random_;
};

TEST_F(BackupFile, IsRestoredUnderTheSamePassphrase) {
  ASSERT_OK_AND_ASSIGN(const WalletFile restored, Restore("backup"));
  EXPECT_TRUE(restored.wallet().restored);
  EXPECT_TRUE(runtime::FileExists(Path("restored")));
}

TEST_F(BackupFile, IsNeverWrittenOverAFileNorRestoredOverAWallet) {
  ASSERT_OK_AND_ASSIGN(WalletFile restored, Restore("backup"));
  EXPECT_THAT(restored.WriteBackup(Path("backup")), StatusIs(StatusCode::kAlreadyExists));
  ASSERT_OK_AND_ASSIGN(const Bytes before, runtime::ReadFile(Path("restored")));
  {
    const WalletFile gone = std::move(restored);
  }
  EXPECT_THAT(Restore("backup").status(), StatusIs(StatusCode::kAlreadyExists));
  EXPECT_THAT(runtime::ReadFile(Path("restored")), IsOkAndHolds(before));
}

TEST_F(BackupFile, BadOnesAreRefusedWithASentence) {
  ExpectRefused(Restore("none").status(), StatusCode::kNotFound, "no file");
  ExpectRefused(Restore("wallet").status(), StatusCode::kInvalidArgument, "a wallet and no backup");
  ExpectRefused(Restore("backup", "another").status(), StatusCode::kUnauthenticated, "of this backup");
  ExpectRefused(Restore("backup", "a passphrase", absl::FailedPreconditionError("not this one")).status(),
                StatusCode::kFailedPrecondition, "not this one");
  ASSERT_OK_AND_ASSIGN(const Bytes good, runtime::ReadFile(Path("backup")));
  const auto put = [&](const Bytes& bytes) {
    ASSERT_OK(runtime::WriteFileAtomically(Path("spoiled"), bytes, 0600));
  };
  put(Bytes(good.begin(), good.begin() + 100));
  ExpectRefused(Restore("spoiled").status(), StatusCode::kDataLoss, "backup is damaged");
  Bytes flipped = good;
  flipped[flipped.size() / 2] ^= 1;
  put(flipped);
  ExpectRefused(Restore("spoiled").status(), StatusCode::kDataLoss, "Try another copy");
  Bytes newer(good.begin(), good.end() - 32);
  newer[8] = 2;
  const auto checksum = crypto::LabelledHash(crypto::Label::kWallet, {newer});
  newer.insert(newer.end(), checksum.begin(), checksum.end());
  put(newer);
  ExpectRefused(Restore("spoiled").status(), StatusCode::kUnimplemented, "update candor");
}

TEST_F(BackupFile, IsNoWallet) {
  const auto opened = WalletFile::Open(
      Path("backup"), [&]() -> absl::StatusOr<crypto::SecretBytes> { return Words("a passphrase"); }, random_);
  EXPECT_THAT(opened.status(), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(opened.status().message()), HasSubstr("candor wallet restore"));
}

}  // namespace
}  // namespace candor::testing
