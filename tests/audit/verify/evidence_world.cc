#include "tests/audit/verify/evidence_world.h"

#include <algorithm>
#include <utility>

#include "audit/entry_bundle.h"
#include "audit/tile.h"
#include "crypto/commitment.h"
#include "tests/support/blank.h"

namespace candor::audit::testing {
namespace {

using candor::testing::kOpeningDay;
using candor::testing::kSpeakingOpens;
using records::LogEntry;

class NoTiles final : public TileReader {
 public:
  absl::StatusOr<Bytes> ReadTile(const TileId&) const override {
    return absl::NotFoundError("an empty tree has no tiles");
  }
};

bool ReliesOnIssuers(records::Pool pool) {
  return pool == records::Pool::kOpinions || pool == records::Pool::kContributions;
}

records::LogEntry& EntryOf(Written& written) { return written.entry; }

}  // namespace

absl::StatusOr<Bytes> MapFiles::Read(std::string_view path) const {
  const auto at = files.find(path);
  if (at == files.end()) return absl::NotFoundError("no such file");
  return at->second;
}

EvidenceWorld::EvidenceWorld(WorldOptions options)
    : organisation_({.members = options.members,
                     .issuers = options.issuers,
                     .witnesses = options.witnesses,
                     .quorum = options.quorum,
                     .readers = 2,
                     .adjust = options.adjust_bundle}),
      jam_(organisation_, {.adjust = options.adjust}),
      logs_(1 + options.issuers) {
  MakeIssuers(options.drawn);
  MakeBoard();
}

void EvidenceWorld::MakeIssuers(std::size_t drawn) {
  const auto& bundle = organisation_.bundle();
  const auto count = static_cast<std::uint32_t>(drawn);
  for (std::size_t i = 0; i < bundle.issuers.size(); ++i) {
    auto& log = issuer(i);
    const auto add = [&](Day day, records::CampaignId campaign, records::EntryBody body,
                         EntryContent content = {}) {
      log.push_back({{day, campaign, std::move(body)}, std::move(content)});
    };
    add(kOpeningDay, records::kNoCampaign,
        records::Genesis{bundle.Fingerprint(), {}, bundle.trial, bundle.issuers[i].origin});
    for (const auto purpose : records::kPurposes) {
      const auto& key = jam_.token_key(i, purpose);
      const records::TokenKeyContent opened{key.public_key().spki(), key.Prove().value()};
      EntryContent content{organisation_.random().Array<32>(), opened.Encode()};
      const auto commitment = records::ContentCommitment(content.salt, content.content);
      add(kOpeningDay, id(),
          records::TokenKeyEntry{purpose, key.public_key().id(),
                                 records::KeyProofHash(opened.proof), commitment},
          std::move(content));
    }
    for (std::size_t n = 0; n < drawn; ++n) {
      add(kOpeningDay, records::kNoCampaign,
          records::Enrolment{organisation_.random().Array<32>()});
    }
    first_issuance = log.size();
    for (std::size_t n = 0; n < drawn; ++n) {
      add(kOpeningDay, id(), records::Issuance{organisation_.random().Array<32>()});
    }
    enrolment_total = log.size();
    add(kOpeningDay + 1, records::kNoCampaign, records::EnrolmentTotal{kOpeningDay, count, 0});
    issuance_total = log.size();
    add(kOpeningDay + 1, records::kNoCampaign, records::IssuanceTotal{kOpeningDay, count});
  }
}

void EvidenceWorld::MakeBoard() {
  const auto& bundle = organisation_.bundle();
  AddToBoard(kOpeningDay, records::Genesis{bundle.Fingerprint(), {}, bundle.trial, bundle.board.origin},
             false);
  for (const auto& record : organisation_.AllGovernance()) {
    AddToBoard(kOpeningDay, records::GovernanceEntry{record}, false);
  }
  EntryContent manifest{organisation_.random().Array<32>(), jam_.manifest().Encode()};
  const auto commitment = records::ContentCommitment(manifest.salt, manifest.content);
  open = AddToBoard(kOpeningDay,
                    records::MakeCampaignOpen(jam_.manifest(), commitment, jam_.opening()), true,
                    std::move(manifest));
  const Spoken first = Speak();
  std::vector<records::SubmissionEntry> batch = {first.entry};
  for (int i = 0; i < 4; ++i) batch.push_back(Speak().entry);
  Spoken allowing = Speak();
  allowing.body.quote = records::Quote::kHeadline;
  allowing.body.public_commitment = crypto::PublicCommitment(kHeadlineSalt, 2, kHeadline);
  consented = allowing.body.SubmissionHash();
  batch.push_back(SignedBy(allowing.body, allowing.author.keys.signing));
  first_batch = AddBatch({.pool = records::Pool::kOpinions, .slot = 3, .count = 0, .relied_on = {}},
                         std::move(batch));
  const Day day = board().back().entry.day;
  access = AddToBoard(day, records::Access{organisation_.reader(0).public_key(), first_batch});
  answer = board().size();
  board().push_back(AnswerTo(day, first.body.SubmissionHash(), 0, organisation_.reader(0)));
  std::vector<records::SubmissionEntry> rest;
  for (int i = 0; i < 5; ++i) rest.push_back(Speak().entry);
  last_batch = AddBatch(
      {.pool = records::Pool::kOpinions, .slot = 12, .count = 0, .final = true, .relied_on = {}},
      std::move(rest));
  close = AddToBoard(board().back().entry.day, records::CampaignClose{11, 2, false});
  records::SubmissionBody next = candor::testing::BodyOf(records::Kind::kWithdrawal,
                                                         organisation_.random());
  next.campaign_id = id();
  next.thread_key = first.body.thread_key;
  next.thread_kem_key = first.body.thread_kem_key;
  next.previous = first.body.SubmissionHash();
  withdrawal = AddBatch({.pool = records::Pool::kThreadActs, .slot = 13, .count = 0, .relied_on = {}},
                        {SignedBy(next, first.author.keys.signing)});
  std::uint64_t opinion = 0;
  for (std::size_t i = first_batch + 1; i <= first_batch + 6; ++i) {
    if (JamLog::HashOf(board()[i]) == first.body.SubmissionHash()) opinion = i;
  }
  const Day last = board().back().entry.day;
  tombstone = AddToBoard(last, records::Tombstone{records::WithdrawnCause{opinion, withdrawal + 1}});
  done = AddToBoard(last, records::ErasureDone{tombstone, 1});
  RelyOnIssuers();
}

EvidenceWorld::Spoken EvidenceWorld::Speak() const {
  Spoken out{jam_.NewAuthor(), {}, {}};
  const auto request = jam_.Opinion(out.author, "The night crane stands still.");
  out.body = request.submission.body;
  out.entry = {request.submission.Encode()};
  return out;
}

records::SubmissionEntry EvidenceWorld::Blank() const {
  return {candor::testing::BlankOf(jam_, jam_.NewAuthor()).submission.Encode()};
}

std::size_t EvidenceWorld::AddBlanks(records::SlotNumber slot, int count, Final final) {
  std::vector<records::SubmissionEntry> batch;
  for (int i = 0; i < count; ++i) batch.push_back(Blank());
  return AddBlankBatch(slot, std::move(batch), final);
}

std::size_t EvidenceWorld::AddBlankBatch(records::SlotNumber slot,
                                         std::vector<records::SubmissionEntry> submissions,
                                         Final final) {
  return AddBatch({.pool = records::Pool::kBlanks,
                   .slot = slot,
                   .count = 0,
                   .final = final == Final::kYes,
                   .relied_on = {}},
                  std::move(submissions));
}

records::SubmissionEntry EvidenceWorld::SignedBy(const records::SubmissionBody& body,
                                                 const crypto::SigningKey& key) {
  return {records::SignedSubmission::Make(body, key).Encode()};
}

std::size_t EvidenceWorld::AddBatch(records::SealBatch seal,
                                    std::vector<records::SubmissionEntry> submissions) {
  const std::size_t index = board().size();
  const Day day = jam_.draft().slots.DayOfSlot(seal.slot);
  seal.count = static_cast<std::uint32_t>(submissions.size());
  if (ReliesOnIssuers(seal.pool)) seal.relied_on = IssuerCheckpoints();
  AddToBoard(day, seal);
  std::ranges::sort(submissions, {}, [&](const records::SubmissionEntry& each) {
    return LeafHash(LogEntry{day, id(), each}.Encode());
  });
  for (auto& each : submissions) AddToBoard(day, std::move(each));
  return index;
}

std::size_t EvidenceWorld::AddToBoard(Day day, records::EntryBody body, bool of_campaign,
                                      EntryContent content) {
  board().push_back(
      {{day, of_campaign ? id() : records::kNoCampaign, std::move(body)}, std::move(content)});
  return board().size() - 1;
}

Written EvidenceWorld::AnswerTo(Day day, const crypto::Hash& target, std::uint32_t revision,
                                const candor::testing::Actor& leader) const {
  const records::AnswerContent content{"The night crane.", "It is ordered."};
  EntryContent beside{organisation_.random().Array<32>(), content.Encode()};
  const records::Answer body{id(), target, records::AnswerStatus::kPlanned, revision,
                             records::ContentCommitment(beside.salt, beside.content)};
  return {{day, id(),
           records::AnswerEntry{
               records::Signed::Make(leader.key, crypto::Label::kAnswer, body.Encode())}},
          std::move(beside)};
}

std::vector<records::IssuerCheckpoint> EvidenceWorld::IssuerCheckpoints() const {
  std::vector<records::IssuerCheckpoint> out;
  for (std::size_t i = 1; i < logs_.size(); ++i) {
    CompactRange range;
    for (const auto& written : logs_[i]) range.Append(LeafHash(written.entry.Encode()));
    out.push_back({static_cast<std::uint8_t>(i - 1), range.size(), range.Root()});
  }
  return out;
}

void EvidenceWorld::KeepFew() {
  issuer(0).resize(kFirstKey + 1);
  board().erase(board().begin() + static_cast<std::ptrdiff_t>(last_batch), board().end());
}

void EvidenceWorld::RelyOnIssuers() {
  for (auto& written : board()) {
    auto* const seal = std::get_if<records::SealBatch>(&EntryOf(written).body);
    if (seal != nullptr && ReliesOnIssuers(seal->pool)) {
      seal->relied_on = IssuerCheckpoints();
    }
  }
}

std::string EvidenceWorld::NoteOf(std::size_t log, std::size_t size,
                                  UnixSeconds cosigned_at) const {
  const auto& bundle = organisation_.bundle();
  const auto& identity = log == 0 ? bundle.board : bundle.issuers[log - 1];
  const auto& key =
      log == 0 ? organisation_.board_log_key() : organisation_.issuer_log_key(log - 1);
  CompactRange range;
  for (std::size_t i = 0; i < size; ++i) range.Append(LeafHash(logs_[log][i].entry.Encode()));
  const Checkpoint checkpoint{identity.origin, range.size(), range.Root()};
  std::string note = SignCheckpoint(checkpoint, identity.origin, key).value();
  const std::string text = FormatCheckpoint(checkpoint).value();
  for (std::size_t i = 0; i < bundle.witnesses.size(); ++i) {
    const auto line =
        Cosign(text, bundle.witnesses[i].name, organisation_.witness_key(i), cosigned_at);
    note = AddSignatureLine(note, line.value()).value();
  }
  return note;
}

std::vector<MapFiles> EvidenceWorld::Publish(UnixSeconds cosigned_at) const {
  std::vector<std::size_t> sizes;
  for (const auto& log : logs_) sizes.push_back(log.size());
  return PublishAt(sizes, cosigned_at);
}

std::vector<MapFiles> EvidenceWorld::PublishAt(const std::vector<std::size_t>& sizes,
                                               UnixSeconds cosigned_at) const {
  std::vector<MapFiles> out(logs_.size());
  for (std::size_t i = 0; i < logs_.size(); ++i) {
    auto& files = out[i].files;
    std::vector<Bytes> entries;
    std::vector<EntryText> texts;
    std::vector<Hash> leaves;
    for (const auto& written : std::span(logs_[i]).first(sizes.at(i))) {
      entries.push_back(written.entry.Encode());
      texts.push_back(written.content);
      leaves.push_back(LeafHash(entries.back()));
    }
    const auto tiles = TileUpdates(0, leaves, NoTiles()).value();
    for (const auto& tile : tiles) {
      files[TilePath(tile.id)] = tile.hashes;
    }
    for (std::uint64_t n = 0; n < BundleCount(entries.size()); ++n) {
      const std::uint32_t width = TileWidthAt(entries.size(), 0, n);
      files[EntryBundlePath({n, width})] =
          EncodeEntryBundle(std::span(entries).subspan(n * kTileWidth, width)).value();
      files[TextBundlePath(n)] =
          EncodeTextBundle(std::span(texts).subspan(n * kTileWidth, width)).value();
    }
    files["checkpoint"] = ToBytes(AsBytes(NoteOf(i, entries.size(), cosigned_at)));
  }
  return out;
}

VerifyResult EvidenceWorld::Verify(const VerifyOptions& options) const {
  return Verify(organisation_.bundle(), Publish(), options);
}

VerifyResult EvidenceWorld::Verify(const records::TrustBundle& bundle,
                                   const std::vector<MapFiles>& logs, const VerifyOptions& options,
                                   std::vector<PromiseEvidence> promises) {
  Evidence evidence{.bundle = bundle, .board = {}, .issuers = {}, .promises = std::move(promises)};
  evidence.board.files = &logs.front();
  for (std::size_t i = 1; i < logs.size(); ++i) evidence.issuers.push_back({&logs[i], {}});
  return audit::Verify(evidence, options);
}

}  // namespace candor::audit::testing
