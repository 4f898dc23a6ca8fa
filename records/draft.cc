#include "records/draft.h"

#include <algorithm>
#include <set>

#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"

namespace candor::records {
namespace {

using crypto::Label;
using crypto::Reader;
using crypto::Writer;

constexpr std::uint8_t kVersion = 1;

// The bounds of the layout below. Decoding and CheckDraft both go by them, so that what was checked
// encodes, and what encodes decodes.
struct Bounds {
  std::size_t min = 1;
  std::size_t max = 0;
};
constexpr Bounds kQuestion{1, 1000};
constexpr Bounds kBackground{0, 16000};
constexpr Bounds kSubQuestion{1, 600};
constexpr Bounds kProgrammeText{1, 255};
constexpr Bounds kOutOfScope{0, 4000};
constexpr Bounds kWhatHappens{1, 4000};
constexpr Bounds kPersonName{1, 100};
constexpr Bounds kAudienceName{1, 100};
constexpr Bounds kReason{1, 255};
constexpr Bounds kHelpContact{1, 500};
constexpr Bounds kPledge{1, 4000};
constexpr Bounds kOrigin{1, 255};

constexpr std::size_t kMaxSubQuestions = 7;
constexpr std::size_t kMaxSponsors = 4;
constexpr std::size_t kMaxFacilitators = 8;
constexpr std::size_t kMaxOperators = 8;
constexpr std::size_t kMaxAudiences = 3;
constexpr std::size_t kMaxTexts = 16;
constexpr std::size_t kMaxIssuers = 2;

void WriteTexts(Writer& out, const std::vector<std::string>& texts) {
  out.U8(static_cast<std::uint8_t>(texts.size()));
  for (const auto& text : texts) out.Text16(text);
}

std::vector<std::string> ReadTexts(Reader& in, std::size_t max_count, const Bounds& each) {
  const std::size_t count = in.U8();
  if (count > max_count) in.Fail("too many items in a list");
  std::vector<std::string> out;
  for (std::size_t i = 0; in.ok() && i < count; ++i) out.push_back(in.Text16(each.min, each.max));
  return out;
}

void WritePeople(Writer& out, const std::vector<Named>& people) {
  out.U8(static_cast<std::uint8_t>(people.size()));
  for (const auto& person : people) out.Fixed(person.key.bytes).Text8(person.name);
}

std::vector<Named> ReadPeople(Reader& in, std::size_t max_count) {
  const std::size_t count = in.U8();
  if (count < 1 || count > max_count) in.Fail("a role has no holder or too many");
  std::vector<Named> out;
  for (std::size_t i = 0; in.ok() && i < count; ++i) {
    Named person;
    person.key.bytes = in.Fixed<32>();
    person.name = in.Text8(kPersonName.min, kPersonName.max);
    out.push_back(std::move(person));
  }
  return out;
}

void WriteAudience(Writer& out, const Audience& audience) {
  out.U8(audience.id).Text8(audience.name).U8(static_cast<std::uint8_t>(audience.readers.size()));
  for (const auto& reader : audience.readers) out.Fixed(reader.bytes);
}

Audience ReadAudience(Reader& in) {
  Audience out;
  out.id = in.U8();
  out.name = in.Text8(kAudienceName.min, kAudienceName.max);
  const std::size_t count = in.U8();
  if (count < 1 || count > kMaxReaders) in.Fail("an audience has no reader or more than 64");
  for (std::size_t i = 0; in.ok() && i < count; ++i) out.readers.push_back({in.Fixed<32>()});
  return out;
}

// Collects the first field that is out of its bounds.
class BoundsCheck {
 public:
  void Text(std::string_view what, std::string_view text, const Bounds& bounds) {
    if (text.size() < bounds.min) Add(Cat(what, " is missing"));
    if (text.size() > bounds.max) Add(Cat(what, " is longer than ", bounds.max, " bytes"));
    if (!crypto::IsUtf8(AsBytes(text)) || text.find('\0') != std::string_view::npos) {
      Add(Cat(what, " is not UTF-8 text"));
    }
  }
  template <class List>
  void Count(std::string_view what, const List& list, std::size_t min, std::size_t max) {
    if (list.size() < min) Add(Cat(what, " are missing"));
    if (list.size() > max) Add(Cat(what, " are more than ", max));
  }
  void Texts(std::string_view what, const std::vector<std::string>& texts, std::size_t max_count,
             const Bounds& each) {
    Count(what, texts, 0, max_count);
    for (const auto& text : texts) Text(Cat("one of ", what), text, each);
  }
  void People(std::string_view what, const std::vector<Named>& people, std::size_t max_count) {
    Count(what, people, 1, max_count);
    for (const auto& person : people) Text(Cat("a name among ", what), person.name, kPersonName);
  }
  absl::Status status() const {
    return error_.empty() ? absl::OkStatus() : absl::InvalidArgumentError(error_);
  }

