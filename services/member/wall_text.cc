// The wall as text, in the language of whoever looks.
#include "base/date.h"
#include "base/harmless_text.h"
#include "base/text.h"
#include "services/member/admission.h"
#include "services/member/wall.h"
#include "services/runtime/terminal.h"
#include "services/texts/catalogue.h"
#include "services/texts/day.h"

namespace candor::services::member {
namespace {

using texts::DateInWords;
using texts::DaysInWords;
using texts::Language;
using texts::PlainText;
using texts::Say;
using texts::Text;

std::string Digits(const crypto::Hash& hash) { return HexEncode(ByteView(hash).first(4)); }

// A text with each of its lines indented, without the blank lines at its end.
std::string Indented(std::string_view text, std::string_view indent) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  std::string out(indent);
  for (const char c : runtime::SafeForTerminal(text)) {
    out.push_back(c);
    if (c == '\n') out += indent;
  }
  return out + "\n";
}

std::string Section(std::string_view title, std::string_view text) {
  return text.empty() ? std::string() : Cat("\n", title, "\n", Indented(text, "  "));
}

std::string Joined(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) out += Cat(i == 0 ? "" : ", ", HarmlessLine(names[i]));
  return out;
}

PlainText FormText(records::Form form) {
  switch (form) {
    case records::Form::kParaphrase: return Text::kWallParaphrase;
    case records::Form::kHeadline: return Text::kWallHeadline;
    case records::Form::kVerbatim: return Text::kWallVerbatim;
  }
  return Text::kWallParaphrase;
}

PlainText VerdictText(records::Verdict verdict) {
  switch (verdict) {
    case records::Verdict::kAdopted: return Text::kVerdictAdopted;
    case records::Verdict::kInPart: return Text::kWallInPart;
    case records::Verdict::kStudied: return Text::kVerdictStudied;
    case records::Verdict::kRejected: return Text::kWallRejected;
  }
  return Text::kVerdictStudied;
}

PlainText StatusText(records::AnswerStatus status) {
  switch (status) {
    case records::AnswerStatus::kPlanned: return Text::kStatusPlanned;
    case records::AnswerStatus::kUnderWay: return Text::kStatusUnderWay;
    case records::AnswerStatus::kDone: return Text::kStatusDone;
    case records::AnswerStatus::kNotNow: return Text::kStatusNotNow;
    case records::AnswerStatus::kDeclined: return Text::kStatusDeclined;
    case records::AnswerStatus::kAnswered: return Text::kStatusAnswered;
  }
  return Text::kStatusAnswered;
}

// Everything about one wall in one language.
class Renderer {
 public:
  Renderer(const Wall& wall, Language language) : wall_(wall), acts_(wall.acts), language_(language) {}

  std::string Render() const {
    std::string out = Head();
    out += People();
    out += Sections(Text::kHelpTitle, wall_.help_contacts);
    out += TakingPart();
    out += Late();
    out += Prompts();
    out += Themes();
    out += Items();
    out += Actions();
    out += Links(Text::kWallSpotlights, acts_.spotlights);
    out += Links(Text::kWallConnections, acts_.connections);
    out += Links(Text::kWallConflicts, acts_.conflicts);
    out += Cat("\n", Say(language_, Text::kWallAnswers, wall_.answers.size()), "\n");
    for (const auto& answer : wall_.answers) out += Answer(answer);
    if (acts_.acknowledged) {
      const auto& count = wall_.counts.acknowledged;
      out += Cat("\n  ", count.has_value() ? Say(language_, Text::kWallAcknowledged, *count)
                                           : Say(language_, Text::kWallAcknowledgedSome), "\n");
    }
    return out;
  }

 private:
  // One title over all of them.
  std::string Sections(PlainText title, const std::vector<std::string>& texts) const {
    std::string out = texts.empty() ? "" : Cat("\n", Say(language_, title), "\n");
    for (const auto& text : texts) out += Indented(text, "  ");
    return out;
  }

