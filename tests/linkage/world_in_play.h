// The deployment of PlayWorld while it is played: world.cc makes it, keeps the time and says what comes after what;
// world_sayings.cc knows who has to say what; world_days.cc plans the days; world_evidence.cc is the adversary's
// hand. For these files alone. Not thread-safe; takes hold of standard error.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "records/post_act.h"
#include "tests/linkage/agenda.h"
#include "tests/linkage/line.h"
#include "tests/linkage/mirror.h"
#include "tests/linkage/person.h"
#include "tests/linkage/printed.h"
#include "tests/linkage/servers.h"
#include "tests/linkage/world.h"

namespace candor::linkage {

// Clients that a relay waits for before it lets a bunch go (services/relay/holding.h).
inline constexpr std::size_t kBunch = 8;
inline constexpr UnixSeconds kSlot = 6 * 3600;

inline bool IsAboutTwoJams(Shape shape) { return shape == Shape::kTwoJams || shape == Shape::kOneHour; }
inline std::size_t JamsIn(const WorldOptions& options) {
  return IsAboutTwoJams(options.shape) || options.fault == Fault::kJamOfOnesOwn ? 2 : 1;
}

// How a text begins that one of a pair, or an accomplice, has to say in a jam.
inline std::string Which(std::size_t pair, std::string_view side, std::size_t jam = 0) {
  return Cat("pair ", pair, " ", side, " in ", jam, ";");
}

class World {
 public:
  World(const WorldOptions& options, const std::string& folder);

  Played Play();

 private:
  // One text that somebody has to say; `which` names it to the game.
  struct Saying {
    MemberId author = 0;
    std::size_t jam = 0;
    std::string text;  // of a point the title of what it is given to
    enum What { kVoice, kIdea, kPoint } what = kVoice;
  };

  void MakePairs();
  void Say(MemberId author, std::size_t jam, std::string which, std::size_t length);
  std::size_t JamOf(MemberId member) const;
  void Submitted();

  void Run(UnixSeconds until);
  void At(UnixSeconds time, std::function<void()> act) { agenda_.At(time, std::move(act)); }
  void Watch();

  void MakePairInOneJam(std::size_t p, Pair pair, int bit);
  crypto::Hash Post(records::ActBody body, const std::string& title);
  crypto::Hash PostAs(const candor::testing::Actor& who, records::ActBody body, Bytes content);
  void FillTheWall();
  void Put(const Saying& saying);
  void AskAfterwards();
  void AskAbout(const Saying& saying);
  void ExchangeWhenFree(MemberId member);
  void CollectAfterwards();
  void Enrol();
  void DrawAll();
  void Draw(MemberId member);
  void Write();
  void WriteWhileSpeaking();
  void Speaking();
  void PlanSlots();
  void PlanExchanges(MemberId member);
  void PlanOneExchange(MemberId member);
  UnixSeconds FarApart(MemberId member);
  void PlanRush();
  void PlanAtOnce();
  void PlanConnections();
  void ReadAll();
  void ReadBatch(const audit::Campaign& campaign, std::size_t jam, const audit::Batch& batch);
  void ReadPoints(const audit::Campaign& campaign, const audit::Batch& batch);
  void NextWeek();
  void Collect();
  void SortByArrival();
  std::size_t PlaceOf(const std::string& which) const;
  // Points are given until two days after the close, and each waits for up to a day and a half. Who is asked
  // takes half a day, and the answer waits for up to one.
  Day LastDay() const {
    if (options_.shape == Shape::kAfterwards) return kOver + 3;
    return options_.shape == Shape::kPoints ? kOver + 2 : kOver;
  }
  bool SpeaksAtOnce(MemberId member) const {
    return options_.fault == Fault::kUsedAtOnce && member < 2 * options_.writing_pairs;
  }

  const WorldOptions options_;
  SharedRandom random_;
  const std::size_t members_;
  Printed printed_;
  Servers servers_;
  Line line_;
  std::unique_ptr<Mirror> mirror_;
  std::vector<std::unique_ptr<Person>> people_;
  Agenda agenda_;
  Evidence evidence_;
  std::vector<Pair> pairs_;
  std::vector<int> bits_;
  std::vector<Saying> sayings_;
  std::map<std::string, crypto::Hash> said_;     // submission hashes, by text
  std::map<std::string, crypto::Hash> on_wall_;  // what is contributed or given points to, by its title
  std::int64_t counted_ = 0;  // Fault::kCounterMoves, kLinePerSubmission
};

}  // namespace candor::linkage
