#include "records/trust_bundle.h"

#include <algorithm>
#include <set>

#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"

namespace candor::records {
namespace {

using crypto::Reader;
using crypto::Writer;

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kMaxIssuers = 2;
constexpr std::size_t kMaxWitnesses = 16;
constexpr std::size_t kMaxRelays = 4;

void WriteLog(Writer& out, const LogIdentity& log) {
  out.Text8(log.origin).Fixed(log.key.bytes).Text8(log.operator_name).Text8(log.files_url);
  out.Text8(log.grpc_address).Text16(log.tls_anchor);
}

LogIdentity ReadLog(Reader& in) {
  LogIdentity log;
  log.origin = in.Text8(1);
  log.key.bytes = in.Fixed<32>();
  log.operator_name = in.Text8(1);
  log.files_url = in.Text8(1);
  log.grpc_address = in.Text8(1);
  log.tls_anchor = in.Text16(1);
  return log;
}

void WriteWitness(Writer& out, const WitnessIdentity& witness) {
  out.Text8(witness.name).Fixed(witness.key.bytes).Text8(witness.operator_name);
  out.Text8(witness.url).Text16(witness.tls_anchor);
}

WitnessIdentity ReadWitness(Reader& in) {
  WitnessIdentity witness;
  witness.name = in.Text8(1);
  witness.key.bytes = in.Fixed<32>();
  witness.operator_name = in.Text8(1);
  witness.url = in.Text8();
  witness.tls_anchor = in.Text16();
  if (witness.url.empty() != witness.tls_anchor.empty()) {
    in.Fail("a witness has an address and an anchor for it, or neither");
  }
  return witness;
}

void WriteRelay(Writer& out, const RelayIdentity& relay) {
  out.Text8(relay.name).Text8(relay.operator_name).Text8(relay.files_url);
  out.Text8(relay.grpc_address).Text16(relay.tls_anchor);
}

RelayIdentity ReadRelay(Reader& in) {
  RelayIdentity relay;
  relay.name = in.Text8(1);
  relay.operator_name = in.Text8(1);
  relay.files_url = in.Text8(1);
  relay.grpc_address = in.Text8(1);
  relay.tls_anchor = in.Text16(1);
  return relay;
}

// What a signed note takes as the name of a key. Only ASCII is looked at here; the note's own
// parser knows the spaces of all scripts.
bool IsLogName(std::string_view name) {
  return std::ranges::none_of(name, [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '+';
  });
}

// Witnesses whose operator runs the log or the board can be counted on by neither side.
std::size_t DependentWitnesses(const TrustBundle& bundle, const LogIdentity& log) {
  return static_cast<std::size_t>(std::ranges::count_if(bundle.witnesses, [&](const auto& witness) {
    return witness.operator_name == log.operator_name ||
           witness.operator_name == bundle.board.operator_name;
  }));
}

bool RunsALog(const TrustBundle& bundle, std::string_view operator_name) {
  return bundle.board.operator_name == operator_name ||
         std::ranges::find(bundle.issuers, operator_name, &LogIdentity::operator_name) !=
             bundle.issuers.end();
}

absl::Status CheckRelayOperators(const TrustBundle& bundle) {
  for (const auto& relay : bundle.relays) {
    if (!RunsALog(bundle, relay.operator_name)) continue;
    return absl::FailedPreconditionError(
        Cat("the relay ", relay.name, " is run by ", relay.operator_name,
            ", who also runs the board or an issuer; with the addresses that a relay sees, they could"
            " tell who speaks"));
  }
  return absl::OkStatus();
}

}  // namespace

Bytes TrustBundle::Encode() const {
  Writer out;
  out.U8(kVersion).U8(trial ? 1 : 0).Text8(organisation);
  out.Fixed(charter_key.bytes).Fixed(independent_body_key.bytes);
  out.U8(static_cast<std::uint8_t>(1 + issuers.size()));
  WriteLog(out, board);
  for (const auto& issuer : issuers) WriteLog(out, issuer);
  out.U8(static_cast<std::uint8_t>(witnesses.size()));
  for (const auto& witness : witnesses) WriteWitness(out, witness);
  out.U8(quorum).U8(max_open).Fixed(promise_key.bytes).Fixed(gateway_key.bytes);
  out.U8(static_cast<std::uint8_t>(relays.size()));
  for (const auto& relay : relays) WriteRelay(out, relay);
  return out.Take();
}

absl::StatusOr<TrustBundle> TrustBundle::Decode(ByteView bytes) {
  Reader in(bytes);
  TrustBundle out;
  if (in.U8() != kVersion) in.Fail("unknown version");
  out.trial = in.Bool();
  out.organisation = in.Text8(1);
  out.charter_key.bytes = in.Fixed<32>();
  out.independent_body_key.bytes = in.Fixed<32>();
  const std::size_t logs = in.U8();
  if (logs < 2 || logs > 1 + kMaxIssuers) in.Fail("needs a board and one or two issuers");
  out.board = ReadLog(in);
  for (std::size_t i = 1; in.ok() && i < logs; ++i) out.issuers.push_back(ReadLog(in));
  const std::size_t witnesses = in.U8();
  if (witnesses > kMaxWitnesses) in.Fail("too many witnesses");
  for (std::size_t i = 0; in.ok() && i < witnesses; ++i) out.witnesses.push_back(ReadWitness(in));
  out.quorum = in.U8();
  out.max_open = in.U8();
  out.promise_key.bytes = in.Fixed<32>();
  out.gateway_key.bytes = in.Fixed<32>();
  const std::size_t relays = in.U8();
  if (relays < 1 || relays > kMaxRelays) in.Fail("needs one to four relays");
  for (std::size_t i = 0; in.ok() && i < relays; ++i) out.relays.push_back(ReadRelay(in));
  CANDOR_RETURN_IF_ERROR(in.Finish("trust bundle"));
  return out;
}

Hash TrustBundle::Fingerprint() const {
  return crypto::LabelledHash(crypto::Label::kBundle, {Encode()});
}

absl::Status TrustBundle::CheckSeparation() const {
  if (quorum == 0 || quorum > witnesses.size()) {
    return absl::FailedPreconditionError(
        "the trust bundle has no usable witness quorum: it must name at least as many witnesses as "
        "the quorum asks for, and at least one");
  }
  std::set<std::string> names = {board.origin};
  std::set<VerifyKey> keys = {charter_key, independent_body_key, board.key, promise_key, gateway_key};
  std::size_t expected_names = 1;
  std::size_t expected_keys = 5;
  for (const auto& issuer : issuers) {
    names.insert(issuer.origin), keys.insert(issuer.key);
    ++expected_names, ++expected_keys;
  }
  for (const auto& witness : witnesses) {
    names.insert(witness.name), keys.insert(witness.key);
    ++expected_names, ++expected_keys;
  }
  for (const auto& relay : relays) names.insert(relay.name), ++expected_names;
  if (names.size() != expected_names || keys.size() != expected_keys) {
    return absl::FailedPreconditionError(
        "the trust bundle uses one name or one key for two different parties or purposes");
  }
  if (!std::ranges::all_of(names, IsLogName)) {
    return absl::FailedPreconditionError(
        "the name of a log or witness in the trust bundle contains a space, a plus sign or a "
        "control "
        "character, so no checkpoint could carry it");
  }
  if (relays.empty()) {
    return absl::FailedPreconditionError(
        "the trust bundle names no relay, and nothing anonymous goes any other way");
  }
  if (trial) return absl::OkStatus();

  CANDOR_RETURN_IF_ERROR(CheckRelayOperators(*this));
  std::vector<LogIdentity> logs = issuers;
  logs.push_back(board);
  for (const auto& log : logs) {
    // Only when fewer witnesses than the quorum are dependent must every quorum hold another one.
    if (DependentWitnesses(*this, log) >= quorum) {
      return absl::FailedPreconditionError(
          Cat("the witness quorum for ", log.origin,
              " could be met by those who run it or the board; it needs a witness of another "
              "organisation"));
    }
  }
  return absl::OkStatus();
}

const LogIdentity* TrustBundle::FindIssuer(std::string_view origin) const {
  const auto at = std::ranges::find(issuers, origin, &LogIdentity::origin);
  return at == issuers.end() ? nullptr : &*at;
}

std::vector<std::string> FingerprintGroups(const Hash& fingerprint) {
  const std::string text = Base32Encode(fingerprint);
  std::vector<std::string> groups;
  for (int i = 0; i < kFingerprintGroups; ++i) groups.push_back(text.substr(i * 5, 5));
  return groups;
}

}  // namespace candor::records
