#include "audit/reference.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace candor::audit {
namespace {

using records::Kind;

std::optional<Kind> KindOf(Thing thing) {
  switch (thing) {
    case Thing::kOpinion: return Kind::kOpinion;
    case Thing::kContribution: return Kind::kContribution;
    case Thing::kFollowUp: return Kind::kFollowUp;
    case Thing::kAppeal: return Kind::kAppeal;
    default: return std::nullopt;
  }
}

void AddSubmissions(const Campaign& campaign, Kind kind, std::set<crypto::Hash>& out) {
  for (const auto& [hash, sealed] : campaign.submissions) {
    const auto decoded = records::SignedSubmission::Decode(sealed.signed_submission);
    if (decoded.ok() && decoded->body.kind == kind) out.insert(hash);
  }
}

template <class Map>
void AddKeys(const Map& map, std::set<crypto::Hash>& out) {
  for (const auto& [key, value] : map) out.insert(key);
}

template <class Body>
void AddActs(const CampaignActs& acts, std::set<crypto::Hash>& out) {
  for (const PublicAct& act : acts.all) {
    if (std::holds_alternative<Body>(act.act.body)) out.insert(act.id);
  }
}

void AddAll(const Campaign& campaign, Thing thing, std::set<crypto::Hash>& out) {
  switch (thing) {
    case Thing::kPublished: return AddKeys(campaign.acts.published, out);
    case Thing::kTheme: return AddKeys(campaign.acts.themes, out);
    case Thing::kPrompt: return AddActs<records::Prompt>(campaign.acts, out);
    case Thing::kAction: return AddKeys(campaign.acts.actions, out);
    case Thing::kQuestion: return AddActs<records::PrivateNote>(campaign.acts, out);
    case Thing::kHide: return AddKeys(campaign.acts.hides, out);
    default: return AddSubmissions(campaign, *KindOf(thing), out);
  }
}

std::string ListOf(const std::vector<Thing>& kinds) {
  std::string out;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    out += Cat(i == 0 ? "" : i + 1 == kinds.size() ? " or " : ", ", NameOf(kinds[i]));
  }
  return out;
}

// Texts are shown to their readers alone; all else is on the wall.
std::string_view WhereShown(const std::vector<Thing>& kinds) {
  const bool texts = std::ranges::any_of(kinds, [](Thing kind) {
    return kind == Thing::kOpinion || kind == Thing::kContribution || kind == Thing::kFollowUp || kind == Thing::kAppeal;
  });
  return texts ? "their readers see the numbers in `candor inbox`, and `candor wall` those of what is public"
               : "`candor wall` shows the numbers";
}

}  // namespace

std::string_view NameOf(Thing thing) {
  switch (thing) {
    case Thing::kOpinion: return "opinion";
    case Thing::kContribution: return "contribution";
    case Thing::kFollowUp: return "follow-up";
    case Thing::kAppeal: return "appeal";
    case Thing::kPublished: return "published text";
    case Thing::kTheme: return "theme";
    case Thing::kPrompt: return "prompt";
    case Thing::kAction: return "action";
    case Thing::kQuestion: return "question";
    case Thing::kHide: return "hide";
  }
  return "thing";
}

absl::StatusOr<crypto::Hash> FindThing(const Campaign& campaign, std::string_view digits,
                                       const std::vector<Thing>& kinds) {
  std::set<crypto::Hash> all;
  for (const Thing thing : kinds) AddAll(campaign, thing, all);
  std::optional<crypto::Hash> found;
  for (const auto& hash : all) {
    if (digits.empty() || !HexEncode(hash).starts_with(digits)) continue;
    if (found.has_value()) {
      return absl::FailedPreconditionError(Cat("more than one ", ListOf(kinds), " begins with ", digits,
                                               "; give more digits"));
    }
    found = hash;
  }
  if (!found.has_value()) {
    return absl::NotFoundError(Cat("no ", ListOf(kinds), " of this campaign has a number that begins with \"",
                                   digits, "\"; ", WhereShown(kinds)));
  }
  return *found;
}

}  // namespace candor::audit
