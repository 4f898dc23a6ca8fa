#include "programs/candor/wall_json.h"

#include "base/date.h"
#include "base/bytes.h"

namespace candor::cli {
namespace {

namespace member = services::member;

Json SaidJson(const member::Said& said) {
  return Json::Object()
      .Set("day", FormatDay(said.day))
      .Set("who", said.who)
      .Set("title", said.title)
      .Set("text", said.text.has_value() ? Json(*said.text) : Json::Null());
}

Json Into(const std::optional<crypto::Hash>& into) {
  return into.has_value() ? Json(HexEncode(*into)) : Json::Null();
}

Json Prompts(const member::WallActs& acts) {
  Json out = Json::Array();
  for (const auto& each : acts.prompts) {
    out.Add(Json::Object()
                .Set("id", HexEncode(each.id))
                .Set("said", SaidJson(each.said))
                .Set("contributions", each.contributions));
  }
  return out;
}

Json Themes(const member::WallActs& acts) {
  Json out = Json::Array();
  for (const auto& each : acts.themes) {
    Json revisions = Json::Array();
    for (const auto& said : each.revisions) revisions.Add(SaidJson(said));
    Json decisions = Json::Array();
    for (const auto& [verdict, why] : each.decisions) {
      decisions.Add(Json::Object().Set("verdict", records::NameOf(verdict)).Set("why", SaidJson(why)));
    }
    out.Add(Json::Object()
                .Set("id", HexEncode(each.id))
                .Set("revisions", revisions)
                .Set("texts", each.texts)
                .Set("contributions", each.contributions)
                .Set("points", each.points)
                .Set("into", Into(each.into))
                .Set("decisions", decisions));
  }
  return out;
}

std::string_view StandingName(member::AppealStanding standing) {
  switch (standing) {
    case member::AppealStanding::kNone: return "none";
    case member::AppealStanding::kMade: return "made";
    case member::AppealStanding::kStaysHidden: return "stays-hidden";
    case member::AppealStanding::kShownAgain: return "shown-again";
  }
  return "none";
}

Json Items(const member::WallActs& acts) {
  Json out = Json::Array();
  for (const auto& each : acts.items) {
    Json hides = Json::Array();
    for (const auto& hide : each.hides) {
      hides.Add(Json::Object()
                    .Set("day", FormatDay(hide.day))
                    .Set("reason", hide.reason)
                    .Set("appeal", StandingName(hide.appeal))
                    .Set("why", hide.why.has_value() ? Json(*hide.why) : Json::Null()));
    }
    // What is hidden is not deleted: its text is in the log's files, and the wall does not repeat it.
    const bool shown = each.text.has_value() && !each.hidden;
    out.Add(Json::Object()
                .Set("id", HexEncode(each.id))
                .Set("form", records::NameOf(each.form))
                .Set("text", shown ? Json(*each.text) : Json::Null())
                .Set("points", each.points)
                .Set("contributions", each.contributions)
                .Set("into", Into(each.into))
                .Set("hidden", each.hidden)
                .Set("hides", hides));
  }
  return out;
}

Json Actions(const member::WallActs& acts) {
  Json out = Json::Array();
  for (const auto& each : acts.actions) {
    Json outcomes = Json::Array();
    for (const auto& came : each.outcomes) {
      outcomes.Add(Json::Object()
                       .Set("outcome", records::NameOf(came.outcome))
                       .Set("due", came.due == 0 ? Json::Null() : Json(FormatDay(came.due)))
                       .Set("said", SaidJson(came.said)));
    }
    out.Add(Json::Object()
                .Set("id", HexEncode(each.id))
                .Set("said", SaidJson(each.said))
                .Set("owner", each.owner)
                .Set("due", FormatDay(each.due))
                .Set("overdue", each.over_due)
                .Set("outcomes", outcomes)
                .Set("ratings", each.ratings.has_value() ? Json(*each.ratings) : Json::Null())
                .Set("mean_tenths", each.ratings.has_value() ? Json(each.mean_tenths) : Json::Null()));
  }
  return out;
}

Json Links(const std::vector<member::WallLink>& links) {
  Json out = Json::Array();
  for (const auto& each : links) {
    out.Add(Json::Object()
                .Set("one", HexEncode(each.one))
                .Set("other", Into(each.other))
                .Set("why", SaidJson(each.why)));
  }
  return out;
}

std::string_view ClockName(audit::ClockKind clock) {
  switch (clock) {
    case audit::ClockKind::kAcknowledge: return "acknowledge";
    case audit::ClockKind::kAnswer: return "answer";
    case audit::ClockKind::kPublish: return "publish";
    case audit::ClockKind::kPledge: return "pledge";
    case audit::ClockKind::kDecision: return "decision";
    case audit::ClockKind::kAction: return "action";
  }
  return "";
}

Json AsJson(const std::optional<std::uint64_t>& count) { return count.has_value() ? Json(*count) : Json::Null(); }

// Null where it is withheld.
Json CountOf(const member::Wall& wall, const member::WallActs::Late& late) {
  return AsJson(late.clock == audit::ClockKind::kAnswer ? wall.counts.answers_overdue : late.count);
}

Json Late(const member::Wall& wall) {
  Json out = Json::Array();
  for (const auto& each : wall.acts.late) {
    Json who = Json::Array();
    for (const auto& name : each.who) who.Add(name);
    out.Add(Json::Object().Set("clock", ClockName(each.clock)).Set("count", CountOf(wall, each)).Set("who", who));
  }
  return out;
}

}  // namespace

Json WallJson(const member::Wall& wall) {
  Json answers = Json::Array();
  for (const auto& answer : wall.answers) {
    Json revisions = Json::Array();
    for (const auto& each : answer.revisions) {
      revisions.Add(Json::Object()
                        .Set("day", FormatDay(each.day))
                        .Set("leader", each.leader)
                        .Set("status", records::AnswerStatusName(each.status))
                        .Set("about", each.about.has_value() ? Json(*each.about) : Json::Null())
                        .Set("text", each.text.has_value() ? Json(*each.text) : Json::Null()));
    }
    answers.Add(Json::Object().Set("opinion", HexEncode(answer.target)).Set("theme", answer.theme).Set("revisions", revisions));
  }
  Json statements = Json::Array();
  for (const auto& each : wall.statements) {
    statements.Add(Json::Object().Set("sponsor", each.name).Set("text", each.text));
  }
  Json pledged = Json::Array();
  for (const auto& name : wall.pledged) pledged.Add(name);
  Json readers = Json::Array();
  for (const auto& each : wall.readers) readers.Add(each.name);
  return Json::Object()
      .Set("id", HexEncode(wall.campaign_id))
      .Set("question", wall.question)
      .Set("background", wall.background)
      .Set("statements", statements)
      .Set("pledge", wall.pledge)
      .Set("pledged", pledged)
      .Set("readers", readers)
      .Set("opinions", wall.opinions)
      .Set("roster", wall.roster_size)
      .Set("percent", wall.ParticipationPercent())
      .Set("withheld", wall.withheld)
      .Set("answers", answers)
      .Set("prompts", Prompts(wall.acts))
      .Set("themes", Themes(wall.acts))
      .Set("published", Items(wall.acts))
      .Set("actions", Actions(wall.acts))
      .Set("connections", Links(wall.acts.connections))
      .Set("spotlights", Links(wall.acts.spotlights))
      .Set("speaking_closes", FormatDay(wall.speaking_closes))
      .Set("extended", wall.speaking_closes > wall.phases.speaking_closes)
      .Set("conflicts", Links(wall.acts.conflicts))
      .Set("acknowledged", wall.acts.acknowledged ? AsJson(wall.counts.acknowledged) : Json(0))
      .Set("as_of", FormatDay(wall.as_of))
      .Set("overdue", Late(wall));
}

}  // namespace candor::cli
