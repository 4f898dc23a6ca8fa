// Who may make which act, asked over gRPC: each type of act by everybody who might try.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "crypto/commitment.h"
#include "crypto/envelope.h"
#include "records/act.h"
#include "records/post_act.h"
#include "tests/services/board/server_harness.h"

namespace candor::services::board {
namespace {

using clients::BoardMethod;
using candor::testing::Author;
using candor::testing::Jam;

// Reader 0 reads what is said to all leaders; reader 1 is their delegate, and reads another audience; reader 2 is the
// appeal panel.
BoardDeploymentOptions WithPanelAndDelegate() {
  BoardDeploymentOptions out;
  out.readers = 3;
  out.jam.adjust = [](records::Draft& draft) {
    const auto& people = draft.readers;
    draft.audiences = {{0, "all leaders", {people[0].key}},
                       {1, "without line management", {people[1].key}},
                       {records::kAppealPanel, "panel", {people[2].key}}};
    draft.delegates = {{people[0].key, people[1].key}};
  };
  return out;
}

class PostActTable : public ::testing::Test {
 protected:
  PostActTable() : h(WithPanelAndDelegate()) {
    h.LetSpeak();
    for (int i = 0; i < 6; ++i) {
      authors.push_back(h.jam_->NewAuthor());
      texts.push_back(h.jam_->Opinion(authors.back(), "Gate 2 opens too late."));
      EXPECT_OK(h.Submit(texts.back()));
    }
    h.TickAt(h.jam_->SlotTime(12));
    EXPECT_OK(h.client_->Call(BoardMethod::kSubmitGovernance, h.organisation_->charter(),
                              h.organisation_->Grant(h.organisation_->stranger(), records::Role::kReader).Encode()));
  }

  crypto::Hash text(std::size_t i) const { return texts[i].submission.body.SubmissionHash(); }
  static Bytes Note(std::string title = "Outages") {
    return records::NoteContent{std::move(title), "Devran", "At night."}.Encode();
  }
  Bytes Question() {
    const auto& keys = authors[0].keys;
    crypto::OpinionPlaintext plain;
    plain.text = "Which gate was it?";
    const crypto::KemPublicKey to = keys.kem.public_key();
    return crypto::SealEnvelope({h.jam_->id(), keys.signing.verify_key(), records::kToTheThread}, {&to, 1},
                                *plain.Encode(), h.random_)
        .value();
  }

  struct Made {
    absl::StatusCode code = absl::StatusCode::kUnknown;
    crypto::Hash id{};
  };
  Made Post(const crypto::SigningKey& who, records::ActBody body, const std::optional<Bytes>& content) {
    const Day today = DayOf(h.clock_.Now());
    const auto call = content.has_value()
                          ? records::MakeActWithText(h.jam_->id(), today, std::move(body), *content, who, h.random_)
                          : records::MakeAct(h.jam_->id(), today, std::move(body), who);
    return {h.client_->Call(BoardMethod::kPostAct, who, call.Encode()).status().code(), records::ActId(call.act)};
  }

  // One row: for each of kPeople, A where the act is accepted, D where it is denied. Who is denied tries first, so that
  // nothing that was accepted is the reason. The id of the last one that was accepted.
  crypto::Hash Row(const char* name, std::string_view expected, records::ActBody body, std::optional<Bytes> content = {}) {
    types.insert(body.index());
    const crypto::SigningKey* const people[] = {
        &h.organisation_->sponsor().key,         &h.organisation_->reader(0).key, &h.organisation_->facilitator().key,
        &h.organisation_->operator_person().key, &h.organisation_->reader(2).key, &h.organisation_->reader(1).key,
        &h.organisation_->stranger().key,        &nobody};
    static constexpr const char* kPeople[] = {"sponsor", "reader", "facilitator", "operator",
                                              "panel",   "delegate", "a reader of no campaign", "nobody"};
    EXPECT_EQ(expected.size(), std::size(people));
    crypto::Hash out{};
    for (const char turn : {'D', 'A'}) {
      for (std::size_t i = 0; i < std::size(people); ++i) {
        if (expected[i] != turn) continue;
        const Made made = Post(*people[i], body, content);
        EXPECT_EQ(made.code, turn == 'A' ? absl::StatusCode::kOk : absl::StatusCode::kPermissionDenied)
            << name << " by " << kPeople[i];
        if (turn == 'A') out = made.id;
      }
    }
    return out;
  }

