// The charter's verbs that change who signs and what rules hold: policy change, charter rotate; and what
// a governance record says, in a line.
#pragma once

#include <string>

#include "programs/candor/context.h"
#include "records/governance.h"

namespace candor::cli {

void RegisterGovernanceCommands(Command& app, Context& context);

// Enough of a key for two people to compare.
std::string ShortKey(const records::VerifyKey& key);

// For whoever is about to sign it, or has.
std::string Describe(texts::Language language, const records::GovernanceBody& content);

// The key in a file, opened with the passphrase.
absl::StatusOr<crypto::SigningKey> LoadKeyFile(Context& context, const std::string& path);

// Writes the record that the charter has signed, and says what comes next.
absl::Status HandOn(Context& context, const records::Governance& record, const std::string& path);

}  // namespace candor::cli
