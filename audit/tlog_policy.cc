#include "audit/tlog_policy.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/status.h"
#include "base/text.h"

namespace candor::audit {
namespace {

constexpr std::string_view kNone = "none";

absl::Status Broken(const char* what) { return absl::InvalidArgumentError(what); }

// An item of a line: not empty, and no octet that parts items or that no policy file holds.
bool IsItem(std::string_view text) {
  return !text.empty() && std::ranges::none_of(text, [](char c) {
    const auto octet = static_cast<unsigned char>(c);
    return octet <= 0x20 || octet == 0x7f;
  });
}

absl::Status CheckUrl(std::string_view url) {
  return url.empty() || IsItem(url) ? absl::OkStatus()
                                    : Broken("a URL holds a space or a control character");
}

// Whether a key can stand beside the earlier ones: of the right type, and neither the same public
// key again nor, by accident, of the same name and id, which no signature line could tell apart.
template <class Part>
absl::Status CheckKeys(const std::vector<Part>& parts, NoteKeyType type) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const NoteVerifierKey& key = parts[i].key;
    CANDOR_RETURN_IF_ERROR(CheckUrl(parts[i].url));
    if (key.type() != type) return Broken("a log or witness has a key of another type");
    for (std::size_t j = 0; j < i; ++j) {
      if (parts[j].key.key() == key.key()) return Broken("one public key stands twice");
      if (parts[j].key.name() == key.name() && parts[j].key.id() == key.id()) {
        return Broken("two keys share their name and id");
      }
    }
  }
  return absl::OkStatus();
}

// The names that were defined so far, and whether each is a member of a group already.
class Names {
 public:
  absl::Status Define(const std::string& name) {
    if (!IsItem(name)) return Broken("a name is empty or holds a space or a control character");
    if (name == kNone) return Broken("the name 'none' is reserved");
    if (!member_.emplace(name, false).second) return Broken("a name is defined twice");
    return absl::OkStatus();
  }
  absl::Status TakeAsMember(const std::string& name) {
    const auto at = member_.find(name);
    if (at == member_.end()) return Broken("a group has a member that is not defined before it");
    if (std::exchange(at->second, true)) return Broken("a name is a member of groups twice");
    return absl::OkStatus();
  }
  bool Has(const std::string& name) const { return member_.contains(name); }

 private:
  std::map<std::string, bool> member_;
};

absl::Status CheckGroup(const PolicyGroup& group, Names& names) {
  if (group.members.empty()) return Broken("a group has no members");
  if (group.threshold < 1 || group.threshold > group.members.size()) {
    return Broken("a group's threshold is not between 1 and the number of its members");
  }
  // Before its own name is defined: no group is a member of itself.
  for (const std::string& member : group.members) {
    CANDOR_RETURN_IF_ERROR(names.TakeAsMember(member));
  }
  return names.Define(group.name);
}

std::string WithUrl(std::string line, const std::string& url) {
  return url.empty() ? Cat(line, "\n") : Cat(line, " ", url, "\n");
}

// When this key last signed, 0 for a signature without a time; nothing when it did not.
std::optional<UnixSeconds> LatestOf(const OpenedNote& note, const NoteVerifierKey& key) {
  std::optional<UnixSeconds> latest;
  for (const VerifiedSignature& signature : note.signatures) {
    if (signature.key == key) latest = std::max(latest.value_or(0), signature.time);
  }
  return latest;
}

// The checkpoint, opened with the key of a log that signed it under its own name.
absl::StatusOr<Checkpoint> CheckpointOfALog(std::string_view note, const OpenedNote& opened,
                                            const std::vector<PolicyLog>& logs) {
  absl::Status refused = absl::UnauthenticatedError("no log of the policy signed the checkpoint");
  for (const auto& log : logs) {
    if (!LatestOf(opened, log.key).has_value()) continue;
    auto checkpoint = OpenLogCheckpoint(note, log.key);
    if (checkpoint.ok()) return checkpoint;
    refused = checkpoint.status();
  }
  return refused;
}

