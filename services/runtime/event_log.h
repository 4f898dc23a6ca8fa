// The event log: what a server tells its operator while it runs.
//
// An event is a constant of one enum with a fixed sentence and fixed names for its counters. There
// is no overload that takes text, so no name, address, token or opinion can reach a log line, by
// mistake or by a crafted input. Nothing that an anonymous act causes by itself has an event: lines
// carry the time, and would give the time of the act away. Counts of such acts appear with the seal
// of their slot.
//
// Lines go to standard error, one each. Thread-safe.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>

namespace candor::runtime {

// identifier, level, sentence, names of the counters in order
#define CANDOR_EVENTS(X)                                                                           \
  X(kServerStarted, info, "the server has started", "port")                                        \
  X(kServerStopping, info, "the server is stopping and finishes what it has accepted", "")         \
  X(kServerStopped, info, "the server has stopped", "")                                            \
  X(kStoreOpened, info, "the store is open", "entries")                                            \
  X(kInterruptedWorkFinished, info, "work that a crash had interrupted is finished", "items")      \
  X(kEntriesAppended, info, "entries were appended to the log", "size")                            \
  X(kCheckpointSigned, info, "a checkpoint was signed", "size")                                    \
  X(kCheckpointPublished, info, "a checkpoint with the witnesses' quorum was published", "size")   \
  X(kWitnessCosigned, info, "the witness cosigned a checkpoint", "size")                           \
  X(kWitnessUnreachable, warn,                                                                     \
    "a witness cannot be reached: the published checkpoint stays behind until it answers",         \
    "witness,size")                                                                                \
  X(kWitnessRefused, err,                                                                          \
    "a witness refused a checkpoint: compare this log with the one it has seen", "witness,size")   \
  X(kAnswerTaken, info, "an answer of a witness without a network was taken", "witness,size")      \
  X(kAnswerSetAside, warn,                                                                         \
    "an answer of a witness without a network was set aside: the reason lies beside it",           \
    "witness")                                                                                     \
  X(kIssuerUnreachable, warn,                                                                      \
    "an issuer's public files cannot be read: no slot is sealed before"                            \
    " its draws are known",                                                                        \
    "issuer")                                                                                      \
  X(kBoardNotFollowed, warn,                                                                       \
    "the board's log cannot be followed: nothing new of it is known until"                         \
    " it can",                                                                                     \
    "")                                                                                            \
  X(kSealDone, info, "a slot was sealed", "slot,entries")                                          \
  X(kSlotEmpty, info, "a slot has passed without a seal", "slot")                                  \
  X(kGraceTaken, info, "too few have spoken: speaking goes on, once, by the grace", "slot")          \
  X(kBatchWithheld, warn, "too few spoke: the batch is logged and its texts are destroyed",        \
    "slot,entries")                                                                                \
  X(kRetentionEnded, info, "retention has ended: batches were named for erasure", "batches")         \
  X(kTextsErased, info, "what tombstones name was destroyed", "tombstones,texts")                  \
  X(kCampaignOpened, info, "a campaign was opened", "campaigns")                                   \
  X(kCampaignClosed, info, "a campaign was closed", "campaigns")                                   \
  X(kTokenKeysMade, info, "token keys were made for a campaign", "keys")                           \
  X(kRosterImported, info, "a roster was imported", "entries")                                     \
  X(kGovernanceAccepted, info, "a governance record was accepted into the log", "size")            \
  X(kGatewayKeyMade, info, "a gateway key was made", "from_day")                                   \
  X(kGatewayKeyDestroyed, info, "a gateway key was destroyed", "from_day")                         \
  X(kGatewayKeyMissing, err,                                                                       \
    "the private half of a gateway key is gone: nothing anonymous can be read on its day",         \
    "from_day")                                                                                    \
  X(kLogNotMirrored, warn, "a log cannot be followed: its mirror stays behind until it can", "log") \
  X(kBoardUnreachable, warn, "the board cannot be reached: what is forwarded stays unanswered", "") \
  X(kAuthenticationRefused, warn, "a privileged call was refused: signature, nonce or role", "")   \
  X(kOverloaded, warn, "the server is overloaded and refuses calls", "refused")                    \
  X(kReadOnly, err,                                                                                \
    "the server is read-only: its store is behind what it has signed or witnesses have seen;"      \
    " `candord recover` brings it back",                                                                   \
    "store,signed")                                                                                \
  X(kFrozen, err,                                                                                  \
    "the log is frozen: entries that it had signed are lost, and nothing is accepted any more",    \
    "size")                                                                                        \
  X(kStorageFailure, err,                                                                          \
    "the storage failed: nothing is acknowledged until it works again; look at the disk", "")      \
  X(kClockWentBackwards, warn, "the clock went backwards: nothing is done until it has caught up", \
    "seconds")                                                                                     \
  X(kTickFailed, err, "periodic work failed and is tried again", "status")                         \
  X(kInternalFault, err, "an internal fault: this is a defect of the program, please report it",   \
    "status")

enum class Event : std::uint8_t {
#define CANDOR_EVENT_ID(id, level, sentence, counters) id,
  CANDOR_EVENTS(CANDOR_EVENT_ID)
#undef CANDOR_EVENT_ID
};

// A number beside an event. Made of the wider integers alone: a char or a byte might be a piece of
// a text.
class Counter {
 public:
  template <std::integral Integer>
    requires(sizeof(Integer) >= 4 && !std::same_as<Integer, char32_t> &&
             !std::same_as<Integer, wchar_t>)
  // Implicit, for Log(Event::kSealDone, {slot, entries}).
  constexpr Counter(Integer value)  // NOLINT(google-explicit-constructor)
      : value_(static_cast<std::int64_t>(value)) {}

  constexpr std::int64_t value() const { return value_; }

 private:
  std::int64_t value_;
};

// Counters beyond the event's names are dropped, missing ones left out.
void Log(Event event, std::initializer_list<Counter> counters = {});

// The line's text without time and level: what tests compare.
std::string Describe(Event event, std::initializer_list<Counter> counters = {});

}  // namespace candor::runtime
