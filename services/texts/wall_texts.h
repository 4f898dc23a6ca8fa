// The texts of a jam's wall, as `candor wall` shows it. See catalogue.h.
#pragma once

#define CANDOR_WALL_TEXTS(X)                                                                                  \
  /* short number, the days of speaking, last day of the answers */                                           \
  X(kWallDates, "(jam {1}; you can speak {2}, and the last day ends at midnight UTC; answers are due by {3})", \
    "(Jam {1}; Meinungen {2}, der letzte Tag endet um Mitternacht UTC; Antworten spätestens am {3})")         \
  /* the planned last day, how many were too few, the last day of the grace */                                \
  X(kWallExtended, "(fewer than {2} people had spoken when {1} was over: speaking goes on to the end of {3}, this once)", \
    "(bis zum Ende des {1} hatten sich weniger als {2} Menschen geäußert: Die Zeit für Meinungen geht bis zum Ende " \
    "des {3} weiter, dieses eine Mal)")                                                                       \
  X(kWallBackground, "Background", "Hintergrund")                                                             \
  X(kWallAlso, "Also asked", "Dazu gefragt")                                                                            \
  X(kWallOutOfScope, "Out of scope, or decided already", "Worum es nicht geht, oder was schon entschieden ist") \
  /* day */                                                                                                   \
  X(kWallWhatHappens, "What happens with the result, by {1}", "Was mit dem Ergebnis geschieht, bis zum {1}")  \
  /* name */                                                                                                  \
  X(kWallStatement, "Statement of the sponsor, {1}", "Erklärung von {1}, Sponsor")                             \
  /* names */                                                                                                 \
  X(kWallSignedBy, "Signed by: {1}", "Unterschrieben von: {1}")                                               \
  /* name, day */                                                                                             \
  X(kWallRenewed, "{1} renewed it on {2}.", "{1} hat es am {2} erneuert.")                                    \
  X(kWallWhoReads, "Who can read what you write", "Wer lesen kann, was du schreibst")                         \
  /* name, the reader's name */                                                                               \
  X(kWallDelegate, "{1} may answer for {2}", "{1} kann für {2} antworten")                                    \
  /* name, the panel's name */                                                                                \
  X(kWallPanel, "{1} ({2}): appeals alone", "{1} ({2}): nur Widersprüche")                                    \
  /* the crowd */                                                                                             \
  X(kWallFewSpoke, "Fewer than {1} people spoke.", "Weniger als {1} Menschen haben sich geäußert.")           \
  X(kWallFewDrew, "Too few people had drawn voting slips, by the board's account.",                           \
    "Zu wenige hatten Stimmzettel gezogen, nach Auskunft des Boards.")                                        \
  X(kWallUnread, "To protect those who spoke, their texts were destroyed unread.",                            \
    "Zum Schutz derer, die sich geäußert haben, wurden ihre Texte ungelesen vernichtet.")                     \
  /* opinions, people invited, percent */                                                                     \
  X(kWallTakingPart, "Taking part: {1} of {2} ({3}%) as of the last seal",                                    \
    "Beteiligung: {1} von {2} ({3} %), Stand der letzten Veröffentlichung")                                            \
  /* people */                                                                                                \
  X(kWallFirstTexts, "The first texts appear once {1} people have spoken.",                                   \
    "Die ersten Texte erscheinen, sobald sich {1} Menschen geäußert haben.")                                  \
  /* number */                                                                                                \
  X(kWallAnswers, "Answers: {1}", "Antworten: {1}")                                                           \
  /* number of the revision, first day */                                                                     \
  X(kWallRevisionOnly, "(revision {1})", "(Fassung {1})")                                                     \
  X(kWallRevision, "(revision {1}; first answered on {2})", "(Fassung {1}; zuerst beantwortet am {2})")       \
  /* short numbers */                                                                                         \
  X(kWallToOpinion, "to opinion {1}", "auf die Meinung {1}")                                                  \
  X(kWallToTheme, "to the theme {1}", "auf das Thema {1}")                                                    \
  /* text */                                                                                                  \
  X(kWallOn, "About: {1}", "Worum es geht: {1}")                                                                            \
  /* day, text */                                                                                             \
  X(kWallBefore, "before, {1}: {2}", "vorher, {1}: {2}")                                                      \
  X(kWallErased, "(The text was erased.)", "(Der Text wurde gelöscht.)")                                      \
  X(kWallTakenBack, "(Its author took it back, or it was erased.)",                                           \
    "(Zurückgenommen, oder gelöscht.)")                                                                       \
                                                                                                              \
  X(kWallPrompts, "Asked of everybody", "Fragen an alle")                                                     \
  X(kWallItems, "In members' words", "In den Worten der Eingeladenen")                                         \
  X(kWallActions, "What is being done", "Was unternommen wird")                                               \
  X(kWallSpotlights, "In the spotlight", "Hervorgehoben")                                                     \
  X(kWallConnections, "What belongs together", "Was zusammengehört")                                          \
  X(kWallConflicts, "Conflicts of interest, declared", "Offengelegte Interessenkonflikte")                    \
  /* last day of the copy */                                                                                 \
  X(kWallLate, "Overdue, as of {1}", "Überfällig, Stand: {1}")                                                                       \
  /* points, texts, contributions */                                                                          \
  X(kWallThemeCounts, "{1} {1?point|points}, {2} {2?text|texts}, {3} {3?contribution|contributions}",         \
    "{1} {1?Punkt|Punkte}, {2} {2?Text|Texte}, {3} {3?Beitrag|Beiträge}")                                     \
  /* points, contributions */                                                                                 \
  X(kWallItemCounts, "{1} {1?point|points}, {2} {2?contribution|contributions}",                              \
    "{1} {1?Punkt|Punkte}, {2} {2?Beitrag|Beiträge}")                                                         \
  /* contributions */                                                                                         \
  X(kWallPromptCounts, "{1} {1?contribution|contributions}", "{1} {1?Beitrag|Beiträge}")                      \
  X(kWallPointsNote, "Points are points, not people: everybody has several.",                                 \
    "Punkte sind Punkte, nicht Menschen: Alle haben mehrere.")                                                \
  /* short number */                                                                                          \
  X(kWallMerged, "merged into {1}, with its points", "zusammengelegt mit {1}, samt den Punkten")              \
  X(kWallParaphrase, "in the facilitator's words", "in den Worten der Moderation")                            \
  X(kWallHeadline, "headline, the author's own", "Überschrift, im eigenen Wortlaut")                          \
  X(kWallVerbatim, "word for word", "im vollen Wortlaut")                                                     \
  /* day, reason */                                                                                           \
  X(kWallHidden, "HIDDEN since {1}: {2}", "VERBORGEN seit {1}: {2}")                                          \
  X(kWallWasHidden, "was hidden on {1}: {2}", "war verborgen ab {1}: {2}")                                    \
  X(kWallAppealMade, "Its author has appealed; the panel has not decided yet.",                               \
    "Dagegen wurde Widerspruch eingelegt; darüber ist noch nicht entschieden.")                               \
  X(kWallStays, "The appeal panel decided that it stays hidden.",                                             \
    "Auf den Widerspruch wurde entschieden: Es bleibt verborgen.")                                            \
  X(kWallShown, "The appeal panel decided that it is shown again.",                                           \
    "Auf den Widerspruch wurde entschieden: Es wird wieder gezeigt.")                                         \
  /* what the panel wrote */                                                                                  \
  X(kWallPanelWords, "In the panel's words: {1}", "In deren Worten: {1}")                                     \
  /* number, reason */                                                                                        \
  X(kWallDeclined, "Not published, {2}: {1}", "Nicht veröffentlicht, {2}: {1}")                               \
  X(kWallInPart, "adopted in part", "zum Teil angenommen")                                                    \
  X(kWallRejected, "rejected", "abgelehnt")                                                                   \
  /* verdict, name, day, why */                                                                               \
  X(kWallDecision, "Decided: {1} ({2}, {3}). {4}", "Entschieden: {1} ({2}, {3}). {4}")                        \
  /* verdict, name, day, why */                                                                               \
  X(kWallEarlierDecision, "before: {1} ({2}, {3}). {4}", "vorher: {1} ({2}, {3}). {4}")                       \
  /* owner, day */                                                                                            \
  X(kWallOwner, "{1}, by {2}", "{1}, bis zum {2}")                                                            \
  X(kWallActionLate, "OVERDUE", "ÜBERFÄLLIG")                                                                 \
  X(kWallPartDone, "done in part", "zum Teil erledigt")                                                       \
  /* day */                                                                                                   \
  X(kWallMoved, "moved to {1}", "verschoben auf den {1}")                                                     \
  /* threads, mean */                                                                                         \
  X(kWallRatings, "Did it help? {2} of 4, by {1} threads.", "Hat es geholfen? {2} von 4, {1} Bewertungen.") \
  X(kWallAcknowledged, "{1} {1?opinion was|opinions were} acknowledged; that is no answer.",                  \
    "{1} {1?Meinung wurde|Meinungen wurden} zur Kenntnis genommen; das ist keine Antwort.")                   \
  X(kWallAcknowledgedSome, "Some opinions were acknowledged; that is no answer.",                             \
    "Einige Meinungen wurden zur Kenntnis genommen; das ist keine Antwort.")                                  \
  X(kWallLateAcknowledge, "Some opinions have not been acknowledged in time.",                                \
    "Einige Meinungen wurden nicht rechtzeitig zur Kenntnis genommen.")                                       \
  X(kWallLateAnswerSome, "Some opinions have no answer, and the time is over.",                               \
    "Einige Meinungen haben keine Antwort, und die Zeit ist um.")                                             \
  /* numbers, and names where there are some */                                                               \
  X(kWallLateAnswer, "{1} {1?opinion has|opinions have} no answer, and the time is over.",                    \
    "{1} {1?Meinung hat|Meinungen haben} keine Antwort, und die Zeit ist um.")                                \
  X(kWallLatePublish, "Some texts wait longer for publication than was promised.",                            \
    "Einige Texte warten länger auf die Veröffentlichung als zugesagt.")                                      \
  X(kWallLatePledge, "{1} {1?person has|people have} not renewed the pledge: {2}.",                           \
    "{1} {1?Person hat|Personen haben} das Versprechen nicht erneuert: {2}.")                                 \
  X(kWallLateDecision, "{1} {1?theme has|themes have} no decision, and the day for it is over.",                     \
    "{1} {1?Thema ist|Themen sind} nicht entschieden, und der Tag dafür ist vorbei.")                         \
  X(kWallLateAction, "{1} {1?action is past its|actions are past their} day: {2}.",                           \
    "{1} {1?Vorhaben ist|Vorhaben sind} überfällig: {2}.")                                                 \
  X(kWallWholeJam, "the whole jam", "der ganze Jam")
