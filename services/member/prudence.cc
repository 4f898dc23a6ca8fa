#include "services/member/prudence.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>
#include <utility>

namespace candor::services::member {
namespace {

using texts::Text;

constexpr std::size_t kMaxNames = 100'000;
constexpr std::size_t kLongestExcerpt = 80;
constexpr std::size_t kShortestWord = 4;

// ---- forms ----

constexpr char kMonths[] =
    "january|february|march|april|june|july|august|september|october|november|december|"
    "januar|jänner|februar|märz|juni|juli|oktober|dezember";

struct Form {
  Clue clue;
  const char* pattern;  // the first group is the excerpt
};

// (?i) ignores case; \b knows ASCII letters alone, which suffices for the words here.
constexpr Form kForms[] = {
    {Clue::kEmailAddress, R"(([[:alnum:]._%+-]+@[[:alnum:]-]+(?:\.[[:alnum:]-]+)+))"},
    {Clue::kWebAddress, R"((?i)((?:\b(?:https?|ftp|file)://|\bwww\.)[^\s<>"']*[^\s<>"'.,;:!?)\]}`“”’»]))"},
    {Clue::kPhoneNumber, R"((\+\d{1,3}[ ./-]?(?:\(0\))?(?:[ ./-]?\d){6,13}))"},
    {Clue::kPhoneNumber, R"((?:^|[^\w.,])(0\d{2,5} ?[ /-] ?\d(?:[ -]?\d){3,9})\b)"},
    {Clue::kPhoneNumber, R"((?:^|[^\w.,])(\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4})\b)"},
    {Clue::kEmployeeNumber,
     R"((?i)\b((?:personal-?(?:nummer|nr\.?)|pers\.?-?\s?nr\.?|mitarbeiter-?(?:nummer|nr\.?)|(?:employee|staff|badge|personnel)\s+(?:no\.?|number|id)|id)\s*[:#]?\s*[a-z]{0,3}-?\d{3,})\b)"},
    {Clue::kEmployeeNumber, R"(\b([A-Z]{1,4}-\d{3,8})\b)"},
    {Clue::kExactDate, R"(\b(\d{4}-\d{2}-\d{2})\b)"},
    {Clue::kExactDate, R"((?:^|[^\d.])((?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\.\s?(?:\d{4}|\d{2}))\b)"},
    {Clue::kExactDate, R"((?i)\b((?:am|vom|bis|seit|den|zum)\s+(?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\.))"},
    {Clue::kExactDate, R"((?:^|[^\d/])((?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01])/(?:\d{4}|\d{2}))\b)"},
    {Clue::kOnlyOne,
     R"((?i)\b(as\s+the\s+only\s+\w+|(?:i\s+am|i'm|i\s+was|being)\s+the\s+only\s+\w+|(?:the\s+)?only\s+(?:woman|man|person|one|employee)\s+(?:in|on|at|here|who)|als\s+einzige[rs]?\b|ich\s+(?:bin|war)\s+(?:der|die|das)\s+einzige|(?:bin|war)\s+ich\s+(?:der|die|das)\s+einzige))"},
    {Clue::kFilePath, R"((?:^|[\s"'(\[])((?:/|~/|\.{1,2}/)(?:[^\s/"'()]+/)+[^\s/"'()]*))"},
    {Clue::kFilePath, R"((\b[A-Za-z]:\\[^\s"']+))"},
    {Clue::kFilePath, R"((\\\\[^\s\\"']+\\[^\s"']+))"},
};

const std::vector<std::pair<Clue, std::unique_ptr<RE2>>>& Forms() {
  // Bytes that are no UTF-8 are no letters, and match nothing: such a text is refused elsewhere.
  static const auto* const kCompiled = [] {
    auto* out = new std::vector<std::pair<Clue, std::unique_ptr<RE2>>>();
    RE2::Options quiet;
    quiet.set_log_errors(false);
    const auto add = [&](Clue clue, const std::string& pattern) {
      out->emplace_back(clue, std::make_unique<RE2>(pattern, quiet));
    };
    for (const Form& form : kForms) add(form.clue, form.pattern);
    const std::string months = kMonths;
    const std::string day = R"((?:0?[1-9]|[12]\d|3[01]))";
    add(Clue::kExactDate, R"((?i)\b()" + day + R"((?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?:)" + months + R"())\b)");
    add(Clue::kExactDate, R"((?i)\b((?:)" + months + R"()\s+)" + day + R"((?:st|nd|rd|th)?)\b)");
    // "may" is a word; "May" before or after a day is a month, and so is "Mai".
    add(Clue::kExactDate, R"(\b()" + day + R"((?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?:May|Mai))\b)");
    add(Clue::kExactDate, R"(\b(May\s+)" + day + R"((?:st|nd|rd|th)?)\b)");
    return out;
  }();
  return *kCompiled;
}

// Standards, and what else looks like a number of somebody's.
bool IsStandard(std::string_view excerpt) {
  static const std::set<std::string_view> kKnown = {"ISO", "RFC", "DIN", "IEC", "EN", "BS", "IP", "GDPR", "PR"};
  return kKnown.contains(excerpt.substr(0, excerpt.find('-')));
}

// Five to ten digits by themselves, unless the next word says what they measure.
void FindBareNumbers(std::string_view text, std::vector<Suspicion>& out) {
  static const RE2* const kNumber = new RE2(R"((?:^|[^\w.,:/+-])(\d{5,10})(?:[^\w.,:/-]|[.,:;!?]\s|[.,;!?]?$)\s*(\S*))");
  static const RE2* const kMeasure = new RE2(
      R"((?i)^(?:€|\$|£|%|euros?|eur|usd|dollars?|pounds?|kr|chf|pln|kg|tons?|tonnes?|tonnen|km|m|hours?|stunden|people|)"
      R"(employees|members|mitarbeiter.*|leute|containers?|container|teu|times|mal|pieces|stück|units|customers|kunden).*)");
  re2::StringPiece rest(text.data(), text.size());
  re2::StringPiece number, next;
  while (RE2::FindAndConsume(&rest, *kNumber, &number, &next)) {
    if (!RE2::PartialMatch(next, *kMeasure)) out.push_back({Clue::kEmployeeNumber, std::string(number.data(), number.size())});
    // The next word may be a number too.
    rest = re2::StringPiece(number.data() + number.size(),
                             static_cast<std::size_t>(text.data() + text.size() - number.data()) - number.size());
  }
}

// ---- names ----

bool IsLetter(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80; }

// The words of a text, where they stand.
std::vector<std::string_view> WordsOf(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < text.size();) {
    if (!IsLetter(static_cast<unsigned char>(text[at]))) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && IsLetter(static_cast<unsigned char>(text[end]))) ++end;
    out.push_back(text.substr(at, end - at));
    at = end;
  }
  return out;
}

// Letters of the Latin alphabet without accents and case: "Müller", "MUELLER" and "muller" are one.
std::string Folded(std::string_view word) {
  // The base letters of U+00C0 to U+017F, in order; '_' where a letter has none.
  static constexpr std::string_view kBases =
      "aaaaaaaceeeeiiiidnooooo_ouuuuy_saaaaaaaceeeeiiiidnooooo_ouuuuy_y"
      "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuu"
      "wwyyyzzzzzzs";
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const auto c = static_cast<unsigned char>(word[i]);
    if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c + 32);
    } else if (c >= 0xc3 && c <= 0xc5 && i + 1 < word.size()) {
      const std::size_t code = (static_cast<std::size_t>(c & 0x1f) << 6) |
                               (static_cast<unsigned char>(word[i + 1]) & 0x3f);
      const std::size_t at = code - 0xc0;
      out += at < kBases.size() ? kBases[at] : '_';
      ++i;
    } else {
      out += word[i];
    }
  }
  for (const std::string_view pair : {"ae", "oe", "ue", "ss"}) {
    for (auto at = out.find(pair); at != std::string::npos; at = out.find(pair, at + 1)) out.erase(at + 1, 1);
  }
  return out;
}

bool BeginsWithACapital(std::string_view word) {
  const auto c = static_cast<unsigned char>(word.front());
  return (c >= 'A' && c <= 'Z') || c >= 0x80;
}

std::size_t LettersIn(std::string_view word) {
  return static_cast<std::size_t>(std::ranges::count_if(
      word, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

class Names {
 public:
  explicit Names(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      const auto words = WordsOf(name);
      if (words.empty()) continue;
      std::vector<std::string> folded;
      for (const auto word : words) {
        folded.push_back(Folded(word));
        if (LettersIn(word) >= kShortestWord) single_.insert(folded.back());
      }
      whole_[folded.front()].push_back(std::move(folded));
    }
  }

  void Find(std::string_view text, std::vector<Suspicion>& out) const {
    const auto words = WordsOf(text);
    std::vector<std::string> folded;
    for (const auto word : words) folded.push_back(Folded(word));
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::size_t length = LongestAt(folded, i);
      if (length > 1) {
        const char* const end = words[i + length - 1].data() + words[i + length - 1].size();
        out.push_back({Clue::kName, std::string(words[i].data(), end)});
        i += length - 1;
      } else if (single_.contains(folded[i]) && BeginsWithACapital(words[i])) {
        out.push_back({Clue::kName, std::string(words[i])});
      }
    }
  }

 private:
  // How many words from `at` on are a name of two words or more; 0 for none.
  std::size_t LongestAt(const std::vector<std::string>& folded, std::size_t at) const {
    const auto found = whole_.find(folded[at]);
    if (found == whole_.end()) return 0;
    std::size_t longest = 0;
    for (const auto& name : found->second) {
      if (name.size() < 2 || name.size() > folded.size() - at || name.size() <= longest) continue;
      if (std::equal(name.begin(), name.end(), folded.begin() + static_cast<std::ptrdiff_t>(at))) {
        longest = name.size();
      }
    }
    return longest;
  }

  std::map<std::string, std::vector<std::vector<std::string>>> whole_;  // by their first word
  std::set<std::string> single_;
};

std::string Shortened(std::string excerpt) {
  if (excerpt.size() <= kLongestExcerpt) return excerpt;
  std::size_t end = kLongestExcerpt;
  while (end > 0 && (static_cast<unsigned char>(excerpt[end]) & 0xc0) == 0x80) --end;
  excerpt.resize(end);
  return excerpt;
}

}  // namespace

std::vector<Suspicion> FindClues(std::string_view text, const std::vector<std::string>& names) {
  std::vector<Suspicion> all;
  Names(names).Find(text, all);
  for (const auto& [clue, form] : Forms()) {
    re2::StringPiece rest(text.data(), text.size());
    for (re2::StringPiece found; RE2::FindAndConsume(&rest, *form, &found);) {
      std::string excerpt(found.data(), found.size());
      if (clue == Clue::kEmployeeNumber && IsStandard(excerpt)) continue;
      all.push_back({clue, std::move(excerpt)});
    }
  }
  FindBareNumbers(text, all);
  std::vector<Suspicion> out;
  for (Suspicion& each : all) {
    each.excerpt = Shortened(std::move(each.excerpt));
    if (out.size() < kMaxSuspicions && std::ranges::find(out, each) == out.end()) out.push_back(std::move(each));
  }
  std::ranges::stable_sort(out, {}, &Suspicion::clue);
  return out;
}

texts::PlainText NameOf(Clue clue) {
  switch (clue) {
    case Clue::kName: return Text::kClueName;
    case Clue::kEmailAddress: return Text::kClueEmail;
    case Clue::kPhoneNumber: return Text::kCluePhone;
    case Clue::kEmployeeNumber: return Text::kClueNumber;
    case Clue::kExactDate: return Text::kClueDate;
    case Clue::kOnlyOne: return Text::kClueOnlyOne;
    case Clue::kFilePath: return Text::kCluePath;
    case Clue::kWebAddress: return Text::kClueWeb;
  }
  return Text::kClueName;
}

texts::PlainText WhyItMatters(Clue clue) {
  switch (clue) {
    case Clue::kName: return Text::kClueWhyName;
    case Clue::kEmailAddress:
    case Clue::kPhoneNumber:
    case Clue::kEmployeeNumber: return Text::kClueWhyFew;
    case Clue::kExactDate: return Text::kClueWhyDate;
    case Clue::kOnlyOne: return Text::kClueWhyOnlyOne;
    case Clue::kFilePath: return Text::kClueWhyPath;
    case Clue::kWebAddress: return Text::kClueWhyWeb;
  }
  return Text::kClueWhyName;
}

std::vector<std::string> NamesIn(std::string_view file) {
  std::vector<std::string> out;
  while (!file.empty() && out.size() < kMaxNames) {
    const auto end = std::min(file.find('\n'), file.size());
    std::string_view line = file.substr(0, end);
    file.remove_prefix(std::min(end + 1, file.size()));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (!line.empty() && line.front() != '#') out.emplace_back(line);
  }
  return out;
}

}  // namespace candor::services::member
