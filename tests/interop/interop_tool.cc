// Our side of the interop check: makes a log in a folder, or checks one that the other side made.
//
//   interop_tool make DIR SIZE
//   interop_tool check DIR
//
// Layout of a folder, the same from both sides:
//   log/                   the log's public files: checkpoint, tile/…, tile/entries/…
//   log.vkey witness.vkey policy
//   proofs                 a line each: "inclusion <index> <size> <leaf hash> <root> <hash>…" or
//                          "consistency <old size> <size> <old root> <root> <hash>…", in
//                          hexadecimal
//   <N>.checkpoint         the checkpoint of the tree of N entries
//   <N>.tlog-proof <N>.entry <N>.consistency   one file proofs; ours are made by candor-audit
// Checking prints counts, and ends with status 1 at the first thing that does not hold.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "audit/entry_bundle.h"
#include "audit/proof.h"
#include "audit/tile.h"
#include "audit/tlog_policy.h"
#include "base/text.h"
#include "crypto/random.h"

namespace candor::interop {
namespace {

using audit::Hash;
using Path = std::filesystem::path;

constexpr std::string_view kLogName = "interop.example/cpp";
constexpr std::string_view kWitnessName = "witness.example/cpp";
constexpr std::size_t kManyProofs = 200;
constexpr std::size_t kFewFiles = 5;

void Demand(bool holds, std::string_view what) {
  if (holds) return;
  std::cerr << "interop_tool: " << what << '\n';
  std::exit(1);
}

template <class T>
T Get(absl::StatusOr<T> value) {
  Demand(value.ok(), AsPiece(value.status().message()));
  return *std::move(value);
}

void Write(const Path& path, std::string_view text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out << text;
  Demand(out.good(), "a file cannot be written");
}

std::string Read(const Path& path) {
  std::ifstream in(path, std::ios::binary);
  Demand(in.good(), Cat(path.string(), " cannot be read"));
  return {std::istreambuf_iterator<char>(in), {}};
}

class FolderTiles final : public audit::TileReader {
 public:
  explicit FolderTiles(Path log) : log_(std::move(log)) {}
  absl::StatusOr<Bytes> ReadTile(const audit::TileId& id) const override {
    const Path path = log_ / audit::TilePath(id);
    if (!std::filesystem::exists(path)) return absl::NotFoundError(path.string());
    return ToBytes(AsBytes(Read(path)));
  }

 private:
  const Path log_;
};

class NoTiles final : public audit::TileReader {
 public:
  absl::StatusOr<Bytes> ReadTile(const audit::TileId&) const override {
    return absl::NotFoundError("nothing is stored");
  }
};

std::string HexOf(std::span<const Hash> hashes) {
  std::string out;
  for (const Hash& hash : hashes) out += Cat(" ", HexEncode(hash));
  return out;
}

// ---- make ----

Bytes EntryOf(std::uint64_t index) {
  std::string out;
  for (std::uint64_t i = 0; i < index % 4; ++i) out += Cat("our entry ", index, ";");
  return ToBytes(AsBytes(out));
}

class Maker {
 public:
  Maker(Path folder, std::uint64_t size)
      : folder_(std::move(folder)), size_(size), random_(size), tiles_(folder_ / "log") {}

  void Run() {
    Keys();
    Files();
    Proofs();
  }

 private:
  crypto::SigningKey Key(std::uint8_t seed) const {
    ByteArray<32> bytes;
    bytes.fill(static_cast<std::uint8_t>(seed + size_));
    return crypto::SigningKey::FromSeed(bytes);
  }

  void Keys() const {
    const auto vkey = [](std::string_view name, audit::NoteKeyType type,
                         const crypto::SigningKey& key) {
      return Get(audit::NoteVerifierKey::Create(std::string(name), type, key.verify_key()))
          .Format();
    };
    const std::string log = vkey(kLogName, audit::NoteKeyType::kEd25519, log_key_);
    const std::string witness =
        vkey(kWitnessName, audit::NoteKeyType::kCosignatureV1, witness_key_);
    Write(folder_ / "log.vkey", Cat(log, "\n"));
    Write(folder_ / "witness.vkey", Cat(witness, "\n"));
    Write(folder_ / "policy", Cat("log ", log, "\nwitness W ", witness, "\nquorum W\n"));
  }

