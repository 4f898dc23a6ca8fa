// The issuer as it runs: RocksDB, gRPC and HTTPS over TLS 1.3, its configuration and its end.
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <future>
#include <thread>

#include "audit/checkpoint.h"
#include "audit/entry_bundle.h"
#include "base/text.h"
#include "services/publish/policy.h"
#include "services/runtime/files.h"
#include "services/runtime/grpc_channel.h"
#include "services/runtime/key_file.h"
#include "tests/services/issuer/served_organisation.h"
#include "tests/support/matchers.h"

namespace candor::testing {
namespace {

using services::clients::IssuerMethod;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// What a person does who has an invite, over the network.
class Person {
 public:
  Person(const ServedOrganisation& served, const records::InviteCode& code)
      : served_(served),
        key_(crypto::SigningKey::Generate(served.organisation().random())),
        code_(code) {}

  absl::StatusOr<Bytes> Enrol(services::clients::IssuerClient& client) const {
    const auto& bundle = served_.organisation().bundle();
    const records::EnrolRequest request{.fingerprint = bundle.Fingerprint(),
                                        .issuer_origin = bundle.issuers[0].origin,
                                        .code = code_,
                                        .member_key = key_.verify_key()};
    return client.Enrol(
        records::Signed::Make(key_, crypto::Label::kEnrolRequest, request.Encode()).Encode());
  }

  records::IssueCall Call(const records::EnrolReply& enrolled) const {
    const auto& jam = served_.jam();
    records::IssueRequest request{.fingerprint = served_.organisation().bundle().Fingerprint(),
                                  .campaign_id = jam.id(),
                                  .roster_leaf = enrolled.row.Leaf(),
                                  .purposes = {}};
    std::vector<records::BlindedMessage> all;
    for (std::size_t i = 0; i < request.purposes.size(); ++i) {
      const auto purpose = records::kPurposes[i];
      std::vector<records::BlindedMessage> messages(jam.draft().quotas.Of(purpose));
      for (auto& message : messages) {
        message = served_.organisation().random().Array<256>();
        message[0] = 0;
      }
      request.purposes[i] = {jam.token_key(0, purpose).public_key().id(),
                             jam.draft().quotas.Of(purpose),
                             records::BlindedMessagesHash(messages)};
      all.insert(all.end(), messages.begin(), messages.end());
    }
    return {.request = records::Signed::Make(key_, crypto::Label::kIssueRequest, request.Encode()),
            .blinded_messages = std::move(all)};
  }

 private:
  const ServedOrganisation& served_;
  crypto::SigningKey key_;
  records::InviteCode code_;
};

records::InviteCode InviteCodeFor(ServedOrganisation& served,
                                  services::clients::IssuerClient& client, const std::string& id) {
  const records::CreateInvitesCall call{.roster_root = served.organisation().roster_root(),
                                        .expires = kOpeningDay + 30,
                                        .ids = {id}};
  const auto reply = client.Call(IssuerMethod::kCreateInvites,
                                 served.organisation().operator_person().key, call.Encode());
  EXPECT_OK(reply);
  return records::CreateInvitesReply::Decode(reply.value()).value().items.at(0).code;
}

void ImportRoster(ServedOrganisation& served, services::clients::IssuerClient& client) {
  const records::ImportRosterCall call{.roster = served.organisation().roster()};
  ASSERT_OK(client.Call(IssuerMethod::kImportRoster, served.organisation().operator_person().key,
                        call.Encode()));
}

// The issuer's log as its public files show it, under the checkpoint that the witness cosigned.
audit::IssuerView PublishedView(const ServedOrganisation& served) {
  const auto& bundle = served.organisation().bundle();
  const auto note = served.Get("/checkpoint").value();
  const auto opened = audit::OpenCheckpoint(
                          AsText(note), services::publish::LogKeyOf(bundle.issuers[0]).value(),
                          services::publish::WitnessPolicyOf(bundle).value())
                          .value();
  const auto size = opened.checkpoint.size;
  const auto entries = audit::DecodeEntryBundle(
                           served.Get(Cat("/tile/entries/000.p/", size)).value(),
                           static_cast<std::size_t>(size))
                           .value();
  const auto texts = audit::DecodeTextBundle(served.Get("/text/000").value()).value();
  audit::IssuerView view(bundle.issuers[0].origin, bundle.Fingerprint());
  for (std::size_t i = 0; i < entries.size(); ++i) EXPECT_OK(view.Apply(entries[i], texts.at(i)));
  return view;
}

TEST(IssuerServer, EnrolsAndIssuesOverTheNetworkAndKeepsAllOverARestart) {
  ServedOrganisation served;
  served.board().AddAllGovernance();
  served.board().Open(served.jam());
  served.PublishBoard();
  auto process = served.Start();
  served.Settle();
  auto client = served.Client();
  ImportRoster(served, *client);
  const Person person(served, InviteCodeFor(served, *client, "E1001"));
  ASSERT_OK_AND_ASSIGN(const Bytes enrolled_bytes, person.Enrol(*client));
  ASSERT_OK_AND_ASSIGN(const auto enrolled, records::EnrolReply::Decode(enrolled_bytes));
  EXPECT_EQ(enrolled.row.entry.id, "E1001");
  const auto call = person.Call(enrolled);
  ASSERT_OK_AND_ASSIGN(const Bytes issued, client->Issue(call.Encode()));
  EXPECT_EQ(records::IssueReply::Decode(issued)->blind_signatures.size(), 9u);
  served.Settle();
  EXPECT_EQ(PublishedView(served).Draws(served.jam().id()), 1u);

  client.reset();  // a connection that nobody reads from makes a graceful stop wait
  process->Signal(SIGTERM);
  EXPECT_EQ(process->Wait(), 0) << process->Output();
  process = served.Start("again.log");
  served.AdvanceTo(served.now() + kSecondsPerDay);
  client = served.Client();
  EXPECT_THAT(person.Enrol(*client), IsOkAndHolds(enrolled_bytes));
  EXPECT_THAT(client->Issue(call.Encode()), IsOkAndHolds(issued));
  EXPECT_THAT(client->Issue(person.Call(enrolled).Encode()),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("drawn before")));
  const auto view = PublishedView(served);
  EXPECT_EQ(view.Draws(served.jam().id()), 1u);
  EXPECT_EQ(view.enrolments(), 1u);
  EXPECT_EQ(view.last_day(), kOpeningDay + 1);

