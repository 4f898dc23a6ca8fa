#include "services/auditor/report/campaign_figures.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
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
  bool withdrawn = false;
  bool agreed = false;

  // A log whose days decrease is a finding, and no reason for a number of four billion.
  Day delay() const { return std::max(answers->front().day, sealed) - sealed; }
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
      : campaign_(campaign), as_of_(as_of), opinions_(OpinionsOf(campaign)) {
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

  CampaignFigures All() {
    CountParticipation();
    CountAnswers();
    CountRest();
    return std::move(out_);
  }

 private:
  using Pick = std::function<bool(const Opinion&)>;

  static std::vector<Opinion> OpinionsOf(const Campaign& campaign);

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

  std::optional<Delays> DelaysOf(const Figure& count, const Pick& pick) const {
    if (count.value_or(0) == 0) return std::nullopt;
    std::vector<Day> days;
    for (const Opinion& each : opinions_) {
      if (each.readable && each.answers != nullptr && pick(each)) days.push_back(each.delay());
    }
    std::ranges::sort(days);
    return Delays{Percentile(days, 50), Percentile(days, 90)};
  }

  CountedAnswers Counted(std::string name, const Pick& pick) {
    const Figure count = OfAnswered(pick);
    return {std::move(name), count, DelaysOf(count, pick)};
  }

  void CountParticipation() {
    out_.opinions = OfOpinions(FigureFamily::kTime, [](const Opinion&) { return true; });
    for (const audit::Batch& batch : campaign_.batches) {
      if (batch.seal.pool != records::Pool::kOpinions) continue;
      const std::size_t number = out_.seals.size();
      out_.withheld_batch = out_.withheld_batch || batch.seal.withheld;
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

  void CountAnswers() {
    const Pick any = [](const Opinion&) { return true; };
    out_.answered = OfAnswered(any);
    out_.delays = DelaysOf(out_.answered, any);
    const Day clock = campaign_.manifest->draft.clocks.answer;
    if (clock != 0) {
      out_.overdue = OfReadable([&](const Opinion& each) {
        return each.answers == nullptr && !each.withdrawn && !each.agreed &&
               as_of_ > each.sealed + clock;
      });
    }
    for (const AnswerStatus status : kStatuses) {
      out_.statuses.push_back(
          Counted(std::string(records::AnswerStatusName(status)), [&](const Opinion& each) {
            return each.answers->back().answer.status == status;
          }));
    }
    if (clock != 0) {
      out_.answered_late =
          OfAnswered([&](const Opinion& each) { return each.delay() > clock; });
    }
  }

  void CountRest() {
    for (const records::Named& reader : campaign_.manifest->draft.readers) {
      out_.leaders.push_back(
          Counted(runtime::SafeForTerminal(reader.name), [&](const Opinion& each) {
            return each.answers->front().leader == reader.key;
          }));
    }
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

  const Campaign& campaign_;
  Day as_of_;
  std::vector<Opinion> opinions_;
  std::optional<DisclosureGate> gate_;
  CampaignFigures out_;
};

std::vector<Opinion> Counting::OpinionsOf(const Campaign& campaign) {
  std::map<std::uint64_t, const records::Tombstone*> tombstones;
  for (const audit::Erasing& each : campaign.erasures) tombstones[each.index] = &each.tombstone;
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
      const auto tombstone = tombstones.find(sealed.tombstone.value_or(0));
      if (sealed.tombstone.has_value() && tombstone != tombstones.end()) {
        const auto& cause = tombstone->second->cause;
        opinion.withdrawn = std::holds_alternative<records::WithdrawnCause>(cause);
        opinion.agreed = std::holds_alternative<records::AgreedErasure>(cause);
      }
      out.push_back(opinion);
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
  for (std::size_t i = 0; i < campaigns.size(); ++i) {
    out.push_back(Counting(campaigns[i], result.campaigns[i], result.as_of, off).All());
  }
  return out;
}

}  // namespace candor::services::auditor
