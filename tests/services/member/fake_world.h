// The world as a member sees it, made by hand: logs with real entries and real signatures, issuers and
// a board that answer in process. Whatever a test wants to be wrong, it can put in.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "records/promise.h"
#include "services/member/draw.h"
#include "services/member/logs.h"
#include "services/member/send.h"
#include "services/member/wallet.h"
#include "tests/support/jam_fixture.h"

namespace candor::testing {

namespace member = services::member;

// Logs that grow by Add…; each copy carries a checkpoint signed by the log and by every witness.
class FakeLogs final : public member::Logs {
 public:
  // Genesis everywhere; the usual grants and the roster on the board.
  explicit FakeLogs(const Organisation& organisation);

  // `content` lies beside the entry and opens its commitment, where it has one.
  void AddToBoard(Day day, const records::CampaignId& campaign, records::EntryBody body,
                  const audit::EntryContent& content = {});
  void AddToIssuer(std::size_t issuer, Day day, const records::CampaignId& campaign,
                   records::EntryBody body, const audit::EntryContent& content = {});

  void Open(const Jam& jam, Day day = kOpeningDay);
  // The campaign's keys with their proofs, at every issuer.
  void LogKeys(const Jam& jam);
  void LogKey(std::size_t issuer, const records::CampaignId& campaign, crypto::Purpose purpose,
              const crypto::TokenPrivateKey& key, bool good_proof = true);
  // So many draws at one issuer.
  void Draw(std::size_t issuer, const Jam& jam, std::uint32_t count);
  void Seal(const Jam& jam, records::SlotNumber slot,
            const std::vector<records::SignedSubmission>& submissions, bool withheld = false);

  // The checkpoint of this log is handed out with the cosignatures of the first `kept` witnesses alone.
  void DropCosignatures(std::size_t log, std::size_t kept = 0) { kept_[log] = kept; }

  const audit::BoardView& board() const override { return board_; }
  const audit::IssuerView* FindIssuer(std::string_view origin) const override;
  std::vector<member::LogCopy> copies() const override;
  absl::StatusOr<std::vector<crypto::Hash>> BoardInclusion(std::uint64_t index) const override;

 private:
  std::string NoteOf(std::size_t log) const;

  const Organisation& organisation_;
  audit::BoardView board_;
  std::vector<audit::IssuerView> issuers_;
  std::vector<std::vector<Bytes>> entries_;  // board, then issuers
  std::map<std::size_t, std::size_t> kept_;
};

// Issuers with the fixture's keys. `jam` may be null where nobody draws.
class FakeIssuers final : public member::Issuers {
 public:
  FakeIssuers(const Organisation& organisation, const Jam* jam)
      : organisation_(organisation), jam_(jam) {}

  // Asked before an answer is given; an error is returned instead.
  std::function<absl::Status(const std::string& origin)> before;
  // May spoil an answer.
  std::function<void(records::IssueReply&)> spoil;
  std::function<void(records::EnrolReply&)> spoil_enrolment;
  // Every call, as it came.
  std::vector<std::pair<std::string, Bytes>> calls;
  std::size_t row = 3;  // of the roster, for whoever enrols

  absl::StatusOr<Bytes> Enrol(const std::string& origin, ByteView request) override;
  absl::StatusOr<Bytes> Issue(const std::string& origin, ByteView call) override;

 private:
  const Organisation& organisation_;
  const Jam* jam_;
};

// A board that promises, unless `answer` says something else.
class FakeBoard final : public member::Board {
 public:
  FakeBoard(const Organisation& organisation, const Jam& jam)
      : organisation_(organisation), jam_(jam) {}

  std::function<absl::StatusOr<Bytes>(const records::SubmitRequest&)> answer;
  std::vector<Bytes> requests;

  int no_ops = 0;

  absl::StatusOr<Bytes> Submit(ByteView request) override;
  absl::Status NoOp() override {
    ++no_ops;
    return absl::OkStatus();
  }

  records::SubmitReply Promise(const records::SubmissionBody& body) const;
  records::SubmitReply Promise(const records::SubmissionBody& body, Day day) const;
  records::SubmitReply Refuse(const records::SubmitRequest& request, records::RefusalCode code,
                              Day day, Bytes other = {}) const;

 private:
  const Organisation& organisation_;
  const Jam& jam_;
};

// A wallet whose owner is enrolled at every issuer as row `row` of the roster.
member::Wallet EnrolledWallet(const Organisation& organisation, std::size_t row = 3);

// The enrolment that issuers give to a row.
records::EnrolReply EnrolmentOf(const Organisation& organisation, std::size_t row);

// A save that always works and counts.
struct CountingSave {
  int count = 0;
  member::Save Callback() {
    return [this] {
      ++count;
      return absl::OkStatus();
    };
  }
};

}  // namespace candor::testing
