#include "services/runtime/config.h"

#include <toml++/toml.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/status.h"
#include "base/text.h"

namespace candor::runtime {
namespace {

constexpr std::size_t kMaxConfig = std::size_t{1} << 20;

std::string Quoted(std::string_view key) { return Cat("'", key, "'"); }

}  // namespace

struct Config::File {
  Path path;
  Path folder;
  toml::table root;
  std::vector<std::string> problems;
  // The keys that were asked for, table by table.
  std::map<const toml::table*, std::set<std::string, std::less<>>> known;

  // Line 0: the problem has no place of its own.
  void Complain(std::uint32_t line, std::string_view what) {
    problems.push_back(line == 0 ? Cat("config ", path.string(), ": ", what)
                                 : Cat("config ", path.string(), ", line ", line, ": ", what));
  }

  // Tables that nobody asked for are reported as one unknown key by their parent, not key by key.
  void FindUnknown(const toml::table& table) {
    const auto asked = known.find(&table);
    for (const auto& [key, node] : table) {
      if (asked == known.end() || !asked->second.contains(key.str())) {
        Complain(node.source().begin.line,
                 Cat("unknown key ", Quoted(key.str()), ": correct its spelling or remove it"));
        continue;
      }
      if (const auto* below = node.as_table()) FindUnknown(*below);
      if (const auto* list = node.as_array()) FindUnknown(*list);
    }
  }
  void FindUnknown(const toml::array& list) {
    for (const auto& node : list) {
      if (const auto* below = node.as_table()) FindUnknown(*below);
    }
  }

  static const toml::table* Table(const void* table) {
    return static_cast<const toml::table*>(table);
  }

  // The node at a key, which counts as asked for. Null when it is not there.
  const toml::node* Find(const void* table, std::string_view key) {
    if (table == nullptr) return nullptr;
    known[Table(table)].emplace(key);
    return Table(table)->get(key);
  }

  // As Find; complains when there is none, but not in a table that is itself missing.
  const toml::node* Require(const void* table, std::string_view key, std::string_view what) {
    const toml::node* node = Find(table, key);
    if (node == nullptr && table != nullptr) {
      Complain(Table(table)->source().begin.line,
               Cat(Quoted(key), " is missing: set it to ", what));
    }
    return node;
  }

  void WrongType(const toml::node& node, std::string_view key, std::string_view what) {
    Complain(node.source().begin.line, Cat(Quoted(key), " has the wrong type: set it to ", what));
  }

  std::string Text(const toml::node& node, std::string_view key) {
    const auto* value = node.as_string();
    if (value == nullptr) {
      WrongType(node, key, "a text in quotes");
      return {};
    }
    if (value->get().empty()) {
      Complain(node.source().begin.line, Cat(Quoted(key), " is empty: give it a value"));
    }
    return value->get();
  }

  std::int64_t Integer(const toml::node& node, std::string_view key, Range range) {
    const auto* value = node.as_integer();
    if (value == nullptr) {
      WrongType(node, key, "a whole number");
      return range.min;
    }
    if (value->get() < range.min || value->get() > range.max) {
      Complain(node.source().begin.line,
               Cat(Quoted(key), " is out of range: set it to a number from ", range.min, " to ",
                   range.max));
      return range.min;
    }
    return value->get();
  }

  std::vector<std::string> Texts(const toml::node& node, std::string_view key) {
    std::vector<std::string> out;
    const auto* list = node.as_array();
    if (list == nullptr) {
      WrongType(node, key, "a list of texts");
      return out;
    }
    for (const auto& item : *list) out.push_back(Text(item, key));
    return out;
  }

  Path Resolve(const std::string& text) const { return text.empty() ? Path() : folder / text; }
};

Config::Config(std::shared_ptr<File> file, const void* table)
    : file_(std::move(file)), table_(table) {}

absl::StatusOr<Config> Config::Load(const Path& path) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, ReadFile(path, kMaxConfig));
  return Parse(AsText(bytes), path);
}

absl::StatusOr<Config> Config::Parse(std::string_view text, const Path& path) {
  auto file = std::make_shared<File>();
  file->path = path;
  file->folder = path.parent_path();
  // The library reports by exception; it ends here.
  try {
    file->root = toml::parse(text, std::string_view(path.native()));
  } catch (const toml::parse_error& error) {
    return absl::InvalidArgumentError(
        Cat("config ", path.string(), ", line ", error.source().begin.line,
            ": this is not TOML: look for a missing quote, bracket or '=', or a key given twice"));
  }
  const void* root = &file->root;
  return Config(std::move(file), root);
}