  Hash Root(std::uint64_t size) const {
    return Get(audit::BuildRoot(audit::TileHashReader(tiles_, size_), size));
  }

  std::string Checkpoint(std::uint64_t size) const {
    const audit::Checkpoint checkpoint{std::string(kLogName), size, Root(size)};
    const std::string note =
        Get(audit::SignCheckpoint(checkpoint, std::string(kLogName), log_key_));
    const std::string line =
        Get(audit::Cosign(Get(audit::FormatCheckpoint(checkpoint)), std::string(kWitnessName),
                          witness_key_, 1700000000));
    return Get(audit::AddSignatureLine(note, line));
  }

  void Files() const {
    std::vector<Hash> leaves;
    std::vector<Bytes> bundle;
    for (std::uint64_t i = 0; i < size_; ++i) {
      bundle.push_back(EntryOf(i));
      leaves.push_back(audit::LeafHash(bundle.back()));
      if (bundle.size() < audit::kTileWidth && i + 1 < size_) continue;
      const audit::BundleId id{i / audit::kTileWidth, static_cast<std::uint32_t>(bundle.size())};
      Write(folder_ / "log" / audit::EntryBundlePath(id),
            AsText(Get(audit::EncodeEntryBundle(bundle))));
      bundle.clear();
    }
    for (const auto& write : Get(audit::TileUpdates(0, leaves, NoTiles()))) {
      Write(folder_ / "log" / audit::TilePath(write.id), AsText(write.hashes));
    }
    Write(folder_ / "log" / "checkpoint", Checkpoint(size_));
  }

  void Proofs() {
    const audit::TileHashReader reader(tiles_, size_);
    std::string batch;
    for (std::size_t i = 0; i < kManyProofs; ++i) {
      const std::uint64_t size = 1 + random_.Uniform(size_);
      const std::uint64_t index = random_.Uniform(size);
      const std::uint64_t old_size = 1 + random_.Uniform(size);
      const Hash root = Root(size);
      const std::vector<Hash> leaf_and_root = {audit::LeafHash(EntryOf(index)), root};
      const std::vector<Hash> roots = {Root(old_size), root};
      batch += Cat("inclusion ", index, " ", size, HexOf(leaf_and_root),
                   HexOf(Get(audit::BuildInclusionProof(reader, index, size))), "\n");
      batch += Cat("consistency ", old_size, " ", size, HexOf(roots),
                   HexOf(Get(audit::BuildConsistencyProof(reader, old_size, size))), "\n");
      if (i < kFewFiles) {
        Write(folder_ / Cat(old_size, ".checkpoint"), Checkpoint(old_size));
      }
    }
    Write(folder_ / "proofs", batch);
  }

  const Path folder_;
  const std::uint64_t size_;
  crypto::DeterministicRandomForTesting random_;
  const FolderTiles tiles_;
  const crypto::SigningKey log_key_ = Key(1);
  const crypto::SigningKey witness_key_ = Key(2);
};

// ---- check ----

class Checker {
 public:
  explicit Checker(Path folder)
      : folder_(std::move(folder)),
        policy_(Get(audit::TlogPolicy::Parse(Read(folder_ / "policy")))) {}

  void Run() {
    WholeLog(Open(Read(folder_ / "log" / "checkpoint")));
    Batch();
    for (const auto& file : std::filesystem::directory_iterator(folder_)) {
      if (file.path().extension() == ".checkpoint") Open(Read(file.path()));
    }
    std::cout << "tiles " << tiles_ << " entries " << entries_ << " notes " << notes_
              << " inclusions " << inclusions_ << " consistencies " << consistencies_
              << " refusals " << refusals_ << '\n';
  }

 private:
  // With the log's and the witness's signature; and with a digit changed it does not open.
  audit::Checkpoint Open(const std::string& note) {
    const auto opened = Get(OpenWithPolicy(note, policy_));
    Demand(opened.witnesses.size() == 1 && opened.witnesses[0].time == 1700000000,
           "the cosignature is missing or of another time");
    std::string spoiled = note;
    spoiled[opened.checkpoint.origin.size() + 1] ^= 1;
    Demand(!OpenWithPolicy(spoiled, policy_).ok(), "a note with another size was opened");
    ++notes_, ++refusals_;
    return opened.checkpoint;
  }

