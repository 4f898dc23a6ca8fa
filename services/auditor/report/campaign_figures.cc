#include "services/auditor/report/campaign_figures.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "audit/overdue.h"
#include "base/text.h"
#include "services/auditor/report/responses.h"
#include "services/runtime/terminal.h"

namespace candor::services::auditor {
namespace {

using audit::Campaign;
using records::AnswerStatus;

constexpr std::array kStatuses = {AnswerStatus::kPlanned, AnswerStatus::kUnderWay,
                                  AnswerStatus::kDone,    AnswerStatus::kNotNow,
                                  AnswerStatus::kDeclined, AnswerStatus::kAnswered};

struct Opinion {
  std::size_t seal = 0;  // position among the seals of opinions
  Day sealed = 0;
  bool readable = true;
  std::uint8_t audience = 0;
  const std::vector<audit::PublicAnswer>* answers = nullptr;
  TextResponses responses{};
  std::optional<Day> erased{};
  bool withdrawn = false;
  bool agreed = false;
  std::set<audit::ClockKind> not_done{};  // clocks that have run out
  std::set<audit::ClockKind> late{};
};

std::string TitleOf(const Campaign& campaign) {
  const std::string& question = campaign.manifest->draft.question;
  return Cat(HexEncode(campaign.id).substr(0, 8), ", ", runtime::SafeForTerminal(question));
}

// Nearest rank: the smallest delay that at least so many of a hundred do not exceed.
std::uint64_t Percentile(const std::vector<Day>& sorted, std::size_t hundredths) {
  return sorted[(sorted.size() * hundredths + 99) / 100 - 1];
}

class Counting {
 public:
  Counting(const Campaign& campaign, const audit::CampaignCounts& counts, Day as_of,
           std::optional<NoDisclosureControl> off)
      : campaign_(campaign), as_of_(as_of), off_(off), opinions_(OpinionsOf(campaign, as_of)) {
    out_.id = campaign.id;
    out_.title = TitleOf(campaign);
    out_.k = campaign.open.k;
    out_.roster = campaign.open.roster_size;
    // Where a log breaks its own sums (I08), what is left for an atom is nothing.
    const std::uint64_t spoken = opinions_.size();
    const std::uint64_t spent = spoken + counts.blanks;
    const std::uint64_t drawn = std::max(counts.draws, spent);
    std::vector<std::uint64_t> weights(spoken, 1);
    weights.push_back(counts.blanks);
    weights.push_back(drawn - spent);
    weights.push_back(out_.roster > drawn ? out_.roster - drawn : 0);
    gate_.emplace(std::move(weights), out_.k, off);
  }

  // What `candor jam report` counts too comes first: then the two let the same through.
  CampaignFigures All() {
    CountParticipation();
    CountResponses();
    CountAnswers();
    CountRest();
    CountClocks();
    CountOthers();
    return std::move(out_);
  }

 private:
  using Pick = std::function<bool(const Opinion&)>;

  static std::vector<Opinion> OpinionsOf(const Campaign& campaign, Day as_of);

  Figure OfOpinions(FigureFamily family, const Pick& pick) {
    DisclosureGate::Atoms members(gate_->atoms());
    for (std::size_t i = 0; i < opinions_.size(); ++i) members[i] = pick(opinions_[i]);
    return gate_->Offer(family, members);
  }
  // What happened to those that leaders could read.
  Figure OfReadable(const Pick& pick) {
    return OfOpinions(FigureFamily::kResponse,
                      [&](const Opinion& each) { return each.readable && pick(each); });
  }
  Figure OfAnswered(const Pick& pick) {
    return OfReadable([&](const Opinion& each) { return each.answers != nullptr && pick(each); });
  }

  using FirstDay = std::function<std::optional<Day>(const Opinion&)>;

  // A log whose days decrease is a finding, and no reason for a number of four billion.
  std::optional<Delays> DelaysOf(const Figure& count, const FirstDay& first) const {
    if (count.value_or(0) == 0) return std::nullopt;
    std::vector<Day> days;
    for (const Opinion& each : opinions_) {
      const auto day = first(each);
      if (each.readable && day.has_value()) days.push_back(std::max(*day, each.sealed) - each.sealed);
    }
    std::ranges::sort(days);
    return Delays{Percentile(days, 50), Percentile(days, 90)};
  }

  ResponseFigures Responded(const FirstDay& first) {
    const Figure count = OfReadable([&](const Opinion& each) { return first(each).has_value(); });
    return {count, DelaysOf(count, first)};
  }

