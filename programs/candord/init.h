// candord init: a complete deployment in one folder: keys, certificates, trust bundle, configuration.
//
//   bundle  deployment.toml
//   charter/      charter.key passphrase                   none where the charter's own key is given
//   body/         body.key passphrase fingerprint.txt      of one's own key the fingerprint alone
//   board/        board.toml log.key promise.key gateway.key passphrase tls.pem tls.key log.lock store/
//                 follow/ gateway-keys/
//   issuer-<n>/   issuer.toml log.key passphrase tls.pem tls.key log.lock store/ token-keys/ follow/
//   relay-<n>/    relay.toml passphrase tls.pem tls.key client.pem client.key mirror/
//   witness-<n>/  witness.toml witness.key passphrase tls.pem tls.key state/    no tls.* without a network
//
// With `continues` it is the deployment after one whose logs were frozen: all names carry its number, and
// beside the configuration of each party whose log goes on in the place of a frozen one lies that one's mark,
// previous.frozen, for the Genesis of the new log.
//
// Every party has keys, a passphrase and a certificate authority of its own. For a trial all stay on
// one machine. In earnest each folder goes to the organisation that it belongs to and is destroyed
// here: whoever holds two of them can undo what the separation protects. The two keys that sign roles, rosters and
// rules need not be made here at all: their owners make them (candord key) and hand in the public parts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "records/trust_bundle.h"
#include "services/runtime/files.h"

namespace candor::candord {

// Who runs a server, and where it is reached; a witness without a host has no network.
struct PartyOptions {
  std::string operator_name;
  std::string host = "127.0.0.1";
};

struct InitOptions {
  runtime::Path folder;
  std::string organisation;
  bool trial = false;
  int port_base = 7400;
  PartyOptions board;
  std::vector<PartyOptions> issuers;    // one or two
  std::vector<PartyOptions> relays;     // one to four
  std::vector<PartyOptions> witnesses;  // at least one
  int quorum = 1;
  std::optional<runtime::Path> continues = {};  // as ReadPreviousDeployment
  // Keys that their owners made themselves; made here where not given.
  std::optional<records::VerifyKey> charter_key = {};
  std::optional<records::VerifyKey> body_key = {};
};

// Writes the deployment. FailedPrecondition for a folder that holds something, and when the bundle
// would break the rules of PROTOCOL §2 on who runs what; InvalidArgument for names or numbers that
// cannot be, and for a frozen log in whose place there is none here; else as ReadPreviousDeployment.
// Nothing is overwritten; what a failure leaves behind is to be removed by hand.
absl::StatusOr<records::TrustBundle> Init(const InitOptions& options);

// The fingerprint as the independent body publishes it: ten numbered groups of five.
std::string FingerprintText(const records::TrustBundle& bundle);

}  // namespace candor::candord
