#include "records/key_groups.h"

#include "base/text.h"
#include "records/trust_bundle.h"

namespace candor::records {

std::string GroupsInLine(const crypto::Hash& bytes) {
  std::string out;
  for (const auto& group : FingerprintGroups(bytes)) out += Cat(out.empty() ? "" : " ", group);
  return out;
}

}  // namespace candor::records
