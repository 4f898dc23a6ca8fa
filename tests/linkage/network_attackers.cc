// Attackers that watch the network: who sends how much and when, and what else moves at that moment.
#include <algorithm>
#include <map>
#include <tuple>

#include "tests/linkage/attacker.h"
#include "tests/linkage/matching.h"
#include "tests/linkage/watching.h"

namespace candor::linkage {
namespace {

class Observer final : public Attacker {
 public:
  Observer()
      : Attacker({.id = "observer",
                  .name = "the network observer: who made more exchanges, or larger ones",
                  .uses = "time, ends and size of every packet",
                  .question = Question::kWhoSpoke,
                  .control = {Fault::kConnectsToSpeak, Shape::kOneSeal,
                              "another client: connects when it speaks, else never"}}) {}

  void Study(const Evidence& evidence) override {
    of_.clear();
    for (const auto& packet : evidence.packets) {
      if (packet.time < evidence.slots.front()) continue;
      if (packet.from == Place::kMember && packet.to == Place::kRelay) {
        auto& each = of_[packet.member];
        ++each.messages;
        each.sent += packet.size;
      }
      if (packet.from == Place::kRelay && packet.to == Place::kMember) {
        of_[packet.member].received += packet.size;
      }
      if (packet.from == Place::kMirror) of_[packet.member].read += packet.size;
    }
  }
  std::optional<int> Guess(const Evidence&, const Pair& pair) const override {
    return TheGreater(Of(pair.a), Of(pair.b));
  }

 private:
  // Compared in this order: what is read may differ by chance alone.
  struct Sums {
    std::size_t messages = 0;
    std::size_t sent = 0;
    std::size_t received = 0;
    std::size_t read = 0;
    auto operator<=>(const Sums&) const = default;
  };
  Sums Of(MemberId member) const {
    const auto at = of_.find(member);
    return at == of_.end() ? Sums() : at->second;
  }
  std::map<MemberId, Sums> of_;
};

class Sizes final : public Attacker {
 public:
  Sizes()
      : Attacker({.id = "sizes",
                  .name = "size of messages against length of texts",
                  .uses = "packet sizes, texts in clear",
                  .control = {Fault::kUnpaddedLine, Shape::kOneSeal,
                              "another line: messages travel without their padding"}}) {}

  void Study(const Evidence& evidence) override {
    largest_.clear();
    for (const auto& packet : evidence.packets) {
      if (packet.from != Place::kMember || packet.to != Place::kRelay) continue;
      auto& largest = largest_[packet.member];
      largest = std::max(largest, packet.size);
    }
  }
  std::optional<int> Guess(const Evidence& evidence, const Pair& pair) const override {
    return SameOrder(largest_.at(pair.a), largest_.at(pair.b),
                     evidence.texts[pair.left].text.size(),
                     evidence.texts[pair.right].text.size());
  }

 private:
  std::map<MemberId, std::size_t> largest_;
};

// Something that moves at certain seconds, against the seconds at which a member's messages were handed on.
class Coincidences : public Attacker {
 public:
  using Attacker::Attacker;

  void Study(const Evidence& evidence) override {
    watching_ = Watching(evidence);
    moves_ = MovesIn(evidence);
    close_ = evidence.slots.back();
  }
  std::optional<int> Guess(const Evidence&, const Pair& pair) const override {
    return TheGreater(Score(pair.a), Score(pair.b));
  }

 private:
  // How much moved, by the second.
  virtual std::map<UnixSeconds, double> MovesIn(const Evidence& evidence) const = 0;

  // Each message's share of what moved when it was handed on with others. After the close it speaks against
  // its sender: whoever has not spoken sends a blank then.
  double Score(MemberId member) const {
    double score = 0;
    for (const auto& sent : watching_.SentBy(member)) {
      const auto at = moves_.find(sent.released);
      if (at == moves_.end()) continue;
      const double share = at->second / static_cast<double>(sent.company);
      score += sent.time < close_ ? share : -share;
    }
    return score;
  }

