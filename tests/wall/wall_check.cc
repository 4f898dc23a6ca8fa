// wall_check: do the issuers and the board share a byte string that is not public campaign data?
//
//   wall_check DEPLOYMENT --issuer FOLDER:OUTPUT … --board FOLDER:OUTPUT [--leak-a-token]
//
// Opens the stopped servers' stores, decodes every key and value (interval and vault records too),
// adds everything they printed, and compares all 16-byte windows. Status 0: nothing is shared but
// what the named list covers; 1: something is, and it is listed; 2: it could not be checked.
// --leak-a-token is the control: a token of the board's log is added to what the first issuer holds.
#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <string>

#include "base/status.h"
#include "base/text.h"
#include "crypto/random.h"
#include "records/entry.h"
#include "records/trust_bundle.h"
#include "services/runtime/event_log.h"
#include "services/runtime/files.h"
#include "store/board_store.h"
#include "store/interval_records.h"
#include "store/issuer_store.h"
#include "store/rocksdb/rocksdb_engine.h"
#include "tests/wall/windows.h"

namespace candor::testing {
namespace {

using runtime::Path;

struct Side {
  std::vector<Source> sources;   // what this side holds and printed
  std::vector<Source> published;  // public campaign data, by name
  std::vector<Bytes> tokens;      // of the board's log, for the control
};

struct Party {
  Path store;
  Path output;
};

absl::StatusOr<Party> ParseParty(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return absl::InvalidArgumentError("FOLDER:OUTPUT expected");
  return Party{Path(text.substr(0, colon)) / "store", Path(text.substr(colon + 1))};
}

absl::Status AddRaw(const store::Engine& engine, const std::string& name, Side& side) {
  return engine.Scan({}, [&](ByteView key, ByteView value) {
    side.sources.push_back({Cat(name, " key"), ToBytes(key)});
    side.sources.push_back({Cat(name, " value"), ToBytes(value)});
    return true;
  });
}

absl::Status AddIntervals(store::Engine& engine, Side& side) {
  CANDOR_ASSIGN_OR_RETURN(const auto names, engine.ListIntervals());
  for (const auto& name : names) {
    CANDOR_ASSIGN_OR_RETURN(const auto interval, engine.OpenInterval(name));
    const store::IntervalCipher cipher(interval->key());
    absl::Status status;
    CANDOR_RETURN_IF_ERROR(interval->Scan([&](ByteView key, ByteView value) {
      side.sources.push_back({"interval name", ToBytes(key)});
      side.sources.push_back({"interval value", ToBytes(value)});
      const auto pooled = cipher.Open(key, value);
      if (!pooled.ok()) {
        status = pooled.status();
        return false;
      }
      side.sources.push_back({"pooled submission", pooled->signed_submission});
      side.sources.push_back({"pooled envelope", pooled->envelope});
      side.sources.push_back({"pooled salt", ToBytes(pooled->salt)});
      for (const auto& mark : pooled->marks) side.sources.push_back({"pooled mark", ToBytes(mark)});
      return true;
    }));
    CANDOR_RETURN_IF_ERROR(status);
  }
  return absl::OkStatus();
}

// " (witness 1, size 57)" without the names, which the table of events fixes: they and two small numbers can be
// the same in two servers.
std::string WithoutNames(std::string counters, std::string_view names) {
  while (!names.empty()) {
    const auto end = std::min(names.find(','), names.size());
    const auto at = counters.find(Cat(names.substr(0, end), " "));
    if (at != std::string::npos) counters.erase(at, end + 1);
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return counters;
}

// A log line without its time, level, fixed sentence and names of counters: those are the same in every
// server. A line of another form stays whole.
std::string Variable(const std::string& line) {
  const auto time_end = line.find(' ');
  const auto level_end = time_end == std::string::npos ? time_end : line.find(' ', time_end + 1);
  if (level_end == std::string::npos || time_end == 0 || line[time_end - 1] != 'Z') return line;
  const std::string rest = line.substr(level_end + 1);
#define CANDOR_REMOVE_SENTENCE(id, level, sentence, counters)                      \
  if (rest.starts_with(sentence)) {                                                \
    return WithoutNames(rest.substr(std::string_view(sentence).size()), counters); \
  }
  CANDOR_EVENTS(CANDOR_REMOVE_SENTENCE)
#undef CANDOR_REMOVE_SENTENCE
  return line;
}

absl::Status AddOutput(const Path& file, Side& side) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes output, runtime::ReadFile(file));
  std::string line;
  for (const auto b : output) {
    if (b != '\n') {
      line.push_back(static_cast<char>(b));
      continue;
    }
    side.sources.push_back({"printed line", ToBytes(AsBytes(Variable(line)))});
    line.clear();
  }
  return absl::OkStatus();
}

// How a checkpoint names who signed it: the end of what stands before, the name, and for a witness its key id and
// the second of its cosignature, which both logs may share. The signatures behind are not named.
absl::Status AddSignatureLines(const store::LogStore& log, Side& side) {
  constexpr std::size_t kKeyIdAndTime = 16;  // base64 of 4 + 8 bytes
  // So few characters of two signatures may be equal by chance, and say nothing.
  constexpr std::size_t kChance = 4;
  CANDOR_ASSIGN_OR_RETURN(const auto note, log.PublishedCheckpoint());
  if (!note.has_value()) return absl::FailedPreconditionError("a log has published no checkpoint");
  const std::string dash = "\n\xe2\x80\x94 ";
  for (auto at = note->find(dash); at != std::string::npos; at = note->find(dash, at + 1)) {
    const auto begin = at - std::min(at, kChance + 1);
    const auto end = note->find(' ', at + dash.size()) + 1 + kKeyIdAndTime + kChance;
    side.published.push_back(
        {"signature line", ToBytes(AsBytes(note->substr(begin, end - begin)))});
  }
  return absl::OkStatus();
}

// The id of a campaign or a token key, a roster's root or a log's origin, beside one byte of anything: keys and
// entries begin with constants of their own, and what stands beside it in a token, a request for one or a member's
// key in an issuer's store is one byte of 256, which may be the same on both sides.
void AddId(const std::string& name, ByteView id, Side& side) {
  for (int b = 0; b < 256; ++b) {
    const auto byte = static_cast<std::uint8_t>(b);
    side.published.push_back({name, Concat({ByteView(&byte, 1), id, ByteView(&byte, 1)})});
  }
}

// What each entry publishes of a campaign; a Submission is public too, but not campaign data: its
// token and keys must not be anywhere on the issuers' side.
absl::Status AddPublished(const store::LogStore& log, Side& side) {
  CANDOR_RETURN_IF_ERROR(AddSignatureLines(log, side));
  for (std::uint64_t i = 0; i < log.size(); ++i) {
    CANDOR_ASSIGN_OR_RETURN(const Bytes raw, log.Entry(i));
    CANDOR_ASSIGN_OR_RETURN(const auto entry, records::LogEntry::Decode(raw));
    CANDOR_ASSIGN_OR_RETURN(const auto content, log.ContentOf(i));
    if (const auto* submission = std::get_if<records::SubmissionEntry>(&entry.body)) {
      CANDOR_ASSIGN_OR_RETURN(const auto decoded,
                              records::SignedSubmission::Decode(submission->signed_submission));
      for (const auto& token : decoded.body.tokens) side.tokens.push_back(ToBytes(token.Encode()));
    }
    // version, day and campaign of every entry, with the high byte of its body's length
    crypto::Writer head;
    head.U8(1).U32(entry.day).Fixed(entry.campaign_id).U8(0);
    side.published.push_back({"entry's head", head.Take()});
    if (std::holds_alternative<records::Genesis>(entry.body)) {
      side.published.push_back({"Genesis", raw});
    }
    if (std::holds_alternative<records::CampaignOpen>(entry.body)) {
      side.published.push_back({"CampaignOpen", raw});
      AddId("campaign id", entry.campaign_id, side);
      AddId("roster root", std::get<records::CampaignOpen>(entry.body).roster_root, side);
      if (content) side.published.push_back({"manifest", content->bytes});
    }
    if (std::holds_alternative<records::TokenKeyEntry>(entry.body)) {
      side.published.push_back({"TokenKey", raw});
      AddId("token key id", std::get<records::TokenKeyEntry>(entry.body).token_key_id, side);
      if (content) side.published.push_back({"token key's proof", content->bytes});
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Side> ReadIssuers(const std::vector<Party>& parties, crypto::RandomSource& random) {
  Side side;
  for (const auto& party : parties) {
    CANDOR_ASSIGN_OR_RETURN(auto engine, store::RocksDbEngine::Open(party.store.string(), random));
    CANDOR_RETURN_IF_ERROR(AddRaw(*engine, "issuer's", side));
    CANDOR_ASSIGN_OR_RETURN(const auto issuer, store::IssuerStore::Open(std::move(engine)));
    CANDOR_RETURN_IF_ERROR(AddPublished(issuer->log(), side));
    CANDOR_RETURN_IF_ERROR(AddOutput(party.output, side));
  }
  return side;
}

absl::StatusOr<Side> ReadBoard(const Party& party, crypto::RandomSource& random) {
  Side side;
  CANDOR_ASSIGN_OR_RETURN(auto engine, store::RocksDbEngine::Open(party.store.string(), random));
  CANDOR_RETURN_IF_ERROR(AddRaw(*engine, "board's", side));
  CANDOR_RETURN_IF_ERROR(AddIntervals(*engine, side));
  CANDOR_ASSIGN_OR_RETURN(const auto board, store::BoardStore::Open(std::move(engine), random));
  CANDOR_RETURN_IF_ERROR(AddPublished(board->log(), side));
  for (std::uint64_t i = 0; i < board->log().size(); ++i) {
    CANDOR_ASSIGN_OR_RETURN(const Bytes raw, board->log().Entry(i));
    CANDOR_ASSIGN_OR_RETURN(const auto entry, records::LogEntry::Decode(raw));
    if (!std::holds_alternative<records::SealBatch>(entry.body)) continue;
    CANDOR_ASSIGN_OR_RETURN(const auto items, board->ReadBatch(i));
    for (const auto& item : items) {
      side.sources.push_back({"envelope", item.envelope});
      side.sources.push_back({"envelope's salt", ToBytes(item.salt)});
    }
  }
  CANDOR_RETURN_IF_ERROR(AddOutput(party.output, side));
  return side;
}

void Report(const Comparison& result, std::size_t sources_ours, std::size_t sources_theirs) {
  std::printf("wall: %zu sources of the issuers against %zu of the board; %llu windows compared, %llu "
              "skipped as poor, %llu shared and public by name, %zu shared and not\n",
              sources_ours, sources_theirs, static_cast<unsigned long long>(result.compared),
              static_cast<unsigned long long>(result.skipped),
              static_cast<unsigned long long>(result.named), result.shared.size());
  std::map<std::string, std::pair<std::size_t, std::string>> by_place;
  for (const auto& each : result.shared) {
    auto& [count, example] = by_place[Cat(each.here, " = ", each.there)];
    if (count++ == 0) example = HexEncode(each.window);
  }
  for (const auto& [place, found] : by_place) {
    std::printf("  %s: %zu windows, the first %s\n", place.c_str(), found.first,
                found.second.c_str());
  }
}

absl::StatusOr<int> Run(const std::vector<std::string>& arguments) {
  if (arguments.empty()) return absl::InvalidArgumentError("the deployment's folder is missing");
  std::vector<Party> issuers, boards;
  bool leak = false;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    if (arguments[i] == "--leak-a-token") {
      leak = true;
    } else if (i + 1 < arguments.size() && (arguments[i] == "--issuer" || arguments[i] == "--board")) {
      CANDOR_ASSIGN_OR_RETURN(auto party, ParseParty(arguments[i + 1]));
      (arguments[i] == "--issuer" ? issuers : boards).push_back(std::move(party));
      ++i;
    } else {
      return absl::InvalidArgumentError("unknown argument");
    }
  }
  if (issuers.empty() || boards.size() != 1) {
    return absl::InvalidArgumentError("needs --issuer at least once and --board once");
  }
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(Path(arguments[0]) / "bundle"));
  CANDOR_ASSIGN_OR_RETURN(const auto bundle, records::TrustBundle::Decode(bytes));

  crypto::SystemRandom random;
  CANDOR_ASSIGN_OR_RETURN(Side ours, ReadIssuers(issuers, random));
  AddId("origin", AsBytes(bundle.board.origin), ours);
  for (const auto& issuer : bundle.issuers) AddId("origin", AsBytes(issuer.origin), ours);
  CANDOR_ASSIGN_OR_RETURN(const Side theirs, ReadBoard(boards[0], random));
  if (theirs.tokens.empty()) return absl::FailedPreconditionError("the board's log holds no token");
  if (leak) ours.sources.push_back({"leaked token", theirs.tokens.front()});

  std::vector<Source> named = {{"trust bundle", bytes}};
  for (const Side* side : std::initializer_list<const Side*>{&ours, &theirs}) {
    named.insert(named.end(), side->published.begin(), side->published.end());
  }
  const Comparison result = Compare(ours.sources, theirs.sources, named);
  Report(result, ours.sources.size(), theirs.sources.size());
  return result.shared.empty() ? 0 : 1;
}

}  // namespace
}  // namespace candor::testing

int main(int argc, char** argv) {
  const auto status = candor::testing::Run(std::vector<std::string>(argv + 1, argv + argc));
  if (!status.ok()) {
    std::fprintf(stderr, "wall_check: %s\n", std::string(status.status().message()).c_str());
    return 2;
  }
  return *status;
}
