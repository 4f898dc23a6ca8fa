// What a facilitator reads of a jam's figures: `candor jam status`. See catalogue.h. The names of bars fit into 25
// characters in every language.
#pragma once

#define CANDOR_STATUS_TEXTS(X)                                                                                    \
  X(kPhaseOpened, "opened; drawing has not begun", "eröffnet; noch gibt es keine Stimmzettel")                    \
  X(kPhaseDrawing, "drawing", "Stimmzettel werden gezogen")                                                       \
  X(kPhaseSpeaking, "speaking", "Zeit für Meinungen")                                                             \
  X(kPhaseAnswering, "answering", "Zeit für Antworten")                                                           \
  X(kPhaseEnded, "ended", "beendet")                                                                              \
  X(kPhaseClosed, "totals in the log", "abgeschlossen")                                                                \
  /* times that texts appeared, people who have to draw */                                                        \
  X(kFigureSeals, "texts came out {1} {1?time|times}, all kinds together; before anybody speaks, {2} have to draw",\
    "Texte erschienen {1}-mal, alle Arten zusammen; vor jeder Meinung müssen {2} gezogen haben")                   \
  X(kFigureNoJam, "there is no jam in the log yet", "Im Protokoll steht noch kein Jam.")                          \
                                                                                                                  \
  /* the crowd */                                                                                                 \
  X(kFigureFew, "fewer than {1}, or withheld", "weniger als {1}, oder zurückgehalten")                            \
  X(kFigureDrawn, "drawn", "gezogen")                                                                             \
  X(kFigureWithheld, "Too few spoke: their texts were withheld from everybody, and destroyed.",                   \
    "Zu wenige haben sich geäußert: Ihre Texte hat niemand bekommen, und sie wurden vernichtet.")                 \
  X(kFigureTakingPart, "taking part", "Beteiligung")                                                              \
  /* opinions, people invited, target */                                                                          \
  X(kFigureOf, "{1} of {2}, target {3}", "{1} von {2}, Ziel {3}")                                                 \
  /* opinions, people invited, percent, target */                                                                 \
  X(kFigureShare, "{1} of {2} ({3} %), target {4}", "{1} von {2} ({3} %), Ziel {4}")                              \
  /* day, number */                                                                                               \
  X(kFigureBySeal, "by {1}, slot {2}", "{1}, Termin {2}")                                                         \
                                                                                                                  \
  /* day */                                                                                                       \
  X(kFigureResponses, "What was done with the opinions, as of {1}:", "Was mit den Meinungen geschah, Stand {1}:") \
  X(kFigureIndividually, "individually", "einzeln")                                                               \
  X(kFigureThroughTheme, "through a theme", "über ein Thema")                                                     \
  X(kFigureDecided, "decided", "entschieden")                                                                     \
  X(kFigureActedOn, "acted on", "mit einem Vorhaben")                                                             \
  X(kFigureAcknowledged, "acknowledged", "zur Kenntnis genommen")                                                 \
  X(kFigureOverdue, "answer overdue", "Antwort überfällig")                                                       \
  /* opinions, median and ninetieth percentile of days */                                                         \
  X(kFigureDays, "{1}; half within {2} {2?day|days} (median), nine of ten within {3}",                                          \
    "{1}; die Hälfte innerhalb von {2} {2?Tag|Tagen} (Median), neun von zehn innerhalb von {3}")                                                        \
                                                                                                                  \
  /* contributions, points */                                                                                     \
  X(kFigureRest, "contributions {1}, endorsements {2} {2?point|points}", "Beiträge: {1}; Punkte: {2}")            \
  /* short number, people */                                                                                      \
  X(kFigureRated, "action {1} rated by {2} threads", "Vorhaben {1}: {2} Bewertungen")
