// The questions of a draft: what a facilitator is asked, in order, and what is right for an answer.
//
// One table for all who use it: the one who asks (programs/candor/draft_asking.h), and the one who writes
// the file (draft_writing.h). An answer is a list of strings: one for a line, a text, a day or a number;
// any number for lines and people; nothing where a question was left out. The file that comes of it is
// read by draft_file.h, whose word is the last: Check here says early what can be said early.
// Pure; thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "audit/board_view.h"
#include "services/texts/catalogue.h"

namespace candor::services::facilitator {

enum class AnswerKind : std::uint8_t {
  kChoice,  // one of the candidates
  kLine,
  kText,   // over several lines
  kLines,  // a list of lines
  kDay,    // "2026-03-09"
  kNumber,
  kPeople,     // names, chosen from those of a role
  kDelegates,  // reader and delegate in turn; asked once for each reader
};

struct DraftQuestion {
  // Where the answer stands in the file: "" is the root; "[audiences]" one of the tables of that name.
  std::string_view table;
  std::string_view key;
  std::string_view id;  // unique; the key's name in a file of answers
  AnswerKind kind = AnswerKind::kLine;
  bool required = false;
  std::int64_t least = 0;  // of a number
  std::int64_t most = 0;   // of a number; bytes of a line or text, or of each of a list
  std::size_t count = 1;   // most in a list
  texts::PlainText asks;
  texts::PlainText means;
};

// In the order in which they are asked.
std::span<const DraftQuestion> DraftQuestions();

using DraftAnswers = std::map<std::string, std::vector<std::string>, std::less<>>;

// What a person may need to know beside the answers so far.
struct DraftSituation {
  const audit::BoardView& board;
  Day today = 0;
  texts::Language language = texts::Language::kEnglish;
};

// Whether the answers so far, or the log, leave nothing to ask.
bool IsLeftOut(const DraftQuestion& question, const DraftAnswers& answers, const DraftSituation& situation);

// What to choose from, in the order shown: of people, those names that are one actor's alone in that role.
std::vector<std::string> CandidatesFor(const DraftQuestion& question, const DraftAnswers& answers,
                                       const DraftSituation& situation);

// What is offered: earlier answers are the asker's affair, this is for the first time. May be empty.
std::vector<std::string> ProposalFor(const DraftQuestion& question, const DraftAnswers& answers,
                                     const DraftSituation& situation);

// A sentence where the answer cannot be right; nothing where it may be.
std::optional<std::string> WhyNot(const DraftQuestion& question, const std::vector<std::string>& answer,
                                  const DraftAnswers& answers, const DraftSituation& situation);

}  // namespace candor::services::facilitator