std::string FormatThreshold(const PolicyGroup& group) {
  if (group.threshold == group.members.size()) return "all";
  return group.threshold == 1 ? "any" : Cat(group.threshold);
}

}  // namespace

absl::StatusOr<TlogPolicy> TlogPolicy::Create(Parts parts) {
  if (parts.logs.size() > kMaxPolicyParts || parts.witnesses.size() > kMaxPolicyParts ||
      parts.groups.size() > kMaxPolicyParts) {
    return Broken("more logs, witnesses or groups than are supported");
  }
  CANDOR_RETURN_IF_ERROR(CheckKeys(parts.logs, NoteKeyType::kEd25519));
  CANDOR_RETURN_IF_ERROR(CheckKeys(parts.witnesses, NoteKeyType::kCosignatureV1));
  Names names;
  for (const auto& witness : parts.witnesses) CANDOR_RETURN_IF_ERROR(names.Define(witness.name));
  for (const auto& group : parts.groups) CANDOR_RETURN_IF_ERROR(CheckGroup(group, names));
  if (parts.quorum != kNone && !names.Has(parts.quorum)) {
    return Broken("the quorum is neither 'none' nor a witness or group that is defined before it");
  }
  TlogPolicy policy(std::move(parts));
  if (policy.Format().size() > kMaxPolicySize) return Broken("larger than a policy may be");
  return policy;
}

std::string TlogPolicy::Format() const {
  std::string out;
  for (const auto& log : parts_.logs) out += WithUrl(Cat("log ", log.key.Format()), log.url);
  for (const auto& witness : parts_.witnesses) {
    out += WithUrl(Cat("witness ", witness.name, " ", witness.key.Format()), witness.url);
  }
  for (const auto& group : parts_.groups) {
    out += Cat("group ", group.name, " ", FormatThreshold(group));
    for (const auto& member : group.members) out += Cat(" ", member);
    out += "\n";
  }
  return Cat(out, "quorum ", parts_.quorum, "\n");
}

bool TlogPolicy::IsMetBy(const std::set<std::string, std::less<>>& cosigned) const {
  if (!demands_witnesses()) return true;
  std::set<std::string, std::less<>> met;
  for (const auto& witness : parts_.witnesses) {
    if (cosigned.contains(witness.name)) met.insert(witness.name);
  }
  // Members stand before their groups, so one pass in order settles all of them.
  for (const auto& group : parts_.groups) {
    const auto count = static_cast<std::uint64_t>(
        std::ranges::count_if(group.members, [&](const auto& name) { return met.contains(name); }));
    if (count >= group.threshold) met.insert(group.name);
  }
  return met.contains(parts_.quorum);
}

absl::StatusOr<CosignedCheckpoint> OpenWithPolicy(std::string_view note, const TlogPolicy& policy) {
  const auto& parts = policy.parts();
  if (parts.logs.empty()) return absl::FailedPreconditionError("the policy names no log");
  std::vector<NoteVerifierKey> keys;
  for (const auto& log : parts.logs) keys.push_back(log.key);
  for (const auto& witness : parts.witnesses) keys.push_back(witness.key);
  CANDOR_ASSIGN_OR_RETURN(const OpenedNote opened, OpenNote(note, keys));
  CosignedCheckpoint out;
  CANDOR_ASSIGN_OR_RETURN(out.checkpoint, CheckpointOfALog(note, opened, parts.logs));
  std::set<std::string, std::less<>> cosigned;
  for (const auto& witness : parts.witnesses) {
    const auto at = LatestOf(opened, witness.key);
    if (!at.has_value()) continue;
    cosigned.insert(witness.name);
    out.witnesses.push_back({witness.key.name(), *at});
  }
  if (!policy.IsMetBy(cosigned)) {
    return absl::FailedPreconditionError(
        Cat("the checkpoint carries ", cosigned.size(), " cosignatures of the policy's ",
            parts.witnesses.size(), " witnesses, and they do not make its quorum"));
  }
  return out;
}

}  // namespace candor::audit
