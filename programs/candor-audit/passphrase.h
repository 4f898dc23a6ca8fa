// The passphrase of a key file: from a file, or from the terminal.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/secret.h"
#include "services/runtime/passphrase.h"

namespace candor::audit_cli {

// Errors: as services/runtime/passphrase.h.
inline absl::StatusOr<crypto::SecretBytes> AskPassphrase(const std::string& file,
                                                         std::string_view prompt) {
  return file.empty() ? runtime::PromptPassphrase(prompt) : runtime::ReadPassphraseFile(file);
}

}  // namespace candor::audit_cli
