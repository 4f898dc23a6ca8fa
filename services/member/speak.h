// Speak: from a text to a signed submission that waits in the outbox.
//
// Promise: nothing here sends. What Speak adds to the wallet is complete: the board would accept it
// once its gates are open. On any error the wallet is as it was and the text is the caller's still.
// Not promised: that the text itself does not tell who wrote it.
//
// Gates (PROTOCOL §4): a token leaves only when it is as old as the manifest's decoupling time, so
// that fetching and using are far apart; when the cosigned logs of all issuers show min_issued draws
// (the smaller count decides), so that there is a crowd to be one of; and within speaking's window.
// Pure but for `random`.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/random.h"
#include "services/member/logs.h"
#include "services/member/wallet.h"
#include "services/texts/sentence.h"

namespace candor::services::member {

// When a submission may leave, and why not before.
struct Departure {
  // The gates that a clock opens; what is in the past is open.
  UnixSeconds earliest = 0;
  // The gate that other people open: draws so far, and how many are needed.
  std::uint32_t draws = 0;
  std::uint32_t draws_needed = 0;
  // For the person: "on 2025-03-09 12:00 UTC, because …"; empty when it may leave now.
  texts::Sentence reason{};

  bool Open(UnixSeconds now) const { return now >= earliest && draws >= draws_needed; }
};

// `drawn_at` is when the token was fetched.
Departure DepartureOf(const audit::Campaign& campaign, const Logs& logs, UnixSeconds drawn_at,
                      UnixSeconds now);

// Whether opinions, contributions or points are still taken at `now`; else the sentence for whoever would make one.
// Asks nothing of a wallet.
absl::Status CheckStillTaken(const audit::Campaign& campaign, records::Kind kind, UnixSeconds now);

// The smaller of the issuers' draws of a campaign, under the copies' cosigned checkpoints.
std::uint32_t DrawsOf(const audit::Campaign& campaign, const Logs& logs);

struct SpeakOptions {
  records::Quote quote = records::Quote::kNever;
  std::string headline{};  // required for Quote::kHeadline, else optional
  std::uint8_t audience = 0;
  std::string category{};
  std::string language{};
};

// What is wrong with a text, before any wallet is opened: empty, not UTF-8, or a headline that is missing or too
// long. InvalidArgument.
absl::Status CheckText(std::string_view text, const SpeakOptions& options);

struct Spoken {
  crypto::Hash submission_hash{};
  Departure departure;
};

// Authors choose among the audiences of the manifest; the appeal panel is none of them.
absl::Status CheckAudience(const audit::Campaign& campaign, std::uint8_t audience);

// Adds a thread and an outbox item, and takes the voice token out of the draw. A text that is too long for one
// envelope goes on in follow-ups, as far as their quota goes. FailedPrecondition when
// the voice is used, not drawn, or could leave only after speaking has closed; InvalidArgument for
// the text, headline or audience.
absl::StatusOr<Spoken> Speak(Wallet& wallet, const audit::Campaign& campaign, const Logs& logs,
                             std::string_view text, const SpeakOptions& options, UnixSeconds now,
                             crypto::RandomSource& random);

// The rest of it, for whatever spends a slip on a text: `draw` has one of this purpose, and `body` says kind and
// target. InvalidArgument when the text is longer than text and follow-ups can be.
absl::StatusOr<Spoken> SpeakWith(Wallet& wallet, const audit::Campaign& campaign, Draw& draw,
                                 crypto::Purpose purpose, records::SubmissionBody body,
                                 const Departure& departure, std::string_view text,
                                 const SpeakOptions& options, UnixSeconds now, crypto::RandomSource& random);

}  // namespace candor::services::member
