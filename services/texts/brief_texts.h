// What a leader reads on the one screen of `candor brief`. See catalogue.h.
#pragma once

#define CANDOR_BRIEF_TEXTS(X)                                                                                     \
  /* opinions, people invited */                                                                                  \
  X(kBriefTakingPart, "Taking part: {1} of {2} as of the last seal; half is the aim.",                            \
    "Beteiligung: {1} von {2}, Stand: letztes Erscheinen; das Ziel ist die Hälfte.")                              \
  /* unanswered, overdue, without a word, actions */                                                              \
  X(kBriefForYou, "For you: {1} {1?opinion or contribution|opinions and contributions} without an answer ({2} overdue," \
    " {3} without a word); {4} of your actions past their day.",                                                                                  \
    "Für dich: {1} {1?Meinung oder Beitrag|Meinungen und Beiträge} ohne Antwort ({2} überfällig, {3} ohne ein Wort);" \
    " {4} deiner Vorhaben über der Zeit.")         \
  /* unanswered, overdue, without a word, appeals, actions */                                                     \
  X(kBriefForPanel,                                                                                               \
    "For you: {1} {1?opinion or contribution|opinions and contributions} without an answer ({2} overdue, {3}"  \
    " without a word), {4} {4?appeal|appeals} undecided; {5} of your actions past their day.",                                                                              \
    "Für dich: {1} {1?Meinung oder Beitrag|Meinungen und Beiträge} ohne Antwort ({2} überfällig, {3} ohne ein"     \
    " Wort), {4} {4?Widerspruch|Widersprüche} nicht entschieden; {5} deiner Vorhaben über der Zeit.")                                                           \
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
