#include "records/roster.h"

#include <map>
#include <set>

#include "base/csv_reader.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::records {
namespace {

using crypto::Reader;
using crypto::Writer;

constexpr std::uint8_t kVersion = 1;
constexpr std::uint32_t kMaxRows = 1'000'000;
constexpr std::size_t kMaxReported = 20;

struct Columns {
  std::size_t id = 0, name = 0, unit = 0, count = 0;
};

absl::StatusOr<Columns> ReadHeader(const CsvRow& header) {
  if (!header.error.empty()) return absl::InvalidArgumentError(Cat("line 1: ", header.error));
  std::map<std::string, std::size_t> at;
  for (std::size_t i = 0; i < header.fields.size(); ++i) {
    if (!at.emplace(header.fields[i], i).second) {
      return absl::InvalidArgumentError("line 1: the header names a column twice");
    }
  }
  for (const char* column : {"id", "name", "unit"}) {
    if (!at.contains(column)) {
      return absl::InvalidArgumentError(
          Cat("line 1: the header has no column \"", column,
              "\"; the first line must name the columns id, name and unit"));
    }
  }
  return Columns{at["id"], at["name"], at["unit"], header.fields.size()};
}

std::string RowError(const CsvRow& row, const Columns& columns) {
  if (!row.error.empty()) return row.error;
  if (row.fields.size() == 1 && row.fields[0].empty()) return "is empty";
  if (row.fields.size() != columns.count) {
    return Cat("the number of fields is ", row.fields.size(), " and the header's is ",
               columns.count);
  }
  const auto& id = row.fields[columns.id];
  if (id.empty()) return "has no id";
  if (id.size() > 100) return "has an id longer than 100 bytes";
  // "7" and "7 " would be two people with a vote each.
  if (id.front() == ' ' || id.back() == ' ') return "has an id that begins or ends with a space";
  for (const std::size_t column : {columns.id, columns.name, columns.unit}) {
    const auto& field = row.fields[column];
    if (field.size() > 200) return "has a field longer than 200 bytes";
    for (const char c : field) {
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return "contains a control character";
    }
  }
  return "";
}

std::string Heading(std::size_t errors) {
  return Cat("the roster has ", errors, errors == 1 ? " bad line" : " bad lines", "; nothing was imported");
}

std::string More(std::size_t errors) { return Cat("and ", errors, " more"); }

absl::Status Report(const std::vector<std::string>& errors) {
  std::string text = Heading(errors.size());
  for (std::size_t i = 0; i < errors.size() && i < kMaxReported; ++i) text += "\n  " + errors[i];
  if (errors.size() > kMaxReported) text += "\n  " + More(errors.size() - kMaxReported);
  return absl::InvalidArgumentError(text);
}

}  // namespace

Bytes RosterEntry::Encode() const {
  Writer out;
  out.Text8(id).Text8(name).Text8(unit);
  return out.Take();
}

RosterEntry RosterEntry::Read(Reader& in) {
  RosterEntry out;
  out.id = in.Text8(1, 100);
  out.name = in.Text8(0, 200);
  out.unit = in.Text8(0, 200);
  return out;
}

absl::StatusOr<RosterEntry> RosterEntry::Decode(ByteView bytes) {
  Reader in(bytes);
  RosterEntry out = Read(in);
  CANDOR_RETURN_IF_ERROR(in.Finish("roster entry"));
  return out;
}

Hash RosterRow::Leaf() const {
  return crypto::LabelledHash(crypto::Label::kRoster, {salt, entry.Encode()});
}

RosterFile RosterFile::Make(std::vector<RosterEntry> entries, crypto::RandomSource& random) {
  // Random order, so that a leaf's index says nothing about the organisation's own list.
  random.Shuffle(entries);
  RosterFile out;
  for (auto& entry : entries) {
    out.rows.push_back({.salt = random.Array<32>(), .entry = std::move(entry)});
  }
  return out;
}

std::vector<Hash> RosterFile::Leaves() const {
  std::vector<Hash> out;
  out.reserve(rows.size());
  for (const auto& row : rows) out.push_back(row.Leaf());
  return out;
}

Bytes RosterFile::Encode() const {
  Writer out;
  out.U8(kVersion).U32(static_cast<std::uint32_t>(rows.size()));
  for (const auto& row : rows) out.Fixed(row.salt).Fixed(row.entry.Encode());
  return out.Take();
}

absl::StatusOr<RosterFile> RosterFile::Decode(ByteView bytes) {
  Reader in(bytes);
  RosterFile out;
  if (in.U8() != kVersion) in.Fail("unknown version");
  const std::uint32_t count = in.U32();
  if (count > kMaxRows) in.Fail("too many rows");
  std::set<std::string> ids;
  for (std::uint32_t i = 0; in.ok() && i < count; ++i) {
    RosterRow row;
    row.salt = in.Fixed<32>();
    row.entry = RosterEntry::Read(in);
    if (!ids.insert(row.entry.id).second) in.Fail("the same id twice");
    out.rows.push_back(std::move(row));
  }
  CANDOR_RETURN_IF_ERROR(in.Finish("roster file"));
  return out;
}

absl::StatusOr<std::vector<RosterEntry>> ParseRosterCsv(std::string_view csv) {
  if (!crypto::IsUtf8(AsBytes(csv))) {
    return absl::InvalidArgumentError(
        "the roster is not UTF-8; save it as UTF-8 (in a spreadsheet: CSV UTF-8) and try again");
  }
  CsvReader reader(csv);
  const auto header = reader.Next();
  if (!header.has_value()) return absl::InvalidArgumentError("the roster is empty");
  CANDOR_ASSIGN_OR_RETURN(const Columns columns, ReadHeader(*header));

  std::vector<RosterEntry> entries;
  std::vector<std::string> errors;
  std::map<std::string, std::size_t> first_line;
  while (const auto row = reader.Next()) {
    if (const auto error = RowError(*row, columns); !error.empty()) {
      errors.push_back(Cat("line ", row->line, ": ", error));
      continue;
    }
    const auto& id = row->fields[columns.id];
    if (const auto [at, fresh] = first_line.emplace(id, row->line); !fresh) {
      errors.push_back(Cat("line ", row->line, ": the same id as line ", at->second));
      continue;
    }
    entries.push_back({id, row->fields[columns.name], row->fields[columns.unit]});
  }
  if (!errors.empty()) return Report(errors);
  if (entries.empty()) return absl::InvalidArgumentError("the roster has a header and no people");
  if (entries.size() > kMaxRows) {
    return absl::InvalidArgumentError("the roster has more than 1,000,000 people");
  }
  return entries;
}

}  // namespace candor::records
