#include "services/clients/issuer_client.h"

#include "base/status.h"
#include "candor/v1/issuer.grpc.pb.h"
#include "services/clients/signed_call.h"
#include "services/runtime/grpc_channel.h"

namespace candor::services::clients {
namespace {

using Stub = candor::v1::IssuerService::Stub;
using Rpc = grpc::Status (Stub::*)(grpc::ClientContext*, const candor::v1::SignedCall&,
                                   candor::v1::Record*);

struct Method {
  const char* name;
  Rpc rpc;
};

Method MethodOf(IssuerMethod method) {
  switch (method) {
    case IssuerMethod::kPrepareKeys: return {"PrepareKeys", &Stub::PrepareKeys};
    case IssuerMethod::kImportRoster: return {"ImportRoster", &Stub::ImportRoster};
    case IssuerMethod::kCreateInvites: return {"CreateInvites", &Stub::CreateInvites};
    case IssuerMethod::kRosterStatus: return {"RosterStatus", &Stub::RosterStatus};
  }
  return {"", nullptr};
}

}  // namespace

struct IssuerClient::Impl {
  std::string identity;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<Stub> issuer;
};

IssuerClient::IssuerClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
IssuerClient::~IssuerClient() = default;

absl::StatusOr<std::unique_ptr<IssuerClient>> IssuerClient::Open(const records::LogIdentity& issuer) {
  auto impl = std::make_unique<Impl>();
  impl->identity = issuer.origin;
  CANDOR_ASSIGN_OR_RETURN(impl->channel, runtime::OpenChannel({.address = issuer.grpc_address,
                                                               .anchor_pem = issuer.tls_anchor,
                                                               .client = std::nullopt,
                                                               .max_message_bytes = kMaxMessageBytes}));
  impl->issuer = candor::v1::IssuerService::NewStub(impl->channel);
  return std::unique_ptr<IssuerClient>(new IssuerClient(std::move(impl)));
}

absl::StatusOr<Bytes> IssuerClient::Call(IssuerMethod method, const crypto::SigningKey& actor,
                                        Bytes payload) {
  const Method chosen = MethodOf(method);
  return CallSigned<candor::v1::Record, candor::v1::Empty, candor::v1::SignedCall>(
      *impl_->issuer, chosen.rpc, chosen.name, impl_->identity, actor,
                    std::move(payload));
}

absl::StatusOr<Bytes> IssuerClient::Enrol(ByteView request) {
  return CallRecord<candor::v1::Record>(*impl_->issuer, &Stub::Enrol, impl_->identity, request);
}

absl::StatusOr<Bytes> IssuerClient::Issue(ByteView request) {
  return CallRecord<candor::v1::Record>(*impl_->issuer, &Stub::Issue, impl_->identity, request);
}

}  // namespace candor::services::clients
