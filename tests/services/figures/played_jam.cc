#include "tests/services/figures/played_jam.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <utility>

#include "tests/records/bodies.h"

namespace candor::testing {
namespace {

using records::Kind;
using records::Pool;

// With an appeal panel, so that something can be hidden.
void WithPanel(records::Draft& draft, const Organisation& organisation) {
  draft.audiences.front().readers.pop_back();
  draft.audiences.push_back(
      {records::kAppealPanel, "appeal panel", {organisation.reader(organisation.reader_count() - 1).public_key()}});
  draft.moderation_reasons = {"names a person", "insults somebody"};
}

}  // namespace

PlayedJam::PlayedJam(PlayedOptions options)
    : draws_(options.draws),
      organisation_({.seed = options.seed, .members = options.members, .readers = 3}),
      jam_(organisation_, {.question = options.question, .adjust = [&](records::Draft& draft) {
                             WithPanel(draft, organisation_);
                             if (options.adjust) options.adjust(draft);
                           }}) {
  const auto& bundle = organisation_.bundle();
  view_ = std::make_shared<audit::BoardView>(bundle);
  EXPECT_TRUE(Append({kOpeningDay, records::kNoCampaign,
                      records::Genesis{bundle.Fingerprint(), {}, bundle.trial, bundle.board.origin}}));
  for (const auto& record : organisation_.AllGovernance()) {
    EXPECT_TRUE(Append({kOpeningDay, records::kNoCampaign, records::GovernanceEntry{record}}));
  }
  audit::EntryText manifest{organisation_.random().Array<32>(), jam_.manifest().Encode()};
  const auto commitment = records::ContentCommitment(manifest.salt, manifest.content);
  const records::LogEntry open{kOpeningDay, jam_.id(),
                               records::MakeCampaignOpen(jam_.manifest(), commitment, jam_.opening())};
  EXPECT_TRUE(Append(open, manifest)) << refusal_;
}

bool PlayedJam::Append(const records::LogEntry& entry, const audit::EntryText& content) {
  const Bytes encoded = entry.Encode();
  refusal_ = view_->Apply(encoded, content);
  if (!refusal_.ok()) return false;
  entries_.push_back(encoded);
  return true;
}

Voice PlayedJam::Speak(Kind kind, records::Quote quote, const crypto::Hash& target) const {
  Voice out;
  out.key = std::make_shared<crypto::SigningKey>(crypto::SigningKey::Generate(organisation_.random()));
  out.first = BodyOf(kind, organisation_.random());
  out.first.campaign_id = jam_.id();
  out.first.thread_key = out.key->verify_key();
  out.first.target = target;
  if (kind == Kind::kOpinion || kind == Kind::kContribution) out.first.quote = quote;
  out.hash = out.last = out.first.SubmissionHash();
  return out;
}

records::SignedSubmission PlayedJam::Next(Voice& voice, Kind kind, const crypto::Hash& target,
                                          std::uint8_t value) const {
  records::SubmissionBody body = BodyOf(kind, organisation_.random());
  body.campaign_id = jam_.id();
  body.thread_key = voice.first.thread_key;
  body.thread_kem_key = voice.first.thread_kem_key;
  body.sequence = ++voice.sequence;
  body.previous = voice.last;
  body.target = target;
  body.value = value;
  voice.last = body.SubmissionHash();
  return records::SignedSubmission::Make(std::move(body), *voice.key);
}

bool PlayedJam::Seal(Pool pool, records::SlotNumber slot, const std::vector<records::SignedSubmission>& bodies,
                     bool withheld) {
  if (bodies.empty()) return false;
  records::SealBatch seal;
  seal.pool = pool;
  seal.slot = slot;
  seal.count = static_cast<std::uint32_t>(bodies.size());
  seal.withheld = withheld;
  const Day day = jam_.draft().slots.DayOfSlot(slot);
  bool taken = Append({day, jam_.id(), seal});
  for (const auto& body : bodies) {
    taken = Append({day, jam_.id(), records::SubmissionEntry{body.Encode()}}) && taken;
  }
  return taken;
}

std::vector<Voice> PlayedJam::SealOpinions(records::SlotNumber slot, std::size_t count, bool withheld) {
  std::vector<Voice> out;
  std::vector<records::SignedSubmission> bodies;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(Speak(Kind::kOpinion, i % 4 == 3 ? records::Quote::kHeadline : records::Quote::kParaphrase));
    bodies.push_back(First(out.back()));
  }
  EXPECT_TRUE(Seal(Pool::kOpinions, slot, bodies, withheld));
  return out;
}