  // After the window no private token key is left on disk.
  served.AdvanceTo(StartOf(kSpeakingCloses));
  EXPECT_TRUE(std::filesystem::is_empty(served.folder() / "token-keys"));
  EXPECT_THAT(client->Issue(call.Encode()),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("over")));
}

TEST(IssuerServer, PreparesKeysForAFacilitatorOverTheNetwork) {
  ServedOrganisation served;
  served.board().AddAllGovernance();
  served.PublishBoard();
  auto process = served.Start();
  served.Settle();
  auto client = served.Client();
  const records::PrepareKeysCall call{.draft = served.jam().draft()};
  ASSERT_OK_AND_ASSIGN(const Bytes reply,
                       client->Call(IssuerMethod::kPrepareKeys,
                                    served.organisation().facilitator().key, call.Encode()));
  ASSERT_OK_AND_ASSIGN(const auto keys, records::PrepareKeysReply::Decode(reply));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(keys.keys[i].spki, served.jam().manifest().issuer_keys[0][i]);
  }
}

TEST(IssuerServer, RefusesRolesThatMayNot) {
  ServedOrganisation served;
  served.board().AddAllGovernance();
  served.PublishBoard();
  auto process = served.Start();
  served.Settle();
  auto client = served.Client();
  const auto& organisation = served.organisation();
  const Bytes roster = records::ImportRosterCall{.roster = organisation.roster()}.Encode();
  const Bytes invites =
      records::CreateInvitesCall{
          .roster_root = organisation.roster_root(), .expires = kOpeningDay + 30, .ids = {}}
          .Encode();
  const Bytes prepare = records::PrepareKeysCall{.draft = served.jam().draft()}.Encode();
  const auto denied = StatusIs(absl::StatusCode::kPermissionDenied);
  for (const Actor* actor :
       {&organisation.stranger(), &organisation.facilitator(), &organisation.reader()}) {
    EXPECT_THAT(client->Call(IssuerMethod::kImportRoster, actor->key, roster), denied);
    EXPECT_THAT(client->Call(IssuerMethod::kCreateInvites, actor->key, invites), denied);
    EXPECT_THAT(client->Call(IssuerMethod::kRosterStatus, actor->key, {}), denied);
  }
  for (const Actor* actor :
       {&organisation.stranger(), &organisation.operator_person(), &organisation.sponsor()}) {
    EXPECT_THAT(client->Call(IssuerMethod::kPrepareKeys, actor->key, prepare), denied);
  }
  EXPECT_THAT(client->Call(IssuerMethod::kImportRoster, organisation.charter(), roster), denied);
}

