#include "audit/verify/cross_check.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/text.h"
#include "records/promise.h"

namespace candor::audit {
namespace {

using crypto::Purpose;
using records::Kind;

constexpr auto kRule = Severity::kBroken;

const IssuerLog* FindIssuer(const std::vector<IssuerLog>& issuers, const std::string& origin) {
  const auto at = std::ranges::find_if(
      issuers, [&](const IssuerLog& each) { return each.check->view().origin() == origin; });
  return at == issuers.end() ? nullptr : &*at;
}

using KindCounts = std::map<Kind, std::uint64_t>;

// Of a campaign's submissions; each is decoded once, for there may be very many.
KindCounts CountKinds(const Campaign& campaign) {
  KindCounts out;
  for (const auto& [hash, sealed] : campaign.submissions) {
    const auto decoded = records::SignedSubmission::Decode(sealed.signed_submission);
    if (decoded.ok()) ++out[decoded->body.kind];
  }
  return out;
}

std::uint64_t CountOf(const KindCounts& counts, Kind kind) {
  const auto at = counts.find(kind);
  return at == counts.end() ? 0 : at->second;
}

// Whether the evidence holds of this issuer's log all that the board relied on in a campaign. What a log would have said
// that is not there is held against nobody.
bool Reaches(const Campaign& campaign, std::size_t number, const IssuerLog* issuer) {
  std::uint64_t needed = 0;
  for (const Batch& batch : campaign.batches) {
    for (const auto& relied : batch.seal.relied_on) {
      if (relied.issuer == number) needed = std::max(needed, relied.size);
    }
  }
  return issuer != nullptr && (needed == 0 || issuer->root_at(needed).ok());
}

class Together {
 public:
  Together(const BoardView& board, const std::vector<IssuerLog>& issuers, Findings& findings)
      : board_(board), issuers_(issuers), findings_(findings) {}

  void Run() {
    CheckModuli();
    for (const Campaign& campaign : board_.campaigns()) {
      const KindCounts spent = CountKinds(campaign);
      for (std::size_t i = 0; i < campaign.manifest->draft.issuers.size(); ++i) {
        const std::string& origin = campaign.manifest->draft.issuers[i];
        const IssuerLog* const issuer = FindIssuer(issuers_, origin);
        if (!Reaches(campaign, i, issuer)) {
          AddToBoard(InvariantId::kVoices, Severity::kIncomplete, campaign.open_index,
                     Cat("the log of ", origin, " is not in the evidence as far as this campaign relied on it"));
        }
        if (issuer == nullptr) continue;
        if (Reaches(campaign, i, issuer)) {
          CheckCounts(campaign, spent, *issuer);
          CheckKeys(campaign, i, *issuer);
        }
        for (const Batch& batch : campaign.batches) CheckGate(campaign, i, *issuer, batch);
      }
      for (const Batch& batch : campaign.batches) CheckWithheld(campaign, batch);
    }
  }

 private:
  void AddToBoard(InvariantId id, Severity severity, std::uint64_t index, std::string why) {
    findings_.Add({id, severity, board_.bundle().board.origin, index, std::move(why)});
  }

  // One modulus in two places, in any log, would let one issuer's signature count for two things.
  void CheckModuli() {
    std::map<crypto::Spki, std::pair<std::string, std::uint64_t>> seen;
    for (const IssuerLog& issuer : issuers_) {
      for (const auto& key : issuer.check->view().token_keys()) {
        const auto place = std::pair(issuer.check->view().origin(), key.index);
        if (seen.emplace(key.content.spki, place).second) continue;
        findings_.Add({InvariantId::kTokenKeys, kRule, place.first, place.second,
                       "a token key whose modulus was logged before"});
      }
    }
  }

