// Unary: the one adapter between a gRPC call and a rule. The server context ends here.
//
// A handler sees the request and fills the response; it never sees peer address, user agent,
// metadata or deadline, so nothing of these can reach a store or a log. Handlers run on a worker
// pool: a gRPC callback never blocks on a disk. When the pool is full the call is answered with
// RESOURCE_EXHAUSTED at once.
//
//   grpc::ServerUnaryReactor* Submit(grpc::CallbackServerContext* context, const SubmitRequest* in,
//                                    SubmitReply* out) override {
//     return AnonymousUnary(context, pool_, in, out, [this](const auto& request, auto& reply) {
//       return HandleSubmit(request, reply);
//     });
//   }
//
// A call that its client has given up before a worker takes it is not worked on. One that a worker
// has taken runs to its end.
//
// Included by `*_service.cc` only. `pool`, and all that the handler captures by reference, must
// outlive the server.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>
#include <grpcpp/support/status.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "services/runtime/worker_pool.h"

namespace candor::runtime {

// The codes are the same numbers (both are google.rpc.Code).
grpc::Status ToGrpc(const absl::Status& status);
// The code alone: no text that could differ from caller to caller.
grpc::Status ToGrpcWithoutDetails(const absl::Status& status);

using Done = std::function<void(absl::Status)>;

namespace internal {

using ToStatus = grpc::Status (*)(const absl::Status&);

// Finishes a reactor exactly once: at the first report, or, when the last holder lets go without
// one, with an internal error, so that no call hangs. Thread-safe.
class Completion {
 public:
  Completion(grpc::ServerUnaryReactor* reactor, ToStatus to_status)
      : reactor_(reactor), to_status_(to_status) {}
  ~Completion() { Finish(absl::InternalError("The server dropped this call without an answer.")); }
  Completion(const Completion&) = delete;
  Completion& operator=(const Completion&) = delete;

  void Finish(const absl::Status& status) {
    if (finished_.exchange(true)) return;
    reactor_->Finish(to_status_(status));
  }

 private:
  grpc::ServerUnaryReactor* const reactor_;
  const ToStatus to_status_;
  std::atomic<bool> finished_ = false;
};

// The status of a call that found no place in the pool, and of one whose client has gone.
absl::Status Overloaded();
absl::Status GivenUp();

template <class Request, class Response, class Handler>
grpc::ServerUnaryReactor* Dispatch(grpc::CallbackServerContext* context, WorkerPool& pool,
                                   const Request* request, Response* response, Handler handler,
                                   ToStatus to_status) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  // Shared: the job in the pool and whoever was handed `done` both may be the last to hold it.
  auto completion = std::make_shared<Completion>(reactor, to_status);
  const bool accepted =
      pool.TryRun([context, request, response, handler = std::move(handler), completion]() mutable {
        if (context->IsCancelled()) return completion->Finish(GivenUp());
        // The job's own hold is passed on: once `done` is dropped, nobody else keeps the call open.
        handler(*request, *response,
                Done([completion = std::move(completion)](const absl::Status& status) {
                  completion->Finish(status);
                }));
      });
  if (!accepted) completion->Finish(Overloaded());
  return reactor;
}

template <class Handler>
auto ThenFinish(Handler handler) {
  return [handler = std::move(handler)](const auto& request, auto& response,
                                        const Done& done) mutable {
    done(handler(request, response));
  };
}

}  // namespace internal

// `handler` is absl::Status(const Request&, Response&) and answers when it returns.
template <class Request, class Response, class Handler>
grpc::ServerUnaryReactor* Unary(grpc::CallbackServerContext* context, WorkerPool& pool,
                                const Request* request, Response* response, Handler handler) {
  return internal::Dispatch(context, pool, request, response,
                            internal::ThenFinish(std::move(handler)), &ToGrpc);
}

// `handler` is void(const Request&, Response&, Done): it answers when it, or anybody later and on
// any thread, calls `done`. Request and response live until then.
template <class Request, class Response, class Handler>
grpc::ServerUnaryReactor* UnaryAsync(grpc::CallbackServerContext* context, WorkerPool& pool,
                                     const Request* request, Response* response, Handler handler) {
  return internal::Dispatch(context, pool, request, response, std::move(handler), &ToGrpc);
}

// For the anonymous service: the same, but a failure carries its code alone, with an empty message
// and no details (PROTOCOL §9). What its caller may know is inside the response.
template <class Request, class Response, class Handler>
grpc::ServerUnaryReactor* AnonymousUnary(grpc::CallbackServerContext* context, WorkerPool& pool,
                                         const Request* request, Response* response,
                                         Handler handler) {
  return internal::Dispatch(context, pool, request, response,
                            internal::ThenFinish(std::move(handler)), &ToGrpcWithoutDetails);
}

template <class Request, class Response, class Handler>
grpc::ServerUnaryReactor* AnonymousUnaryAsync(grpc::CallbackServerContext* context,
                                              WorkerPool& pool, const Request* request,
                                              Response* response, Handler handler) {
  return internal::Dispatch(context, pool, request, response, std::move(handler),
                            &ToGrpcWithoutDetails);
}

}  // namespace candor::runtime
