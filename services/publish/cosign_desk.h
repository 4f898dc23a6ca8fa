// CosignDesk: what an operator does for witnesses without a network, beside a running server or a
// stopped one: `candord cosign request` and `candord cosign accept`.
//
// It reads no store and needs no key: the server has prepared what is asked (air_gap.h), and looks
// at everything again that is handed in here. Waits a few seconds at most for the server to let go
// of the folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "records/trust_bundle.h"
#include "services/runtime/files.h"

namespace candor::services::publish {

// One log's folder, and the organisation it belongs to.
struct CosignDesk {
  runtime::Path folder;
  records::TrustBundle bundle;
  records::LogIdentity log;
};

struct CosignRequest {
  std::uint64_t size = 0;
  std::string body;  // of add-checkpoint: what `candor-audit witness cosign` takes
};

enum class Renew {
  kNo,
  kYes,  // the newest checkpoint goes out, and answers about the one before are not taken any more
};

// The request for the witness of this name about the checkpoint that is out; the newest one goes
// out when none is, or when every witness without a network has cosigned that one. The same again
// until something was accepted. InvalidArgument: no such witness, or one with an address.
// FailedPrecondition: there is nothing to ask this witness, with the reason.
absl::StatusOr<CosignRequest> MakeCosignRequest(const CosignDesk& desk, std::string_view witness,
                                                Renew renew = Renew::kNo);

// Hands a witness's answer to the server, which takes it in its next round or when it starts. OK
// for a cosignature that verifies for the checkpoint that is out, also when it was taken before.
// Nothing else is handed over but the size in a refusal that asks for another start; that and every
// other answer is an error that says what to do: Unauthenticated, it does not verify;
// FailedPrecondition, the witness has refused; InvalidArgument, it is no answer.
absl::Status AcceptCosignAnswer(const CosignDesk& desk, std::string_view witness,
                                std::string_view answer);

}  // namespace candor::services::publish
