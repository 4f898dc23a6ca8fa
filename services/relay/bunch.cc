#include "services/relay/bunch.h"

#include <utility>

#include "crypto/oblivious_message.h"

namespace candor::services::relay {

Bunch::Bunch(std::vector<Done> callers, std::vector<std::size_t> order)
    : order_(std::move(order)),
      callers_(std::move(callers)),
      answers_(callers_.size()),
      missing_(callers_.size()) {}

void Bunch::Answer(std::size_t place, Bytes answer) {
  if (answer.size() != crypto::kObliviousResponseSize) answer.clear();
  Ending ending;
  {
    const MutexLock lock(mutex_);
    if (ended_ || answers_.at(place).has_value()) return;
    answers_[place] = std::move(answer);
    --missing_;
    if (missing_ > 0) return;
    ending = End();
  }
  Call(std::move(ending));
}

void Bunch::GiveUp() {
  Ending ending;
  {
    const MutexLock lock(mutex_);
    if (ended_) return;
    ending = End();
  }
  Call(std::move(ending));
}

Bunch::Ending Bunch::End() {
  ended_ = true;
  Ending out;
  for (const std::size_t place : order_) {
    out.callers.push_back(std::move(callers_[place]));
    out.answers.push_back(std::move(answers_[place]).value_or(Bytes()));
  }
  callers_.clear();
  answers_.clear();
  return out;
}

void Bunch::Call(Ending ending) {
  for (std::size_t i = 0; i < ending.callers.size(); ++i) {
    ending.callers[i](std::move(ending.answers[i]));
  }
}

}  // namespace candor::services::relay
