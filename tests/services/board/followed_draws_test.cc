// What the gate rests on: draws counted in an issuer's public files, under cosigned checkpoints.
#include "services/board/followed_draws.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/tile.h"
#include "base/text.h"
#include "services/publish/policy.h"
#include "services/runtime/https_server.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/services/runtime/tls_command.h"
#include "tests/support/jam_fixture.h"
#include "tests/support/matchers.h"

namespace candor::services::board {
namespace {

using candor::testing::Jam;
using candor::testing::kOpeningDay;
using candor::testing::Organisation;
using candor::testing::OrganisationOptions;

// The public files of an issuer that has logged a token key, over HTTPS, with faults put in.
class ServedIssuer {
 public:
  ServedIssuer() {
    runtime::HttpsServer::Handlers handlers;
    handlers.get = [this](std::string_view path) { return Get(path); };
    server_ = runtime::HttpsServer::Start(
                  {.listen = "127.0.0.1:0", .tls = authority_.Server(), .threads = 2},
                  std::move(handlers))
                  .value();
    organisation_ = std::make_unique<Organisation>(
        OrganisationOptions{.adjust = [this](records::TrustBundle& bundle) {
          bundle.issuers[0].files_url = Cat("https://127.0.0.1:", server_->port());
          bundle.issuers[0].tls_anchor = authority_.anchor();
        }});
    jam_ = std::make_unique<Jam>(*organisation_);
    Add(records::kNoCampaign, publish::GenesisOf(bundle(), bundle().issuers[0]).value(), {});
    AddTokenKey();
    Publish();
  }

  const records::TrustBundle& bundle() const { return organisation_->bundle(); }
  void Draw(int count) {
    for (int i = 0; i < count; ++i) {
      Add(jam_->id(), records::Issuance{organisation_->random().Array<32>()}, {});
    }
  }
  // The log as it is now, signed, and cosigned unless told otherwise.
  void Publish(bool cosigned = true) {
    audit::CompactRange range;
    for (const auto& entry : entries_) range.Append(audit::LeafHash(entry));
    const std::string& origin = bundle().issuers[0].origin;
    const audit::Checkpoint checkpoint{origin, range.size(), range.Root()};
    note_ = audit::SignCheckpoint(checkpoint, origin, organisation_->issuer_log_key(0)).value();
    if (!cosigned) return;
    const auto line = audit::Cosign(audit::FormatCheckpoint(checkpoint).value(),
                                    bundle().witnesses[0].name, organisation_->witness_key(0), 1);
    note_ = audit::AddSignatureLine(note_, line.value()).value();
  }

  std::unique_ptr<FollowedDraws> Follow() {
    return FollowedDraws::Open(folder_ / "follow", bundle()).value();
  }
  IssuerDraws Ask(FollowedDraws& draws) const {
    draws.Refresh();
    return draws.Draws(jam_->id(), {bundle().issuers[0].origin}).at(0);
  }

  // In how many of the next fetches a bit of the token key's content is another: no root covers it.
  int forgeries = 0;
  int texts_served = 0;

 private:
  void Add(const records::CampaignId& campaign, records::EntryBody body, audit::EntryText text) {
    entries_.push_back(records::LogEntry{kOpeningDay, campaign, std::move(body)}.Encode());
    texts_.push_back(std::move(text));
  }
  void AddTokenKey() {
    const auto& key = jam_->token_key(0, crypto::Purpose::kVoice);
    const records::TokenKeyContent content{key.public_key().spki(), key.Prove().value()};
    const audit::EntryText text{organisation_->random().Array<32>(), content.Encode()};
    Add(jam_->id(),
        records::TokenKeyEntry{crypto::Purpose::kVoice, key.public_key().id(),
                               records::KeyProofHash(content.proof),
                               records::ContentCommitment(text.salt, text.content)},
        text);
  }
  std::optional<Bytes> Get(std::string_view path) {
    if (path == "/checkpoint") return ToBytes(AsBytes(note_));
    if (audit::ParseEntryBundlePath(path.substr(1)).ok()) {
      return audit::EncodeEntryBundle(entries_).value();
    }
    if (!audit::ParseTextBundlePath(path.substr(1)).ok()) return std::nullopt;
    ++texts_served;
    auto texts = texts_;
    if (forgeries > 0) {
      --forgeries;
      texts.at(1).content[40] ^= 1;
    }
    return audit::EncodeTextBundle(texts).value();
  }

  runtime::TestAuthority authority_;
  runtime::TemporaryFolder folder_;
  std::unique_ptr<runtime::HttpsServer> server_;
  std::unique_ptr<Organisation> organisation_;
  std::unique_ptr<Jam> jam_;
  std::vector<Bytes> entries_;
  std::vector<audit::EntryText> texts_;
  std::string note_;
};

TEST(FollowedDraws, AreThoseUnderTheCosignedCheckpoint) {
  ServedIssuer issuer;
  const auto draws = issuer.Follow();
  issuer.Draw(21);
  issuer.Publish();
  const IssuerDraws counted = issuer.Ask(*draws);
  EXPECT_TRUE(counted.known);
  EXPECT_TRUE(counted.current);
  EXPECT_EQ(counted.draws, 21u);
  EXPECT_EQ(counted.size, 23u);
}

TEST(FollowedDraws, ACheckpointWithoutTheQuorumAddsNothing) {
  ServedIssuer issuer;
  const auto draws = issuer.Follow();
  issuer.Draw(3);
  issuer.Publish();
  EXPECT_EQ(issuer.Ask(*draws).draws, 3u);
  issuer.Draw(30);
  issuer.Publish(false);
  const IssuerDraws counted = issuer.Ask(*draws);
  EXPECT_TRUE(counted.known);
  EXPECT_FALSE(counted.current);
  EXPECT_EQ(counted.draws, 3u);
  issuer.Publish();
  EXPECT_EQ(issuer.Ask(*draws).draws, 33u);
}

TEST(FollowedDraws, AContentThatWasForgedOnceIsFetchedAgain) {
  ServedIssuer issuer;
  issuer.Draw(21);
  issuer.Publish();
  issuer.forgeries = 1;
  const auto draws = issuer.Follow();
  const IssuerDraws counted = issuer.Ask(*draws);
  EXPECT_TRUE(counted.current);
  EXPECT_EQ(counted.draws, 21u);
}

TEST(FollowedDraws, AForgedContentInTheFolderDoesNotOutliveTheNextStart) {
  ServedIssuer issuer;
  issuer.Draw(21);
  issuer.Publish();
  issuer.forgeries = 2;
  EXPECT_FALSE(issuer.Ask(*issuer.Follow()).known);
  EXPECT_EQ(issuer.Ask(*issuer.Follow()).draws, 21u);
}

TEST(FollowedDraws, AnIssuerThatKeepsForgingIsNotFetchedAsAWholeEachTime) {
  ServedIssuer issuer;
  issuer.forgeries = 1000;
  const auto draws = issuer.Follow();
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(issuer.Ask(*draws).known);
  EXPECT_EQ(issuer.texts_served, 2);
}

}  // namespace
}  // namespace candor::services::board