  void CheckCounts(const Campaign& campaign, const KindCounts& counts, const IssuerLog& issuer) {
    const std::uint64_t draws = issuer.check->view().Draws(campaign.id);
    if (draws > campaign.open.roster_size) {
      AddToBoard(InvariantId::kVoices, kRule, campaign.open_index,
                 Cat(issuer.check->view().origin(), " issued ", draws, " times to a roster of ",
                     campaign.open.roster_size));
    }
    const auto& quotas = campaign.open.quotas;
    const std::pair<std::uint64_t, std::uint64_t> sums[] = {
        {CountOf(counts, Kind::kOpinion) + CountOf(counts, Kind::kBlank), draws},
        {CountOf(counts, Kind::kContribution), draws * quotas.contributions},
        {CountOf(counts, Kind::kEndorsement), draws * quotas.endorsements}};
    for (const auto& [spent, issued] : sums) {
      if (spent <= issued) continue;
      AddToBoard(InvariantId::kVoices, kRule, campaign.open_index,
                 Cat(spent, " voices, contributions or endorsements, and ",
                     issuer.check->view().origin(), " issued tokens for ", issued));
    }
  }

  void CheckKeys(const Campaign& campaign, std::size_t number, const IssuerLog& issuer) {
    for (std::size_t p = 0; p < records::kPurposes.size(); ++p) {
      const auto keys = issuer.check->view().KeysFor(campaign.id, records::kPurposes[p]);
      const bool single = keys.size() == 1 && keys.front()->content.spki ==
                                                  campaign.manifest->issuer_keys[number][p];
      // A campaign that has just been opened may wait for its keys; it has no draws then.
      const bool waits = keys.empty() && issuer.check->view().Draws(campaign.id) == 0 &&
                         campaign.batches.empty();
      if (single || waits || issuer.check->LacksKeyOf(campaign.id)) continue;
      AddToBoard(InvariantId::kTokenKeys, kRule, campaign.open_index,
                 Cat(issuer.check->view().origin(),
                     " has not logged exactly the one key that the manifest names for a purpose"));
    }
  }

  void CheckGate(const Campaign& campaign, std::size_t number, const IssuerLog& issuer,
                 const Batch& batch) {
    const bool speech = batch.seal.pool == records::Pool::kOpinions ||
                        batch.seal.pool == records::Pool::kContributions;
    if (!speech || batch.seal.withheld) return;
    const auto relied = std::ranges::find_if(batch.seal.relied_on, [&](const auto& each) {
      return each.issuer == number;
    });
    if (relied == batch.seal.relied_on.end()) {
      return AddToBoard(InvariantId::kGate, kRule, batch.index,
                        "a batch of speech that names no checkpoint of an issuer");
    }
    const auto root = issuer.root_at(relied->size);
    if (!root.ok() || *root != relied->root) {
      return AddToBoard(InvariantId::kGate, root.ok() ? Severity::kCryptographic
                                                      : Severity::kIncomplete,
                        batch.index,
                        "an issuer checkpoint that the batch relies on is not one of that log, or is "
                        "beyond what is in the evidence");
    }
    if (issuer.check->DrawsAt(campaign.id, relied->size) < campaign.open.min_issued) {
      AddToBoard(InvariantId::kGate, kRule, batch.index,
                 "speech was sealed before min_issued people had drawn");
    }
    for (const auto* key : issuer.check->view().KeysFor(campaign.id, Purpose::kVoice)) {
      if (key->index < relied->size) continue;
      AddToBoard(InvariantId::kTokenKeys, kRule, batch.index,
                 "tokens were accepted under a key that had not been logged yet");
    }
  }

