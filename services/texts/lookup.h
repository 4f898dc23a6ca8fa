// Lookup: a sentence in another language, found by its English one.
//
// For what is said far from where a language is known (errors.h), or long before it (help.h). Lists hold each sentence
// as a form (form.h). The form with the most words of its own that fits takes the sentence apart; what stands in its
// places is looked up in turn, and so are sentences that were joined: one behind the other, or behind a colon.
//
// Promised: values are carried over unread, whatever they hold, and the work is bounded, whatever the sentence is.
// Immutable after construction, and thread-safe then. The lists outlive it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/texts/wording.h"

namespace candor::texts {

class Lookup {
 public:
  explicit Lookup(std::span<const std::span<const Wording>> lists);

  // Nothing where a part of it is in no list. One line of at most 4,096 bytes.
  std::optional<std::string> Find(Language language, std::string_view english) const;

 private:
  // An English form, taken apart once: what stands before each value, and at the end.
  struct Pattern {
    std::vector<std::string_view> plain;
    std::size_t own = 0;  // bytes of its own
    const Wording* wording = nullptr;
  };
  class Search;

  static Pattern PatternOf(const Wording& wording);

  std::vector<Pattern> patterns_;  // most of its own first
};

}  // namespace candor::texts
