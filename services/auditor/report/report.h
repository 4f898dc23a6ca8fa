// Report: what an auditor's report says, as data, before it is written as JSON, CSV or HTML.
//
// A report is computed from the replayed logs alone: the same evidence gives the same report, and the
// same report the same bytes. There are whole numbers, texts, and no floating point. Where a figure is
// withheld the cell says so and holds no number. Pure; values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace candor::services::auditor {

enum class ReportKind : std::uint8_t {
  kIntegrity,
  kParticipation,
  kResponsiveness,
  kOverdue,
  kModeration,
  kAccess,
  kKeys,
  kRetention,
};
inline constexpr std::array kReportKinds = {
    ReportKind::kIntegrity,  ReportKind::kParticipation, ReportKind::kResponsiveness,
    ReportKind::kOverdue,    ReportKind::kModeration,    ReportKind::kAccess,
    ReportKind::kKeys,       ReportKind::kRetention};
// "integrity", as the verb and the file are called.
std::string_view ReportName(ReportKind kind);
std::optional<ReportKind> ParseReportName(std::string_view name);
std::string_view ReportTitle(ReportKind kind);

// Fewer than k people stand behind the figure, or it would let such a number be computed. It is not
// said which of the two.
struct Withheld {
  bool operator==(const Withheld&) const = default;
};

// Nothing (does not apply), a text, a whole number, a withheld number.
using Cell = std::variant<std::monostate, std::string, std::uint64_t, Withheld>;

// A figure that the gate let through, or not.
inline Cell FigureCell(const std::optional<std::uint64_t>& figure) {
  if (figure.has_value()) return *figure;
  return Withheld{};
}

struct Column {
  std::string id;     // as in JSON
  std::string title;  // as people read it
};

struct Table {
  std::string id;
  std::string caption;
  std::vector<Column> columns;  // the first one names the row
  std::vector<std::vector<Cell>> rows;
};

// Drawn from figures that a table of the same section holds; in HTML alone.
struct Chart {
  std::string title;
  std::string description;  // what somebody who does not see it should know
  std::vector<std::pair<std::string, Cell>> bars;
};

struct Section {
  std::string id;
  std::string title;
  std::vector<std::string> notes;
  std::vector<Chart> charts;
  std::vector<Table> tables;
};

struct ReportedLog {
  std::string origin;
  std::uint64_t size = 0;
  std::string root;  // base64, as in the checkpoint
};

struct Report {
  ReportKind kind = ReportKind::kIntegrity;
  std::string organisation;
  std::string fingerprint;  // ten groups, as the independent body publishes it
  bool trial = false;
  std::string as_of;  // 2025-03-09
  std::vector<ReportedLog> logs;
  std::vector<Section> sections;
  std::vector<std::string> limits;  // what no log can prove
};

}  // namespace candor::services::auditor
