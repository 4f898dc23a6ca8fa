// Sentence: something to say, before it is known in which language.
//
// What a library has to tell a person it tells as a Sentence: a text of the catalogue with its values, which may be
// sentences themselves, and more such texts behind it. The program says it in its reader's language, and a file for
// scripts in English. Values are not made harmless, as with Say. Immutable but for Then; thread-compatible.
#pragma once

#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/text.h"
#include "services/texts/catalogue.h"

namespace candor::texts {

// A value that is itself what went wrong: said in the reader's language too (errors.h).
struct Fault {
  std::string english;
};

class Sentence {
 public:
  Sentence() = default;  // nothing
  // Values: sentences, faults, strings and integers.
  template <class... Values>
  Sentence(TextOf<sizeof...(Values)> text, const Values&... values)  // NOLINT(google-explicit-constructor)
      : parts_{Part{text.text(), {ValueOf(values)...}}} {}

  // Another one behind it.
  Sentence Then(const Sentence& next) const;
  Sentence Then(PlainText next) const { return Then(Sentence(next)); }

  bool empty() const { return parts_.empty(); }
  // Its parts with a blank between them.
  std::string In(Language language) const;

 private:
  struct Part;
  struct Saying;
  using Value = std::variant<std::string, Fault, std::vector<Part>>;
  struct Part {
    Text text;
    std::vector<Value> values;
  };
  static std::string SayAll(Language language, const std::vector<Part>& parts);

  template <class T>
  static Value ValueOf(const T& value) {
    if constexpr (std::is_same_v<T, Sentence>) {
      return value.parts_;
    } else if constexpr (std::is_same_v<T, Fault>) {
      return value;
    } else {
      return std::string(AsPiece(value));
    }
  }

  std::vector<Part> parts_;
};

}  // namespace candor::texts
