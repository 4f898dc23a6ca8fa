// Roster: who is eligible, as one salted list whose Merkle root is countersigned.
//
// Leaf = H("candor/roster/v1" 00 | salt[32] | entry); the tree over the leaves is in
// audit/roster_tree.h. The file with the salts goes to every issuer and to the independent body; a
// member gets only their own salt and path. It is personal data: never public, never in a log.
//
//   RosterEntry { opaque id<1..100>; opaque name<0..200>; opaque unit<0..200>; }
//   RosterFile  { uint8 version = 1; uint32 count; { opaque salt[32]; RosterEntry entry; } rows[count]; }
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/codec.h"
#include "crypto/random.h"
#include "records/ids.h"

namespace candor::records {

struct RosterEntry {
  std::string id;    // the organisation's own number of the person; unique in a roster
  std::string name;
  std::string unit;
  Bytes Encode() const;
  static RosterEntry Read(crypto::Reader& in);
  static absl::StatusOr<RosterEntry> Decode(ByteView bytes);
  bool operator==(const RosterEntry&) const = default;
};

struct RosterRow {
  Salt salt{};
  RosterEntry entry;
  Hash Leaf() const;
  bool operator==(const RosterRow&) const = default;
};

struct RosterFile {
  std::vector<RosterRow> rows;

  // Draws a salt for each entry and puts the rows into random order.
  static RosterFile Make(std::vector<RosterEntry> entries, crypto::RandomSource& random);
  std::vector<Hash> Leaves() const;

  Bytes Encode() const;
  // Refuses duplicate ids.
  static absl::StatusOr<RosterFile> Decode(ByteView bytes);
  bool operator==(const RosterFile&) const = default;
};

// Entries of the organisation's own list (CSV). UTF-8, comma-separated, RFC 4180 quoting, LF or CRLF,
// a header line that names at least the columns id, name, unit in any order; other columns are read
// over. Errors name the line and list every bad row; nothing is returned unless all is good.
absl::StatusOr<std::vector<RosterEntry>> ParseRosterCsv(std::string_view csv);

}  // namespace candor::records
