#include "services/auditor/report/canonical_json.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/status.h"
#include "base/text.h"

namespace candor::services::auditor {
namespace {

using nlohmann::json;

constexpr std::int64_t kMostExact = (std::int64_t{1} << 53) - 1;

// The code points of a text; nothing where it is not UTF-8 (RFC 3629).
std::optional<std::u32string> Decode(std::string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t at) {
      return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
    };
    const std::uint32_t first = byte(i);
    const std::size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2
                               : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (length == 0) return std::nullopt;
    char32_t point = length == 1 ? first : first & (0x7FU >> length);
    for (std::size_t n = 1; n < length; ++n) {
      if ((byte(i + n) & 0xC0U) != 0x80U) return std::nullopt;
      point = point << 6 | (byte(i + n) & 0x3FU);
    }
    constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (point < kSmallest[length] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) {
      return std::nullopt;
    }
    out.push_back(point);
    i += length;
  }
  return out;
}

std::u16string Utf16(const std::u32string& points) {
  std::u16string out;
  for (const char32_t point : points) {
    if (point < 0x10000) {
      out.push_back(static_cast<char16_t>(point));
    } else {
      out.push_back(static_cast<char16_t>(0xD800 + ((point - 0x10000) >> 10)));
      out.push_back(static_cast<char16_t>(0xDC00 + ((point - 0x10000) & 0x3FF)));
    }
  }
  return out;
}

// RFC 8785 §3.2.2.2: the seven short escapes, other controls as \u00xx, all else as it is.
std::string Quoted(std::string_view text) {
  constexpr std::string_view kPlain = "\b\t\n\f\r\"\\";
  constexpr std::string_view kShort = "btnfr\"\\";
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto at = kPlain.find(c);
    const auto byte = static_cast<unsigned char>(c);
    if (at != std::string_view::npos) {
      out += {'\\', kShort[at]};
    } else if (byte < 0x20) {
      out += Cat("\\u00", std::string{kDigits[byte >> 4], kDigits[byte & 15]});
    } else {
      out += c;
    }
  }
  return out + '"';
}

absl::Status Write(const json& value, std::string& out);

absl::Status WriteText(std::string_view text, std::string& out) {
  if (!Decode(text).has_value()) return absl::InvalidArgumentError("a text of JSON is not UTF-8");
  out += Quoted(text);
  return absl::OkStatus();
}

absl::Status WriteObject(const json& value, std::string& out) {
  std::vector<std::pair<std::u16string, std::string>> names;
  for (const auto& [name, member] : value.items()) {
    const auto points = Decode(name);
    if (!points.has_value()) return absl::InvalidArgumentError("a name of JSON is not UTF-8");
    names.emplace_back(Utf16(*points), name);
  }
  std::ranges::sort(names);
  out += '{';
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += ',';
    out += Cat(Quoted(names[i].second), ":");
    CANDOR_RETURN_IF_ERROR(Write(value[names[i].second], out));
  }
  out += '}';
  return absl::OkStatus();
}

absl::Status WriteArray(const json& value, std::string& out) {
  out += '[';
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (i > 0) out += ',';
    CANDOR_RETURN_IF_ERROR(Write(value[i], out));
  }
  out += ']';
  return absl::OkStatus();
}

absl::Status WriteNumber(const json& value, std::string& out) {
  const bool large = value.is_number_unsigned() &&
                     value.get<std::uint64_t>() > static_cast<std::uint64_t>(kMostExact);
  if (large || value.get<std::int64_t>() > kMostExact || value.get<std::int64_t>() < -kMostExact) {
    return absl::InvalidArgumentError("a number of JSON is beyond what every reader keeps exact");
  }
  out += std::to_string(value.get<std::int64_t>());
  return absl::OkStatus();
}

absl::Status Write(const json& value, std::string& out) {
  if (value.is_object()) return WriteObject(value, out);
  if (value.is_array()) return WriteArray(value, out);
  if (value.is_string()) return WriteText(value.get_ref<const std::string&>(), out);
  if (value.is_number_integer()) return WriteNumber(value, out);
  if (value.is_null()) return out += "null", absl::OkStatus();
  if (value.is_boolean()) return out += value.get<bool>() ? "true" : "false", absl::OkStatus();
  return absl::InvalidArgumentError("a report's JSON holds no floating point");
}

struct CellAsJson {
  json operator()(std::monostate) const { return nullptr; }
  json operator()(const std::string& text) const { return text; }
  json operator()(std::uint64_t number) const { return number; }
  json operator()(Withheld) const { return "withheld"; }
};

json TableAsJson(const Table& table) {
  json rows = json::array();
  for (const auto& cells : table.rows) {
    json row = json::object();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      row[table.columns[i].id] = std::visit(CellAsJson{}, cells[i]);
    }
    rows.push_back(std::move(row));
  }
  return {{"id", table.id}, {"caption", table.caption}, {"rows", std::move(rows)}};
}

}  // namespace

absl::StatusOr<std::string> CanonicalJson(const json& value) {
  std::string out;
  CANDOR_RETURN_IF_ERROR(Write(value, out));
  return out;
}

absl::StatusOr<std::string> ReportAsJson(const Report& report) {
  json sections = json::array();
  for (const Section& section : report.sections) {
    json tables = json::array();
    for (const Table& table : section.tables) tables.push_back(TableAsJson(table));
    sections.push_back({{"id", section.id},
                        {"title", section.title},
                        {"notes", section.notes},
                        {"tables", std::move(tables)}});
  }
  json logs = json::array();
  for (const auto& log : report.logs) {
    logs.push_back({{"origin", log.origin}, {"size", log.size}, {"root", log.root}});
  }
  return CanonicalJson({{"version", 1},
                        {"report", ReportName(report.kind)},
                        {"organisation", report.organisation},
                        {"fingerprint", report.fingerprint},
                        {"trial", report.trial},
                        {"as_of", report.as_of},
                        {"logs", std::move(logs)},
                        {"sections", std::move(sections)},
                        {"limits", report.limits}});
}

}  // namespace candor::services::auditor
