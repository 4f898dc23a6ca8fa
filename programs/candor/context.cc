#include "programs/candor/context.h"

#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "base/status.h"
#include "base/wrap.h"
#include "services/follow/world.h"
#include "services/runtime/clock.h"
#include "services/runtime/passphrase.h"
#include "services/runtime/terminal.h"
#include "services/runtime/tls.h"
#include "services/texts/errors.h"

namespace candor::cli {
namespace {

constexpr char kExitMark[] = "candor/exit";
constexpr char kToldMark[] = "candor/told";

// Fitted to a terminal; a script finds each line in one piece.
std::string ForEyes(std::string_view text, std::FILE* stream) {
  if (isatty(fileno(stream)) != 1) return std::string(text);
  return Fitted(text, runtime::ReadableWidth(stream));
}

Path DefaultHome() {
  const char* const home = std::getenv("HOME");
  return home == nullptr ? Path(".candor") : Path(home) / ".candor";
}

}  // namespace

std::string_view ExitCodeTable() {
  return "Exit codes: 0 done; 1 the command line or an input file is wrong; 2 a check refused;\n"
         "3 a server cannot be reached; 4 a local file is damaged, or the passphrase is wrong;\n"
         "5 a server refused; 6 the disk, a permission, or another command in the way.";
}

absl::Status As(Exit exit, absl::Status status) {
  if (!status.ok() && !status.GetPayload(kExitMark).has_value()) {
    status.SetPayload(kExitMark, absl::Cord(std::string(1, static_cast<char>(exit))));
  }
  return status;
}

absl::Status Fail(Exit exit, std::string sentence) {
  return As(exit, absl::FailedPreconditionError(sentence));
}

absl::Status Told(Exit exit, std::string sentence) {
  absl::Status out = Fail(exit, std::move(sentence));
  out.SetPayload(kToldMark, absl::Cord());
  return out;
}

absl::Status FromServer(absl::Status status) {
  if (runtime::IsNotThePinnedServer(status)) return As(Exit::kRefused, std::move(status));
  const bool unanswered = absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
  return As(unanswered ? Exit::kNetwork : Exit::kServerRefused, std::move(status));
}

Exit ExitOf(const absl::Status& status) {
  if (const auto mark = status.GetPayload(kExitMark); mark.has_value()) {
    return static_cast<Exit>((*mark)[0]);
  }
  switch (status.code()) {
    case absl::StatusCode::kOk: return Exit::kOk;
    case absl::StatusCode::kInvalidArgument: return Exit::kUsage;
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kPermissionDenied: return Exit::kRefused;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded: return Exit::kNetwork;
    case absl::StatusCode::kAborted: return Exit::kServerRefused;
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnauthenticated: return Exit::kDamaged;
    default: return Exit::kIo;
  }
}

Context::Context() : clock_(std::make_unique<runtime::SystemClock>()) {
  options_.home = DefaultHome();
}

Context::~Context() = default;

int Context::Run() {
  const auto work = [this]() -> absl::Status {
    if (!options_.clock_file.empty()) {
      CANDOR_ASSIGN_OR_RETURN(clock_, runtime::FileClock::Open(options_.clock_file));
    }
    language_ = texts::LanguageOfEnvironment();
    if (!options_.language.empty()) {
      CANDOR_ASSIGN_OR_RETURN(language_, As(Exit::kUsage, texts::ParseLanguage(options_.language)));
    }
    return verb_ ? verb_() : absl::InvalidArgumentError("no command was given; see candor --help");
  };
  const absl::Status status = work();
  const Exit exit = ExitOf(status);
  if (!status.ok()) {
    Complain(status);
    Result(Json::Object()
               .Set("error", runtime::SafeForTerminal(AsPiece(status.message())))
               .Set("exit", static_cast<int>(exit)));
  }
  return static_cast<int>(exit);
}

absl::Status Context::MakeHome() const { return As(Exit::kIo, runtime::MakeFolder(options_.home)); }

absl::StatusOr<records::TrustBundle> Context::AcceptBundle(ByteView bytes) const {
  auto bundle = records::TrustBundle::Decode(bytes);
  if (!bundle.ok()) {
    return Fail(Exit::kDamaged,
                "the trust bundle cannot be read: it is damaged, or of a newer version of candor; "
                "fetch it again");
  }
  CANDOR_RETURN_IF_ERROR(As(Exit::kRefused, bundle->CheckSeparation()));
  if (bundle->trial && !options_.trial) {
    return Fail(Exit::kRefused,
                "this is a trial deployment: one machine may run all parties of it, so it protects "
                "nobody. To look at it all the same, add --trial. Nothing was sent.");
  }
  return bundle;
}

absl::StatusOr<const records::TrustBundle*> Context::Bundle() {
  if (!bundle_.has_value()) {
    auto bytes = runtime::ReadFile(HomePath("bundle"));
    if (absl::IsNotFound(bytes.status())) {
      return Fail(Exit::kUsage, Cat("there is no organisation in ", options_.home.string(),
                                    " yet: begin with `candor enrol` (members) or `candor actor "
                                    "new`, or name another folder with --home"));
    }
    CANDOR_RETURN_IF_ERROR(As(Exit::kIo, bytes.status()));
    CANDOR_ASSIGN_OR_RETURN(bundle_, AcceptBundle(*bytes));
  }
  return &*bundle_;
}

absl::Status Context::PinBundle(const records::TrustBundle& bundle) {
  const Path path = HomePath("bundle");
  CANDOR_RETURN_IF_ERROR(MakeHome());
  const absl::Status made = runtime::CreateFileAtomically(path, bundle.Encode(), 0644);
  if (absl::IsAlreadyExists(made)) {
    CANDOR_ASSIGN_OR_RETURN(const Bytes pinned, As(Exit::kIo, runtime::ReadFile(path)));
    if (pinned != bundle.Encode()) {
      return Fail(Exit::kRefused,
                  Cat(path.string(), " is another organisation's trust bundle, or another version "
                      "of this one: use a folder of its own (--home)"));
    }
  } else {
    CANDOR_RETURN_IF_ERROR(As(Exit::kIo, made));
  }
  bundle_ = bundle;
  return absl::OkStatus();
}

bool Context::IsMembersHome() const { return runtime::FileExists(HomePath("wallet")); }

absl::StatusOr<const records::RelayIdentity*> Context::Relay() {
  if (relay_ == nullptr) {
    CANDOR_ASSIGN_OR_RETURN(const records::TrustBundle* bundle, Bundle());
    relay_ = &bundle->relays.at(static_cast<std::size_t>(random_.Uniform(bundle->relays.size())));
  }
  return relay_;
}

absl::StatusOr<services::follow::World*> Context::World() {
  if (world_ == nullptr) {
    CANDOR_ASSIGN_OR_RETURN(const records::TrustBundle* bundle, Bundle());
    const records::RelayIdentity* relay = nullptr;
    if (IsMembersHome()) {
      CANDOR_ASSIGN_OR_RETURN(relay, Relay());
    }
    CANDOR_ASSIGN_OR_RETURN(world_,
                            services::follow::World::Open(HomePath("logs"), *bundle, relay));
  }
  return world_.get();
}

absl::StatusOr<crypto::SecretBytes> Context::PassphraseFrom(const Prompt& prompt) {
  if (!passphrase_.has_value()) {
    CANDOR_ASSIGN_OR_RETURN(
        passphrase_, As(Exit::kIo, options_.passphrase_file.empty()
                                       ? prompt()
                                       : runtime::ReadPassphraseFile(options_.passphrase_file)));
  }
  return passphrase_->Clone();
}

absl::StatusOr<crypto::SecretBytes> Context::Passphrase(std::string_view prompt) {
  return PassphraseFrom([&] { return runtime::PromptPassphrase(prompt); });
}

absl::StatusOr<crypto::SecretBytes> Context::Passphrase(texts::PlainText prompt) {
  return Passphrase(Say(language_, prompt));
}

absl::StatusOr<crypto::SecretBytes> Context::NewPassphrase(texts::PlainText prompt) {
  return PassphraseFrom([&] {
    return runtime::PromptNewPassphrase(Say(language_, prompt), Say(language_, texts::Text::kAskOnceMore));
  });
}

absl::StatusOr<crypto::PassphraseCost> Context::Cost() {
  CANDOR_ASSIGN_OR_RETURN(const records::TrustBundle* bundle, Bundle());
  return bundle->trial ? crypto::PassphraseCost::kInteractive : crypto::PassphraseCost::kModerate;
}

void Context::Print(std::string_view line) const {
  if (!json()) std::cout << ForEyes(line, stdout) << '\n';
}

void Context::Result(const Json& result) const {
  if (json()) std::cout << result.Dump() << '\n';
}

void Context::Hint(std::string_view line) const {
  std::cout.flush();
  std::cerr << ForEyes(line, stderr) << '\n';
}

std::string Context::InWords(const absl::Status& status) const {
  const std::string_view sentence = AsPiece(status.message());
  return status.GetPayload(kToldMark).has_value() ? std::string(sentence) : texts::ErrorIn(language_, sentence);
}

void Context::Complain(const absl::Status& status) const {
  Hint(Cat("candor: ", runtime::SafeForTerminal(InWords(status))));
}

absl::StatusOr<std::string> Context::Ask(std::string_view question) const {
  std::cout.flush();
  std::cerr << ForEyes(question, stderr) << std::flush;
  std::string line;
  if (!std::getline(std::cin, line)) {
    return Fail(Exit::kUsage, "the input ended before the question was answered");
  }
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

absl::StatusOr<Bytes> ReadInput(const std::string& path, std::size_t max_size) {
  if (path != "-") return runtime::ReadFile(path, max_size);
  Bytes out;
  char buffer[4096];
  while (std::cin.read(buffer, sizeof buffer), std::cin.gcount() > 0) {
    Append(out, AsBytes({buffer, static_cast<std::size_t>(std::cin.gcount())}));
    if (out.size() > max_size) {
      return Fail(Exit::kUsage, Cat("standard input is longer than ", max_size, " bytes"));
    }
  }
  return out;
}

Command* AddVerb(Command& app, const Verb& verb) {
  Command* const out = app.AddCommand(verb.name, verb.summary);
  // Without a heading the help would not list it.
  out->SetGroup(verb.group.empty() ? "Verbs" : verb.group);
  out->SetExample(verb.example);
  return out;
}

void AddJamOption(Command* verb, std::string& jam) {
  verb->AddOption("--jam", jam, "The jam, by the first digits of its id; needed where there are several");
}

}  // namespace candor::cli
