#include "services/auditor/sample.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "audit/roster_tree.h"
#include "base/csv_reader.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/hash.h"
#include "records/key_groups.h"
#include "records/trust_bundle.h"
#include "services/auditor/report/csv.h"
#include "services/follow/publication.h"

namespace candor::services::auditor {
namespace {

constexpr std::size_t kKeySize = 5 * std::size_t{records::kFingerprintGroups};

bool IsKey(std::string_view folded) {
  constexpr std::string_view kDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  return folded.size() == kKeySize && folded.find_first_not_of(kDigits) == std::string_view::npos;
}

absl::Status At(std::size_t line, std::string_view what) {
  return absl::InvalidArgumentError(Cat("the sheet, line ", line, ": ", what));
}

struct SheetColumns {
  std::size_t id = 0, key = 0, count = 0;
};

absl::StatusOr<SheetColumns> ColumnsOf(const std::optional<CsvRow>& header) {
  SheetColumns out;
  if (header.has_value() && header->error.empty()) {
    const auto& names = header->fields;
    out.count = names.size();
    out.id = static_cast<std::size_t>(std::ranges::find(names, "id") - names.begin());
    out.key = static_cast<std::size_t>(std::ranges::find(names, "key") - names.begin());
  }
  if (out.id < out.count && out.key < out.count) return out;
  return At(1, "the first line must name the columns id and key, as `candor-audit sample draw` writes them");
}

absl::StatusOr<SampledPerson> PersonOf(const CsvRow& row, const SheetColumns& columns) {
  if (!row.error.empty()) return At(row.line, row.error);
  if (row.fields.size() != columns.count) {
    return At(row.line, Cat("the number of fields is ", row.fields.size(), " and the first line's is ", columns.count));
  }
  SampledPerson out;
  out.id = row.fields[columns.id];
  if (out.id.empty()) return At(row.line, "has no id");
  const std::string& written = row.fields[columns.key];
  out.met = !written.empty();
  if (!out.met || written == kNoWallet) return out;
  out.key = follow::FoldedGroup(written);
  if (!IsKey(out.key)) {
    return At(row.line, Cat("a key is ten groups of five, as `candor wallet key` shows it; for somebody who has no wallet"
                            " write ", kNoWallet, ", and leave it empty for somebody whom you have not met"));
  }
  return out;
}

// The index from which on enrolments of a log are in force: after an Incident everybody enrols again.
std::uint64_t InForceSince(const audit::VerifyResult& verified, const std::string& origin) {
  std::uint64_t since = 0;
  for (const auto& seen : verified.incidents) {
    if (seen.log == origin) since = std::max(since, seen.index);
  }
  return since;
}

std::uint64_t SizeOf(const audit::VerifyResult& verified, const std::string& origin) {
  const auto at = std::ranges::find(verified.logs, origin, &audit::VerifiedLog::origin);
  return at == verified.logs.end() ? 0 : at->size;
}

// By roster leaf, the key that an issuer says is in force.
std::map<records::Hash, records::VerifyKey> KeysInForce(const records::IssuanceOpenings& openings,
                                                        const records::Hash& root,
                                                        const audit::VerifyResult& verified) {
  const std::uint64_t since = InForceSince(verified, openings.origin);
  const std::uint64_t size = SizeOf(verified, openings.origin);
  std::map<records::Hash, records::VerifyKey> out;
  for (const auto& each : openings.enrolments) {  // ascending by index: the last one holds
    if (each.roster_root == root && since <= each.index && each.index < size) out[each.leaf] = each.member_key;
  }
  return out;
}

EnrolledAs Compare(const SampledPerson& person, const std::map<records::Hash, records::VerifyKey>& keys,
                   const records::Hash& leaf) {
  const auto at = keys.find(leaf);
  if (at == keys.end()) return EnrolledAs::kNobody;
  if (person.key.empty()) return EnrolledAs::kSomebody;
  return person.key == follow::FoldedGroup(records::GroupsInLine(at->second.bytes)) ? EnrolledAs::kThisKey : EnrolledAs::kAnotherKey;
}

}  // namespace

std::vector<records::RosterEntry> DrawSample(const records::RosterFile& roster, std::string_view chance,
                                             std::size_t count) {
  std::map<crypto::Hash, const records::RosterEntry*> order;
  for (const auto& row : roster.rows) {
    const std::string drawn = Cat(chance, "\n", row.entry.id);
    order.emplace(crypto::Sha256({AsBytes(drawn)}), &row.entry);
  }
  std::vector<records::RosterEntry> out;
  for (const auto& [place, entry] : order) {
    if (out.size() == count) break;
    out.push_back(*entry);
  }
  return out;
}

std::string SampleSheet(std::span<const records::RosterEntry> drawn) {
  std::string out = "id,name,unit,key\r\n";
  for (const auto& each : drawn) {
    out += Cat(CsvCell(each.id), ",", CsvCell(each.name), ",", CsvCell(each.unit), ",\r\n");
  }
  return out;
}

absl::StatusOr<std::vector<SampledPerson>> ParseSampleSheet(std::string_view csv) {
  CsvReader reader(csv);
  CANDOR_ASSIGN_OR_RETURN(const SheetColumns columns, ColumnsOf(reader.Next()));
  std::vector<SampledPerson> out;
  std::set<std::string> seen;
  while (const auto row = reader.Next()) {
    CANDOR_ASSIGN_OR_RETURN(auto person, PersonOf(*row, columns));
    if (!seen.insert(person.id).second) return At(row->line, "this id stands in the sheet already");
    out.push_back(std::move(person));
  }
  return out;
}

bool ComparedPerson::Wrong() const {
  return std::ranges::any_of(
      at, [](EnrolledAs each) { return each == EnrolledAs::kAnotherKey || each == EnrolledAs::kSomebody; });
}

absl::StatusOr<std::vector<ComparedPerson>> CompareSample(std::span<const SampledPerson> people,
                                                          const records::RosterFile& roster,
                                                          std::span<const records::IssuanceOpenings> openings,
                                                          const audit::VerifyResult& verified) {
  const records::Hash root = audit::RosterRoot(roster.Leaves());
  std::vector<std::map<records::Hash, records::VerifyKey>> keys;
  for (const auto& each : openings) {
    if (std::ranges::find(each.rosters, root, &records::RosterLeaves::root) == each.rosters.end()) {
      return absl::InvalidArgumentError(
          Cat("the roster is none that ", each.origin, " holds, by its openings. Take the file that you countersigned and"
              " that was delivered to the issuers."));
    }
    keys.push_back(KeysInForce(each, root, verified));
  }
  std::map<std::string, records::Hash> leaves;
  // A spreadsheet that was kept from reading an id as a formula has an apostrophe before it.
  for (const auto& row : roster.rows) leaves.emplace(CsvCell(row.entry.id), row.Leaf());
  for (const auto& row : roster.rows) leaves.insert_or_assign(row.entry.id, row.Leaf());
  std::vector<ComparedPerson> out;
  for (const auto& person : people) {
    ComparedPerson compared;
    compared.person = person;
    const auto leaf = leaves.find(person.id);
    compared.in_roster = leaf != leaves.end();
    if (compared.in_roster && person.met) {
      for (const auto& each : keys) compared.at.push_back(Compare(person, each, leaf->second));
    }
    out.push_back(std::move(compared));
  }
  return out;
}

double ChanceOfEscape(std::size_t met, double share) { return std::pow(1.0 - share, static_cast<double>(met)); }

}  // namespace candor::services::auditor