TEST(IssuerServer, RefusesTruncatedAndExtendedRecords) {
  ServedOrganisation served;
  served.board().AddAllGovernance();
  served.PublishBoard();
  auto process = served.Start();
  served.Settle();
  auto client = served.Client();
  ImportRoster(served, *client);
  const Person person(served, InviteCodeFor(served, *client, "E1001"));
  for (const Bytes& bytes : {Bytes{}, Bytes(1, 0), Bytes(1000, 0xff)}) {
    EXPECT_THAT(client->Enrol(bytes), StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(client->Issue(bytes), StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(client->Call(IssuerMethod::kImportRoster,
                             served.organisation().operator_person().key, bytes),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_OK(person.Enrol(*client));
}

TEST(IssuerServer, AnswersTheStandardHealthService) {
  ServedOrganisation served;
  auto process = served.Start();
  served.Settle();
  const auto& log = served.organisation().bundle().issuers[0];
  const auto channel =
      runtime::OpenChannel({.address = log.grpc_address, .anchor_pem = log.tls_anchor}).value();
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  runtime::SetDeadline(context, std::chrono::seconds(20));
  const grpc::Slice nothing;
  grpc::ByteBuffer request(&nothing, 1);
  grpc::ByteBuffer reply;
  std::promise<grpc::Status> done;
  stub.UnaryCall(&context, "/grpc.health.v1.Health/Check", grpc::StubOptions(), &request, &reply,
                 [&](grpc::Status status) { done.set_value(std::move(status)); });
  EXPECT_TRUE(done.get_future().get().ok());
  grpc::Slice slice;
  ASSERT_TRUE(reply.DumpToSingleSlice(&slice).ok());
  // HealthCheckResponse { status = SERVING }
  EXPECT_EQ(std::string(slice.begin(), slice.end()), std::string("\x08\x01"));
}

TEST(IssuerServer, SpeaksTls13AloneOnEveryPort) {
  ServedOrganisation served;
  auto process = served.Start();
  served.Settle();
  for (const int port : {served.grpc_port(), served.files_port()}) {
    EXPECT_EQ(runtime::NegotiatedTls(port, "-tls1_2"), "") << port;
    EXPECT_EQ(runtime::NegotiatedTls(port, "-tls1_3"), "TLSv1.3") << port;
  }
}

// Whatever was answered before the end is there after it.
TEST(IssuerServer, FinishesWhatItHasAcceptedWhenStoppedUnderLoad) {
  ServedOrganisation served;
  served.board().AddAllGovernance();
  served.PublishBoard();
  auto process = served.Start();
  served.Settle();
  auto client = served.Client();
  ImportRoster(served, *client);
  std::vector<Person> people;
  for (int i = 0; i < 24; ++i) {
    people.emplace_back(served, InviteCodeFor(served, *client, Cat("E", 1000 + i)));
  }
  std::atomic<std::size_t> answered = 0;
  std::vector<std::optional<Bytes>> replies(people.size());
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = t; i < people.size(); i += 4) {
        auto reply = people[i].Enrol(*client);
        if (!reply.ok()) return;
        replies[i] = *std::move(reply);
        ++answered;
      }
    });
  }
  runtime::Eventually([&] { return answered >= 6; });
  process->Signal(SIGTERM);
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(process->Wait(), 0) << process->Output();
  process = served.Start("again.log");
  served.Settle();
  // The first one waits before it tries to connect again.
  client = served.Client();
  std::size_t kept = 0;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (!replies[i].has_value()) continue;
    EXPECT_THAT(people[i].Enrol(*client), IsOkAndHolds(*replies[i]));
    ++kept;
  }
  EXPECT_GE(kept, 6u);
  served.Settle();
  EXPECT_EQ(PublishedView(served).enrolments(), kept);
}

