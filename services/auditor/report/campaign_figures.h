// CampaignFigures: every count about people that any report says of a campaign.
//
// They are computed once, through one DisclosureGate, in a fixed order of importance; each report
// prints its part of them. So two reports of the same evidence, laid side by side, cannot be
// subtracted either. A figure that the gate refused is empty. Pure; deterministic.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "audit/verify/verify.h"
#include "services/auditor/report/disclosure_gate.h"

namespace candor::services::auditor {

using Figure = std::optional<std::uint64_t>;

// Whole days from the batch to the first response, by nearest rank; only where the count is shown.
struct Delays {
  std::uint64_t median = 0;
  std::uint64_t ninetieth = 0;
  bool operator==(const Delays&) const = default;
};

struct ResponseFigures {
  Figure count;
  std::optional<Delays> delays{};  // nothing where the count is withheld or 0
};

struct CountedAnswers {
  std::string name;  // of a status, or of a leader
  Figure count;
  std::optional<Delays> delays;  // nothing where the count is withheld or 0
};

struct CampaignFigures {
  records::CampaignId id{};
  std::string title;  // "1a2b3c4d, What should change first?"
  std::uint64_t k = 0;
  std::uint64_t roster = 0;
  bool withheld_batch = false;
  bool withheld_though_many = false;  // it held k or more: for want of draws, or of an issuer that could be read

  // Of the roster.
  Figure opinions;  // kind 1, as of the last seal: AUDIT's participation, over `roster`
  struct Seal {
    Day day = 0;
    records::SlotNumber slot = 0;
    Figure opinions;  // so far
  };
  std::vector<Seal> seals;  // of opinions
  Figure drawn;             // with two issuers the smaller count
  Figure unspent;           // drawn, and neither an opinion nor a blank came of it

  // Of the opinions that leaders could read. Up to here and to `overdue`, `candor jam report` counts the same, in
  // this order.
  ResponseFigures answered;  // individually, through a theme, or both
  ResponseFigures individually;
  ResponseFigures through_theme;
  ResponseFigures decided;   // a theme that holds it
  ResponseFigures acted_on;  // an action names it, or a theme that holds it
  ResponseFigures acknowledged;
  Figure overdue;  // the clock has run out, no answer; of an erased one, before that; 0 where there is no such clock

  std::vector<CountedAnswers> statuses;  // of individual answers, by the newest revision, every status
  Figure answered_late;
  struct AnswerDay {
    Day day = 0;
    Figure answered;  // first answers up to and with that day
  };
  std::vector<AnswerDay> answer_days;
  struct AudienceCount {
    std::string name;
    Figure opinions;
  };
  std::vector<AudienceCount> audiences;
  Figure withdrawn;  // by their authors, carried out
  Figure agreed;     // erased because two roles agreed
  Figure unacknowledged;      // as `overdue`, of the clock for acknowledgements
  Figure acknowledged_late;
  Figure unpublished;         // as `overdue`: the author consented, neither published nor declined
  Figure published_late;      // or declined late

  // Of others than the opinions. Contributions and ratings are populations of their own.
  Figure contributions;      // kind 2, not withheld
  std::uint64_t points = 0;  // all endorsements: points, not people
  std::map<crypto::Hash, std::uint64_t> points_of;  // as PointsIn
  struct Ratings {
    Figure threads;
    std::array<Figure, 5> by_value;  // 0 (it did not help) to 4
  };
  std::map<crypto::Hash, Ratings> ratings;  // by action
};

// By the order in which the campaigns were opened; none where `result` is of a level below kFull.
std::vector<CampaignFigures> CountCampaigns(const audit::VerifyResult& result,
                                            std::optional<NoDisclosureControl> off = std::nullopt);

}  // namespace candor::services::auditor
