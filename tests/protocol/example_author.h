// The author of the worked examples: a receipt code whose bytes are 0x51 repeated, its thread keys,
// and a voice token of each issuer.
#pragma once

#include <vector>

#include "crypto/issuance_batch.h"
#include "crypto/receipt_code.h"
#include "records/promise.h"
#include "tests/protocol/example_world.h"

namespace candor::testing {

inline constexpr std::uint8_t kCodeByte = 0x51;

crypto::ReceiptCode ExampleCode();
crypto::ThreadKeys ExampleThread(const ExampleWorld& world);
crypto::TokenChallenge ExampleChallenge(const ExampleWorld& world, std::size_t issuer);
// Blinded with r = 0x01 repeated and a PSS salt of 0x02 repeated.
crypto::TokenBlinder ExampleBlinder(const ExampleWorld& world, std::size_t issuer);
crypto::Token ExampleToken(const ExampleWorld& world, std::size_t issuer);
// The opinion with its envelope, signed.
records::SubmitRequest ExampleRequest(const ExampleWorld& world);
crypto::SecretBytes ExamplePlaintext();

}  // namespace candor::testing
