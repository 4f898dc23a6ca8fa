// Attackers with the relay's hands: who reads what at its mirror, what it recorded, in which order it hands on.
#include <map>

#include "audit/entry_bundle.h"
#include "audit/pack.h"
#include "audit/tile.h"
#include "base/text.h"
#include "crypto/oblivious_message.h"
#include "records/submission.h"
#include "services/wire/record_message.h"
#include "tests/linkage/attacker.h"
#include "tests/linkage/matching.h"
#include "tests/linkage/watching.h"

namespace candor::linkage {
namespace {

class SelectiveReading final : public Attacker {
 public:
  SelectiveReading()
      : Attacker({.id = "reading",
                  .name = "who reads the log as far as which text",
                  .uses = "every path that the relay's mirror was asked for, with its time",
                  .shapes = {Shape::kFourSeals},
                  .reading = WorldOptions::Reading::kWatched,
                  .control = {Fault::kReadsOwnBatch, Shape::kOneSeal,
                              "another client: reads as far as its own text"}}) {}

  void Study(const Evidence& evidence) override {
    read_.clear();
    for (const auto& read : evidence.reads) ++read_[{read.member, read.path}];
  }
  std::optional<int> Guess(const Evidence& evidence, const Pair& pair) const override {
    return BetterPairing(pair, [&](MemberId member, std::size_t text) {
      const std::uint64_t index = evidence.texts[text].index;
      const auto width = static_cast<std::uint32_t>(index % audit::kTileWidth + 1);
      const std::string path =
          Cat("/", audit::PackLogName(0), "/",
              audit::EntryBundlePath({index / audit::kTileWidth, width}));
      const auto at = read_.find({member, path});
      return at == read_.end() ? 0 : at->second;
    });
  }

 private:
  std::map<std::pair<MemberId, std::string>, int> read_;
};

// The relay wrote down every request with its line; a week later somebody has the board's disk and keys.
class Recordings final : public Attacker {
 public:
  Recordings()
      : Attacker({.id = "recordings",
                  .name = "the relay's recordings with next week's disk of the board",
                  .uses = "sealed requests with their lines, the keys in the board's folder a week later",
                  .control = {Fault::kKeptGatewayKeys, Shape::kOneSeal,
                              "another key store of the board: destroys nothing"}}) {}

  void Study(const Evidence& evidence) override {
    sent_.clear();
    std::vector<crypto::ohttp::Gateway> gateways;
    for (const auto& kept : evidence.gateway_keys) {
      // The day in four bytes, the last of which is the key's identifier, and the key.
      gateways.emplace_back(kept[3], crypto::KemPrivateKey::FromBytes(
                                         std::span<const std::uint8_t, 32>(kept.data() + 4, 32)));
    }
    for (const auto& recording : evidence.recordings) {
      for (const auto& gateway : gateways) TryToOpen(gateway, recording);
    }
  }
  std::optional<int> Guess(const Evidence& evidence, const Pair& pair) const override {
    return BetterPairing(pair, [&](MemberId member, std::size_t text) {
      const auto at = sent_.find(evidence.texts[text].submission_hash);
      return at != sent_.end() && at->second == member ? 1 : 0;
    });
  }

 private:
  void TryToOpen(const crypto::ohttp::Gateway& gateway, const Recording& recording) {
    const auto opened = crypto::OpenedObliviousRequest::Open(gateway, recording.sealed);
    if (!opened.ok() || !opened->request.ok()) return;
    const auto record = wire::ParseRecordMessage(opened->request->body);
    if (!record.ok()) return;
    const auto request = records::SubmitRequest::Decode(*record);
    if (request.ok()) sent_[request->submission.body.SubmissionHash()] = recording.member;
  }

  std::map<crypto::Hash, MemberId> sent_;
};

std::map<crypto::Hash, Arrival> ArrivalsIn(const Evidence& evidence) {
  std::map<crypto::Hash, Arrival> out;
  for (const auto& each : evidence.arrivals) out.emplace(each.submission_hash, each);
  return out;
}

// A board that writes down in which order submissions come, and somebody at the members' lines.
class RelayOrder final : public Attacker {
 public:
  RelayOrder()
      : Attacker({.id = "bunch",
                  .name = "a dishonest board and the network, two in one bunch of the relay",
                  .uses = "order of packets to the relay, order of submissions at the board",
                  .shapes = {Shape::kRush},
                  .control = {Fault::kNoShuffle, Shape::kRush,
                              "the relay's own option: hands on in order of arrival"}}) {}

  void Study(const Evidence& evidence) override {
    watching_ = Watching(evidence);
    arrivals_ = ArrivalsIn(evidence);
  }
  std::optional<int> Guess(const Evidence& evidence, const Pair& pair) const override {
    return SameOrder(watching_.FirstSent(pair.a), watching_.FirstSent(pair.b),
                     OrderOf(evidence, pair.left), OrderOf(evidence, pair.right));
  }

 private:
  std::size_t OrderOf(const Evidence& evidence, std::size_t text) const {
    return arrivals_.at(evidence.texts[text].submission_hash).order;
  }

  Watching watching_;
  std::map<crypto::Hash, Arrival> arrivals_;
};

// The same in an organisation so small that the relay mostly holds one message, and lets it go alone.
class QuietRelay final : public Attacker {
 public:
  QuietRelay()
      : Attacker({.id = "quiet-relay",
                  .name = "a dishonest board and the network, few exchanges an hour",
                  .uses = "times of packets to and from the relay, times of submissions at the board",
                  .standing = Standing::kNamed}) {}

  void Study(const Evidence& evidence) override {
    watching_ = Watching(evidence);
    arrivals_ = ArrivalsIn(evidence);
  }
  std::optional<int> Guess(const Evidence& evidence, const Pair& pair) const override {
    return BetterPairing(pair, [&](MemberId member, std::size_t text) {
      const auto& arrival = arrivals_.at(evidence.texts[text].submission_hash);
      double score = 0;
      for (const auto& sent : watching_.SentBy(member)) {
        if (sent.released == arrival.time) score += 1.0 / static_cast<double>(sent.company);
      }
      return score;
    });
  }

 private:
  Watching watching_;
  std::map<crypto::Hash, Arrival> arrivals_;
};

}  // namespace

Attackers RelayAttackers() {
  Attackers out;
  out.push_back(std::make_unique<SelectiveReading>());
  out.push_back(std::make_unique<Recordings>());
  out.push_back(std::make_unique<RelayOrder>());
  out.push_back(std::make_unique<QuietRelay>());
  return out;
}

Attackers AllAttackers() {
  Attackers out;
  for (auto make : {OrderAttackers, NetworkAttackers, ByteAttackers, RelayAttackers}) {
    for (auto& each : make()) out.push_back(std::move(each));
  }
  return out;
}

}  // namespace candor::linkage
