#include "services/auditor/receipts.h"

#include <nlohmann/json.hpp>
#include <string>

#include "base/status.h"

namespace candor::services::auditor {
namespace {

absl::StatusOr<Bytes> FieldOf(const nlohmann::json& object, const char* name) {
  const auto at = object.find(name);
  if (at == object.end() || !at->is_string()) {
    return absl::InvalidArgumentError("a field of the receipt's evidence is missing");
  }
  return HexDecode(at->get_ref<const std::string&>());
}

}  // namespace

absl::StatusOr<std::vector<audit::PromiseEvidence>> ReadReceipt(std::string_view json) {
  const auto object = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return absl::InvalidArgumentError("not a JSON object");
  CANDOR_ASSIGN_OR_RETURN(const Bytes submission, FieldOf(object, "signed_submission"));
  std::vector<audit::PromiseEvidence> out;
  for (const char* name : {"promise", "refusal"}) {
    CANDOR_ASSIGN_OR_RETURN(Bytes reply, FieldOf(object, name));
    if (!reply.empty()) out.push_back({submission, std::move(reply)});
  }
  return out;
}

}  // namespace candor::services::auditor
