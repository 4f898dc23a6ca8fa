#include "programs/candord/config_text.h"

#include "base/text.h"

namespace candor::candord {
namespace {

// A TOML basic string. Names of logs and addresses hold no control characters.
std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"";
}

std::string Line(std::string_view key, std::string_view value, std::string_view comment) {
  std::string out = Cat(key, " = ", Quoted(value));
  if (!comment.empty()) {
    out.append(out.size() < 40 ? 40 - out.size() : 1, ' ');
    out += Cat("# ", comment);
  }
  return out + "\n";
}

// What board and issuers have in common.
std::string LogServerText(std::string_view origin, std::string_view listen,
                          std::string_view files_listen) {
  std::string out = "# Paths are relative to the folder of this file.\n\n";
  out += Line("origin", origin, "the log's name in the trust bundle");
  out += Line("listen", listen, "gRPC over TLS 1.3");
  out += Line("files_listen", files_listen, "public files of the log over HTTPS");
  out += Line("bundle", "../bundle", "the organisation's trust bundle, the same for everybody");
  out += "\n# Keys. All key files are sealed under this passphrase (both: mode 0600).\n";
  out += Line("passphrase", "passphrase", "");
  out += Line("log_key", "log.key", "signs the log's checkpoints");
  out += Line("tls_certificate", "tls.pem", "leaf first");
  out += Line("tls_key", "tls.key", "");
  out += "\n# State. The lock is no part of a backup: with it an old store is told from a new one.\n";
  out += Line("log_lock", "log.lock", "");
  out += Line("store", "store", "");
  return out;
}

constexpr std::string_view kTuning =
    "\n# workers = 4        # threads that sign and write\n"
    "# reflection = false  # tells strangers the shape of the services\n";

}  // namespace

std::string AddressText(std::string_view host, int port) {
  const bool brackets = host.find(':') != std::string_view::npos;
  return brackets ? Cat("[", host, "]:", port) : Cat(host, ":", port);
}

std::string ListenText(std::string_view host, int port, bool trial) {
  return trial ? AddressText(host, port) : AddressText("0.0.0.0", port);
}

std::string BoardConfigText(std::string_view origin, std::string_view listen,
                            std::string_view files_listen, std::string_view gateway_listen) {
  return Cat("# The board: takes opinions, seals them into batches, keeps the log.\n",
             LogServerText(origin, listen, files_listen),
             Line("follow", "follow", "copies of the issuers' logs"),
             Line("promise_key", "promise.key", "signs promises and refusals"),
             "\n# Anonymous acts come through the bundle's relays, and no other way.\n",
             Line("gateway_listen", gateway_listen, "gRPC over TLS 1.3, for relays alone"),
             Line("gateway_key", "gateway.key", "signs the day's gateway keys"),
             Line("gateway_keys", "gateway-keys", "one a day, destroyed after it; never in a backup"),
             kTuning);
}

std::string IssuerConfigText(std::string_view origin, std::string_view listen,
                             std::string_view files_listen) {
  return Cat("# An issuer: knows the roster, gives each person their blind tokens once.\n",
             LogServerText(origin, listen, files_listen),
             Line("token_keys", "token-keys", "made for each campaign, deleted after it"),
             Line("follow", "follow", "copy of the board's log"), kTuning);
}

std::string RelayConfigText(std::string_view name, std::string_view listen,
                            std::string_view files_listen, std::string_view board_gateway) {
  std::string out =
      "# A relay: sees who calls, and forwards what it cannot read. Keeps a mirror of all public files.\n"
      "# Paths are relative to the folder of this file.\n\n";
  out += Line("name", name, "this relay in the trust bundle");
  out += Line("listen", listen, "gRPC over TLS 1.3");
  out += Line("files_listen", files_listen, "the mirror over HTTPS");
  out += Line("board_gateway", board_gateway, "where the board takes what relays bring");
  out += Line("bundle", "../bundle", "the organisation's trust bundle, the same for everybody");
  out += Line("mirror", "mirror", "copies of all logs; can be had again");
  out += "\n# All key files are sealed under this passphrase (both: mode 0600).\n";
  out += Line("passphrase", "passphrase", "");
  out += Line("tls_certificate", "tls.pem", "leaf first");
  out += Line("tls_key", "tls.key", "");
  out += Line("client_certificate", "client.pem", "with it the board knows a relay");
  out += Line("client_key", "client.key", "");
  return out;
}

std::string ContinuesText(std::string_view mark) {
  if (mark.empty()) return "";
  return Cat("\n", Line("continues", mark, "the frozen log whose place this one takes"));
}

std::string WitnessConfigText(std::string_view name, std::string_view listen,
                              std::span<const audit::NoteVerifierKey> logs) {
  std::string out =
      "# A witness: cosigns checkpoints that extend what it has seen, and nothing else.\n"
      "# Paths are relative to the folder of this file.\n\n";
  out += Line("name", name, "the key name in its signature lines");
  if (!listen.empty()) {
    out += "\n# Runs with: candor-audit witness serve --config witness.toml\n";
    out += Line("listen", listen, "HTTPS");
    out += Line("tls_certificate", "tls.pem", "leaf first");
    out += Cat(Line("tls_key", "tls.key", ""), "\n");
  } else {
    out += "\n# Without a network: candor-audit witness cosign --config witness.toml\n\n";
  }
  out += Line("passphrase", "passphrase", "of the key files");
  out += Line("signing_key", "witness.key", "");
  out += Line("state", "state", "what it has cosigned; never part of a backup");
  for (const auto& log : logs) {
    out += Cat("\n[[logs]]\n", Line("origin", log.name(), ""), Line("vkey", log.Format(), ""));
  }
  return out;
}

std::string DeploymentText(std::size_t issuers, std::size_t relays) {
  const auto list = [](std::string_view party, std::size_t count) {
    std::string out;
    for (std::size_t i = 1; i <= count; ++i) {
      out += Cat(i == 1 ? "" : ", ", "\"", party, "-", i, "/", party, ".toml\"");
    }
    return out;
  };
  return Cat(
      "# The servers that `candord all` runs on this machine. A witness is no server of the\n"
      "# organisation's and is started apart: candor-audit witness serve --config "
      "witness-1/witness.toml\n\n",
      Line("board", "board/board.toml", ""), "issuers = [", list("issuer", issuers), "]\n",
      "relays = [", list("relay", relays), "]\n");
}

}  // namespace candor::candord