std::optional<crypto::Hash> PlayedJam::Act(Day day, const Actor& actor, records::ActBody body,
                                           std::optional<Bytes> content) {
  const auto call = content.has_value() ? records::MakeActWithText(jam_.id(), day, std::move(body),
                                                                   std::move(*content), actor.key,
                                                                   organisation_.random())
                                        : records::MakeAct(jam_.id(), day, std::move(body), actor.key);
  const audit::EntryText beside{call.content_salt, call.content};
  if (!Append({day, jam_.id(), records::ActEntry{call.act}}, beside)) return std::nullopt;
  return records::ActId(call.act);
}

bool PlayedJam::Answer(Day day, const Actor& leader, const crypto::Hash& target, records::AnswerStatus status,
                       const std::string& about, const std::string& text) {
  const auto at = campaign().answers.find(target);
  const std::size_t revision = at == campaign().answers.end() ? 0 : at->second.size();
  const audit::EntryText beside{organisation_.random().Array<32>(),
                                records::AnswerContent{about, text}.Encode()};
  const records::Answer answer{jam_.id(), target, status, static_cast<std::uint32_t>(revision),
                               records::ContentCommitment(beside.salt, beside.content)};
  return Append({day, jam_.id(),
                 records::AnswerEntry{
                     records::Signed::Make(leader.key, crypto::Label::kAnswer, answer.Encode())}},
                beside);
}

services::facilitator::JamFigures PlayedJam::OfFacilitator(Day as_of) const {
  return services::facilitator::FiguresOf(campaign(), draws_, as_of);
}

services::auditor::CampaignFigures PlayedJam::OfAuditor(Day as_of) const {
  audit::VerifyResult result;
  result.board = view_;
  result.as_of = as_of;
  audit::CampaignCounts counts{.id = campaign().id, .draws = draws_, .opinions = campaign().opinions};
  for (const auto& [hash, sealed] : campaign().submissions) {
    const auto decoded = records::SignedSubmission::Decode(sealed.signed_submission);
    counts.blanks += decoded.ok() && decoded->body.kind == Kind::kBlank ? 1 : 0;
  }
  result.campaigns = {counts};
  return services::auditor::CountCampaigns(result).front();
}

// ---- chance ----

namespace {

class Chance {
 public:
  explicit Chance(std::uint64_t seed)
      : dice_(seed),
        zeal_(1 + seed % 7),
        jam_({.seed = seed + 1000, .draws = 70 + seed % 20, .adjust = [seed](records::Draft& draft) {
                draft.clocks.answer = seed % 3 == 0 ? 0 : static_cast<std::uint8_t>(2 + seed % 9);
              }}) {}

  PlayedJam Play() && {
    const bool withheld = Below(8) == 0;
    for (Day day = kSpeakingOpens; day < kSpeakingOpens + 24; ++day) {
      PlayDay(day, withheld);
    }
    return std::move(jam_);
  }

 private:
  std::size_t Below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(dice_);
  }
  template <class List>
  const auto& One(const List& list) {
    return list[Below(list.size())];
  }
  const Organisation& people() const { return jam_.organisation(); }
  records::SlotNumber SlotOf(Day day) const { return (day - kSpeakingOpens) * kSlotsPerDay; }
  std::vector<crypto::Hash> SomeTexts(std::size_t most) {
    std::vector<crypto::Hash> out;
    const std::size_t share = 1 + Below(10);
    for (const Voice& voice : voices_) {
      if (out.size() < most && Below(10) < share) out.push_back(voice.hash);
    }
    std::ranges::sort(out);
    return out;
  }

  void PlayDay(Day day, bool withheld) {
    if (withheld && day == kSpeakingOpens) jam_.SealOpinions(SlotOf(day), 1 + Below(4), true);
    if (!withheld && day < kSpeakingOpens + 4 && Below(4) > 0) {
      for (Voice& voice : jam_.SealOpinions(SlotOf(day), 5 + Below(12))) voices_.push_back(std::move(voice));
    }
    if (day == kSpeakingOpens + 5) SealFirst(day, Kind::kBlank, Pool::kBlanks, Below(20));
    if (day < kSpeakingOpens + 4 && Below(3) == 0) SealFirst(day, Kind::kContribution, Pool::kContributions, 5 + Below(5));
    if (Below(2) == 0) SealFirst(day, Kind::kEndorsement, Pool::kEndorsements, 1 + Below(12));
    if (Below(3) == 0) SealRatings(day);
    for (std::size_t i = Below(zeal_); i > 0; --i) ActOnce(day);
    if (Below(6) == 0) Withdraw(day);
  }

  void SealFirst(Day day, Kind kind, Pool pool, std::size_t count) {
    if (kind != Kind::kBlank && wall_.empty()) return;
    std::vector<records::SignedSubmission> bodies;
    for (std::size_t i = 0; i < count; ++i) {
      bodies.push_back(jam_.First(
          jam_.Speak(kind, records::Quote::kNever, kind == Kind::kBlank ? crypto::Hash{} : One(wall_))));
    }
    jam_.Seal(pool, SlotOf(day) + 1, bodies);
  }

