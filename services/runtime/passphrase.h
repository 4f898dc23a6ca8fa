// Passphrases: from a file, a terminal or standard input; never from arguments or the environment,
// which other processes can read.
//
// One trailing newline (LF or CRLF) is no part of a passphrase; everything else is, spaces
// included. An empty one, or one of more than 1,024 bytes, is refused. Results are wiped at the end
// of their life. Not thread-safe: there is one terminal.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/secret.h"
#include "services/runtime/files.h"

namespace candor::runtime {

// PermissionDenied when group or others may read or write the file: a passphrase that colleagues
// can read protects nothing.
absl::StatusOr<crypto::SecretBytes> ReadPassphraseFile(const Path& path);

// Asks on the controlling terminal with `prompt` and a blank, and with echo off, which is restored on every way out.
// FailedPrecondition when there is no terminal; the message names the alternatives.
absl::StatusOr<crypto::SecretBytes> PromptPassphrase(std::string_view prompt);

// Asks twice, the second time with `once_more`; InvalidArgument when the two differ.
absl::StatusOr<crypto::SecretBytes> PromptNewPassphrase(std::string_view prompt, std::string_view once_more);

// Reads to the first newline or the end, unbuffered, so that what follows stays unread.
absl::StatusOr<crypto::SecretBytes> ReadPassphraseFrom(int descriptor);

}  // namespace candor::runtime
