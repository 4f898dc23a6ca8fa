// TlogPolicy: which logs and which witnesses a verifier believes, and how many of the witnesses
// have to agree (c2sp.org/tlog-policy).
//
//   log <vkey> [<url>]
//   witness <name> <vkey> [<url>]
//   group <name> all|any|<k> <name>...       k of its members, each a witness or an earlier group
//   quorum <name>|none                       exactly one
//
// Items are parted by spaces and tabs, every line ends in a newline, blank lines and lines that
// begin with '#' are nothing. Names mean something in the file alone; URLs mean nothing here.
//
// Promise: what OpenWithPolicy returns was signed by a log of the policy, under that log's name,
// and cosigned as the quorum asks. Each witness counts in one way: no key stands twice among the
// witnesses, and no name is a member of two groups. Not promised: that the policy is wise. To the
// letter of the specification a log's key may stand among the witnesses too, and `quorum none` asks
// for nobody: see demands_witnesses(). Pure and thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/checkpoint.h"
#include "audit/note.h"

namespace candor::audit {

// Larger files, and more of each kind, are refused.
inline constexpr std::size_t kMaxPolicySize = std::size_t{256} << 10;
inline constexpr std::size_t kMaxPolicyParts = 128;

struct PolicyLog {
  NoteVerifierKey key;  // type 0x01; its name is the log's origin
  std::string url;      // empty for none
  bool operator==(const PolicyLog&) const = default;
};

struct PolicyWitness {
  std::string name;
  NoteVerifierKey key;  // type 0x04
  std::string url;      // empty for none
  bool operator==(const PolicyWitness&) const = default;
};

struct PolicyGroup {
  std::string name;
  std::uint64_t threshold = 0;       // 1 to the number of members
  std::vector<std::string> members;  // names of witnesses and of earlier groups
  bool operator==(const PolicyGroup&) const = default;
};

// Policies and their parts compare by content, URLs included.
class TlogPolicy {
 public:
  struct Parts {
    std::vector<PolicyLog> logs;
    std::vector<PolicyWitness> witnesses;
    std::vector<PolicyGroup> groups;
    std::string quorum = "none";  // a witness, a group, or "none"
    bool operator==(const Parts&) const = default;
  };

  // InvalidArgument, with the rule that is broken: a name that is taken, reserved or undefined; a
  // key of the wrong type or that stands twice; a threshold beyond the members; a member of two
  // groups; a byte that no policy file can hold; too many of a kind.
  static absl::StatusOr<TlogPolicy> Create(Parts parts);
  // The same, and the number of the line where it is one line's fault.
  static absl::StatusOr<TlogPolicy> Parse(std::string_view text);

  // Logs, witnesses, groups, quorum, a line each: the one form that this code writes.
  std::string Format() const;

  const Parts& parts() const { return parts_; }
  bool demands_witnesses() const { return parts_.quorum != "none"; }

  // Whether these witnesses, by their names in the policy, are enough.
  bool IsMetBy(const std::set<std::string, std::less<>>& cosigned) const;

  bool operator==(const TlogPolicy&) const = default;

 private:
  explicit TlogPolicy(Parts parts) : parts_(std::move(parts)) {}

  Parts parts_;
};

// Opens a note as a checkpoint of one of the policy's logs with the policy's quorum. `witnesses` of
// the result holds each witness of the policy that cosigned, under its key's name.
// Errors: InvalidArgument, not a checkpoint, or not of the log that signed it; Unauthenticated, a
// known key's signature is bad, or no log of the policy signed; FailedPrecondition, the quorum is
// missing, or the policy names no log.
absl::StatusOr<CosignedCheckpoint> OpenWithPolicy(std::string_view note, const TlogPolicy& policy);

}  // namespace candor::audit
