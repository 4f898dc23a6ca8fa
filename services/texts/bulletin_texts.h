// The texts of a jam's bulletin, in all its forms: page, mail, poster, calendar, feed. See catalogue.h.
#pragma once

#define CANDOR_BULLETIN_TEXTS(X)                                                                             \
  /* the jam's short number */                                                                               \
  X(kBulletinOfJam, "Bulletin of jam {1}", "Bulletin zum Jam {1}")                                           \
  /* short number, question */                                                                               \
  X(kJamAndQuestion, "Jam {1}: {2}", "Jam {1}: {2}")                                                         \
  X(kTheQuestion, "The question", "Die Frage")                                                               \
                                                                                                             \
  X(kTakingPartTitle, "Taking part", "Beteiligung")                                                          \
  /* opinions, people invited, percent, day */                                                               \
  X(kTakingPart, "{1} of {2} people invited {1?has|have} spoken ({3}%), as of {4}.",                         \
    "{1} von {2} Eingeladenen {1?hat|haben} sich geäußert ({3} %), Stand: {4}.")                             \
  /* the crowd */                                                                                            \
  X(kCrowd,                                                                                                  \
    "Opinions appear together, never fewer than {1} at a time: that is the crowd in which each of them"      \
    " hides.",                                                                                               \
    "Meinungen erscheinen gemeinsam, nie weniger als {1} auf einmal: Das ist die Menge, in der sich jede"    \
    " von ihnen verbirgt.")                                                                                  \
  /* people who have to speak first, day */                                                                  \
  X(kNobodyYet,                                                                                              \
    "No opinion has appeared yet, as of {2}. The first ones appear together once {1} people have spoken, so" \
    " that nobody stands alone.",                                                                            \
    "Noch ist keine Meinung erschienen, Stand: {2}. Die ersten erscheinen gemeinsam, sobald sich {1}"        \
    " Menschen geäußert haben, damit niemand allein dasteht.")                                               \
  X(kDestroyedUnread,                                                                                        \
    "Too few people spoke, or too few had drawn voting slips. To protect those who spoke, their texts were"  \
    " destroyed unread.",                                                                                    \
    "Zu wenige haben sich geäußert, oder zu wenige hatten Stimmzettel gezogen. Zum Schutz derer, die sich"   \
    " geäußert haben, wurden ihre Texte ungelesen vernichtet.")                                              \
                                                                                                             \
  X(kDatesTitle, "Dates", "Termine")                                                                         \
  X(kVotingSlipsFrom, "First day for voting slips", "Erster Tag für Stimmzettel")                            \
  X(kSpeakingFrom, "First day to speak", "Erster Tag für Meinungen")                                         \
  X(kSpeakingUntil, "Last day to speak", "Letzter Tag für Meinungen")                                        \
  X(kSupportingUntil, "Last day to support what others said",                                                \
    "Letzter Tag, um andere zu unterstützen")                                                                \
  X(kAnswersUntil, "Last day for the leaders’ answers", "Letzter Tag für die Antworten der Leitung")         \
  X(kConversationUntil, "Last day to reply and to rate answers",                                             \
    "Letzter Tag für Rückfragen und Bewertungen")                                                            \
  X(kTextsKeptUntil, "Last day before all texts are destroyed",                                              \
    "Letzter Tag vor dem Vernichten der Texte")                                                              \
  X(kDaysAreUtc, "A day begins and ends at midnight UTC.", "Ein Tag beginnt und endet um Mitternacht UTC.")  \
                                                                                                             \
  X(kStatementsTitle, "Why we ask", "Warum wir fragen")                                                      \
  X(kPledgeTitle, "The pledge", "Das Versprechen")                                                           \
  /* names */                                                                                                \
  X(kPledgedBy, "Signed by {1}.", "Unterschrieben von {1}.")                                                 \
                                                                                                             \
  X(kNewsTitle, "News", "Neues")                                                                             \
  X(kNoNews, "Nothing yet.", "Noch nichts.")                                                                 \
  X(kNewsOpened, "The jam is open", "Der Jam ist eröffnet")                                                  \
  X(kNewsClosed, "The jam is closed", "Der Jam ist geschlossen")                                             \
  X(kNewsExtended, "Speaking goes on", "Die Zeit für Meinungen geht weiter")                                 \
  /* how many were too few, the last day */                                                                  \
  X(kNewsExtendedWhy, "Fewer than {1} people have spoken. Until {2} everybody else can; there is no further extension.", \
    "Weniger als {1} Menschen haben sich geäußert. Bis {2} können es alle anderen noch; danach wird nicht mehr verlängert.") \
  X(kNewsOpinions, "New opinions", "Neue Meinungen")                                                         \
  X(kNewsAnswer, "Answer", "Antwort")                                                                        \
  X(kNewsAnswerRevised, "Answer revised", "Antwort geändert")                                                \
  X(kNewsAction, "What is being done", "Was getan wird")                                                     \
  X(kNewsDecision, "Decision", "Entscheidung")                                                               \
  X(kNewsPrompt, "Asked of everybody", "Frage an alle")                                                       \
  X(kNewsTheme, "Theme", "Thema")                                                                            \
  X(kNewsPublished, "An opinion in its own words", "Eine Meinung im Wortlaut")                               \
  X(kNewsNote, "Note", "Hinweis")                                                                            \
  /* place in the log */                                                                                     \
  X(kLogEntry, "entry {1} of the public log", "Eintrag {1} im öffentlichen Protokoll")                       \
                                                                                                             \
  X(kJoinTitle, "Join in", "Mitmachen")                                                                      \
  X(kJoin, "How to take part stands here:", "Wie du mitmachst, steht hier:")                                 \
  /* address */                                                                                              \
  X(kQrCodeOf, "QR code of {1}", "QR-Code von {1}")                                                          \
  X(kHelpTitle, "Help", "Hilfe")                                                                             \
  X(kVerifyTitle, "See for yourself", "Selbst nachprüfen")                                                   \
  /* the log, day */                                                                                         \
  X(kSameForAll,                                                                                             \
    "This bulletin is the same for everybody. It is made from the public log of {1} as it stood on {2}.",    \
    "Dieses Bulletin ist für alle gleich. Es ist aus dem öffentlichen Protokoll von {1} gemacht, Stand:"     \
    " {2}.")                                                                                                 \
                                                                                                             \
  /* organisation */                                                                                         \
  X(kPosterJamAt, "Jam at {1}", "Jam bei {1}")                                                               \
  X(kPosterNoNameTitle, "Without a name", "Ohne Namen")                                                      \
  X(kPosterNoName, "Everybody draws one voting slip. Nobody can recognise whose slip an opinion came with.", \
    "Alle ziehen einen Stimmzettel. Niemand kann erkennen, von wem der Stimmzettel einer Meinung stammt.")   \
  X(kPosterCrowdTitle, "In a crowd", "In der Menge")                                                         \
  X(kPosterCrowd, "Opinions appear together, never fewer than {1} at a time.",                               \
    "Meinungen erscheinen gemeinsam, nie weniger als {1} auf einmal.")                                       \
  X(kPosterAnsweredTitle, "Answered in public", "Öffentlich beantwortet")                                    \
  X(kPosterAnswered, "Leaders answer under their own name. All who can read have signed the pledge.",        \
    "Die Leitung antwortet unter eigenem Namen. Alle, die mitlesen, haben das Versprechen unterschrieben.")  \
  /* first and last day */                                                                                   \
  X(kPosterSpeakTitle, "Say what you think", "Sag deine Meinung")                                            \
  X(kPosterSpeak, "{1} to {2}", "{1} bis {2}")                                                               \
  X(kPosterScan, "Scan, or type in:", "Scannen oder eintippen:")                                             \
  /* names */                                                                                                \
  X(kPosterSponsors, "Sponsors: {1}", "Verantwortlich: {1}")                                                 \
  /* the jam's short number, the log */                                                                      \
  X(kPosterLog, "Jam {1}. What is said here can be checked in the public log of {2}.",                       \
    "Jam {1}. Was hier steht, lässt sich im öffentlichen Protokoll von {2} nachprüfen.")                     \
                                                                                                             \
  /* what the day is, short number */                                                                        \
  X(kCalendarSummary, "{1} (jam {2})", "{1} (Jam {2})")
