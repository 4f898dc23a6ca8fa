// Limits: what no log can prove, as every report and every verification prints it.
//
// The general ones are the verifier's (audit::Limits); those with a figure are put here, through the gate of the
// figures. Pure.
#pragma once

#include <string>
#include <vector>

#include "audit/verify/verify.h"
#include "services/auditor/report/campaign_figures.h"

namespace candor::services::auditor {

// `figures` are CountCampaigns(result).
std::vector<std::string> LimitsOf(const audit::VerifyResult& result, const std::vector<CampaignFigures>& figures);

}  // namespace candor::services::auditor
