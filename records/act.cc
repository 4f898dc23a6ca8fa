#include "records/act.h"

#include <array>
#include <cstddef>
#include <span>
#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"

namespace candor::records {
namespace {

using crypto::Reader;
using crypto::Writer;

constexpr std::uint8_t kVersion = 1;

struct TypeName {
  std::uint8_t type;
  std::string_view name;
};
// In the order of ActBody's alternatives.
constexpr std::array<TypeName, std::variant_size_v<ActBody>> kTypes = {{{40, "pledge renewal"},
                                                                       {41, "acknowledgement"},
                                                                       {43, "private note"},
                                                                       {44, "action"},
                                                                       {45, "outcome of an action"},
                                                                       {46, "decision"},
                                                                       {50, "prompt"},
                                                                       {51, "theme"},
                                                                       {52, "publication"},
                                                                       {53, "declined publication"},
                                                                       {54, "hide"},
                                                                       {55, "decision on an appeal"},
                                                                       {56, "merge"},
                                                                       {57, "connection"},
                                                                       {58, "spotlight"},
                                                                       {59, "declared conflict"}}};

// Names of an enum's values, from 1 on.
template <std::size_t N>
using Names = std::array<std::string_view, N>;
constexpr Names<4> kTones = {"read", "thanks", "looking-into-it", "passed-on"};
constexpr Names<2> kNoteForms = {"question", "reply"};
constexpr Names<4> kOutcomes = {"done", "in-part", "moved", "dropped"};
constexpr Names<4> kVerdicts = {"adopted", "in-part", "studied", "rejected"};
constexpr Names<3> kForms = {"paraphrase", "headline", "verbatim"};
constexpr Names<2> kRulings = {"stays-hidden", "shown-again"};

template <std::size_t N>
std::string_view NameIn(const Names<N>& names, std::size_t number) {
  return number >= 1 && number <= N ? names[number - 1] : std::string_view("unknown");
}

template <class Enum, std::size_t N>
absl::StatusOr<Enum> ParseIn(const Names<N>& names, std::string_view what, std::string_view name) {
  std::string all;
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i + 1);
    all += Cat(i == 0 ? "" : i + 1 == N ? " or " : ", ", names[i]);
  }
  return absl::InvalidArgumentError(Cat("the ", what, " must be ", all));
}

template <class Enum>
Enum ReadEnum(Reader& in, std::size_t count) {
  const std::uint8_t value = in.U8();
  if (value < 1 || value > count) in.Fail("a value that the act's type does not have");
  return static_cast<Enum>(value);
}

void WriteHashes(Writer& out, const std::vector<Hash>& hashes) {
  out.U8(static_cast<std::uint8_t>(hashes.size()));
  for (const auto& hash : hashes) out.Fixed(hash);
}

std::vector<Hash> ReadHashes(Reader& in, std::size_t min, std::size_t max) {
  const std::size_t count = in.U8();
  if (count < min || count > max) in.Fail("too few or too many references");
  std::vector<Hash> out;
  for (std::size_t i = 0; in.ok() && i < count; ++i) {
    out.push_back(in.Fixed<32>());
    if (i > 0 && !(out[i - 1] < out[i])) in.Fail("references are not in ascending order");
  }
  return out;
}

struct FieldsWriter {
  Writer& out;

