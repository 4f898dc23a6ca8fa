#include "tests/audit/verify/opened_world.h"

#include <utility>

#include "tests/audit/verify/fed.h"

namespace candor::audit::testing {

OpenedWorld::OpenedWorld(WorldOptions options)
    : EvidenceWorld(options), leaves_(organisation().roster().Leaves()) {
  for (std::size_t n = 0; n < options.drawn; ++n) {
    keys_.push_back(crypto::SigningKey::Generate(organisation().random()));
  }
  for (std::size_t i = 0; i < options.issuers; ++i) openings_.push_back(OpeningsOf(i));
  Commit();
}

records::IssuanceOpenings OpenedWorld::OpeningsOf(std::size_t number) const {
  auto& random = organisation().random();
  const Hash root = organisation().roster_root();
  records::IssuanceOpenings out{.fingerprint = organisation().bundle().Fingerprint(),
                                .origin = organisation().bundle().issuers[number].origin,
                                .size = 0,
                                .root = {},
                                .rosters = {{root, leaves_}},
                                .enrolments = {},
                                .issuances = {}};
  for (std::size_t n = 0; n < keys_.size(); ++n) {
    out.enrolments.push_back({kFirstEnrolment + n, random.Array<32>(), root, leaves_[n],
                              keys_[n].verify_key()});
    records::IssuanceOpening issuance{first_issuance + n, random.Array<32>(), {}};
    Sign(issuance, keys_[n], RequestOf(number, leaves_[n]));
    out.issuances.push_back(std::move(issuance));
  }
  return out;
}

records::IssueRequest OpenedWorld::RequestOf(std::size_t number, const Hash& leaf) const {
  records::IssueRequest request{.fingerprint = organisation().bundle().Fingerprint(),
                                .campaign_id = id(),
                                .roster_leaf = leaf,
                                .purposes = {}};
  for (std::size_t i = 0; i < request.purposes.size(); ++i) {
    const auto purpose = records::kPurposes[i];
    request.purposes[i] = {jam().token_key(number, purpose).public_key().id(),
                           jam().draft().quotas.Of(purpose),
                           organisation().random().Array<32>()};
  }
  return request;
}

void OpenedWorld::Sign(records::IssuanceOpening& opening, const crypto::SigningKey& key,
                       const records::IssueRequest& request) const {
  opening.request = records::Signed::Make(key, crypto::Label::kIssueRequest, request.Encode());
}

void OpenedWorld::Commit() {
  for (std::size_t i = 0; i < openings_.size(); ++i) {
    for (const auto& opening : openings_[i].enrolments) {
      issuer(i).at(opening.index).entry.body = records::Enrolment{records::EnrolmentCommitment(
          opening.salt, opening.roster_root, opening.leaf, opening.member_key)};
    }
    for (const auto& opening : openings_[i].issuances) {
      issuer(i).at(opening.index).entry.body =
          records::Issuance{records::IssuanceCommitment(opening.salt, opening.request)};
    }
    CompactRange range;
    for (const auto& written : issuer(i)) range.Append(LeafHash(written.entry.Encode()));
    openings_[i].size = range.size();
    openings_[i].root = range.Root();
  }
  RelyOnIssuers();
}

Evidence OpenedWorld::EvidenceOf(const std::vector<MapFiles>& logs) const {
  Evidence evidence{.bundle = organisation().bundle(),
                    .board = {&logs.front(), {}},
                    .issuers = {},
                    .promises = {},
                    .openings = openings_};
  for (std::size_t i = 1; i < logs.size(); ++i) evidence.issuers.push_back({&logs[i], {}});
  return evidence;
}

VerifyResult OpenedWorld::VerifyOpened(const VerifyOptions& options) const {
  const auto logs = Publish();
  ExpectSameInCuts(*this, EvidenceOf(logs), logs, options);
  return audit::Verify(EvidenceOf(logs), options);
}

}  // namespace candor::audit::testing
