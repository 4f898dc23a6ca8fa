// Act: what a person with a role does in public in a campaign: leaders, sponsors, facilitators, the appeal
// panel (AUDIT §2, entries 40, 41, 43 to 46 and 50 to 59; answers are records/answer.h).
//
//   struct { uint8 version = 1; uint8 type; opaque campaign_id[16]; uint32 day; <by type> } Act;     as a Signed, label act
//   40 PledgeRenewal    opaque pledge[32];                              Draft.PledgeHash
//   41 Acknowledgement  opaque target[32]; uint8 tone;
//   43 PrivateNote      opaque target[32]; uint8 form; opaque content[32];
//   44 Action           uint32 due; opaque links[32]<1..16>; opaque content[32];
//   45 ActionOutcome    opaque action[32]; uint8 outcome; uint32 due; opaque content[32];
//   46 Decision         opaque theme[32]; uint8 verdict; uint32 revision; opaque content[32];
//   50 Prompt           opaque content[32];
//   51 Theme            opaque theme[32]; uint32 revision; opaque items[32]<0..40>; opaque content[32];
//   52 Publish          opaque target[32]; uint8 form; opaque content[32];
//   53 PublishDeclined  opaque target[32]; uint8 reason;
//   54 Hide             opaque target[32]; uint8 reason;
//   55 AppealDecision   opaque appeal[32]; uint8 ruling; opaque content[32];
//   56 Merge            opaque from[32], into[32];
//   57 Connect          opaque one[32], other[32]; opaque content[32];
//   58 Spotlight        opaque target[32]; opaque content[32];
//   59 ConflictDeclared opaque about[32]; opaque content[32];
// Lists carry a uint8 count and are strictly ascending. Texts lie beside the entry, erasable:
//   NoteContent     { opaque title<0..300>; opaque owner<0..200>; opaque text<0..8000>; }
//   PublishContent  { opaque salt[32]; opaque text<1..2^16-1>; }     salt: zeroes for a paraphrase
//   a PrivateNote's content is an envelope (crypto/envelope.h) to the thread's KEM key, audience 254
//
// An act is called by its id, H("candor/act-hash/v1" 00 | signer | body). An opinion, contribution or appeal is
// called by its submission hash. `day` is the signer's: whoever takes an act compares it with the day that it
// comes (audit/acts.h), so that nobody can hold one back, or renew a pledge with last week's signature.
//
// What an act may refer to, and who may make it, is in audit/acts.h. Pure; decoding verifies no signature.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "records/ids.h"
#include "records/signed.h"
#include "records/submission.h"

