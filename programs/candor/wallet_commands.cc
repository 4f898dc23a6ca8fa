#include "programs/candor/wallet_commands.h"

#include "base/status.h"
#include "programs/candor/member_session.h"
#include "programs/candor/people.h"
#include "records/key_groups.h"
#include "services/member/backup.h"
#include "services/runtime/terminal.h"
#include "services/texts/catalogue.h"

namespace candor::cli {
namespace {

using texts::Say;
using texts::Text;

constexpr char kGroup[] = "Member";

struct FileOption {
  Path file;
};

absl::Status Backup(Context& context, const FileOption& options) {
  CANDOR_ASSIGN_OR_RETURN(auto file, OpenWallet(context));
  const absl::Status written = file.WriteBackup(options.file);
  if (absl::IsAlreadyExists(written)) {
    return Fail(Exit::kUsage, Cat("There is a file ", options.file.string(),
                                  " already, and no backup is written over another one. Name a new file."));
  }
  CANDOR_RETURN_IF_ERROR(As(Exit::kIo, written));
  const member::LeftOut left_out = member::NotInBackup(file.wallet());
  const std::size_t kept = member::BackupOf(file.wallet()).threads.size();
  const texts::Language language = context.language();
  context.Print(Say(language, Text::kBackupWritten, options.file.string(), kept));
  context.Print(Say(language, Text::kBackupWithoutSlips));
  if (left_out.texts > 0) context.Print(Say(language, Text::kBackupWithoutTexts, left_out.texts));
  context.Hint(Say(language, Text::kBackupHolder));
  context.Result(Json::Object()
                     .Set("file", options.file.string())
                     .Set("texts", kept)
                     .Set("texts_left_out", left_out.texts)
                     .Set("draws_left_out", left_out.draws));
  return absl::OkStatus();
}

Exit ExitOfRestore(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kAlreadyExists: return Exit::kUsage;
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kUnimplemented: return Exit::kDamaged;
    default: return Exit::kIo;
  }
}

absl::Status Restore(Context& context, const FileOption& options) {
  CANDOR_RETURN_IF_ERROR(context.MakeHome());
  auto file = member::WalletFile::Restore(
      options.file, context.HomePath("wallet"), [&] { return context.Passphrase(texts::Text::kAskBackupPassphrase); },
      [&](const member::Wallet& wallet) -> absl::Status {
        CANDOR_RETURN_IF_ERROR(context.AcceptBundle(wallet.bundle.Encode()).status());
        return context.PinBundle(wallet.bundle);
      },
      context.random());
  if (!file.ok()) return As(ExitOfRestore(file.status()), file.status());
  const std::size_t kept = file->wallet().threads.size();
  const texts::Language language = context.language();
  context.Print(Say(language, Text::kRestored, runtime::SafeForTerminal(file->wallet().bundle.organisation), kept));
  context.Print(Say(language, Text::kRestoredWithoutSlips));
  context.Result(Json::Object().Set("texts", kept));
  context.Hint(Say(language, Text::kRestoredNext));
  return absl::OkStatus();
}

struct NoOptions {};

// For an auditor's eyes: the same whatever its owner drew, wrote or received.
absl::Status ShowKey(Context& context, const NoOptions&) {
  CANDOR_ASSIGN_OR_RETURN(const auto file, OpenWallet(context));
  const member::Wallet& wallet = file.wallet();
  const texts::Language language = context.language();
  const std::string organisation = records::GroupsInLine(wallet.bundle.Fingerprint());
  const std::string key = records::GroupsInLine(wallet.member_key.verify_key().bytes);
  context.Print(Say(language, Text::kWalletFingerprint, runtime::SafeForTerminal(wallet.bundle.organisation)));
  context.Print(Cat("  ", organisation));
  context.Print(Say(language, Text::kWalletKey));
  context.Print(Cat("  ", key));
  Json enrolled = Json::Array();
  for (const auto& each : wallet.enrolments) {
    const auto& entry = each.reply.row.entry;
    context.Print(Say(language, Text::kEnrolled, runtime::SafeForTerminal(each.issuer_origin),
                      runtime::SafeForTerminal(entry.name), runtime::SafeForTerminal(entry.id),
                      runtime::SafeForTerminal(entry.unit)));
    enrolled.Add(Json::Object().Set("issuer", each.issuer_origin).Set("id", entry.id));
  }
  context.Hint(Say(language, Text::kWalletKeyShown));
  context.Result(Json::Object().Set("fingerprint", organisation).Set("key", key).Set("enrolled", enrolled));
  return absl::OkStatus();
}

}  // namespace

void RegisterWalletCommands(Command& app, Context& context) {
  Command* wallet = AddVerb(app, {"wallet", kGroup, "Your key, for an auditor; a backup of your wallet, and back from it",
                                  "candor wallet backup /media/stick/candor.backup"});
  wallet->RequireCommand();
  Command* key = AddVerb(*wallet, {"key", "", "Show your key and your enrolments, for an auditor: nothing about texts",
                                   "candor wallet key"});
  Bind(key, context, std::make_shared<NoOptions>(), ShowKey);
  auto backup = std::make_shared<FileOption>();
  Command* verb = AddVerb(*wallet, {"backup", "", "Write a backup: your key, receipts and texts, no voting slips",
                                    "candor wallet backup /media/stick/candor.backup"});
  verb->AddOption("file", backup->file, "A new file").Required();
  Bind(verb, context, backup, Backup);
  auto restore = std::make_shared<FileOption>();
  verb = AddVerb(*wallet, {"restore", "", "Make a wallet of a backup, where there is none",
                           "candor wallet restore /media/stick/candor.backup"});
  verb->AddOption("file", restore->file, "What `candor wallet backup` wrote").Required();
  Bind(verb, context, restore, Restore);
}

}  // namespace candor::cli