  // The author of the first text appeals, and it is sealed.
  crypto::Hash Appeal(const crypto::Hash& hide) {
    auto request = h.jam_->Opinion(authors[1], "It names nobody.", records::kAppealPanel);
    auto& body = request.submission.body;
    body.kind = records::Kind::kAppeal;
    body.tokens.clear();
    body.quote = records::Quote::kNever;
    body.public_commitment = {};
    body.sequence = 1;
    body.previous = text(1);
    body.target = hide;
    Jam::Sign(request, authors[1].keys.signing);
    const auto reply = h.Submit(request);
    EXPECT_TRUE(reply.ok() && reply->type == records::SubmitReply::Type::kPromise);
    h.TickAt(h.jam_->SlotTime(14));
    return request.submission.body.SubmissionHash();
  }

  ServerHarness h;
  crypto::SigningKey nobody = crypto::SigningKey::Generate(h.random_);
  std::vector<Author> authors;
  std::vector<records::SubmitRequest> texts;
  std::set<std::size_t> types;
};

// The columns: sponsor, reader, facilitator, operator, panel, delegate, a reader of no campaign, nobody.
TEST_F(PostActTable, EachTypeOfActByEverybody) {
  const Bytes words = records::PublishContent{{}, "Gates open late."}.Encode();
  const Day tomorrow = DayOf(h.clock_.Now()) + 1;
  Row("prompt", "DDADDDDD", records::Prompt{}, Note());
  const auto theme = Row("theme", "DDADDDDD", records::Theme{{}, 0, {text(0)}, {}}, Note());
  const auto other = Row("theme", "DDADDDDD", records::Theme{{}, 0, {}, {}}, Note("Gates"));
  Row("publish", "DDADDDDD", records::Publish{text(1), records::Form::kParaphrase, {}}, words);
  Row("publish declined", "DDADDDDD", records::PublishDeclined{text(2), 0});
  Row("pledge renewal", "DAAAAADD", records::PledgeRenewal{h.jam_->draft().PledgeHash()});
  Row("acknowledgement", "DADDDADD", records::Acknowledgement{text(0), records::Tone::kRead});
  Row("private note", "DAADDADD", records::PrivateNote{text(0), records::NoteForm::kQuestion, {}}, Question());
  const auto action = Row("action", "AADDAADD", records::Action{tomorrow, {theme}, {}}, Note());
  Row("action outcome", "AADDAADD", records::ActionOutcome{action, records::Outcome::kInPart, 0, {}}, Note());
  Row("decision", "ADDDDDDD", records::Decision{theme, records::Verdict::kStudied, 0, {}}, Note());
  Row("connect", "DDADDDDD", records::Connect{theme, text(1), {}}, Note());
  Row("spotlight", "DDADDDDD", records::Spotlight{theme, {}}, Note());
  Row("conflict of interest", "AAADAADD", records::ConflictDeclared{{}, {}}, Note());
  Row("merge", "DDADDDDD", records::Merge{other, theme});
  const auto hide = Row("hide", "DDADDDDD", records::Hide{text(1), 0});
  Row("appeal decision", "DDDDADDD", records::AppealDecision{Appeal(hide), records::Ruling::kShownAgain, {}}, Note());
  EXPECT_EQ(types.size(), std::variant_size_v<records::ActBody>) << "every type has a row";
}

// The codes of what is refused to those who may.
TEST_F(PostActTable, WhoMayIsToldWhatIsWrongByTheCode) {
  const auto& facilitator = h.organisation_->facilitator().key;
  const auto& leader = h.organisation_->reader(0).key;
  EXPECT_EQ(Post(leader, records::Acknowledgement{{9}, records::Tone::kRead}, {}).code, absl::StatusCode::kNotFound);
  EXPECT_EQ(Post(leader, records::PledgeRenewal{{9}}, {}).code, absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Post(facilitator, records::PublishDeclined{text(0), 9}, {}).code, absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Post(facilitator, records::Hide{text(0), 0}, {}).code, absl::StatusCode::kNotFound);
  EXPECT_EQ(Post(facilitator, records::Merge{{8}, {9}}, {}).code, absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace candor::services::board
