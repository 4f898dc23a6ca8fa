#include "audit/issuer_view.h"

#include "base/status.h"
#include "base/text.h"

namespace candor::audit {
namespace {

using records::LogEntry;

absl::Status Broken(const char* why) { return absl::FailedPreconditionError(why); }

absl::StatusOr<records::TokenKeyContent> OpenTokenKey(const records::TokenKeyEntry& entry,
                                                      const EntryContent& content) {
  if (content.empty()) return Broken("a token key without its content");
  if (records::ContentCommitment(content.salt, content.content) != entry.content) {
    return Broken("the content does not open the entry's commitment");
  }
  CANDOR_ASSIGN_OR_RETURN(auto opened, records::TokenKeyContent::Decode(content.content));
  CANDOR_ASSIGN_OR_RETURN(const auto key, crypto::TokenPublicKey::Parse(opened.spki));
  if (key.id() != entry.token_key_id ||
      records::KeyProofHash(opened.proof) != entry.key_proof_hash) {
    return Broken("a token key's content is not what the entry names");
  }
  return opened;
}

}  // namespace

IssuerView::IssuerView(std::string origin, const crypto::Hash& fingerprint)
    : origin_(std::move(origin)), fingerprint_(fingerprint) {}

absl::Status IssuerView::Apply(ByteView raw, const EntryContent& content) {
  const auto step = [&]() -> absl::Status {
    CANDOR_ASSIGN_OR_RETURN(const LogEntry entry, LogEntry::Decode(raw));
    const auto* genesis = std::get_if<records::Genesis>(&entry.body);
    if ((size_ == 0) != (genesis != nullptr)) return Broken("Genesis stands first, and only there");
    if (entry.day < last_day_) return Broken("days go backwards");
    if (genesis != nullptr &&
        (genesis->fingerprint != fingerprint_ || genesis->origin != origin_)) {
      return Broken("Genesis names another organisation fingerprint or origin");
    }
    const auto* key = std::get_if<records::TokenKeyEntry>(&entry.body);
    if (key != nullptr) {
      CANDOR_ASSIGN_OR_RETURN(auto opened, OpenTokenKey(*key, content));
      token_keys_.push_back({size_, entry.campaign_id, *key, std::move(opened)});
    } else if (!content.empty()) {
      return Broken("content beside an entry that has none");
    } else if (std::holds_alternative<records::Issuance>(entry.body)) {
      ++draws_[entry.campaign_id];
      ++issuances_by_day_[entry.day];
    } else if (std::holds_alternative<records::Enrolment>(entry.body)) {
      ++enrolments_;
    } else if (const auto* retired = std::get_if<records::TokenKeyRetired>(&entry.body)) {
      CANDOR_RETURN_IF_ERROR(Retire(entry.campaign_id, *retired));
    } else if (genesis == nullptr && !std::holds_alternative<records::EnrolmentTotal>(entry.body) &&
               !std::holds_alternative<records::IssuanceTotal>(entry.body) &&
               !std::holds_alternative<records::Incident>(entry.body)) {
      return Broken("an entry of the board's log in an issuer's");
    }
    last_day_ = entry.day;
    ++size_;
    return absl::OkStatus();
  };
  if (const absl::Status status = step(); !status.ok()) {
    return absl::Status(status.code(),
                        Cat("entry ", size_, " of the log ", origin_, ": ", status.message()));
  }
  return absl::OkStatus();
}

absl::Status IssuerView::Retire(const records::CampaignId& campaign,
                                const records::TokenKeyRetired& retired) {
  for (auto& key : token_keys_) {
    if (key.campaign_id != campaign || key.entry.purpose != retired.purpose ||
        key.entry.token_key_id != retired.token_key_id) {
      continue;
    }
    if (key.retired.has_value()) return Broken("a token key that is retired twice");
    key.retired = size_;
    return absl::OkStatus();
  }
  return Broken("the retirement of a token key that was never logged");
}

std::vector<const LoggedTokenKey*> IssuerView::KeysFor(const records::CampaignId& campaign,
                                                       crypto::Purpose purpose) const {
  std::vector<const LoggedTokenKey*> out;
  for (const auto& key : token_keys_) {
    if (key.campaign_id == campaign && key.entry.purpose == purpose) out.push_back(&key);
  }
  return out;
}

std::uint32_t IssuerView::Draws(const records::CampaignId& campaign) const {
  const auto at = draws_.find(campaign);
  return at == draws_.end() ? 0 : at->second;
}

std::uint32_t IssuerView::IssuancesOn(Day day) const {
  const auto at = issuances_by_day_.find(day);
  return at == issuances_by_day_.end() ? 0 : at->second;
}

}  // namespace candor::audit
