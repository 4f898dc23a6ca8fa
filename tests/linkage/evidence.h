// Evidence: all that the adversary of the game holds of one deployment.
//
// The disks, keys, printed lines and public numbers of issuers, board and relay; the roster; the texts in
// clear, as the leaders' reading keys open them; every packet's time, ends and size; what the relay could
// have recorded; what the issuers could have. And more than any thief has: the names under which the store
// kept what is destroyed (tests/store/arrival/recording_engine.h), and accomplices, who spoke like
// everybody else and have told which text is theirs.
//
// What is not in it: the memory of a server while it runs, and so the order in which submissions reached
// the board, but for `arrivals`, which only the attackers say they use whose name has "dishonest" in it,
// and the makers of controls.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "crypto/hash.h"
#include "records/submission.h"
#include "tests/store/arrival/evidence.h"

namespace candor::linkage {

using MemberId = std::size_t;  // also the address of the member's machine

enum class Place : std::uint8_t { kMember, kRelay, kBoard, kIssuer, kMirror };

struct Packet {
  UnixSeconds time = 0;
  Place from = Place::kMember;
  Place to = Place::kRelay;
  MemberId member = 0;  // the address at the other end of a server's; 0 between servers
  std::size_t size = 0;
};

// A request as the relay had it in hand, with the line it came over.
struct Recording {
  UnixSeconds time = 0;
  MemberId member = 0;
  Bytes sealed;
};

struct FileRead {
  UnixSeconds time = 0;
  MemberId member = 0;
  std::string path;
  std::size_t size = 0;
};

// What a member sent to an issuer and got back, byte by byte.
struct Issuance {
  UnixSeconds time = 0;
  MemberId member = 0;
  std::size_t issuer = 0;
  Bytes call;
  Bytes reply;
};

struct PrintedLine {
  UnixSeconds time = 0;
  std::string text;  // without the time that is printed before it
};

// A number that a server shows to anybody while it runs, as it stood at a time.
struct Gauge {
  UnixSeconds time = 0;
  std::int64_t value = 0;
};

struct LoggedText {
  std::uint64_t index = 0;  // of its entry in the board's log
  std::uint32_t slot = 0;   // of its batch
  std::size_t jam = 0;
  crypto::Hash submission_hash{};
  records::SignedSubmission submission;
  std::string text;  // of a point the title of what it was given to
};

struct Arrival {
  UnixSeconds time = 0;
  std::size_t order = 0;  // among all messages that the board was handed
  crypto::Hash submission_hash{};
};

struct Accomplice {
  MemberId member = 0;
  crypto::Hash submission_hash{};
};

// What a leader did about a text after it was read, and when what its author made of that came out.
struct Afterwards {
  std::size_t text = 0;  // place in Evidence::texts
  UnixSeconds asked = 0;  // a private question, and an action that may be rated
  UnixSeconds answered = 0;  // the slot of the follow-up
  UnixSeconds rated = 0;     // the slot of the rating; the end of the watching where it waits for company
};

struct Evidence {
  std::vector<Packet> packets;
  std::vector<Recording> recordings;
  std::vector<FileRead> reads;
  std::vector<Issuance> issuances;
  std::vector<PrintedLine> lines;
  std::vector<Gauge> gauges;
  std::vector<LoggedText> texts;
  std::vector<Accomplice> accomplices;
  std::vector<Arrival> arrivals;
  std::vector<Bytes> gateway_keys;  // private halves that the board's folder holds a week later
  // Numbers beside any trace of a submission in the board's folder a week later; the opinions of
  // store::testing::Evidence are places in `texts`.
  store::testing::Evidence disk;
  std::vector<Afterwards> afterwards;
  std::vector<UnixSeconds> slots;  // when each slot of the first jam is
};

// Two members and a bit about them that nobody but the game knows.
enum class Question : std::uint8_t {
  kWhoWroteWhich,  // both spoke: does the text "left" come of a (bit 0) or of b (bit 1)?
  kWhoSpoke,       // one of them did: a (bit 0) or b (bit 1)?
  kWhoseSecond,    // both spoke in two jams, and a wrote "left" in the first: is "left" of the second
                   // a's (bit 0) or b's (bit 1)? The same of a voice and a contribution, and of two points
};

struct Pair {
  Question question = Question::kWhoWroteWhich;
  MemberId a = 0;
  MemberId b = 0;
  // Places in Evidence::texts: of the first jam, and for kWhoseSecond of the second. For kWhoSpoke only
  // `left`, the one text that there is.
  std::size_t left = 0;
  std::size_t right = 0;
  std::size_t second_left = 0;
  std::size_t second_right = 0;
};

}  // namespace candor::linkage
