// BulletinOf: what the public log has to tell everybody about one jam, as a bulletin (services/bulletin/bulletin.h).
//
// News: the opening, each time opinions appeared, answers and their revisions, prompts, themes, what was published (what
// is hidden as hidden, with the reason), hides and rulings on appeals, actions and what became of them, decisions, the
// close. What concerns one person or one thread is no news: no enrolment, no draw, no private note, no acknowledgement.
// Figures are those of `jam report`. Pure: the same log and language give the same bulletin.
#pragma once

#include <optional>
#include <span>

#include "audit/board_view.h"
#include "base/bytes.h"
#include "services/bulletin/bulletin.h"
#include "services/facilitator/figures.h"
#include "services/texts/language.h"

namespace candor::cli {

// A jam and the log that it stands in.
struct JamInLog {
  const audit::BoardView& board;
  const audit::Campaign& campaign;
  std::span<const Bytes> entries;  // that `board` was replayed from
};
services::bulletin::Bulletin BulletinOf(const JamInLog& jam, const services::facilitator::JamFigures& figures,
                                        texts::Language language,
                                        std::optional<services::bulletin::WebAddress> invite_page);

}  // namespace candor::cli
