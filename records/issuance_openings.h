// IssuanceOpenings: what an issuer's log only commits to, opened for one reader: the independent
// body's auditor (AUDIT §3, I32).
//
//   IssuanceOpenings {
//     uint8  version = 1;
//     opaque fingerprint[32];
//     opaque origin<1..255>;                  whose log
//     uint64 size; opaque root[32];           of that log when the openings were written
//     uint32 rosters;     RosterLeaves     each[rosters];       ascending by root
//     uint32 enrolments;  EnrolmentOpening each[enrolments];    ascending by index
//     uint32 issuances;   IssuanceOpening  each[issuances];     ascending by index
//   }
//   RosterLeaves     { opaque root[32]; uint32 count; opaque leaves[count][32]; }
//   EnrolmentOpening { uint64 index; opaque salt[32]; opaque roster_root[32]; opaque leaf[32];
//                      opaque member_key[32]; }
//   IssuanceOpening  { uint64 index; opaque salt[32]; Signed request; }      request: an IssueRequest
//
//   SealedOpenings   { opaque magic[7] = "CANDORO"; uint8 version = 1; opaque sealed[]; }
//     sealed = HPKE SealBase(kem_key, info = "candor/issuance-openings/v1" 00, aad = magic | version,
//                            IssuanceOpenings)
//   OpeningsKey      { uint8 version = 1; opaque fingerprint[32]; opaque kem_key[32]; }
//                                             as Signed by the auditor, label openings-key
//
// Openings are personal data: they say who has drawn, and so who has not. They hold no name and no salt
// of a roster entry: whoever has the roster file can tell whose a leaf is, and nobody else.
//
// Promise of a sealed file: without the private key its bytes say nothing but their length, which
// follows from counts that are public; any changed byte is found. Not promised: who wrote it. That
// shows in what it opens: a log's commitments open to one thing.
//
// Pure but for `random`. Values are ordinary memory. Decoders: InvalidArgument.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/x25519.h"
#include "records/ids.h"
#include "records/signed.h"

namespace candor::records {

// A roster as an issuer holds it, in the roster file's order, without salts and names.
struct RosterLeaves {
  Hash root{};
  std::vector<Hash> leaves;
  bool operator==(const RosterLeaves&) const = default;
};

struct EnrolmentOpening {
  std::uint64_t index = 0;  // of the Enrolment entry
  Salt salt{};
  Hash roster_root{};
  Hash leaf{};
  VerifyKey member_key;
  bool operator==(const EnrolmentOpening&) const = default;
};

struct IssuanceOpening {
  std::uint64_t index = 0;  // of the Issuance entry
  Salt salt{};
  Signed request;
  bool operator==(const IssuanceOpening&) const = default;
};

struct IssuanceOpenings {
  Hash fingerprint{};
  std::string origin;
  std::uint64_t size = 0;
  Hash root{};
  std::vector<RosterLeaves> rosters;
  std::vector<EnrolmentOpening> enrolments;
  std::vector<IssuanceOpening> issuances;

  Bytes Encode() const;
  static absl::StatusOr<IssuanceOpenings> Decode(ByteView bytes);
  bool operator==(const IssuanceOpenings&) const = default;
};

// Errors: as crypto::HpkeSeal.
absl::StatusOr<Bytes> SealOpenings(const IssuanceOpenings& openings,
                                   const crypto::KemPublicKey& auditor,
                                   crypto::RandomSource& random);
// InvalidArgument: no file of openings. Unauthenticated: made for another key, or damaged.
absl::StatusOr<IssuanceOpenings> OpenOpenings(ByteView sealed, const crypto::KemPrivateKey& auditor);

// To whom openings may be sealed: the KEM key, and the organisation that it is for.
struct OpeningsKey {
  Hash fingerprint{};
  crypto::KemPublicKey kem_key;

  Bytes Encode() const;
  static absl::StatusOr<OpeningsKey> Decode(ByteView bytes);
  // Under the auditor's actor key.
  Signed SignedBy(const crypto::SigningKey& auditor) const;
  // The signature, not the role: that is for whoever has the board's log. Unauthenticated.
  static absl::StatusOr<OpeningsKey> Verified(const Signed& record);
};

}  // namespace candor::records
