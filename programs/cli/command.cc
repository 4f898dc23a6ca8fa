#include "programs/cli/command.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

namespace candor::cli {
namespace {

// A command is made from its parent's App, which owns it.
class Subcommand : public Command {
 public:
  Subcommand(CLI::App& app, std::shared_ptr<const std::string> exit_codes)
      : Command(app, std::move(exit_codes)) {}
};

// The program with the verbs that were understood, as somebody types them.
std::string NameOf(const CLI::App& app) {
  std::string out = app.get_name();
  for (const CLI::App* at = &app; !at->get_subcommands().empty();) {
    at = at->get_subcommands().front();
    out += " " + at->get_name();
  }
  return out;
}

// What was given and is not understood, if anything: that comes before what may be missing because of it.
std::optional<std::string> WhatIsUnknown(const CLI::App& line) {
  const std::vector<std::string> unknown = line.remaining(true);
  if (unknown.empty()) return std::nullopt;
  const auto option = std::ranges::find_if(unknown, [](const std::string& each) { return each.starts_with("-"); });
  if (option != unknown.end()) return "there is no option \"" + *option + "\" here";
  const CLI::App* at = &line;
  while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
  const bool expects_command = at->get_require_subcommand_min() > 0;
  return expects_command ? "there is no command \"" + unknown.front() + "\""
                         : "this is more than it takes: \"" + unknown.front() + "\"";
}

std::string EachLine(const std::string& text, const Words::Said& said) {
  std::istringstream lines(text);
  std::string out;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    out += (out.empty() ? "" : "\n") + line.substr(0, indent) + said(line.substr(indent));
  }
  return out;
}

// All that its help is made of, in the words of `said`: of it, and of the commands below it.
void SayHelp(CLI::App& app, const Words::Said& said) {
  app.description(said(app.get_description()));
  app.group(said(app.get_group()));
  app.footer(EachLine(app.get_footer(), said));
  for (CLI::Option* option : app.get_options()) {
    option->description(said(option->get_description()));
    option->group(said(option->get_group()));
  }
  for (const char* label : {"Usage", "OPTIONS", "SUBCOMMAND", "SUBCOMMANDS", "Positionals", "REQUIRED", "INT", "UINT",
                            "NUMBER"}) {
    app.get_formatter()->label(label, said(label));
  }
  for (CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) SayHelp(*command, said);
}

}  // namespace

Option Option::Required() {
  option_->required();
  return *this;
}

Option Option::Range(std::int64_t least, std::int64_t most) {
  // Said in people's words: the library would name its types and brackets.
  option_->check(CLI::Range(least, most).description(""));
  option_->type_name("NUMBER");
  option_->description(option_->get_description() + " (" + std::to_string(least) + " to " + std::to_string(most) + ")");
  return *this;
}

Option Option::OneOf(std::vector<std::string> values) {
  option_->check(CLI::IsMember(std::move(values)));
  return *this;
}

Option Option::Delimiter(char delimiter) {
  option_->delimiter(delimiter);
  return *this;
}

Option Option::ShowDefault() {
  option_->capture_default_str();
  option_->description(option_->get_description() + " (default: " + option_->get_default_str() + ")");
  option_->default_str("");
  return *this;
}

Command::~Command() = default;

Command* Command::AddCommand(const std::string& name, const std::string& summary) {
  commands_.push_back(std::make_unique<Subcommand>(*app_.add_subcommand(name, summary), exit_codes_));
  return commands_.back().get();
}

template <class T>
Option Command::AddOption(const std::string& names, T& value, const std::string& what) {
  return Option(app_.add_option(names, value, what));
}

using Path = std::filesystem::path;
template Option Command::AddOption(const std::string&, std::string&, const std::string&);
template Option Command::AddOption(const std::string&, Path&, const std::string&);
template Option Command::AddOption(const std::string&, std::vector<std::string>&, const std::string&);
template Option Command::AddOption(const std::string&, std::int32_t&, const std::string&);
template Option Command::AddOption(const std::string&, std::int64_t&, const std::string&);
template Option Command::AddOption(const std::string&, std::uint16_t&, const std::string&);
template Option Command::AddOption(const std::string&, std::uint32_t&, const std::string&);
template Option Command::AddOption(const std::string&, std::uint64_t&, const std::string&);
template Option Command::AddOption(const std::string&, std::optional<std::int64_t>&, const std::string&);
template Option Command::AddOption(const std::string&, std::optional<std::uint64_t>&, const std::string&);

void Command::AddFlag(const std::string& names, bool& value, const std::string& what) {
  app_.add_flag(names, value, what);
}

void Command::SetGroup(const std::string& heading) { app_.group(heading); }
void Command::SetExample(const std::string& lines) {
  std::string footer = "Example:";
  std::istringstream each(lines);
  for (std::string line; std::getline(each, line);) footer += "\n  " + line;
  app_.footer(footer + "\n\n" + *exit_codes_);
}
void Command::RequireCommand() { app_.require_subcommand(1); }
void Command::PassOptionsUp() { app_.fallthrough(); }
void Command::OnChosen(std::function<void()> act) { app_.callback(std::move(act)); }

CommandLine::CommandLine(const std::string& what, const std::string& program, std::string exit_codes)
    : CommandLine(std::make_unique<CLI::App>(what, program), std::move(exit_codes)) {}

CommandLine::CommandLine(std::unique_ptr<CLI::App> app, std::string exit_codes)
    : Command(*app, std::make_shared<const std::string>(std::move(exit_codes))), line_(std::move(app)) {
  RequireCommand();
  PassOptionsUp();
}

CommandLine::~CommandLine() = default;

Parsed CommandLine::Parse(int argc, const char* const* argv, const Words& words) {
  if (argc <= 1) {
    SayHelp(*line_, words.help);
    std::cerr << line_->help();
    return Parsed::kWrong;
  }
  try {
    line_->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {
      SayHelp(*line_, words.help);
      line_->exit(error);
      return Parsed::kHelpShown;
    }
    const std::string verb = NameOf(*line_);
    std::string what = WhatIsUnknown(*line_).value_or(error.what());
    what += ". Nothing was done; `" + verb + " --help` shows how it is used.";
    std::cerr << line_->get_name() << ": " << words.error(what) << '\n';
    return Parsed::kWrong;
  }
  return Parsed::kChosen;
}

}  // namespace candor::cli
