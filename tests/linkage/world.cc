#include "tests/linkage/world.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "base/text.h"
#include "records/post_act.h"
#include "services/leader/reading.h"
#include "services/member/exchange_schedule.h"
#include "services/runtime/event_log.h"
#include "tests/linkage/disk.h"
#include "tests/linkage/must.h"
#include "tests/linkage/person.h"
#include "tests/linkage/printed.h"
#include "tests/store/support/temporary_folder.h"

namespace candor::linkage {
namespace {

constexpr std::size_t kAccomplices = 12;
// Clients that a relay waits for before it lets a bunch go (services/relay/holding.h).
constexpr std::size_t kBunch = 8;
constexpr UnixSeconds kSlot = 6 * 3600;
// By then a relay has let an exchange go, and its answer has come.
constexpr UnixSeconds kHeldNoLonger = 400;

bool IsAboutTwoJams(Shape shape) { return shape == Shape::kTwoJams || shape == Shape::kOneHour; }
bool IsAboutOneJam(Shape shape) { return shape == Shape::kIdeas || shape == Shape::kPoints; }

std::size_t AccomplicesIn(const WorldOptions& options) {
  if (options.shape == Shape::kRush) return kBunch;
  // So many that the pool's mix keeps nobody's text from the first slot until the last: each slot of the day has to
  // carry off what the one before left.
  if (options.fault == Fault::kUsedAtOnce) return 8 * kAccomplices;
  if (options.fault == Fault::kExchangesAnyTime) return 4 * kAccomplices;
  // Twice as many where they are in two jams, so that there are enough in each.
  return options.fault == Fault::kJamOfOnesOwn ? 2 * kAccomplices : kAccomplices;
}

std::size_t JamsIn(const WorldOptions& options) {
  return IsAboutTwoJams(options.shape) || options.fault == Fault::kJamOfOnesOwn ? 2 : 1;
}

// What is to happen, by time; what comes at one time in the order of being put in.
class Agenda {
 public:
  void At(UnixSeconds time, std::function<void()> act) { acts_.emplace(time, std::move(act)); }
  std::optional<UnixSeconds> next() const {
    if (acts_.empty()) return std::nullopt;
    return acts_.begin()->first;
  }
  void RunNext() {
    const auto act = std::move(acts_.begin()->second);
    acts_.erase(acts_.begin());
    act();
  }

 private:
  std::multimap<UnixSeconds, std::function<void()>> acts_;
};

class World {
 public:
  World(const WorldOptions& options, const std::string& folder)
      : options_(options),
        random_(options.seed * 1000 + 7),
        members_(2 * (options.writing_pairs + options.speaking_pairs) + AccomplicesIn(options)),
        printed_(folder + "/printed"),
        servers_({.folder = folder,
                  .seed = options.seed,
                  .members = members_,
                  .jams = JamsIn(options),
                  .slots_per_day = static_cast<std::uint8_t>(
                      options.shape == Shape::kOneSeal || options.shape == Shape::kRush ? 1 : 4),
                  .endorsements = static_cast<std::uint8_t>(options.shape == Shape::kPoints ? 2 : 1),
                  .fault = options.fault}),
        line_({.gateway = servers_.gateway(),
               .gateway_keys = servers_.gateway_keys(),
               .clock = servers_.clock(),
               .fault = options.fault,
               .seed = options.seed * 1000 + 3,
               .submitted = [this] { Submitted(); }}) {
    if (options.reading == WorldOptions::Reading::kWatched) {
      mirror_ = std::make_unique<Mirror>(servers_);
    }
    for (MemberId id = 0; id < members_; ++id) {
      people_.push_back(std::make_unique<Person>(
          id, Person::Parts{.servers = servers_,
                            .line = line_,
                            .issuances = evidence_.issuances,
                            .mirror = mirror_.get(),
                            .folder = Cat(folder, "/member-", id),
                            .fault = options.fault,
                            .seed = options.seed * 1'000'000 + id}));
    }
    MakePairs();
  }

  Played Play();

 private:
  // One text that somebody has to say; `which` names it to the game.
  struct Saying {
    MemberId author = 0;
    std::size_t jam = 0;
    std::string text;  // of a point the title of what it is given to
    enum What { kVoice, kIdea, kPoint } what = kVoice;
  };

