#include "services/facilitator/figures.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "audit/overdue.h"
#include "services/facilitator/small_groups.h"

namespace candor::services::facilitator {
namespace {

using audit::Campaign;
using records::Kind;

// When something first happened to an opinion; nothing while it has not.
using First = std::optional<Day>;

First Earlier(First one, First other) {
  if (!one.has_value()) return other;
  return other.has_value() ? std::min(*one, *other) : one;
}

struct Opinion {
  crypto::Hash hash{};
  std::size_t seal = 0;
  Day sealed = 0;
  bool readable = true;  // its batch was not withheld
  std::optional<Day> erased{};  // the day of its tombstone, which stops its clock
  First individually{};
  First through_theme{};
  First decided{};
  First acted_on{};
  First acknowledged{};

  First Answered() const { return Earlier(individually, through_theme); }
};

// The bodies of one kind, with their batch, in the log's order.
void ForEach(const Campaign& campaign, Kind kind,
             const std::function<void(const audit::Batch&, const crypto::Hash&)>& take) {
  for (const audit::Batch& batch : campaign.batches) {
    if (batch.seal.pool != records::PoolOf(kind)) continue;
    for (const auto& hash : batch.submissions) {
      const auto body = records::SignedSubmission::Decode(campaign.submissions.at(hash).signed_submission);
      if (body.ok() && body->body.kind == kind) take(batch, hash);
    }
  }
}

// The day on which a text and something that was done to its theme first were there together.
First ThroughTheme(const audit::ThemeState& theme, const crypto::Hash& text, First done) {
  const auto held = theme.items.find(text);
  if (!done.has_value() || held == theme.items.end()) return std::nullopt;
  return std::max(held->second, *done);
}

class Reading {
 public:
  explicit Reading(const Campaign& campaign) : campaign_(campaign), acts_(campaign.acts) {
    for (const auto& [id, action] : acts_.actions) {
      const audit::PublicAct& act = acts_.all[action.action];
      for (const auto& link : std::get<records::Action>(act.act.body).links) {
        first_action_[link] = Earlier(first_action_[link], act.day);
      }
    }
  }

  std::vector<Opinion> Opinions() const {
    std::vector<Opinion> out;
    std::optional<std::uint64_t> last;
    std::size_t seals = 0;
    ForEach(campaign_, Kind::kOpinion, [&](const audit::Batch& batch, const crypto::Hash& hash) {
      if (last != batch.index) ++seals;
      last = batch.index;
      out.push_back(Read(hash, seals - 1, batch));
    });
    return out;
  }

 private:
  Opinion Read(const crypto::Hash& hash, std::size_t seal, const audit::Batch& batch) const {
    Opinion out{.hash = hash, .seal = seal, .sealed = batch.day, .readable = !batch.seal.withheld};
    out.erased = audit::ErasedOn(campaign_, campaign_.submissions.at(hash));
    if (const auto at = campaign_.answers.find(hash); at != campaign_.answers.end()) {
      out.individually = at->second.front().day;
    }
    out.through_theme = audit::FirstAnsweredByTheme(campaign_, hash);
    if (const auto at = acts_.acknowledgements.find(hash); at != acts_.acknowledgements.end()) {
      out.acknowledged = acts_.all[at->second.front()].day;
    }
    out.acted_on = FirstAction(hash);
    for (const auto& [id, theme] : acts_.themes) {
      First decided;
      if (!theme.decisions.empty()) decided = acts_.all[theme.decisions.front()].day;
      out.decided = Earlier(out.decided, ThroughTheme(theme, hash, decided));
      out.acted_on = Earlier(out.acted_on, ThroughTheme(theme, hash, FirstAction(id)));
    }
    return out;
  }

  First FirstAction(const crypto::Hash& link) const {
    const auto at = first_action_.find(link);
    return at == first_action_.end() ? std::nullopt : at->second;
  }

  const Campaign& campaign_;
  const audit::CampaignActs& acts_;
  std::map<crypto::Hash, First> first_action_;  // by what an action names
};

// The smallest number of days that so many of a hundred do not exceed.
std::uint64_t NearestRank(const std::vector<std::uint64_t>& sorted, std::size_t hundredths) {
  const std::size_t rank = (sorted.size() * hundredths + 99) / 100;
  return sorted.at(rank - 1);
}

class Counting {
 public:
  Counting(const Campaign& campaign, std::uint64_t draws)
      : campaign_(campaign),
        opinions_(Reading(campaign).Opinions()),
        groups_(PeopleOf(campaign, opinions_.size(), draws), campaign.open.k) {}

  JamFigures Take(Day as_of) && {
    out_.as_of = as_of;
    out_.k = campaign_.open.k;
    out_.roster = campaign_.open.roster_size;
    out_.target = (out_.roster + 1) / 2;
    CountParticipation();
    out_.answered = Count(&Opinion::Answered);
    out_.individually = Count([](const Opinion& each) { return each.individually; });
    out_.through_theme = Count([](const Opinion& each) { return each.through_theme; });
    out_.decided = Count([](const Opinion& each) { return each.decided; });
    out_.acted_on = Count([](const Opinion& each) { return each.acted_on; });
    out_.acknowledged = Count([](const Opinion& each) { return each.acknowledged; });
    CountOverdue();
    CountContributions();
    CountPoints();
    CountRatings();
    return std::move(out_);
  }

