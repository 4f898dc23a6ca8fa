#include "services/member/backup.h"

#include <algorithm>

#include "crypto/receipt_code.h"

namespace candor::services::member {
namespace {

// Its words are the log's to be: no slip of it can be used for anything else any more.
bool IsPromised(const Thread& thread) {
  return !thread.promise.empty() || thread.stage == Stage::kInLog || thread.stage == Stage::kWithheld;
}

bool HasSlips(const Draw& draw) {
  return std::ranges::any_of(draw.codes, [](const auto& codes) { return !codes.empty(); });
}

// That it was made, and what the issuers' logs can be asked about: not what it brought.
Draw Emptied(const Draw& draw) {
  Draw out;
  out.campaign_id = draw.campaign_id;
  out.drawn_at = draw.drawn_at;
  for (const auto& issuer : draw.issuers) {
    IssuerDraw& each = out.issuers.emplace_back();
    each.origin = issuer.origin;
    each.answered = true;
    each.signed_request = issuer.signed_request;
    each.issuance_salt = issuer.issuance_salt;
  }
  return out;
}

Thread CopyOf(const Thread& thread) {
  return {.campaign_id = thread.campaign_id,
          .purpose = thread.purpose,
          .code = crypto::ReceiptCode::FromBytes(thread.code.ExposeSecret()),
          .stage = thread.stage,
          .quote = thread.quote,
          .submission = thread.submission,
          .text = thread.text,
          .headline = thread.headline,
          .promise = thread.promise,
          .refusal = thread.refusal,
          .index = thread.index};
}

}  // namespace

Wallet BackupOf(const Wallet& wallet) {
  Wallet out{.bundle = wallet.bundle,
             .member_key = crypto::SigningKey::FromSeed(wallet.member_key.ExportSeed().ExposeSecret()),
             .synced_at = wallet.synced_at,
             .restored = true,
             .enrolments = wallet.enrolments,
             .logs = wallet.logs};
  for (const auto& draw : wallet.draws) {
    if (draw.complete()) out.draws.push_back(Emptied(draw));
  }
  for (const auto& thread : wallet.threads) {
    if (IsPromised(thread)) out.threads.push_back(CopyOf(thread));
  }
  return out;
}

LeftOut NotInBackup(const Wallet& wallet) {
  return {.draws = static_cast<std::size_t>(std::ranges::count_if(wallet.draws, HasSlips)),
          .texts = static_cast<std::size_t>(std::ranges::count_if(
              wallet.threads, [](const Thread& thread) { return thread.stage == Stage::kWaiting; }))};
}

void GiveUpDraw(Wallet& wallet, const records::CampaignId& campaign, UnixSeconds now) {
  Draw* const draw = wallet.FindDraw(campaign);
  if (draw == nullptr) return;
  for (const crypto::Purpose purpose : records::kPurposes) draw->Forget(purpose);
  for (auto& issuer : draw->issuers) {
    issuer.ForgetRequest();
    issuer.answered = true;
  }
  draw->drawn_at = now;
}

}  // namespace candor::services::member
