#include "programs/candor/draft_asking.h"

#include <algorithm>
#include <filesystem>

#include "base/status.h"
#include "base/wrap.h"
#include "programs/candor/people.h"
#include "services/facilitator/draft_choosing.h"
#include "services/facilitator/draft_file.h"
#include "services/facilitator/draft_walk.h"
#include "services/facilitator/draft_writing.h"
#include "services/follow/world.h"
#include "services/runtime/config.h"
#include "services/runtime/terminal.h"
#include "services/runtime/typed_lines.h"
#include "services/texts/catalogue.h"

namespace candor::cli {
namespace {

using runtime::SafeForTerminal;
using services::facilitator::AnswerKind;
using services::facilitator::DraftAnswers;
using services::facilitator::DraftQuestion;
using services::facilitator::DraftQuestions;
using services::facilitator::DraftSituation;
using services::facilitator::DraftWalk;
using texts::Say;
using texts::Text;

using Answer = std::vector<std::string>;

constexpr std::string_view kPrompt = "  > ";
// Alone on a line.
constexpr std::string_view kBackKey = "<";
constexpr std::string_view kDot = ".";

// Where answers are kept.
struct Keeping {
  std::string file;
  std::string command;  // goes on with them
  bool until_written = false;
};

Keeping KeepingFor(const DraftAsking& options) {
  if (options.answers.empty()) {
    return {Cat(options.file, ".answers"), Cat("candor jam draft --ask ", options.file), true};
  }
  return {options.answers, Cat("candor jam draft --ask ", options.file, " --answers ", options.answers), false};
}

class Asker {
 public:
  Asker(Context& context, const DraftSituation& situation, const Keeping& keeping, const DraftAnswers& earlier)
      : context_(context), language_(situation.language), keeping_(keeping), walk_(situation, earlier) {}

  // OutOfRange when the input ended before all was answered.
  absl::StatusOr<DraftAnswers> AskAll() {
    while (walk_.here().has_value()) {
      ShowQuestion();
      CANDOR_RETURN_IF_ERROR(AskUntilRight());
      CANDOR_RETURN_IF_ERROR(Keep());
    }
    return walk_.given();
  }

  const DraftWalk& walk() const { return walk_; }

 private:
  // What was typed: an answer, or the way back. An answer taken from the brackets is one like any other.
  enum class Typed { kAnswer, kBack, kAnew };

  void Tell(std::string_view text, std::string_view margin = "  ") const {
    const std::string rest(margin.size(), ' ');
    context_.Hint(Wrapped(text, {.first = margin, .rest = rest, .width = runtime::ReadableWidth(stderr)}));
  }
  std::string Said(texts::PlainText text) const { return Say(language_, text); }

  void ShowQuestion() const {
    const DraftQuestion& question = *walk_.here()->question;
    const std::string& reader = walk_.here()->reader;
    context_.Hint("");
    Tell(Cat(Say(language_, Text::kDraftNumbered, walk_.number(), walk_.about()), ": ",
             reader.empty() ? Said(question.asks) : Say(language_, Text::kAskDelegate, SafeForTerminal(reader))),
         "");
    Tell(Said(question.means));
    if (const std::string how = HowTo(question); !how.empty()) Tell(how);
    ShowOffer(question);
    const Answer candidates = walk_.Candidates();
    for (std::size_t i = 0; i < candidates.size(); ++i) Tell(SafeForTerminal(candidates[i]), Cat("  ", i + 1, "  "));
  }

  std::string HowTo(const DraftQuestion& question) const {
    std::string out;
    const auto add = [&](texts::PlainText text) { out += Cat(out.empty() ? "" : " ", Said(text)); };
    if (question.kind == AnswerKind::kText) add(Text::kDraftEndsDot);
    if (question.kind == AnswerKind::kLines) add(Text::kDraftEndsEmpty);
    if (question.kind == AnswerKind::kPeople) add(Text::kDraftChoose);
    if (question.kind == AnswerKind::kDelegates) add(Text::kDraftChooseOne);
    if (!question.required) add(Text::kDraftDotNone);
    return out;
  }

