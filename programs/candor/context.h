// Context: what every verb of `candor` shares: options, the pinned bundle, the logs, passphrases,
// output and exit codes.
//
// A verb is registered like this, and main runs the one that was chosen:
//
//   void RegisterLeaderCommands(Command& app, Context& context) {
//     Command* inbox = AddVerb(app, {.name = "inbox", .group = "Leader", .summary = "…",
//                                     .example = "candor inbox --jam 3f2a"});
//     auto options = std::make_shared<InboxOptions>();
//     AddJamOption(inbox, options->jam);
//     inbox->OnChosen([&context, options] {
//       context.Choose([&context, options] { return Inbox(context, *options); });
//     });
//   }
//
// A verb returns a status: a sentence that says what is wrong and what to do. Its exit code comes
// from As(Exit, status), or from the status code where nothing was said. Not thread-safe.
#pragma once

#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>


#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "crypto/random.h"
#include "crypto/sealed_file.h"
#include "crypto/secret.h"
#include "programs/candor/json.h"
#include "programs/cli/command.h"
#include "records/trust_bundle.h"
#include "services/runtime/files.h"
#include "services/texts/catalogue.h"
#include "services/texts/language.h"

namespace candor::services::follow {
class World;
}

namespace candor::cli {

using runtime::Path;

// Stable: scripts rely on them.
enum class Exit : int {
  kOk = 0,
  kUsage = 1,         // the command line, or an input file that a person wrote
  kRefused = 2,       // a check of this program refused; nothing was sent
  kNetwork = 3,       // a server cannot be reached
  kDamaged = 4,       // a local file is damaged, of a newer version, or the passphrase is wrong
  kServerRefused = 5, // a server answered, and refused
  kIo = 6,            // the disk, a permission, another command that holds the wallet
};
// The table for --help.
std::string_view ExitCodeTable();

// The same status, marked with its exit code. OK stays OK; the first mark counts.
absl::Status As(Exit exit, absl::Status status);
template <class T>
absl::StatusOr<T> As(Exit exit, absl::StatusOr<T> value) {
  if (value.ok()) return value;
  return As(exit, std::move(value).status());
}
absl::Status Fail(Exit exit, std::string sentence);
// The same, for a sentence that is in the person's language already.
absl::Status Told(Exit exit, std::string sentence);
// What a server's client returned: kRefused when another server than the pinned one was there,
// kNetwork when no answer came, else kServerRefused.
absl::Status FromServer(absl::Status status);
template <class T>
absl::StatusOr<T> FromServer(absl::StatusOr<T> value) {
  if (value.ok()) return value;
  return FromServer(std::move(value).status());
}
// The mark, or without one: InvalidArgument → kUsage; FailedPrecondition, PermissionDenied → kRefused;
// Unavailable, DeadlineExceeded → kNetwork; Aborted (an answer that is not usable) → kServerRefused;
// DataLoss, Unauthenticated → kDamaged; else kIo.
Exit ExitOf(const absl::Status& status);

class Context {
 public:
  struct Options {
    Path home;  // --home, else $HOME/.candor
    bool json = false;
    bool trial = false;
    std::string language;  // --language, else the environment's
    std::string passphrase_file;
    std::string clock_file;  // offered by candor-sim alone
  };

  Context();
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  Options& options() { return options_; }
  const Options& options() const { return options_; }

  // When a verb was chosen: what main runs once the command line is understood.
  void Choose(std::function<absl::Status()> verb) { verb_ = std::move(verb); }
  // Opens the clock, runs the chosen verb, prints its error. The program's exit code.
  int Run();

  // ---- what there is ----

  // A path below --home; nothing is made.
  Path HomePath(std::string_view name) const { return options_.home / name; }
  absl::Status MakeHome() const;

  const Clock& clock() const { return *clock_; }
  UnixSeconds now() const { return clock_->Now(); }
  Day today() const { return DayOf(now()); }
  crypto::RandomSource& random() { return random_; }

  // Decodes a bundle and asks what every use of it asks: who may run what, and --trial for a trial.
  absl::StatusOr<records::TrustBundle> AcceptBundle(ByteView bytes) const;
  // The bundle pinned at home by `enrol` or `actor new`; read once.
  absl::StatusOr<const records::TrustBundle*> Bundle();
  // Makes it the pinned one. An error when another bundle is pinned already.
  absl::Status PinBundle(const records::TrustBundle& bundle);

  // Whether this is a member's home. Then everything public is read at a relay's mirror, so that no
  // server learns which member reads; whoever acts with a role reads at the logs themselves.
  bool IsMembersHome() const;
  // The relay of this command: one of the bundle's, drawn once.
  absl::StatusOr<const records::RelayIdentity*> Relay();

  // The verified copies of all logs, as they lie at home; opened once. What is local is not fetched
  // again: `sync` and the verbs that say so call Sync on it.
  absl::StatusOr<services::follow::World*> World();

  // --passphrase-file, or a prompt. Asked at most once a command.
  absl::StatusOr<crypto::SecretBytes> Passphrase(texts::PlainText prompt);
  absl::StatusOr<crypto::SecretBytes> Passphrase(std::string_view prompt);
  // The same for something new: a prompt asks twice.
  absl::StatusOr<crypto::SecretBytes> NewPassphrase(texts::PlainText prompt);
  // Moderate, or interactive for a trial. The bundle is pinned.
  absl::StatusOr<crypto::PassphraseCost> Cost();

  // ---- what is said ----

  // The language that people are spoken to in; never that of --json.
  texts::Language language() const { return language_; }

  bool json() const { return options_.json; }
  // A line of the result on standard output; silent with --json. Texts of strangers have passed
  // runtime::SafeForTerminal.
  void Print(std::string_view line) const;
  // The result for scripts; silent without --json.
  void Result(const Json& result) const;
  // What to do next, or a warning: standard error, in both modes.
  void Hint(std::string_view line) const;
  // A status's sentence in the person's language, not yet safe to show.
  std::string InWords(const absl::Status& status) const;
  // The same after the program's name, as a hint.
  void Complain(const absl::Status& status) const;

  // A line from standard input, asked for on standard error; for answers that are not secret.
  absl::StatusOr<std::string> Ask(std::string_view question) const;

 private:
  using Prompt = std::function<absl::StatusOr<crypto::SecretBytes>()>;
  absl::StatusOr<crypto::SecretBytes> PassphraseFrom(const Prompt& prompt);

  Options options_;
  texts::Language language_ = texts::Language::kEnglish;
  std::function<absl::Status()> verb_;
  std::unique_ptr<Clock> clock_;
  crypto::SystemRandom random_;
  std::optional<records::TrustBundle> bundle_;
  const records::RelayIdentity* relay_ = nullptr;  // in bundle_
  std::unique_ptr<services::follow::World> world_;
  std::optional<crypto::SecretBytes> passphrase_;
};

// The file's bytes, or standard input's for "-".
absl::StatusOr<Bytes> ReadInput(const std::string& path,
                                std::size_t max_size = runtime::kUsualFileLimit);

struct Verb {
  std::string name;
  std::string group;    // heading in the list of verbs
  std::string summary;  // one line
  std::string example;  // one or more command lines
};
Command* AddVerb(Command& app, const Verb& verb);
// --jam, the same everywhere.
void AddJamOption(Command* verb, std::string& jam);

}  // namespace candor::cli
