// The keys of the main database, all in one table.
//
//   key = uint8 table | fields of fixed width, big-endian
//
// so that keys of one table are neighbours in the order of their fields. Values are written beside
// their readers in the domain stores. Pure and thread-safe.
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "crypto/codec.h"
#include "crypto/hash.h"
#include "records/ids.h"

namespace candor::store {

enum class Table : std::uint8_t {
  // of every log
  kEntry = 0x01,                // uint64 index
  kTile = 0x02,                 // uint8 level, uint64 index
  kContent = 0x03,              // uint64 index
  kLogState = 0x04,             // (one)
  kPublishedCheckpoint = 0x05,  // (one)
  kRecovery = 0x06,             // (one)
  // of the board
  kSpentMark = 0x10,         // opaque mark[32]
  kSealedSubmission = 0x11,  // opaque submission_hash[32]
  kVaultRecord = 0x12,       // uint64 index of the Submission entry
  kSealedBatch = 0x13,       // uint64 index of the SealBatch entry
  kLastSlot = 0x14,          // opaque campaign_id[16]
  kCurrentInterval = 0x15,   // (one)
  // of an issuer
  kRoster = 0x20,      // opaque root[32]
  kRosterRow = 0x21,   // opaque root[32], uint32 leaf
  kInvite = 0x22,      // opaque code_hash[32]
  kEnrolment = 0x23,   // opaque root[32], uint32 leaf
  kMemberKey = 0x24,   // opaque member_key[32], opaque root[32]
  kIssuance = 0x25,    // opaque root[32], uint32 leaf, opaque campaign_id[16]
  kEnrolmentOpening = 0x26,  // uint64 index of the Enrolment entry
  kIssuanceOpening = 0x27,   // opaque campaign_id[16], uint64 index of the Issuance entry
};

// A writer that has written the table; the fields follow.
inline crypto::Writer KeyOf(Table table) {
  crypto::Writer out;
  out.U8(static_cast<std::uint8_t>(table));
  return out;
}

inline Bytes KeyOf(Table table, ByteView field) { return KeyOf(table).Fixed(field).Take(); }
inline Bytes KeyOf(Table table, std::uint64_t index) { return KeyOf(table).U64(index).Take(); }
inline Bytes TileKey(unsigned level, std::uint64_t index) {
  return KeyOf(Table::kTile).U8(static_cast<std::uint8_t>(level)).U64(index).Take();
}

}  // namespace candor::store
