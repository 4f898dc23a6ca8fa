#include "tests/linkage/disk.h"

#include <map>

#include "base/text.h"
#include "services/board/admission.h"

namespace candor::linkage {

store::testing::Evidence SearchDisk(const std::string& folder, const std::vector<LoggedText>& texts,
                                    const store::testing::Recording& recording) {
  std::map<crypto::Hash, std::size_t> places;
  std::vector<store::testing::Needle> needles;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const LoggedText& text = texts[i];
    places.emplace(text.submission_hash, i);
    needles.push_back({i, "hash", ToBytes(text.submission_hash)});
    needles.push_back({i, "signature", text.submission.Encode()});
    needles.push_back({i, "commitment", ToBytes(text.submission.body.commitment)});
    const auto marks = services::board::MarksOf(text.submission.body);
    for (std::size_t m = 0; m < marks.size(); ++m) {
      needles.push_back({i, Cat("mark ", m), ToBytes(marks[m])});
    }
  }
  for (const auto& put : recording.puts) {
    const auto at = places.find(put.submission_hash);
    if (at == places.end()) continue;
    // The interval that each arrived in, and those to which what stayed was copied.
    const bool first = put.interval == recording.puts.front().interval;
    const std::string record = first ? "first record's " : "later record's ";
    needles.push_back({at->second, record + "name", put.name});
    needles.push_back({at->second, record + "value", put.value});
  }
  return store::testing::CollectEvidence(folder, needles);
}

}  // namespace candor::linkage
