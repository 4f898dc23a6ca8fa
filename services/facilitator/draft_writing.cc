#include "services/facilitator/draft_writing.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "base/wrap.h"

namespace candor::services::facilitator {
namespace {

using texts::Say;
using texts::Text;

constexpr std::size_t kWidth = 100;

std::string Comment(std::string_view text) {
  return Cat(Wrapped(text, {.first = "# ", .rest = "# ", .width = kWidth}), "\n");
}

// A basic string of TOML 1.0; a text of several lines as one of several lines, whose value ends where the text does.
std::string Quoted(std::string_view text) {
  const bool lines = text.find('\n') != std::string_view::npos;
  std::string out = lines ? "\"\"\"\n" : "\"";
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out + (lines ? "\\\n\"\"\"" : "\"");
}

std::string List(const std::vector<std::string>& values) {
  if (values.size() == 1) return Cat("[", Quoted(values.front()), "]");
  std::string out = "[\n";
  for (const auto& value : values) out += Cat("  ", Quoted(value), ",\n");
  return out + "]";
}

std::string ValueOf(const DraftQuestion& question, const std::vector<std::string>& answer) {
  switch (question.kind) {
    case AnswerKind::kNumber: return answer.front();
    case AnswerKind::kLines:
    case AnswerKind::kPeople:
    case AnswerKind::kDelegates: return List(answer);
    case AnswerKind::kChoice:
    case AnswerKind::kLine:
    case AnswerKind::kText:
    case AnswerKind::kDay: break;
  }
  return Quoted(answer.front());
}

class DraftWriter {
 public:
  DraftWriter(const DraftAnswers& answers, texts::Language language) : answers_(answers), language_(language) {}

  std::string Write() {
    out_ = Comment(Say(language_, Text::kDraftHead));
    // What stands in no table comes first, or it would stand in one.
    WriteTable("");
    for (const std::string_view table : {"programme", "phases", "protection", "quotas", "clocks"}) {
      out_ += Cat("\n[", table, "]\n");
      WriteTable(table);
    }
    WriteAudiences();
    WriteDelegates();
    if (!Given("panel").empty()) {
      out_ += "\n[appeal_panel]\n";
      WriteTable("appeal_panel");
    }
    return std::move(out_);
  }

 private:
  const std::vector<std::string>& Given(std::string_view id) const {
    static const std::vector<std::string> kNothing;
    const auto at = answers_.find(id);
    return at == answers_.end() ? kNothing : at->second;
  }
  const DraftQuestion& QuestionOf(std::string_view id) const {
    return *std::ranges::find(DraftQuestions(), id, &DraftQuestion::id);
  }
  void WriteAnswer(const DraftQuestion& question, const std::vector<std::string>& answer) {
    if (answer.empty()) return;
    out_ += Cat(Comment(Cat(Say(language_, question.asks), " ", Say(language_, question.means))), question.key, " = ",
                ValueOf(question, answer), "\n");
    if (question.table.empty()) out_ += "\n";
  }
  void WriteTable(std::string_view table) {
    if (table.empty()) out_ += "\n";
    for (const auto& question : DraftQuestions()) {
      if (question.table == table) WriteAnswer(question, Given(question.id));
    }
  }
  // The first list holds all readers, the second those who were chosen for it.
  void WriteAudiences() {
    out_ += "\n[[audiences]]\n";
    WriteAnswer(QuestionOf("audience"), Given("audience"));
    out_ += Cat("readers = ", List(Given("readers")), "\n");
    if (Given("second_audience").empty()) return;
    out_ += "\n[[audiences]]\n";
    WriteAnswer(QuestionOf("second_audience"), Given("second_audience"));
    WriteAnswer(QuestionOf("second_readers"), Given("second_readers"));
  }
  void WriteDelegates() {
    const auto& pairs = Given("delegates");
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
      out_ += Cat("\n[[delegates]]\n", Comment(Say(language_, Text::kMeansDelegates)), "reader = ", Quoted(pairs[i]),
                  "\ndelegate = ", Quoted(pairs[i + 1]), "\n");
    }
  }

  const DraftAnswers& answers_;
  const texts::Language language_;
  std::string out_;
};

}  // namespace

std::string WriteDraftFile(const DraftAnswers& answers, texts::Language language) {
  return DraftWriter(answers, language).Write();
}

std::string WriteAnswers(const DraftAnswers& answers) {
  std::string out;
  for (const auto& [id, answer] : answers) out += Cat(id, " = ", answer.empty() ? "[]" : List(answer), "\n");
  return out;
}

DraftAnswers ReadAnswers(const runtime::Config& file) {
  DraftAnswers out;
  for (const auto& question : DraftQuestions()) {
    if (file.Has(question.id)) out.emplace(question.id, file.OptionalStrings(question.id));
  }
  return out;
}

}  // namespace candor::services::facilitator
