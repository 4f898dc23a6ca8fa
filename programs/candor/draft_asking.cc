#include "programs/candor/draft_asking.h"

#include <algorithm>
#include <sstream>

#include "base/status.h"
#include "programs/candor/people.h"
#include "services/facilitator/draft_file.h"
#include "services/facilitator/draft_writing.h"
#include "services/follow/world.h"
#include "services/runtime/config.h"
#include "services/runtime/terminal.h"
#include "services/texts/catalogue.h"

namespace candor::cli {
namespace {

using runtime::SafeForTerminal;
using services::facilitator::AnswerKind;
using services::facilitator::DraftAnswers;
using services::facilitator::DraftQuestion;
using services::facilitator::DraftQuestions;
using services::facilitator::DraftSituation;
using texts::Say;
using texts::Text;

using Answer = std::vector<std::string>;

class Asker {
 public:
  Asker(Context& context, const audit::BoardView& board, const DraftAsking& options)
      : context_(context), situation_{board, context.today(), context.language()}, options_(options) {}

  absl::Status TakeUpEarlierAnswers() {
    if (options_.answers.empty() || !runtime::FileExists(options_.answers)) return absl::OkStatus();
    const auto file = runtime::Config::Load(options_.answers);
    if (!file.ok()) return As(Exit::kUsage, file.status());
    earlier_ = services::facilitator::ReadAnswers(*file);
    return As(Exit::kUsage, file->Finish());
  }

  absl::StatusOr<DraftAnswers> AskAll() {
    std::size_t number = 0;
    for (const DraftQuestion& question : DraftQuestions()) {
      ++number;
      if (IsLeftOut(question, answers_, situation_)) continue;
      auto answer = question.kind == AnswerKind::kDelegates ? AskDelegates(question) : AskUntilRight(question, number);
      if (!answer.ok()) return Ended(question, number);
      answers_.insert_or_assign(std::string(question.id), *std::move(answer));
      CANDOR_RETURN_IF_ERROR(Keep());
    }
    return answers_;
  }

 private:
  void Tell(std::string_view line) const { context_.Hint(line); }
  std::string Said(texts::PlainText text) const { return Say(situation_.language, text); }

  // What was answered earlier, where it is still right; else what is proposed.
  Answer OfferFor(const DraftQuestion& question) const {
    const auto at = earlier_.find(question.id);
    if (at != earlier_.end() && !WhyNot(question, at->second, answers_, situation_).has_value()) return at->second;
    return ProposalFor(question, answers_, situation_);
  }

  absl::StatusOr<Answer> AskUntilRight(const DraftQuestion& question, std::size_t number) {
    const Answer offer = OfferFor(question);
    const Answer candidates = CandidatesFor(question, answers_, situation_);
    Tell(Cat("\n", number, "/", DraftQuestions().size(), "  ", Said(question.asks)));
    Tell(Cat("  ", Said(question.means)));
    ShowOffer(question, offer);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      Tell(Cat("  ", i + 1, "  ", SafeForTerminal(candidates[i])));
    }
    for (;;) {
      CANDOR_ASSIGN_OR_RETURN(Answer answer, ReadAnswer(question, offer, candidates));
      const auto why = WhyNot(question, answer, answers_, situation_);
      if (!why.has_value()) return answer;
      Tell(Cat("  ", *why));
    }
  }

  void ShowOffer(const DraftQuestion& question, const Answer& offer) const {
    const bool chosen = question.kind == AnswerKind::kPeople;
    if (question.kind == AnswerKind::kText) Tell(Cat("  ", Said(Text::kDraftEndsDot)));
    if (question.kind == AnswerKind::kLines) Tell(Cat("  ", Said(Text::kDraftEndsEmpty)));
    if (chosen) Tell(Cat("  ", Said(Text::kDraftChoose)));
    if (offer.empty() && question.required) return;
    std::string shown;
    for (const auto& each : offer) shown += Cat(shown.empty() ? "" : chosen ? ", " : " | ", SafeForTerminal(each));
    Tell(Cat("  [", shown.empty() ? Said(Text::kNone) : shown, "]"));
  }

  // An empty first line takes the offer.
  absl::StatusOr<Answer> ReadAnswer(const DraftQuestion& question, const Answer& offer, const Answer& candidates) {
    CANDOR_ASSIGN_OR_RETURN(std::string line, context_.Ask("  > "));
    if (line.empty()) return offer;
    switch (question.kind) {
      case AnswerKind::kText: return ReadText(std::move(line));
      case AnswerKind::kLines: return ReadLines(std::move(line));
      case AnswerKind::kPeople: return Chosen(line, candidates);
      case AnswerKind::kChoice: return Named(line, candidates);
      case AnswerKind::kLine:
      case AnswerKind::kDay:
      case AnswerKind::kNumber:
      case AnswerKind::kDelegates: break;
    }
    return Answer{std::move(line)};
  }

  absl::StatusOr<Answer> ReadText(std::string line) {
    std::string text;
    while (line != ".") {
      text += Cat(text.empty() ? "" : "\n", line);
      CANDOR_ASSIGN_OR_RETURN(line, context_.Ask("  > "));
    }
    return text.empty() ? Answer{} : Answer{std::move(text)};
  }

  absl::StatusOr<Answer> ReadLines(std::string line) {
    Answer out;
    while (!line.empty()) {
      out.push_back(std::move(line));
      CANDOR_ASSIGN_OR_RETURN(line, context_.Ask("  > "));
    }
    return out;
  }

