#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include <atomic>
#include <functional>
#include <future>
#include <thread>

#include "base/text.h"
#include "probe.grpc.pb.h"
#include "services/runtime/grpc_channel.h"
#include "services/runtime/grpc_server.h"
#include "services/runtime/unary.h"
#include "services/runtime/worker_pool.h"
#include "tests/services/runtime/tls_command.h"
#include "tests/support/matchers.h"

namespace candor::runtime {
namespace {

using candor::testing::StatusIs;
using runtime_testing::ProbeReply;
using runtime_testing::ProbeRequest;
using runtime_testing::ProbeService;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::chrono::seconds kPatience{20};
constexpr auto kUnavailable = absl::StatusCode::kUnavailable;

// Its three methods answer through the three adapters, each by what the test puts here.
class Probe final : public ProbeService::CallbackService {
 public:
  std::function<absl::Status(const ProbeRequest&, ProbeReply&)> now =
      [](const ProbeRequest& request, ProbeReply& reply) {
        reply.set_text(request.text());
        return absl::OkStatus();
      };
  std::function<void(const ProbeRequest&, ProbeReply&, Done)> later;
  WorkerPool pool{{.threads = 2, .max_waiting = 8}};

  grpc::ServerUnaryReactor* Named(grpc::CallbackServerContext* context, const ProbeRequest* request,
                                  ProbeReply* reply) override {
    return Unary(context, pool, request, reply, now);
  }
  grpc::ServerUnaryReactor* Later(grpc::CallbackServerContext* context, const ProbeRequest* request,
                                  ProbeReply* reply) override {
    return UnaryAsync(context, pool, request, reply, later);
  }
  grpc::ServerUnaryReactor* Anonymous(grpc::CallbackServerContext* context,
                                      const ProbeRequest* request, ProbeReply* reply) override {
    return AnonymousUnary(context, pool, request, reply, now);
  }
};

class Grpc : public ::testing::Test {
 protected:
  GrpcServer::Options Options() const {
    return {.listen = "127.0.0.1:0", .tls = authority_.Server()};
  }

  void Serve(const GrpcServer::Options& options) {
    grpc::Service* const services[] = {&probe_};
    auto server = GrpcServer::Start(options, services);
    ASSERT_OK(server.status());
    server_ = *std::move(server);
  }

  std::shared_ptr<grpc::Channel> Channel(const std::string& anchor,
                                         std::optional<TlsIdentity> client = std::nullopt) const {
    auto channel = OpenChannel({.address = Cat("127.0.0.1:", server_->port()),
                                .anchor_pem = anchor,
                                .client = std::move(client)});
    EXPECT_OK(channel.status());
    return *std::move(channel);
  }

  using Method = grpc::Status (ProbeService::Stub::*)(grpc::ClientContext*, const ProbeRequest&,
                                                      ProbeReply*);

  static grpc::Status Raw(const std::shared_ptr<grpc::Channel>& channel, Method method,
                          const std::string& text = "hello", std::string* answer = nullptr) {
    grpc::ClientContext context;
    SetDeadline(context, kPatience);
    ProbeRequest request;
    request.set_text(text);
    ProbeReply reply;
    ProbeService::Stub stub(channel);
    const grpc::Status status = (stub.*method)(&context, request, &reply);
    if (answer != nullptr) *answer = reply.text();
    return status;
  }

  absl::Status Call(Method method = &ProbeService::Stub::Named) const {
    return FromGrpc(Raw(Channel(authority_.anchor()), method));
  }

  // A call of any method with bytes as they are.
  grpc::Status Generic(const std::string& method, const std::string& request,
                       std::string* reply = nullptr) const {
    grpc::GenericStub stub(Channel(authority_.anchor()));
    grpc::ClientContext context;
    SetDeadline(context, kPatience);
    const grpc::Slice slice(request);
    const grpc::ByteBuffer in(&slice, 1);
    grpc::ByteBuffer out;
    std::promise<grpc::Status> done;
    stub.UnaryCall(&context, method, grpc::StubOptions(), &in, &out,
                   [&](const grpc::Status& status) { done.set_value(status); });
    const grpc::Status status = done.get_future().get();
    grpc::Slice flat;
    if (reply != nullptr && status.ok() && out.DumpToSingleSlice(&flat).ok()) {
      reply->assign(reinterpret_cast<const char*>(flat.begin()), flat.size());
    }
    return status;
  }