  std::string Head() const {
    std::string out =
        Cat(HarmlessLine(wall_.question), "\n",
            Say(language_, Text::kWallDates, ShortId(wall_.campaign_id),
                DaysInWords(language_, wall_.phases.speaking_opens, wall_.speaking_closes),
                DateInWords(language_, wall_.phases.answers_due - 1)),
            "\n");
    if (wall_.speaking_closes > wall_.phases.speaking_closes) {
      out += Cat(Say(language_, Text::kWallExtended, DateInWords(language_, wall_.phases.speaking_closes - 1), wall_.k,
                     DateInWords(language_, wall_.speaking_closes - 1)), "\n");
    }
    out += Section(Say(language_, Text::kWallBackground), wall_.background);
    out += Sections(Text::kWallAlso, wall_.sub_questions);
    out += Section(Say(language_, Text::kWallOutOfScope), wall_.out_of_scope);
    return out + Section(Say(language_, Text::kWallWhatHappens, DateInWords(language_, wall_.what_happens_by)),
                         wall_.what_happens);
  }

  std::string People() const {
    std::string out;
    for (const auto& sponsor : wall_.statements) {
      out += Section(Say(language_, Text::kWallStatement, HarmlessLine(sponsor.name)), sponsor.text);
    }
    out += Section(Say(language_, Text::kPledgeTitle), wall_.pledge);
    out += Cat("  ", Say(language_, Text::kWallSignedBy, Joined(wall_.pledged)), "\n");
    for (const auto& each : acts_.pledges) {
      if (!each.last.has_value()) continue;
      out += Cat("  ", Say(language_, Text::kWallRenewed, HarmlessLine(each.who), DateInWords(language_, *each.last)), "\n");
    }
    out += Cat("\n", Say(language_, Text::kWallWhoReads), "\n");
    for (const auto& reader : wall_.readers) {
      out += Cat("  ", HarmlessLine(reader.name), " (", HarmlessLine(reader.text), ")\n");
    }
    for (const auto& each : wall_.delegates) {
      out += Cat("  ", Say(language_, Text::kWallDelegate, HarmlessLine(each.name), HarmlessLine(each.text)), "\n");
    }
    for (const auto& each : wall_.panel) {
      out += Cat("  ", Say(language_, Text::kWallPanel, HarmlessLine(each.name), HarmlessLine(each.text)), "\n");
    }
    return out;
  }

  std::string TakingPart() const {
    if (wall_.withheld) {
      const std::string why = wall_.opinions < wall_.k ? Say(language_, Text::kWallFewSpoke, wall_.k)
                                                       : Say(language_, Text::kWallFewDrew);
      return Cat("\n", why, " ", Say(language_, Text::kWallUnread), "\n");
    }
    std::string out = Cat("\n", Say(language_, Text::kWallTakingPart, wall_.opinions, wall_.roster_size,
                                    wall_.ParticipationPercent()), "\n");
    if (wall_.opinions == 0 && !wall_.closed) {
      out += Cat("  ", Say(language_, Text::kWallFirstTexts, 2 * wall_.k), "\n");
    }
    return out;
  }

  std::string LateLine(const WallActs::Late& late) const {
    switch (late.clock) {
      case audit::ClockKind::kAcknowledge: return Say(language_, Text::kWallLateAcknowledge);
      case audit::ClockKind::kAnswer:
        return wall_.counts.answers_overdue.has_value()
                   ? Say(language_, Text::kWallLateAnswer, *wall_.counts.answers_overdue)
                   : Say(language_, Text::kWallLateAnswerSome);
      case audit::ClockKind::kPublish: return Say(language_, Text::kWallLatePublish);
      case audit::ClockKind::kPledge:
        return Say(language_, Text::kWallLatePledge, late.count.value_or(0), Joined(late.who));
      case audit::ClockKind::kDecision: return Say(language_, Text::kWallLateDecision, late.count.value_or(0));
      case audit::ClockKind::kAction:
        return Say(language_, Text::kWallLateAction, late.count.value_or(0), Joined(late.who));
    }
    return {};
  }

  std::string Late() const {
    if (acts_.late.empty()) return {};
    std::string out = Cat("\n", Say(language_, Text::kWallLate, DateInWords(language_, wall_.as_of)), "\n");
    for (const auto& each : acts_.late) out += Cat("  ", LateLine(each), "\n");
    return out;
  }

  std::string Words(const std::optional<std::string>& text, std::string_view indent) const {
    if (text.has_value()) return text->empty() ? std::string() : Indented(*text, indent);
    return Cat(indent, Say(language_, Text::kWallErased), "\n");
  }

