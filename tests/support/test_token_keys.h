// Token keys that stand in the source, because making an RSA key costs each test a tenth of a second
// and more. Known to everybody, so worth nothing outside of tests.
#pragma once

#include <cstddef>

#include "crypto/token_key.h"

namespace candor::testing {

inline constexpr std::size_t kTestTokenKeys = 18;

// Key number `index` of kTestTokenKeys, all different.
crypto::TokenPrivateKey TestTokenKey(std::size_t index);

}  // namespace candor::testing
