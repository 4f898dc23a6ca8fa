// Faults: which one protection a deployment of the game goes without.
//
// Each is a positive control: the attacker that looks for a leak must find it where it is. Nothing outside
// the game's binary can name one: no configuration, flag or production code knows of them. Most are another
// part in the place of the real one, as told beside each; the table says which.
#pragma once

namespace candor::linkage {

enum class Fault {
  kNone,
  kSealedInArrivalOrder,  // the log that a board writes which keeps its pool in a list
  kPoolInMainDatabase,    // another engine: the store's intervals lie in the main database
  kUnpaddedLine,          // another line: messages are as long as what they say
  kCounterMoves,          // another board: a number that anybody may read moves with each submission
  kLinePerSubmission,     // another board: prints a line for each submission
  kUnblinded,             // another client: blinds with r = 1
  kJamOfOnesOwn,          // another client: joins a jam that not everybody was asked to
  kUsedAtOnce,            // another client: draws, and sends in the same minute
  kExchangesAnyTime,      // another client: one exchange at any time of the day, not one in each part of it
  kReadsOwnBatch,         // another client: reads the log as far as its own text
  kConnectsToSpeak,       // another client: makes an exchange when it has something to say, else none
  kConnectsToAnswer,      // another client: an answer does not wait, and has an exchange of its own
  kConnectsToRate,        // another client: the same for a rating, and not for an answer
  kKeptGatewayKeys,       // another key store: destroys nothing
  kNoShuffle,             // the relay's own option (services/relay/holding.h)
  kOneValueForAll,        // another client: one random value in all its texts
};

}  // namespace candor::linkage
