// The board's gateway keys: made, published and destroyed by the day.
#include "base/status.h"
#include "services/board/board.h"
#include "services/runtime/event_log.h"

namespace candor::services::board {

using runtime::Event;
using runtime::Log;

namespace {

// Whether a key of that day stands in the log and no Incident came after it, which would let another
// one take its place.
bool StandsFor(const audit::BoardView& view, Day day) {
  bool stands = false;
  for (const auto& [index, key] : view.gateway_keys()) {
    if (key.from_day == day) stands = index >= view.last_incident();
  }
  return stands;
}

}  // namespace

absl::Status Board::KeepGatewayKeys(Day today) {
  if (parts_.gateway_keys == nullptr || parts_.gateway_key == nullptr) return absl::OkStatus();
  // Destroying comes first: it must not wait for a log that cannot grow. Where a key cannot be destroyed no
  // further one is made: somebody has to look.
  CANDOR_RETURN_IF_ERROR(DestroyGatewayKeys(today));
  for (const Day day : {today, today + 1}) CANDOR_RETURN_IF_ERROR(PublishGatewayKey(day));
  return absl::OkStatus();
}

absl::Status Board::DestroyGatewayKeys(Day today) {
  if (parts_.gateway_keys == nullptr) return absl::OkStatus();
  const GatewayKeys::Destroyed destroyed = parts_.gateway_keys->DestroyBefore(today);
  for (const Day day : destroyed.days) Log(Event::kGatewayKeyDestroyed, {day});
  return destroyed.status;
}

absl::Status Board::PublishGatewayKey(Day day) {
  const MutexLock writing(writing_);
  // Once, under the lock: midnight may pass, and a key is published on its own day or the one before.
  const Day today = time_.Today();
  if (day < today) return absl::OkStatus();
  const audit::BoardView& view = ledger_.view();
  const GatewayKeys::SharedKey kept = parts_.gateway_keys->Find(day);
  const records::GatewayKey* const published = view.GatewayKeyOn(day);
  // What is kept may be another one: a folder of another time, beside a log that was restored.
  if (published != nullptr && kept != nullptr &&
      published->kem_key == kept->config().public_key()) {
    return absl::OkStatus();
  }
  if (StandsFor(view, day)) {
    // Another key for the same day would divide people by the key that they know.
    if (lost_reported_.insert(day).second) Log(Event::kGatewayKeyMissing, {day});
    return absl::OkStatus();
  }
  CANDOR_RETURN_IF_ERROR(CheckWritable());
  // A key that is kept and not in the log was made just before a crash.
  records::GatewayKey key{.kem_key = {}, .from_day = day, .to_day = day};
  if (kept != nullptr) {
    key.kem_key = kept->config().public_key();
  } else {
    CANDOR_ASSIGN_OR_RETURN(key.kem_key, parts_.gateway_keys->Make(day));
  }
  const records::Signed record = records::SignGatewayKey(key, *parts_.gateway_key);
  CANDOR_RETURN_IF_ERROR(audit::CheckGatewayKey(view, record, today));
  CANDOR_RETURN_IF_ERROR(
      Append({today, records::kNoCampaign, records::GatewayKeyEntry{record}}).status());
  Log(Event::kGatewayKeyMade, {day});
  return absl::OkStatus();
}

}  // namespace candor::services::board
