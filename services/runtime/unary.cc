#include "services/runtime/unary.h"

namespace candor::runtime {

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()),
                      std::string(status.message().data(), status.message().size()));
}

grpc::Status ToGrpcWithoutDetails(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), "");
}

namespace internal {

absl::Status Overloaded() {
  return absl::ResourceExhaustedError(
      "The server has more to do than it can. Nothing was done; try again in a minute.");
}

absl::Status GivenUp() { return absl::CancelledError("The call was given up before its turn."); }

}  // namespace internal
}  // namespace candor::runtime
