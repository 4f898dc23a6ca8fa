#include "records/post_act.h"

#include <utility>
#include <variant>

namespace candor::records {
namespace {

template <class T>
concept HasContent = requires(T& act) { act.content; };

struct SetContent {
  const Hash& commitment;
  template <HasContent T>
  void operator()(T& act) const {
    act.content = commitment;
  }
  template <class T>
  void operator()(T&) const {}
};

}  // namespace

PostActCall MakeAct(const CampaignId& campaign, Day day, ActBody body, const crypto::SigningKey& key) {
  const Act act{campaign, day, std::move(body)};
  return {Signed::Make(key, crypto::Label::kAct, act.Encode()), {}, {}};
}

PostActCall MakeActWithText(const CampaignId& campaign, Day day, ActBody body, Bytes content,
                            const crypto::SigningKey& key, crypto::RandomSource& random) {
  const Salt salt = random.Array<32>();
  const Hash commitment = ContentCommitment(salt, content);
  std::visit(SetContent{commitment}, body);
  PostActCall out = MakeAct(campaign, day, std::move(body), key);
  out.content_salt = salt;
  out.content = std::move(content);
  return out;
}

}  // namespace candor::records