  void ShowOffer(const DraftQuestion& question) const {
    const Answer offer = walk_.Offer();
    if (offer.empty() && question.required) return;
    const bool people = question.kind == AnswerKind::kPeople;
    std::string shown;
    for (const auto& each : offer) shown += Cat(shown.empty() ? "" : people ? ", " : " | ", SafeForTerminal(each));
    Tell(Cat("[", shown.empty() ? Said(Text::kNone) : shown, "]"));
  }

  absl::Status AskUntilRight() {
    for (;;) {
      Answer answer;
      CANDOR_ASSIGN_OR_RETURN(const Typed typed, ReadAnswer(*walk_.here()->question, answer));
      if (typed == Typed::kAnew) {
        Tell(Said(Text::kDraftAnew));
      } else if (typed == Typed::kBack) {
        if (walk_.Back()) return absl::OkStatus();
        Tell(Said(Text::kDraftFirst));
      } else {
        const auto why = walk_.Give(answer);
        if (!why.has_value()) return absl::OkStatus();
        Tell(SafeForTerminal(*why));
      }
    }
  }

  // An empty first line takes the offer.
  absl::StatusOr<Typed> ReadAnswer(const DraftQuestion& question, Answer& answer) {
    CANDOR_ASSIGN_OR_RETURN(const std::string line, lines_.Read(kPrompt));
    if (line == kBackKey) return Typed::kBack;
    if (line == kDot) return Typed::kAnswer;
    if (line.empty()) {
      answer = walk_.Offer();
      return Typed::kAnswer;
    }
    switch (question.kind) {
      case AnswerKind::kText: return ReadText(line, answer);
      case AnswerKind::kLines: return ReadList(line, answer);
      case AnswerKind::kPeople:
      case AnswerKind::kDelegates:
      case AnswerKind::kChoice: answer = services::facilitator::ChosenFrom(line, walk_.Candidates()); break;
      case AnswerKind::kLine:
      case AnswerKind::kDay:
      case AnswerKind::kNumber: answer = {line}; break;
    }
    return Typed::kAnswer;
  }

  absl::StatusOr<Typed> ReadText(std::string line, Answer& answer) {
    std::string text;
    while (line != kDot) {
      if (line == kBackKey) return Typed::kAnew;
      text += Cat(text.empty() ? "" : "\n", line);
      CANDOR_ASSIGN_OR_RETURN(line, lines_.Read(kPrompt));
    }
    answer = {std::move(text)};
    return Typed::kAnswer;
  }

  absl::StatusOr<Typed> ReadList(std::string line, Answer& answer) {
    while (!line.empty()) {
      if (line == kBackKey) return Typed::kAnew;
      answer.push_back(std::move(line));
      CANDOR_ASSIGN_OR_RETURN(line, lines_.Read(kPrompt));
    }
    return Typed::kAnswer;
  }

  // After every answer, so that whatever happens next costs none.
  absl::Status Keep() const {
    const std::string text = services::facilitator::WriteAnswers(walk_.all());
    return As(Exit::kIo, runtime::WriteFileAtomically(keeping_.file, AsBytes(text), 0600));
  }

