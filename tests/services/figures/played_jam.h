// A jam in the board's log, played act by act: what a test says, or what chance says.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audit/board_view.h"
#include "records/post_act.h"
#include "services/auditor/report/campaign_figures.h"
#include "services/facilitator/figures.h"
#include "tests/support/jam_fixture.h"

namespace candor::testing {

// Somebody who spoke: what their next body follows.
struct Voice {
  std::shared_ptr<crypto::SigningKey> key;  // shared because keys cannot be copied, and tests keep voices in lists
  records::SubmissionBody first;
  crypto::Hash hash{};  // of the first body
  crypto::Hash last{};
  std::uint32_t sequence = 0;
};

struct PlayedOptions {
  std::uint64_t seed = 1;
  std::size_t members = 90;
  std::uint64_t draws = 80;
  std::string question = "What should change first?";
  std::function<void(records::Draft&)> adjust = {};
};

class PlayedJam {
 public:
  explicit PlayedJam(PlayedOptions options = {});

  const Organisation& organisation() const { return organisation_; }
  const Jam& jam() const { return jam_; }
  const audit::BoardView& view() const { return *view_; }
  const audit::Campaign& campaign() const { return view_->campaigns().front(); }
  std::uint64_t draws() const { return draws_; }
  // The log, entry by entry.
  std::span<const Bytes> entries() const { return entries_; }

  // A first body of a kind that begins a thread or spends a token.
  Voice Speak(records::Kind kind = records::Kind::kOpinion, records::Quote quote = records::Quote::kParaphrase,
              const crypto::Hash& target = {}) const;
  // The next body of a thread.
  records::SignedSubmission Next(Voice& voice, records::Kind kind, const crypto::Hash& target,
                                 std::uint8_t value = 0) const;
  records::SignedSubmission First(const Voice& voice) const {
    return records::SignedSubmission::Make(voice.first, *voice.key);
  }
  // A batch, in the order given. Whether the log took it.
  bool Seal(records::Pool pool, records::SlotNumber slot, const std::vector<records::SignedSubmission>& bodies,
            bool withheld = false);
  // Opinions of so many, in one batch.
  std::vector<Voice> SealOpinions(records::SlotNumber slot, std::size_t count, bool withheld = false);

  // The id of the act; nothing where the log refused it.
  std::optional<crypto::Hash> Act(Day day, const Actor& actor, records::ActBody body,
                                  std::optional<Bytes> content = std::nullopt);
  std::optional<crypto::Hash> Note(Day day, const Actor& actor, records::ActBody body, std::string title,
                                   std::string text, std::string owner = "") {
    return Act(day, actor, std::move(body), records::NoteContent{title, owner, text}.Encode());
  }
  bool Answer(Day day, const Actor& leader, const crypto::Hash& target, records::AnswerStatus status,
              const std::string& about = "The crane.", const std::string& text = "It is ordered.");
  bool Append(const records::LogEntry& entry, const audit::EntryText& content = {});

  services::facilitator::JamFigures OfFacilitator(Day as_of) const;
  services::auditor::CampaignFigures OfAuditor(Day as_of) const;

 private:
  std::uint64_t draws_;
  Organisation organisation_;
  Jam jam_;
  std::shared_ptr<audit::BoardView> view_;  // as audit::VerifyResult has it
  std::vector<Bytes> entries_;
  absl::Status refusal_;  // of the last entry
};

// Weeks of chance: batches of all pools, every act, merges, withdrawals; the same for the same seed.
PlayedJam PlayByChance(std::uint64_t seed);

}  // namespace candor::testing
