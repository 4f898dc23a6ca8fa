// Evidence: what somebody who holds a board's folder can try in order to learn in which order
// opinions arrived.
//
// The searcher is given more than any thief has: every byte string that ever stood for an opinion
// (its hash, marks, signature, envelope, and the names and ciphertexts of its interval records, of
// destroyed intervals as well). Wherever one of them turns up it notes every number that could be an
// order. Each kind of number in each place is a channel:
//
//   offset     where in the file the bytes stand
//   trailer    the eight bytes behind them, where RocksDB keeps a sequence number behind a key
//   file       the number in the file's name
//   time       the file's modification time
//   sequence   the sequence number that RocksDB gives for the record, of every version of it
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace candor::store::testing {

// One string that stands for opinion `opinion`; `kind` tells strings of one opinion apart.
struct Needle {
  std::size_t opinion = 0;
  std::string kind;
  Bytes bytes;  // at least 16; the last 16 are looked for, since a table may cut off common beginnings
};

// Channel -> opinion -> number. An opinion that the channel says nothing about is not in it.
using Evidence = std::map<std::string, std::map<std::size_t, std::uint64_t>>;

// Looks at every file below `folder`. Names that are random (of intervals) are left out of the
// channels' names, so that channels of several runs can be put together.
Evidence CollectEvidence(const std::string& folder, const std::vector<Needle>& needles);

// Spearman's rank correlation; ties share their mean rank. 0 when either side is constant.
double RankCorrelation(const std::vector<double>& a, const std::vector<double>& b);

// The files below `folder` whose bytes contain `bytes`, or whose path does when read as text.
std::vector<std::string> FilesWith(const std::string& folder, ByteView bytes);

Bytes ReadWholeFile(const std::string& path);

}  // namespace candor::store::testing
