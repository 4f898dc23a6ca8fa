// An issuer's log replayed: keys, enrolments and draws counted, everything else named and refused.
#include "audit/issuer_view.h"

#include <gtest/gtest.h>

#include <functional>

#include "base/text.h"
#include "tests/support/jam_fixture.h"
#include "tests/support/matchers.h"

namespace candor::audit {
namespace {

using candor::testing::Jam;
using candor::testing::kOpeningDay;
using candor::testing::Organisation;
using crypto::Purpose;
using ::testing::AllOf;
using ::testing::HasSubstr;

struct Written {
  records::LogEntry entry;
  EntryContent content;
};
using WrittenLog = std::vector<Written>;

class IssuerViewTest : public ::testing::Test {
 protected:
  static constexpr std::size_t kVoiceKey = 1;
  static constexpr std::size_t kFirstDraw = 7;

  const std::string& origin() const { return organisation_.bundle().issuers[0].origin; }
  IssuerView NewView() const { return IssuerView(origin(), organisation_.bundle().Fingerprint()); }

  static Written Plain(Day day, const records::CampaignId& campaign, records::EntryBody body) {
    return {{day, campaign, std::move(body)}, {}};
  }
  Written TokenKey(const Jam& jam, Purpose purpose) {
    const auto& key = jam.token_key(0, purpose);
    const records::TokenKeyContent content{key.public_key().spki(), key.Prove().value()};
    Written out;
    out.content = {organisation_.random().Array<32>(), content.Encode()};
    out.entry = {kOpeningDay, jam.id(),
                 records::TokenKeyEntry{
                     purpose, key.public_key().id(), records::KeyProofHash(content.proof),
                     records::ContentCommitment(out.content.salt, out.content.content)}};
    return out;
  }

  // Genesis, three keys, two enrolments, a total, four draws over two days, a total.
  WrittenLog Good() {
    const auto none = records::kNoCampaign;
    auto& random = organisation_.random();
    WrittenLog log;
    log.push_back(
        Plain(kOpeningDay, none,
              records::Genesis{organisation_.bundle().Fingerprint(), {}, true, origin()}));
    for (const auto purpose : records::kPurposes) log.push_back(TokenKey(jam_, purpose));
    for (int i = 0; i < 2; ++i) {
      log.push_back(Plain(kOpeningDay, none, records::Enrolment{random.Array<32>()}));
    }
    log.push_back(Plain(kOpeningDay, none, records::EnrolmentTotal{kOpeningDay, 2, 0}));
    for (int i = 0; i < 4; ++i) {
      log.push_back(Plain(kOpeningDay + i / 3, jam_.id(), records::Issuance{random.Array<32>()}));
    }
    log.push_back(Plain(kOpeningDay + 1, none, records::IssuanceTotal{kOpeningDay, 3}));
    return log;
  }

  static std::pair<std::size_t, absl::Status> Replay(IssuerView& view, const WrittenLog& log) {
    for (std::size_t i = 0; i < log.size(); ++i) {
      const auto status = view.Apply(log[i].entry.Encode(), log[i].content);
      if (!status.ok()) return {i, status};
    }
    return {log.size(), absl::OkStatus()};
  }

  void ExpectNamed(const char* what, std::size_t index, const char* says,
                   const std::function<void(WrittenLog&)>& break_it) {
    WrittenLog log = Good();
    break_it(log);
    IssuerView view = NewView();
    const auto [at, status] = Replay(view, log);
    EXPECT_EQ(at, index) << what << ": " << status;
    EXPECT_THAT(std::string(status.message()),
                AllOf(HasSubstr(Cat("entry ", index, " of the log ", origin())), HasSubstr(says)))
        << what;
  }