TEST(IssuerServer, WithAStoreOlderThanItsLockIsReadOnlyAndSaysWhy) {
  ServedOrganisation served;
  served.board().AddAllGovernance();
  served.PublishBoard();
  auto process = served.Start();
  served.Settle();
  process->Signal(SIGTERM);
  ASSERT_EQ(process->Wait(), 0);
  const auto backup = served.folder() / "backup";
  std::filesystem::copy(served.folder() / "store", backup,
                        std::filesystem::copy_options::recursive);
  process = served.Start("second.log");
  served.Settle();
  auto client = served.Client();
  ImportRoster(served, *client);
  const auto code = InviteCodeFor(served, *client, "E1001");
  const Person person(served, code);
  ASSERT_OK(person.Enrol(*client));
  client.reset();
  served.Settle();
  process->Signal(SIGTERM);
  ASSERT_EQ(process->Wait(), 0);

  std::filesystem::remove_all(served.folder() / "store");
  std::filesystem::rename(backup, served.folder() / "store");
  process = served.Start("third.log");
  served.Settle();
  EXPECT_THAT(process->Output(), HasSubstr("read-only"));
  client = served.Client();
  EXPECT_THAT(person.Enrol(*client), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_OK(served.Get("/checkpoint"));
  client.reset();
  process->Signal(SIGTERM);
  EXPECT_EQ(process->Wait(), 0);
}

// What an operator can get wrong: a sentence that names it, and an exit code that says what kind.
struct BadStart {
  const char* name;
  void (*spoil)(ServedOrganisation&);
  int code;
  const char* says;
};

void PrintTo(const BadStart& bad, std::ostream* out) { *out << bad.name; }

class IssuerStart : public ::testing::TestWithParam<BadStart> {};

TEST_P(IssuerStart, IsRefusedWithASentence) {
  ServedOrganisation served;
  GetParam().spoil(served);
  auto process = served.Start();
  EXPECT_EQ(process->Wait(), GetParam().code) << process->Output();
  EXPECT_THAT(process->Output(), AllOf(HasSubstr(GetParam().says), HasSubstr("candord: ")));
  EXPECT_THAT(process->Output(), Not(HasSubstr("a passphrase for tests")));
}

void Write(const std::filesystem::path& path, std::string_view text) {
  ASSERT_OK(runtime::WriteFileAtomically(path, AsBytes(text)));
}

INSTANTIATE_TEST_SUITE_P(
    Bad, IssuerStart,
    ::testing::Values(
        BadStart{"MissingConfiguration",
                 [](ServedOrganisation& s) { std::filesystem::remove(s.config()); }, 2,
                 "issuer.toml"},
        BadStart{"ConfigurationThatIsNoToml",
                 [](ServedOrganisation& s) { Write(s.config(), "origin = \n"); }, 1, "line"},
        BadStart{"MisspeltSetting",
                 [](ServedOrganisation& s) { s.Configure("store", "\"store\"\nstroe = 1"); }, 1,
                 "stroe"},
        BadStart{"OriginThatTheBundleDoesNotName",
                 [](ServedOrganisation& s) { s.Configure("origin", "\"elsewhere/issuer-1\""); }, 1,
                 "origin"},
        BadStart{"BundleThatIsNone",
                 [](ServedOrganisation& s) { Write(s.folder() / "bundle", "nothing"); }, 1,
                 "trust bundle"},
        BadStart{"WrongPassphrase",
                 [](ServedOrganisation& s) { Write(s.folder() / "passphrase", "another\n"); }, 2,
                 "passphrase"},
        BadStart{"PassphraseThatOthersMayRead",
                 [](ServedOrganisation& s) {
                   std::filesystem::permissions(s.folder() / "passphrase",
                                                std::filesystem::perms::group_read,
                                                std::filesystem::perm_options::add);
                 },
                 2, "passphrase"},
        BadStart{"MissingCertificate",
                 [](ServedOrganisation& s) { std::filesystem::remove(s.folder() / "tls.pem"); }, 2,
                 "tls.pem"},
        BadStart{"CertificateThatIsNone",
                 [](ServedOrganisation& s) { Write(s.folder() / "tls.pem", "nothing"); }, 1,
                 "tls.pem"},
        BadStart{"AnotherLogsKey",
                 [](ServedOrganisation& s) {
                   std::filesystem::remove(s.folder() / "log.key");
                   runtime::KeyRing ring(
                       crypto::SecretBytes::Copy(AsBytes("a passphrase for tests")));
                   crypto::SystemRandom random;
                   ASSERT_OK(ring.SaveSigningKey(
                       s.folder() / "log.key", crypto::SigningKey::Generate(random),
                       crypto::PassphraseCost::kInteractive, random));
                 },
                 1, "log.key"},
        BadStart{"MissingLock",
                 [](ServedOrganisation& s) { std::filesystem::remove(s.folder() / "log.lock"); },
                 2, "log.lock"}),
    [](const auto& each) { return each.param.name; });

TEST(IssuerServer, IsNotStartedWhileAnotherProcessHasLockOrStore) {
  ServedOrganisation served;
  auto first = served.Start();
  served.Settle();
  auto second = served.Start("second.log");
  EXPECT_EQ(second->Wait(), 2) << second->Output();
  EXPECT_THAT(second->Output(), HasSubstr("in use"));
  EXPECT_TRUE(first->running());
}

TEST(IssuerServer, IsNotStartedWhenAPortIsInUse) {
  ServedOrganisation served;
  // The witness listens there.
  served.Configure("listen", Cat("\"127.0.0.1:", served.grpc_port() + 3, "\""));
  auto process = served.Start();
  EXPECT_EQ(process->Wait(), 3) << process->Output();
  EXPECT_THAT(process->Output(), HasSubstr("in use"));
}

}  // namespace
}  // namespace candor::testing
