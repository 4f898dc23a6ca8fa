// Sample: people drawn from a roster by public chance, and the keys in their wallets against an issuer's openings.
//
// Nothing in the logs tells a person who enrolled from one who was enrolled by somebody else; people can. The
// independent body's auditor draws some (DrawSample), meets each, writes down the key that their wallet shows
// (`candor wallet key`) or that they have none, and compares the sheet with what the issuers say (CompareSample).
//
// Promise: the draw depends on nothing but the roster's ids, the announced chance and the number, and anybody
// can do it with sha256sum; a key is the same only if all of the ten groups that the wallet shows are. Not
// promised: that the roster is true, that the wallet was the person's own, or that what the openings say is so:
// verify them first (I32), and hand in their result.
//
// A sheet and what is compared are about people by name: for the auditor alone. No key of the openings comes out.
// Pure and thread-safe.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/verify/verify.h"
#include "records/issuance_openings.h"
#include "records/roster.h"

namespace candor::services::auditor {

// The first `count` people by SHA-256(chance LF id); all of them where there are fewer.
std::vector<records::RosterEntry> DrawSample(const records::RosterFile& roster, std::string_view chance,
                                             std::size_t count);

// CSV with the columns id, name, unit and key, the last one empty: to be filled in.
std::string SampleSheet(std::span<const records::RosterEntry> drawn);

// What stands in the column of the key for somebody who has no wallet.
inline constexpr std::string_view kNoWallet = "none";

struct SampledPerson {
  std::string id;
  bool met = false;  // false where the key's column is empty
  std::string key;   // ten groups, folded as people type them; empty for somebody without a wallet
};

// InvalidArgument, with the line: a column is missing, an id stands twice, or a key is not ten groups of five.
absl::StatusOr<std::vector<SampledPerson>> ParseSampleSheet(std::string_view csv);

enum class EnrolledAs {
  kThisKey,     // as the wallet says
  kAnotherKey,  // somebody else enrolled in this person's place, or the person has another wallet
  kNobody,      // no enrolment of this person is in force
  kSomebody,    // enrolled, and the person has no wallet
};

struct ComparedPerson {
  SampledPerson person;
  bool in_roster = false;
  std::vector<EnrolledAs> at;  // by openings, in their order; empty for people not met or not in the roster

  bool Wrong() const;  // evidence of an enrolment behind this person's back
};

// `verified` is the result of a verification with these openings. InvalidArgument: the roster is not one that
// the openings of each log hold.
absl::StatusOr<std::vector<ComparedPerson>> CompareSample(std::span<const SampledPerson> people,
                                                          const records::RosterFile& roster,
                                                          std::span<const records::IssuanceOpenings> openings,
                                                          const audit::VerifyResult& verified);

// The chance with which a share of false enrolments (0 to 1) is not met once among `met` people.
double ChanceOfEscape(std::size_t met, double share);

}  // namespace candor::services::auditor
