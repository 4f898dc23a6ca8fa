#include "services/runtime/tls.h"

#include "services/runtime/clock.h"
#include "services/runtime/openssl_objects.h"
#include "tests/services/runtime/tls_command.h"
#include "tests/support/matchers.h"

namespace candor::runtime {
namespace {

using candor::testing::StatusIs;
using ::testing::HasSubstr;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

// The verdict of OpenSSL's own path building.
long Verdict(const TlsIdentity& leaf, std::string_view anchor, int purpose, UnixSeconds now) {
  const auto certificates = ParseCertificates(leaf.certificate_pem);
  const auto store = StoreOf(anchor);
  EXPECT_OK(certificates.status());
  EXPECT_OK(store.status());
  const std::unique_ptr<X509_STORE_CTX, FreeWith<&X509_STORE_CTX_free>> context(
      X509_STORE_CTX_new());
  X509_STORE_CTX_init(context.get(), store->get(), certificates->front().get(), nullptr);
  X509_STORE_CTX_set_purpose(context.get(), purpose);
  X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_X509_STRICT);
  X509_STORE_CTX_set_time(context.get(), 0, now);
  X509_verify_cert(context.get());
  return X509_STORE_CTX_get_error(context.get());
}

TEST(Tls, AnIssuedCertificateIsValidUnderItsAuthorityAlone) {
  const TestAuthority ours, others;
  const UnixSeconds now = SystemClock().Now();
  const TlsIdentity server = ours.Server();
  EXPECT_EQ(Verdict(server, ours.anchor(), X509_PURPOSE_SSL_SERVER, now), X509_V_OK);
  EXPECT_NE(Verdict(server, others.anchor(), X509_PURPOSE_SSL_SERVER, now), X509_V_OK);
}

TEST(Tls, ACertificateServesItsOwnUseOnly) {
  const TestAuthority ours;
  const UnixSeconds now = SystemClock().Now();
  EXPECT_EQ(Verdict(ours.Client(), ours.anchor(), X509_PURPOSE_SSL_CLIENT, now), X509_V_OK);
  EXPECT_NE(Verdict(ours.Client(), ours.anchor(), X509_PURPOSE_SSL_SERVER, now), X509_V_OK);
  EXPECT_NE(Verdict(ours.Server(), ours.anchor(), X509_PURPOSE_SSL_CLIENT, now), X509_V_OK);
}

TEST(Tls, ALeafIsNoAuthority) {
  const TestAuthority ours;
  const TlsIdentity leaf = ours.Server();
  ASSERT_OK_AND_ASSIGN(
      const TlsIdentity below,
      IssueCertificate(leaf, {.name = "x", .dns_names = {"x"}}, ValidFromYesterday(1)));
  EXPECT_NE(Verdict(below, leaf.certificate_pem, X509_PURPOSE_SSL_SERVER, SystemClock().Now()),
            X509_V_OK);
}

TEST(Tls, ValidityBeginsADayAgoAndEnds) {
  const TestAuthority ours;
  const TlsIdentity server = ours.Server();
  const UnixSeconds now = SystemClock().Now();
  const auto at = [&](UnixSeconds time) {
    return Verdict(server, ours.anchor(), X509_PURPOSE_SSL_SERVER, time);
  };
  EXPECT_EQ(at(now - kSecondsPerDay + 60), X509_V_OK);
  EXPECT_NE(at(now - kSecondsPerDay - 60), X509_V_OK);
  EXPECT_EQ(at(now + 29 * kSecondsPerDay), X509_V_OK);
  EXPECT_NE(at(now + 31 * kSecondsPerDay), X509_V_OK);
}

TEST(Tls, NamesAndAddressesThatAreNoneAreRefused) {
  const TestAuthority ours;
  const auto issue = [&](std::vector<std::string> names, std::vector<std::string> addresses) {
    return IssueServerCertificate(ours.authority, names, addresses, ValidFromYesterday(1)).status();
  };
  EXPECT_OK(issue({"board.example.org"}, {"192.0.2.1", "2001:db8::1"}));
  EXPECT_THAT(issue({}, {}), StatusIs(kInvalid, HasSubstr("needs a host name or an IP address")));
  EXPECT_THAT(issue({"a,IP:1.2.3.4"}, {}), StatusIs(kInvalid));
  EXPECT_THAT(issue({""}, {}), StatusIs(kInvalid));
  EXPECT_THAT(issue({}, {"1.2.3"}), StatusIs(kInvalid));
  EXPECT_THAT(issue({}, {"::1,DNS:x"}), StatusIs(kInvalid));
}

TEST(Tls, WhatIsNoIdentityIsNamed) {
  const TestAuthority ours;
  EXPECT_OK(CheckTlsIdentity(ours.Server()));

  TlsIdentity other_key = ours.Server();
  other_key.key_pem = ours.Server().key_pem.Clone();
  EXPECT_THAT(CheckTlsIdentity(other_key), StatusIs(kInvalid, HasSubstr("not the certificate's")));

  TlsIdentity no_key = ours.Server();
  no_key.key_pem = crypto::SecretBytes();
  EXPECT_THAT(CheckTlsIdentity(no_key), StatusIs(kInvalid, HasSubstr("private key")));

  TlsIdentity truncated = ours.Server();
  truncated.certificate_pem.resize(truncated.certificate_pem.size() / 2);
  EXPECT_THAT(CheckTlsIdentity(truncated), StatusIs(kInvalid, HasSubstr("damaged")));
}

TEST(Tls, AnAnchorMustHoldACertificateAndNothingBroken) {
  const TestAuthority ours;
  EXPECT_OK(CheckAnchor(ours.anchor()));
  EXPECT_OK(CheckAnchor(ours.anchor() + ours.anchor()));
  EXPECT_THAT(CheckAnchor(""), StatusIs(kInvalid));
  EXPECT_THAT(CheckAnchor("no certificate"), StatusIs(kInvalid));
  EXPECT_THAT(CheckAnchor(ours.anchor() + ours.anchor().substr(0, 200)), StatusIs(kInvalid));
}

}  // namespace
}  // namespace candor::runtime
