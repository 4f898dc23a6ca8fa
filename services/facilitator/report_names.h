// ReportNames: what people call the things of a jam, in their language: people, themes, actions, texts, states.
//
// Names and titles are strangers' texts, kept as they were written. Pure.
#pragma once

#include <string>

#include "audit/board_view.h"
#include "services/texts/catalogue.h"

namespace candor::services::facilitator {

class ReportNames {
 public:
  // All three must outlive it.
  ReportNames(const audit::BoardView& board, const audit::Campaign& campaign, texts::Language language)
      : board_(board), campaign_(campaign), language_(language) {}

  // As the manifest or else the log names them; the key's first digits where neither does.
  std::string OfPerson(const records::VerifyKey& key) const;
  // Its newest title. Theme and action exist.
  std::string OfTheme(const crypto::Hash& theme) const;
  std::string OfAction(const crypto::Hash& action) const;
  // What can be answered or published: a theme by its title, an opinion or contribution as such, with its first digits.
  std::string OfThing(const crypto::Hash& target) const;
  // The words of a published text; that it is hidden and why, or that it was erased. It is published.
  std::string TextOf(const crypto::Hash& published) const;
  // A place among the campaign's moderation reasons.
  std::string OfReason(std::uint8_t reason) const;

  texts::PlainText Of(records::AnswerStatus status) const;
  texts::PlainText Of(records::Verdict verdict) const;
  texts::PlainText Of(records::Outcome outcome) const;
  texts::PlainText Of(records::Form form) const;
  // The newest.
  texts::PlainText OutcomeOf(const audit::ActionState& action) const;

 private:
  const audit::BoardView& board_;
  const audit::Campaign& campaign_;
  texts::Language language_;
};

}  // namespace candor::services::facilitator