  CountedAnswers Counted(std::string name, const Pick& pick) {
    const Figure count = OfAnswered(pick);
    return {std::move(name), count, DelaysOf(count, [&](const Opinion& each) -> std::optional<Day> {
              if (each.answers == nullptr || !pick(each)) return std::nullopt;
              return each.responses.individually;
            })};
  }

  void CountParticipation() {
    out_.opinions = OfOpinions(FigureFamily::kTime, [](const Opinion&) { return true; });
    for (const audit::Batch& batch : campaign_.batches) {
      if (batch.seal.pool != records::Pool::kOpinions) continue;
      const std::size_t number = out_.seals.size();
      out_.withheld_batch = out_.withheld_batch || batch.seal.withheld;
      out_.withheld_though_many = out_.withheld_though_many || (batch.seal.withheld && opinions_.size() >= out_.k);
      out_.seals.push_back({batch.day, batch.seal.slot,
                            OfOpinions(FigureFamily::kTime, [&](const Opinion& each) {
                              return each.seal <= number;
                            })});
    }
    // After the opinions: blanks, those who were silent, and those who have not drawn.
    const std::size_t blanks = opinions_.size();
    DisclosureGate::Atoms drawn(gate_->atoms(), true);
    drawn[blanks + 2] = false;
    out_.drawn = gate_->Offer(FigureFamily::kTime, drawn);
    DisclosureGate::Atoms unspent(gate_->atoms());
    unspent[blanks + 1] = true;
    out_.unspent = gate_->Offer(FigureFamily::kTime, unspent);
  }

  void CountResponses() {
    out_.answered = Responded([](const Opinion& each) { return each.responses.Answered(); });
    out_.individually = Responded([](const Opinion& each) { return each.responses.individually; });
    out_.through_theme = Responded([](const Opinion& each) { return each.responses.through_theme; });
    out_.decided = Responded([](const Opinion& each) { return each.responses.decided; });
    out_.acted_on = Responded([](const Opinion& each) { return each.responses.acted_on; });
    out_.acknowledged = Responded([](const Opinion& each) { return each.responses.acknowledged; });
    const Day clock = campaign_.manifest->draft.clocks.answer;
    out_.overdue = OfReadable([&](const Opinion& each) {
      const Day until = each.erased.has_value() && *each.erased < as_of_ ? *each.erased : as_of_;
      return clock != 0 && !each.responses.Answered().has_value() && until > each.sealed + clock;
    });
  }

  void CountAnswers() {
    for (const AnswerStatus status : kStatuses) {
      out_.statuses.push_back(
          Counted(std::string(records::AnswerStatusName(status)), [&](const Opinion& each) {
            return each.answers->back().answer.status == status;
          }));
    }
    out_.answered_late = OfClock(audit::ClockKind::kAnswer, &Opinion::late);
  }

  void CountRest() {
    std::set<Day> days;
    for (const Opinion& each : opinions_) {
      if (each.readable && each.answers != nullptr) days.insert(each.answers->front().day);
    }
    for (const Day day : days) {
      out_.answer_days.push_back({day, OfAnswered([&](const Opinion& each) {
                                    return each.answers->front().day <= day;
                                  })});
    }
    for (const records::Audience& audience : campaign_.manifest->draft.audiences) {
      if (audience.id == records::kAppealPanel) continue;
      out_.audiences.push_back({runtime::SafeForTerminal(audience.name),
                                OfOpinions(FigureFamily::kResponse, [&](const Opinion& each) {
                                  return each.audience == audience.id;
                                })});
    }
    const auto whole = [this](const Pick& pick) { return OfOpinions(FigureFamily::kResponse, pick); };
    out_.withdrawn = whole([](const Opinion& each) { return each.withdrawn; });
    out_.agreed = whole([](const Opinion& each) { return each.agreed; });
  }

  Figure OfClock(audit::ClockKind clock, std::set<audit::ClockKind> Opinion::*missed) {
    return OfReadable([&](const Opinion& each) { return (each.*missed).contains(clock); });
  }

  void CountClocks() {
    using audit::ClockKind;
    out_.unacknowledged = OfClock(ClockKind::kAcknowledge, &Opinion::not_done);
    out_.acknowledged_late = OfClock(ClockKind::kAcknowledge, &Opinion::late);
    out_.unpublished = OfClock(ClockKind::kPublish, &Opinion::not_done);
    out_.published_late = OfClock(ClockKind::kPublish, &Opinion::late);
  }

