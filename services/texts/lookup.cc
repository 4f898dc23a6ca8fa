#include "services/texts/lookup.h"

#include <algorithm>
#include <functional>

#include "base/text.h"

namespace candor::texts {
namespace {

constexpr std::size_t kLongest = 4096;
constexpr int kDepth = 4;     // of sentences in sentences
constexpr int kSearches = 200;  // a server's sentence may be made to keep its reader waiting

using Values = std::vector<std::string>;

// The values that make the words, from `at` on, the sentence; the shortest first, from the left.
bool TakeApart(std::span<const std::string_view> plain, std::size_t at, std::string_view sentence, Values& out) {
  if (!sentence.starts_with(plain[at]) || !sentence.ends_with(plain.back())) return false;
  sentence.remove_prefix(plain[at].size());
  if (++at == plain.size()) return sentence.empty();
  const std::string_view behind = plain[at];
  if (at + 1 == plain.size()) {
    if (sentence.size() <= behind.size()) return false;
    out.emplace_back(sentence.substr(0, sentence.size() - behind.size()));
    return true;
  }
  for (std::size_t end = sentence.find(behind, 1); end != std::string_view::npos; end = sentence.find(behind, end + 1)) {
    out.emplace_back(sentence.substr(0, end));
    if (TakeApart(plain, at, sentence.substr(end), out)) return true;
    out.resize(at - 1);
  }
  return false;
}

}  // namespace

// One sentence's; it counts what it costs.
class Lookup::Search {
 public:
  Search(const std::vector<Pattern>& patterns, Language language) : patterns_(patterns), language_(language) {}

  std::optional<std::string> Sentence(std::string_view english, int depth) {
    if (depth == 0 || english.empty() || left_ == 0) return std::nullopt;
    if (auto whole = Whole(english, depth)) return whole;
    // Where it became part of a longer one, it may have lost its full stop, or got one.
    if (english.ends_with('.')) {
      if (const auto whole = Whole(english.substr(0, english.size() - 1), depth)) return Cat(*whole, ".");
    } else if (auto whole = Whole(Cat(english, "."), depth)) {
      if (whole->ends_with('.')) whole->pop_back();
      return whole;
    }
    if (auto joined = JoinedByFullStop(english, depth)) return joined;
    if (auto joined = JoinedByColon(english, depth)) return joined;
    return BehindAKey(english, depth);
  }

 private:
  std::optional<std::string> Whole(std::string_view english, int depth) {
    if (left_ > 0) --left_;
    for (const auto& pattern : patterns_) {
      Values values;
      if (!TakeApart(pattern.plain, 0, english, values)) continue;
      for (auto& value : values) {
        if (auto said = Sentence(value, depth - 1)) value = *std::move(said);
      }
      return Fill(pattern.wording->in[static_cast<std::size_t>(language_)], values);
    }
    return std::nullopt;
  }

  std::optional<std::string> JoinedByFullStop(std::string_view english, int depth) {
    for (std::size_t at = english.find(". "); at != std::string_view::npos && left_ > 0;
         at = english.find(". ", at + 1)) {
      const auto first = Sentence(english.substr(0, at + 1), depth - 1);
      if (!first.has_value()) continue;
      const auto rest = Sentence(english.substr(at + 2), depth - 1);
      if (rest.has_value()) return Cat(*first, " ", *rest);
    }
    return std::nullopt;
  }

  // What stands before the colon may be a name.
  std::optional<std::string> JoinedByColon(std::string_view english, int depth) {
    for (std::size_t at = english.find(": "); at != std::string_view::npos && left_ > 0;
         at = english.find(": ", at + 1)) {
      const auto rest = Sentence(english.substr(at + 2), depth - 1);
      if (!rest.has_value()) continue;
      const std::string_view before = english.substr(0, at);
      return Cat(Sentence(before, depth - 1).value_or(std::string(before)), ": ", *rest);
    }
    return std::nullopt;
  }

  // "key" and what is said of it.
  std::optional<std::string> BehindAKey(std::string_view english, int depth) {
    const std::size_t end = english.starts_with('"') ? english.find("\" ", 1) : std::string_view::npos;
    if (end == std::string_view::npos) return std::nullopt;
    const auto rest = Sentence(english.substr(end + 2), depth - 1);
    if (!rest.has_value()) return std::nullopt;
    return Cat(english.substr(0, end + 2), *rest);
  }

  const std::vector<Pattern>& patterns_;
  Language language_;
  int left_ = kSearches;
};

Lookup::Pattern Lookup::PatternOf(const Wording& wording) {
  Pattern out{{}, 0, &wording};
  std::string_view rest = wording.in.front();
  bool value = true;
  while (value) {
    const auto piece = FirstPiece(rest);
    out.plain.push_back(piece->plain);
    out.own += piece->plain.size();
    value = piece->value != 0;
    rest = piece->next;
  }
  return out;
}

Lookup::Lookup(std::span<const std::span<const Wording>> lists) {
  for (const auto& list : lists) {
    for (const auto& wording : list) patterns_.push_back(PatternOf(wording));
  }
  std::ranges::stable_sort(patterns_, std::ranges::greater(), &Pattern::own);
}

std::optional<std::string> Lookup::Find(Language language, std::string_view english) const {
  if (english.size() > kLongest) return std::nullopt;
  return Search(patterns_, language).Sentence(english, kDepth);
}

}  // namespace candor::texts