  void MakePairs();
  void Say(MemberId author, std::size_t jam, std::string which, std::size_t length);
  std::size_t JamOf(MemberId member) const;
  void Submitted();

  void Run(UnixSeconds until);
  void At(UnixSeconds time, std::function<void()> act) { agenda_.At(time, std::move(act)); }
  void Watch();

  void MakePairInOneJam(std::size_t p, Pair pair, int bit);
  crypto::Hash Post(records::ActBody body, const std::string& title);
  crypto::Hash PostAs(const candor::testing::Actor& who, records::ActBody body, Bytes content);
  void FillTheWall();
  void Put(const Saying& saying);
  void AskAfterwards();
  void AskAbout(const Saying& saying);
  void ExchangeWhenFree(MemberId member);
  void CollectAfterwards();
  void Enrol();
  void DrawAll();
  void Draw(MemberId member);
  void Write();
  void WriteWhileSpeaking();
  void Speaking();
  void PlanSlots();
  void PlanExchanges(MemberId member);
  void PlanOneExchange(MemberId member);
  UnixSeconds FarApart(MemberId member);
  void PlanRush();
  void PlanAtOnce();
  void PlanConnections();
  void ReadAll();
  void ReadBatch(const audit::Campaign& campaign, std::size_t jam, const audit::Batch& batch);
  void ReadPoints(const audit::Campaign& campaign, const audit::Batch& batch);
  void NextWeek();
  void Collect();
  void SortByArrival();
  std::size_t PlaceOf(const std::string& which) const;
  // Points are given until two days after the close, and each waits for up to a day and a half. Who is asked
  // takes half a day, and the answer waits for up to one.
  Day LastDay() const {
    if (options_.shape == Shape::kAfterwards) return kOver + 3;
    return options_.shape == Shape::kPoints ? kOver + 2 : kOver;
  }
  bool SpeaksAtOnce(MemberId member) const {
    return options_.fault == Fault::kUsedAtOnce && member < 2 * options_.writing_pairs;
  }