  // k or more are withheld only where fewer than min_issued had drawn, or an issuer could not be read until the day
  // that promises name.
  void CheckWithheld(const Campaign& campaign, const Batch& batch) {
    if (!batch.seal.withheld || FirstBodies(campaign, batch) < campaign.open.k) return;
    for (std::size_t i = 0; i < campaign.manifest->draft.issuers.size(); ++i) {
      const IssuerLog* const issuer = FindIssuer(issuers_, campaign.manifest->draft.issuers[i]);
      if (!Reaches(campaign, i, issuer) || HadFewDraws(campaign, i, *issuer, batch)) return;
    }
    const bool promise_due =
        batch.day >= records::PromisedDay(KindOf(batch.seal.pool), campaign.open.phases, campaign.open.slots);
    if (promise_due) {
      return AddToBoard(InvariantId::kBatchSizes, Severity::kIncomplete, batch.index,
                        "k or more texts were withheld though enough had drawn: the board must have been unable to read "
                        "an issuer until the last day that it had promised, and no log shows that");
    }
    AddToBoard(InvariantId::kBatchSizes, kRule, batch.index,
               "k or more texts were withheld, and by the issuers' logs enough had drawn");
  }

  static Kind KindOf(records::Pool pool) {
    return pool == records::Pool::kOpinions ? Kind::kOpinion : Kind::kContribution;
  }

  static std::size_t FirstBodies(const Campaign& campaign, const Batch& batch) {
    return static_cast<std::size_t>(std::ranges::count_if(batch.submissions, [&](const crypto::Hash& hash) {
      const auto decoded = records::SignedSubmission::Decode(campaign.submissions.at(hash).signed_submission);
      return decoded.ok() && decoded->body.kind == KindOf(batch.seal.pool);
    }));
  }

  // By the checkpoint that the board names, which holds all that the issuer had written by the day before the last
  // one: a checkpoint is cosigned within minutes, and an older one hides draws.
  static bool HadFewDraws(const Campaign& campaign, std::size_t number, const IssuerLog& issuer, const Batch& batch) {
    const auto relied = std::ranges::find_if(
        batch.seal.relied_on, [&](const auto& each) { return each.issuer == number; });
    if (relied == batch.seal.relied_on.end()) return false;
    const auto root = issuer.root_at(relied->size);
    const std::uint64_t enough = campaign.open.min_issued;
    return root.ok() && *root == relied->root && issuer.check->DrawsAt(campaign.id, relied->size) < enough &&
           issuer.check->DrawsUntil(campaign.id, batch.day - 2) < enough;
  }

  const BoardView& board_;
  const std::vector<IssuerLog>& issuers_;
  Findings& findings_;
};

}  // namespace

void CheckTogether(const BoardView& board, const std::vector<IssuerLog>& issuers,
                   Findings& findings) {
  Together(board, issuers, findings).Run();
}

std::vector<CampaignCounts> CountTogether(const BoardView& board,
                                          const std::vector<IssuerLog>& issuers) {
  std::vector<CampaignCounts> out;
  for (const Campaign& campaign : board.campaigns()) {
    CampaignCounts counts{.id = campaign.id,
                          .roster = campaign.open.roster_size,
                          .draws = 0,
                          .opinions = campaign.opinions,
                          .blanks = static_cast<std::uint32_t>(CountOf(CountKinds(campaign), Kind::kBlank)),
                          .slack = 0,
                          .issuers = campaign.manifest->draft.issuers.size()};
    std::optional<std::uint64_t> fewest;
    for (std::size_t i = 0; i < campaign.manifest->draft.issuers.size(); ++i) {
      const IssuerLog* const issuer = FindIssuer(issuers, campaign.manifest->draft.issuers[i]);
      counts.complete = counts.complete && Reaches(campaign, i, issuer);
      const std::uint64_t draws = issuer == nullptr ? 0 : issuer->check->view().Draws(campaign.id);
      fewest = std::min(fewest.value_or(draws), draws);
    }
    counts.draws = fewest.value_or(0);
    const std::uint64_t spent = std::uint64_t{counts.opinions} + counts.blanks;
    counts.slack = counts.draws > spent ? counts.draws - spent : 0;
    out.push_back(counts);
  }
  return out;
}

}  // namespace candor::audit
