// The reports that list acts of people with a role: access, keys, retention.
#include <algorithm>
#include <map>

#include "base/date.h"
#include "base/text.h"
#include "services/auditor/report/build.h"
#include "services/runtime/terminal.h"

namespace candor::services::auditor {
namespace {

const audit::Batch* FindBatch(const audit::Campaign& campaign, std::uint64_t index) {
  const auto at = std::ranges::find(campaign.batches, index, &audit::Batch::index);
  return at == campaign.batches.end() ? nullptr : &*at;
}

// Without the entry's number: between two of them lie the submissions of a batch.
Section AccessTo(const ReportSource& source, const CampaignFigures& figures,
                 const audit::Campaign& campaign) {
  Section out{.id = HexEncode(figures.id),
              .title = Cat("Campaign ", figures.title),
              .notes = {"An access is logged before ciphertext is released. It says that a batch was"
                        " handed to a reader, and not that it was read."},
              .charts = {},
              .tables = {}};
  Table table{"accesses",
              "Batches handed out, by day and reader",
              {{"day", "Day"},
               {"reader", "Reader"},
               {"key", "Key"},
               {"batch_day", "Batch of"},
               {"slot", "Slot"}},
              {}};
  for (const auto& each : source.history().accesses) {
    if (each.campaign != campaign.id) continue;
    const audit::Batch* const batch = FindBatch(campaign, each.access.batch_index);
    if (batch == nullptr) continue;
    table.rows.push_back({FormatDay(each.day), source.NameOf(each.access.reader),
                          ShortHex(each.access.reader.bytes), FormatDay(batch->day),
                          std::uint64_t{batch->seal.slot}});
  }
  if (table.rows.empty()) out.notes.push_back("No batch was handed out.");
  out.tables.push_back(std::move(table));
  return out;
}

// One row for each record that both keys signed.
struct GovernanceRow {
  const LoggedGovernance& at;
  const ReportSource& source;
  using Row = std::vector<Cell>;

