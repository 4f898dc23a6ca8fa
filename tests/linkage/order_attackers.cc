// Attackers that look for an order: that of arrival, which the network shows, in the log or on the disk.
//
// They learn from accomplices, of whom they know both the text and the exchange: which of the numbers beside
// a text goes up or down with the time at which it was sent. With that number they go to the pairs.
#include <algorithm>
#include <cmath>
#include <map>

#include "base/text.h"
#include "tests/linkage/attacker.h"
#include "tests/linkage/matching.h"
#include "tests/linkage/watching.h"

namespace candor::linkage {
namespace {

// A number for some of the texts, by their places.
using Channel = std::map<std::size_t, std::uint64_t>;

// Fewer accomplices teach nothing.
constexpr std::size_t kEnough = 5;

class OrderAttacker : public Attacker {
 public:
  using Attacker::Attacker;

  void Study(const Evidence& evidence) override {
    watching_ = Watching(evidence);
    learnt_.clear();
    for (auto& channel : ChannelsOf(evidence)) {
      const double correlation = CorrelationOf(evidence, channel);
      if (correlation != 0) learnt_.push_back({correlation, std::move(channel)});
    }
    std::ranges::stable_sort(learnt_, std::greater<>(), [](const Learnt& each) {
      return std::abs(each.correlation);
    });
  }

  std::optional<int> Guess(const Evidence&, const Pair& pair) const override {
    for (const auto& [correlation, channel] : learnt_) {
      const auto left = channel.find(pair.left);
      const auto right = channel.find(pair.right);
      if (left == channel.end() || right == channel.end()) continue;
      const auto guess = SameOrder(watching_.FirstSent(pair.a), watching_.FirstSent(pair.b),
                                   left->second, right->second);
      if (guess.has_value()) return correlation > 0 ? *guess : 1 - *guess;
    }
    return std::nullopt;
  }

 private:
  struct Learnt {
    double correlation = 0;
    Channel channel;
  };

  virtual std::vector<Channel> ChannelsOf(const Evidence& evidence) const = 0;

  double CorrelationOf(const Evidence& evidence, const Channel& channel) const {
    std::vector<double> numbers, times;
    for (const auto& accomplice : evidence.accomplices) {
      const auto text = std::ranges::find(evidence.texts, accomplice.submission_hash,
                                          &LoggedText::submission_hash);
      const auto at = channel.find(static_cast<std::size_t>(text - evidence.texts.begin()));
      if (at == channel.end()) continue;
      numbers.push_back(static_cast<double>(at->second));
      times.push_back(static_cast<double>(watching_.FirstSent(accomplice.member)));
    }
    return numbers.size() < kEnough ? 0 : store::testing::RankCorrelation(numbers, times);
  }

  Watching watching_;
  std::vector<Learnt> learnt_;
};

class LogOrder final : public OrderAttacker {
 public:
  LogOrder()
      : OrderAttacker({.id = "log-order",
                  .name = "order of arrival against order in the log",
                       .uses = "packet times, the board's log, texts in clear",
                       .control = {Fault::kSealedInArrivalOrder, Shape::kOneSeal,
                                   "another log: each batch in its order of arrival"}}) {}

 private:
  std::vector<Channel> ChannelsOf(const Evidence& evidence) const override {
    Channel index;
    for (std::size_t i = 0; i < evidence.texts.size(); ++i) index[i] = evidence.texts[i].index;
    return {index};
  }
};

class DiskOrder final : public OrderAttacker {
 public:
  DiskOrder()
      : OrderAttacker({.id = "disk",
                  .name = "order of arrival against the board's RocksDB files",
                       .uses = "every file: sequence numbers, MANIFEST, WAL, block order, file times; "
                               "packet times",
                       .control = {Fault::kPoolInMainDatabase, Shape::kOneSeal,
                                   "another engine: the pool lies in the main database"}}) {}

 private:
  std::vector<Channel> ChannelsOf(const Evidence& evidence) const override {
    std::vector<Channel> out;
    for (const auto& [name, numbers] : evidence.disk) out.push_back(numbers);
    return out;
  }
};

// When somebody drew is known from packets and from the issuers' logs.
class DrawAndUse final : public Attacker {
 public:
  DrawAndUse()
      : Attacker({.id = "draw-time",
                  .name = "time of drawing against time of use",
                  .uses = "the issuers' disks and packets, the slots of the board's log",
                  .control = {Fault::kUsedAtOnce, Shape::kFourSeals,
                              "another client: draws, and sends in the same minute"}}) {}

  void Study(const Evidence& evidence) override {
    drawn_.clear();
    for (const auto& each : evidence.issuances) drawn_.emplace(each.member, each.time);
  }
  std::optional<int> Guess(const Evidence& evidence, const Pair& pair) const override {
    return SameOrder(drawn_.at(pair.a), drawn_.at(pair.b), evidence.texts[pair.left].slot,
                     evidence.texts[pair.right].slot);
  }

 private:
  std::map<MemberId, UnixSeconds> drawn_;
};

// Whose machine was seen early, against which text came out early.
class ExchangeAndSlot final : public Attacker {
 public:
  ExchangeAndSlot()
      : Attacker({.id = "exchange-time",
                  .name = "time of exchanges against the slots in which texts come out",
                  .uses = "packet times, the slots of the board's log, texts in clear",
                  .shapes = {Shape::kFourSeals},
                  .control = {Fault::kExchangesAnyTime, Shape::kFourSeals,
                              "another client: one exchange at any time of the day"}}) {}

  void Study(const Evidence& evidence) override { watching_ = Watching(evidence); }
  std::optional<int> Guess(const Evidence& evidence, const Pair& pair) const override {
    return SameOrder(watching_.FirstSent(pair.a), watching_.FirstSent(pair.b), evidence.texts[pair.left].slot,
                     evidence.texts[pair.right].slot);
  }

 private:
  Watching watching_;
};

}  // namespace

Attackers OrderAttackers() {
  Attackers out;
  out.push_back(std::make_unique<LogOrder>());
  out.push_back(std::make_unique<DiskOrder>());
  out.push_back(std::make_unique<DrawAndUse>());
  out.push_back(std::make_unique<ExchangeAndSlot>());
  return out;
}

}  // namespace candor::linkage