  // Some threads change their mind in the same batch; within it bodies lie in any order.
  void SealRatings(Day day) {
    if (actions_.empty()) return;
    const auto& action = One(actions_);
    std::vector<records::SignedSubmission> bodies;
    for (Voice& voice : voices_) {
      for (std::size_t i = Below(3); i > 0; --i) {
        bodies.push_back(jam_.Next(voice, Kind::kRating, action, static_cast<std::uint8_t>(Below(5))));
      }
    }
    std::ranges::shuffle(bodies, dice_);
    jam_.Seal(Pool::kRatings, SlotOf(day) + 2, bodies);
  }

  void Withdraw(Day day) {
    if (voices_.empty()) return;
    const std::size_t at = Below(voices_.size());
    const std::uint64_t opinion = jam_.campaign().submissions.at(voices_[at].hash).index;
    jam_.Seal(Pool::kThreadActs, SlotOf(day) + 3, {jam_.Next(voices_[at], Kind::kWithdrawal, {})});
    const std::uint64_t withdrawal = jam_.view().size() - 1;
    EXPECT_TRUE(jam_.Append({day, jam_.jam().id(), records::Tombstone{records::WithdrawnCause{opinion, withdrawal}}}));
    voices_.erase(voices_.begin() + static_cast<std::ptrdiff_t>(at));
  }

  void ActOnce(Day day) {
    if (voices_.empty()) return;
    switch (Below(9)) {
      case 0:
        for (const auto& text : SomeTexts(40)) jam_.Act(day, people().reader(Below(2)), records::Acknowledgement{text});
        break;
      case 1:
        for (const auto& text : SomeTexts(40)) {
          jam_.Answer(day, people().reader(Below(2)), text, static_cast<records::AnswerStatus>(1 + Below(6)));
        }
        break;
      case 2: NewTheme(day); break;
      case 3: MoreOfATheme(day); break;
      case 4:
        if (!themes_.empty()) jam_.Answer(day, people().reader(0), One(themes_), records::AnswerStatus::kPlanned);
        break;
      case 5: Decide(day); break;
      case 6: Promise(day); break;
      case 7: PublishSome(day); break;
      default: MergeTwo(day); break;
    }
  }

  void NewTheme(Day day) {
    const auto id = jam_.Note(day, people().facilitator(), records::Theme{{}, 0, SomeTexts(40), {}}, "Theme", "Text");
    if (!id.has_value()) return;
    themes_.push_back(*id);
    wall_.push_back(*id);
  }
  void MoreOfATheme(Day day) {
    if (themes_.empty()) return;
    const auto& theme = One(themes_);
    const auto revision = jam_.campaign().acts.themes.at(theme).revisions.size();
    jam_.Note(day, people().facilitator(),
              records::Theme{theme, static_cast<std::uint32_t>(revision), SomeTexts(40), {}}, "Theme", "More");
  }
  void Decide(Day day) {
    if (themes_.empty()) return;
    const auto& theme = One(themes_);
    const auto revision = jam_.campaign().acts.themes.at(theme).decisions.size();
    jam_.Note(day, people().sponsor(),
              records::Decision{theme, records::Verdict::kAdopted, static_cast<std::uint32_t>(revision), {}}, "", "Why");
  }
  void Promise(Day day) {
    std::vector<crypto::Hash> links = SomeTexts(12);
    if (!themes_.empty() && Below(2) == 0) links = {One(themes_)};
    if (links.empty()) return;
    const auto id = jam_.Note(day, people().sponsor(), records::Action{day + 5, links, {}}, "A crane", "We buy one", "Ada");
    if (id.has_value()) actions_.push_back(*id);
  }
  void PublishSome(Day day) {
    for (const auto& text : SomeTexts(3)) {
      const bool taken = jam_.Act(day, people().facilitator(), records::Publish{text, records::Form::kParaphrase, {}},
                                  records::PublishContent{{}, "In other words."}.Encode())
                             .has_value();
      if (taken) wall_.push_back(text);
    }
  }
  void MergeTwo(Day day) {
    if (wall_.size() < 2) return;
    const crypto::Hash from = One(wall_);
    jam_.Act(day, people().facilitator(), records::Merge{from, One(wall_)});
  }

  std::mt19937_64 dice_;
  std::size_t zeal_;  // of leaders and facilitators: from nothing at all to several acts a day
  PlayedJam jam_;
  std::vector<Voice> voices_;
  std::vector<crypto::Hash> wall_;
  std::vector<crypto::Hash> themes_;
  std::vector<crypto::Hash> actions_;
};

}  // namespace

PlayedJam PlayByChance(std::uint64_t seed) { return Chance(seed).Play(); }

}  // namespace candor::testing
