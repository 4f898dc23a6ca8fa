#include "services/texts/sentence.h"

#include "services/texts/errors.h"

namespace candor::texts {

Sentence Sentence::Then(const Sentence& next) const {
  Sentence out = *this;
  out.parts_.insert(out.parts_.end(), next.parts_.begin(), next.parts_.end());
  return out;
}

std::string Sentence::In(Language language) const { return SayAll(language, parts_); }

struct Sentence::Saying {
  Language language;

  std::string operator()(const std::string& value) const { return value; }
  std::string operator()(const Fault& value) const { return ErrorIn(language, value.english); }
  std::string operator()(const std::vector<Part>& value) const { return SayAll(language, value); }
};

std::string Sentence::SayAll(Language language, const std::vector<Part>& parts) {
  std::string out;
  for (const auto& [text, values] : parts) {
    std::vector<std::string> said;
    for (const auto& value : values) {
      said.push_back(std::visit(Saying{language}, value));
    }
    out += Cat(out.empty() ? "" : " ", Fill(FormOf(language, text), said));
  }
  return out;
}

}  // namespace candor::texts
