// Send: exchanges with the board, one message each, and watches over what was promised.
//
// Promise: an exchange is one message of one size, whoever makes it: the first submission of the outbox
// that may leave, text or blank, or a no-op where none may. What the board has answered and what stays all the
// same goes behind the others, so each has its turn. Having something to say never causes an exchange, nor a
// second message in one. A submission leaves only through open gates (services/member/speak.h). Its bytes stay in
// the outbox until this machine has seen them in the log under a cosigned checkpoint, or the board's
// refusal has stood up to a check. No answer of the board makes a text disappear: texts stay in the
// thread whatever happens.
//
// A promise is believed when it is signed by the manifest's promise key, for exactly this submission,
// with exactly the date that body and manifest give. A refusal is believed when it is signed, for
// exactly this submission, its evidence supports it, and this machine finds the fault that it names;
// a signed refusal that is false is evidence against the board. That the window has closed is
// believed when it has by this machine's clock too; else the text stays, and is sent again.
#pragma once

#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/member/draw.h"
#include "services/member/logs.h"
#include "services/member/wallet.h"
#include "services/texts/sentence.h"

namespace candor::services::member {

// The way to the board, through a relay: both calls look the same to all but the board.
class Board {
 public:
  virtual ~Board() = default;
  // SubmitRequest in, SubmitReply out.
  virtual absl::StatusOr<Bytes> Submit(ByteView request) = 0;
  virtual absl::Status NoOp() = 0;
};

enum class News : std::uint8_t {
  kWaiting,       // the gates are closed, or another message went first: not sent
  kPromised,      // sent; the board promised to publish it
  kUnreachable,   // no answer; it stays in the outbox
  kImpostor,      // another server answers at the board's address: not sent; it stays
  kUnbelievable,  // an answer that is neither a promise nor a refusal for this; it stays
  kRefused,       // refused, and rightly by what this machine can see; text kept
  kFalseRefusal,  // refused, and provably wrongly: evidence; it stays
  kMissed,        // the window is over, and the log does not hold it; text kept
  kIncluded,      // seen in the log under a cosigned checkpoint
  kLate,          // the same, in a batch of a later day than was promised: evidence
  kWithheld,      // in the log, but too few spoke: the text was destroyed and is kept here
  kOverdue,       // promised, its date has passed, and the log does not hold it: evidence
  kBlank,         // an unused slip was spent on a blank (services/member/blank.h)
};

struct Note {
  News news;
  crypto::Hash submission_hash{};
  texts::Sentence sentence{};  // for the person; says whether anything was sent and what is kept
};
// Whether the note is evidence against the board.
bool IsEvidence(News news);

// Looks for every submission in the log, and drops the blanks that are settled. Changes the wallet; the caller saves it. Empty when there is
// no news. `now` decides about overdue promises, but only where all logs were looked at after the
// promised day (wallet.synced_at).
std::vector<Note> LookIntoLog(Wallet& wallet, const Logs& logs, UnixSeconds now);

// One exchange. Saves after an answer that changed the wallet; the error is save's. A note for each item of
// the outbox that holds no promise yet, those included that wait for a later exchange; what was promised
// is sent again when the board's log has an Incident that may have lost it, for as long as its window is
// open. What becomes of a no-op, or of a blank, is no news to anybody.
absl::StatusOr<std::vector<Note>> Exchange(Wallet& wallet, const Logs& logs, Board& board,
                                           UnixSeconds now, const Save& save);

// What a board's reply to a request is worth.
struct Judgement {
  News news = News::kUnbelievable;  // kPromised, kRefused, kFalseRefusal, kUnbelievable
  texts::Sentence sentence{};
};
Judgement Judge(ByteView reply, const records::SubmitRequest& request,
                const audit::Campaign& campaign, const records::TrustBundle& bundle,
                UnixSeconds now);

// Everything about a request that the board checks and a client can check too: audience, target,
// commitment, envelope header, signature, tokens. OK for whatever this program made.
absl::Status CheckRequest(const records::SubmitRequest& request, const records::Manifest& manifest,
                          std::string_view board_origin);

}  // namespace candor::services::member
