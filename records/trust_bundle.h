// TrustBundle: where trust starts (PROTOCOL §2). One file, the same bytes for everybody.
//
// Its hash is the organisation fingerprint, which stands in the Genesis entry of every log and is
// published by the independent body. A bundle is believed only when its fingerprint was compared
// with that publication: nothing in the bundle vouches for the bundle.
//
//   struct {
//     uint8  version = 1;  uint8 trial;  opaque organisation<1..255>;
//     opaque charter_key[32];  opaque independent_body_key[32];
//     LogIdentity logs<1..3>;          board first, then issuer 1, issuer 2   (uint8 count)
//     WitnessIdentity witnesses<0..16>;                                       (uint8 count)
//     uint8  quorum;  uint8 max_open;  opaque promise_key[32];  opaque gateway_key[32];
//     RelayIdentity relays<1..4>;                                             (uint8 count)
//   } TrustBundle;
//   LogIdentity     { opaque origin<1..255>; opaque key[32]; opaque operator<1..255>;
//                     opaque files_url<1..255>; opaque grpc_address<1..255>; opaque tls_anchor<1..2^16-1>; }
//   WitnessIdentity { opaque name<1..255>; opaque key[32]; opaque operator<1..255>;
//                     opaque url<0..255>; opaque tls_anchor<0..2^16-1>; }  both empty: no network
//   RelayIdentity   { opaque name<1..255>; opaque operator<1..255>; opaque files_url<1..255>;
//                     opaque grpc_address<1..255>; opaque tls_anchor<1..2^16-1>; }
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "records/ids.h"

namespace candor::records {

struct LogIdentity {
  std::string origin;         // name of the log and of its key, e.g. "acme.example/board"
  VerifyKey key;
  std::string operator_name;  // the organisation or body that runs it
  std::string files_url;      // https base of the public files
  std::string grpc_address;   // host:port
  std::string tls_anchor;     // PEM: the only certificate authority believed for both
  bool operator==(const LogIdentity&) const = default;
};

struct WitnessIdentity {
  std::string name;
  VerifyKey key;
  std::string operator_name;
  std::string url;  // https base; add-checkpoint is below it. Empty: reached by files alone
  std::string tls_anchor;
  bool operator==(const WitnessIdentity&) const = default;
};

// The way of everything anonymous (PROTOCOL §9): it sees addresses and neither content nor purpose.
struct RelayIdentity {
  std::string name;
  std::string operator_name;
  std::string files_url;     // https base of its mirror of all public files
  std::string grpc_address;  // host:port
  std::string tls_anchor;    // PEM: the only authority believed for both, and for its own calls to the board
  bool operator==(const RelayIdentity&) const = default;
};

struct TrustBundle {
  std::string organisation;
  bool trial = false;
  VerifyKey charter_key;
  VerifyKey independent_body_key;
  LogIdentity board;
  std::vector<LogIdentity> issuers;  // one or two
  std::vector<WitnessIdentity> witnesses;
  std::uint8_t quorum = 1;
  std::uint8_t max_open = 8;
  VerifyKey promise_key;  // signs refusals that name no known campaign
  VerifyKey gateway_key;  // signs the board's gateway keys, one a day (records/gateway_key.h)
  std::vector<RelayIdentity> relays;  // one to four

  Bytes Encode() const;
  static absl::StatusOr<TrustBundle> Decode(ByteView bytes);

  // H("candor/bundle/v1" 00 | bytes).
  Hash Fingerprint() const;

  // The rules of PROTOCOL §2 on who may run what: a quorum exists, and (unless trial) every quorum
  // contains a witness of an organisation that runs neither that log nor the board, and whoever runs
  // a relay runs no issuer and not the board; names and keys are distinct, the promise and gateway keys
  // among them; names can stand in a signed note. Error: a sentence that says which rule is broken.
  absl::Status CheckSeparation() const;

  const LogIdentity* FindIssuer(std::string_view origin) const;

  bool operator==(const TrustBundle&) const = default;
};

// The fingerprint as people read it: ten groups of five base32 characters (250 of its 256 bits).
inline constexpr int kFingerprintGroups = 10;
std::vector<std::string> FingerprintGroups(const Hash& fingerprint);

}  // namespace candor::records
