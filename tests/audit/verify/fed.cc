#include "tests/audit/verify/fed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>
#include <string>
#include <utility>

#include "base/text.h"

namespace candor::audit::testing {
namespace {

constexpr int kCuts = 3;

// All that a result says, as lines that can be compared and read.
std::vector<std::string> LinesOf(const VerifyResult& result) {
  std::vector<std::string> out;
  const auto line = [&](const auto&... parts) {
    std::ostringstream text;
    ((text << parts << ' '), ...);
    out.push_back(text.str());
  };
  for (const auto& each : result.findings) {
    line(InvariantName(each.id), SeverityName(each.severity), each.log,
         each.index ? std::to_string(*each.index) : "-", each.explanation);
  }
  for (const auto& log : result.logs) line(log.origin, log.size, HexEncode(log.root));
  for (const auto& each : result.campaigns) {
    line("campaign", each.roster, each.draws, each.opinions, each.blanks, each.slack, each.issuers);
  }
  for (const auto& each : result.openings) {
    line(each.origin, each.enrolments, each.enrolments_opened, each.in_force, each.shared_keys,
         each.issuances, each.issuances_opened, each.past_retention, each.beyond);
  }
  line("as of", result.as_of);
  return out;
}

std::mt19937& Dice() {
  static std::mt19937 dice(20'000);  // the same cuts in each run of the program
  return dice;
}

}  // namespace

class Fed::Recorded final : public LogFiles {
 public:
  absl::StatusOr<Bytes> Read(std::string_view path) const override {
    asked.emplace_back(path);
    return files.Read(path);
  }
  MapFiles files;
  mutable std::vector<std::string> asked;
};

Fed::Fed(Evidence evidence, VerifyOptions options)
    : evidence_(std::move(evidence)), options_(std::move(options)) {
  evidence_.issuers.resize(evidence_.bundle.issuers.size());
  for (std::size_t i = 0; i <= evidence_.issuers.size(); ++i) {
    logs_.push_back(std::make_unique<Recorded>());
    (i == 0 ? evidence_.board : evidence_.issuers[i - 1]).files = logs_.back().get();
  }
  verification_ = std::make_unique<Verification>(evidence_, options_);
}

Fed::~Fed() = default;

void Fed::Step(const std::vector<MapFiles>& logs) { StepWithContents(logs, {}); }

void Fed::StepWithContents(const std::vector<MapFiles>& logs,
                           const std::set<std::uint64_t>& bundles) {
  for (std::size_t i = 0; i < logs_.size(); ++i) {
    logs_[i]->files = logs.at(i);
    logs_[i]->asked.clear();
  }
  evidence_.board.replaced_contents = bundles;
  verification_->Feed();
  said_ = verification_->Judge(options_.not_older_than, options_.as_of);
  asked_.clear();
  for (const auto& log : logs_) asked_.push_back(log->asked);
  EXPECT_EQ(LinesOf(said_), LinesOf(Verify(evidence_, options_)));
}

void ExpectSameInCuts(const EvidenceWorld& world, const Evidence& evidence,
                      const std::vector<MapFiles>& last, const VerifyOptions& options) {
  std::vector<std::size_t> sizes(world.logs(), 0);
  Fed fed(evidence, options);
  for (int cut = 0; cut < kCuts; ++cut) {
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      // Never the whole log: what was read before is not read again, and `last` may be altered there.
      const std::size_t most = world.log(i).size() - 1;
      sizes[i] = std::uniform_int_distribution<std::size_t>(std::min(sizes[i], most), most)(Dice());
    }
    SCOPED_TRACE(::testing::PrintToString(sizes));
    fed.Step(world.PublishAt(sizes));
  }
  SCOPED_TRACE("the whole evidence");
  fed.Step(last);
  fed.Step(last);
}

}  // namespace candor::audit::testing
