// Wallet: all that a member's machine keeps, as one canonical structure.
//
// It holds the member key, the draws with their tokens and, while a draw is under way, the blinding
// secrets; the receipt codes; what waits to be sent; the texts and what the board promised for them.
// Whoever reads it is the author of everything in it, and can link the member's draw to the
// member's words: it leaves this file sealed only (services/member/wallet_file.h).
//
//   struct {
//     uint8  version = 1;
//     opaque bundle<1..2^24-1>;  opaque fingerprint[32];  opaque member_seed[32];  uint64 synced_at;
//     uint8  restored;
//     Enrolment   enrolments[n];   { opaque origin<1..255>; opaque reply<1..2^16-1>; }   EnrolReply
//     PinnedLog   logs[n];         { opaque origin<1..255>; uint64 size; opaque root[32]; opaque note<0..2^24-1>; }
//     Draw        draws[n];
//     OutboxItem  outbox[n];
//     Thread      threads[n];
//   } Wallet;                      lists carry a uint16 count; the rest up to the size is zeroes
//   struct {
//     opaque campaign_id[16];  uint64 drawn_at;
//     { opaque code[20]; } codes[n];                                  three times: voice, contribute, endorse
//     { opaque origin<1..255>; uint8 answered; opaque signed_request<0..2^16-1>; opaque issuance_salt[32];
//       opaque call<0..2^24-1>;  { opaque blinder<0..2^24-1>; opaque tokens<0..2^24-1>; } purposes[3]; } issuers[n];
//   } Draw;
//   struct { opaque campaign_id[16]; opaque submission_hash[32]; uint64 ready_at; uint8 promised;
//            opaque request<1..2^24-1>; } OutboxItem;
//   struct {
//     opaque campaign_id[16]; uint8 purpose; opaque code[20]; uint8 stage; uint8 quote;
//     opaque signed_submission<1..2^16-1>;  opaque text<0..2^16-1>;  opaque headline<0..2^16-1>;
//     opaque promise<0..2^16-1>;  opaque refusal<0..2^16-1>;          SubmitReply
//     uint8 logged;  uint64 index;
//   } Thread;
//
// Size: 1 MiB, or the next power of two that holds it. 1 MiB holds eight open jams in each of which its
// owner has drawn from two issuers, said the longest text there is and withdrawn it, all of it still in the
// outbox, and some twenty such texts of earlier jams: so in usual use the length depends on nothing that its
// owner did. Beyond that it tells the power of two. Pure. Move-only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "crypto/ed25519.h"
#include "crypto/receipt_code.h"
#include "crypto/secret.h"
#include "crypto/token.h"
#include "records/issuance.h"
#include "records/manifest.h"
#include "records/submission.h"
#include "records/trust_bundle.h"

namespace candor::services::member {

// What an issuer said once about the member's place in a roster.
struct EnrolmentRecord {
  std::string issuer_origin;
  records::EnrolReply reply;
};

// The last checkpoint of a log that this wallet acted on. A log that is later shorter, or has
// another root at this size, has shown different things to different people.
struct PinnedLog {
  std::string origin;
  std::uint64_t size = 0;
  crypto::Hash root{};
  std::string note;  // as signed and cosigned: evidence
};

// One issuer's part of a draw.
struct IssuerDraw {
  std::string origin;
  bool answered = false;
  Bytes signed_request;         // the Signed IssueRequest, and the salt of its commitment in the log
  records::Salt issuance_salt{};
  // Until the issuer has answered: the exact bytes to send, and per purpose the exported
  // TokenBlinder (empty where the quota is 0).
  Bytes call;
  std::array<crypto::SecretBytes, 3> blinders;
  // After it: per purpose, in the order of the codes.
  std::array<std::vector<crypto::Token>, 3> tokens;

  // What could link the tokens to the request.
  void ForgetRequest();
};

struct Draw {
  records::CampaignId campaign_id{};
  // When the last issuer answered; 0 while one is missing.
  UnixSeconds drawn_at = 0;
  // Per purpose: what the thread key of token i comes from. Codes of endorsements are never shown.
  std::array<std::vector<crypto::ReceiptCode>, 3> codes;
  std::vector<IssuerDraw> issuers;  // in the manifest's order

