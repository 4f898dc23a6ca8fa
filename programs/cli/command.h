// The command line of a program: its verbs, their options, and the help that is made of them.
//
// CLI11 does the work and is included by command.cc alone: its headers, in every file of verbs, took
// longer to compile than all the verbs did. What is written here is what the three programs use of it.
//
//   CommandLine line("Run the servers of Candor.", "candord", "Exit codes: 0 done; …");
//   Command* serve = line.AddCommand("board", "Run the board until stopped");
//   serve->AddOption("--config", config, "Its configuration (TOML)").Required();
//   serve->OnChosen([&] { verb = RunBoard; });
//   switch (line.Parse(argc, argv)) …
//
// A variable that is bound to an option has to live until Parse() has returned; commands live as long as
// their CommandLine. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace candor::cli {

// An option that was added; each call narrows it, and returns it.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}

  Option Required();
  // Numbers from `least` to `most`, both included.
  Option Range(std::int64_t least, std::int64_t most);
  Option OneOf(std::vector<std::string> values);
  // One value on the command line is split at `delimiter` into several.
  Option Delimiter(char delimiter);
  // The help shows what the variable holds now.
  Option ShowDefault();

 private:
  CLI::Option* option_;
};

class Command {
 public:
  virtual ~Command();
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;

  // Owned by this one.
  Command* AddCommand(const std::string& name, const std::string& summary);
  // `names`: "--out", or "file" for a positional one, or several with commas. A vector takes several
  // values. The types are those that command.cc instantiates: text, paths, numbers, vectors and optionals
  // of them.
  template <class T>
  Option AddOption(const std::string& names, T& value, const std::string& what);
  void AddFlag(const std::string& names, bool& value, const std::string& what);

  void SetGroup(const std::string& heading);  // under which heading the help lists this command
  // At the end of its help: command lines, one a line, and what the line's exit codes mean. Every command has one.
  void SetExample(const std::string& lines);
  void RequireCommand();                      // exactly one of its commands has to be given
  void PassOptionsUp();                       // what it does not know, the command above may
  // Called by Parse(), once the whole line was understood so far as this command goes.
  void OnChosen(std::function<void()> act);

 protected:
  Command(CLI::App& app, std::shared_ptr<const std::string> exit_codes)
      : app_(app), exit_codes_(std::move(exit_codes)) {}
  CLI::App& app() { return app_; }

 private:
  CLI::App& app_;
  const std::shared_ptr<const std::string> exit_codes_;  // one for all commands of a line
  std::vector<std::unique_ptr<Command>> commands_;
};

enum class Parsed {
  kChosen,     // a command was chosen, its OnChosen was called
  kHelpShown,  // help was asked for and is printed: end with 0
  kWrong,      // what is wrong is printed on standard error
};

// English in another language. Help is asked for piece by piece, an error as one sentence.
struct Words {
  using Said = std::function<std::string(std::string_view)>;
  Said help = [](std::string_view english) { return std::string(english); };
  Said error = help;
};

class CommandLine : public Command {
 public:
  // `exit_codes`: the table for the end of every help, lines of at most 100 characters.
  CommandLine(const std::string& what, const std::string& program, std::string exit_codes);
  ~CommandLine() override;

  // Exactly one command has to be given; options of the line may stand behind it.
  Parsed Parse(int argc, const char* const* argv, const Words& words = {});

 private:
  CommandLine(std::unique_ptr<CLI::App> app, std::string exit_codes);
  std::unique_ptr<CLI::App> line_;
};

}  // namespace candor::cli
