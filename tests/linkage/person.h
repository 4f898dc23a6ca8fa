// Person: a member with a real wallet and the client's own rules: enrol, draw, speak, exchange.
//
// With a fault a person uses another client, which goes without one protection (tests/linkage/faults.h).
// Not thread-safe: one exchange at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/member/wallet.h"
#include "tests/linkage/line.h"
#include "tests/linkage/mirror.h"
#include "tests/linkage/servers.h"

namespace candor::linkage {

namespace member = services::member;

class Person {
 public:
  struct Parts {
    Servers& servers;
    Line& line;
    std::vector<Issuance>& issuances;
    Mirror* mirror = nullptr;  // null: nobody watches who reads
    std::string folder;        // for copies of logs
    Fault fault = Fault::kNone;
    std::uint64_t seed = 0;
  };
  Person(MemberId id, Parts parts);

  MemberId id() const { return id_; }
  crypto::RandomSource& random() { return random_; }

  // At every issuer.
  void Enrol();
  // Everything that admission asks for, and then the full quota of every issuer.
  void Draw(std::size_t jam);
  // Into the outbox; returns the submission's hash.
  crypto::Hash Speak(std::size_t jam, const std::string& text);
  // The same for a contribution to something on the wall, and for a point.
  crypto::Hash BuildOn(std::size_t jam, const crypto::Hash& target, const std::string& text);
  crypto::Hash Endorse(std::size_t jam, const crypto::Hash& target);
  // An answer to a private question about a text of one's own, and whether an action helped.
  void Answer(std::size_t jam, const crypto::Hash& text, const crypto::Hash& question);
  void Rate(std::size_t jam, const crypto::Hash& text, const crypto::Hash& action);
  // What `candor sync` does at the time of an exchange: reads every log, looks for what is its own, and
  // makes one exchange.
  void Exchange();
  // Fault::kUsedAtOnce: no outbox and no waiting. To be called instead of Speak and Exchange.
  crypto::Hash SpeakAtOnce(std::size_t jam, const std::string& text);

 private:
  class IssuersOnLine;

  const audit::Campaign& CampaignOf(std::size_t jam) const;
  void Read();
  void BlindWithOne(const audit::Campaign& campaign);
  records::SubmitRequest RequestOf(std::size_t jam, crypto::Purpose purpose, const crypto::Hash& target,
                                   const std::string& text);
  void Send(const Bytes& own_message);
  // Fault::kConnectsToAnswer, kConnectsToRate.
  void LeaveAtOnce(const crypto::Hash& submission);

  const MemberId id_;
  const Parts parts_;
  SharedRandom random_;
  member::Wallet wallet_;
  std::unique_ptr<Reader> reader_;
  std::vector<Bytes> own_messages_;  // of another client; sent one at each exchange
  ByteArray<32> one_value_{};        // Fault::kOneValueForAll
};

}  // namespace candor::linkage