  bool complete() const { return drawn_at != 0; }
  // The token of each issuer for code `index`; empty once it is used.
  std::vector<crypto::Token> TokensOf(crypto::Purpose purpose, std::size_t index) const;
  // Forgets code and tokens: they are part of a thread now.
  void Take(crypto::Purpose purpose, std::size_t index);
  // Forgets all codes and tokens of a purpose.
  void Forget(crypto::Purpose purpose);
};

struct OutboxItem {
  records::CampaignId campaign_id{};
  crypto::Hash submission_hash{};
  UnixSeconds ready_at = 0;  // not before; the other gates are asked for at the time
  bool promised = false;     // by the board; sent again only after an Incident that may have lost it
  Bytes request;             // a SubmitRequest
};

enum class Stage : std::uint8_t {
  kWaiting = 1,   // in the outbox, no promise yet
  kPromised = 2,  // the board promised; not yet seen in the log
  kInLog = 3,     // seen in the log, under a cosigned checkpoint
  kWithheld = 4,  // too few spoke: the log has the submission, the text was destroyed everywhere else
  kRefused = 5,   // the board refused, and its reason stands up to a check
  kMissed = 6,    // the window was over before the board had it
};

struct Thread {
  records::CampaignId campaign_id{};
  crypto::Purpose purpose = crypto::Purpose::kVoice;
  crypto::ReceiptCode code;
  Stage stage = Stage::kWaiting;
  records::Quote quote = records::Quote::kNever;
  records::SignedSubmission submission{};
  std::string text{};      // kept on this machine alone
  std::string headline{};
  Bytes promise{};         // a verified SubmitReply, or empty
  Bytes refusal{};         // the last refusal, believed or not, or empty
  std::optional<std::uint64_t> index{};  // of the Submission entry

  crypto::Hash hash() const { return submission.body.SubmissionHash(); }
};

struct Wallet {
  records::TrustBundle bundle;  // the pinned one
  crypto::SigningKey member_key;
  UnixSeconds synced_at = 0;  // of the last complete look at all logs; 0 before the first
  // Put back from a backup (services/member/backup.h): what was drawn after it was made is lost.
  bool restored = false;
  std::vector<EnrolmentRecord> enrolments{};
  std::vector<PinnedLog> logs{};
  std::vector<Draw> draws{};
  std::vector<OutboxItem> outbox{};
  std::vector<Thread> threads{};

  // A new wallet with a fresh member key.
  static Wallet Create(records::TrustBundle bundle, crypto::RandomSource& random);

  Draw* FindDraw(const records::CampaignId& campaign);
  const Draw* FindDraw(const records::CampaignId& campaign) const;
  Thread* FindThread(const crypto::Hash& submission_hash);
  const EnrolmentRecord* FindEnrolment(std::string_view issuer_origin,
                                       const crypto::Hash& roster_root) const;
  // In the order of campaign, kind and target, which are the same for everybody; what is alike in all of them by its
  // hash. One exchange carries one message: in which order two of one person leave must not be that person's,
  // or it would tell that they are one person's (decisions 0026 and 0031).
  void PutIntoOutbox(OutboxItem item);
  void DropFromOutbox(const crypto::Hash& submission_hash);
  // Behind all others. False when it is there already, or not in the outbox.
  bool MoveToTheEndOfTheOutbox(const crypto::Hash& submission_hash);

  crypto::SecretBytes Encode() const;
  // Unimplemented for a version that this program does not know; DataLoss for anything else that is
  // not what Encode gives.
  static absl::StatusOr<Wallet> Decode(const crypto::SecretBytes& bytes);
};

// Bounds that Encode relies on; whoever fills a wallet stays below them.
inline constexpr std::size_t kMaxWalletItems = 4096;

// What every wallet is as long as, before it is sealed, until it holds more than that.
inline constexpr std::size_t kUsualWalletSize = std::size_t{1} << 20;

}  // namespace candor::services::member
