// The texts of a jam's closing report, as a page and as Markdown. See catalogue.h.
#pragma once

#define CANDOR_REPORT_TEXTS(X)                                                                                 \
  /* the jam's short number */                                                                                 \
  X(kReportOfJam, "Closing report of jam {1}", "Abschlussbericht zum Jam {1}")                                 \
  /* day */                                                                                                    \
  X(kReportAsOf, "As the public log stood on {1}", "Stand des öffentlichen Protokolls: {1}")                   \
  X(kReportTrial,                                                                                              \
    "This is a trial, run without the separation of powers that protects people in earnest. It protects"       \
    " nobody.",                                                                                                \
    "Dies ist ein Probelauf ohne die Gewaltenteilung, die im Ernstfall schützt. Er schützt niemanden.")        \
                                                                                                               \
  X(kChallengeTitle, "The challenge", "Die Herausforderung")                                                   \
  X(kSubQuestions, "Asked in particular", "Im Einzelnen gefragt")                                              \
  X(kProgramme, "Programme", "Programm")                                                                       \
  X(kProgrammeOwner, "Responsible", "Verantwortlich")                                                          \
  X(kDecisionBody, "Who decides", "Wer entscheidet")                                                           \
  X(kDecisionDay, "Decision by", "Entscheidung bis")                                                           \
  X(kWhatHappens, "What was to happen with the result", "Was mit dem Ergebnis geschehen sollte")               \
  X(kWhatHappensBy, "Until", "Bis")                                                                            \
  X(kOutOfScope, "Not asked", "Nicht gefragt")                                                                 \
  X(kSpokenDays, "People spoke", "Meinungen waren möglich")                                                           \
  X(kExtendedOnce, "Extended once", "Einmal verlängert")                                                       \
  /* planned last day, how many were too few */                                                                \
  X(kExtendedBecause, "fewer than {2} had spoken by the end of {1}", "bis Ende {1} hatten sich weniger als {2} geäußert") \
                                                                                                               \
  /* the crowd */                                                                                              \
  X(kFewerThan, "fewer than {1}, or not said", "weniger als {1}, oder nicht genannt")                          \
  /* people */                                                                                                 \
  X(kTargetHalf, "The target was half of the people invited: {1}. The line marks it.",                         \
    "Das Ziel war die Hälfte der Eingeladenen: {1}. Der Strich zeigt es.")                                     \
  X(kBySealTitle, "Opinions so far, by slot",                                       \
    "Meinungen nach jedem Termin")                                                \
  /* day, number */                                                                                            \
  X(kSealLabel, "{1} (slot {2})", "{1} (Termin {2})")                                                          \
  X(kDrawnSlips, "Voting slips drawn", "Gezogene Stimmzettel")                                                 \
  /* number, of how many */                                                                                    \
  X(kSomeOf, "{1} of {2}", "{1} von {2}")                                                                      \
  X(kContributionsMade, "Contributions to what others said", "Beiträge zu dem, was andere sagten")             \
  X(kPointsGiven, "Points given to what others said", "Punkte für das, was andere sagten")                     \
  /* the crowd */                                                                                              \
  X(kWithheldNote,                                                                                             \
    "A figure that fewer than {1} people stand behind is not printed, nor one from which such a number"        \
    " could be computed.",                                                                                     \
    "Eine Zahl, hinter der weniger als {1} Menschen stehen, wird nicht genannt, und keine, aus der sich"       \
    " eine solche errechnen ließe.")                                                                           \
                                                                                                               \
  X(kResponsesTitle, "What became of the opinions", "Was aus den Meinungen wurde")                             \
  X(kResponsesNote,                                                                                            \
    "An acknowledgement is not an answer. An opinion belongs to a theme from the day on which the theme"       \
    " names it.",                                                                                              \
    "Eine Kenntnisnahme ist keine Antwort. Eine Meinung gehört zu einem Thema ab dem Tag, an dem das Thema"      \
    " sie nennt.")                                                                                             \
  X(kRespAnswered, "Answered", "Beantwortet")                                                                  \
  X(kRespIndividually, "Answered one by one", "Einzeln beantwortet")                                           \
  X(kRespThroughTheme, "Answered through a theme", "Über ein Thema beantwortet")                               \
  X(kRespDecided, "In a theme that was decided on", "In einem Thema, über das entschieden wurde")              \
  X(kRespActedOn, "Acted on", "Mit einem Vorhaben")                                                            \
  X(kRespAcknowledged, "Acknowledged", "Zur Kenntnis genommen")                                                            \
  X(kRespOverdue, "Answer overdue", "Antwort überfällig")                                                      \
  /* number, median, ninetieth percentile of days */                                                           \
  X(kCountAndDays, "{1}; half in {2} {2?day|days}, 90% in {3}",                                                \
    "{1}; die Hälfte in {2} {2?Tag|Tagen}, 90 % in {3}")                                                       \
                                                                                                               \
  X(kThemesTitle, "Themes", "Themen")                                                                          \
  X(kUntitledTheme, "A theme without a title", "Ein Thema ohne Titel")                                         \
  /* points */                                                                                                 \
  X(kPoints, "{1} {1?point|points}", "{1} {1?Punkt|Punkte}")                                                   \
  /* titles */                                                                                                 \
  X(kMergedFrom, "with what was merged into it: {1}", "mit dem, was darin aufging: {1}")                       \
  X(kPublishedTitle, "What people said, as far as they let it be published",                                   \
    "Was gesagt wurde, soweit es veröffentlicht werden darf")                                                  \
  X(kFormParaphrase, "in the facilitators’ words", "in den Worten der Moderation")                             \
  X(kFormHeadline, "a headline in its own words", "eine Überschrift im Wortlaut")                              \
  X(kFormVerbatim, "in its own words", "im Wortlaut")                                                          \
  /* reason */                                                                                                 \
  X(kHiddenBecause, "Hidden by the facilitators. Reason: {1}", "Von der Moderation verborgen. Grund: {1}")     \
  X(kTextGone, "This text was erased.", "Dieser Text wurde gelöscht.")                                         \
  X(kNothingHere, "Nothing.", "Nichts.")                                                                       \
                                                                                                               \
  X(kYouSaidTitle, "You said, we did", "Ihr habt gesagt, wir haben getan")                                     \
  X(kWillNotTitle, "What we will not do, because", "Was wir nicht tun, weil")                                  \
  X(kAnswerAbout, "About", "Worum es geht")                                                                    \
  X(kWeSay, "We say", "Wir sagen")                                                                             \
  X(kBecause, "Because", "Weil")                                                                               \
  X(kAnOpinion, "Opinion", "Meinung")                                                                          \
  X(kAContribution, "Contribution", "Beitrag")                                                                 \
  X(kStatusPlanned, "planned", "geplant")                                                                      \
  X(kStatusUnderWay, "under way", "in Arbeit")                                                                 \
  X(kStatusDone, "done", "erledigt")                                                                           \
  X(kStatusNotNow, "not now", "jetzt nicht")                                                                   \
  X(kStatusDeclined, "declined", "abgelehnt")                                                                  \
  X(kStatusAnswered, "answered", "beantwortet")                                                                \
  /* numbers of others */                                                                                      \
  X(kAlsoTo, "also to {1}", "auch an {1}")                                                                     \
  /* how often */                                                                                              \
  X(kRevisedTimes, "revised {1} {1?time|times}, every version is in the log",                                  \
    "{1}-mal geändert, jede Fassung steht im Protokoll")                                                       \
                                                                                                               \
  X(kDecisionsTitle, "Decisions", "Entscheidungen")                                                            \
  X(kVerdictAdopted, "adopted", "angenommen")                                                                  \
  X(kVerdictInPart, "adopted in part", "teilweise angenommen")                                                 \
  X(kVerdictStudied, "to be studied", "wird geprüft")                                                          \
  X(kVerdictRejected, "rejected", "verworfen")                                                                 \
                                                                                                               \
  X(kActionsTitle, "Actions", "Vorhaben")                                                                     \
  X(kUntitledAction, "An action without a title", "Ein Vorhaben ohne Titel")                                  \
  /* owner */                                                                                                  \
  X(kActionOwner, "owner: {1}", "zuständig: {1}")                                                              \
  /* day */                                                                                                    \
  X(kActionDue, "due on {1}", "fällig am {1}")                                                                 \
  X(kOutcomeOpen, "not done yet", "noch nicht erledigt")                                                       \
  X(kOutcomeInPart, "done in part", "teilweise erledigt")                                                      \
  X(kOutcomeMoved, "moved to another day", "auf einen anderen Tag verschoben")                                 \
  X(kOutcomeDropped, "dropped", "aufgegeben")                                                                  \
  X(kDidItHelp, "Did it help? What those who had spoken say",                                                  \
    "Hat es geholfen? Das sagen die, die sich geäußert hatten")                                                \
  /* value, 0 to 4 */                                                                                          \
  X(kRatingValue, "{1} of 4", "{1} von 4")                                                                     \
                                                                                                               \
  X(kReaders, "Who could read", "Wer mitlesen konnte")                                                         \
  /* names */                                                                                                  \
  X(kRenewed, "Renewed by {1}.", "Erneuert von {1}.")                                                          \
  /* names */                                                                                                  \
  X(kNotRenewed, "Not renewed in time by {1}.", "Nicht rechtzeitig erneuert von {1}.")                         \
                                                                                                               \
  X(kAnonymityTitle, "What protected those who spoke", "Was die schützte, die sich äußerten")                  \
  X(kCrowdSize, "Fewest opinions that appear at a time", "Wenigste Meinungen, die auf einmal erscheinen")      \
  X(kSlipsBeforeSpeech, "Voting slips drawn before anything could appear, at least",                           \
    "Gezogene Stimmzettel, bevor etwas erscheinen konnte, mindestens")                                         \
  X(kHoursBetween, "Hours between drawing a slip and speaking, at least",                                      \
    "Stunden zwischen Ziehen und Sprechen, mindestens")                                                        \
  X(kWhoGaveSlips, "Who gave out voting slips", "Wer Stimmzettel ausgab")                                      \
  X(kAppearances, "Times at which opinions appeared together", "Wie oft Meinungen gemeinsam erschienen")       \
  X(kTextsKept, "All texts are destroyed on", "Alle Texte werden vernichtet am")                               \
  X(kAnonymityLimits,                                                                                          \
    "No log can prove that the list of the people invited is true, that nobody read outside the system,"       \
    " or that nobody was enrolled behind their back.",                                                         \
    "Kein Protokoll kann beweisen, dass die Liste der Eingeladenen stimmt, dass niemand außerhalb des"         \
    " Systems mitlas und dass niemand heimlich angemeldet wurde.")                                             \
                                                                                                               \
  X(kVerifyLog, "Public log", "Öffentliches Protokoll")                                                        \
  X(kVerifyEntries, "Entries that this was made from", "Einträge, aus denen dies gemacht ist")                 \
  X(kVerifyFingerprint, "Fingerprint of the organisation", "Fingerabdruck der Organisation")                   \
  X(kVerifyHow,                                                                                                \
    "Compare the fingerprint with the one that the independent body published. Then everybody can"             \
    " compute these figures again, with a program that shares none of the code which counted them here:",      \
    "Vergleiche den Fingerabdruck mit dem, den die unabhängige Stelle veröffentlicht hat. Dann können"         \
    " alle diese Zahlen neu berechnen, mit einem Programm, das nichts von dem Code verwendet, der sie"         \
    " hier gezählt hat:")                                                                                      \
                                                                                                               \
  /* name */                                                                                                   \
  X(kByPerson, "by {1}", "von {1}")                                                                            \
                                                                                                               \
  /* day */                                                                                                    \
  X(kTakingPartNotSaid,                                                                                        \
    "Opinions have appeared, as of {1}. How many is not said: almost everybody invited spoke, and the"         \
    " few who did not are nobody’s business.",                                                                 \
    "Meinungen sind erschienen, Stand: {1}. Wie viele, wird nicht genannt: Fast alle Eingeladenen haben"       \
    " sich geäußert, und die wenigen anderen gehen niemanden etwas an.")                                       \
  X(kAppealStaysHidden, "After an appeal: it stays hidden", "Nach einem Widerspruch: Es bleibt verborgen")       \
  X(kAppealShownAgain, "After an appeal: it is shown again", "Nach einem Widerspruch: Es wird wieder gezeigt")
