#include "records/manifest.h"

#include <algorithm>
#include <set>

#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"

namespace candor::records {
namespace {

using crypto::Label;
using crypto::Reader;
using crypto::Writer;

constexpr std::uint8_t kVersion = 1;

std::vector<Named> PledgeSigners(const Draft& draft) {
  std::vector<Named> out;
  for (const auto* people : {&draft.readers, &draft.facilitators, &draft.operators}) {
    out.insert(out.end(), people->begin(), people->end());
  }
  return out;
}

// Nothing can be sealed to a key of low order: an author would learn it only when about to speak.
bool CanSealTo(const crypto::KemPublicKey& key) {
  static constexpr ByteArray<32> kAnyScalar = {1};
  return crypto::X25519(crypto::KemPrivateKey::FromBytes(kAnyScalar), key).ok();
}

absl::Status CheckCounts(const Manifest& manifest) {
  const Draft& draft = manifest.draft;
  if (manifest.issuer_keys.size() != draft.issuers.size() ||
      manifest.reader_keys.size() != draft.readers.size() ||
      manifest.pledges.size() != PledgeSigners(draft).size() ||
      manifest.statements.size() != draft.sponsors.size()) {
    return absl::InvalidArgumentError(
        "the manifest has too few or too many token keys, readers' keys, pledges or statements");
  }
  return absl::OkStatus();
}

absl::Status CheckTokenKeys(const Manifest& manifest) {
  std::set<ByteArray<256>> moduli;
  for (const auto& keys : manifest.issuer_keys) {
    for (const auto& spki : keys) {
      CANDOR_ASSIGN_OR_RETURN(const auto key, crypto::TokenPublicKey::Parse(spki));
      if (!moduli.insert(key.modulus()).second) {
        return absl::InvalidArgumentError("two token keys of the manifest have the same modulus");
      }
    }
  }
  return absl::OkStatus();
}

absl::Status CheckReaderKeys(const Manifest& manifest) {
  const DraftId id = manifest.draft.Id();
  std::set<crypto::KemPublicKey> seen;
  for (std::size_t i = 0; i < manifest.reader_keys.size(); ++i) {
    const auto& reader = manifest.draft.readers[i];
    const auto& key = manifest.reader_keys[i];
    if (!crypto::Verify(reader.key, Label::kReaderKey, ReaderKeyBytes(id, key.kem_key),
                        key.signature)
             .ok()) {
      return absl::UnauthenticatedError(
          Cat("the reading key of ", reader.name, " is not signed by that reader for this draft"));
    }
    if (!seen.insert(key.kem_key).second) {
      return absl::InvalidArgumentError(
          Cat("the reading key of ", reader.name, " is also another reader's"));
    }
    if (!CanSealTo(key.kem_key)) {
      return absl::InvalidArgumentError(
          Cat("the reading key of ", reader.name, " is of low order: nothing can be sealed to it"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckPledges(const Manifest& manifest) {
  const Bytes bytes = PledgeBytes(manifest.draft.Id(), manifest.draft.PledgeHash());
  const auto signers = PledgeSigners(manifest.draft);
  for (std::size_t i = 0; i < signers.size(); ++i) {
    if (!crypto::Verify(signers[i].key, Label::kPledge, bytes, manifest.pledges[i]).ok()) {
      return absl::UnauthenticatedError(
          Cat("the pledge of ", signers[i].name, " is not signed by that person for this draft"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckStatements(const Manifest& manifest) {
  const DraftId id = manifest.draft.Id();
  for (std::size_t i = 0; i < manifest.statements.size(); ++i) {
    const auto& statement = manifest.statements[i];
    const auto& sponsor = manifest.draft.sponsors[i];
    if (!crypto::Verify(sponsor.key, Label::kStatement, StatementBytes(id, statement.text),
                        statement.signature)
             .ok()) {
      return absl::UnauthenticatedError(
          Cat("the statement of ", sponsor.name, " is not signed by that sponsor for this draft"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

CampaignId Manifest::Id() const {
  const Hash hash = crypto::LabelledHash(Label::kCampaign, {Encode()});
  CampaignId id;
  std::copy_n(hash.begin(), id.size(), id.begin());
  return id;
}

Hash Manifest::ManifestHash() const {
  return crypto::LabelledHash(Label::kManifestHash, {Encode()});
}

std::vector<crypto::KemPublicKey> Manifest::AudienceKeys(const Audience& audience) const {
  std::vector<crypto::KemPublicKey> out;
  for (const auto& reader : audience.readers) {
    const auto at = std::ranges::find(draft.readers, reader, &Named::key) - draft.readers.begin();
    out.push_back(reader_keys.at(static_cast<std::size_t>(at)).kem_key);
  }
  return out;
}

Bytes Manifest::Encode() const {
  Writer out;
  out.U8(kVersion).Opaque24(draft.Encode());
  for (const auto& keys : issuer_keys) {
    for (const auto& spki : keys) out.Fixed(spki);
  }
  for (const auto& key : reader_keys) out.Fixed(key.kem_key.bytes).Fixed(key.signature);
  for (const auto& pledge : pledges) out.Fixed(pledge);
  for (const auto& statement : statements) {
    out.Text16(statement.text).Fixed(statement.signature);
  }
  return out.Take();
}

absl::StatusOr<Manifest> Manifest::Decode(ByteView bytes) {
  Reader in(bytes);
  Manifest out;
  if (in.U8() != kVersion) in.Fail("unknown version");
  const ByteView draft = in.Opaque24(1);
  if (!in.ok()) return in.Finish("manifest");
  CANDOR_ASSIGN_OR_RETURN(out.draft, Draft::Decode(draft));

  for (std::size_t i = 0; in.ok() && i < out.draft.issuers.size(); ++i) {
    IssuerKeys keys;
    for (auto& spki : keys) spki = in.Fixed<crypto::kSpkiSize>();
    out.issuer_keys.push_back(keys);
  }
  for (std::size_t i = 0; in.ok() && i < out.draft.readers.size(); ++i) {
    ReaderKey key;
    key.kem_key.bytes = in.Fixed<32>();
    key.signature = in.Fixed<64>();
    out.reader_keys.push_back(key);
  }
  const std::size_t pledges = PledgeSigners(out.draft).size();
  for (std::size_t i = 0; in.ok() && i < pledges; ++i) out.pledges.push_back(in.Fixed<64>());
  for (std::size_t i = 0; in.ok() && i < out.draft.sponsors.size(); ++i) {
    Statement statement;
    statement.text = in.Text16(1, 4000);
    statement.signature = in.Fixed<64>();
    out.statements.push_back(std::move(statement));
  }
  CANDOR_RETURN_IF_ERROR(in.Finish("manifest"));
  return out;
}

Bytes ReaderKeyBytes(const DraftId& draft, const crypto::KemPublicKey& kem_key) {
  return Concat({draft, kem_key.bytes});
}

Bytes PledgeBytes(const DraftId& draft, const Hash& pledge_hash) {
  return Concat({draft, pledge_hash});
}

Bytes StatementBytes(const DraftId& draft, std::string_view text) {
  return Concat({draft, AsBytes(text)});
}

absl::Status VerifyManifest(const Manifest& manifest) {
  CANDOR_RETURN_IF_ERROR(CheckDraft(manifest.draft));
  CANDOR_RETURN_IF_ERROR(CheckCounts(manifest));
  CANDOR_RETURN_IF_ERROR(CheckTokenKeys(manifest));
  CANDOR_RETURN_IF_ERROR(CheckReaderKeys(manifest));
  CANDOR_RETURN_IF_ERROR(CheckPledges(manifest));
  return CheckStatements(manifest);
}

crypto::TokenChallenge ChallengeFor(const Hash& manifest_hash, crypto::Purpose purpose,
                                    std::string_view issuer_origin, std::string_view board_origin) {
  const auto context = crypto::ContextOf(manifest_hash, purpose);
  crypto::TokenChallenge challenge;
  challenge.issuer_name = std::string(issuer_origin);
  challenge.redemption_context = ToBytes(context);
  challenge.origin_info = std::string(board_origin);
  return challenge;
}

void Opening::Write(Writer& out) const {
  out.Fixed(facilitator.bytes).Fixed(facilitator_signature);
  out.U8(static_cast<std::uint8_t>(sponsor_signatures.size()));
  for (const auto& signature : sponsor_signatures) out.Fixed(signature);
}

Opening Opening::Read(Reader& in) {
  Opening out;
  out.facilitator.bytes = in.Fixed<32>();
  out.facilitator_signature = in.Fixed<64>();
  const std::size_t count = in.U8();
  if (count < 1 || count > 4) in.Fail("needs one to four sponsors' signatures");
  for (std::size_t i = 0; in.ok() && i < count; ++i)
    out.sponsor_signatures.push_back(in.Fixed<64>());
  return out;
}

absl::Status VerifyOpening(const Manifest& manifest, const Opening& opening) {
  const CampaignId id = manifest.Id();
  const Draft& draft = manifest.draft;
  if (std::ranges::find(draft.facilitators, opening.facilitator, &Named::key) ==
      draft.facilitators.end()) {
    return absl::PermissionDeniedError("the one who opens is no facilitator of this campaign");
  }
  if (!crypto::Verify(opening.facilitator, Label::kCampaignOpen, id, opening.facilitator_signature)
           .ok()) {
    return absl::UnauthenticatedError("the facilitator's signature of the opening does not verify");
  }
  if (opening.sponsor_signatures.size() != draft.sponsors.size()) {
    return absl::InvalidArgumentError("every sponsor must sign the opening");
  }
  for (std::size_t i = 0; i < draft.sponsors.size(); ++i) {
    if (!crypto::Verify(draft.sponsors[i].key, Label::kCampaignOpen, id,
                        opening.sponsor_signatures[i])
             .ok()) {
      return absl::UnauthenticatedError(Cat("the signature of sponsor ", draft.sponsors[i].name,
                                            " under the opening does not verify"));
    }
  }
  return absl::OkStatus();
}

}  // namespace candor::records
