// Json: what `--json` prints. Written only, never read.
//
//   Json::Object().Set("jams", Json::Array().Add(...)).Dump()
//
// Text is escaped so that the output is ASCII whatever it holds: a stranger's text can neither end
// the string nor reach the terminal. Keys keep the order in which they were set. Not thread-safe.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace candor::cli {

class Json {
 public:
  static Json Object() { return Json("{", "}"); }
  static Json Array() { return Json("[", "]"); }

  Json(std::string_view text);  // NOLINT(google-explicit-constructor): Set("name", text)
  Json(const std::string& text) : Json(std::string_view(text)) {}
  Json(const char* text) : Json(std::string_view(text)) {}
  Json(bool value) : opening_(value ? "true" : "false") {}
  template <std::integral Integer>
    requires(!std::same_as<Integer, bool>)
  Json(Integer value) : opening_(std::to_string(value)) {}
  static Json Null() { return Json("null", ""); }

  // Of an object; the key is not there yet.
  Json& Set(std::string_view key, const Json& value) &;
  Json Set(std::string_view key, const Json& value) && { return std::move(Set(key, value)); }
  // Of an array.
  Json& Add(const Json& value) &;
  Json Add(const Json& value) && { return std::move(Add(value)); }

  // On one line.
  std::string Dump() const { return opening_ + inside_ + closing_; }

 private:
  Json(std::string_view opening, std::string_view closing)
      : opening_(opening), closing_(closing) {}

  std::string opening_;
  std::string inside_;
  std::string closing_;
};

}  // namespace candor::cli