  // "1 3", once each. What is no number of the list becomes a name that is in none, and is refused as such.
  static Answer Chosen(const std::string& line, const Answer& candidates) {
    std::istringstream words(line);
    Answer out;
    for (std::string word; words >> word;) {
      if (word.ends_with(',')) word.pop_back();
      std::string name;
      for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (word == std::to_string(i + 1)) name = candidates[i];
      }
      if (std::ranges::find(out, name) == out.end()) out.push_back(std::move(name));
    }
    return out;
  }

  // By its number, or as it is called.
  static Answer Named(const std::string& line, const Answer& candidates) {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (line == std::to_string(i + 1)) return {candidates[i]};
    }
    return {line};
  }

  // One question for each reader; Enter for nobody.
  absl::StatusOr<Answer> AskDelegates(const DraftQuestion& question) {
    const Answer readers = CandidatesFor(question, answers_, situation_);
    Answer out;
    for (const auto& reader : readers) {
      Answer others = readers;
      std::erase(others, reader);
      Tell(Cat("\n", Say(situation_.language, Text::kAskDelegate, SafeForTerminal(reader))));
      Tell(Cat("  ", Said(Text::kMeansDelegates)));
      for (std::size_t i = 0; i < others.size(); ++i) Tell(Cat("  ", i + 1, "  ", SafeForTerminal(others[i])));
      Tell(Cat("  [", Said(Text::kNone), "]"));
      for (;;) {
        CANDOR_ASSIGN_OR_RETURN(const std::string line, context_.Ask("  > "));
        if (line.empty()) break;
        const Answer chosen = Chosen(line, others);
        if (chosen.size() == 1 && !chosen.front().empty()) {
          out.push_back(reader);
          out.push_back(chosen.front());
          break;
        }
        Tell(Cat("  ", Said(Text::kDraftNumbers)));
      }
    }
    return out;
  }

  // After every answer, so that a cut connection costs one.
  absl::Status Keep() const {
    if (options_.answers.empty()) return absl::OkStatus();
    DraftAnswers kept = earlier_;
    for (const auto& [id, answer] : answers_) kept.insert_or_assign(id, answer);
    const std::string text = services::facilitator::WriteAnswers(kept);
    return As(Exit::kIo, runtime::WriteFileAtomically(options_.answers, AsBytes(text), 0600));
  }

  absl::Status Ended(const DraftQuestion& question, std::size_t number) const {
    const bool kept = !options_.answers.empty() && number > 1;
    return Fail(Exit::kUsage,
                Cat("the input ended at question ", number, " of ", DraftQuestions().size(), " (", question.id, "). ",
                    options_.file, " was not written.",
                    kept ? Cat(" ", Say(situation_.language, Text::kDraftKept, options_.answers))
                         : std::string(" With --answers FILE the answers are kept for the next time.")));
  }

  Context& context_;
  const DraftSituation situation_;
  const DraftAsking& options_;
  DraftAnswers earlier_;
  DraftAnswers answers_;
};

// Before anybody has answered forty questions in vain.
absl::Status CheckThereIsSomebody(const audit::BoardView& board, const DraftSituation& situation) {
  if (board.rosters().empty()) {
    return Fail(Exit::kRefused,
                "no roster stands in the log yet: `candor roster import` and `candor countersign` come first");
  }
  for (const DraftQuestion& question : DraftQuestions()) {
    if (question.kind != AnswerKind::kPeople || question.id == "second_readers" || question.id == "panel_readers") continue;
    if (CandidatesFor(question, {}, situation).empty()) {
      return Fail(Exit::kRefused, Cat("the log grants nobody a role for \"", question.key,
                                      "\": `candor actor grant` and `candor countersign` come first"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status AskForDraft(Context& context, const DraftAsking& options) {
  if (runtime::FileExists(options.file)) {
    return Fail(Exit::kUsage, Cat(options.file, " is there already, and was left as it is: name another file"));
  }
  CANDOR_ASSIGN_OR_RETURN(services::follow::World* world, SyncedWorld(context));
  const DraftSituation situation{world->board(), context.today(), context.language()};
  CANDOR_RETURN_IF_ERROR(CheckThereIsSomebody(world->board(), situation));
  context.Hint(Say(context.language(), Text::kDraftIntro));
  Asker asker(context, world->board(), options);
  CANDOR_RETURN_IF_ERROR(asker.TakeUpEarlierAnswers());
  CANDOR_ASSIGN_OR_RETURN(const DraftAnswers answers, asker.AskAll());
  const std::string text = services::facilitator::WriteDraftFile(answers, context.language());
  const auto draft = services::facilitator::ReadDraftText(text, options.file, world->board());
  if (!draft.ok()) {
    return Fail(Exit::kUsage, Cat(AsPiece(draft.status().message()), ". ", options.file, " was not written.",
                                  options.answers.empty()
                                      ? std::string()
                                      : Cat(" ", Say(context.language(), Text::kDraftKept, options.answers))));
  }
  CANDOR_RETURN_IF_ERROR(As(Exit::kIo, runtime::CreateFileAtomically(options.file, AsBytes(text), 0600)));
  context.Print(Say(context.language(), Text::kDraftWritten, options.file));
  context.Result(Json::Object().Set("file", options.file));
  return absl::OkStatus();
}

}  // namespace candor::cli
