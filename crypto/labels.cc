#include "crypto/labels.h"

#include <array>
#include <string_view>

namespace candor::crypto {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::array<std::string_view, static_cast<std::size_t>(Label::kCount)> kTable = {
#define CANDOR_LABEL_TEXT(id, what) "candor/" what "/v1\0"sv,
    CANDOR_LABELS(CANDOR_LABEL_TEXT)
#undef CANDOR_LABEL_TEXT
};

}  // namespace

ByteView LabelBytes(Label label) { return AsBytes(kTable.at(static_cast<std::size_t>(label))); }

}  // namespace candor::crypto
