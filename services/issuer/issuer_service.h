// IssuerService: the issuer's rule over gRPC.
//
// Members' calls carry records that the member key signed. Calls of people with a role are
// authenticated one by one (runtime/privileged.h):
//
//   PrepareKeys   facilitators                PrepareKeysCall → PrepareKeysReply
//   ImportRoster  operators                   ImportRosterCall → RosterStatusReply
//   CreateInvites operators                   CreateInvitesCall → CreateInvitesReply
//   RosterStatus  operators                   empty, or a roster's root → RosterStatusReply
//
// Everything runs on the worker pool: a gRPC callback neither signs nor writes.
#pragma once

#include <memory>

#include "crypto/random.h"
#include "services/issuer/issuer.h"
#include "services/runtime/worker_pool.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace candor::services::issuer {

class IssuerService {
 public:
  // The arguments, and this object, must outlive the gRPC server.
  IssuerService(std::string origin, Issuer& issuer, runtime::WorkerPool& pool,
                crypto::RandomSource& random);
  ~IssuerService();
  IssuerService(const IssuerService&) = delete;
  IssuerService& operator=(const IssuerService&) = delete;

  grpc::Service* service();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace candor::services::issuer