  const WorldOptions options_;
  SharedRandom random_;
  const std::size_t members_;
  Printed printed_;
  Servers servers_;
  Line line_;
  std::unique_ptr<Mirror> mirror_;
  std::vector<std::unique_ptr<Person>> people_;
  Agenda agenda_;
  Evidence evidence_;
  std::vector<Pair> pairs_;
  std::vector<int> bits_;
  std::vector<Saying> sayings_;
  std::map<std::string, crypto::Hash> said_;     // submission hashes, by text
  std::map<std::string, crypto::Hash> on_wall_;  // what is contributed or given points to, by its title
  std::int64_t counted_ = 0;  // Fault::kCounterMoves, kLinePerSubmission
};

// ---- who says what

std::string Which(std::size_t pair, std::string_view side, std::size_t jam = 0) {
  return Cat("pair ", pair, " ", side, " in ", jam, ";");
}

void World::Say(MemberId author, std::size_t jam, std::string which, std::size_t length) {
  which.resize(std::max(which.size(), length), '.');
  sayings_.push_back({author, jam, std::move(which)});
}

std::size_t World::JamOf(MemberId member) const {
  return options_.fault == Fault::kJamOfOnesOwn ? member % 2 : 0;
}

// "left" is short and "right" is long, so that a size could tell them apart.
void World::MakePairs() {
  for (std::size_t p = 0; p < options_.writing_pairs + options_.speaking_pairs; ++p) {
    const bool writing = p < options_.writing_pairs;
    Pair pair;
    pair.a = 2 * p;
    pair.b = 2 * p + 1;
    const int bit = static_cast<int>(random_.Uniform(2));
    if (writing && IsAboutOneJam(options_.shape)) {
      MakePairInOneJam(p, pair, bit);
      continue;
    }
    const MemberId left = bit == 0 ? pair.a : pair.b;
    const MemberId right = bit == 0 ? pair.b : pair.a;
    if (!writing) {
      pair.question = Question::kWhoSpoke;
      Say(left, 0, Which(p, "left"), 100);
      bits_.push_back(bit);
    } else if (IsAboutTwoJams(options_.shape)) {
      // The first is told, and so always a's; the question is about the second.
      pair.question = Question::kWhoseSecond;
      Say(pair.a, 0, Which(p, "left", 0), 100);
      Say(pair.b, 0, Which(p, "right", 0), 100);
      Say(left, 1, Which(p, "left", 1), 100);
      Say(right, 1, Which(p, "right", 1), 100);
      bits_.push_back(bit);
    } else {
      Say(left, JamOf(left), Which(p, "left"), 100);
      Say(right, JamOf(right), Which(p, "right"), 5000);
      bits_.push_back(bit);
    }
    pairs_.push_back(pair);
  }
  const MemberId first = 2 * pairs_.size();
  for (MemberId id = first; id < members_; ++id) {
    for (std::size_t jam = 0; jam < JamsIn(options_); ++jam) {
      if (options_.fault == Fault::kJamOfOnesOwn && jam != JamOf(id)) continue;
      Say(id, jam, Which(id, "accomplice", jam), 100);
    }
  }
}

// The first ones are told, and so always a's "left"; the question is about the second ones. Of points, what they are
// given to tells them apart.
void World::MakePairInOneJam(std::size_t p, Pair pair, int bit) {
  const Saying::What first = options_.shape == Shape::kIdeas ? Saying::kVoice : Saying::kPoint;
  const Saying::What second = options_.shape == Shape::kIdeas ? Saying::kIdea : Saying::kPoint;
  pair.question = Question::kWhoseSecond;
  sayings_.push_back({pair.a, 0, Which(p, "left", 0), first});
  sayings_.push_back({pair.b, 0, Which(p, "right", 0), first});
  sayings_.push_back({bit == 0 ? pair.a : pair.b, 0, Which(p, "left", 1), second});
  sayings_.push_back({bit == 0 ? pair.b : pair.a, 0, Which(p, "right", 1), second});
  pairs_.push_back(pair);
  bits_.push_back(bit);
}

// ---- what is on the wall

crypto::Hash World::Post(records::ActBody body, const std::string& title) {
  return PostAs(servers_.organisation().facilitator(), std::move(body), records::NoteContent{title, "", ""}.Encode());
}

crypto::Hash World::PostAs(const candor::testing::Actor& who, records::ActBody body, Bytes content) {
  const auto call = records::MakeActWithText(servers_.jam(0).id(), DayOf(servers_.clock().Now()), std::move(body),
                                             std::move(content), who.key, random_);
  Must(servers_.board().PostAct(who.public_key(), call), "posting an act");
  return records::ActId(call.act);
}

// One thing for all contributions; one for each point, so that everybody can tell the points apart.
void World::FillTheWall() {
  for (const auto& saying : sayings_) {
    if (saying.what == Saying::kPoint) on_wall_[saying.text] = Post(records::Theme{}, saying.text);
  }
  if (options_.shape == Shape::kIdeas) on_wall_[""] = Post(records::Prompt{}, "");
  servers_.Follow();
}

void World::Put(const Saying& saying) {
  Person& author = *people_[saying.author];
  switch (saying.what) {
    case Saying::kVoice: said_[saying.text] = author.Speak(saying.jam, saying.text); break;
    case Saying::kIdea: author.BuildOn(saying.jam, on_wall_.at(""), saying.text); break;
    case Saying::kPoint: author.Endorse(saying.jam, on_wall_.at(saying.text)); break;
  }
}

// ---- time

// Everything up to `until`, in order of time; where relay and agenda have something to do at the same time,
// the relay first.
void World::Run(UnixSeconds until) {
  for (;;) {
    const auto held = line_.due();
    const auto planned = agenda_.next();
    const bool relay = held.has_value() && (!planned.has_value() || *held <= *planned);
    const auto next = relay ? held : planned;
    if (!next.has_value() || *next > until) break;
    servers_.clock().Set(*next);
    if (relay) {
      line_.Tick();
    } else {
      agenda_.RunNext();
    }
    Watch();
  }
  servers_.clock().Set(until);
}

void World::Watch() {
  const UnixSeconds now = servers_.clock().Now();
  printed_.Take(now);
  const std::int64_t published =
      static_cast<std::int64_t>(servers_.published().front().publisher->published_size());
  const std::int64_t counted = options_.fault == Fault::kCounterMoves ? counted_ : 0;
  const std::int64_t value = published + counted;
  if (evidence_.gauges.empty() || evidence_.gauges.back().value != value) {
    evidence_.gauges.push_back({now, value});
  }
}

void World::Submitted() {
  ++counted_;
  if (options_.fault == Fault::kLinePerSubmission) {
    runtime::Log(runtime::Event::kEntriesAppended, {counted_});
  }
}

// ---- the days

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
    if (options_.fault == Fault::kConnectsToAct) ExchangeWhenFree(author.id());
  });
  At(soon(), [this, &author, text, action] {
    author.Rate(0, text, action);
    if (options_.fault == Fault::kConnectsToAct) ExchangeWhenFree(author.id());
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

// ---- what the adversary holds

// As a leader who tells everything.
void World::ReadBatch(const audit::Campaign& campaign, std::size_t jam, const audit::Batch& batch) {
  const auto& reader = servers_.organisation().reader().public_key();
  const auto reply = Must(servers_.board().FetchBatch(reader, {campaign.id, batch.index}),
                          "a leader's fetch of a batch");
  for (const auto& item : reply.items) {
    const auto opened = Must(services::leader::OpenOpinion(campaign, item, reader,
                                                           servers_.jam(jam).reading_key(0)),
                             "opening a text");
    const std::uint64_t index = campaign.submissions.at(item.submission_hash).index;
    const auto entry = Must(records::LogEntry::Decode(servers_.published().front().entries.at(
                                static_cast<std::size_t>(index))),
                            "reading an entry");
    const auto* const body = std::get_if<records::SubmissionEntry>(&entry.body);
    if (body == nullptr) Broken("reading a text", "its entry is no submission");
    evidence_.texts.push_back(
        {.index = index,
         .slot = batch.seal.slot,
         .jam = jam,
         .submission_hash = item.submission_hash,
         .submission = Must(records::SignedSubmission::Decode(body->signed_submission), "a body"),
         .text = opened.text});
  }
}

// Points hold no text: what they are given to is in the log.
void World::ReadPoints(const audit::Campaign& campaign, const audit::Batch& batch) {
  for (const auto& hash : batch.submissions) {
    const auto& sealed = campaign.submissions.at(hash);
    auto submission = Must(records::SignedSubmission::Decode(sealed.signed_submission), "a point");
    const auto at = std::ranges::find_if(
        on_wall_, [&](const auto& each) { return each.second == submission.body.target; });
    if (at == on_wall_.end()) Broken("reading a point", "it was given to nothing");
    evidence_.texts.push_back({.index = sealed.index, .slot = batch.seal.slot, .jam = 0, .submission_hash = hash,
                               .submission = std::move(submission), .text = at->first});
  }
}

void World::ReadAll() {
  for (std::size_t jam = 0; jam < JamsIn(options_); ++jam) {
    const auto& campaign = *servers_.logs().board().FindCampaign(servers_.jam(jam).id());
    for (const auto& batch : campaign.batches) {
      const records::Pool pool = batch.seal.pool;
      if (pool == records::Pool::kOpinions || pool == records::Pool::kContributions) ReadBatch(campaign, jam, batch);
      if (pool == records::Pool::kEndorsements) ReadPoints(campaign, batch);
    }
  }
  if (evidence_.texts.size() != sayings_.size()) {
    Broken("playing a jam", Cat(sayings_.size(), " spoke and ", evidence_.texts.size(),
                                " texts are in the log"));
  }
}

// Fault::kSealedInArrivalOrder: each batch as a board would have written it that keeps a list.
void World::SortByArrival() {
  std::map<crypto::Hash, std::size_t> arrived;
  for (const auto& each : evidence_.arrivals) arrived.emplace(each.submission_hash, each.order);
  std::map<std::uint32_t, std::vector<LoggedText*>> batches;
  for (auto& text : evidence_.texts) batches[text.slot].push_back(&text);
  for (auto& [slot, texts] : batches) {
    std::vector<std::uint64_t> indices;
    for (const auto* text : texts) indices.push_back(text->index);
    std::ranges::sort(indices);
    std::ranges::sort(texts, {}, [&](const LoggedText* text) {
      return arrived.at(text->submission_hash);
    });
    for (std::size_t i = 0; i < texts.size(); ++i) texts[i]->index = indices[i];
  }
}

std::size_t World::PlaceOf(const std::string& which) const {
  for (std::size_t i = 0; i < evidence_.texts.size(); ++i) {
    if (evidence_.texts[i].text.starts_with(which)) return i;
  }
  Broken("finding a text", which);
}

void World::NextWeek() {
  for (Day day = kOver + 1; day <= kNextWeek; ++day) {
    At(StartOf(day) + 60, [this] { servers_.Tick(); });
  }
  Run(StartOf(kNextWeek) + 3600);
}

void World::Collect() {
  auto traffic = line_.Take();
  evidence_.packets = std::move(traffic.packets);
  evidence_.recordings = std::move(traffic.recordings);
  evidence_.arrivals = std::move(traffic.arrivals);
  if (mirror_ != nullptr) evidence_.reads = mirror_->Take();
  for (const auto& read : evidence_.reads) {
    evidence_.packets.push_back(
        {read.time, Place::kMirror, Place::kMember, read.member, read.size});
  }
  // Within a second nothing but the order in which the relay sends says anything.
  std::ranges::stable_sort(evidence_.packets, {}, [](const Packet& each) {
    return std::tuple(each.time, each.from, each.to, each.member);
  });
  evidence_.lines = printed_.lines();
  evidence_.gateway_keys = servers_.ReadGatewayKeys();
  for (std::size_t p = 0; p < pairs_.size(); ++p) {
    Pair& pair = pairs_[p];
    pair.left = PlaceOf(Which(p, "left"));
    if (pair.question != Question::kWhoSpoke) pair.right = PlaceOf(Which(p, "right"));
    if (pair.question != Question::kWhoseSecond) continue;
    pair.second_left = PlaceOf(Which(p, "left", 1));
    pair.second_right = PlaceOf(Which(p, "right", 1));
  }
  for (MemberId id = 2 * pairs_.size(); id < members_; ++id) {
    const std::size_t place = PlaceOf(Which(id, "accomplice", JamOf(id)));
    evidence_.accomplices.push_back({id, evidence_.texts[place].submission_hash});
  }
}

// By what anybody reads in the log: an act of a thread stands under its thread, and a rating too.
void World::CollectAfterwards() {
  const auto& campaign = *servers_.logs().board().FindCampaign(servers_.jam(0).id());
  const auto& slots = campaign.open.slots;
  std::map<records::VerifyKey, Afterwards> of_thread;
  for (const auto& pair : pairs_) {
    const auto& body = evidence_.texts[pair.left].submission.body;
    of_thread[body.thread_key] = {.text = pair.left, .asked = StartOf(kOver) + kSlot, .rated = evidence_.slots.back()};
  }
  for (const auto& batch : campaign.batches) {
    for (const auto& hash : batch.submissions) {
      const auto body =
          Must(records::SignedSubmission::Decode(campaign.submissions.at(hash).signed_submission), "a body").body;
      const auto at = of_thread.find(body.thread_key);
      if (at == of_thread.end()) continue;
      if (body.kind == records::Kind::kFollowUp) at->second.answered = slots.TimeOf(batch.seal.slot);
      if (body.kind == records::Kind::kRating) at->second.rated = slots.TimeOf(batch.seal.slot);
    }
  }
  for (const auto& [key, each] : of_thread) {
    if (each.answered == 0) Broken("waiting for an answer", "it is not in the log");
    evidence_.afterwards.push_back(each);
  }
}

Played World::Play() {
  servers_.OpenJams();
  FillTheWall();
  Enrol();
  At(StartOf(kDrawing - 1) + 60, [this] { servers_.Tick(); });
  At(StartOf(kDrawing), [this] { servers_.Tick(); });
  DrawAll();
  servers_.Tick();
  Write();
  Speaking();
  ReadAll();
  NextWeek();
  line_.Stop();
  Watch();
  Collect();
  if (options_.shape == Shape::kAfterwards) CollectAfterwards();
  if (options_.fault == Fault::kSealedInArrivalOrder) SortByArrival();
  people_.clear();
  mirror_.reset();
  const auto recording = servers_.recording();
  const std::string disk = servers_.board_folder();
  servers_.ShutDown();
  evidence_.disk = SearchDisk(disk, evidence_.texts, recording);
  return {std::move(evidence_), std::move(pairs_), std::move(bits_)};
}

}  // namespace

Played PlayWorld(const WorldOptions& options) {
  const store::testing::TemporaryFolder folder;
  if (folder.path().empty()) Broken("making a folder", "no place for temporary files");
  return World(options, folder.path()).Play();
}

}  // namespace candor::linkage
