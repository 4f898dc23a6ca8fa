#include "services/facilitator/draft_file.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/date.h"
#include "base/status.h"
#include "base/text.h"
#include "records/exchanges.h"
#include "services/facilitator/draft_questions.h"
#include "services/runtime/config.h"

namespace candor::services::facilitator {
namespace {

using records::Named;
using records::Role;
using runtime::Config;

// Of records/schedule.cc: the most days from the first of speaking to the last of retention.
constexpr Day kLongestJam = 3660;

Day ReadDay(const Config& config, std::string_view key) {
  const std::string text = config.RequiredString(key);
  const auto day = ParseDay(text);
  if (!day.has_value() && !text.empty()) config.Problem(key, "write the day as \"2026-03-09\"");
  return day.value_or(0);
}

// The one actor of that name with that role.
std::optional<Named> FindPerson(const audit::BoardView& board, std::string_view name, Role role) {
  std::optional<Named> found;
  for (const auto& [key, actor] : board.actors()) {
    if (actor.name != name || !actor.roles.contains(role)) continue;
    if (found.has_value()) return std::nullopt;
    found = Named{key, actor.name};
  }
  return found;
}

// A text of the file; one that is longer than the question of that id allows is a problem there.
std::string Bounded(const Config& table, std::string_view id, std::string text) {
  const DraftQuestion& question = *std::ranges::find(DraftQuestions(), id, &DraftQuestion::id);
  if (text.size() > static_cast<std::size_t>(question.most)) {
    table.Problem(question.key,
                  Cat("holds a text of ", text.size(), " bytes: at most ", question.most, " are possible"));
  }
  return text;
}

std::vector<std::string> Bounded(const Config& table, std::string_view id, std::vector<std::string> texts) {
  const DraftQuestion& question = *std::ranges::find(DraftQuestions(), id, &DraftQuestion::id);
  if (texts.size() > question.count) table.Problem(question.key, Cat("holds more than ", question.count, " texts"));
  for (auto& text : texts) text = Bounded(table, id, std::move(text));
  return texts;
}

std::vector<Named> ReadPeople(const Config& config, const audit::BoardView& board,
                              std::string_view key, Role role) {
  std::vector<Named> out;
  for (const auto& name : config.RequiredStrings(key)) {
    auto person = FindPerson(board, name, role);
    if (person.has_value()) {
      out.push_back(*std::move(person));
    } else {
      config.Problem(key, Cat("a name is not that of exactly one actor with the role ",
                              records::RoleName(role), " in the log; `candor actor grant` and "
                              "`candor countersign` put it there"));
    }
  }
  return out;
}

void ReadAudiences(const Config& config, records::Draft& draft) {
  std::uint8_t id = 0;
  for (const Config& table : config.Tables("audiences")) {
    records::Audience audience;
    audience.id = id++;
    audience.name = Bounded(table, "audience", table.RequiredString("name"));
    for (const auto& name : table.RequiredStrings("readers")) {
      const auto at = std::ranges::find(draft.readers, name, &Named::name);
      if (at == draft.readers.end()) {
        table.Problem("readers", "an audience names somebody who is not in the list of readers");
      } else {
        audience.readers.push_back(at->key);
      }
    }
    draft.audiences.push_back(std::move(audience));
  }
}

// Readers of appeals alone, with keys of their own; who hid a text is none of them.
void ReadAppealPanel(const Config& config, const audit::BoardView& board, records::Draft& draft) {
  const auto table = config.OptionalTable("appeal_panel");
  if (!table.has_value()) return;
  records::Audience panel;
  panel.id = records::kAppealPanel;
  panel.name = Bounded(*table, "panel", table->RequiredString("name"));
  for (auto& person : ReadPeople(*table, board, "readers", Role::kReader)) {
    panel.readers.push_back(person.key);
    const bool named = std::ranges::find(draft.readers, person.key, &Named::key) != draft.readers.end();
    if (named) table->Problem("readers", "a leader is no member of the panel that decides on appeals");
    const auto has = [&](const auto* people) {
      return std::ranges::find(*people, person.key, &Named::key) != people->end();
    };
    if (std::ranges::any_of(std::array{&draft.sponsors, &draft.facilitators, &draft.operators}, has)) {
      table->Problem("readers", "names somebody who has another role, and a key holds one role in a campaign: name "
                                "somebody else");
    }
    draft.readers.push_back(std::move(person));
  }
  draft.audiences.push_back(std::move(panel));
}

// A key holds one role in a campaign.
void CheckRolesDiffer(const Config& config, const records::Draft& draft) {
  const std::pair<std::string_view, const std::vector<Named>*> kLists[] = {{"sponsors", &draft.sponsors},
                                                                           {"facilitators", &draft.facilitators},
                                                                           {"readers", &draft.readers},
                                                                           {"operators", &draft.operators}};
  std::map<records::VerifyKey, std::string_view> held;
  for (const auto& [list, people] : kLists) {
    for (const auto& person : *people) {
      const auto [at, first] = held.emplace(person.key, list);
      if (first) continue;
      config.Problem(list, at->second == list
                               ? "names somebody twice: name everybody once"
                               : Cat("names somebody whom `", at->second,
                                     "` names too, and a key holds one role in a campaign: name them once"));
    }
  }
}

// Who speaks for a reader when that one is away: another reader.
void ReadDelegates(const Config& config, records::Draft& draft) {
  const auto find = [&](const Config& table, std::string_view key) {
    const std::string name = table.RequiredString(key);
    const auto at = std::ranges::find(draft.readers, name, &Named::name);
    if (at == draft.readers.end()) table.Problem(key, "this is none of the readers named above");
    return at == draft.readers.end() ? records::VerifyKey{} : at->key;
  };
  for (const Config& table : config.Tables("delegates")) {
    records::Delegate each;
    each.reader = find(table, "reader");
    each.delegate = find(table, "delegate");
    if (each.reader == each.delegate) table.Problem("delegate", "nobody is their own delegate");
    draft.delegates.push_back(each);
  }
}

void ReadPurpose(const Config& config, records::Draft& draft) {
  const std::string kind = config.OptionalString("kind", "jam");
  if (kind == "reporting channel") {
    config.Problem("kind",
                   "a reporting channel is refused: texts appear in batches of at least k people, so "
                   "a single report might never be readable; use the organisation's reporting office");
  } else if (kind != "jam" && kind != "campaign") {
    config.Problem("kind", "write \"jam\" or \"campaign\"");
  }
  draft.kind = kind == "campaign" ? records::CampaignKind::kCampaign : records::CampaignKind::kJam;
  draft.question = Bounded(config, "question", config.RequiredString("question"));
  draft.background = Bounded(config, "background", config.OptionalString("background", ""));
  draft.sub_questions = Bounded(config, "sub_questions", config.OptionalStrings("sub_questions"));
  draft.out_of_scope = Bounded(config, "out_of_scope", config.OptionalString("out_of_scope", ""));
  draft.what_happens = Bounded(config, "what_happens", config.RequiredString("what_happens"));
  draft.what_happens_by = ReadDay(config, "what_happens_by");
  const Config programme = config.RequiredTable("programme");
  draft.programme.name = Bounded(programme, "programme", programme.RequiredString("name"));
  draft.programme.owner = Bounded(programme, "owner", programme.RequiredString("owner"));
  draft.programme.decision_body = Bounded(programme, "decision_body", programme.RequiredString("decision_body"));
  draft.programme.decision_day = ReadDay(programme, "decision_day");
}

// What records::CheckDraft would refuse as well, here with the key that it is about.
void CheckOrder(const Config& phases, const records::Phases& days) {
  const struct {
    std::string_view before, after;
    Day first, second;
    Day least;  // days between them
  } kOrder[] = {{"issuance_opens", "speaking_opens", days.issuance_opens, days.speaking_opens, 0},
                {"speaking_opens", "speaking_closes", days.speaking_opens, days.speaking_closes, 1},
                {"speaking_closes", "converge_ends", days.speaking_closes, days.converge_ends, 0},
                {"converge_ends", "answers_due", days.converge_ends, days.answers_due, 0},
                {"answers_due", "conversation_ends", days.answers_due, days.conversation_ends, 0},
                {"conversation_ends", "retention_ends", days.conversation_ends, days.retention_ends, 1}};
  for (const auto& each : kOrder) {
    // A day that could not be read has its own problem.
    if (each.first == 0 || each.second == 0 || each.second >= each.first + each.least) continue;
    phases.Problem(each.after, Cat(each.least == 0 ? "is before" : "is not after", " `", each.before,
                                   "`: the phases follow each other, so write a later day, or an earlier one there"));
    return;
  }
  if (days.speaking_opens != 0 && days.retention_ends > days.speaking_opens + kLongestJam) {
    phases.Problem("retention_ends", "is more than ten years after `speaking_opens`: write an earlier day");
  }
  if (days.retention_ends != 0 && days.speaking_closes + days.grace_days >= days.retention_ends) {
    phases.Problem("grace_days", "goes on until `retention_ends` or beyond, and what is promised must not be destroyed "
                                 "first: write fewer days, or a later `retention_ends`");
  }
}

void ReadCalendar(const Config& config, records::Draft& draft) {
  const Config phases = config.RequiredTable("phases");
  draft.phases.issuance_opens = ReadDay(phases, "issuance_opens");
  draft.phases.speaking_opens = ReadDay(phases, "speaking_opens");
  draft.phases.speaking_closes = ReadDay(phases, "speaking_closes");
  draft.phases.grace_days =
      static_cast<std::uint8_t>(phases.OptionalInt("grace_days", 0, {.min = 0, .max = 60}));
  draft.phases.converge_ends = ReadDay(phases, "converge_ends");
  draft.phases.answers_due = ReadDay(phases, "answers_due");
  draft.phases.conversation_ends = ReadDay(phases, "conversation_ends");
  draft.phases.retention_ends = ReadDay(phases, "retention_ends");
  CheckOrder(phases, draft.phases);
  draft.slots.first_day = draft.phases.speaking_opens;
  draft.slots.slots_per_day =
      static_cast<std::uint8_t>(config.OptionalInt("slots_per_day", 4, {.min = 1, .max = 24}));
  const absl::Status hidden = records::CheckSlotsHideExchanges(draft.kind, draft.slots);
  if (!hidden.ok()) config.Problem("slots_per_day", Cat("cannot be so: ", AsPiece(hidden.message())));
}

void CheckCrowd(const Config& crowd, const records::Draft& draft) {
  if (draft.min_issued < 2u * draft.k) {
    crowd.Problem("min_issued", "is less than twice `k`: write a larger number, or a smaller `k`");
  } else if (draft.min_issued > draft.roster_size) {
    crowd.Problem("min_issued",
                  Cat("is more than there are people on the roster, so nobody could ever speak: write ", draft.roster_size,
                      " or less (without a value it is four times `k`, and 20 at least)"));
  }
}

void ReadProtection(const Config& config, records::Draft& draft) {
  const Config crowd = config.RequiredTable("protection");
  draft.k = static_cast<std::uint16_t>(crowd.OptionalInt("k", 5, {.min = 5, .max = 1000}));
  draft.min_issued = static_cast<std::uint32_t>(crowd.OptionalInt(
      "min_issued", records::DefaultMinIssued(draft.k), {.min = 10, .max = 1'000'000}));
  CheckCrowd(crowd, draft);
  draft.decoupling_hours =
      static_cast<std::uint16_t>(crowd.OptionalInt("decoupling_hours", 12, {.min = 1, .max = 720}));
  const Config quotas = config.RequiredTable("quotas");
  const auto quota = [&](std::string_view key, std::int64_t fallback, std::int64_t max) {
    return static_cast<std::uint8_t>(quotas.OptionalInt(key, fallback, {.min = 0, .max = max}));
  };
  draft.quotas.contributions = quota("contributions", 3, 20);
  draft.quotas.endorsements = quota("endorsements", 5, 50);
  draft.quotas.follow_ups = quota("follow_ups", 10, 100);
}

void ReadModeration(const Config& config, records::Draft& draft) {
  draft.moderation_reasons = Bounded(config, "moderation_reasons", config.OptionalStrings("moderation_reasons"));
  draft.help_contacts = Bounded(config, "help_contacts", config.OptionalStrings("help_contacts"));
  draft.pledge = Bounded(config, "pledge", config.RequiredString("pledge"));
  const Config clocks = config.RequiredTable("clocks");
  const auto days = [&](std::string_view key, std::int64_t fallback) {
    return static_cast<std::uint8_t>(clocks.OptionalInt(key, fallback, {.min = 1, .max = 120}));
  };
  draft.clocks.acknowledge = days("acknowledge_days", 2);
  draft.clocks.answer = days("answer_days", 14);
  draft.clocks.pledge_renewal = days("pledge_renewal_days", 1);
  draft.clocks.publish = days("publish_days", 3);
}

// What only the whole of it shows, with the file that it is about.
absl::Status In(const runtime::Path& path, const absl::Status& status) {
  if (status.ok()) return status;
  return absl::Status(status.code(), Cat("config ", path.string(), ": ", status.message()));
}

absl::StatusOr<records::Draft> DraftOf(const Config& config, const runtime::Path& path,
                                       const audit::BoardView& board) {
  records::Draft draft;
  if (board.rosters().empty()) {
    return absl::FailedPreconditionError(
        "no roster stands in the log yet: `candor roster import` and `candor countersign` come first");
  }
  draft.roster_root = board.rosters().back().record.root;
  draft.roster_size = board.rosters().back().record.size;
  ReadPurpose(config, draft);
  draft.sponsors = ReadPeople(config, board, "sponsors", Role::kSponsor);
  draft.facilitators = ReadPeople(config, board, "facilitators", Role::kFacilitator);
  draft.readers = ReadPeople(config, board, "readers", Role::kReader);
  draft.operators = ReadPeople(config, board, "operators", Role::kOperator);
  CheckRolesDiffer(config, draft);
  ReadAudiences(config, draft);
  ReadDelegates(config, draft);
  ReadAppealPanel(config, board, draft);
  ReadCalendar(config, draft);
  ReadProtection(config, draft);
  ReadModeration(config, draft);
  CANDOR_RETURN_IF_ERROR(config.Finish());
  for (const auto& issuer : board.bundle().issuers) draft.issuers.push_back(issuer.origin);
  draft.promise_key = board.bundle().promise_key;
  draft.gateway_key = board.bundle().gateway_key;
  CANDOR_RETURN_IF_ERROR(In(path, records::CheckDraft(draft)));
  // What does not encode and decode would be refused by everybody else.
  CANDOR_RETURN_IF_ERROR(In(path, records::Draft::Decode(draft.Encode()).status()));
  return draft;
}

}  // namespace

absl::StatusOr<records::Draft> ReadDraftFile(const runtime::Path& path,
                                             const audit::BoardView& board) {
  CANDOR_ASSIGN_OR_RETURN(const Config config, Config::Load(path));
  return DraftOf(config, path, board);
}

absl::StatusOr<records::Draft> ReadDraftText(std::string_view text, const runtime::Path& path,
                                             const audit::BoardView& board) {
  CANDOR_ASSIGN_OR_RETURN(const Config config, Config::Parse(text, path));
  return DraftOf(config, path, board);
}

}  // namespace candor::services::facilitator
