// What a leader reads of the texts addressed to them: `candor inbox`, `candor read`. See catalogue.h.
#pragma once

#define CANDOR_INBOX_TEXTS(X)                                                                                     \
  X(kInboxOpinion, "opinion", "Meinung")                                                                          \
  X(kInboxContribution, "contribution", "Beitrag")                                                                \
  X(kInboxFollowUp, "follow-up", "Nachtrag")                                                                      \
  X(kInboxAppeal, "appeal", "Widerspruch")                                                                        \
  /* what it is, day */                                                                                           \
  X(kInboxSealed, "{1}, sealed {2}", "{1}, erschienen am {2}")                                                    \
                                                                                                                  \
  X(kInboxWithheld, "withheld: too few took part, nobody can read it",                                            \
    "zurückgehalten: Zu wenige haben mitgemacht, niemand kann es lesen")                                          \
  X(kInboxErased, "withdrawn or erased: the board gives it to nobody",                                            \
    "zurückgenommen oder gelöscht: Das Board gibt es niemandem")                                                  \
  X(kInboxDecided, "appeal, decided", "Widerspruch, entschieden")                                                 \
  X(kInboxUndecided, "appeal, UNDECIDED", "Widerspruch, NICHT ENTSCHIEDEN")                                       \
  /* status, number of the revision */                                                                            \
  X(kInboxAnswered, "answered: {1}, revision {2}", "beantwortet: {1}, Fassung {2}")                               \
  X(kInboxByTheme, "answered through a theme", "über ein Thema beantwortet")                                      \
  /* short number */                                                                                              \
  X(kInboxFollows, "follows {1}", "folgt auf {1}")                                                                \
  X(kInboxUnanswered, "unanswered", "unbeantwortet")                                                              \
                                                                                                                  \
  X(kInboxNothing, "nothing is readable yet: the first texts appear once enough people have spoken",              \
    "Noch ist nichts lesbar: Die ersten Texte erscheinen, sobald sich genug Menschen geäußert haben.")            \
  X(kInboxNoAppeal, "No appeal has been made. You read appeals alone, and each stands here once it is sealed.",    \
    "Niemand hat Widerspruch eingelegt. Du liest nur Widersprüche; jeder steht hier, sobald er erschienen ist.")  \
  /* day */                                                                                                       \
  X(kInboxDestroyed, "The retention of this jam ended on {1}: all its texts are destroyed, answered or not.",     \
    "Die Aufbewahrung dieses Jams endete am {1}: Alle seine Texte sind vernichtet, beantwortet oder nicht.")      \
  X(kInboxNextPanel,                                                                                              \
    "Next: `candor read ID…`, which is logged in public, then `candor rule ID --ruling stays-hidden` or"          \
    " `--ruling shown-again`.",                                                                                   \
    "Weiter mit: `candor read ID…`, was öffentlich festgehalten wird, dann `candor rule ID --ruling stays-hidden`" \
    " oder `--ruling shown-again`.")                                                                              \
  X(kInboxNext, "Next: `candor read ID…` or `candor read --all`; each fetch is logged in public.",                \
    "Weiter mit: `candor read ID…` oder `candor read --all`; jedes Abholen wird öffentlich festgehalten.")        \
                                                                                                                  \
  /* day */                                                                                                       \
  X(kReadSealed, "sealed {1}", "erschienen am {1}")                                                               \
  X(kReadNone, "nothing unanswered; --all shows everything", "Nichts ist unbeantwortet; --all zeigt alles.")      \
  X(kReadNoneOfAll, "No text can be read any more: see `candor inbox`.",                                          \
    "Kein Text ist mehr lesbar, siehe `candor inbox`.")                                                           \
  X(kReadPledgePanel,                                                                                             \
    "You signed a pledge not to try to find out who wrote this. Next:"                                            \
    " `candor rule ID --ruling stays-hidden --file FILE`, or `--ruling shown-again`.",                            \
    "Du hast unterschrieben, nicht herausfinden zu wollen, wer das geschrieben hat. Weiter mit:"                  \
    " `candor rule ID --ruling stays-hidden --file DATEI` oder `--ruling shown-again`.")                          \
  /* file, number */                                                                                              \
  X(kReadConsents,                                                                                                \
    "{1} holds {2} headlines and texts whose authors allow them to be published; give it to the facilitator.",    \
    "{1} enthält {2} {2?Überschrift oder Text|Überschriften und Texte} mit der Erlaubnis zur Veröffentlichung;"   \
    " die Datei ist für die Moderation.")                                                                         \
  X(kReadPledge,                                                                                                  \
    "You signed a pledge not to try to find out who wrote this. Next:"                                            \
    " `candor answer ID --status planned --about … --file FILE`.",                                           \
    "Du hast unterschrieben, nicht herausfinden zu wollen, wer das geschrieben hat. Weiter mit:"                  \
    " `candor answer ID --status planned --about … --file DATEI`.")
