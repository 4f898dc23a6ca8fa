#include "tests/linkage/world.h"

#include <memory>
#include <optional>
#include <utility>

#include "base/text.h"
#include "services/runtime/event_log.h"
#include "tests/linkage/disk.h"
#include "tests/linkage/must.h"
#include "tests/linkage/world_in_play.h"
#include "tests/store/support/temporary_folder.h"

namespace candor::linkage {
namespace {

constexpr std::size_t kAccomplices = 12;

std::size_t AccomplicesIn(const WorldOptions& options) {
  if (options.shape == Shape::kRush) return kBunch;
  // So many that the pool's mix keeps nobody's text from the first slot until the last: each slot of the day has to
  // carry off what the one before left.
  if (options.fault == Fault::kUsedAtOnce) return 8 * kAccomplices;
  if (options.fault == Fault::kExchangesAnyTime) return 4 * kAccomplices;
  // Twice as many where they are in two jams, so that there are enough in each.
  return options.fault == Fault::kJamOfOnesOwn ? 2 * kAccomplices : kAccomplices;
}

}  // namespace

World::World(const WorldOptions& options, const std::string& folder)
    : options_(options),
      random_(options.seed * 1000 + 7),
      members_(2 * (options.writing_pairs + options.speaking_pairs) + AccomplicesIn(options)),
      printed_(folder + "/printed"),
      servers_({.folder = folder,
                .seed = options.seed,
                .members = members_,
                .jams = JamsIn(options),
                .slots_per_day = static_cast<std::uint8_t>(
                    options.shape == Shape::kOneSeal || options.shape == Shape::kRush ? 1 : 4),
                .endorsements = static_cast<std::uint8_t>(options.shape == Shape::kPoints ? 2 : 1),
                .fault = options.fault}),
      line_({.gateway = servers_.gateway(),
             .gateway_keys = servers_.gateway_keys(),
             .clock = servers_.clock(),
             .fault = options.fault,
             .seed = options.seed * 1000 + 3,
             .submitted = [this] { Submitted(); }}) {
  if (options.reading == WorldOptions::Reading::kWatched) {
    mirror_ = std::make_unique<Mirror>(servers_);
  }
  for (MemberId id = 0; id < members_; ++id) {
    people_.push_back(std::make_unique<Person>(
        id, Person::Parts{.servers = servers_,
                          .line = line_,
                          .issuances = evidence_.issuances,
                          .mirror = mirror_.get(),
                          .folder = Cat(folder, "/member-", id),
                          .fault = options.fault,
                          .seed = options.seed * 1'000'000 + id}));
  }
  MakePairs();
}

// ---- time

// Everything up to `until`, in order of time; where relay and agenda have something to do at the same time,
// the relay first.
void World::Run(UnixSeconds until) {
  for (;;) {
    const auto held = line_.due();
    const auto planned = agenda_.next();
    const bool relay = held.has_value() && (!planned.has_value() || *held <= *planned);
    const auto next = relay ? held : planned;
    if (!next.has_value() || *next > until) break;
    servers_.clock().Set(*next);
    if (relay) {
      line_.Tick();
    } else {
      agenda_.RunNext();
    }
    Watch();
  }
  servers_.clock().Set(until);
}

void World::Watch() {
  const UnixSeconds now = servers_.clock().Now();
  printed_.Take(now);
  const std::int64_t published =
      static_cast<std::int64_t>(servers_.published().front().publisher->published_size());
  const std::int64_t counted = options_.fault == Fault::kCounterMoves ? counted_ : 0;
  const std::int64_t value = published + counted;
  if (evidence_.gauges.empty() || evidence_.gauges.back().value != value) {
    evidence_.gauges.push_back({now, value});
  }
}

void World::Submitted() {
  ++counted_;
  if (options_.fault == Fault::kLinePerSubmission) {
    runtime::Log(runtime::Event::kEntriesAppended, {counted_});
  }
}

Played World::Play() {
  servers_.OpenJams();
  FillTheWall();
  Enrol();
  At(StartOf(kDrawing - 1) + 60, [this] { servers_.Tick(); });
  At(StartOf(kDrawing), [this] { servers_.Tick(); });
  DrawAll();
  servers_.Tick();
  Write();
  Speaking();
  ReadAll();
  NextWeek();
  line_.Stop();
  Watch();
  Collect();
  if (options_.shape == Shape::kAfterwards) CollectAfterwards();
  if (options_.fault == Fault::kSealedInArrivalOrder) SortByArrival();
  people_.clear();
  mirror_.reset();
  const auto recording = servers_.recording();
  const std::string disk = servers_.board_folder();
  servers_.ShutDown();
  evidence_.disk = SearchDisk(disk, evidence_.texts, recording);
  return {std::move(evidence_), std::move(pairs_), std::move(bits_)};
}

Played PlayWorld(const WorldOptions& options) {
  const store::testing::TemporaryFolder folder;
  if (folder.path().empty()) Broken("making a folder", "no place for temporary files");
  return World(options, folder.path()).Play();
}

}  // namespace candor::linkage
