// A board's log with a jam in which six opinions are sealed, replayed: what people act on. Whoever
// spoils it puts back a copy of the view.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "audit/acts.h"
#include "audit/board_view.h"
#include "crypto/commitment.h"
#include "records/post_act.h"
#include "tests/support/jam_fixture.h"
#include "tests/support/matchers.h"

namespace candor::audit::testing {

class ActsWorld {
 public:
  struct Text {
    candor::testing::Author author;
    records::SubmitRequest request;
    crypto::Hash hash{};
    records::Salt public_salt{};
    std::string headline;
  };

  ActsWorld()
      : organisation({.issuers = 1, .readers = 4}),
        jam(organisation, {.adjust = [this](records::Draft& draft) { Adjust(draft); }}),
        view(organisation.bundle()) {
    Open();
    for (int i = 0; i < 6; ++i) texts.push_back(Write(static_cast<records::Quote>(i % 4)));
    Seal(records::Pool::kOpinions, 3, Requests());
  }

  // Reader 3 is the appeal panel; reader 1 is reader 0's delegate, and reads another audience.
  void Adjust(records::Draft& draft) const {
    draft.audiences = {{0, "all leaders", {organisation.reader(0).public_key(), organisation.reader(2).public_key()}},
                       {1, "without line management", {organisation.reader(1).public_key()}},
                       {records::kAppealPanel, "panel", {organisation.reader(3).public_key()}}};
    draft.delegates = {{organisation.reader(0).public_key(), organisation.reader(1).public_key()}};
    draft.moderation_reasons = {"names a person", "personal attack"};
    draft.clocks = {.acknowledge = 2, .answer = 10, .pledge_renewal = 1, .publish = 3};
    if (adjust) adjust(draft);
  }

  // An opinion, or what `kind` says, with a headline that its author committed to by the quote.
  Text Write(records::Quote quote, std::uint8_t audience = 0) const {
    Text out{jam.NewAuthor(), {}, {}, organisation.random().Array<32>(), "Badge readers fail in rain"};
    out.request = jam.Opinion(out.author, kWords, audience);
    records::SubmissionBody& body = out.request.submission.body;
    body.quote = quote;
    const auto number = static_cast<std::uint8_t>(quote);
    if (quote == records::Quote::kHeadline) {
      body.public_commitment = crypto::PublicCommitment(out.public_salt, number, out.headline);
    } else if (quote == records::Quote::kVerbatim) {
      body.public_commitment = crypto::PublicCommitment(out.public_salt, number, kWords);
    }
    candor::testing::Jam::Sign(out.request, out.author.keys.signing);
    out.hash = body.SubmissionHash();
    return out;
  }

  std::vector<records::SubmissionBody> Requests() const {
    std::vector<records::SubmissionBody> out;
    for (const Text& each : texts) out.push_back(each.request.submission.body);
    return out;
  }

  // By the key that each body names; signed anew.
  void Seal(records::Pool pool, records::SlotNumber slot, const std::vector<records::SubmissionBody>& bodies,
            bool withheld = false) {
    ASSERT_OK(TrySeal(pool, slot, bodies, withheld));
  }
  absl::Status TrySeal(records::Pool pool, records::SlotNumber slot,
                       const std::vector<records::SubmissionBody>& bodies, bool withheld = false) {
    const Day day = jam.draft().slots.DayOfSlot(slot);
    records::SealBatch seal{.pool = pool, .slot = slot, .count = static_cast<std::uint32_t>(bodies.size()),
                            .final = withheld, .withheld = withheld, .relied_on = {}};
    const bool speech = pool == records::Pool::kOpinions || pool == records::Pool::kContributions;
    if (speech) seal.relied_on = {{0, 30, {1}}};
    absl::Status status = view.Apply(records::LogEntry{day, jam.id(), seal}.Encode(), {});
    for (const auto& body : bodies) {
      const Bytes signed_body = records::SignedSubmission::Make(body, KeyOf(body)).Encode();
      status.Update(view.Apply(records::LogEntry{day, jam.id(), records::SubmissionEntry{signed_body}}.Encode(), {}));
    }
    return status;
  }

