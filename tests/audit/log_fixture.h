// A small log with witnesses, in memory: keys from fixed seeds, entries that are numbers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "audit/checkpoint.h"
#include "audit/mirror.h"
#include "audit/witness.h"
#include "crypto/ed25519.h"
#include "tests/audit/naive_tree.h"

namespace candor::audit::testing {

inline crypto::SigningKey KeyOf(std::uint8_t seed) {
  ByteArray<32> bytes;
  bytes.fill(seed);
  return crypto::SigningKey::FromSeed(bytes);
}

inline NoteVerifierKey LogVkey(const std::string& name, const crypto::SigningKey& key) {
  return *NoteVerifierKey::Create(name, NoteKeyType::kEd25519, key.verify_key());
}

inline NoteVerifierKey WitnessVkey(const std::string& name, const crypto::SigningKey& key) {
  return *NoteVerifierKey::Create(name, NoteKeyType::kCosignatureV1, key.verify_key());
}

// Entry i is LeafData(i); a fork is the same log with one entry altered.
struct TestLog {
  std::string origin = "log.example/board";
  crypto::SigningKey key = KeyOf(1);
  std::vector<Bytes> entries;

  void Grow(std::size_t size) {
    while (entries.size() < size) entries.push_back(LeafData(entries.size()));
  }
  std::vector<Bytes> Slice(std::size_t from, std::size_t to) const {
    return {entries.begin() + static_cast<std::ptrdiff_t>(from),
            entries.begin() + static_cast<std::ptrdiff_t>(to)};
  }
  std::vector<Hash> Hashes(std::size_t size) const {
    std::vector<Hash> out;
    for (std::size_t i = 0; i < size; ++i) out.push_back(LeafHash(entries[i]));
    return out;
  }
  Checkpoint At(std::size_t size) const { return {origin, size, NaiveRoot(Hashes(size))}; }
  std::string Note(std::size_t size) const { return *SignCheckpoint(At(size), origin, key); }
  NoteVerifierKey vkey() const { return LogVkey(origin, key); }
};

// The note with a cosignature, whatever the witness would think of it.
inline std::string WithCosignature(const std::string& note, const std::string& name,
                                   const crypto::SigningKey& key, UnixSeconds time) {
  const std::string text = note.substr(0, note.find("\n\n") + 1);
  return *AddSignatureLine(note, *Cosign(text, name, key, time));
}

}  // namespace candor::audit::testing
