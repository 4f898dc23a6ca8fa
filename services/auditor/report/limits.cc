#include "services/auditor/report/limits.h"

#include "base/text.h"

namespace candor::services::auditor {
namespace {

std::string UnspentOf(const CampaignFigures& figures) {
  if (!figures.unspent.has_value()) return "as many voices as were drawn and not used (the number is withheld)";
  return Cat("up to ", *figures.unspent, *figures.unspent == 1 ? " voice" : " voices");
}

std::string SlackOf(const CampaignFigures& figures, const audit::CampaignCounts& counts) {
  const std::string campaign = Cat("Campaign ", figures.title, ": ");
  const std::size_t issuers = counts.issuers;
  if (!counts.complete) {
    return Cat(campaign, "an issuer's log is not in the evidence, or not far enough, so that nothing is known of voices ",
               "that were signed outside it.");
  }
  if (figures.unspent == 0) {
    return Cat(campaign, "everybody who drew has spoken or sent a blank, so that no voice can have been signed outside ",
               issuers == 1 ? "the issuer's log" : "the issuers' logs", " without a sum showing it.");
  }
  return issuers == 1 ? Cat(campaign, "counted by one issuer alone, which could have signed ", UnspentOf(figures),
                            " outside its log.")
                      : Cat(campaign, "both issuers together could have signed ", UnspentOf(figures),
                            " outside their logs; neither could alone.");
}

}  // namespace

std::vector<std::string> LimitsOf(const audit::VerifyResult& result, const std::vector<CampaignFigures>& figures) {
  std::vector<std::string> out = audit::Limits();
  for (std::size_t i = 0; i < figures.size(); ++i) out.push_back(SlackOf(figures[i], result.campaigns[i]));
  return out;
}

}  // namespace candor::services::auditor
