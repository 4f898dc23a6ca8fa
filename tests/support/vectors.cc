#include "tests/support/vectors.h"

#include <cctype>
#include <cstdlib>
#include <fstream>

namespace candor::testing {

bool VectorsRequired() {
  const char* required = std::getenv("CANDOR_VECTORS_REQUIRED");
  return required != nullptr && std::string_view(required) == "1";
}

std::optional<nlohmann::json> LoadVectors(std::string_view file) {
  const char* configured = std::getenv("CANDOR_VECTORS_DIR");
  const std::string folder = configured != nullptr ? configured : CANDOR_DEFAULT_VECTORS_DIR;
  std::ifstream in(folder + "/" + std::string(file));
  if (!in) return std::nullopt;
  return nlohmann::json::parse(in);
}

Bytes Hex(const nlohmann::json& value) {
  std::string digits = value.get<std::string>();
  if (digits.starts_with("0x")) digits.erase(0, 2);
  for (auto& c : digits) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  auto bytes = HexDecode(digits);
  EXPECT_TRUE(bytes.ok()) << "a vector's field is not hexadecimal";
  return bytes.ok() ? *std::move(bytes) : Bytes();
}

}  // namespace candor::testing
