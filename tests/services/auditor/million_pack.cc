// Writes a pack whose first issuer's log has as many small entries as asked, for `scripts/assure
// million`. The board's log holds its first entry alone.
//
// Usage: million_pack FOLDER ENTRIES; prints the fingerprint's ten groups.
#include <cstdlib>
#include <iostream>

#include "audit/checkpoint.h"
#include "audit/entry_bundle.h"
#include "audit/pack.h"
#include "audit/tile.h"
#include "base/status.h"
#include "base/text.h"
#include "records/entry.h"
#include "records/trust_bundle.h"
#include "services/follow/pack_folder.h"
#include "tests/support/jam_fixture.h"

namespace candor::services::auditor {
namespace {

using candor::testing::Organisation;
using records::LogEntry;

constexpr Day kDay = 20000;

class NoTiles final : public audit::TileReader {
 public:
  absl::StatusOr<Bytes> ReadTile(const audit::TileId&) const override {
    return absl::NotFoundError("an empty tree has no tiles");
  }
};

absl::Status WriteLog(const follow::PackFolder& pack, const Organisation& organisation,
                      std::size_t number, const std::vector<Bytes>& entries) {
  const std::string folder = audit::PackLogFolder(number) + "/";
  std::vector<crypto::Hash> leaves;
  audit::CompactRange range;
  for (const auto& entry : entries) {
    leaves.push_back(audit::LeafHash(entry));
    range.Append(leaves.back());
  }
  CANDOR_ASSIGN_OR_RETURN(const auto tiles, audit::TileUpdates(0, leaves, NoTiles()));
  for (const auto& tile : tiles) {
    CANDOR_RETURN_IF_ERROR(pack.Write(folder + audit::TilePath(tile.id), tile.hashes));
  }
  for (std::uint64_t n = 0; n < audit::BundleCount(entries.size()); ++n) {
    const std::uint32_t width = audit::TileWidthAt(entries.size(), 0, n);
    CANDOR_ASSIGN_OR_RETURN(const Bytes bundle,
                            audit::EncodeEntryBundle(
                                std::span(entries).subspan(n * audit::kTileWidth, width)));
    CANDOR_ASSIGN_OR_RETURN(const Bytes texts,
                            audit::EncodeTextBundle(std::vector<audit::EntryText>(width)));
    CANDOR_RETURN_IF_ERROR(pack.Write(folder + audit::EntryBundlePath({n, width}), bundle));
    CANDOR_RETURN_IF_ERROR(pack.Write(folder + audit::TextBundlePath(n), texts));
  }
  const auto& bundle = organisation.bundle();
  const auto& log = number == 0 ? bundle.board : bundle.issuers[number - 1];
  const auto& key =
      number == 0 ? organisation.board_log_key() : organisation.issuer_log_key(number - 1);
  const audit::Checkpoint checkpoint{log.origin, range.size(), range.Root()};
  CANDOR_ASSIGN_OR_RETURN(std::string note, audit::SignCheckpoint(checkpoint, log.origin, key));
  CANDOR_ASSIGN_OR_RETURN(const std::string text, audit::FormatCheckpoint(checkpoint));
  CANDOR_ASSIGN_OR_RETURN(const std::string line,
                          audit::Cosign(text, bundle.witnesses.front().name,
                                        organisation.witness_key(0), 1'800'000'000));
  CANDOR_ASSIGN_OR_RETURN(note, audit::AddSignatureLine(note, line));
  return pack.Write(folder + "checkpoint", AsBytes(note));
}

absl::Status WritePack(const std::string& folder, std::size_t count) {
  const Organisation organisation;
  const auto& bundle = organisation.bundle();
  const follow::PackFolder pack(folder);
  CANDOR_RETURN_IF_ERROR(pack.Write(audit::kPackBundle, bundle.Encode()));
  const auto genesis = [&](const std::string& origin) {
    return LogEntry{kDay, records::kNoCampaign,
                    records::Genesis{bundle.Fingerprint(), {}, bundle.trial, origin}}
        .Encode();
  };
  CANDOR_RETURN_IF_ERROR(WriteLog(pack, organisation, 0, {genesis(bundle.board.origin)}));
  std::vector<Bytes> entries = {genesis(bundle.issuers.front().origin)};
  while (entries.size() < count) {
    records::Enrolment enrolment{organisation.random().Array<32>()};
    entries.push_back(LogEntry{kDay, records::kNoCampaign, enrolment}.Encode());
  }
  CANDOR_RETURN_IF_ERROR(WriteLog(pack, organisation, 1, entries));
  CANDOR_RETURN_IF_ERROR(pack.Seal());
  for (const auto& group : records::FingerprintGroups(bundle.Fingerprint())) {
    std::cout << group << ' ';
  }
  std::cout << '\n';
  return absl::OkStatus();
}

}  // namespace
}  // namespace candor::services::auditor

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto status = candor::services::auditor::WritePack(
      argv[1], static_cast<std::size_t>(std::strtoull(argv[2], nullptr, 10)));
  if (!status.ok()) std::cerr << status.message() << '\n';
  return status.ok() ? 0 : 1;
}