  // Acts of threads may travel in a batch of the pool, and are none.
  std::uint64_t ContributionsIn(const audit::Batch& batch) const {
    return static_cast<std::uint64_t>(std::ranges::count_if(batch.submissions, [&](const crypto::Hash& hash) {
      const auto decoded = records::SignedSubmission::Decode(campaign_.submissions.at(hash).signed_submission);
      return decoded.ok() && decoded->body.kind == records::Kind::kContribution;
    }));
  }

  void CountOthers() {
    std::uint64_t contributions = 0;
    for (const audit::Batch& batch : campaign_.batches) {
      const bool counts = batch.seal.pool == records::Pool::kContributions && !batch.seal.withheld;
      contributions += counts ? ContributionsIn(batch) : 0;
      out_.points += batch.seal.pool == records::Pool::kEndorsements ? batch.submissions.size() : 0;
    }
    out_.contributions = DisclosureGate({contributions}, out_.k, off_).Offer(FigureFamily::kTime, {true});
    out_.points_of = PointsIn(campaign_);
    for (const auto& [action, ratings] : RatingsIn(campaign_)) {
      const std::size_t threads = ratings.size();
      DisclosureGate gate(std::vector<std::uint64_t>(threads, 1), out_.k, off_);
      auto& figures = out_.ratings[action];
      figures.threads = gate.Offer(FigureFamily::kResponse, DisclosureGate::Atoms(threads, true));
      for (std::size_t value = 0; value < figures.by_value.size(); ++value) {
        DisclosureGate::Atoms members;
        for (const auto& [thread, given] : ratings) members.push_back(given == value);
        figures.by_value[value] = gate.Offer(FigureFamily::kResponse, members);
      }
    }
  }

  const Campaign& campaign_;
  Day as_of_;
  std::optional<NoDisclosureControl> off_;
  std::vector<Opinion> opinions_;
  std::optional<DisclosureGate> gate_;
  CampaignFigures out_;
};

std::vector<Opinion> Counting::OpinionsOf(const Campaign& campaign, Day as_of) {
  const auto responses = ResponsesIn(campaign);
  std::multimap<crypto::Hash, const audit::Overdue*> missed;
  const auto overdue = audit::OverdueOf(campaign, as_of);
  for (const audit::Overdue& each : overdue) missed.emplace(each.about, &each);
  std::map<std::uint64_t, const audit::Erasing*> tombstones;
  for (const audit::Erasing& each : campaign.erasures) tombstones[each.index] = &each;
  std::vector<Opinion> out;
  std::size_t seal = 0;
  for (const audit::Batch& batch : campaign.batches) {
    if (batch.seal.pool != records::Pool::kOpinions) continue;
    for (const crypto::Hash& hash : batch.submissions) {
      const audit::SealedSubmission& sealed = campaign.submissions.at(hash);
      const auto decoded = records::SignedSubmission::Decode(sealed.signed_submission);
      if (!decoded.ok() || decoded->body.kind != records::Kind::kOpinion) continue;
      Opinion opinion{.seal = seal,
                      .sealed = batch.day,
                      .readable = !batch.seal.withheld,
                      .audience = decoded->body.audience};
      const auto answers = campaign.answers.find(hash);
      if (answers != campaign.answers.end()) opinion.answers = &answers->second;
      if (const auto at = responses.find(hash); at != responses.end()) opinion.responses = at->second;
      for (auto [at, end] = missed.equal_range(hash); at != end; ++at) {
        const audit::Overdue& each = *at->second;
        (each.done.has_value() ? opinion.late : opinion.not_done).insert(each.clock);
      }
      const auto tombstone = tombstones.find(sealed.tombstone.value_or(0));
      if (sealed.tombstone.has_value() && tombstone != tombstones.end()) {
        opinion.erased = tombstone->second->day;
        const auto& cause = tombstone->second->tombstone.cause;
        opinion.withdrawn = std::holds_alternative<records::WithdrawnCause>(cause);
        opinion.agreed = std::holds_alternative<records::AgreedErasure>(cause);
      }
      out.push_back(std::move(opinion));
    }
    ++seal;
  }
  return out;
}

}  // namespace

std::vector<CampaignFigures> CountCampaigns(const audit::VerifyResult& result,
                                            std::optional<NoDisclosureControl> off) {
  std::vector<CampaignFigures> out;
  if (result.board == nullptr) return out;
  const auto& campaigns = result.board->campaigns();
  // Below level kFull the issuers' logs were not counted.
  if (result.campaigns.size() != campaigns.size()) return out;
  for (std::size_t i = 0; i < campaigns.size(); ++i) {
    out.push_back(Counting(campaigns[i], result.campaigns[i], result.as_of, off).All());
  }
  return out;
}

}  // namespace candor::services::auditor