  std::string Prompts() const {
    if (acts_.prompts.empty()) return {};
    std::string out = Cat("\n", Say(language_, Text::kWallPrompts), "\n");
    for (const auto& each : acts_.prompts) {
      out += Cat("\n  ", Digits(each.id), "  ", FormatDay(each.said.day), ", ",
                 Say(language_, Text::kWallPromptCounts, each.contributions), "\n");
      out += Words(each.said.text, "    ");
    }
    return out;
  }

  std::string Decisions(const WallTheme& theme) const {
    std::string out;
    for (std::size_t i = theme.decisions.size(); i > 0; --i) {
      const auto& [verdict, why] = theme.decisions[i - 1];
      const std::string named = Say(language_, VerdictText(verdict));
      const std::string text = why.text.has_value() ? HarmlessLine(*why.text) : Say(language_, Text::kWallErased);
      const std::string who = HarmlessLine(why.who);
      out += Cat("    ", i == theme.decisions.size()
                             ? Say(language_, Text::kWallDecision, named, who, FormatDay(why.day), text)
                             : Say(language_, Text::kWallEarlierDecision, named, who, FormatDay(why.day), text), "\n");
    }
    return out;
  }

  std::string Themes() const {
    if (acts_.themes.empty()) return {};
    std::string out = Cat("\n", Say(language_, Text::kThemesTitle), " (", Say(language_, Text::kWallPointsNote), ")\n");
    for (const auto& theme : acts_.themes) {
      const Said& last = theme.revisions.back();
      out += Cat("\n  ", Digits(theme.id), "  ", HarmlessLine(last.title), "\n    ",
                 theme.into.has_value()
                     ? Say(language_, Text::kWallMerged, Digits(*theme.into))
                     : Say(language_, Text::kWallThemeCounts, theme.points, theme.texts, theme.contributions), "\n");
      out += Words(last.text, "    ");
      for (std::size_t i = theme.revisions.size() - 1; i > 0; --i) out += Before(theme.revisions[i - 1]);
      out += Decisions(theme);
    }
    return out;
  }

  std::string Before(const Said& said) const {
    const std::string text = said.text.has_value() ? *said.text : Say(language_, Text::kWallErased);
    return Indented(Say(language_, Text::kWallBefore, FormatDay(said.day),
                        Cat(said.title, said.title.empty() || text.empty() ? "" : ": ", text)), "    ");
  }

  std::string Hidden(const WallItem::Hidden& hide, bool now) const {
    std::string out = Cat("    ", now ? Say(language_, Text::kWallHidden, DateInWords(language_, hide.day), HarmlessLine(hide.reason))
                                      : Say(language_, Text::kWallWasHidden, DateInWords(language_, hide.day), HarmlessLine(hide.reason)),
                          "\n");
    switch (hide.appeal) {
      case AppealStanding::kNone: return out;
      case AppealStanding::kMade: return Cat(out, "    ", Say(language_, Text::kWallAppealMade), "\n");
      case AppealStanding::kStaysHidden: out += Cat("    ", Say(language_, Text::kWallStays), "\n"); break;
      case AppealStanding::kShownAgain: out += Cat("    ", Say(language_, Text::kWallShown), "\n"); break;
    }
    // On a line of their own, so that nobody's words pass for a statement of this program.
    if (hide.why.has_value()) out += Cat("      ", Say(language_, Text::kWallPanelWords, HarmlessLine(*hide.why)), "\n");
    return out;
  }

  std::string Items() const {
    if (acts_.items.empty() && acts_.declined.empty()) return {};
    std::string out = Cat("\n", Say(language_, Text::kWallItems), "\n");
    for (const auto& item : acts_.items) {
      out += Cat("\n  ", Digits(item.id), "  [", Say(language_, FormText(item.form)), "] ",
                 item.into.has_value() ? Say(language_, Text::kWallMerged, Digits(*item.into))
                                       : Say(language_, Text::kWallItemCounts, item.points, item.contributions), "\n");
      for (std::size_t i = 0; i < item.hides.size(); ++i) {
        out += Hidden(item.hides[i], item.hidden && i + 1 == item.hides.size());
      }
      if (item.hidden) continue;
      out += item.text.has_value() ? Indented(*item.text, "    ")
                                   : Cat("    ", Say(language_, Text::kWallTakenBack), "\n");
    }
    for (const auto& [reason, count] : acts_.declined) {
      out += Cat("\n  ", Say(language_, Text::kWallDeclined, count, HarmlessLine(reason)), "\n");
    }
    return out;
  }