  Watching watching_;
  std::map<UnixSeconds, double> moves_;
  UnixSeconds close_ = 0;
};

class Metrics final : public Coincidences {
 public:
  Metrics()
      : Coincidences({.id = "metrics",
                  .name = "public numbers that move when somebody sends",
                      .uses = "what the board shows to anybody, asked for every second; packet times",
                      .question = Question::kWhoSpoke,
                      .control = {Fault::kCounterMoves, Shape::kOneSeal,
                                  "another board: counts submissions for all to see"}}) {}

 private:
  std::map<UnixSeconds, double> MovesIn(const Evidence& evidence) const override {
    std::map<UnixSeconds, double> out;
    for (std::size_t i = 1; i < evidence.gauges.size(); ++i) {
      out[evidence.gauges[i].time] +=
          static_cast<double>(evidence.gauges[i].value - evidence.gauges[i - 1].value);
    }
    return out;
  }
};

class LogLines final : public Coincidences {
 public:
  LogLines()
      : Coincidences({.id = "lines",
                  .name = "printed lines at the moment when somebody sends",
                      .uses = "all that issuers and board print, with its time; packet times",
                      .question = Question::kWhoSpoke,
                      .control = {Fault::kLinePerSubmission, Shape::kOneSeal,
                                  "another board: prints a line for each submission"}}) {}

 private:
  std::map<UnixSeconds, double> MovesIn(const Evidence& evidence) const override {
    std::map<UnixSeconds, double> out;
    for (const auto& line : evidence.lines) out[line.time] += 1;
    return out;
  }
};

// A leader who does something about a text and watches who is busier than the other until its author's act comes
// out: the question and its answer, an action and its rating.
class Asker : public Attacker {
 public:
  using Attacker::Attacker;

  void Study(const Evidence& evidence) override {
    watching_ = Watching(evidence);
    until_.clear();
    for (const auto& each : evidence.afterwards) until_[each.text] = {each.asked, EndOf(each)};
  }
  std::optional<int> Guess(const Evidence&, const Pair& pair) const override {
    const auto& [from, until] = until_.at(pair.left);
    return TheGreater(CountOf(pair.a, from, until), CountOf(pair.b, from, until));
  }

 private:
  virtual UnixSeconds EndOf(const Afterwards& each) const = 0;

  std::size_t CountOf(MemberId member, UnixSeconds from, UnixSeconds until) const {
    return static_cast<std::size_t>(std::ranges::count_if(watching_.SentBy(member), [&](const Sent& sent) {
      return from <= sent.time && sent.time < until;
    }));
  }

  Watching watching_;
  std::map<std::size_t, std::pair<UnixSeconds, UnixSeconds>> until_;
};

class QuestionAndAnswer final : public Asker {
 public:
  QuestionAndAnswer()
      : Asker({.id = "asked",
               .name = "a leader who asks an author, and watches until the answer is out",
               .uses = "the question's time, the slot of the answer, packet times",
               .shapes = {Shape::kAfterwards},
               .control = {Fault::kConnectsToAnswer, Shape::kAfterwards,
                           "another client: an answer has an exchange of its own"}}) {}

 private:
  UnixSeconds EndOf(const Afterwards& each) const override { return each.answered; }
};

class ActionAndRating final : public Asker {
 public:
  ActionAndRating()
      : Asker({.id = "rated",
               .name = "a leader who acts on a text, and watches until its author's rating is out",
               .uses = "the action's time, the slot of the rating, packet times",
               .shapes = {Shape::kAfterwards},
               .control = {Fault::kConnectsToRate, Shape::kAfterwards,
                           "another client: a rating has an exchange of its own"}}) {}

 private:
  UnixSeconds EndOf(const Afterwards& each) const override { return each.rated; }
};

}  // namespace

Attackers NetworkAttackers() {
  Attackers out;
  out.push_back(std::make_unique<Observer>());
  out.push_back(std::make_unique<Sizes>());
  out.push_back(std::make_unique<Metrics>());
  out.push_back(std::make_unique<LogLines>());
  out.push_back(std::make_unique<QuestionAndAnswer>());
  out.push_back(std::make_unique<ActionAndRating>());
  return out;
}

}  // namespace candor::linkage
