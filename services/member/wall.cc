#include "services/member/wall.h"

#include <algorithm>

#include "base/date.h"
#include "base/text.h"
#include "services/member/admission.h"
#include "services/runtime/terminal.h"

namespace candor::services::member {
namespace {

using runtime::SafeForTerminal;

std::string AudiencesOf(const records::Draft& draft, const records::VerifyKey& reader) {
  std::string out;
  for (const auto& audience : draft.audiences) {
    if (std::ranges::find(audience.readers, reader) == audience.readers.end()) continue;
    out = Cat(out, out.empty() ? "" : ", ", audience.name);
  }
  return out;
}

WallAnswer AnswerOf(const records::Draft& draft, const crypto::Hash& target,
                    const std::vector<audit::PublicAnswer>& revisions) {
  WallAnswer out;
  out.target = target;
  for (const auto& each : revisions) {
    const records::Named* const leader = draft.FindReader(each.leader);
    WallAnswer::Revision revision;
    revision.day = each.day;
    revision.leader = leader == nullptr ? "" : leader->name;
    revision.status = each.answer.status;
    if (each.content.has_value()) {
      revision.about = each.content->about;
      revision.text = each.content->text;
    }
    out.revisions.push_back(std::move(revision));
  }
  return out;
}

std::vector<WallAnswer> AnswersOf(const audit::Campaign& campaign) {
  // By their place in the log: the map's order is that of hashes.
  std::vector<std::pair<std::uint64_t, WallAnswer>> found;
  for (const auto& [target, revisions] : campaign.answers) {
    if (revisions.empty()) continue;
    found.emplace_back(revisions.front().index,
                       AnswerOf(campaign.manifest->draft, target, revisions));
  }
  std::ranges::sort(found, {}, [](const auto& each) { return each.first; });
  std::vector<WallAnswer> out;
  for (auto& [index, answer] : found) out.push_back(std::move(answer));
  return out;
}

// A text with each of its lines indented, without the blank lines at its end.
std::string Indented(std::string_view text, std::string_view indent) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  std::string out(indent);
  for (const char c : SafeForTerminal(text)) {
    out.push_back(c);
    if (c == '\n') out += indent;
  }
  return out + "\n";
}

std::string Section(std::string_view title, std::string_view text) {
  return text.empty() ? std::string() : Cat("\n", title, "\n", Indented(text, "  "));
}

std::string RenderPeople(const Wall& wall) {
  std::string out;
  for (const auto& sponsor : wall.statements) {
    out += Section(Cat("Statement of the sponsor, ", SafeForTerminal(sponsor.name)), sponsor.text);
  }
  out += Section("The pledge", wall.pledge);
  out += "  Signed by: ";
  for (std::size_t i = 0; i < wall.pledged.size(); ++i) {
    out += Cat(i == 0 ? "" : ", ", SafeForTerminal(wall.pledged[i]));
  }
  out += "\n\nWho can read what you write\n";
  for (const auto& reader : wall.readers) {
    out += Cat("  ", SafeForTerminal(reader.name), " (", SafeForTerminal(reader.text), ")\n");
  }
  return out;
}

std::string RenderParticipation(const Wall& wall) {
  if (wall.withheld) {
    const std::string why =
        wall.opinions < wall.k
            ? Cat("Fewer than ", wall.k, " people spoke.")
            : std::string("Too few people had drawn voting slips, by the board's account.");
    return Cat("\n", why, " To protect those who spoke, their texts were destroyed unread.\n");
  }
  std::string out = Cat("\nTaking part: ", wall.opinions, " of ", wall.roster_size, " (",
                        wall.ParticipationPercent(), "%) as of the last seal\n");
  if (wall.opinions == 0 && !wall.closed) {
    out += Cat("  The first texts appear once ", 2 * wall.k, " people have spoken.\n");
  }
  return out;
}

std::string RenderAnswer(const WallAnswer& answer) {
  const WallAnswer::Revision& last = answer.revisions.back();
  std::string out = Cat("\n  [", records::AnswerStatusName(last.status), "] ",
                        SafeForTerminal(last.leader), ", ", FormatDay(last.day));
  if (answer.revisions.size() > 1) {
    out += Cat(" (revision ", answer.revisions.size(), "; first answered on ",
               FormatDay(answer.revisions.front().day), ")");
  }
  out += Cat(", to opinion ", HexEncode(ByteView(answer.target).first(4)), "\n");
  if (last.about.has_value() && !last.about->empty()) {
    out += Cat("    On: ", SafeForTerminal(*last.about), "\n");
  }
  return out + (last.text.has_value() ? Indented(*last.text, "    ")
                                      : std::string("    (The text was erased.)\n"));
}

}  // namespace

unsigned Wall::ParticipationPercent() const {
  return roster_size == 0 ? 0
                          : static_cast<unsigned>(std::uint64_t{opinions} * 100 / roster_size);
}

Wall MakeWall(const audit::Campaign& campaign) {
  const records::Draft& draft = campaign.manifest->draft;
  Wall out;
  out.campaign_id = campaign.id;
  out.question = draft.question;
  out.background = draft.background;
  out.sub_questions = draft.sub_questions;
  out.out_of_scope = draft.out_of_scope;
  out.what_happens = draft.what_happens;
  out.what_happens_by = draft.what_happens_by;
  out.phases = draft.phases;
  for (std::size_t i = 0; i < draft.sponsors.size(); ++i) {
    out.statements.push_back({draft.sponsors[i].name, campaign.manifest->statements[i].text});
  }
  out.pledge = draft.pledge;
  for (const auto* people : {&draft.readers, &draft.facilitators, &draft.operators}) {
    for (const auto& person : *people) out.pledged.push_back(person.name);
  }
  for (const auto& reader : draft.readers) {
    out.readers.push_back({reader.name, AudiencesOf(draft, reader.key)});
  }
  out.help_contacts = draft.help_contacts;
  out.opinions = campaign.opinions;
  out.roster_size = draft.roster_size;
  out.k = draft.k;
  out.withheld = std::ranges::any_of(
      campaign.batches, [](const audit::Batch& batch) {
        return batch.seal.pool == records::Pool::kOpinions && batch.seal.withheld;
      });
  out.closed = campaign.close.has_value();
  out.answers = AnswersOf(campaign);
  return out;
}

std::string RenderWall(const Wall& wall) {
  std::string out = Cat(SafeForTerminal(wall.question), "\n(jam ", ShortId(wall.campaign_id),
                        "; speaking ", FormatDay(wall.phases.speaking_opens), " to ",
                        FormatDay(wall.phases.speaking_closes), "; answers due ",
                        FormatDay(wall.phases.answers_due), ")\n");
  out += Section("Background", wall.background);
  for (const auto& question : wall.sub_questions) out += Section("Also", question);
  out += Section("Out of scope, or decided already", wall.out_of_scope);
  out += Section(Cat("What happens with the result, by ", FormatDay(wall.what_happens_by)),
                 wall.what_happens);
  out += RenderPeople(wall);
  for (const auto& contact : wall.help_contacts) out += Section("Help", contact);
  out += RenderParticipation(wall);
  out += Cat("\nAnswers: ", wall.answers.size(), "\n");
  for (const auto& answer : wall.answers) out += RenderAnswer(answer);
  return out;
}

}  // namespace candor::services::member