namespace candor::records {

enum class Tone : std::uint8_t {  // of an acknowledgement
  kRead = 1,
  kThanks = 2,
  kLookingIntoIt = 3,
  kPassedOn = 4,
};
enum class NoteForm : std::uint8_t { kQuestion = 1, kReply = 2 };
enum class Outcome : std::uint8_t { kDone = 1, kInPart = 2, kMoved = 3, kDropped = 4 };
enum class Verdict : std::uint8_t { kAdopted = 1, kInPart = 2, kStudied = 3, kRejected = 4 };
enum class Form : std::uint8_t { kParaphrase = 1, kHeadline = 2, kVerbatim = 3 };
enum class Ruling : std::uint8_t { kStaysHidden = 1, kShownAgain = 2 };

struct PledgeRenewal {
  Hash pledge{};
  bool operator==(const PledgeRenewal&) const = default;
};
struct Acknowledgement {
  Hash target{};
  Tone tone = Tone::kRead;
  bool operator==(const Acknowledgement&) const = default;
};
struct PrivateNote {
  Hash target{};  // the body of the thread that it is about
  NoteForm form = NoteForm::kQuestion;
  Hash content{};
  bool operator==(const PrivateNote&) const = default;
};
inline constexpr std::size_t kMaxLinks = 16;
struct Action {
  Day due = 0;
  std::vector<Hash> links;  // opinions, contributions, themes; ascending
  Hash content{};           // title, owner, text
  bool operator==(const Action&) const = default;
};
struct ActionOutcome {
  Hash action{};
  Outcome outcome = Outcome::kDone;
  Day due = 0;  // the new day for kMoved, else 0
  Hash content{};
  bool operator==(const ActionOutcome&) const = default;
};
struct Decision {
  Hash theme{};
  Verdict verdict = Verdict::kAdopted;
  std::uint32_t revision = 0;
  Hash content{};
  bool operator==(const Decision&) const = default;
};
struct Prompt {
  Hash content{};
  bool operator==(const Prompt&) const = default;
};
inline constexpr std::size_t kMaxThemeItems = 40;
// A theme is called by the id of its first revision, which names none (zeroes). Each revision adds items to
// those before, and says title and text anew.
struct Theme {
  Hash theme{};
  std::uint32_t revision = 0;
  std::vector<Hash> items;  // opinions, contributions; ascending
  Hash content{};
  bool operator==(const Theme&) const = default;
};
struct Publish {
  Hash target{};
  Form form = Form::kParaphrase;
  Hash content{};
  bool operator==(const Publish&) const = default;
};
struct PublishDeclined {
  Hash target{};
  std::uint8_t reason = 0;  // a place in the manifest's moderation reasons
  bool operator==(const PublishDeclined&) const = default;
};
struct Hide {
  Hash target{};
  std::uint8_t reason = 0;
  bool operator==(const Hide&) const = default;
};
struct AppealDecision {
  Hash appeal{};
  Ruling ruling = Ruling::kStaysHidden;
  Hash content{};
  bool operator==(const AppealDecision&) const = default;
};
struct Merge {
  Hash from{};
  Hash into{};
  bool operator==(const Merge&) const = default;
};
struct Connect {
  Hash one{};
  Hash other{};
  Hash content{};
  bool operator==(const Connect&) const = default;
};
struct Spotlight {
  Hash target{};
  Hash content{};
  bool operator==(const Spotlight&) const = default;
};
struct ConflictDeclared {
  Hash about{};  // a theme, a published item; zeroes: the campaign
  Hash content{};
  bool operator==(const ConflictDeclared&) const = default;
};

using ActBody = std::variant<PledgeRenewal, Acknowledgement, PrivateNote, Action, ActionOutcome, Decision,
                             Prompt, Theme, Publish, PublishDeclined, Hide, AppealDecision, Merge, Connect,
                             Spotlight, ConflictDeclared>;

struct Act {
  CampaignId campaign_id{};
  Day day = 0;
  ActBody body;

  // The number of its type, which is that of its log entry.
  std::uint8_t Type() const;
  // What its text is committed to; nothing for the types without a text.
  std::optional<Hash> ContentCommitment() const;

  Bytes Encode() const;
  static absl::StatusOr<Act> Decode(ByteView bytes);
  bool operator==(const Act&) const = default;
};

// Whether a log entry of this number is an act.
bool IsActType(std::uint8_t type);
// As people call it: "pledge renewal", "hide".
std::string_view ActName(std::uint8_t type);

// By what other records call a signed act.
Hash ActId(const Signed& record);

struct NoteContent {
  std::string title;
  std::string owner;
  std::string text;
  Bytes Encode() const;
  static absl::StatusOr<NoteContent> Decode(ByteView bytes);
  bool operator==(const NoteContent&) const = default;
};
inline constexpr std::size_t kMaxTitle = 300;
inline constexpr std::size_t kMaxOwner = 200;
inline constexpr std::size_t kMaxNote = 8000;

struct PublishContent {
  Salt salt{};
  std::string text;
  Bytes Encode() const;
  static absl::StatusOr<PublishContent> Decode(ByteView bytes);
  bool operator==(const PublishContent&) const = default;
};

// The audience number in the header of an envelope that goes to a thread.
inline constexpr std::uint8_t kToTheThread = 254;

// The names on a command line and in JSON. Parsing lists them all when one is unknown.
std::string_view NameOf(Tone tone);
std::string_view NameOf(NoteForm form);
std::string_view NameOf(Outcome outcome);
std::string_view NameOf(Verdict verdict);
std::string_view NameOf(Form form);
std::string_view NameOf(Ruling ruling);
absl::StatusOr<Tone> ParseTone(std::string_view name);
absl::StatusOr<Outcome> ParseOutcome(std::string_view name);
absl::StatusOr<Verdict> ParseVerdict(std::string_view name);
absl::StatusOr<Form> ParseForm(std::string_view name);
absl::StatusOr<Ruling> ParseRuling(std::string_view name);

}  // namespace candor::records