std::string Config::RequiredString(std::string_view key) const {
  const toml::node* node = file_->Require(table_, key, "a text in quotes");
  return node == nullptr ? std::string() : file_->Text(*node, key);
}

std::string Config::OptionalString(std::string_view key, std::string_view fallback) const {
  const toml::node* node = file_->Find(table_, key);
  return node == nullptr ? std::string(fallback) : file_->Text(*node, key);
}

std::int64_t Config::RequiredInt(std::string_view key, Range range) const {
  const toml::node* node = file_->Require(table_, key, "a whole number");
  return node == nullptr ? range.min : file_->Integer(*node, key, range);
}

std::int64_t Config::OptionalInt(std::string_view key, std::int64_t fallback, Range range) const {
  const toml::node* node = file_->Find(table_, key);
  return node == nullptr ? fallback : file_->Integer(*node, key, range);
}

bool Config::OptionalBool(std::string_view key, bool fallback) const {
  const toml::node* node = file_->Find(table_, key);
  if (node == nullptr) return fallback;
  const auto* value = node->as_boolean();
  if (value == nullptr) file_->WrongType(*node, key, "true or false");
  return value == nullptr ? fallback : value->get();
}

std::vector<std::string> Config::RequiredStrings(std::string_view key) const {
  const toml::node* node = file_->Require(table_, key, "a list of texts");
  if (node == nullptr) return {};
  auto out = file_->Texts(*node, key);
  if (out.empty() && node->is_array()) {
    file_->Complain(node->source().begin.line, Cat(Quoted(key), " is empty: name at least one"));
  }
  return out;
}

std::vector<std::string> Config::OptionalStrings(std::string_view key) const {
  const toml::node* node = file_->Find(table_, key);
  return node == nullptr ? std::vector<std::string>() : file_->Texts(*node, key);
}

Path Config::RequiredPath(std::string_view key) const {
  return file_->Resolve(RequiredString(key));
}

std::optional<Path> Config::OptionalPath(std::string_view key) const {
  const toml::node* node = file_->Find(table_, key);
  if (node == nullptr) return std::nullopt;
  return file_->Resolve(file_->Text(*node, key));
}

Config Config::RequiredTable(std::string_view key) const {
  const toml::node* node = file_->Require(table_, key, "a table ([name])");
  if (node == nullptr) return Config(file_, nullptr);
  if (!node->is_table()) file_->WrongType(*node, key, "a table ([name])");
  return Config(file_, node->as_table());
}

std::optional<Config> Config::OptionalTable(std::string_view key) const {
  if (!Has(key)) return std::nullopt;
  return RequiredTable(key);
}

std::vector<Config> Config::Tables(std::string_view key) const {
  std::vector<Config> out;
  const toml::node* node = file_->Find(table_, key);
  if (node == nullptr) return out;
  const auto* list = node->as_array();
  if (list == nullptr) file_->WrongType(*node, key, "a list of tables ([[name]])");
  if (list == nullptr) return out;
  for (const auto& item : *list) {
    if (!item.is_table()) file_->WrongType(item, key, "a list of tables ([[name]])");
    out.push_back(Config(file_, item.as_table()));
  }
  return out;
}

bool Config::Has(std::string_view key) const { return file_->Find(table_, key) != nullptr; }

void Config::Problem(std::string_view key, std::string_view what) const {
  const toml::node* node = file_->Find(table_, key);
  const auto* table = File::Table(table_);
  const std::uint32_t line = node != nullptr    ? node->source().begin.line
                             : table != nullptr ? table->source().begin.line
                                                : 0;
  file_->Complain(line, Cat(Quoted(key), " ", what));
}

absl::Status Config::Finish() const {
  const std::size_t known_problems = file_->problems.size();
  file_->FindUnknown(file_->root);
  std::string lines;
  for (const auto& problem : file_->problems) lines += Cat(lines.empty() ? "" : "\n", problem);
  file_->problems.resize(known_problems);
  return lines.empty() ? absl::OkStatus() : absl::InvalidArgumentError(lines);
}

const Path& Config::folder() const { return file_->folder; }

}  // namespace candor::runtime
