#include "programs/candor/governance_commands.h"

#include "base/date.h"
#include "base/status.h"
#include "programs/candor/people.h"
#include "services/operator/governance_acts.h"
#include "services/runtime/key_file.h"
#include "services/runtime/terminal.h"

namespace candor::cli {
namespace {

using texts::Language;
using texts::Say;
using texts::Text;
namespace operators = services::operators;

constexpr char kGroup[] = "Governance and operation";

// A record in a sentence.
struct Described {
  Language language;

  std::string operator()(const records::ActorGrant& grant) const {
    const std::string name = runtime::SafeForTerminal(grant.name);
    const auto role = records::RoleName(grant.role);
    const std::string key = ShortKey(grant.key);
    return grant.at.empty() ? Say(language, Text::kRecordGrant, name, role, key)
                            : Say(language, Text::kRecordGrantAt, name, role, grant.at, key);
  }
  std::string operator()(const records::RosterRecord& roster) const {
    return Say(language, Text::kRecordInvited, roster.size, roster.head_count);
  }
  std::string operator()(const records::ActorRevoke& revoke) const {
    return Say(language, Text::kRecordRevoke, ShortKey(revoke.key), records::RoleName(revoke.role),
               records::RevokeReasonName(revoke.reason));
  }
  std::string operator()(const records::PolicyChange& change) const {
    return Say(language, Text::kRecordPolicy, unsigned{change.max_open}, FormatDay(change.in_force));
  }
  std::string operator()(const records::CharterRotate& rotate) const {
    return Say(language, Text::kRecordRotate, ShortKey(rotate.new_key), FormatDay(rotate.in_force));
  }
};

// ---- policy change ----

struct PolicyOptions {
  TrustOptions trust;
  std::string charter_key;
  unsigned max_open = 0;
  std::string in_force;
  std::string out;
};

absl::StatusOr<Day> ParseInForce(Context& context, const std::string& text) {
  const auto day = ParseDay(text);
  if (!day.has_value()) return Fail(Exit::kUsage, "--in-force is a day, as in 2027-03-01");
  if (*day < context.today() + records::kNoticeDays) {
    return Fail(Exit::kUsage,
                Cat("--in-force must be at least ", records::kNoticeDays,
                    " days from now, so that whoever is bound by it can see it come"));
  }
  return *day;
}

absl::Status PolicyChange(Context& context, const PolicyOptions& options) {
  CANDOR_RETURN_IF_ERROR(EnsureTrust(context, options.trust));
  CANDOR_ASSIGN_OR_RETURN(const Day in_force, ParseInForce(context, options.in_force));
  CANDOR_ASSIGN_OR_RETURN(const auto charter, LoadKeyFile(context, options.charter_key));
  const records::PolicyChange change{context.today(), in_force,
                                     static_cast<std::uint8_t>(options.max_open)};
  CANDOR_ASSIGN_OR_RETURN(const auto record,
                          As(Exit::kUsage, operators::MakeRecord(charter, change)));
  return HandOn(context, record, options.out);
}

// ---- charter rotate ----

struct RotateOptions {
  TrustOptions trust;
  std::string charter_key;
  std::string new_key;
  std::string in_force;
  std::string out;
};

absl::Status CharterRotate(Context& context, const RotateOptions& options) {
  CANDOR_RETURN_IF_ERROR(EnsureTrust(context, options.trust));
  CANDOR_ASSIGN_OR_RETURN(const Day in_force, ParseInForce(context, options.in_force));
  CANDOR_ASSIGN_OR_RETURN(const auto charter, LoadKeyFile(context, options.charter_key));
  // Both are at hand: the key that is to come signs too, so that nobody rotates to one nobody holds.
  CANDOR_ASSIGN_OR_RETURN(const auto fresh, LoadKeyFile(context, options.new_key));
  CANDOR_ASSIGN_OR_RETURN(
      const auto record,
      As(Exit::kUsage,
         operators::MakeRecord(charter,
                               records::CharterRotate::Make(context.today(), in_force, fresh))));
  return HandOn(context, record, options.out);
}

}  // namespace

std::string ShortKey(const records::VerifyKey& key) { return HexEncode(ByteView(key.bytes).first(8)); }

std::string Describe(texts::Language language, const records::GovernanceBody& content) {
  return std::visit(Described{language}, content);
}

absl::StatusOr<crypto::SigningKey> LoadKeyFile(Context& context, const std::string& path) {
  CANDOR_ASSIGN_OR_RETURN(const auto passphrase, context.Passphrase(Say(context.language(), Text::kAskFilePassphrase, path)));
  return As(Exit::kDamaged, runtime::LoadSigningKey(path, passphrase));
}

absl::Status HandOn(Context& context, const records::Governance& record, const std::string& path) {
  CANDOR_ASSIGN_OR_RETURN(const auto content, record.Content());
  CANDOR_RETURN_IF_ERROR(WriteOutput(path, record.Encode()));
  context.Print(Cat(Describe(context.language(), content), ": ", path));
  context.Result(Json::Object().Set("record", path));
  context.Hint(Say(context.language(), Text::kRecordNext));
  return absl::OkStatus();
}

void RegisterGovernanceCommands(Command& app, Context& context) {
  Command* policy = app.AddCommand("policy", "The organisation's rules");
  policy->SetGroup(kGroup);
  policy->RequireCommand();
  policy->SetExample("candor policy change --charter-key charter.key --max-open 4 --in-force 2027-03-01 --out policy.rec");
  auto changed = std::make_shared<PolicyOptions>();
  Command* change = AddVerb(*policy, {"change", "", "Change how many jams may be open at once",
                                       "candor policy change --charter-key charter.key --max-open 4 "
                                       "--in-force 2027-03-01 --out policy.rec"});
  AddTrustOptions(change, changed->trust);
  change->AddOption("--charter-key", changed->charter_key, "The charter's key file").Required();
  change->AddOption("--max-open", changed->max_open, "Jams open at once")
      .Required()
      .Range(1, 255);
  change->AddOption("--in-force", changed->in_force, "The day from which it holds, YYYY-MM-DD").Required();
  change->AddOption("--out", changed->out, "The record, for the independent body").Required();
  Bind(change, context, changed, PolicyChange);

  Command* charter = app.AddCommand("charter", "The organisation's charter key");
  charter->SetGroup(kGroup);
  charter->RequireCommand();
  charter->SetExample("candor charter rotate --charter-key charter.key --new-key new.key --in-force 2027-03-01 --out rotate.rec");
  auto rotated = std::make_shared<RotateOptions>();
  Command* rotate = AddVerb(*charter, {"rotate", "", "Replace the charter key by another",
                                        "candor charter rotate --charter-key charter.key --new-key "
                                        "new.key --in-force 2027-03-01 --out rotate.rec"});
  AddTrustOptions(rotate, rotated->trust);
  rotate->AddOption("--charter-key", rotated->charter_key, "The charter's key file, now in force")
      .Required();
  rotate->AddOption("--new-key", rotated->new_key, "The file of the key that is to replace it")
      .Required();
  rotate->AddOption("--in-force", rotated->in_force, "The day from which it holds, YYYY-MM-DD").Required();
  rotate->AddOption("--out", rotated->out, "The record, for the independent body").Required();
  Bind(rotate, context, rotated, CharterRotate);
}

}  // namespace candor::cli