 private:
  // Each opinion stands for itself; behind them those who sent a blank, those who drew and did neither, and those who
  // did not draw.
  static std::vector<std::uint64_t> PeopleOf(const Campaign& campaign, std::uint64_t opinions, std::uint64_t draws) {
    std::uint64_t blanks = 0;
    ForEach(campaign, Kind::kBlank, [&](const auto&, const auto&) { ++blanks; });
    const std::uint64_t drawn = std::max(draws, opinions + blanks);
    const std::uint64_t roster = std::max<std::uint64_t>(campaign.open.roster_size, drawn);
    std::vector<std::uint64_t> out(opinions, 1);
    out.insert(out.end(), {blanks, drawn - opinions - blanks, roster - drawn});
    return out;
  }

  Figure Ask(Family family, const std::function<bool(const Opinion&)>& counts, bool blanks = false,
             bool silent = false) {
    std::vector<bool> counted;
    for (const Opinion& each : opinions_) counted.push_back(counts(each));
    counted.insert(counted.end(), {blanks, silent, false});
    return groups_.Ask(family, counted);
  }

  void CountParticipation() {
    const auto everybody = [](const Opinion&) { return true; };
    const auto nobody = [](const Opinion&) { return false; };
    out_.opinions = Ask(Family::kTime, everybody);
    for (const audit::Batch& batch : campaign_.batches) {
      if (batch.seal.pool != records::Pool::kOpinions) continue;
      out_.withheld = out_.withheld || batch.seal.withheld;
      const std::size_t number = out_.seals.size();
      const auto so_far = [&](const Opinion& each) { return each.seal <= number; };
      out_.seals.push_back({batch.day, batch.seal.slot, Ask(Family::kTime, so_far)});
    }
    out_.drawn = Ask(Family::kTime, everybody, true, true);
    out_.unspent = Ask(Family::kTime, nobody, false, true);
  }

  template <class FirstOf>
  Response Count(FirstOf first_of) {
    std::vector<std::uint64_t> days;
    for (const Opinion& each : opinions_) {
      const First first = std::invoke(first_of, each);
      if (each.readable && first.has_value()) days.push_back(std::max(*first, each.sealed) - each.sealed);
    }
    std::ranges::sort(days);
    Response out{.opinions = Ask(Family::kResponse, [&](const Opinion& each) {
      return each.readable && std::invoke(first_of, each).has_value();
    })};
    if (out.opinions.value_or(0) > 0) out.days = Days{NearestRank(days, 50), NearestRank(days, 90)};
    return out;
  }

  void CountOverdue() {
    const Day clock = campaign_.manifest->draft.clocks.answer;
    out_.overdue = Ask(Family::kResponse, [&](const Opinion& each) {
      const bool waits = each.readable && !each.Answered().has_value();
      const Day stops = std::min(each.erased.value_or(out_.as_of), out_.as_of);
      return clock > 0 && waits && stops > each.sealed + clock;
    });
  }

  void CountContributions() {
    std::uint64_t number = 0;
    ForEach(campaign_, Kind::kContribution,
            [&](const audit::Batch& batch, const auto&) { number += batch.seal.withheld ? 0 : 1; });
    if (number == 0 || number >= out_.k) out_.contributions = number;
  }

  void CountPoints() {
    for (const auto& [target, given] : campaign_.acts.points) out_.points += given;
    for (const auto& [id, theme] : campaign_.acts.themes) {
      if (!theme.into.has_value()) out_.points_of[id] = campaign_.acts.PointsOf(id);
    }
    for (const auto& [hash, item] : campaign_.acts.published) {
      if (!item.into.has_value()) out_.points_of[hash] = campaign_.acts.PointsOf(hash);
    }
  }

  // Those who rated an action are a crowd of their own.
  void CountRatings() {
    for (const auto& [id, action] : campaign_.acts.actions) {
      SmallGroups threads(std::vector<std::uint64_t>(action.ratings.size(), 1), out_.k);
      RatingFigures& figures = out_.ratings[id];
      figures.threads = threads.Ask(Family::kResponse, std::vector<bool>(action.ratings.size(), true));
      for (std::size_t value = 0; value < figures.by_value.size(); ++value) {
        std::vector<bool> counted;
        for (const auto& [thread, given] : action.ratings) counted.push_back(given == value);
        figures.by_value[value] = threads.Ask(Family::kResponse, counted);
      }
    }
  }

  const Campaign& campaign_;
  std::vector<Opinion> opinions_;
  SmallGroups groups_;
  JamFigures out_;
};

}  // namespace

Figure JamFigures::Percent() const {
  if (!opinions.has_value() || roster == 0) return std::nullopt;
  return *opinions * 100 / roster;
}

JamFigures FiguresOf(const Campaign& campaign, std::uint64_t draws, Day as_of) {
  return Counting(campaign, draws).Take(as_of);
}

}  // namespace candor::services::facilitator
