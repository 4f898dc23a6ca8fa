#include "tests/store/arrival/evidence.h"

#include <rocksdb/db.h>
#include <rocksdb/utilities/debug.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <numeric>
#include <regex>
#include <unordered_map>

#include "base/text.h"
#include "tests/store/support/contains.h"

namespace candor::store::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNeedleSize = 16;
constexpr std::size_t kIndexedSize = 8;

std::uint64_t Load8(const std::uint8_t* at) {
  std::uint64_t out = 0;
  std::memcpy(&out, at, sizeof out);
  return out;
}

// All needles at once: one look-up at each offset of the haystack.
class Finder {
 public:
  explicit Finder(const std::vector<Needle>& needles) : needles_(needles) {
    for (std::size_t i = 0; i < needles.size(); ++i) index_.emplace(Load8(Tail(i).data()), i);
  }

  template <class Found>
  void Find(ByteView haystack, Found&& found) const {
    for (std::size_t at = 0; at + kNeedleSize <= haystack.size(); ++at) {
      const auto hit = index_.find(Load8(haystack.data() + at));
      if (hit == index_.end()) continue;
      if (Equal(Tail(hit->second), haystack.subspan(at, kNeedleSize))) {
        found(needles_[hit->second], at);
      }
    }
  }

 private:
  ByteView Tail(std::size_t i) const {
    return ByteView(needles_[i].bytes).last(kNeedleSize);
  }

  const std::vector<Needle>& needles_;
  std::unordered_map<std::uint64_t, std::size_t> index_;
};

// "interval-<hex>/000012.sst" -> "interval/#.sst"
std::string Normalised(const std::string& path) {
  static const std::regex hex("interval-[0-9a-f]{32}");
  static const std::regex number("[0-9]{6}");
  return std::regex_replace(std::regex_replace(path, hex, "interval"), number, "#");
}

std::uint64_t NumberIn(const std::string& file) {
  std::uint64_t out = 0;
  for (const char c : file) {
    if (c >= '0' && c <= '9') out = out * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return out;
}

std::vector<fs::path> FilesBelow(const std::string& folder) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) out.push_back(entry.path());
  }
  std::ranges::sort(out);
  return out;
}

void LookAtFile(const fs::path& path, const std::string& folder, const Finder& finder,
                Evidence& evidence) {
  const std::string name = Normalised(fs::relative(path, folder).string());
  const Bytes bytes = ReadWholeFile(path.string());
  const auto time =
      static_cast<std::uint64_t>(fs::last_write_time(path).time_since_epoch().count());
  const std::uint64_t number = NumberIn(path.filename().string());
  finder.Find(bytes, [&](const Needle& needle, std::size_t at) {
    const auto note = [&](std::string_view what, std::uint64_t value) {
      evidence[Cat(name, " ", needle.kind, " ", what)].emplace(needle.opinion, value);
    };
    // Across files of one kind an offset alone is no order; with the file's number it may be.
    note("offset", number << 40 | at);
    note("file", number);
    note("time", time);
    if (at + kNeedleSize + 8 <= bytes.size()) {
      note("trailer", Load8(bytes.data() + at + kNeedleSize) >> 8);
    }
  });
}

void LookAtDatabase(const fs::path& path, const std::string& folder, const Finder& finder,
                    Evidence& evidence) {
  rocksdb::DB* opened = nullptr;
  if (!rocksdb::DB::OpenForReadOnly(rocksdb::Options(), path.string(), &opened).ok()) return;
  const std::unique_ptr<rocksdb::DB> database(opened);
  std::vector<rocksdb::KeyVersion> versions;
  const std::string last(64, '\xff');
  if (!rocksdb::GetAllKeyVersions(database.get(), "", last, 1'000'000, &versions).ok()) return;
  const std::string name = Normalised(fs::relative(path, folder).string());
  for (const auto& version : versions) {
    for (const auto* text : {&version.user_key, &version.value}) {
      finder.Find(AsBytes(*text), [&](const Needle& needle, std::size_t) {
        evidence[Cat(name, " ", needle.kind, text == &version.value ? " value" : " key",
                     " sequence of type ", version.type)]
            .emplace(needle.opinion, version.sequence);
      });
    }
  }
}

std::vector<double> RanksOf(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t j = i;
    while (j < order.size() && values[order[j]] == values[order[i]]) ++j;
    for (std::size_t k = i; k < j; ++k) ranks[order[k]] = static_cast<double>(i + j - 1) / 2;
    i = j;
  }
  return ranks;
}

}  // namespace

Bytes ReadWholeFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(in), {});
}

Evidence CollectEvidence(const std::string& folder, const std::vector<Needle>& needles) {
  const Finder finder(needles);
  Evidence evidence;
  for (const auto& file : FilesBelow(folder)) LookAtFile(file, folder, finder, evidence);
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_directory()) LookAtDatabase(entry.path(), folder, finder, evidence);
  }
  return evidence;
}

double RankCorrelation(const std::vector<double>& a, const std::vector<double>& b) {
  const std::vector<double> x = RanksOf(a);
  const std::vector<double> y = RanksOf(b);
  const double mean = (static_cast<double>(x.size()) - 1) / 2;
  double xy = 0, xx = 0, yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - mean) * (y[i] - mean);
    xx += (x[i] - mean) * (x[i] - mean);
    yy += (y[i] - mean) * (y[i] - mean);
  }
  return xx == 0 || yy == 0 ? 0 : xy / std::sqrt(xx * yy);
}

std::vector<std::string> FilesWith(const std::string& folder, ByteView bytes) {
  std::vector<std::string> out;
  for (const auto& file : FilesBelow(folder)) {
    const Bytes contents = ReadWholeFile(file.string());
    const std::string path = file.string();
    if (Contains(contents, bytes) || Contains(AsBytes(path), bytes)) {
      out.push_back(path);
    }
  }
  return out;
}

}  // namespace candor::store::testing
