#include "services/runtime/address.h"

#include "tests/support/matchers.h"

namespace candor::runtime {
namespace {

using candor::testing::StatusIs;

TEST(Address, HostNamesAndBothKindsOfIpAddressAreRead) {
  const struct {
    std::string_view text;
    std::string_view host;
    int port;
  } kGood[] = {{"127.0.0.1:7443", "127.0.0.1", 7443},
               {"board.example.org:0", "board.example.org", 0},
               {"[::1]:65535", "::1", 65535}};
  for (const auto& row : kGood) {
    ASSERT_OK_AND_ASSIGN(const HostPort address, ParseHostPort(row.text));
    EXPECT_EQ(address.host, row.host);
    EXPECT_EQ(address.port, row.port);
    EXPECT_EQ(address.Text(), row.text);
  }
}

TEST(Address, AnythingElseIsRefused) {
  for (const std::string_view text :
       {"", ":", "host", "host:", ":80", "host:65536", "host:-1", "host:80x", "::1:80", "[]:80",
        "unix:/tmp/socket", "ho st:80", "dns:///host:80", "host\n:80"}) {
    EXPECT_THAT(ParseHostPort(text), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
}

}  // namespace
}  // namespace candor::runtime
