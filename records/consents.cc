#include "records/consents.h"

#include <algorithm>

#include "base/status.h"
#include "crypto/codec.h"

namespace candor::records {
namespace {

constexpr std::uint8_t kVersion = 1;

}  // namespace

const Consent* Consents::Find(const Hash& submission) const {
  const auto at = std::ranges::find(items, submission, &Consent::submission);
  return at == items.end() ? nullptr : &*at;
}

Bytes Consents::Encode() const {
  crypto::Writer out;
  out.U8(kVersion).U16(static_cast<std::uint16_t>(items.size()));
  for (const Consent& each : items) {
    out.Fixed(each.submission).U8(static_cast<std::uint8_t>(each.form)).Fixed(each.salt).Text16(each.text);
  }
  return out.Take();
}

absl::StatusOr<Consents> Consents::Decode(ByteView bytes) {
  crypto::Reader in(bytes);
  Consents out;
  if (in.U8() != kVersion) in.Fail("unknown version");
  const std::size_t count = in.U16();
  for (std::size_t i = 0; in.ok() && i < count; ++i) {
    Consent each;
    each.submission = in.Fixed<32>();
    const std::uint8_t form = in.U8();
    if (form != 2 && form != 3) in.Fail("a form that needs no consent in words");
    each.form = static_cast<Form>(form);
    each.salt = in.Fixed<32>();
    each.text = in.Text16(1);
    out.items.push_back(std::move(each));
  }
  CANDOR_RETURN_IF_ERROR(in.Finish("consents"));
  return out;
}

}  // namespace candor::records