  // The next body in the thread of a text, after `before` others.
  records::SubmissionBody Next(const Text& text, records::Kind kind, const crypto::Hash& target) const {
    const Thread& thread = campaign().threads.at(text.author.keys.signing.verify_key());
    records::SubmissionBody body;
    body.kind = kind;
    body.campaign_id = jam.id();
    body.thread_key = text.author.keys.signing.verify_key();
    body.thread_kem_key = text.author.keys.kem.public_key();
    body.sequence = thread.sequence + 1;
    body.previous = thread.last;
    body.target = target;
    if (records::HasEnvelope(kind)) body.commitment = organisation.random().Array<32>();
    if (kind == records::Kind::kFollowUp) body.public_commitment = organisation.random().Array<32>();
    if (kind == records::Kind::kAppeal) body.audience = records::kAppealPanel;
    return body;
  }
  // What begins a thread of its own and says nothing that anybody opens here.
  records::SubmissionBody First(records::Kind kind, const crypto::Hash& target) {
    spare.push_back(jam.NewAuthor());
    records::SubmissionBody body;
    body.kind = kind;
    body.campaign_id = jam.id();
    body.tokens = spare.back().tokens;
    body.thread_key = spare.back().keys.signing.verify_key();
    body.thread_kem_key = spare.back().keys.kem.public_key();
    body.target = target;
    if (records::HasEnvelope(kind)) {
      body.commitment = organisation.random().Array<32>();
      body.public_commitment = organisation.random().Array<32>();
    }
    return body;
  }

  // One act at the end of the log, on `day` (default: the last one), signed that day.
  struct Made {
    absl::Status status;
    crypto::Hash id{};
    std::uint64_t index = 0;
  };
  Made Act(const candor::testing::Actor& who, records::ActBody body, std::optional<Bytes> content = {},
           std::optional<Day> day = {}, std::optional<Day> signed_on = {}) {
    const Day on = day.value_or(view.last_day());
    const auto call = content.has_value()
                          ? records::MakeActWithText(jam.id(), signed_on.value_or(on), std::move(body), *content,
                                                     who.key, organisation.random())
                          : records::MakeAct(jam.id(), signed_on.value_or(on), std::move(body), who.key);
    const std::uint64_t index = view.size();
    const auto status = view.Apply(records::LogEntry{on, jam.id(), records::ActEntry{call.act}}.Encode(),
                                   content.has_value() ? EntryContent{call.content_salt, call.content} : EntryContent{});
    return {status, records::ActId(call.act), index};
  }

  static Bytes Note(std::string title = "Outages", std::string owner = "Devran", std::string text = "At night.") {
    return records::NoteContent{std::move(title), std::move(owner), std::move(text)}.Encode();
  }
  static Bytes Words(std::string text, records::Salt salt = {}) {
    return records::PublishContent{salt, std::move(text)}.Encode();
  }
  crypto::Hash MakeTheme(std::vector<crypto::Hash> items = {}) {
    std::ranges::sort(items);
    const Made made = Act(organisation.facilitator(), records::Theme{{}, 0, std::move(items), {}}, Note());
    EXPECT_OK(made.status);
    return made.id;
  }
  // Text 2 has a headline that may be published.
  void PublishHeadline() {
    EXPECT_OK(Act(organisation.facilitator(), records::Publish{texts[2].hash, records::Form::kHeadline, {}},
                  Words(texts[2].headline, texts[2].public_salt))
                  .status);
  }

  const Campaign& campaign() const { return view.campaigns().front(); }
  Day today() const { return view.last_day(); }

  static constexpr char kWords[] = "The readers at gate 2 fail in rain.";

  std::function<void(records::Draft&)> adjust;
  candor::testing::Organisation organisation;
  candor::testing::Jam jam;
  BoardView view;
  std::vector<Text> texts;
  std::vector<candor::testing::Author> spare;

 private:
  const crypto::SigningKey& KeyOf(const records::SubmissionBody& body) const {
    for (const Text& each : texts) {
      if (each.author.keys.signing.verify_key() == body.thread_key) return each.author.keys.signing;
    }
    for (const auto& each : spare) {
      if (each.keys.signing.verify_key() == body.thread_key) return each.keys.signing;
    }
    return organisation.charter();
  }

  void Open() {
    const auto apply = [this](const records::LogEntry& entry, const EntryContent& content = {}) {
      ASSERT_OK(view.Apply(entry.Encode(), content));
    };
    const auto& bundle = organisation.bundle();
    apply({candor::testing::kOpeningDay, records::kNoCampaign,
           records::Genesis{bundle.Fingerprint(), {}, bundle.trial, bundle.board.origin}});
    for (const auto& record : organisation.AllGovernance()) {
      apply({candor::testing::kOpeningDay, records::kNoCampaign, records::GovernanceEntry{record}});
    }
    const EntryContent manifest{organisation.random().Array<32>(), jam.manifest().Encode()};
    const auto commitment = records::ContentCommitment(manifest.salt, manifest.content);
    apply({candor::testing::kOpeningDay, jam.id(),
           records::MakeCampaignOpen(jam.manifest(), commitment, jam.opening())},
          manifest);
  }
};

}  // namespace candor::audit::testing
