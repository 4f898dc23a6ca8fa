// The way through the questions of a draft: which one comes next, what is offered for it, and the way back.
//
// It holds what was answered in this walk, and what an earlier one left (a file of answers, or the answers behind which
// one went back): that is offered again where it may still be right. Who stands in for a reader is a question of its
// own for each reader. Numbers count the questions that are asked, so they never jump; how many there will be depends
// on answers that are not given yet.
// Not thread-safe; the situation's log must outlive it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "services/facilitator/draft_questions.h"

namespace candor::services::facilitator {

class DraftWalk {
 public:
  // `earlier` as ReadAnswers gives it (draft_writing.h).
  DraftWalk(const DraftSituation& situation, const DraftAnswers& earlier);

  struct Step {
    const DraftQuestion* question = nullptr;
    std::string reader;  // of the question who stands in for them; else empty
  };
  // Nothing once all is answered.
  const std::optional<Step>& here() const { return here_; }
  // From 1; of all that are asked, by what is known now.
  std::size_t number() const { return position_ + 1; }
  std::size_t about() const { return about_; }

  // For the question here. An offer may be empty: nothing, or nobody.
  std::vector<std::string> Candidates() const;
  std::vector<std::string> Offer() const;
  // Takes the answer and goes on; or stays, and says why.
  std::optional<std::string> Give(const std::vector<std::string>& answer);
  // To the question before, whose answer is offered there. False at the first one.
  bool Back();

  // What was answered on the way to here, as WriteDraftFile takes it.
  DraftAnswers given() const { return Joined(given_); }
  // The same with what is left of earlier answers: for a file of answers.
  DraftAnswers all() const;

 private:
  static std::string IdOf(const Step& step);
  static DraftAnswers Joined(const DraftAnswers& parted);
  std::optional<std::string> WhyNotHere(const std::vector<std::string>& answer) const;
  void Look();

  const DraftSituation situation_;
  // By the ids of questions; who stands in for a reader has an entry for each reader.
  DraftAnswers given_;
  DraftAnswers earlier_;
  std::size_t position_ = 0;
  std::size_t about_ = 0;
  std::optional<Step> here_;
};

}  // namespace candor::services::facilitator
