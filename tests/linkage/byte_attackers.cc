// Attackers that compare bytes: what issuers saw of a member with what the log holds of a text, and what two
// texts hold in common.
#include <map>
#include <set>
#include <unordered_map>

#include "base/text.h"
#include "records/calls.h"
#include "records/issuance.h"
#include "tests/linkage/attacker.h"
#include "tests/linkage/matching.h"
#include "tests/linkage/must.h"

namespace candor::linkage {
namespace {

constexpr std::size_t kWindow = 16;

using Windows = std::set<Bytes>;

void AddWindows(ByteView bytes, Windows& out) {
  for (std::size_t at = 0; at + kWindow <= bytes.size(); ++at) {
    out.insert(ToBytes(bytes.subspan(at, kWindow)));
  }
}

std::size_t Shared(const Windows& a, const Windows& b) {
  std::size_t count = 0;
  for (const auto& window : a) count += b.contains(window) ? 1 : 0;
  return count;
}

std::vector<Windows> WindowsOfTexts(const Evidence& evidence) {
  std::vector<Windows> out(evidence.texts.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    AddWindows(evidence.texts[i].submission.Encode(), out[i]);
  }
  return out;
}

// With all that issuers could have written down: requests, blinded messages, blind signatures, salts.
class IssuanceBytes final : public Attacker {
 public:
  IssuanceBytes()
      : Attacker({.id = "tokens",
                  .name = "bytes of tokens against bytes of issuance",
                  .uses = "every byte that issuers received and gave, the board's log",
                  .control = {Fault::kUnblinded, Shape::kOneSeal,
                              "another client: blinds its voice with r = 1"}}) {}

  void Study(const Evidence& evidence) override {
    texts_ = WindowsOfTexts(evidence);
    members_.clear();
    for (const auto& each : evidence.issuances) {
      AddWindows(each.call, members_[each.member]);
      AddWindows(each.reply, members_[each.member]);
    }
  }
  std::optional<int> Guess(const Evidence&, const Pair& pair) const override {
    return BetterPairing(pair, [this](MemberId member, std::size_t text) {
      return Shared(texts_[text], members_.at(member));
    });
  }

 private:
  std::vector<Windows> texts_;
  std::map<MemberId, Windows> members_;
};

// Keys, campaigns and bundles: anything that was given to one of the two and not to the other.
class Partitions final : public Attacker {
 public:
  Partitions()
      : Attacker({.id = "partition",
                  .name = "a key, campaign or bundle that only one of them was given",
                  .uses = "the members' signed requests, the board's log",
                  .control = {Fault::kJamOfOnesOwn, Shape::kOneSeal,
                              "another client: joins a jam that half were asked to"}}) {}

  void Study(const Evidence& evidence) override {
    given_.clear();
    for (const auto& each : evidence.issuances) {
      const auto call = Must(records::IssueCall::Decode(each.call), "reading a call");
      const auto request = Must(records::IssueRequest::Decode(call.request.body), "a request");
      auto& given = given_[each.member];
      given.insert(ToBytes(request.fingerprint));
      given.insert(ToBytes(request.campaign_id));
      for (const auto& purpose : request.purposes) given.insert(ToBytes(purpose.token_key_id));
    }
  }
  std::optional<int> Guess(const Evidence& evidence, const Pair& pair) const override {
    return BetterPairing(pair, [&](MemberId member, std::size_t text) {
      const auto& body = evidence.texts[text].submission.body;
      const auto& given = given_.at(member);
      std::size_t score = given.contains(ToBytes(body.campaign_id)) ? 1 : 0;
      for (const auto& token : body.tokens) {
        score += given.contains(ToBytes(token.token_key_id)) ? 1 : 0;
      }
      return score;
    });
  }

 private:
  std::map<MemberId, std::set<Bytes>> given_;
};

constexpr std::size_t kByChance = 4;

// What two texts have in common that two others have not.
class TwoThreads : public Attacker {
 public:
  using Attacker::Attacker;
  TwoThreads()
      : Attacker({.id = "threads",
                  .name = "linking two threads of one person, in two jams",
                  .uses = "the board's log, slots, and the author of the first thread",
                  .question = Question::kWhoseSecond,
                  .shapes = {Shape::kTwoJams},
                  .control = {Fault::kOneValueForAll, Shape::kTwoJams,
                              "another client: one random value in all its texts"}}) {}

  void Study(const Evidence& evidence) override { texts_ = WindowsOfTexts(evidence); }
  std::optional<int> Guess(const Evidence& evidence, const Pair& pair) const override {
    const auto score = [&](std::size_t first, std::size_t second) {
      return Shared(texts_[first], texts_[second]);
    };
    const auto straight = score(pair.left, pair.second_left) + score(pair.right, pair.second_right);
    const auto crossed = score(pair.left, pair.second_right) + score(pair.right, pair.second_left);
    // A window or two more are shared by chance: a byte beside a field that all have in common.
    if (straight > crossed + kByChance) return 0;
    if (crossed > straight + kByChance) return 1;
    return SameOrder(evidence.texts[pair.left].slot, evidence.texts[pair.right].slot,
                     evidence.texts[pair.second_left].slot, evidence.texts[pair.second_right].slot);
  }

 private:
  std::vector<Windows> texts_;
};

// What is written in one hour leaves in neighbouring exchanges, and those end in neighbouring slots.
class OneHour final : public TwoThreads {
 public:
  OneHour()
      : TwoThreads({.id = "one-hour",
                    .name = "linking two threads of one person, written at the same hour in two jams",
                    .uses = "the board's log, slots, and the author of the first thread",
                    .question = Question::kWhoseSecond,
                    .shapes = {Shape::kOneHour},
                    .standing = Standing::kNamed}) {}
};

// Two submissions of one person in one jam, by all that stands in the log beside them.
class VoiceAndIdea final : public TwoThreads {
 public:
  VoiceAndIdea()
      : TwoThreads({.id = "ideas",
                    .name = "linking a voice and a contribution of one person",
                    .uses = "the board's log, slots, and the author of the voice",
                    .question = Question::kWhoseSecond,
                    .shapes = {Shape::kIdeas},
                    .control = {Fault::kOneValueForAll, Shape::kIdeas,
                                "another client: one random value in all its texts"}}) {}
};

class TwoPoints final : public TwoThreads {
 public:
  TwoPoints()
      : TwoThreads({.id = "points",
                    .name = "linking two points of one person",
                    .uses = "the board's log, slots, and who gave the first point",
                    .question = Question::kWhoseSecond,
                    .shapes = {Shape::kPoints},
                    .control = {Fault::kExchangesAnyTime, Shape::kPoints,
                                "another client: two exchanges at any time of the day, no wait"}}) {}
};

}  // namespace

Attackers ByteAttackers() {
  Attackers out;
  out.push_back(std::make_unique<IssuanceBytes>());
  out.push_back(std::make_unique<Partitions>());
  out.push_back(std::make_unique<TwoThreads>());
  out.push_back(std::make_unique<OneHour>());
  out.push_back(std::make_unique<VoiceAndIdea>());
  out.push_back(std::make_unique<TwoPoints>());
  return out;
}

}  // namespace candor::linkage