 private:
  void Add(std::string error) {
    if (error_.empty()) error_ = std::move(error);
  }
  std::string error_;
};

absl::Status CheckBounds(const Draft& draft) {
  BoundsCheck check;
  check.Text("the question", draft.question, kQuestion);
  check.Text("the background", draft.background, kBackground);
  check.Texts("the sub-questions", draft.sub_questions, kMaxSubQuestions, kSubQuestion);
  check.Text("the programme's name", draft.programme.name, kProgrammeText);
  check.Text("the programme's owner", draft.programme.owner, kProgrammeText);
  check.Text("the decision body", draft.programme.decision_body, kProgrammeText);
  check.Text("what is out of scope", draft.out_of_scope, kOutOfScope);
  check.Text("what happens with the result", draft.what_happens, kWhatHappens);
  check.People("the sponsors", draft.sponsors, kMaxSponsors);
  check.People("the facilitators", draft.facilitators, kMaxFacilitators);
  check.People("the readers", draft.readers, kMaxReaders);
  check.People("the operators", draft.operators, kMaxOperators);
  check.Count("the audiences", draft.audiences, 1, kMaxAudiences);
  for (const auto& audience : draft.audiences) {
    check.Text("an audience's name", audience.name, kAudienceName);
    check.Count("an audience's readers", audience.readers, 1, kMaxReaders);
  }
  check.Count("the delegates", draft.delegates, 0, kMaxReaders);
  check.Texts("the moderation reasons", draft.moderation_reasons, kMaxTexts, kReason);
  check.Texts("the help contacts", draft.help_contacts, kMaxTexts, kHelpContact);
  check.Text("the pledge", draft.pledge, kPledge);
  for (const auto& issuer : draft.issuers) check.Text("an issuer's origin", issuer, kOrigin);
  return check.status();
}

// Every role's people, once each, with the role they hold in this campaign.
absl::Status CheckOneRoleEach(const Draft& draft) {
  std::set<VerifyKey> seen;
  for (const auto* people :
       {&draft.sponsors, &draft.facilitators, &draft.readers, &draft.operators}) {
    for (const auto& person : *people) {
      if (!seen.insert(person.key).second) {
        return absl::InvalidArgumentError(
            Cat("the key of ", person.name,
                " stands twice; an actor key holds one role in a campaign"));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status CheckAudiences(const Draft& draft) {
  std::set<VerifyKey> used;
  int last_id = -1;
  for (const auto& audience : draft.audiences) {
    if (audience.id <= last_id || (audience.id > 1 && audience.id != kAppealPanel)) {
      return absl::InvalidArgumentError("audiences are numbered 0, 1 and 255, in that order");
    }
    last_id = audience.id;
    std::set<VerifyKey> own;
    for (const auto& key : audience.readers) {
      if (draft.FindReader(key) == nullptr || !own.insert(key).second) {
        return absl::InvalidArgumentError(Cat(
            "audience \"", audience.name, "\" names somebody twice or somebody who is no reader"));
      }
      used.insert(key);
    }
  }
  if (draft.audiences.empty() || draft.audiences.front().id != 0) {
    return absl::InvalidArgumentError("a campaign needs audience 0");
  }
  if (used.size() != draft.readers.size()) {
    return absl::InvalidArgumentError("a reader belongs to no audience");
  }
  return absl::OkStatus();
}

std::string LettersAndDigits(std::string_view question) {
  std::string out;
  for (const char c : question) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) out.push_back(c);
    if (c >= 'A' && c <= 'Z') out.push_back(static_cast<char>(c - 'A' + 'a'));
  }
  return out;
}

}  // namespace

std::uint8_t Quotas::Of(crypto::Purpose purpose) const {
  switch (purpose) {
    case crypto::Purpose::kVoice: return 1;
    case crypto::Purpose::kContribute: return contributions;
    case crypto::Purpose::kEndorse: return endorsements;
  }
  return 0;
}

DraftId Draft::Id() const {
  const Hash hash = crypto::LabelledHash(Label::kDraft, {Encode()});
  DraftId id;
  std::copy_n(hash.begin(), id.size(), id.begin());
  return id;
}

Hash Draft::PledgeHash() const {
  return crypto::LabelledHash(Label::kPledgeText, {AsBytes(pledge)});
}

const Named* Draft::FindReader(const VerifyKey& key) const {
  const auto at = std::ranges::find(readers, key, &Named::key);
  return at == readers.end() ? nullptr : &*at;
}

const Audience* Draft::FindAudience(std::uint8_t id) const {
  const auto at = std::ranges::find(audiences, id, &Audience::id);
  return at == audiences.end() ? nullptr : &*at;
}

// struct {
//   uint8 version = 1;  uint8 kind;
//   opaque question<1..1000>;  opaque background<0..16000>;  opaque sub_questions[n ≤ 7]<1..600>;
//   opaque programme_name<1..255>, owner<1..255>, decision_body<1..255>;  uint32 decision_day;
//   opaque out_of_scope<0..4000>;  opaque what_happens<1..4000>;  uint32 what_happens_by;
//   Named sponsors[n ≤ 4], facilitators[n ≤ 8], readers[n ≤ 64], operators[n ≤ 8];
//   Audience audiences[n ≤ 3];  { opaque reader[32], delegate[32] } delegates[n ≤ 64];
//   Phases;  SlotSchedule;  uint16 k;  uint32 min_issued;  uint16 decoupling_hours;
//   uint8 contributions, endorsements, follow_ups;
//   opaque moderation_reasons[n ≤ 16]<1..255>;  uint8 acknowledge, answer, pledge_renewal, publish;
//   opaque help_contacts[n ≤ 16]<1..500>;  opaque pledge<1..4000>;
//   opaque roster_root[32];  uint32 roster_size;  opaque issuers[n ≤ 2]<1..255>;
//   opaque promise_key[32];  opaque gateway_key[32];
// } Draft;      lists carry a uint8 count, texts a uint16 length, names of people a uint8 length
Bytes Draft::Encode() const {
  Writer out;
  out.U8(kVersion).U8(static_cast<std::uint8_t>(kind)).Text16(question).Text16(background);
  WriteTexts(out, sub_questions);
  out.Text8(programme.name).Text8(programme.owner).Text8(programme.decision_body);
  out.U32(programme.decision_day).Text16(out_of_scope).Text16(what_happens).U32(what_happens_by);
  WritePeople(out, sponsors);
  WritePeople(out, facilitators);
  WritePeople(out, readers);
  WritePeople(out, operators);
  out.U8(static_cast<std::uint8_t>(audiences.size()));
  for (const auto& audience : audiences) WriteAudience(out, audience);
  out.U8(static_cast<std::uint8_t>(delegates.size()));
  for (const auto& each : delegates) out.Fixed(each.reader.bytes).Fixed(each.delegate.bytes);
  phases.Write(out);
  slots.Write(out);
  out.U16(k).U32(min_issued).U16(decoupling_hours);
  out.U8(quotas.contributions).U8(quotas.endorsements).U8(quotas.follow_ups);
  WriteTexts(out, moderation_reasons);
  out.U8(clocks.acknowledge).U8(clocks.answer).U8(clocks.pledge_renewal).U8(clocks.publish);
  WriteTexts(out, help_contacts);
  out.Text16(pledge).Fixed(roster_root).U32(roster_size);
  WriteTexts(out, issuers);
  out.Fixed(promise_key.bytes).Fixed(gateway_key.bytes);
  return out.Take();
}

absl::StatusOr<Draft> Draft::Decode(ByteView bytes) {
  Reader in(bytes);
  Draft out;
  if (in.U8() != kVersion) in.Fail("unknown version");
  out.kind = static_cast<CampaignKind>(in.U8());
  if (out.kind != CampaignKind::kJam && out.kind != CampaignKind::kCampaign)
    in.Fail("unknown kind");
  out.question = in.Text16(kQuestion.min, kQuestion.max);
  out.background = in.Text16(kBackground.min, kBackground.max);
  out.sub_questions = ReadTexts(in, kMaxSubQuestions, kSubQuestion);
  out.programme.name = in.Text8(1);
  out.programme.owner = in.Text8(1);
  out.programme.decision_body = in.Text8(1);
  out.programme.decision_day = in.U32();
  out.out_of_scope = in.Text16(kOutOfScope.min, kOutOfScope.max);
  out.what_happens = in.Text16(kWhatHappens.min, kWhatHappens.max);
  out.what_happens_by = in.U32();
  out.sponsors = ReadPeople(in, kMaxSponsors);
  out.facilitators = ReadPeople(in, kMaxFacilitators);
  out.readers = ReadPeople(in, kMaxReaders);
  out.operators = ReadPeople(in, kMaxOperators);
  const std::size_t audiences = in.U8();
  if (audiences < 1 || audiences > kMaxAudiences) in.Fail("needs one to three audiences");
  for (std::size_t i = 0; in.ok() && i < audiences; ++i) out.audiences.push_back(ReadAudience(in));
  const std::size_t delegates = in.U8();
  if (delegates > kMaxReaders) in.Fail("too many delegates");
  for (std::size_t i = 0; in.ok() && i < delegates; ++i) {
    Delegate each;
    each.reader.bytes = in.Fixed<32>();
    each.delegate.bytes = in.Fixed<32>();
    out.delegates.push_back(each);
  }
  out.phases = Phases::Read(in);
  out.slots = SlotSchedule::Read(in);
  out.k = in.U16();
  out.min_issued = in.U32();
  out.decoupling_hours = in.U16();
  out.quotas.contributions = in.U8();
  out.quotas.endorsements = in.U8();
  out.quotas.follow_ups = in.U8();
  out.moderation_reasons = ReadTexts(in, kMaxTexts, kReason);
  out.clocks.acknowledge = in.U8();
  out.clocks.answer = in.U8();
  out.clocks.pledge_renewal = in.U8();
  out.clocks.publish = in.U8();
  out.help_contacts = ReadTexts(in, kMaxTexts, kHelpContact);
  out.pledge = in.Text16(kPledge.min, kPledge.max);
  out.roster_root = in.Fixed<32>();
  out.roster_size = in.U32();
  out.issuers = ReadTexts(in, kMaxIssuers, kOrigin);
  out.promise_key.bytes = in.Fixed<32>();
  out.gateway_key.bytes = in.Fixed<32>();
  CANDOR_RETURN_IF_ERROR(in.Finish("draft"));
  return out;
}

absl::Status CheckDraft(const Draft& draft) {
  CANDOR_RETURN_IF_ERROR(CheckBounds(draft));
  CANDOR_RETURN_IF_ERROR(CheckSchedule(draft.phases, draft.slots));
  if (draft.k < 5) {
    return absl::InvalidArgumentError("k, the smallest batch, must be at least 5");
  }
  if (draft.min_issued < 10 || draft.min_issued < 2u * draft.k) {
    return absl::InvalidArgumentError("min_issued must be at least 10 and at least 2k");
  }
  if (draft.roster_size < draft.min_issued) {
    return absl::InvalidArgumentError(
        "the roster is smaller than min_issued, so nobody could ever speak");
  }
  if (draft.quotas.contributions > 20 || draft.quotas.endorsements > 50) {
    return absl::InvalidArgumentError("quotas: at most 20 contributions and 50 endorsement points");
  }
  if (draft.issuers.empty() || draft.issuers.size() > kMaxIssuers ||
      (draft.issuers.size() == 2 && draft.issuers[0] == draft.issuers[1])) {
    return absl::InvalidArgumentError("a campaign names one issuer or two different ones");
  }
  CANDOR_RETURN_IF_ERROR(CheckOneRoleEach(draft));
  CANDOR_RETURN_IF_ERROR(CheckAudiences(draft));
  for (const auto& each : draft.delegates) {
    if (draft.FindReader(each.reader) == nullptr || draft.FindReader(each.delegate) == nullptr) {
      return absl::InvalidArgumentError("a delegate or the one delegated for is not a reader");
    }
  }
  return absl::OkStatus();
}

bool AskTheSame(std::string_view question, std::string_view other) {
  return LettersAndDigits(question) == LettersAndDigits(other);
}

std::uint32_t DefaultMinIssued(std::uint16_t k) { return std::max<std::uint32_t>(20, 4u * k); }

}  // namespace candor::records