  // Root and every tile, computed anew from the entries; the files are these and no others.
  void WholeLog(const audit::Checkpoint& checkpoint) {
    std::vector<Hash> leaves;
    audit::CompactRange range;
    std::set<std::string> files = {"checkpoint"};
    for (std::uint64_t bundle = 0; bundle < audit::BundleCount(checkpoint.size); ++bundle) {
      const std::uint64_t left = checkpoint.size - bundle * audit::kTileWidth;
      const audit::BundleId id{
          bundle, static_cast<std::uint32_t>(std::min<std::uint64_t>(left, audit::kTileWidth))};
      const std::string path = audit::EntryBundlePath(id);
      const std::string bytes = Read(folder_ / "log" / path);
      for (const Bytes& entry : Get(audit::DecodeEntryBundle(AsBytes(bytes), id.width))) {
        leaves.push_back(audit::LeafHash(entry));
        range.Append(leaves.back());
      }
      files.insert(path);
    }
    entries_ += leaves.size();
    Demand(range.Root() == checkpoint.root, "the entries lead to another root");
    for (const auto& write : Get(audit::TileUpdates(0, leaves, NoTiles()))) {
      const std::string path = audit::TilePath(write.id);
      Demand(Read(folder_ / "log" / path) == AsText(write.hashes), Cat(path, " differs"));
      files.insert(path);
      ++tiles_;
    }
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder_ / "log")) {
      if (!file.is_regular_file()) continue;
      const std::string path = std::filesystem::relative(file.path(), folder_ / "log").string();
      Demand(files.contains(path), Cat(path, " is no file of a log"));
    }
  }

  void Batch() {
    std::istringstream lines(Read(folder_ / "proofs"));
    std::string kind;
    std::uint64_t first = 0;
    std::uint64_t size = 0;
    for (std::string line; std::getline(lines, line);) {
      std::istringstream fields(line);
      fields >> kind >> first >> size;
      std::vector<Hash> hashes;
      for (std::string digits; fields >> digits;) {
        hashes.push_back(Get(audit::ToHash(Get(HexDecode(digits)))));
      }
      Demand(hashes.size() >= 2, "a line without its roots");
      CheckProof(kind, first, size, hashes);
    }
  }

  void CheckProof(const std::string& kind, std::uint64_t first, std::uint64_t size,
                  const std::vector<Hash>& hashes) {
    const auto proof = std::span(hashes).subspan(2);
    const auto holds = [&](const Hash& subject) {
      return kind == "inclusion" ? audit::VerifyInclusion(first, size, subject, proof, hashes[1])
                                 : audit::VerifyConsistency(first, subject, size, hashes[1], proof);
    };
    Demand(kind == "inclusion" || kind == "consistency", "an unknown line");
    Demand(holds(hashes[0]).ok(), Cat("a proof of ", kind, " does not hold"));
    Hash other = hashes[0];
    other[first % 32] ^= 1;
    Demand(!holds(other).ok(), Cat("a proof of ", kind, " holds for something else"));
    ++(kind == "inclusion" ? inclusions_ : consistencies_);
    ++refusals_;
  }

  const Path folder_;
  const audit::TlogPolicy policy_;
  std::uint64_t tiles_ = 0;
  std::uint64_t entries_ = 0;
  std::uint64_t notes_ = 0;
  std::uint64_t inclusions_ = 0;
  std::uint64_t consistencies_ = 0;
  std::uint64_t refusals_ = 0;
};

}  // namespace
}  // namespace candor::interop

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() == 3 && arguments[0] == "make") {
    candor::interop::Maker(arguments[1], std::stoull(arguments[2])).Run();
  } else if (arguments.size() == 2 && arguments[0] == "check") {
    candor::interop::Checker(arguments[1]).Run();
  } else {
    std::cerr << "usage: interop_tool make DIR SIZE | interop_tool check DIR\n";
    return 2;
  }
  return 0;
}
