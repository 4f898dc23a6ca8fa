#include "services/texts/sentence.h"

namespace candor::texts {

Sentence Sentence::Then(const Sentence& next) const {
  Sentence out = *this;
  out.parts_.insert(out.parts_.end(), next.parts_.begin(), next.parts_.end());
  return out;
}

std::string Sentence::In(Language language) const { return SayAll(language, parts_); }

std::string Sentence::SayAll(Language language, const std::vector<Part>& parts) {
  std::string out;
  for (const auto& [text, values] : parts) {
    std::vector<std::string> said;
    for (const auto& value : values) {
      const auto* const inner = std::get_if<std::vector<Part>>(&value);
      said.push_back(inner == nullptr ? std::get<std::string>(value) : SayAll(language, *inner));
    }
    out += Cat(out.empty() ? "" : " ", Fill(FormOf(language, text), said));
  }
  return out;
}

}  // namespace candor::texts
