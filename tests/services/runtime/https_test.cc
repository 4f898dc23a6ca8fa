#include <httplib.h>

#include <atomic>
#include <cstdlib>
#include <future>
#include <thread>

#include "base/text.h"
#include "services/runtime/files.h"
#include "services/runtime/https_client.h"
#include "services/runtime/https_server.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/services/runtime/tls_command.h"
#include "tests/support/matchers.h"

namespace candor::runtime {
namespace {

using candor::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr auto kUnavailable = absl::StatusCode::kUnavailable;
constexpr auto kUnauthenticated = absl::StatusCode::kUnauthenticated;

Bytes Text(std::string_view text) { return ToBytes(AsBytes(text)); }

class Https : public ::testing::Test {
 protected:
  HttpsServer::Options Options() const {
    return {
        .listen = "127.0.0.1:0", .tls = authority_.Server(), .threads = 4, .max_body_bytes = 1000};
  }

  HttpsServer::Handlers Handlers() {
    HttpsServer::Handlers handlers;
    handlers.get = [this](std::string_view path) -> std::optional<Bytes> {
      last_path_ = path;
      if (path == "/checkpoint") return Text("the checkpoint\n");
      if (path == "/large") return Bytes(100000, 'x');
      return std::nullopt;
    };
    handlers.post["/add-checkpoint"] = [this](ByteView body) {
      ++posts_;
      return HttpResponse{.status = 409, .content_type = "text/x.tlog.size", .body = ToBytes(body)};
    };
    return handlers;
  }

  void Serve(const HttpsServer::Options& options) {
    auto server = HttpsServer::Start(options, Handlers());
    ASSERT_OK(server.status());
    server_ = *std::move(server);
  }

  std::string Url() const { return Cat("https://127.0.0.1:", server_->port()); }

