// The mix: which pooled submissions are sealed at a slot (PROTOCOL §8).
//
// Opinions (pool 1) go through a timed pool mix: of n pooled a uniformly random n − k are sealed, and k
// stay to mix with those who come later. Blanks (pool 5) say nothing and only hide in their number: all
// that wait are sealed once they are k, and whatever waits at the last slot.
//
// Promise: no batch is smaller than k unless it is withheld; which of the pooled ones are chosen
// depends on nothing but `random`; before the gate is open nothing becomes readable.
// Not promised: anything against the board itself, which sees arrivals.
// Pure but for `random`; thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "crypto/random.h"
#include "services/board/draw_counter.h"
#include "services/board/slots.h"

namespace candor::services::board {

// Whether min_issued members have drawn, by every issuer's cosigned log.
enum class Gate {
  kOpen,
  kClosed,   // fewer have
  kUnknown,  // an issuer cannot be read, and what is known does not suffice
};
Gate GateOf(const std::vector<IssuerDraws>& draws, std::uint32_t min_issued);

struct MixInput {
  std::size_t pooled = 0;
  std::size_t k = 0;
  Gate gate = Gate::kClosed;
  bool last_slot = false;
  bool sealed_before = false;  // the campaign has a batch: the gate was open then, and stays open
  bool promise_due = false;    // waiting longer would break the promises
  // At the last slot: with fewer than k, more may still come in the grace.
  bool grace_left = false;
};

enum class MixAction {
  kStay,      // the slot passes, all stay
  kSeal,      // `chosen` become readable
  kExtend,    // the last slot is not the last: fewer than k, and the grace is there to be taken
  kWithhold,  // all are logged, their texts destroyed: the pool's only batch
  kWait,      // the last slot is not over: nothing may be decided before the issuers are read
};

struct MixDecision {
  MixAction action = MixAction::kStay;
  std::vector<std::size_t> chosen;  // places in the pool; all of them for kWithhold
  bool final = false;
};

MixDecision DecideMix(const MixInput& input, crypto::RandomSource& random);

// The same for a pool whose content is no speech: kStay, or all of it.
MixDecision DecideThreshold(std::size_t pooled, std::size_t k, Mixing mixing);

}  // namespace candor::services::board