  template <class Enum>
  Writer& Number(Enum value) const {
    return out.U8(static_cast<std::uint8_t>(value));
  }
  void operator()(const PledgeRenewal& act) const { out.Fixed(act.pledge); }
  void operator()(const Acknowledgement& act) const {
    out.Fixed(act.target);
    Number(act.tone);
  }
  void operator()(const PrivateNote& act) const {
    out.Fixed(act.target);
    Number(act.form).Fixed(act.content);
  }
  void operator()(const Action& act) const {
    out.U32(act.due);
    WriteHashes(out, act.links);
    out.Fixed(act.content);
  }
  void operator()(const ActionOutcome& act) const {
    out.Fixed(act.action);
    Number(act.outcome).U32(act.due).Fixed(act.content);
  }
  void operator()(const Decision& act) const {
    out.Fixed(act.theme);
    Number(act.verdict).U32(act.revision).Fixed(act.content);
  }
  void operator()(const Prompt& act) const { out.Fixed(act.content); }
  void operator()(const Theme& act) const {
    out.Fixed(act.theme).U32(act.revision);
    WriteHashes(out, act.items);
    out.Fixed(act.content);
  }
  void operator()(const Publish& act) const {
    out.Fixed(act.target);
    Number(act.form).Fixed(act.content);
  }
  void operator()(const PublishDeclined& act) const { out.Fixed(act.target).U8(act.reason); }
  void operator()(const Hide& act) const { out.Fixed(act.target).U8(act.reason); }
  void operator()(const AppealDecision& act) const {
    out.Fixed(act.appeal);
    Number(act.ruling).Fixed(act.content);
  }
  void operator()(const Merge& act) const { out.Fixed(act.from).Fixed(act.into); }
  void operator()(const Connect& act) const {
    out.Fixed(act.one).Fixed(act.other).Fixed(act.content);
  }
  void operator()(const Spotlight& act) const { out.Fixed(act.target).Fixed(act.content); }
  void operator()(const ConflictDeclared& act) const { out.Fixed(act.about).Fixed(act.content); }
};

ActionOutcome ReadOutcome(Reader& in) {
  ActionOutcome out;
  out.action = in.Fixed<32>();
  out.outcome = ReadEnum<Outcome>(in, kOutcomes.size());
  out.due = in.U32();
  out.content = in.Fixed<32>();
  if ((out.outcome == Outcome::kMoved) != (out.due != 0)) {
    in.Fail("a new day stands with an action that was moved, and with no other");
  }
  return out;
}

Theme ReadTheme(Reader& in) {
  Theme out;
  out.theme = in.Fixed<32>();
  out.revision = in.U32();
  out.items = ReadHashes(in, 0, kMaxThemeItems);
  out.content = in.Fixed<32>();
  if ((out.theme == crypto::kZeroHash) != (out.revision == 0)) {
    in.Fail("a theme's first revision names no theme, and every later one does");
  }
  return out;
}

// Members are read in the order in which they stand: a braced list is evaluated from left to right.
ActBody ReadFields(std::uint8_t type, Reader& in) {
  switch (type) {
    case 40: return PledgeRenewal{in.Fixed<32>()};
    case 41: return Acknowledgement{in.Fixed<32>(), ReadEnum<Tone>(in, kTones.size())};
    case 43:
      return PrivateNote{in.Fixed<32>(), ReadEnum<NoteForm>(in, kNoteForms.size()), in.Fixed<32>()};
    case 44: return Action{in.U32(), ReadHashes(in, 1, kMaxLinks), in.Fixed<32>()};
    case 45: return ReadOutcome(in);
    case 46:
      return Decision{in.Fixed<32>(), ReadEnum<Verdict>(in, kVerdicts.size()), in.U32(), in.Fixed<32>()};
    case 50: return Prompt{in.Fixed<32>()};
    case 51: return ReadTheme(in);
    case 52: return Publish{in.Fixed<32>(), ReadEnum<Form>(in, kForms.size()), in.Fixed<32>()};
    case 53: return PublishDeclined{in.Fixed<32>(), in.U8()};
    case 54: return Hide{in.Fixed<32>(), in.U8()};
    case 55:
      return AppealDecision{in.Fixed<32>(), ReadEnum<Ruling>(in, kRulings.size()), in.Fixed<32>()};
    case 56: return Merge{in.Fixed<32>(), in.Fixed<32>()};
    case 57: return Connect{in.Fixed<32>(), in.Fixed<32>(), in.Fixed<32>()};
    case 58: return Spotlight{in.Fixed<32>(), in.Fixed<32>()};
    case 59: return ConflictDeclared{in.Fixed<32>(), in.Fixed<32>()};
    default: in.Fail("unknown type of act"); return PledgeRenewal{};
  }
}

