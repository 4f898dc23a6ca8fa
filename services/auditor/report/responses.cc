#include "services/auditor/report/responses.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace candor::services::auditor {
namespace {

void Keep(std::optional<Day>& first, Day day) {
  if (!first.has_value() || day < *first) first = day;
}

struct ThemeHistory {
  std::map<crypto::Hash, Day> named;  // its texts
  std::optional<Day> answered;
  std::optional<Day> decided;
  std::optional<Day> acted_on;
};

struct ActReader {
  std::map<crypto::Hash, TextResponses>& texts;
  std::map<crypto::Hash, ThemeHistory>& themes;
  const audit::PublicAct* at = nullptr;

  void operator()(const records::Acknowledgement& act) const { Keep(texts[act.target].acknowledged, at->day); }
  void operator()(const records::Theme& act) const {
    ThemeHistory& theme = themes[act.revision == 0 ? at->id : act.theme];
    for (const auto& item : act.items) theme.named.emplace(item, at->day);
  }
  // A merge is the last that happens to a theme: what it held is the other's too, from that day on.
  void operator()(const records::Merge& act) const {
    const auto from = themes.find(act.from);
    if (from == themes.end()) return;
    for (const auto& [item, named] : from->second.named) themes[act.into].named.emplace(item, std::max(named, at->day));
  }
  void operator()(const records::Decision& act) const { Keep(themes[act.theme].decided, at->day); }
  void operator()(const records::Action& act) const {
    for (const auto& link : act.links) {
      const auto theme = themes.find(link);
      Keep(theme == themes.end() ? texts[link].acted_on : theme->second.acted_on, at->day);
    }
  }
  template <class Other>
  void operator()(const Other&) const {}
};

// To each text of a theme what was done to the theme.
void HandDown(const ThemeHistory& theme, std::map<crypto::Hash, TextResponses>& texts) {
  for (const auto& [text, named] : theme.named) {
    TextResponses& out = texts[text];
    if (theme.answered.has_value()) Keep(out.through_theme, std::max(named, *theme.answered));
    if (theme.decided.has_value()) Keep(out.decided, std::max(named, *theme.decided));
    if (theme.acted_on.has_value()) Keep(out.acted_on, std::max(named, *theme.acted_on));
  }
}

// The bodies of a kind in the log's order.
template <class Take>
void ForEachBody(const audit::Campaign& campaign, records::Kind kind, Take take) {
  for (const audit::Batch& batch : campaign.batches) {
    for (const auto& hash : batch.submissions) {
      const auto decoded =
          records::SignedSubmission::Decode(campaign.submissions.at(hash).signed_submission);
      if (decoded.ok() && decoded->body.kind == kind) take(decoded->body);
    }
  }
}

// Where a thing has gone in the end.
crypto::Hash EndOf(const std::map<crypto::Hash, crypto::Hash>& merged, crypto::Hash thing) {
  for (auto next = merged.find(thing); next != merged.end(); next = merged.find(thing)) thing = next->second;
  return thing;
}

}  // namespace

std::optional<Day> TextResponses::Answered() const {
  std::optional<Day> out = individually;
  if (through_theme.has_value()) Keep(out, *through_theme);
  return out;
}

std::map<crypto::Hash, TextResponses> ResponsesIn(const audit::Campaign& campaign) {
  std::map<crypto::Hash, TextResponses> texts;
  std::map<crypto::Hash, ThemeHistory> themes;
  for (const audit::PublicAct& act : campaign.acts.all) {
    std::visit(ActReader{texts, themes, &act}, act.act.body);
  }
  for (const auto& [target, answers] : campaign.answers) {
    for (const audit::PublicAnswer& answer : answers) {
      const auto theme = themes.find(target);
      Keep(theme == themes.end() ? texts[target].individually : theme->second.answered, answer.day);
    }
  }
  for (const auto& [id, theme] : themes) HandDown(theme, texts);
  return texts;
}

std::map<crypto::Hash, std::uint64_t> PointsIn(const audit::Campaign& campaign) {
  std::map<crypto::Hash, std::uint64_t> out;
  std::map<crypto::Hash, crypto::Hash> merged;
  for (const audit::PublicAct& act : campaign.acts.all) {
    if (const auto* theme = std::get_if<records::Theme>(&act.act.body); theme != nullptr && theme->revision == 0) {
      out[act.id];
    }
    if (const auto* publish = std::get_if<records::Publish>(&act.act.body)) out[publish->target];
    if (const auto* merge = std::get_if<records::Merge>(&act.act.body)) merged.emplace(merge->from, merge->into);
  }
  ForEachBody(campaign, records::Kind::kEndorsement,
              [&](const records::SubmissionBody& body) { ++out[EndOf(merged, body.target)]; });
  for (const auto& [from, into] : merged) out.erase(from);
  return out;
}

std::map<crypto::Hash, std::map<records::VerifyKey, std::uint8_t>> RatingsIn(const audit::Campaign& campaign) {
  std::map<crypto::Hash, std::map<records::VerifyKey, std::uint8_t>> out;
  for (const audit::PublicAct& act : campaign.acts.all) {
    if (std::holds_alternative<records::Action>(act.act.body)) out[act.id];
  }
  // Bodies of one batch lie in the order of hashes: which of two is newer, their thread says.
  std::map<std::pair<crypto::Hash, records::VerifyKey>, std::uint32_t> newest;
  ForEachBody(campaign, records::Kind::kRating, [&](const records::SubmissionBody& body) {
    std::uint32_t& sequence = newest[{body.target, body.thread_key}];
    if (body.sequence < sequence) return;
    sequence = body.sequence;
    out[body.target][body.thread_key] = body.value;
  });
  return out;
}

}  // namespace candor::services::auditor
