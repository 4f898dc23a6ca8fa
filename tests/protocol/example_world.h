// The organisation of the worked examples: keys whose private halves are one byte repeated, so that
// whoever reads an example can make them too.
#pragma once

#include <vector>

#include "crypto/random.h"
#include "crypto/token_key.h"
#include "records/entry.h"
#include "records/governance.h"
#include "records/manifest.h"
#include "records/roster.h"
#include "records/trust_bundle.h"

namespace candor::testing {

template <std::size_t N>
ByteArray<N> Repeated(std::uint8_t byte) {
  ByteArray<N> out;
  out.fill(byte);
  return out;
}

// The Ed25519 key of this seed byte; the X25519 key of this private byte.
crypto::SigningKey KeyOf(std::uint8_t byte);
crypto::KemPrivateKey KemKeyOf(std::uint8_t byte);

// Call number i, from 0, gives bytes of value `first` + i.
class CountingRandom final : public crypto::RandomSource {
 public:
  explicit CountingRandom(std::uint8_t first) : next_(first) {}
  void Fill(std::span<std::uint8_t> out) override;

 private:
  std::uint8_t next_;
};

enum KeyByte : std::uint8_t {
  kCharterByte = 0x01,
  kBodyByte = 0x02,
  kPromiseByte = 0x03,
  kBoardLogByte = 0x04,
  kIssuerOneByte = 0x05,
  kIssuerTwoByte = 0x06,
  kWitnessByte = 0x07,
  kSponsorByte = 0x11,
  kFacilitatorByte = 0x12,
  kOperatorByte = 0x13,
  kReaderOneByte = 0x14,
  kReaderTwoByte = 0x15,
  kMemberByte = 0x16,
  kGatewayByte = 0x17,
  kReaderOneKemByte = 0x21,
  kReaderTwoKemByte = 0x22,
};

struct ExampleWorld {
  ExampleWorld();

  records::TrustBundle bundle;
  records::RosterFile roster;  // twelve rows; row i has the salt byte a0 + i
  std::vector<std::vector<crypto::TokenPrivateKey>> token_keys;  // by issuer, by purpose
  records::Manifest manifest;
  records::Opening opening;
  records::CampaignId campaign_id{};

  records::Governance Countersigned(const records::GovernanceBody& content) const;
  records::TokenKeyContent TokenKeyContentOf(std::size_t issuer, std::size_t purpose) const;

 private:
  void MakeBundle();
  void MakeRoster();
  void MakeDraft();
  void MakeParts();
};

}  // namespace candor::testing