  const TestAuthority authority_;
  std::string last_path_;
  std::atomic<int> posts_ = 0;
  std::unique_ptr<HttpsServer> server_;
};

TEST_F(Https, AFileIsServedAndAMissingOneIs404) {
  Serve(Options());
  ASSERT_OK_AND_ASSIGN(const HttpReply found, HttpsGet(Url(), "/checkpoint", authority_.anchor()));
  EXPECT_EQ(found.status, 200);
  EXPECT_EQ(found.body, Text("the checkpoint\n"));
  ASSERT_OK_AND_ASSIGN(const HttpReply missing, HttpsGet(Url(), "/nothing", authority_.anchor()));
  EXPECT_EQ(missing.status, 404);
}

TEST_F(Https, PathsOfTilesArriveAsTheyAre) {
  Serve(Options());
  ASSERT_OK(HttpsGet(Url(), "/tile/0/x001/x234/067.p/112", authority_.anchor()).status());
  EXPECT_EQ(last_path_, "/tile/0/x001/x234/067.p/112");
}

TEST_F(Https, APostAnswersWithStatusAndBodyOfItsHandler) {
  Serve(Options());
  ASSERT_OK_AND_ASSIGN(const HttpReply reply, HttpsPost(Url(), "/add-checkpoint", Text("body"),
                                                        "text/plain", authority_.anchor()));
  EXPECT_EQ(reply.status, 409);
  EXPECT_EQ(reply.body, Text("body"));
  ASSERT_OK_AND_ASSIGN(const HttpReply elsewhere, HttpsPost(Url(), "/checkpoint", Text("body"),
                                                            "text/plain", authority_.anchor()));
  EXPECT_EQ(elsewhere.status, 404);
  EXPECT_EQ(posts_, 1);
}

TEST_F(Https, AnOversizeBodyIsRefusedWithAndWithoutALength) {
  Serve(Options());
  // A server may answer and close before the client has sent all: either is a refusal.
  const auto reply =
      HttpsPost(Url(), "/add-checkpoint", Bytes(1001, 'x'), "text/plain", authority_.anchor());
  EXPECT_TRUE(!reply.ok() || reply->status == 413);

  httplib::SSLClient client("127.0.0.1", server_->port());
  client.enable_server_certificate_verification(false);
  const auto chunked = client.Post(
      "/add-checkpoint",
      [](std::size_t, httplib::DataSink& sink) {
        const std::string piece(900, 'x');
        sink.write(piece.data(), piece.size());
        sink.write(piece.data(), piece.size());
        sink.done();
        return true;
      },
      "text/plain");
  EXPECT_TRUE(!chunked || chunked->status == 413);
  EXPECT_EQ(posts_, 0);

  ASSERT_OK_AND_ASSIGN(const HttpReply fits, HttpsPost(Url(), "/add-checkpoint", Bytes(1000, 'x'),
                                                       "text/plain", authority_.anchor()));
  EXPECT_EQ(fits.body.size(), 1000u);
}

TEST_F(Https, ThePortRefusesTls12AndAcceptsTls13) {
  Serve(Options());
  EXPECT_EQ(NegotiatedTls(server_->port(), "-tls1_3"), "TLSv1.3");
  EXPECT_EQ(NegotiatedTls(server_->port(), "-tls1_2"), "");
}

TEST_F(Https, AClientDoesNotTalkToATls12Server) {
  const OpensslServer old(authority_.Server(), "-tls1_2");
  EXPECT_THAT(HttpsGet(Cat("https://127.0.0.1:", old.port()), "/", authority_.anchor()),
              StatusIs(kUnavailable, HasSubstr("TLS 1.3")));
  EXPECT_THAT(GetUnverified(Cat("https://127.0.0.1:", old.port()), "/"), StatusIs(kUnavailable));
  const OpensslServer modern(authority_.Server(), "-tls1_3");
  EXPECT_OK(HttpsGet(Cat("https://127.0.0.1:", modern.port()), "/", authority_.anchor()).status());
}

TEST_F(Https, ACertificateOfAnotherAuthorityIsRefused) {
  Serve(Options());
  const TestAuthority others;
  EXPECT_THAT(HttpsGet(Url(), "/checkpoint", others.anchor()),
              StatusIs(kUnauthenticated, HasSubstr("certificate")));
  EXPECT_EQ(last_path_, "") << "the request went out before the certificate was checked";
}

TEST_F(Https, ACertificateOfAnotherHostIsRefused) {
  auto options = Options();
  options.tls = authority_.ServerNamed("localhost");
  Serve(options);
  EXPECT_THAT(HttpsGet(Url(), "/checkpoint", authority_.anchor()), StatusIs(kUnauthenticated));
  EXPECT_OK(HttpsGet(Cat("https://localhost:", server_->port()), "/checkpoint", authority_.anchor())
                .status());
}

// Puts an authority where the system keeps those that every program trusts.
class SystemTrusts {
 public:
  explicit SystemTrusts(const std::string& anchor) {
    EXPECT_OK(WriteFileAtomically(folder_ / "system.pem", AsBytes(anchor)));
    setenv("SSL_CERT_FILE", (folder_ / "system.pem").c_str(), 1);
  }
  ~SystemTrusts() { unsetenv("SSL_CERT_FILE"); }

 private:
  TemporaryFolder folder_;
};

TEST_F(Https, TheSystemsAuthoritiesDoNotCount) {
  Serve(Options());
  const SystemTrusts system(authority_.anchor());
  const TestAuthority pinned;
  EXPECT_THAT(HttpsGet(Url(), "/checkpoint", pinned.anchor()), StatusIs(kUnauthenticated));

  // The control: a client that asks the system accepts this server.
  httplib::SSLClient trusting("localhost", server_->port());
  const auto reply = trusting.Get("/checkpoint");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 200);
}

TEST_F(Https, TheBundleCanBeFetchedFromWhoeverAnswers) {
  auto options = Options();
  options.tls = authority_.ServerNamed("elsewhere.example");
  Serve(options);
  ASSERT_OK_AND_ASSIGN(const HttpReply reply, GetUnverified(Url(), "/checkpoint"));
  EXPECT_EQ(reply.body, Text("the checkpoint\n"));
}

TEST_F(Https, AnAnswerLongerThanAllowedIsRefused) {
  Serve(Options());
  EXPECT_THAT(HttpsGet(Url(), "/large", authority_.anchor(), {.max_body_bytes = 99999}),
              StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("longer than 99999")));
  ASSERT_OK_AND_ASSIGN(const HttpReply whole,
                       HttpsGet(Url(), "/large", authority_.anchor(), {.max_body_bytes = 100000}));
  EXPECT_EQ(whole.body.size(), 100000u);
}

