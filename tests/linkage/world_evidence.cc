#include "tests/linkage/world_in_play.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "services/leader/reading.h"
#include "tests/linkage/must.h"

namespace candor::linkage {

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

}  // namespace candor::linkage
