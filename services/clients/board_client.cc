#include "services/clients/board_client.h"

#include "base/status.h"
#include "candor/v1/board.grpc.pb.h"
#include "services/clients/signed_call.h"
#include "services/runtime/grpc_channel.h"

namespace candor::services::clients {
namespace {

using Stub = candor::v1::BoardService::Stub;
using Rpc = grpc::Status (Stub::*)(grpc::ClientContext*, const candor::v1::SignedCall&,
                                   candor::v1::Record*);

struct Method {
  const char* name;
  Rpc rpc;
};

Method MethodOf(BoardMethod method) {
  switch (method) {
    case BoardMethod::kSubmitGovernance: return {"SubmitGovernance", &Stub::SubmitGovernance};
    case BoardMethod::kOpenCampaign: return {"OpenCampaign", &Stub::OpenCampaign};
    case BoardMethod::kCloseCampaign: return {"CloseCampaign", &Stub::CloseCampaign};
    case BoardMethod::kPostAnswer: return {"PostAnswer", &Stub::PostAnswer};
    case BoardMethod::kPostAct: return {"PostAct", &Stub::PostAct};
    case BoardMethod::kFetchBatch: return {"FetchBatch", &Stub::FetchBatch};
    case BoardMethod::kErase: return {"Erase", &Stub::Erase};
  }
  return {"", nullptr};
}

}  // namespace

struct BoardClient::Impl {
  std::string identity;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<Stub> board;
};

BoardClient::BoardClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
BoardClient::~BoardClient() = default;

absl::StatusOr<std::unique_ptr<BoardClient>> BoardClient::Open(const records::LogIdentity& board) {
  auto impl = std::make_unique<Impl>();
  impl->identity = board.origin;
  CANDOR_ASSIGN_OR_RETURN(impl->channel, runtime::OpenChannel({.address = board.grpc_address,
                                                               .anchor_pem = board.tls_anchor,
                                                               .client = std::nullopt,
                                                               .max_message_bytes = kMaxMessageBytes}));
  impl->board = candor::v1::BoardService::NewStub(impl->channel);
  return std::unique_ptr<BoardClient>(new BoardClient(std::move(impl)));
}

absl::StatusOr<Bytes> BoardClient::Call(BoardMethod method, const crypto::SigningKey& actor,
                                        Bytes payload) {
  const Method chosen = MethodOf(method);
  return CallSigned<candor::v1::Record, candor::v1::Empty, candor::v1::SignedCall>(
      *impl_->board, chosen.rpc, chosen.name, impl_->identity, actor,
                    std::move(payload));
}

}  // namespace candor::services::clients
