#include "services/member/draw.h"

#include "base/status.h"
#include "base/text.h"
#include "crypto/issuance_batch.h"
#include "records/issuance.h"
#include "records/signed.h"
#include "services/member/sentence.h"

namespace candor::services::member {
namespace {

using crypto::TokenBlinder;

// The nonces of a purpose's tokens: what commits them to their thread keys.
std::vector<ByteArray<32>> NoncesOf(const Draw& draw, std::size_t purpose) {
  std::vector<ByteArray<32>> out;
  for (const auto& code : draw.codes[purpose]) {
    const auto keys =
        crypto::DeriveThreadKeys(code, draw.campaign_id, records::kPurposes[purpose]);
    out.push_back(crypto::NonceOf(keys.signing.verify_key()));
  }
  return out;
}

struct Blinded {
  records::PurposeRequest request;
  crypto::SecretBytes state;
  std::vector<records::BlindedMessage> messages;
};

absl::StatusOr<Blinded> Blind(const crypto::Spki& spki, const crypto::Hash& challenge_digest,
                              const std::vector<ByteArray<32>>& nonces,
                              crypto::RandomSource& random) {
  CANDOR_ASSIGN_OR_RETURN(const auto key, crypto::TokenPublicKey::Parse(spki));
  Blinded out;
  if (!nonces.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const TokenBlinder blinder,
                            TokenBlinder::Create(key, challenge_digest, nonces, random));
    out.messages = blinder.blinded_messages();
    out.state = blinder.Export();
  }
  out.request = {key.id(), static_cast<std::uint8_t>(nonces.size()),
                 records::BlindedMessagesHash(out.messages)};
  return out;
}

absl::StatusOr<IssuerDraw> PrepareIssuer(const Wallet& wallet, const Draw& draw,
                                         const records::Manifest& manifest, std::size_t index,
                                         crypto::RandomSource& random) {
  const std::string& origin = manifest.draft.issuers[index];
  const auto* own = wallet.FindEnrolment(origin, manifest.draft.roster_root);
  if (own == nullptr) {
    return absl::FailedPreconditionError(
        Cat("You are not enrolled at ", origin, " for the roster of this jam. Nothing was sent."));
  }
  IssuerDraw out;
  out.origin = origin;
  records::IssueCall call;
  records::IssueRequest request{wallet.bundle.Fingerprint(), draw.campaign_id,
                                own->reply.row.Leaf(), {}};
  for (std::size_t p = 0; p < 3; ++p) {
    const auto challenge = records::ChallengeFor(manifest.ManifestHash(), records::kPurposes[p],
                                                 origin, wallet.bundle.board.origin);
    CANDOR_ASSIGN_OR_RETURN(auto blinded,
                            Blind(manifest.issuer_keys[index][p],
                                  crypto::ChallengeDigest(challenge), NoncesOf(draw, p), random));
    request.purposes[p] = blinded.request;
    out.blinders[p] = std::move(blinded.state);
    call.blinded_messages.insert(call.blinded_messages.end(), blinded.messages.begin(),
                                 blinded.messages.end());
  }
  call.request = records::Signed::Make(wallet.member_key, crypto::Label::kIssueRequest,
                                       request.Encode());
  out.signed_request = call.request.Encode();
  out.call = call.Encode();
  return out;
}

absl::Status Ask(IssuerDraw& draw, Issuers& issuers) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes reply, issuers.Issue(draw.origin, draw.call));
  if (const absl::Status taken = TakeAnswer(draw, reply); !taken.ok()) {
    return absl::Status(
        absl::StatusCode::kAborted,
        Cat("The answer of ", draw.origin, " is not usable: ", Clause(taken.message()),
            ". Your request is kept and can be sent again: `candor sync`."));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status PrepareDraw(Wallet& wallet, const audit::Campaign& campaign,
                         crypto::RandomSource& random) {
  if (wallet.FindDraw(campaign.id) != nullptr) {
    return absl::FailedPreconditionError("The voting slips of this jam are drawn already.");
  }
  const records::Manifest& manifest = *campaign.manifest;
  Draw draw;
  draw.campaign_id = campaign.id;
  for (std::size_t p = 0; p < 3; ++p) {
    const std::size_t quota = manifest.draft.quotas.Of(records::kPurposes[p]);
    for (std::size_t i = 0; i < quota; ++i) {
      draw.codes[p].push_back(crypto::ReceiptCode::Generate(random));
    }
  }
  for (std::size_t i = 0; i < manifest.draft.issuers.size(); ++i) {
    CANDOR_ASSIGN_OR_RETURN(auto issuer, PrepareIssuer(wallet, draw, manifest, i, random));
    draw.issuers.push_back(std::move(issuer));
  }
  wallet.draws.push_back(std::move(draw));
  return absl::OkStatus();
}

absl::Status TakeAnswer(IssuerDraw& draw, ByteView reply_bytes) {
  CANDOR_ASSIGN_OR_RETURN(const auto reply, records::IssueReply::Decode(reply_bytes));
  std::span<const records::BlindSignature> rest(reply.blind_signatures);
  std::array<std::vector<crypto::Token>, 3> tokens;
  for (std::size_t p = 0; p < 3; ++p) {
    if (draw.blinders[p].empty()) continue;
    CANDOR_ASSIGN_OR_RETURN(TokenBlinder blinder,
                            TokenBlinder::Import(draw.blinders[p].ExposeSecret()));
    if (blinder.size() > rest.size()) {
      return absl::InvalidArgumentError("it holds fewer signatures than were asked for");
    }
    const auto own = rest.first(blinder.size());
    rest = rest.subspan(blinder.size());
    CANDOR_ASSIGN_OR_RETURN(tokens[p], blinder.Finalize(own));
  }
  if (!rest.empty()) {
    return absl::InvalidArgumentError("it holds more signatures than were asked for");
  }
  draw.tokens = std::move(tokens);
  draw.issuance_salt = reply.issuance_salt;
  draw.answered = true;
  // What could link the tokens to the request is gone from here on.
  draw.ForgetRequest();
  return absl::OkStatus();
}

absl::Status DrawTokens(Wallet& wallet, const audit::Campaign& campaign, Issuers& issuers,
                        const Clock& clock, crypto::RandomSource& random, const Save& save) {
  if (wallet.FindDraw(campaign.id) == nullptr) {
    CANDOR_RETURN_IF_ERROR(PrepareDraw(wallet, campaign, random));
    if (const absl::Status saved = save(); !saved.ok()) {
      // Not durable, so it must not be sent, and the next attempt begins anew.
      wallet.draws.pop_back();
      return saved;
    }
  }
  Draw& draw = *wallet.FindDraw(campaign.id);
  absl::Status first_error;
  for (auto& issuer : draw.issuers) {
    if (issuer.answered) continue;
    const absl::Status asked = Ask(issuer, issuers);
    if (asked.ok()) {
      CANDOR_RETURN_IF_ERROR(save());
    } else if (first_error.ok()) {
      first_error = asked;
    }
  }
  CANDOR_RETURN_IF_ERROR(first_error);
  if (draw.complete()) return absl::OkStatus();
  draw.drawn_at = clock.Now();
  return save();
}

}  // namespace candor::services::member
