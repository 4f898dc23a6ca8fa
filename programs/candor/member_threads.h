// candor threads, candor receipt show | verify: what a member has said, and what proves it.
#pragma once

#include <string>

#include "crypto/receipt_code.h"
#include "programs/candor/context.h"

namespace candor::cli {

void RegisterThreadCommands(Command& app, Context& context);

// Into a new file, for its owner alone.
absl::Status WriteReceipt(const crypto::ReceiptCode& code, const std::string& path);

}  // namespace candor::cli
