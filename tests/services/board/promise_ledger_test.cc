// The ledger that the kill tests rely on, with each fault put in: it must be able to fail.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "records/entry.h"
#include "tests/services/board/promise_ledger.h"
#include "tests/support/jam_fixture.h"

namespace candor::services::board {
namespace {

using candor::testing::kSpeakingOpens;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Day kPromisedDay = kSpeakingOpens + 10;

class Ledger : public ::testing::Test {
 protected:
  Ledger() : jam_(organisation_), ledger_(organisation_.bundle().promise_key, kPromisedDay) {
    const auto author = jam_.NewAuthor();
    ledger_.Add(jam_.Opinion(author, "one"), jam_.Opinion(author, "another"));
  }

  const records::SubmissionBody& Body(TextId id) const {
    return ledger_.Request(id).submission.body;
  }
  Bytes Promise(TextId id, Day day = kPromisedDay) const {
    const records::Promise promise{jam_.id(), Body(id).SubmissionHash(), day};
    return Reply(records::SubmitReply::Type::kPromise, crypto::Label::kPromise, promise.Encode());
  }
  // With the other text as its evidence.
  Bytes Spent(TextId id, records::RefusalCode code = records::RefusalCode::kSpent) const {
    const auto& request = ledger_.Request(id);
    const records::Refusal refusal{.code = code,
                                   .campaign_id = jam_.id(),
                                   .submission_hash = Body(id).SubmissionHash(),
                                   .envelope_hash = crypto::Sha256({request.envelope}),
                                   .salt = request.salt,
                                   .day = kSpeakingOpens};
    return Reply(records::SubmitReply::Type::kRefusal, crypto::Label::kRefusal, refusal.Encode(),
                 ledger_.Request(id.other()).submission.Encode());
  }
  Bytes Entry(TextId id) const {
    return records::LogEntry{kSpeakingOpens, jam_.id(),
                             records::SubmissionEntry{ledger_.Request(id).submission.Encode()}}
        .Encode();
  }
  std::vector<Finding> Compare(const std::vector<Bytes>& entries) const {
    return ledger_.CompareWithLog(entries);
  }

  const candor::testing::Organisation organisation_;
  const candor::testing::Jam jam_;
  PromiseLedger ledger_;
  const TextId first_{0, 0};
  const TextId second_{0, 1};

 private:
  Bytes Reply(records::SubmitReply::Type type, crypto::Label label, Bytes body,
              Bytes other = {}) const {
    records::SubmitReply reply;
    reply.type = type;
    reply.record = records::Signed::Make(organisation_.promise_key(), label, std::move(body));
    reply.other = std::move(other);
    return reply.Encode();
  }
};

TEST_F(Ledger, FindsNothingWhereEverythingIsInOrder) {
  ledger_.Take(second_, Spent(second_));
  ledger_.Take(first_, Promise(first_));
  ledger_.Take(first_, Promise(first_));
  EXPECT_THAT(ledger_.Contradictions(), IsEmpty());
  EXPECT_EQ(ledger_.promised(), 1u);
  EXPECT_THAT(Compare({Entry(first_)}), IsEmpty());
}

TEST_F(Ledger, ReportsAPromiseThatTheBoardNeverGaveAsLost) {
  ledger_.Take(first_, Promise(first_));
  EXPECT_THAT(Compare({}), ElementsAre(Finding{Fault::kLost, 0}));
}

TEST_F(Ledger, ReportsWhatARefusalShowedToBeAcceptedAsLost) {
  ledger_.Take(second_, Spent(second_));
  EXPECT_THAT(Compare({}), ElementsAre(Finding{Fault::kLost, 0}));
}

TEST_F(Ledger, ReportsAnAuthorWithNeitherTextAccepted) {
  EXPECT_THAT(Compare({}), ElementsAre(Finding{Fault::kNoneAccepted, 0}));
}

TEST_F(Ledger, ReportsATextThatIsInTheLogTwice) {
  ledger_.Take(first_, Promise(first_));
  EXPECT_THAT(Compare({Entry(first_), Entry(first_)}),
              ElementsAre(Finding{Fault::kTwiceInLog, 0}));
}

TEST_F(Ledger, ReportsASecondTextUnderATokenInTheLog) {
  ledger_.Take(first_, Promise(first_));
  EXPECT_THAT(Compare({Entry(first_), Entry(second_)}), ElementsAre(Finding{Fault::kOfNobody}));
}

TEST_F(Ledger, ReportsTwoPromisesUnderOneToken) {
  ledger_.Take(first_, Promise(first_));
  ledger_.Take(second_, Promise(second_));
  EXPECT_THAT(ledger_.Contradictions(), ElementsAre(Finding{Fault::kBothAccepted, 0}));
}

TEST_F(Ledger, ReportsAPromiseThatIsTakenBackLater) {
  ledger_.Take(first_, Promise(first_));
  ledger_.Take(first_, Spent(first_));
  EXPECT_THAT(ledger_.Contradictions(), ElementsAre(Finding{Fault::kBothAccepted, 0}));
}

TEST_F(Ledger, ReportsRepliesThatDoNotVerify) {
  Bytes damaged = Promise(first_);
  damaged.back() ^= 1;
  const std::vector<Bytes> bad = {damaged, Bytes{}, Promise(second_), Spent(second_),
                                  Promise(first_, kPromisedDay + 1),
                                  Spent(first_, records::RefusalCode::kThreadKeySeen)};
  for (const Bytes& reply : bad) ledger_.Take(first_, reply);
  ledger_.TakeNoAnswer(first_);
  const Finding found{Fault::kBadReply, 0};
  EXPECT_THAT(ledger_.Contradictions(),
              ElementsAre(found, found, found, found, found, found, Finding{Fault::kNoAnswer, 0}));
}

}  // namespace
}  // namespace candor::services::board