  Row operator()(const records::ActorGrant& grant) const {
    return Make("role granted", records::RoleName(grant.role), runtime::SafeForTerminal(grant.name),
                grant.key, grant.at);
  }
  Row operator()(const records::ActorRevoke& revoke) const {
    return Make("role revoked", records::RoleName(revoke.role), source.NameOf(revoke.key),
                revoke.key, std::string(records::RevokeReasonName(revoke.reason)));
  }
  Row operator()(const records::PolicyChange& change) const {
    return {FormatDay(at.day), "rules changed", Cell{}, Cell{}, Cell{},
            Cat("at most ", std::uint64_t{change.max_open}, " open campaigns from ",
                FormatDay(change.in_force)),
            at.index};
  }
  Row operator()(const records::CharterRotate& rotate) const {
    return Make("charter key replaced", "charter", "", rotate.new_key,
                Cat("from ", FormatDay(rotate.in_force)));
  }
  Row operator()(const records::RosterRecord& roster) const {
    return {FormatDay(at.day), "roster", Cell{}, Cell{}, ShortHex(roster.root),
            "confirmed by the independent body", at.index};
  }
  Row Make(std::string_view act, std::string_view role, std::string name,
           const records::VerifyKey& key, const std::string& detail) const {
    return {FormatDay(at.day), std::string(act), std::string(role),
            name.empty() ? Cell{} : Cell{std::move(name)}, ShortHex(key.bytes),
            detail.empty() ? Cell{} : Cell{detail}, at.index};
  }
};

Section Governance(const ReportSource& source) {
  Section out{.id = "governance",
              .title = "Roles, rules and rosters",
              .notes = {"Each of these is signed twice: by the charter key in force and by the"
                        " independent body."},
              .charts = {},
              .tables = {}};
  Table table{"governance",
              "What was granted, revoked and changed, in the order of the board's log",
              {{"day", "Day"},
               {"act", "Act"},
               {"role", "Role"},
               {"name", "Name"},
               {"key", "Key or root"},
               {"detail", "Detail"},
               {"entry", "Entry"}},
              {}};
  for (const auto& each : source.history().governance) {
    table.rows.push_back(std::visit(GovernanceRow{each, source}, each.body));
  }
  out.tables.push_back(std::move(table));
  return out;
}

std::string_view PurposeText(crypto::Purpose purpose) {
  switch (purpose) {
    case crypto::Purpose::kVoice: return "voice";
    case crypto::Purpose::kContribute: return "contribute";
    case crypto::Purpose::kEndorse: return "endorse";
  }
  return "unknown";
}

Section TokenKeys(const ReportSource& source) {
  Section out{.id = "token_keys",
              .title = "Keys that sign tokens",
              .notes = {"A key is logged before its first use, and retired when its issuer has deleted"
                        " it."},
              .charts = {},
              .tables = {}};
  Table table{"token_keys",
              "Token keys, by issuer's log",
              {{"key", "Key"},
               {"log", "Log"},
               {"campaign", "Campaign"},
               {"purpose", "Purpose"},
               {"logged", "Logged"},
               {"retired", "Retired"}},
              {}};
  std::map<std::pair<std::string, crypto::TokenKeyId>, Day> retired;
  for (const auto& each : source.history().token_keys) {
    if (each.retired) retired.emplace(std::pair(each.log, each.key), each.day);
  }
  for (const auto& each : source.history().token_keys) {
    if (each.retired) continue;
    const auto end = retired.find(std::pair(each.log, each.key));
    table.rows.push_back({ShortHex(each.key), each.log, ShortHex(each.campaign).substr(0, 8),
                          std::string(PurposeText(each.purpose)), FormatDay(each.day),
                          end == retired.end() ? Cell{} : Cell{FormatDay(end->second)}});
  }
  out.tables.push_back(std::move(table));
  return out;
}

// The days of Tombstones that name a whole batch; those of single texts are counted and not listed.
Section Retention(const ReportSource& source, const CampaignFigures& figures,
                  const audit::Campaign& campaign) {
  Section out{.id = HexEncode(figures.id),
              .title = Cat("Campaign ", figures.title),
              .notes = {WithheldNote(figures.k)},
              .charts = {},
              .tables = {}};
  std::map<std::uint64_t, Day> done;
  for (const auto& [index, day] : source.history().erasures_done) done.emplace(index, day);
  Table batches{"batches",
                "Whole batches erased because retention had ended",
                {{"batch_day", "Batch of"},
                 {"slot", "Slot"},
                 {"ordered", "Tombstone"},
                 {"carried_out", "Carried out"}},
                {}};
  bool all_done = true;
  for (const audit::Erasing& each : campaign.erasures) {
    all_done = all_done && each.done.has_value();
    const auto* retention = std::get_if<records::RetentionCause>(&each.tombstone.cause);
    const audit::Batch* const batch =
        retention == nullptr ? nullptr : FindBatch(campaign, retention->batch);
    if (batch == nullptr) continue;
    const auto end = done.find(each.done.value_or(0));
    batches.rows.push_back({FormatDay(batch->day), std::uint64_t{batch->seal.slot},
                            FormatDay(each.day),
                            end == done.end() ? Cell{} : Cell{FormatDay(end->second)}});
  }
  out.notes.push_back(all_done ? "Every erasure that the log orders is logged as carried out."
                               : "Some erasure that the log orders is not logged as carried out yet.");
  out.tables.push_back({"erasures",
                        "Erasures of single opinions",
                        {{"figure", "Figure"}, {"value", "Value"}},
                        {{"retention ends", FormatDay(campaign.open.phases.retention_ends)},
                         {"withdrawn by their authors", FigureCell(figures.withdrawn)},
                         {"erased because two roles agreed", FigureCell(figures.agreed)}}});
  out.tables.push_back(std::move(batches));
  return out;
}

}  // namespace

std::vector<Section> AccessSections(const ReportSource& source) {
  std::vector<Section> out;
  for (std::size_t i = 0; i < source.figures().size(); ++i) {
    out.push_back(
        AccessTo(source, source.figures()[i], source.result().board->campaigns()[i]));
  }
  return out;
}

std::vector<Section> KeysSections(const ReportSource& source) {
  return {Governance(source), TokenKeys(source)};
}

std::vector<Section> RetentionSections(const ReportSource& source) {
  std::vector<Section> out;
  for (std::size_t i = 0; i < source.figures().size(); ++i) {
    out.push_back(
        Retention(source, source.figures()[i], source.result().board->campaigns()[i]));
  }
  return out;
}

}  // namespace candor::services::auditor