  const TestAuthority authority_;
  Probe probe_;
  std::unique_ptr<GrpcServer> server_;
};

MATCHER(IsAboutTheCertificate, "says that another server answers") {
  *result_listener << arg.ToString();
  return IsNotThePinnedServer(arg) && absl::IsUnauthenticated(arg) &&
         ::testing::ExplainMatchResult(
             AllOf(HasSubstr("certificate"), HasSubstr("Nothing was sent"),
                   Not(HasSubstr("127.0.0.1"))),
             std::string(arg.message()), result_listener);
}

TEST_F(Grpc, ACallIsAnsweredOverTls13) {
  Serve(Options());
  std::string answer;
  const auto status =
      Raw(Channel(authority_.anchor()), &ProbeService::Stub::Named, "hello", &answer);
  EXPECT_OK(FromGrpc(status));
  EXPECT_EQ(answer, "hello");
}

TEST_F(Grpc, ThePortRefusesTls12AndAcceptsTls13) {
  Serve(Options());
  EXPECT_EQ(NegotiatedTls(server_->port(), "-tls1_3"), "TLSv1.3");
  EXPECT_EQ(NegotiatedTls(server_->port(), "-tls1_2"), "");
}

TEST_F(Grpc, APortThatSpeaksTls12IsSeenToSpeakIt) {
  const OpensslServer other(authority_.Server(), "-tls1_2");
  EXPECT_EQ(NegotiatedTls(other.port(), "-tls1_2"), "TLSv1.2");
}

TEST_F(Grpc, AClientDoesNotTalkToATls12Server) {
  const OpensslServer other(authority_.Server(), "-tls1_2");
  ASSERT_OK_AND_ASSIGN(const auto channel, OpenChannel({.address = Cat("127.0.0.1:", other.port()),
                                                        .anchor_pem = authority_.anchor()}));
  EXPECT_THAT(FromGrpc(Raw(channel, &ProbeService::Stub::Named)), StatusIs(kUnavailable));
}

TEST_F(Grpc, ACertificateOfAnotherAuthorityIsRefusedByTheClient) {
  Serve(Options());
  const TestAuthority others;
  const auto status =
      FromGrpc(Raw(Channel(others.anchor()), &ProbeService::Stub::Named), "The board's server");
  EXPECT_THAT(status, IsAboutTheCertificate());
  EXPECT_THAT(std::string(status.message()), HasSubstr("The board's server shows"));
}

TEST_F(Grpc, ACertificateOfAnotherHostIsRefusedByTheClient) {
  auto options = Options();
  options.tls = authority_.ServerNamed("elsewhere.example");
  Serve(options);
  EXPECT_THAT(Call(), IsAboutTheCertificate());
}

// What a server says is never taken for it.
TEST_F(Grpc, AServerThatOnlyTalksOfCertificatesIsAnotherMatter) {
  Serve(Options());
  for (const char* text : {"certificate verify failed", "certificate verify failed."}) {
    probe_.now = [&](const ProbeRequest&, ProbeReply&) { return absl::UnavailableError(text); };
    const auto status = Call();
    EXPECT_THAT(status, StatusIs(kUnavailable));
    EXPECT_FALSE(IsNotThePinnedServer(status));
  }
}

TEST_F(Grpc, MutualTlsAdmitsClientsOfTheAuthorityAlone) {
  auto options = Options();
  options.client_anchor_pem = authority_.anchor();
  Serve(options);
  const TestAuthority others;
  const auto call = [&](std::optional<TlsIdentity> client) {
    return FromGrpc(
        Raw(Channel(authority_.anchor(), std::move(client)), &ProbeService::Stub::Named));
  };
  EXPECT_OK(call(authority_.Client()));
  EXPECT_THAT(call(std::nullopt), StatusIs(kUnavailable));
  EXPECT_THAT(call(others.Client()), StatusIs(kUnavailable));
}

TEST_F(Grpc, APortInUseIsNamedWithWhatToDo) {
  Serve(Options());
  auto options = Options();
  options.listen = Cat("127.0.0.1:", server_->port());
  EXPECT_THAT(
      GrpcServer::Start(options, {}),
      StatusIs(kUnavailable, AllOf(HasSubstr(options.listen), HasSubstr("Address already in use"),
                                   HasSubstr("choose another port"))));
}

TEST_F(Grpc, AddressesAndIdentitiesThatAreNoneAreNamed) {
  auto options = Options();
  options.listen = "nonsense";
  EXPECT_THAT(GrpcServer::Start(options, {}), StatusIs(absl::StatusCode::kInvalidArgument));
  options = Options();
  options.tls.certificate_pem = "nonsense";
  EXPECT_THAT(GrpcServer::Start(options, {}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("certificate")));
  options = Options();
  options.listen = "192.0.2.1:0";
  EXPECT_THAT(GrpcServer::Start(options, {}),
              StatusIs(kUnavailable, HasSubstr("address of this machine")));
  EXPECT_THAT(OpenChannel({.address = "127.0.0.1:1", .anchor_pem = ""}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(Grpc, AnUnreachableServerIsASentence) {
  Serve(Options());
  const auto channel = Channel(authority_.anchor());
  server_->Stop(std::chrono::milliseconds(0));
  EXPECT_THAT(FromGrpc(Raw(channel, &ProbeService::Stub::Named)),
              StatusIs(kUnavailable, HasSubstr("cannot be reached")));
}

TEST_F(Grpc, TheHealthServiceSaysServing) {
  Serve(Options());
  std::string reply;
  EXPECT_OK(FromGrpc(Generic("/grpc.health.v1.Health/Check", "", &reply)));
  EXPECT_EQ(HexEncode(AsBytes(reply)), "0801");  // status = SERVING
}

TEST_F(Grpc, ReflectionIsThereOnlyWhereItIsAskedFor) {
  const std::string method = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
  Serve(Options());
  EXPECT_EQ(Generic(method, "").error_code(), grpc::StatusCode::UNIMPLEMENTED);
  server_.reset();
  auto options = Options();
  options.reflection = Reflection::kOn;
  Serve(options);
  EXPECT_NE(Generic(method, "").error_code(), grpc::StatusCode::UNIMPLEMENTED);
  server_.reset();
  Serve(Options());
  EXPECT_EQ(Generic(method, "").error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(Grpc, AnOversizeMessageIsRefusedUnread) {
  auto options = Options();
  options.max_message_bytes = 1000;
  Serve(options);
  std::atomic<int> handled = 0;
  probe_.now = [&](const ProbeRequest&, ProbeReply&) {
    ++handled;
    return absl::OkStatus();
  };
  const auto status =
      Raw(Channel(authority_.anchor()), &ProbeService::Stub::Named, std::string(2000, 'x'));
  EXPECT_THAT(FromGrpc(status),
              StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("larger than allowed")));
  EXPECT_EQ(handled, 0);
}

TEST_F(Grpc, RepliesHaveALimitOfTheirOwn) {
  auto options = Options();
  options.max_message_bytes = 1000;
  options.max_reply_bytes = 5000;
  Serve(options);
  std::size_t size = 4000;
  probe_.now = [&](const ProbeRequest&, ProbeReply& reply) {
    reply.set_text(std::string(size, 'x'));
    return absl::OkStatus();
  };
  EXPECT_OK(Call());
  size = 6000;
  EXPECT_THAT(Call(), StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST_F(Grpc, AHandlersSentenceReachesANamedCaller) {
  Serve(Options());
  probe_.now = [](const ProbeRequest&, ProbeReply&) {
    return absl::UnavailableError("The store is read-only. Ask the operator.");
  };
  EXPECT_THAT(Call(), StatusIs(kUnavailable, "The store is read-only. Ask the operator."));
}

TEST_F(Grpc, AnAnonymousCallerGetsTheCodeAndNothingElse) {
  Serve(Options());
  probe_.now = [](const ProbeRequest&, ProbeReply&) {
    absl::Status status = absl::InvalidArgumentError("A secret reason.");
    status.SetPayload("type", absl::Cord("details"));
    return status;
  };
  const auto status = Raw(Channel(authority_.anchor()), &ProbeService::Stub::Anonymous);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(), "");
  EXPECT_EQ(status.error_details(), "");
}

TEST_F(Grpc, AnAsynchronousHandlerAnswersLaterFromAnyThread) {
  Serve(Options());
  std::promise<std::function<void()>> handed_over;
  std::thread answering([&] { handed_over.get_future().get()(); });
  probe_.later = [&](const ProbeRequest& request, ProbeReply& reply, Done done) {
    handed_over.set_value([&request, &reply, done = std::move(done)] {
      reply.set_text(request.text() + " later");
      done(absl::OkStatus());
      done(absl::InternalError("A second answer is ignored."));
    });
  };
  std::string answer;
  EXPECT_OK(
      FromGrpc(Raw(Channel(authority_.anchor()), &ProbeService::Stub::Later, "see you", &answer)));
  EXPECT_EQ(answer, "see you later");
  answering.join();
}

TEST_F(Grpc, AnAnswerThatIsDroppedEndsTheCallWithAnError) {
  Serve(Options());
  probe_.later = [](const ProbeRequest&, ProbeReply&, const Done&) {};
  EXPECT_THAT(Call(&ProbeService::Stub::Later),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("without an answer")));
}

TEST_F(Grpc, AFullPoolRefusesAtOnceAndWhatItAcceptedIsDone) {
  Serve(Options());
  std::atomic<bool> release = false;
  std::atomic<int> handled = 0;
  probe_.now = [&](const ProbeRequest&, ProbeReply&) {
    ++handled;
    while (!release) std::this_thread::yield();
    return absl::OkStatus();
  };
  const auto channel = Channel(authority_.anchor());
  std::vector<std::future<absl::Status>> calls;
  for (int i = 0; i < 10; ++i) {  // 2 threads and 8 places in the queue
    calls.push_back(std::async(std::launch::async,
                               [&] { return FromGrpc(Raw(channel, &ProbeService::Stub::Named)); }));
  }
  absl::Status refused;
  EXPECT_TRUE(Eventually([&] {
    if (handled < 2) return false;
    grpc::ClientContext context;
    SetDeadline(context, std::chrono::milliseconds(200));
    ProbeReply reply;
    refused = FromGrpc(ProbeService::Stub(channel).Named(&context, ProbeRequest(), &reply));
    return absl::IsResourceExhausted(refused);
  }));
  EXPECT_THAT(refused,
              StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("more to do than it can")));
  release = true;
  for (auto& call : calls) {
    EXPECT_THAT(call.get(),
                AnyOf(candor::testing::IsOk(), StatusIs(absl::StatusCode::kResourceExhausted)));
  }
}

TEST_F(Grpc, AGracefulStopFinishesTheCallUnderWayAndAcceptsNoOther) {
  Serve(Options());
  std::atomic<bool> entered = false, release = false;
  probe_.now = [&](const ProbeRequest&, ProbeReply& reply) {
    entered = true;
    while (!release) std::this_thread::yield();
    reply.set_text("finished");
    return absl::OkStatus();
  };
  std::string answer;
  auto call = std::async(std::launch::async, [&] {
    return FromGrpc(Raw(Channel(authority_.anchor()), &ProbeService::Stub::Named, "x", &answer));
  });
  ASSERT_TRUE(Eventually([&] { return entered.load(); }));
  auto stop = std::async(std::launch::async, [&] { server_->Stop(std::chrono::seconds(60)); });
  EXPECT_TRUE(Eventually([&] {
    grpc::ClientContext context;
    SetDeadline(context, std::chrono::milliseconds(500));
    ProbeReply reply;
    ProbeService::Stub stub(Channel(authority_.anchor()));
    return stub.Anonymous(&context, ProbeRequest(), &reply).error_code() ==
           grpc::StatusCode::UNAVAILABLE;
  })) << "the stopping server still accepts calls";
  release = true;
  EXPECT_OK(call.get());
  EXPECT_EQ(answer, "finished");
  stop.get();
}

TEST_F(Grpc, AStopWithoutGraceStillWaitsForTheHandler) {
  Serve(Options());
  std::atomic<bool> entered = false, release = false, finished = false;
  probe_.now = [&](const ProbeRequest&, ProbeReply&) {
    entered = true;
    while (!release) std::this_thread::yield();
    finished = true;
    return absl::OkStatus();
  };
  auto call = std::async(std::launch::async, [&] { return Call(); });
  ASSERT_TRUE(Eventually([&] { return entered.load(); }));
  std::atomic<bool> stopped = false;
  auto stop = std::async(std::launch::async, [&] {
    server_->Stop(std::chrono::milliseconds(0));
    stopped = true;
  });
  EXPECT_FALSE(call.get().ok());
  EXPECT_FALSE(stopped) << "the server was gone while a handler ran";
  release = true;
  stop.get();
  EXPECT_TRUE(finished);
}

}  // namespace
}  // namespace candor::runtime