TEST_F(Https, OneConnectionServesManyRequestsAndSurvivesARestart) {
  Serve(Options());
  ASSERT_OK_AND_ASSIGN(HttpsConnection connection,
                       HttpsConnection::Open(Url(), authority_.anchor()));
  for (int i = 0; i < 300; ++i) ASSERT_OK(connection.Get("/checkpoint").status());
  auto options = Options();
  options.listen = Cat("127.0.0.1:", server_->port());
  server_.reset();
  EXPECT_THAT(connection.Get("/checkpoint"), StatusIs(kUnavailable));
  Serve(options);
  EXPECT_OK(connection.Get("/checkpoint").status());
}

TEST_F(Https, AConnectionThatTheServerClosedForIdlenessIsMadeAnew) {
  Serve(Options());
  ASSERT_OK_AND_ASSIGN(auto connection, HttpsConnection::Open(Url(), authority_.anchor()));
  ASSERT_OK(connection.Get("/checkpoint").status());
  // Longer than the server keeps an idle connection: nothing tells the client that it is closed.
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  ASSERT_OK(connection.Get("/checkpoint").status());
}

TEST_F(Https, APortInUseIsNamedWithWhatToDo) {
  Serve(Options());
  auto options = Options();
  options.listen = Cat("127.0.0.1:", server_->port());
  EXPECT_THAT(
      HttpsServer::Start(options, {}),
      StatusIs(kUnavailable, AllOf(HasSubstr(options.listen), HasSubstr("Address already in use"),
                                   HasSubstr("choose another port"))));
}

TEST_F(Https, WhatIsNoAddressAnchorOrPathIsRefusedBeforeAnythingIsSent) {
  const auto invalid = StatusIs(absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(HttpsGet("http://127.0.0.1:1", "/", authority_.anchor()), invalid);
  EXPECT_THAT(HttpsGet("https://127.0.0.1:1/path", "/", authority_.anchor()), invalid);
  EXPECT_THAT(HttpsGet("https://user@host", "/", authority_.anchor()), invalid);
  EXPECT_THAT(HttpsGet("https://127.0.0.1:1", "/", ""), invalid);
  EXPECT_THAT(HttpsGet("https://127.0.0.1:1", "checkpoint", authority_.anchor()), invalid);
  EXPECT_THAT(HttpsGet("https://127.0.0.1:1", "/a\r\nX: y", authority_.anchor()), invalid);
}

TEST_F(Https, AnUnreachableServerIsASentence) {
  Serve(Options());
  const std::string url = Url();
  server_.reset();
  EXPECT_THAT(HttpsGet(url, "/checkpoint", authority_.anchor()),
              StatusIs(kUnavailable, HasSubstr("cannot be reached")));
}

TEST_F(Https, StopFinishesTheRequestUnderWay) {
  std::atomic<bool> entered = false, release = false;
  HttpsServer::Handlers handlers;
  handlers.get = [&](std::string_view) -> std::optional<Bytes> {
    entered = true;
    while (!release) std::this_thread::yield();
    return Text("finished");
  };
  ASSERT_OK_AND_ASSIGN(server_, HttpsServer::Start(Options(), std::move(handlers)));
  auto get =
      std::async(std::launch::async, [&] { return HttpsGet(Url(), "/slow", authority_.anchor()); });
  ASSERT_TRUE(Eventually([&] { return entered.load(); }));
  auto stop = std::async(std::launch::async, [&] { server_->Stop(); });
  release = true;
  const auto reply = get.get();
  ASSERT_OK(reply.status());
  EXPECT_EQ(reply->body, Text("finished"));
  stop.get();
}

}  // namespace
}  // namespace candor::runtime
