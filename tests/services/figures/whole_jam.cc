#include "tests/services/figures/whole_jam.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace candor::testing {
namespace {

using records::Kind;
using records::Pool;

// Names are those that the log granted roles to.
PlayedOptions OptionsOf(std::string_view words) {
  PlayedOptions out;
  if (words.empty()) return out;
  out.question = words;
  out.adjust = [words](records::Draft& draft) {
    const std::string text(words);
    draft.background = text;
    draft.sub_questions = {text};
    draft.programme.name = draft.programme.owner = draft.programme.decision_body = text.substr(0, 120);
    draft.out_of_scope = draft.what_happens = draft.pledge = text;
    draft.moderation_reasons = {text.substr(0, 200), "another"};
    draft.help_contacts = {text.substr(0, 200)};
  };
  return out;
}

std::vector<crypto::Hash> HashesOf(const std::vector<Voice>& voices, std::size_t count) {
  std::vector<crypto::Hash> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(voices[i].hash);
  std::ranges::sort(out);
  return out;
}

}  // namespace

WholeJam::WholeJam(std::string_view words) : jam(OptionsOf(words)), words_(words) {
  first = jam.SealOpinions(0, 20);
  second = jam.SealOpinions(4, 20);
  Answer();
  Support();
  Publish();
  Decide();
}

void WholeJam::Answer() {
  using records::AnswerStatus;
  const auto& reader = jam.organisation().reader(0);
  EXPECT_TRUE(jam.Note(day(1), jam.organisation().facilitator(), records::Prompt{}, "", Or("What about the lifts?")));
  for (const Voice& voice : first) EXPECT_TRUE(jam.Act(day(2), reader, records::Acknowledgement{voice.hash}));
  EXPECT_TRUE(jam.Act(day(2), reader, records::PrivateNote{first[0].hash, records::NoteForm::kQuestion, {}}));
  for (const Voice& voice : first) {
    const bool declines = &voice == &first.back();
    EXPECT_TRUE(jam.Answer(day(3), reader, voice.hash, declines ? AnswerStatus::kDeclined : AnswerStatus::kPlanned,
                           Or("The night crane.", 900), declines ? Or("Too dear.") : Or("It is ordered.")));
  }
  EXPECT_TRUE(jam.Answer(day(3), reader, first[0].hash, AnswerStatus::kDone, Or("The night crane.", 900),
                         Or("It is there.")));
}

void WholeJam::Support() {
  const auto& facilitator = jam.organisation().facilitator();
  theme = jam.Note(day(4), facilitator, records::Theme{{}, 0, HashesOf(second, 20), {}}, Or("Cranes", 290),
                   Or("All of them."))
              .value();
  other = jam.Note(day(4), facilitator, records::Theme{{}, 0, {}, {}}, Or("Lifts", 290), Or("As well.")).value();
  std::vector<crypto::Hash> endorsed(7, theme);
  endorsed.insert(endorsed.end(), 6, other);
  std::vector<records::SignedSubmission> bodies;
  for (const auto& target : endorsed) {
    bodies.push_back(jam.First(jam.Speak(Kind::kEndorsement, records::Quote::kNever, target)));
  }
  EXPECT_TRUE(jam.Seal(Pool::kEndorsements, 17, bodies));
  EXPECT_TRUE(jam.Act(day(5), facilitator, records::Merge{other, theme}));
}

void WholeJam::Publish() {
  const auto& facilitator = jam.organisation().facilitator();
  const auto publish = [&](const crypto::Hash& target, std::string text) {
    EXPECT_TRUE(jam.Act(day(5), facilitator, records::Publish{target, records::Form::kParaphrase, {}},
                        records::PublishContent{{}, std::move(text)}.Encode()));
  };
  publish(first[0].hash, Or("what is shown"));
  publish(first[1].hash, Or("what was hidden"));
  EXPECT_TRUE(jam.Act(day(5), facilitator, records::Hide{first[1].hash, 0}));
}

void WholeJam::Decide() {
  const auto& reader = jam.organisation().reader(0);
  const auto& sponsor = jam.organisation().sponsor();
  EXPECT_TRUE(jam.Answer(day(6), reader, theme, records::AnswerStatus::kUnderWay, Or("All cranes.", 900),
                         Or("We buy two.")));
  EXPECT_TRUE(jam.Note(day(7), jam.organisation().facilitator(), records::Theme{theme, 1, HashesOf(first, 10), {}},
                       Or("Cranes", 290), Or("More.")));
  action = jam.Note(day(8), sponsor, records::Action{day(20), {theme}, {}}, Or("Two cranes", 290), Or("Ordered."),
                    Or("Ada", 190))
               .value();
  std::vector<records::SignedSubmission> ratings;
  for (std::size_t i = 0; i < 12; ++i) {
    ratings.push_back(jam.Next(second[i], Kind::kRating, action, i < 6 ? 4 : 3));
  }
  EXPECT_TRUE(jam.Seal(Pool::kRatings, 36, ratings));
  EXPECT_TRUE(jam.Note(day(9), sponsor, records::Decision{theme, records::Verdict::kAdopted, 0, {}}, "", Or("Needed.")));
  EXPECT_TRUE(jam.Note(day(11), sponsor, records::ActionOutcome{action, records::Outcome::kInPart, 0, {}}, "",
                       Or("One of them.")));
  EXPECT_TRUE(jam.Append({day(12), jam.jam().id(),
                          records::CampaignClose{40, static_cast<std::uint32_t>(jam.campaign().batches.size()), false}}));
}

}  // namespace candor::testing