  Context& context_;
  const texts::Language language_;
  const Keeping& keeping_;
  DraftWalk walk_;
  runtime::TypedLines lines_;
};

// Before anybody has answered forty questions in vain.
absl::Status CheckThereIsSomebody(const audit::BoardView& board, const DraftSituation& situation) {
  if (board.rosters().empty()) {
    return Fail(Exit::kRefused,
                "no roster stands in the log yet: `candor roster import` and `candor countersign` come first");
  }
  const std::int64_t least = std::ranges::find(DraftQuestions(), "min_issued", &DraftQuestion::id)->least;
  const std::int64_t invited = board.rosters().back().record.size;
  if (invited < least) {
    return Fail(Exit::kRefused, Cat("the roster holds ", invited, " people, and at least ", least,
                                    " have to draw a slip before anybody can speak: import a longer list with "
                                    "`candor roster import`"));
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

bool IsOneFile(const std::string& one, const std::string& other) {
  std::error_code ignored;
  return std::filesystem::weakly_canonical(one, ignored) == std::filesystem::weakly_canonical(other, ignored);
}

// What would be found out once all is answered.
absl::Status CheckFiles(const Context& context, const DraftAsking& options, const Keeping& keeping) {
  if (IsOneFile(options.file, keeping.file)) {
    return Told(Exit::kUsage, Say(context.language(), Text::kDraftSameFile, options.file));
  }
  if (runtime::FileExists(options.file)) {
    return Told(Exit::kUsage, Say(context.language(), Text::kDraftThere, options.file));
  }
  CANDOR_RETURN_IF_ERROR(As(Exit::kIo, runtime::CheckCanMakeFile(options.file)));
  return As(Exit::kIo, runtime::CheckCanMakeFile(keeping.file));
}

absl::StatusOr<DraftAnswers> EarlierAnswers(const Context& context, const Keeping& keeping) {
  if (!runtime::FileExists(keeping.file)) return DraftAnswers();
  CANDOR_ASSIGN_OR_RETURN(const runtime::Config file, As(Exit::kUsage, runtime::Config::Load(keeping.file)));
  const DraftAnswers out = services::facilitator::ReadAnswers(file);
  CANDOR_RETURN_IF_ERROR(As(Exit::kUsage, file.Finish()));
  context.Hint(Wrapped(Say(context.language(), Text::kDraftTakenUp, keeping.file),
                       {.width = runtime::ReadableWidth(stderr)}));
  return out;
}

// The same status, and where the answers are.
absl::Status AndKept(const Context& context, const absl::Status& status, const Keeping& keeping) {
  if (status.ok() || !runtime::FileExists(keeping.file)) return status;
  return Told(ExitOf(status), Cat(context.InWords(status), " ",
                                  Say(context.language(), Text::kDraftKept, keeping.file, keeping.command)));
}

absl::Status AskAndWrite(Context& context, const DraftSituation& situation, const DraftAsking& options,
                         const Keeping& keeping, const DraftAnswers& earlier) {
  const texts::Language language = context.language();
  Asker asker(context, situation, keeping, earlier);
  const auto answers = asker.AskAll();
  if (absl::IsOutOfRange(answers.status())) {
    const DraftWalk& walk = asker.walk();
    return Told(Exit::kUsage,
                Say(language, Text::kDraftEnded, walk.number(), walk.here()->question->id, options.file));
  }
  CANDOR_RETURN_IF_ERROR(answers.status());
  const std::string text = services::facilitator::WriteDraftFile(*answers, language);
  const auto draft = services::facilitator::ReadDraftText(text, options.file, situation.board);
  if (!draft.ok()) {
    return Told(Exit::kUsage, Say(language, Text::kDraftRefused, context.InWords(draft.status()), options.file));
  }
  return As(Exit::kIo, runtime::CreateFileAtomically(options.file, AsBytes(text), 0600));
}

}  // namespace

absl::Status AskForDraft(Context& context, const DraftAsking& options) {
  const Keeping keeping = KeepingFor(options);
  CANDOR_RETURN_IF_ERROR(CheckFiles(context, options, keeping));
  CANDOR_ASSIGN_OR_RETURN(services::follow::World* world, SyncedWorld(context));
  const texts::Language language = context.language();
  const DraftSituation situation{world->board(), context.today(), language};
  CANDOR_RETURN_IF_ERROR(CheckThereIsSomebody(world->board(), situation));
  CANDOR_ASSIGN_OR_RETURN(const DraftAnswers earlier, EarlierAnswers(context, keeping));
  std::string intro = Say(language, Text::kDraftIntro, options.file, keeping.file, kBackKey);
  if (keeping.until_written) intro += Cat(" ", Say(language, Text::kDraftGoneThen, keeping.file, options.file));
  context.Hint(Wrapped(intro, {.width = runtime::ReadableWidth(stderr)}));
  CANDOR_RETURN_IF_ERROR(
      AndKept(context, AskAndWrite(context, situation, options, keeping, earlier), keeping));
  if (keeping.until_written) CANDOR_RETURN_IF_ERROR(As(Exit::kIo, runtime::RemoveFile(keeping.file)));
  context.Print(Say(language, Text::kDraftWritten, options.file));
  context.Result(Json::Object().Set("file", options.file));
  return absl::OkStatus();
}

}  // namespace candor::cli
