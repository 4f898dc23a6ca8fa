// Inbox: which sealed texts are addressed to a leader, or to a member of the appeal panel, and what has become of
// them. Pure.
#pragma once

#include <vector>

#include "audit/board_view.h"

namespace candor::services::leader {

struct InboxItem {
  crypto::Hash submission_hash{};
  records::Kind kind = records::Kind::kOpinion;
  records::Quote quote = records::Quote::kNever;
  crypto::Hash first{};   // of the thread: itself, or the text that it follows
  crypto::Hash target{};  // what it is about, as the kind has it
  std::uint64_t batch_index = 0;
  Day sealed = 0;
  std::uint8_t audience = 0;
  bool withheld = false;                       // sealed below k: nobody can read it, ever
  bool erased = false;                         // withdrawn, or named by a tombstone for another reason
  const audit::PublicAnswer* answer = nullptr;  // the latest revision; null while unanswered
  bool answered_by_theme = false;              // a theme that holds it has an answer
  bool acknowledged = false;
  bool ruled = false;                          // an appeal that was decided
  bool overdue = false;                        // an opinion unanswered past the campaign's answer clock
  bool word_overdue = false;                   // the same, not even acknowledged, past the clock for that

  // Whether somebody waits for a word: of an opinion or contribution an answer, of an appeal a decision.
  bool Waits() const;
};

// Opinions, contributions, follow-ups and appeals of the campaign for audiences that `reader` belongs to, in log order. Pointers live as
// long as the campaign.
std::vector<InboxItem> InboxOf(const audit::Campaign& campaign, const records::VerifyKey& reader,
                               Day today);

// The audience of a campaign that this key reads in, and at which slot; nothing for a stranger.
struct ReaderSlot {
  std::size_t index = 0;  // of the envelope
  std::size_t count = 0;
};
std::optional<ReaderSlot> SlotOf(const records::Manifest& manifest, std::uint8_t audience,
                                 const records::VerifyKey& reader);

}  // namespace candor::services::leader
