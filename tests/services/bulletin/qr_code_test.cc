#include "services/bulletin/qr_code.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <qrencode.h>

#include <memory>
#include <regex>
#include <string>
#include <vector>

namespace candor::services::bulletin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Rows of '#' and '.', the quiet zone included, as the bars of the SVG draw them.
std::vector<std::string> Drawn(const std::string& svg) {
  std::smatch box;
  EXPECT_TRUE(std::regex_search(svg, box, std::regex("viewBox=\"0 0 (\\d+) (\\d+)\"")));
  EXPECT_EQ(box[1], box[2]);
  const std::size_t side = std::stoul(box[1]);
  std::vector<std::string> out(side, std::string(side, '.'));
  const std::regex bar("M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z");
  for (std::sregex_iterator each(svg.begin(), svg.end(), bar); each != std::sregex_iterator(); ++each) {
    EXPECT_EQ((*each)[3], (*each)[4]);
    for (std::size_t i = 0; i < std::stoul((*each)[3]); ++i) {
      out.at(std::stoul((*each)[2])).at(std::stoul((*each)[1]) + i) = '#';
    }
  }
  return out;
}

std::vector<std::string> Expected(const std::string& text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_Q), &QRcode_free);
  const auto side = static_cast<std::size_t>(code->width);
  std::vector<std::string> out(side + 8, std::string(side + 8, '.'));
  for (std::size_t i = 0; i < side * side; ++i) {
    if ((code->data[i] & 1) != 0) out[4 + i / side][4 + i % side] = '#';
  }
  return out;
}

TEST(QrCode, DrawsTheModulesOfTheAddressInsideAQuietZone) {
  for (const std::string& text : {std::string("https://nordhafen.example/jam/4f2a91c0"),
                                  std::string("https://a"), "https://a/" + std::string(290, '%')}) {
    EXPECT_EQ(Drawn(QrCodeAsSvg(WebAddress::Parse(text).value(), "label")), Expected(text));
  }
  EXPECT_NE(Drawn(QrCodeAsSvg(WebAddress::Parse("https://b").value(), "")), Expected("https://a"))
      << "control";
}

TEST(QrCode, IsBlackOnWhiteAndNamed) {
  const std::string svg = QrCodeAsSvg(WebAddress::Parse("https://a").value(), "QR code of \"<a>\"");
  EXPECT_THAT(svg, HasSubstr("fill=\"#fff\""));
  EXPECT_THAT(svg, HasSubstr("fill=\"#000\""));
  EXPECT_THAT(svg, HasSubstr("role=\"img\" aria-label=\"QR code of &quot;&lt;a&gt;&quot;\""));
  EXPECT_THAT(svg, Not(HasSubstr("currentColor")));
}

}  // namespace
}  // namespace candor::services::bulletin
