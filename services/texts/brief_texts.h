// What a leader reads on the one screen of `candor brief`. See catalogue.h.
#pragma once

#define CANDOR_BRIEF_TEXTS(X)                                                                                     \
  /* opinions, people invited */                                                                                  \
  X(kBriefTakingPart, "Taking part: {1} of {2} as of the last seal; half is the aim.",                            \
    "Beteiligung: {1} von {2}, Stand der letzten Veröffentlichung; das Ziel ist die Hälfte.")                              \
  /* unanswered, late answers, without a word, late words, actions */                                             \
  X(kBriefForYou,                                                                                                 \
    "For you: {1} {1?opinion or contribution|opinions and contributions} without an answer, {2} of them past the" \
    " time for one; {3} without a word, {4} of them past the time for one; {5} of your actions past their day.",  \
    "Für dich: {1} {1?Meinung oder Beitrag|Meinungen und Beiträge} ohne Antwort, davon {2} überfällig; {3} ohne"  \
    " ein Wort, davon {4} überfällig; {5} deiner Vorhaben überfällig.")                                           \
  /* appeals */                                                                                                   \
  X(kBriefAppeals, "Of the appeal panel: {1} {1?appeal|appeals} undecided (`candor rule`).",                      \
    "Zu den Widersprüchen: {1} {1?ist|sind} nicht entschieden (`candor rule`).")                                  \
  /* day */                                                                                                       \
  X(kBriefPledge, "Your pledge: renew it by the end of {1} (`candor pledge renew`).",                             \
    "Dein Versprechen: Erneuere es bis zum Ende des {1} (`candor pledge renew`).")                                \
  X(kBriefPledgeLate,                                                                                             \
    "Your pledge: renew it by the end of {1}; that is OVERDUE, and everybody sees it (`candor pledge renew`).",   \
    "Dein Versprechen: Erneuere es bis zum Ende des {1}; das ist ÜBERFÄLLIG, und alle sehen es"                   \
    " (`candor pledge renew`).")                                                                                  \
  X(kBriefThemes, "Themes with the most points:", "Themen mit den meisten Punkten:")                              \
  X(kBriefThemesUnpointed, "Themes (no points have come out yet):", "Themen (noch sind keine Punkte erschienen):") \
  X(kBriefTextsUnpointed, "Published texts without an answer (no points have come out yet):",                     \
    "Veröffentlichte Texte ohne Antwort (noch sind keine Punkte erschienen):")                              \
  X(kBriefTexts, "Published texts with the most points and no answer:",                                           \
    "Veröffentlichte Texte mit den meisten Punkten und ohne Antwort:")                                            \
  X(kNone, "none", "keine")                                                                                  \
  X(kBriefAnswered, "(answered)", "(beantwortet)")                                                                \
  X(kBriefErased, "(erased)", "(gelöscht)")                                                                       \
  X(kBriefNext,                                                                                                   \
    "Next: `candor inbox`, `candor read`; `candor ack ID…` says at once that you have read something.",           \
    "Weiter mit: `candor inbox`, `candor read`; `candor ack ID…` sagt sofort, dass du etwas gelesen hast.")
