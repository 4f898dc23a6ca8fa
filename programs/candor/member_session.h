// What the member's verbs share: the opened wallet, the logs, the ways to the servers, and how news
// is told.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "programs/candor/context.h"
#include "services/clients/oblivious_client.h"
#include "services/member/admission.h"
#include "services/member/draw.h"
#include "services/member/logs.h"
#include "services/member/send.h"
#include "services/member/wallet_file.h"

namespace candor::cli {

namespace member = services::member;

// The followed logs as the member's rules see them. `world` must outlive it.
class WorldLogs final : public member::Logs {
 public:
  WorldLogs(const services::follow::World& world, const records::TrustBundle& bundle)
      : world_(world), bundle_(bundle) {}

  const audit::BoardView& board() const override;
  const audit::IssuerView* FindIssuer(std::string_view origin) const override;
  std::vector<member::LogCopy> copies() const override;
  absl::StatusOr<std::vector<crypto::Hash>> BoardInclusion(std::uint64_t index) const override;

 private:
  const services::follow::World& world_;
  const records::TrustBundle& bundle_;
};

// Over gRPC, a connection for each call; errors carry the exit codes of servers. `bundle` must outlive it.
class RemoteIssuers final : public member::Issuers {
 public:
  explicit RemoteIssuers(const records::TrustBundle& bundle) : bundle_(bundle) {}
  absl::StatusOr<Bytes> Enrol(const std::string& origin, ByteView request) override;
  absl::StatusOr<Bytes> Issue(const std::string& origin, ByteView call) override;

 private:
  const records::TrustBundle& bundle_;
};

// The board through a relay, encapsulated to the gateway key that the log names for today. Unavailable
// while the local copy names none. What is handed in must outlive it.
class BoardThroughRelay final : public member::Board {
 public:
  BoardThroughRelay(Context& context, const member::Logs& logs) : context_(context), logs_(logs) {}
  absl::StatusOr<Bytes> Submit(ByteView request) override;
  absl::Status NoOp() override;

 private:
  absl::StatusOr<const records::GatewayKey*> KeyOfToday() const;
  absl::StatusOr<std::unique_ptr<services::clients::ObliviousClient>> Connect();

  Context& context_;
  const member::Logs& logs_;
};

// The wallet at home, with its exit codes. Asks for the passphrase.
absl::StatusOr<member::WalletFile> OpenWallet(Context& context);
// The same, marked as the exit codes want it.
absl::Status SaveWallet(member::WalletFile& file);

// A wallet and the local copies of the logs, whose bundle is the wallet's own.
struct MemberSession {
  member::WalletFile file;
  services::follow::World* world = nullptr;
  std::unique_ptr<WorldLogs> logs;

  member::Wallet& wallet() { return file.wallet(); }
};
absl::StatusOr<MemberSession> OpenSession(Context& context);

// Fetches every log, checks them as admission does, remembers their checkpoints in the wallet and saves
// it. kNetwork when a log cannot be reached, kRefused for an objection; nothing was sent then.
absl::Status LookAtAllLogs(Context& context, MemberSession& session);

// One exchange with the board (services/member/send.h), at the time at which it is called.
absl::StatusOr<std::vector<member::Note>> MakeExchange(Context& context, MemberSession& session);

// kRefused with the first sentence, the others as hints; OK when there is no objection.
absl::Status TellObjections(const Context& context, const std::vector<member::Objection>& objections);

// Prints each note and returns the worst of them as a status: evidence and refusals of the board,
// then a board that could not be reached. Waiting is no error.
absl::Status TellNotes(const Context& context, const std::vector<member::Note>& notes);
Json JsonOf(const std::vector<member::Note>& notes);
std::string_view StageName(member::Stage stage);

// The names of an audience, for a terminal.
std::string ReadersOf(const records::Draft& draft, const records::Audience& audience);

// The text whose number begins with `prefix`; without one the only text. What was added to a text is found by its
// own number alone.
absl::StatusOr<const member::Thread*> PickThread(const member::Wallet& wallet,
                                                 const std::string& prefix);

// The campaign whose id begins with `prefix`; without one the only open campaign, or the only one.
absl::StatusOr<const audit::Campaign*> PickCampaign(const audit::BoardView& board,
                                                    const std::string& prefix, Day today);

}  // namespace candor::cli
