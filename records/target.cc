#include "records/target.h"

namespace candor::records {

bool IsOpinionTarget(const Hash& target, const Draft& draft) {
  if (target == crypto::kZeroHash) return true;
  for (std::size_t number = 1; number <= draft.sub_questions.size(); ++number) {
    if (target == SubQuestionTarget(static_cast<std::uint8_t>(number))) return true;
  }
  return false;
}

}  // namespace candor::records
