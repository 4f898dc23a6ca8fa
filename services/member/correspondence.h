// Correspondence: what leaders and facilitators wrote to the author of a text, in private.
//
// Opened on the author's machine with the key that its receipt code gives; nobody else can. Pure.
#pragma once

#include <string>
#include <vector>

#include "services/member/logs.h"
#include "services/member/wallet.h"

namespace candor::services::member {

struct Letter {
  crypto::Hash id{};     // of the act: what a follow-up answers
  crypto::Hash about{};  // submission hash of the text or follow-up
  Day day = 0;
  std::string from;      // the name in the manifest
  bool asks = false;     // a question, not a reply
  std::string text;      // empty where it was destroyed or does not open
  bool answered = false; // by a follow-up of this wallet
};

// To the thread of this text, in the log's order.
std::vector<Letter> LettersTo(const Wallet& wallet, const Thread& text, const audit::Campaign& campaign);

}  // namespace candor::services::member
