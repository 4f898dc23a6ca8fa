// ContinuedLog: a log whose Genesis says that it goes on in the place of one that was frozen, held against
// what the evidence shows of that one (I29; docs/decisions/0022).
//
// A frozen log has signed entries that nobody has any more. The log after it names, as its first word, the
// last checkpoint that the frozen one had signed; nobody signs this but the new log. What is asked: the
// origin is that log's; nothing that was published of it is larger; and where a checkpoint of exactly that
// size is known, or its entries reach there, the root is the same one.
//
// What it cannot show: that the entries which are lost followed those that are not. Where the evidence ends
// below that size, as it does when only the frozen server was asked, size and root stand as claimed.
//
// Pure. Values.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/checkpoint.h"
#include "audit/verify/finding.h"
#include "records/entry.h"

namespace candor::audit {

// What is known of a log of the deployment before.
struct PreviousLogEvidence {
  std::string origin;
  // As verified; and its root at any size up to its own.
  std::uint64_t size = 0;
  std::function<absl::StatusOr<crypto::Hash>(std::uint64_t size)> root_at;
  // Checkpoints that the log published, with the witnesses' quorum, of any size.
  std::vector<Checkpoint> published;
};

enum class Compared : std::uint8_t {
  kNot,           // nothing was given of the log before
  kBelow,         // what was given ends below the size that is named: nothing speaks against it
  kEqual,         // the log before had exactly that root at that size, and no more
  kContradicted,  // a finding says how
};
// For programs: "not", "below", "equal", "contradicted".
std::string_view ComparedName(Compared compared);

struct ContinuedLog {
  std::string log;  // its origin
  records::PreviousLog previous;
  Compared compared = Compared::kNot;
  std::uint64_t shown = 0;  // the largest size of the log before that the evidence has
};

// What it says and whether it was compared, for an auditor. The origin is the log's own word.
std::string SentenceOf(const ContinuedLog& continued);

// `previous` is nullptr where nothing was given. Contradictions go to `findings`, at the Genesis.
ContinuedLog CheckContinued(const std::string& log, const records::PreviousLog& claimed,
                            const PreviousLogEvidence* previous, Findings& findings);

}  // namespace candor::audit
