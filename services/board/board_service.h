// BoardService: the board's rule over gRPC.
//
// Authors call without a name; a failure carries its code alone, and what they may know is inside
// the reply. Calls of people with a role are authenticated one by one (runtime/privileged.h):
//
//   SubmitGovernance  charter, independent body, operators   Governance → AppendedReply
//   OpenCampaign      facilitators                           OpenCampaignCall → AppendedReply
//   CloseCampaign     facilitators                           CloseCampaignCall → AppendedReply
//   PostAnswer        readers                                PostAnswerCall → AppendedReply
//   FetchBatch        readers                                FetchBatchCall → FetchBatchReply
//
// Everything runs on the worker pool: a gRPC callback neither verifies nor writes.
#pragma once

#include <memory>
#include <string>
#include <vector>

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

  // Those of people with a role and those of authors.
  std::vector<grpc::Service*> services();

 private:
  class Acts;
  class Anonymous;
  std::unique_ptr<Acts> acts_;
  std::unique_ptr<Anonymous> anonymous_;
};

}  // namespace candor::services::board
