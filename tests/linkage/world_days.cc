#include "tests/linkage/world_in_play.h"

#include <algorithm>
#include <map>

#include "crypto/envelope.h"
#include "services/member/exchange_schedule.h"
#include "tests/linkage/must.h"

namespace candor::linkage {
namespace {

// By then a relay has let an exchange go, and its answer has come.
constexpr UnixSeconds kHeldNoLonger = 400;

}  // namespace

void World::Enrol() {
  std::vector<MemberId> order(members_);
  for (MemberId id = 0; id < members_; ++id) order[id] = id;
  random_.Shuffle(order);
  for (const MemberId id : order) {
    servers_.clock().Advance(static_cast<UnixSeconds>(random_.Uniform(60)));
    people_[id]->Enrol();
  }
  servers_.Follow();
  Watch();
}

void World::Draw(MemberId member) {
  if (options_.fault == Fault::kJamOfOnesOwn) return people_[member]->Draw(JamOf(member));
  for (std::size_t jam = 0; jam < JamsIn(options_); ++jam) people_[member]->Draw(jam);
}

// At the first exchange of the day; in what they draw everybody is the same.
void World::DrawAll() {
  for (MemberId id = 0; id < members_; ++id) {
    if (SpeaksAtOnce(id)) continue;
    const UnixSeconds when = member::NextExchange(StartOf(kDrawing) - 1, member::kExchangesADay,
                                                  people_[id]->random());
    At(when, [this, id] {
      Draw(id);
      people_[id]->Exchange();
      servers_.Follow();
    });
  }
  Run(StartOf(kWriting));
}

void World::Write() {
  if (options_.shape == Shape::kOneHour) return WriteWhileSpeaking();
  for (const auto& saying : sayings_) {
    if (SpeaksAtOnce(saying.author) || (options_.fault == Fault::kConnectsToSpeak &&
                                        saying.author < 2 * pairs_.size())) {
      continue;
    }
    const auto when =
        StartOf(kWriting) + static_cast<UnixSeconds>(random_.Uniform(kSecondsPerDay));
    At(when, [this, saying] { Put(saying); });
  }
  Run(StartOf(kSpeaking) - 1);
}

// Each writes all there is to say at one time, early enough that two exchanges are left.
void World::WriteWhileSpeaking() {
  std::map<MemberId, UnixSeconds> when;
  for (const auto& saying : sayings_) {
    const auto drawn = StartOf(kSpeaking) + 60 + static_cast<UnixSeconds>(random_.Uniform(2 * kSlot - 60));
    const auto at = when.try_emplace(saying.author, drawn).first->second;
    At(at, [this, saying] { people_[saying.author]->Speak(saying.jam, saying.text); });
  }
  Run(StartOf(kSpeaking) - 1);
}

void World::PlanSlots() {
  for (UnixSeconds when = StartOf(kSpeaking); when <= StartOf(LastDay()); when += kSlot) {
    At(when, [this] { servers_.Tick(); });
    evidence_.slots.push_back(when);
  }
}

// From the opening to the first part of the day after. Fault::kUsedAtOnce: two thirds of the accomplices switch their
// machines on a part or two later, so that something comes in before each slot.
void World::PlanExchanges(MemberId member) {
  const int off = options_.fault == Fault::kUsedAtOnce ? static_cast<int>(member % 3) : 0;
  UnixSeconds when = StartOf(kSpeaking) - 1 + off * kSlot;
  for (int part = off; part <= member::kExchangesADay * static_cast<int>(LastDay() - kSpeaking); ++part) {
    when = member::NextExchange(when, member::kExchangesADay, people_[member]->random());
    At(when, [this, member] { ExchangeWhenFree(member); });
  }
}

// Four pairs, or eight accomplices, within eight seconds, in random order.
void World::PlanRush() {
  for (MemberId first = 0; first < members_; first += kBunch) {
    std::vector<MemberId> bunch;
    for (MemberId id = first; id < std::min(first + kBunch, members_); ++id) bunch.push_back(id);
    random_.Shuffle(bunch);
    UnixSeconds when = StartOf(kSpeaking) + 600 + static_cast<UnixSeconds>(first) * 30;
    for (const MemberId id : bunch) At(when++, [this, id] { people_[id]->Exchange(); });
  }
}

// One of a pair in the first six hours, the other in the last.
UnixSeconds World::FarApart(MemberId member) {
  const bool early = (member / 2 + member) % 2 == 0;
  return StartOf(kSpeaking) + (early ? 0 : 3 * kSlot) + 60 + static_cast<UnixSeconds>(random_.Uniform(kSlot - 600));
}

// Fault::kExchangesAnyTime: as many as there is to say, one after the other.
void World::PlanOneExchange(MemberId member) {
  UnixSeconds when = FarApart(member);
  for (const auto& saying : sayings_) {
    if (saying.author != member) continue;
    At(when, [this, member] { people_[member]->Exchange(); });
    when += kHeldNoLonger;
  }
}

// Fault::kUsedAtOnce.
void World::PlanAtOnce() {
  for (const auto& saying : sayings_) {
    if (!SpeaksAtOnce(saying.author)) continue;
    const auto when = FarApart(saying.author);
    At(when, [this, saying] {
      people_[saying.author]->Draw(saying.jam);
      people_[saying.author]->SpeakAtOnce(saying.jam, saying.text);
      servers_.Follow();
    });
  }
}

// Fault::kConnectsToSpeak.
void World::PlanConnections() {
  for (const auto& saying : sayings_) {
    if (saying.author >= 2 * pairs_.size()) continue;
    const auto when =
        StartOf(kSpeaking) + 60 + static_cast<UnixSeconds>(random_.Uniform(kSecondsPerDay - 600));
    At(when, [this, saying] {
      people_[saying.author]->Speak(saying.jam, saying.text);
      people_[saying.author]->Exchange();
    });
  }
}

// As a leader does who has read the texts of the last slot, at the moment at which watching says most: where a part
// of the day begins, and so a slot. Whoever is asked takes up to half a day for each of both.
void World::AskAfterwards() {
  for (const auto& saying : sayings_) {
    if (saying.author < 2 * pairs_.size() && saying.text.find(" left ") != std::string::npos) AskAbout(saying);
  }
  servers_.Follow();
}

void World::AskAbout(const Saying& saying) {
  const crypto::Hash text = said_.at(saying.text);
  const auto& campaign = *servers_.logs().board().FindCampaign(servers_.jam(0).id());
  const auto thread_key =
      Must(records::SignedSubmission::Decode(campaign.submissions.at(text).signed_submission), "a body").body.thread_key;
  const crypto::EnvelopeHeader header{campaign.id, thread_key, records::kToTheThread};
  const crypto::OpinionPlaintext words{.text = "Is it the crane of the north pier?", .category = "", .language = "", .headline = ""};
  const Bytes letter = Must(crypto::SealEnvelope(header, {&campaign.threads.at(thread_key).kem_key, 1},
                                                 Must(words.Encode(), "a question's text"), random_),
                            "sealing a question");
  const crypto::Hash question =
      PostAs(servers_.organisation().reader(), records::PrivateNote{text, records::NoteForm::kQuestion, {}}, letter);
  const Bytes note = records::NoteContent{"A second crane", "Harbour", "Ordered."}.Encode();
  const crypto::Hash action =
      PostAs(servers_.organisation().reader(), records::Action{DayOf(servers_.clock().Now()) + 9, {text}, {}}, note);
  Person& author = *people_[saying.author];
  const auto soon = [&] { return servers_.clock().Now() + 60 + static_cast<UnixSeconds>(random_.Uniform(2 * kSlot)); };
  At(soon(), [this, &author, text, question] {
    author.Answer(0, text, question);
    if (options_.fault == Fault::kConnectsToAnswer) ExchangeWhenFree(author.id());
  });
  At(soon(), [this, &author, text, action] {
    author.Rate(0, text, action);
    if (options_.fault == Fault::kConnectsToRate) ExchangeWhenFree(author.id());
  });
}

// A machine makes one exchange at a time: where one is held by the relay, the next waits for it.
void World::ExchangeWhenFree(MemberId member) {
  if (!line_.IsBusy(member)) return people_[member]->Exchange();
  At(servers_.clock().Now() + kHeldNoLonger, [this, member] { ExchangeWhenFree(member); });
}

void World::Speaking() {
  PlanSlots();
  if (options_.shape == Shape::kAfterwards) {
    At(StartOf(kOver) + kSlot, [this] { AskAfterwards(); });
  }
  if (options_.shape == Shape::kRush) {
    PlanRush();
  } else {
    for (MemberId id = 0; id < members_; ++id) {
      const bool pair = id < 2 * pairs_.size();
      if (SpeaksAtOnce(id) || (pair && options_.fault == Fault::kConnectsToSpeak)) continue;
      pair && options_.fault == Fault::kExchangesAnyTime ? PlanOneExchange(id) : PlanExchanges(id);
    }
  }
  if (options_.fault == Fault::kUsedAtOnce) PlanAtOnce();
  if (options_.fault == Fault::kConnectsToSpeak) PlanConnections();
  Run(StartOf(LastDay()) + kSlot + 120);
}

}  // namespace candor::linkage
