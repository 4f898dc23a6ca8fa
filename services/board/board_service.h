// BoardService: the board's rule over gRPC.
//
// Calls of people with a role, authenticated one by one (runtime/privileged.h); authors come another way
// (gateway_service.h):
//
//   SubmitGovernance  charter, independent body, operators   Governance → AppendedReply
//   OpenCampaign      facilitators                           OpenCampaignCall → AppendedReply
//   CloseCampaign     facilitators                           CloseCampaignCall → AppendedReply
//   PostAnswer        readers                                PostAnswerCall → AppendedReply
//   PostAct           readers, facilitators, sponsors, operators   PostActCall → AppendedReply
//   FetchBatch        readers                                FetchBatchCall → FetchBatchReply
//
// Everything runs on the worker pool: a gRPC callback neither verifies nor writes.
#pragma once

#include <memory>
#include <string>

#include "crypto/random.h"
#include "services/board/board.h"
#include "services/runtime/worker_pool.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace candor::services::board {

class BoardService {
 public:
  // `origin` is the log's: the identity that signed calls are for. The arguments, and this object,
  // must outlive the gRPC server.
  BoardService(std::string origin, Board& board, runtime::WorkerPool& pool,
               crypto::RandomSource& random);
  ~BoardService();
  BoardService(const BoardService&) = delete;
  BoardService& operator=(const BoardService&) = delete;

  grpc::Service* service();

 private:
  class Acts;
  std::unique_ptr<Acts> acts_;
};

}  // namespace candor::services::board
