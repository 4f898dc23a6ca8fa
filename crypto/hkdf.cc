#include "crypto/hkdf.h"

#include <algorithm>
#include <cstdlib>

namespace candor::crypto {
namespace {

void Expand(const PseudorandomKey& prk, ByteView info, std::span<std::uint8_t> out) {
  if (out.size() > 255 * 32) std::abort();
  Hash block{};
  std::uint8_t counter = 0;
  while (!out.empty()) {
    const ByteView previous = counter == 0 ? ByteView() : ByteView(block);
    ++counter;
    block = HmacSha256(prk.ExposeSecret(), {previous, info, ByteView(&counter, 1)});
    const std::size_t n = std::min(out.size(), block.size());
    std::copy_n(block.begin(), n, out.begin());
    out = out.subspan(n);
  }
  Wipe(block);
}

}  // namespace

PseudorandomKey HkdfExtract(ByteView salt, ByteView input_key_material) {
  Hash prk = HmacSha256(salt, {input_key_material});
  auto out = PseudorandomKey::Copy(prk);
  Wipe(prk);
  return out;
}

void HkdfExpand(const PseudorandomKey& prk, std::initializer_list<ByteView> info,
                std::span<std::uint8_t> out) {
  Expand(prk, Concat(info), out);
}

void LabelledDerive(ByteView input_key_material, Label label, std::initializer_list<ByteView> info,
                    std::span<std::uint8_t> out) {
  Bytes labelled = ToBytes(LabelBytes(label));
  for (const auto& part : info) Append(labelled, part);
  Expand(HkdfExtract({}, input_key_material), labelled, out);
}

}  // namespace candor::crypto
