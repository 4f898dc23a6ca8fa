// HKDF-SHA-256 (RFC 5869), Extract-and-Expand.
//
// Thread-safe. Expand gives at most 255·32 bytes and aborts on more: lengths are constants of ours.
#pragma once

#include <initializer_list>

#include "base/bytes.h"
#include "crypto/hash.h"
#include "crypto/secret.h"

namespace candor::crypto {

using PseudorandomKey = ScratchSecret<32, struct PseudorandomKeyRole>;

PseudorandomKey HkdfExtract(ByteView salt, ByteView input_key_material);

// `info` is the concatenation of the parts.
void HkdfExpand(const PseudorandomKey& prk, std::initializer_list<ByteView> info,
                std::span<std::uint8_t> out);

// Extract with an empty salt, then Expand with info = label ‖ 0x00 ‖ parts.
void LabelledDerive(ByteView input_key_material, Label label, std::initializer_list<ByteView> info,
                    std::span<std::uint8_t> out);

}  // namespace candor::crypto
