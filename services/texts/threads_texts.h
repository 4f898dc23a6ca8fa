// What a member reads about their own texts: where each is, what it does, what was made of it. See catalogue.h.
#pragma once

#define CANDOR_THREADS_TEXTS(X)                                                                                   \
  X(kStageWaiting, "waits in the outbox", "wartet im Ausgang")                                                    \
  X(kStagePromised, "sent, promised", "abgeschickt, zugesagt")                                                    \
  X(kStageInLog, "in the public log", "im öffentlichen Protokoll")                                             \
  X(kStageWithheld, "withheld: too few took part", "zurückgehalten: Zu wenige haben mitgemacht")                  \
  X(kStageRefused, "refused by the board", "vom Board abgelehnt")                                                 \
  X(kStageMissed, "not sent: the jam closed", "nicht abgeschickt: Der Jam wurde vorher geschlossen")              \
  /* short number */                                                                                              \
  X(kThreadJam, "jam {1}", "Jam {1}")                                                                             \
                                                                                                                  \
  X(kThreadText, "text", "Text")                                                                                  \
  /* short number of what it refers to */                                                                         \
  X(kThreadContribution, "contribution to {1}", "Beitrag zu {1}")                                                 \
  X(kThreadFollowUp, "follow-up after {1}", "Nachtrag zu {1}")                                                    \
  X(kThreadWithdrawal, "withdraws what {1} belongs to", "nimmt zurück, wozu {1} gehört")                          \
  X(kThreadAppeal, "appeal against hiding {1}", "Widerspruch gegen das Verbergen ({1})")                          \
  /* short number, value */                                                                                       \
  X(kThreadRating, "rates action {1}: {2} of 4", "bewertet das Vorhaben {1}: {2} von 4")                          \
                                                                                                                  \
  /* form, points */                                                                                              \
  X(kThreadOnWall, "on the wall, {1}; {2} {2?point|points}", "an der Wand, {1}; {2} {2?Punkt|Punkte}")            \
  X(kThreadHidden, "HIDDEN, `candor appeal` is possible", "VERBORGEN, Widerspruch ist möglich: `candor appeal`")  \
  /* reason */                                                                                                    \
  X(kThreadNotPublished, "not published: {1}", "nicht veröffentlicht: {1}")                                       \
  /* day, name, status, text */                                                                                   \
  X(kThreadAnswer, "{1}, {2} [{3}]: {4}", "{1}, {2} [{3}]: {4}")                                                  \
                                                                                                                  \
  /* name, text */                                                                                                \
  X(kLetterAsks, "{1} asks you in private: {2}", "{1} fragt dich vertraulich: {2}")                               \
  X(kLetterReplies, "{1} replies in private: {2}", "{1} antwortet dir vertraulich: {2}")                          \
  X(kLetterGone, "(destroyed)", "(vernichtet)")                                                                   \
  /* short number of the question */                                                                              \
  X(kLetterHow, "(answer with `candor reply TEXT --to {1} --file FILE`, or not)",                                 \
    "(antworten mit `candor reply TEXT --to {1} --file DATEI`, oder auch nicht)")                                 \
                                                                                                                  \
  X(kNothingSaid, "You have said nothing yet.", "Du hast noch nichts gesagt.")                                    \
  X(kThreadsAsOf,                                                                                                 \
    "As of the last `candor sync`. `candor receipt verify` checks a text against the public log.",             \
    "Stand des letzten `candor sync`. `candor receipt verify` prüft einen Text am öffentlichen Protokoll.")
