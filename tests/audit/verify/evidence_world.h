// The evidence of a small jam, made by hand: the entries of three logs, which a test may spoil, and the
// files that they are published as, hashed and signed anew after every change. So it is never a hash or
// the log's signature that catches a fault, unless that is the fault.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "audit/verify/verify.h"
#include "tests/audit/jam_log.h"

namespace candor::audit::testing {

// Files of one log, in memory; a test may change them after they were published.
class MapFiles final : public LogFiles {
 public:
  std::map<std::string, Bytes, std::less<>> files;
  absl::StatusOr<Bytes> Read(std::string_view path) const override;
};

struct WorldOptions {
  std::size_t members = 24;
  std::size_t drawn = 22;
  std::size_t issuers = 2;
  std::size_t witnesses = 2;
  std::uint8_t quorum = 2;
  // The last word on the jam's draft.
  std::function<void(records::Draft&)> adjust = {};
  // The last word on the bundle, for logs that are really served.
  std::function<void(records::TrustBundle&)> adjust_bundle = {};
};

enum class Final { kNo, kYes };  // whether a batch says that it is its pool's last one

class EvidenceWorld {
 public:
  // Places in the good board log.
  std::size_t open = 0;         // CampaignOpen
  std::size_t first_batch = 0;  // 6 opinions, slot 3
  std::size_t access = 0;
  std::size_t answer = 0;
  std::size_t last_batch = 0;  // 5 opinions, slot 12, final
  std::size_t close = 0;
  std::size_t withdrawal = 0;  // SealBatch of pool 6
  std::size_t tombstone = 0;
  std::size_t done = 0;
  // Places in each issuer's log.
  static constexpr std::size_t kFirstKey = 1;
  std::size_t first_issuance = 0;
  std::size_t issuance_total = 0;
  std::size_t enrolment_total = 0;

  explicit EvidenceWorld(WorldOptions options = {});

  const candor::testing::Organisation& organisation() const { return organisation_; }
  const candor::testing::Jam& jam() const { return jam_; }
  const records::CampaignId& id() const { return jam_.id(); }

  std::vector<Written>& board() { return logs_[0]; }
  std::vector<Written>& issuer(std::size_t number) { return logs_[number + 1]; }
  std::size_t logs() const { return logs_.size(); }
  const std::vector<Written>& log(std::size_t number) const { return logs_[number]; }

  // A submission that the board would take, by somebody who has drawn.
  struct Spoken {
    candor::testing::Author author;
    records::SubmissionBody body;
    records::SubmissionEntry entry;
  };
  Spoken Speak() const;
  // One whose author allows a headline to be published.
  static constexpr char kHeadline[] = "The night crane stands still";
  static constexpr records::Salt kHeadlineSalt = {4, 2};
  crypto::Hash consented{};  // in the first batch
  static records::SubmissionEntry SignedBy(const records::SubmissionBody& body,
                                           const crypto::SigningKey& key);
  // A blank that the board would take, and a batch of them.
  records::SubmissionEntry Blank() const;
  std::size_t AddBlanks(records::SlotNumber slot, int count, Final final = Final::kNo);
  std::size_t AddBlankBatch(records::SlotNumber slot,
                            std::vector<records::SubmissionEntry> submissions,
                            Final final = Final::kNo);
  // A batch in hash order at the end of the board's log; its index.
  std::size_t AddBatch(records::SealBatch seal, std::vector<records::SubmissionEntry> submissions);
  std::size_t AddToBoard(Day day, records::EntryBody body, bool of_campaign = true,
                         EntryContent content = {});
  Written AnswerTo(Day day, const crypto::Hash& target, std::uint32_t revision,
                   const candor::testing::Actor& leader) const;
  // Leaves few enough entries to try every byte of them, of every kind of file.
  void KeepFew();
  // Rewrites the relied-on checkpoints of every batch as the issuers' logs are now.
  void RelyOnIssuers();

  // Files, signed by each log and cosigned by every witness at this time.
  std::vector<MapFiles> Publish(UnixSeconds cosigned_at = 1'800'000'000) const;
  // The same of the first entries of each log: as many as `sizes` says, the board first.
  std::vector<MapFiles> PublishAt(const std::vector<std::size_t>& sizes,
                                  UnixSeconds cosigned_at = 1'800'000'000) const;
  std::string NoteOf(std::size_t log, std::size_t size, UnixSeconds cosigned_at) const;

  // Publishes and verifies.
  VerifyResult Verify(const VerifyOptions& options = {}) const;
  static VerifyResult Verify(const records::TrustBundle& bundle, const std::vector<MapFiles>& logs,
                             const VerifyOptions& options = {},
                             std::vector<PromiseEvidence> promises = {});

 private:
  void MakeIssuers(std::size_t drawn);
  void MakeBoard();
  std::vector<records::IssuerCheckpoint> IssuerCheckpoints() const;

  candor::testing::Organisation organisation_;
  candor::testing::Jam jam_;
  std::vector<std::vector<Written>> logs_;  // board, then issuers
};

}  // namespace candor::audit::testing
