#include "services/auditor/witness_cosign.h"

#include "audit/witness_file.h"
#include "base/status.h"
#include "base/text.h"
#include "services/auditor/witness_config.h"
#include "services/auditor/witness_state_files.h"
#include "services/runtime/files.h"
#include "services/runtime/key_file.h"

namespace candor::services::auditor {
namespace {

// Public, and carried by people who are not this user.
constexpr mode_t kReadableByAll = 0644;

}  // namespace

absl::StatusOr<audit::WitnessAnswer> CosignFromFile(const CosignOptions& options,
                                                    const Clock& clock) {
  CANDOR_ASSIGN_OR_RETURN(const WitnessConfig config,
                          LoadWitnessConfig(options.config_path, WitnessMode::kAirGapped));
  CANDOR_ASSIGN_OR_RETURN(const Bytes request,
                          runtime::ReadFile(options.request_path, audit::kMaxAddCheckpointBody));
  CANDOR_ASSIGN_OR_RETURN(const auto state, WitnessStateFiles::Open(config.state, config.logs));
  CANDOR_ASSIGN_OR_RETURN(runtime::KeyRing ring, runtime::KeyRing::Open(config.passphrase));
  CANDOR_ASSIGN_OR_RETURN(const auto key, ring.LoadSigningKey(config.signing_key));
  CANDOR_ASSIGN_OR_RETURN(audit::Witness witness,
                          audit::Witness::Create(config.name, key, config.logs, *state, clock));
  auto answer = witness.AddCheckpoint(AsText(request));
  const absl::Status written = runtime::WriteFileAtomically(
      options.answer_path, AsBytes(FormatAnswerFile(answer)), kReadableByAll);
  if (!written.ok() && answer.http_status == 200) {
    return absl::Status(written.code(), Cat(written.message(),
                                            " The checkpoint counts as cosigned all the same:"
                                            " the log has to ask again from its size."));
  }
  CANDOR_RETURN_IF_ERROR(written);
  return answer;
}

}  // namespace candor::services::auditor
