// Packs: the evidence of an organisation as a folder that anybody can check without a server.
//
//   bundle                      the trust bundle; believed only by a fingerprint from elsewhere
//   logs/board/…                the board's public files (audit/tile.h), as served:
//     checkpoint                  the note, with the witnesses' quorum
//     tile/<L>/<N>[.p/<W>]        hashes
//     tile/entries/<N>[.p/<W>]    entries
//     text/<N>                    the contents that have not been erased
//   logs/issuer-1/…, -2/…       the same of each issuer, in the order of the bundle
//   earlier/<log>/<n>           notes of a log (board, issuer-1, …) kept earlier, n from 1
//   receipts/<name>.json        evidence that authors handed in (`candor receipt verify --out`)
//   SHA256SUMS                  of every other file, as sha256sum writes it, sorted by path
//
// A log's part is fully determined by the log at a size: each tile and entry bundle in the width that
// it has in that tree and in no other. SHA256SUMS is written last: a folder without it is a pack that
// is not finished. It finds damage, not forgery: whoever can change a file can write a new list.
//
// This file knows names and the form of SHA256SUMS; services/follow/pack_folder.h reads and writes
// files. Pure and thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/hash.h"

namespace candor::audit {

inline constexpr std::string_view kPackBundle = "bundle";
inline constexpr std::string_view kPackReceipts = "receipts";
inline constexpr std::string_view kPackSums = "SHA256SUMS";

// Log 0 is the board, the others are the bundle's issuers: "board", "issuer-1", "issuer-2".
std::string PackLogName(std::size_t log);
// "logs/board", "earlier/board".
std::string PackLogFolder(std::size_t log);
std::string PackEarlierFolder(std::size_t log);

// More than any organisation's log; a log that claims more is not copied or listed.
inline constexpr std::uint64_t kMaxPackEntries = std::uint64_t{1} << 26;

// The files of a log of `size` entries (at most kMaxPackEntries) but its checkpoint: tiles from the
// lowest level up, then for each bundle its entries and its contents.
std::vector<std::string> FilesOfLogAt(std::uint64_t size);
// Of these, those that a copy of the log at an earlier size does not have in this width; the contents beside
// a bundle that was partial are among them.
std::vector<std::string> FilesOfLogSince(std::uint64_t before, std::uint64_t size);
// The files of the log at an earlier size that it does not have any more: partial tiles and bundles.
std::vector<std::string> FilesOutgrown(std::uint64_t before, std::uint64_t size);

// By path; paths are relative, with '/'.
using PackSums = std::map<std::string, crypto::Hash>;
std::string FormatPackSums(const PackSums& sums);
// Exactly what FormatPackSums writes; InvalidArgument for anything else.
absl::StatusOr<PackSums> ParsePackSums(std::string_view text);

}  // namespace candor::audit
