#include "services/issuer/issuer_service.h"

#include <optional>
#include <set>
#include <utility>

#include "base/status.h"
#include "candor/v1/issuer.grpc.pb.h"
#include "services/runtime/event_log.h"
#include "services/runtime/privileged.h"
#include "services/runtime/unary.h"
#include "services/wire/signed_call.h"

namespace candor::services::issuer {
namespace {

using candor::v1::Empty;
using candor::v1::Record;
using candor::v1::SignedCall;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

runtime::CallerPolicy Only(records::Role role) {
  return runtime::CallerPolicy::Only({static_cast<runtime::Role>(role)});
}

// A handler of encoded records around a rule of decoded ones.
template <class Call, class Rule>
runtime::PrivilegedDispatcher::Handler Decoding(Rule rule) {
  return [rule = std::move(rule)](const runtime::Caller& caller,
                                  ByteView payload) -> absl::StatusOr<Bytes> {
    CANDOR_ASSIGN_OR_RETURN(const Call call, Call::Decode(payload));
    CANDOR_ASSIGN_OR_RETURN(const auto reply, rule(caller, call));
    return reply.Encode();
  };
}

}  // namespace

class IssuerService::Impl final : public candor::v1::IssuerService::CallbackService {
 public:
  Impl(std::string origin, Issuer& issuer, runtime::WorkerPool& pool, crypto::RandomSource& random)
      : issuer_(issuer),
        pool_(pool),
        nonces_(random),
        dispatcher_(std::move(origin), nonces_,
                    [this](const crypto::VerifyKey& key) { return RolesOf(key); }) {
    Register();
  }

  ServerUnaryReactor* Enrol(CallbackServerContext* context, const Record* in,
                            Record* out) override {
    return runtime::Unary(context, pool_, in, out, [this](const Record& request, Record& reply) {
      return HandleEnrol(request, reply);
    });
  }
  ServerUnaryReactor* Issue(CallbackServerContext* context, const Record* in,
                            Record* out) override {
    return runtime::Unary(context, pool_, in, out, [this](const Record& request, Record& reply) {
      return HandleIssue(request, reply);
    });
  }
  ServerUnaryReactor* Nonce(CallbackServerContext* context, const Empty* in,
                            Record* out) override {
    return runtime::Unary(context, pool_, in, out, [this](const Empty&, Record& reply) {
      wire::SetRecord(nonces_.Issue(), reply);
      return absl::OkStatus();
    });
  }
  ServerUnaryReactor* PrepareKeys(CallbackServerContext* context, const SignedCall* in,
                                  Record* out) override {
    return Privileged(context, in, out, "PrepareKeys");
  }
  ServerUnaryReactor* ImportRoster(CallbackServerContext* context, const SignedCall* in,
                                   Record* out) override {
    return Privileged(context, in, out, "ImportRoster");
  }
  ServerUnaryReactor* CreateInvites(CallbackServerContext* context, const SignedCall* in,
                                    Record* out) override {
    return Privileged(context, in, out, "CreateInvites");
  }
  ServerUnaryReactor* RosterStatus(CallbackServerContext* context, const SignedCall* in,
                                   Record* out) override {
    return Privileged(context, in, out, "RosterStatus");
  }

 private:
  std::set<runtime::Role> RolesOf(const crypto::VerifyKey& key) const {
    std::set<runtime::Role> out;
    for (const records::Role role : issuer_.RolesOf(key)) {
      out.insert(static_cast<runtime::Role>(role));
    }
    return out;
  }

  void Register() {
    using records::Role;
    dispatcher_.Register("PrepareKeys", Only(Role::kFacilitator),
                         Decoding<records::PrepareKeysCall>(
                             [this](const runtime::Caller& caller, const auto& call) {
                               return issuer_.PrepareKeys(caller.key, call.draft);
                             }));
    dispatcher_.Register("ImportRoster", Only(Role::kOperator),
                         Decoding<records::ImportRosterCall>(
                             [this](const runtime::Caller&, const auto& call) {
                               return ImportRoster(call);
                             }));
    dispatcher_.Register("CreateInvites", Only(Role::kOperator),
                         Decoding<records::CreateInvitesCall>(
                             [this](const runtime::Caller&, const auto& call) {
                               return issuer_.CreateInvites(call);
                             }));
    dispatcher_.Register("RosterStatus", Only(Role::kOperator),
                         [this](const runtime::Caller&, ByteView payload) {
                           return RosterStatus(payload);
                         });
  }

  absl::StatusOr<records::RosterStatusReply> ImportRoster(const records::ImportRosterCall& call) {
    auto reply = issuer_.ImportRoster(call.roster);
    if (reply.ok()) runtime::Log(runtime::Event::kRosterImported, {reply->size});
    return reply;
  }

  absl::StatusOr<Bytes> RosterStatus(ByteView payload) {
    std::optional<records::Hash> root;
    if (!payload.empty()) {
      CANDOR_ASSIGN_OR_RETURN(root, ToArray<32>(payload));
    }
    CANDOR_ASSIGN_OR_RETURN(const auto reply, issuer_.RosterStatus(root));
    return reply.Encode();
  }

  absl::Status HandleEnrol(const Record& request, Record& reply) {
    CANDOR_ASSIGN_OR_RETURN(const auto signed_request,
                            records::Signed::Decode(wire::RecordOf(request)));
    CANDOR_ASSIGN_OR_RETURN(const auto enrolled, issuer_.Enrol(signed_request));
    wire::SetRecord(enrolled.Encode(), reply);
    return absl::OkStatus();
  }

  absl::Status HandleIssue(const Record& request, Record& reply) {
    CANDOR_ASSIGN_OR_RETURN(const auto call, records::IssueCall::Decode(wire::RecordOf(request)));
    CANDOR_ASSIGN_OR_RETURN(const auto issued, issuer_.Issue(call));
    wire::SetRecord(issued.Encode(), reply);
    return absl::OkStatus();
  }

  ServerUnaryReactor* Privileged(CallbackServerContext* context, const SignedCall* in, Record* out,
                                 std::string_view method) {
    return runtime::Unary(
        context, pool_, in, out, [this, method](const SignedCall& request, Record& reply) {
          return HandlePrivileged(method, request, reply);
        });
  }

  absl::Status HandlePrivileged(std::string_view method, const SignedCall& request,
                                Record& reply) {
    CANDOR_ASSIGN_OR_RETURN(auto parts, wire::FromProto(request));
    const auto result = dispatcher_.Call(method, {.payload = std::move(parts.payload),
                                                  .actor = parts.actor,
                                                  .nonce = parts.nonce,
                                                  .signature = parts.signature});
    if (absl::IsUnauthenticated(result.status()) || absl::IsPermissionDenied(result.status())) {
      runtime::Log(runtime::Event::kAuthenticationRefused);
    }
    CANDOR_RETURN_IF_ERROR(result.status());
    wire::SetRecord(*result, reply);
    return absl::OkStatus();
  }

  Issuer& issuer_;
  runtime::WorkerPool& pool_;
  runtime::NonceIssuer nonces_;
  runtime::PrivilegedDispatcher dispatcher_;
};

IssuerService::IssuerService(std::string origin, Issuer& issuer, runtime::WorkerPool& pool,
                             crypto::RandomSource& random)
    : impl_(std::make_unique<Impl>(std::move(origin), issuer, pool, random)) {}

IssuerService::~IssuerService() = default;

grpc::Service* IssuerService::service() { return impl_.get(); }

}  // namespace candor::services::issuer