  std::string OutcomeText(const WallAction::Came& came) const {
    switch (came.outcome) {
      case records::Outcome::kDone: return Say(language_, Text::kStatusDone);
      case records::Outcome::kInPart: return Say(language_, Text::kWallPartDone);
      case records::Outcome::kMoved: return Say(language_, Text::kWallMoved, DateInWords(language_, came.due));
      case records::Outcome::kDropped: return Say(language_, Text::kOutcomeDropped);
    }
    return {};
  }

  std::string Actions() const {
    if (acts_.actions.empty()) return {};
    std::string out = Cat("\n", Say(language_, Text::kWallActions), "\n");
    for (const auto& action : acts_.actions) {
      out += Cat("\n  ", Digits(action.id), "  ", HarmlessLine(action.said.title), "\n    ",
                 Say(language_, Text::kWallOwner, HarmlessLine(action.owner), DateInWords(language_, action.due)),
                 action.over_due ? Cat("  [", Say(language_, Text::kWallActionLate), "]") : "", "\n");
      out += Words(action.said.text, "    ");
      for (const auto& came : action.outcomes) {
        out += Cat("    [", OutcomeText(came), "] ", HarmlessLine(came.said.who), ", ", FormatDay(came.said.day), "\n");
        out += Words(came.said.text, "      ");
      }
      if (action.ratings.has_value()) {
        out += Cat("    ", Say(language_, Text::kWallRatings, *action.ratings,
                               Cat(action.mean_tenths / 10, ".", action.mean_tenths % 10)), "\n");
      }
    }
    return out;
  }

  std::string Links(PlainText title, const std::vector<WallLink>& links) const {
    if (links.empty()) return {};
    std::string out = Cat("\n", Say(language_, title), "\n");
    for (const auto& link : links) {
      const std::string one =
          link.one == crypto::kZeroHash ? Say(language_, Text::kWallWholeJam) : Digits(link.one);
      out += Cat("\n  ", one, link.other.has_value() ? Cat(" + ", Digits(*link.other)) : "", "  ",
                 HarmlessLine(link.why.who), ", ", FormatDay(link.why.day), "\n");
      out += Words(link.why.text, "    ");
    }
    return out;
  }

  std::string Answer(const WallAnswer& answer) const {
    const WallAnswer::Revision& last = answer.revisions.back();
    std::string out = Cat("\n  [", Say(language_, StatusText(last.status)), "] ", HarmlessLine(last.leader), ", ",
                          FormatDay(last.day));
    if (answer.revisions.size() > 1) {
      const Day first = answer.revisions.front().day;
      out += Cat(" ", first == last.day
                          ? Say(language_, Text::kWallRevisionOnly, answer.revisions.size())
                          : Say(language_, Text::kWallRevision, answer.revisions.size(), DateInWords(language_, first)));
    }
    out += Cat(", ", answer.theme ? Say(language_, Text::kWallToTheme, Digits(answer.target))
                                  : Say(language_, Text::kWallToOpinion, Digits(answer.target)), "\n");
    if (last.about.has_value() && !last.about->empty()) {
      out += Cat("    ", Say(language_, Text::kWallOn, HarmlessLine(*last.about)), "\n");
    }
    out += last.text.has_value() ? Indented(*last.text, "    ") : Cat("    ", Say(language_, Text::kWallErased), "\n");
    for (std::size_t i = answer.revisions.size() - 1; i > 0; --i) {
      const auto& earlier = answer.revisions[i - 1];
      out += Before({earlier.day, earlier.leader, Say(language_, StatusText(earlier.status)),
                     earlier.text});
    }
    return out;
  }

  const Wall& wall_;
  const WallActs& acts_;
  const Language language_;
};

}  // namespace

std::string RenderWall(const Wall& wall, Language language) { return Renderer(wall, language).Render(); }

}  // namespace candor::services::member