  Organisation organisation_;
  Jam jam_{organisation_};
};

TEST_F(IssuerViewTest, AGoodLogIsCounted) {
  IssuerView view = NewView();
  const WrittenLog log = Good();
  ASSERT_OK(Replay(view, log).second);
  EXPECT_EQ(view.size(), log.size());
  EXPECT_EQ(view.last_day(), kOpeningDay + 1);
  EXPECT_EQ(view.enrolments(), 2u);
  EXPECT_EQ(view.Draws(jam_.id()), 4u);
  EXPECT_EQ(view.IssuancesOn(kOpeningDay), 3u);
  EXPECT_EQ(view.IssuancesOn(kOpeningDay + 1), 1u);
  EXPECT_EQ(view.IssuancesOn(kOpeningDay + 2), 0u);
  for (const auto purpose : records::kPurposes) {
    const auto keys = view.KeysFor(jam_.id(), purpose);
    ASSERT_EQ(keys.size(), 1u);
    EXPECT_EQ(keys[0]->content.spki, jam_.token_key(0, purpose).public_key().spki());
  }
}

TEST_F(IssuerViewTest, DrawsAreCountedByCampaign) {
  IssuerView view = NewView();
  WrittenLog log = Good();
  log.push_back(Plain(kOpeningDay + 1, {9}, records::Issuance{{1}}));
  ASSERT_OK(Replay(view, log).second);
  EXPECT_EQ(view.Draws(jam_.id()), 4u);
  EXPECT_EQ(view.Draws({9}), 1u);
  EXPECT_EQ(view.Draws({8}), 0u);
  EXPECT_TRUE(view.KeysFor({9}, Purpose::kVoice).empty());
}

TEST_F(IssuerViewTest, ASecondKeyForACampaignAndPurposeIsShownNotHidden) {
  // The client refuses then; it has to see both.
  IssuerView view = NewView();
  WrittenLog log = Good();
  Jam other(organisation_, {.key_set = 1});
  Written second = TokenKey(other, Purpose::kVoice);
  second.entry.campaign_id = jam_.id();
  second.entry.day = kOpeningDay + 1;
  log.push_back(second);
  ASSERT_OK(Replay(view, log).second);
  EXPECT_EQ(view.KeysFor(jam_.id(), Purpose::kVoice).size(), 2u);
}

TEST_F(IssuerViewTest, GenesisStandsFirstAndOnlyThere) {
  ExpectNamed("no Genesis", 0, "Genesis stands first",
              [](WrittenLog& log) { log.erase(log.begin()); });
  ExpectNamed("a second one", 2, "Genesis stands first",
              [](WrittenLog& log) { log.insert(log.begin() + 2, log[0]); });
  ExpectNamed("another fingerprint", 0, "another organisation fingerprint", [](WrittenLog& log) {
    std::get<records::Genesis>(log[0].entry.body).fingerprint[5] ^= 1;
  });
  ExpectNamed("the origin of another log", 0, "origin", [](WrittenLog& log) {
    std::get<records::Genesis>(log[0].entry.body).origin = "nordhafen.example/board";
  });
}

TEST_F(IssuerViewTest, DaysDoNotGoBackwards) {
  ExpectNamed("a day earlier", kFirstDraw + 1, "days go backwards",
              [](WrittenLog& log) { log[kFirstDraw + 1].entry.day = kOpeningDay - 1; });
}

TEST_F(IssuerViewTest, ATokenKeysContentIsTheOneThatItsEntryNames) {
  using records::TokenKeyEntry;
  const auto entry = [](WrittenLog& log) -> TokenKeyEntry& {
    return std::get<TokenKeyEntry>(log[kVoiceKey].entry.body);
  };
  const auto recommit = [&](WrittenLog& log) {
    auto& written = log[kVoiceKey];
    entry(log).content = records::ContentCommitment(written.content.salt, written.content.content);
  };
  ExpectNamed("no content", kVoiceKey, "without its content",
              [](WrittenLog& log) { log[kVoiceKey].content = {}; });
  ExpectNamed("content that does not open", kVoiceKey, "does not open",
              [](WrittenLog& log) { log[kVoiceKey].content.content[400] ^= 1; });
  ExpectNamed("another key's content", kVoiceKey, "not what the entry names", [&](WrittenLog& log) {
    log[kVoiceKey].content = log[kVoiceKey + 1].content;
    recommit(log);
  });
  ExpectNamed("another key's id", kVoiceKey, "not what the entry names",
              [&](WrittenLog& log) { entry(log).token_key_id[0] ^= 1; });
  ExpectNamed("another proof's hash", kVoiceKey, "not what the entry names",
              [&](WrittenLog& log) { entry(log).key_proof_hash[0] ^= 1; });
  ExpectNamed("a key in another encoding", kVoiceKey, "", [&](WrittenLog& log) {
    log[kVoiceKey].content.content[5] ^= 1;
    recommit(log);
  });
  ExpectNamed("a byte too many", kVoiceKey, "", [&](WrittenLog& log) {
    log[kVoiceKey].content.content.push_back(0);
    recommit(log);
  });
}

TEST_F(IssuerViewTest, ContentStandsBesideTokenKeysAlone) {
  ExpectNamed("beside Genesis", 0, "content beside an entry that has none",
              [](WrittenLog& log) { log[0].content = {{1}, {1}}; });
  ExpectNamed("beside a draw", kFirstDraw, "content beside an entry that has none",
              [](WrittenLog& log) { log[kFirstDraw].content = {{1}, {1}}; });
}

TEST_F(IssuerViewTest, EntriesOfTheBoardsLogAreRefused) {
  const auto none = records::kNoCampaign;
  const auto& id = jam_.id();
  const std::vector<std::pair<records::CampaignId, records::EntryBody>> bodies = {
      {none, records::GovernanceEntry{organisation_.RosterRecord()}},
      {none, records::GovernanceEntry{organisation_.AllGovernance()[0]}},
      {id, records::MakeCampaignOpen(jam_.manifest(), {}, jam_.opening())},
      {id, records::CampaignClose{}},
      {id, records::SealBatch{records::Pool::kOpinions, 1, 1, false, false, {}}},
      {id, records::SubmissionEntry{
               jam_.Opinion(jam_.NewAuthor(), "Not here.").submission.Encode()}},
      {id, records::AnswerEntry{records::Signed::Make(
               organisation_.reader().key, crypto::Label::kAnswer, records::Answer{}.Encode())}},
      {id, records::Access{}},
  };
  for (const auto& each : bodies) {
    const Written written = Plain(kOpeningDay, each.first, each.second);
    ExpectNamed("an entry of the board's", 4, "an entry of the board's log",
                [&](WrittenLog& log) { log.insert(log.begin() + 4, written); });
  }
}

TEST_F(IssuerViewTest, ARefusedEntryChangesNoCount) {
  IssuerView view = NewView();
  ASSERT_OK(Replay(view, Good()).second);
  const Written early = Plain(kOpeningDay, jam_.id(), records::Issuance{{1}});
  EXPECT_FALSE(view.Apply(early.entry.Encode(), {}).ok());
  EXPECT_EQ(view.Draws(jam_.id()), 4u);
  EXPECT_EQ(view.IssuancesOn(kOpeningDay), 3u);
}

}  // namespace
}  // namespace candor::audit