template <class T>
concept HasContent = requires(const T& act) { act.content; };

struct ContentOf {
  template <HasContent T>
  std::optional<Hash> operator()(const T& act) const {
    return act.content;
  }
  template <class T>
  std::optional<Hash> operator()(const T&) const {
    return std::nullopt;
  }
};

}  // namespace

std::uint8_t Act::Type() const { return kTypes[body.index()].type; }

std::optional<Hash> Act::ContentCommitment() const { return std::visit(ContentOf{}, body); }

Bytes Act::Encode() const {
  Writer out;
  out.U8(kVersion).U8(Type()).Fixed(campaign_id).U32(day);
  std::visit(FieldsWriter{out}, body);
  return out.Take();
}

absl::StatusOr<Act> Act::Decode(ByteView bytes) {
  Reader in(bytes);
  Act out;
  if (in.U8() != kVersion) in.Fail("unknown version");
  const std::uint8_t type = in.U8();
  out.campaign_id = in.Fixed<16>();
  out.day = in.U32();
  out.body = ReadFields(type, in);
  CANDOR_RETURN_IF_ERROR(in.Finish("act"));
  return out;
}

bool IsActType(std::uint8_t type) {
  for (const auto& each : kTypes) {
    if (each.type == type) return true;
  }
  return false;
}

std::string_view ActName(std::uint8_t type) {
  for (const auto& each : kTypes) {
    if (each.type == type) return each.name;
  }
  return "unknown act";
}

Hash ActId(const Signed& record) {
  return crypto::LabelledHash(crypto::Label::kActHash, {record.signer.bytes, record.body});
}

Bytes NoteContent::Encode() const {
  Writer out;
  out.Text16(title).Text8(owner).Text16(text);
  return out.Take();
}

absl::StatusOr<NoteContent> NoteContent::Decode(ByteView bytes) {
  Reader in(bytes);
  NoteContent out;
  out.title = in.Text16(0, kMaxTitle);
  out.owner = in.Text8(0, kMaxOwner);
  out.text = in.Text16(0, kMaxNote);
  CANDOR_RETURN_IF_ERROR(in.Finish("act's text"));
  return out;
}

Bytes PublishContent::Encode() const {
  Writer out;
  out.Fixed(salt).Text16(text);
  return out.Take();
}

absl::StatusOr<PublishContent> PublishContent::Decode(ByteView bytes) {
  Reader in(bytes);
  PublishContent out;
  out.salt = in.Fixed<32>();
  out.text = in.Text16(1);
  CANDOR_RETURN_IF_ERROR(in.Finish("published text"));
  return out;
}

std::string_view NameOf(Tone tone) { return NameIn(kTones, static_cast<std::size_t>(tone)); }
std::string_view NameOf(NoteForm form) { return NameIn(kNoteForms, static_cast<std::size_t>(form)); }
std::string_view NameOf(Outcome outcome) { return NameIn(kOutcomes, static_cast<std::size_t>(outcome)); }
std::string_view NameOf(Verdict verdict) { return NameIn(kVerdicts, static_cast<std::size_t>(verdict)); }
std::string_view NameOf(Form form) { return NameIn(kForms, static_cast<std::size_t>(form)); }
std::string_view NameOf(Ruling ruling) { return NameIn(kRulings, static_cast<std::size_t>(ruling)); }

absl::StatusOr<Tone> ParseTone(std::string_view name) { return ParseIn<Tone>(kTones, "tone", name); }
absl::StatusOr<Outcome> ParseOutcome(std::string_view name) {
  return ParseIn<Outcome>(kOutcomes, "outcome", name);
}
absl::StatusOr<Verdict> ParseVerdict(std::string_view name) {
  return ParseIn<Verdict>(kVerdicts, "decision", name);
}
absl::StatusOr<Form> ParseForm(std::string_view name) { return ParseIn<Form>(kForms, "form", name); }
absl::StatusOr<Ruling> ParseRuling(std::string_view name) {
  return ParseIn<Ruling>(kRulings, "ruling", name);
}

}  // namespace candor::records
