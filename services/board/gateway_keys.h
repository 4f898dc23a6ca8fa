// GatewayKeys: the private halves of the board's gateway keys, one a day (PROTOCOL §9).
//
// Promise: a key is durable before its public half leaves; from the second day after its own on it is
// gone from memory and from the folder, overwritten before its file is removed. So whoever seizes the
// board reads of what relays have recorded at most what came since the day before.
// Not promised: that the medium has kept no copy of the overwritten bytes (a copy-on-write file system,
// the spare blocks of an SSD); anything while the board is stopped, for nobody destroys then: it is done at
// the next start, before a call is taken. The folder is part of no backup: a copy would undo the promise. A
// board that has lost it reads nothing anonymous until a day comes whose key it had not published yet, so
// for two days at most.
//
// Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "crypto/ohttp.h"
#include "crypto/random.h"
#include "crypto/x25519.h"

namespace candor::services::board {

// Where they are kept: files in earnest (gateway_key_files.h), memory in tests. Not thread-safe.
class GatewayKeyStore {
 public:
  virtual ~GatewayKeyStore() = default;
  virtual absl::StatusOr<std::map<Day, crypto::KemPrivateKey>> LoadAll() = 0;
  // Durable when it returns. AlreadyExists when one is kept for that day.
  virtual absl::Status Save(Day day, const crypto::KemPrivateKey& key) = 0;
  // OK when there is none.
  virtual absl::Status Destroy(Day day) = 0;
};

class GatewayKeys {
 public:
  // `random` must outlive it.
  static absl::StatusOr<std::unique_ptr<GatewayKeys>> Open(std::unique_ptr<GatewayKeyStore> store,
                                                           crypto::RandomSource& random);

  // Shared: a request that is being opened may outlast the key's day.
  using SharedKey = std::shared_ptr<const crypto::ohttp::Gateway>;
  // nullptr when there is none of that day.
  SharedKey Find(Day day) const;
  // Of the days that are kept, the one with this key identifier (RFC 9458 §3; records/gateway_key.h). They
  // are neighbours, so no two share one.
  SharedKey FindById(std::uint8_t key_id) const;

  // A fresh one for the day. AlreadyExists when one is kept.
  absl::StatusOr<crypto::KemPublicKey> Make(Day day);
  // Destroys those whose grace is over. None of them opens anything after this call, also where its file
  // could not be destroyed: that is the status, and is tried again at the next call.
  struct Destroyed {
    std::vector<Day> days;
    absl::Status status;
  };
  Destroyed DestroyBefore(Day today);

 private:
  GatewayKeys(std::unique_ptr<GatewayKeyStore> store, crypto::RandomSource& random)
      : random_(random), store_(std::move(store)) {}

  crypto::RandomSource& random_;
  mutable Mutex mutex_;  // held for a look-up, and while a key is saved or destroyed
  std::unique_ptr<GatewayKeyStore> store_ ABSL_GUARDED_BY(mutex_);
  // nullptr: closed, and its file is still to be destroyed.
  std::map<Day, SharedKey> keys_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace candor::services::board
