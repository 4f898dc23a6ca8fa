#include "services/board/board_service.h"

#include <set>
#include <utility>

#include "base/status.h"
#include "candor/v1/board.grpc.pb.h"
#include "services/runtime/event_log.h"
#include "services/runtime/privileged.h"
#include "services/runtime/unary.h"
#include "services/wire/signed_call.h"

namespace candor::services::board {
namespace {

using candor::v1::Empty;
using candor::v1::Record;
using candor::v1::SignedCall;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using records::Role;

// Of whoever operates another server: they renew their pledge here, and nothing else.
constexpr runtime::Role kOperatorElsewhere = 0x80;

runtime::CallerPolicy Only(std::initializer_list<Role> roles) {
  std::set<runtime::Role> numbers;
  for (const Role role : roles) numbers.insert(static_cast<runtime::Role>(role));
  return runtime::CallerPolicy::Only(std::move(numbers));
}

// A handler of encoded records around a rule of decoded ones.
template <class Call, class Rule>
runtime::PrivilegedDispatcher::Handler Decoding(Rule rule) {
  return [rule = std::move(rule)](const runtime::Caller& caller,
                                  ByteView payload) -> absl::StatusOr<Bytes> {
    CANDOR_ASSIGN_OR_RETURN(const Call call, Call::Decode(payload));
    CANDOR_ASSIGN_OR_RETURN(const auto reply, rule(caller.key, call));
    return reply.Encode();
  };
}

}  // namespace

class BoardService::Acts final : public candor::v1::BoardService::CallbackService {
 public:
  Acts(std::string origin, Board& board, runtime::WorkerPool& pool, crypto::RandomSource& random)
      : board_(board),
        pool_(pool),
        nonces_(random),
        dispatcher_(std::move(origin), nonces_,
                    [this](const crypto::VerifyKey& key) { return RolesOf(key); }) {
    Register();
  }

  ServerUnaryReactor* Nonce(CallbackServerContext* context, const Empty* in, Record* out) override {
    return runtime::Unary(context, pool_, in, out, [this](const Empty&, Record& reply) {
      wire::SetRecord(nonces_.Issue(), reply);
      return absl::OkStatus();
    });
  }
  ServerUnaryReactor* SubmitGovernance(CallbackServerContext* context, const SignedCall* in,
                                       Record* out) override {
    return Privileged(context, in, out, "SubmitGovernance");
  }
  ServerUnaryReactor* OpenCampaign(CallbackServerContext* context, const SignedCall* in,
                                   Record* out) override {
    return Privileged(context, in, out, "OpenCampaign");
  }
  ServerUnaryReactor* CloseCampaign(CallbackServerContext* context, const SignedCall* in,
                                    Record* out) override {
    return Privileged(context, in, out, "CloseCampaign");
  }
  ServerUnaryReactor* PostAnswer(CallbackServerContext* context, const SignedCall* in,
                                 Record* out) override {
    return Privileged(context, in, out, "PostAnswer");
  }
  ServerUnaryReactor* PostAct(CallbackServerContext* context, const SignedCall* in,
                              Record* out) override {
    return Privileged(context, in, out, "PostAct");
  }
  ServerUnaryReactor* FetchBatch(CallbackServerContext* context, const SignedCall* in,
                                 Record* out) override {
    return Privileged(context, in, out, "FetchBatch");
  }
  ServerUnaryReactor* Erase(CallbackServerContext* context, const SignedCall* in,
                            Record* out) override {
    return Privileged(context, in, out, "Erase");
  }

 private:
  std::set<runtime::Role> RolesOf(const crypto::VerifyKey& key) const {
    std::set<runtime::Role> out;
    for (const Role role : board_.RolesOf(key)) out.insert(static_cast<runtime::Role>(role));
    if (board_.IsOperatorOfAnyServer(key)) out.insert(kOperatorElsewhere);
    return out;
  }

  void Register() {
    dispatcher_.Register("SubmitGovernance",
                         Only({Role::kCharter, Role::kIndependentBody, Role::kOperator}),
                         Decoding<records::Governance>([this](const auto&, const auto& record) {
                           return board_.SubmitGovernance(record);
                         }));
    dispatcher_.Register(
        "OpenCampaign", Only({Role::kFacilitator}),
        Decoding<records::OpenCampaignCall>([this](const auto& caller, const auto& call) {
          return board_.OpenCampaign(caller, call);
        }));
    dispatcher_.Register(
        "CloseCampaign", Only({Role::kFacilitator}),
        Decoding<records::CloseCampaignCall>([this](const auto& caller, const auto& call) {
          return board_.CloseCampaign(caller, call);
        }));
    dispatcher_.Register(
        "PostAnswer", Only({Role::kReader}),
        Decoding<records::PostAnswerCall>([this](const auto& caller, const auto& call) {
          return board_.PostAnswer(caller, call);
        }));
    // Which of them may make which act is the act's own rule, by the campaign.
    dispatcher_.Register(
        "PostAct",
        runtime::CallerPolicy::Only({static_cast<runtime::Role>(Role::kReader),
                                     static_cast<runtime::Role>(Role::kFacilitator),
                                     static_cast<runtime::Role>(Role::kSponsor), kOperatorElsewhere}),
        Decoding<records::PostActCall>([this](const auto& caller, const auto& call) {
          return board_.PostAct(caller, call);
        }));
    dispatcher_.Register(
        "FetchBatch", Only({Role::kReader}),
        Decoding<records::FetchBatchCall>([this](const auto& caller, const auto& call) {
          return board_.FetchBatch(caller, call);
        }));
    dispatcher_.Register(
        "Erase", Only({Role::kAuditor}),
        Decoding<records::AgreedErasure>([this](const auto& caller, const auto& erasure) {
          return board_.Erase(caller, erasure);
        }));
  }

  ServerUnaryReactor* Privileged(CallbackServerContext* context, const SignedCall* in, Record* out,
                                 std::string_view method) {
    return runtime::Unary(context, pool_, in, out,
                          [this, method](const SignedCall& request, Record& reply) {
                            return Handle(method, request, reply);
                          });
  }

  absl::Status Handle(std::string_view method, const SignedCall& request, Record& reply) {
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

  Board& board_;
  runtime::WorkerPool& pool_;
  runtime::NonceIssuer nonces_;
  runtime::PrivilegedDispatcher dispatcher_;
};

BoardService::BoardService(std::string origin, Board& board, runtime::WorkerPool& pool,
                           crypto::RandomSource& random)
    : acts_(std::make_unique<Acts>(std::move(origin), board, pool, random)) {}

BoardService::~BoardService() = default;

grpc::Service* BoardService::service() { return acts_.get(); }

}  // namespace candor::services::board
