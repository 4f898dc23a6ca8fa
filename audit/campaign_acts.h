// CampaignActs: what people with a role have done in one campaign, and what members said to it, by the log.
//
// Part of BoardView (audit/board_view.h). Everything here follows from entries that passed CheckAct and
// CheckTarget (audit/acts.h). Values; pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "base/clock.h"
#include "crypto/hash.h"
#include "records/act.h"

namespace candor::audit {

// By the log's order.
using ActPlace = std::size_t;

struct PublicAct {
  std::uint64_t index = 0;
  Day day = 0;
  crypto::VerifyKey signer;
  records::Act act;
  crypto::Hash id{};
  crypto::Hash leaf_hash{};
  // What lies beside the entry, one of them by its type; nothing where there is none or where it was destroyed.
  std::optional<records::NoteContent> note{};
  std::optional<records::PublishContent> published{};
  Bytes sealed{};  // a private note's envelope
  std::optional<std::uint64_t> tombstone{};
};

struct ThemeState {
  std::vector<ActPlace> revisions;
  // Its texts, each with the day since which it is there: by a revision that names it, or by the merge of a
  // theme that held it.
  std::map<crypto::Hash, Day> items;
  std::optional<crypto::Hash> into{};   // merged into this theme
  std::vector<ActPlace> decisions;      // by revision
};

// Of an opinion or a contribution.
struct PublishedState {
  ActPlace publish = 0;
  std::optional<crypto::Hash> into{};  // merged into this item
  std::vector<ActPlace> hides;
  bool hidden = false;  // now: the last hide was not lifted
};

struct HideState {
  ActPlace hide = 0;
  crypto::Hash target{};
  bool lifted = false;
};

struct AppealState {
  crypto::Hash hide{};  // id of the act
  std::optional<ActPlace> ruling{};
};

struct ActionState {
  ActPlace action = 0;
  std::vector<ActPlace> outcomes;
  std::map<crypto::VerifyKey, std::uint8_t> ratings;  // by thread, the newest: 0 to 4
};

struct CampaignActs {
  std::vector<PublicAct> all;
  std::map<crypto::Hash, ActPlace> by_id;

  std::map<crypto::VerifyKey, std::vector<Day>> renewals;                // of the pledge, ascending
  std::map<crypto::Hash, std::vector<ActPlace>> acknowledgements;        // by target
  std::map<crypto::Hash, std::vector<ActPlace>> notes;                   // private ones, by target
  std::map<crypto::Hash, ThemeState> themes;                             // by id
  std::map<crypto::Hash, ActionState> actions;                           // by id
  std::map<crypto::Hash, PublishedState> published;                      // by submission hash
  std::map<crypto::Hash, ActPlace> declined;                             // by submission hash
  std::map<crypto::Hash, HideState> hides;                               // by id
  std::map<crypto::Hash, AppealState> appeals;                           // by submission hash
  std::map<crypto::Hash, std::uint32_t> points;                          // endorsements, by what they are given to
  std::map<crypto::Hash, std::vector<crypto::Hash>> contributions;       // by what they build on

  const PublicAct* Find(const crypto::Hash& id) const;
  // Of the act's type, else null.
  template <class Body>
  const Body* FindAs(const crypto::Hash& id) const {
    const PublicAct* const found = Find(id);
    return found == nullptr ? nullptr : std::get_if<Body>(&found->act.body);
  }
  // Where something has gone that was merged, once or often; itself where it was not.
  crypto::Hash MergedInto(const crypto::Hash& theme_or_item) const;
  // Points of something with those of all that was merged into it: summed, none made and none lost.
  std::uint32_t PointsOf(const crypto::Hash& theme_or_item) const;
};

}  // namespace candor::audit
