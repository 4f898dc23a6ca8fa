// The questions of `candor jam draft --ask`, and what the file that it writes says about each answer. See
// catalogue.h. One pair for each question: kAsk… is asked, kMeans… explains it and stands above the answer.
#pragma once

#define CANDOR_DRAFT_TEXTS(X)                                                                                     \
  /* file, file of answers, what goes back */                                                                     \
  X(kDraftIntro,                                                                                                  \
    "This asks for everything that a jam is made of and writes it into {1}, a file that you can read and change." \
    " Enter takes what stands in brackets. A text over several lines ends with a line that holds a single dot, a" \
    " list with an empty line; where an answer may be left out, a single dot alone says so. A lone {3} goes back" \
    " to the question before. Every answer is kept in {2} at once, so that you can stop and go on later; {1} is"  \
    " written at the end. No answer is sent anywhere.",                                                           \
    "Hier wird nach allem gefragt, woraus ein Jam besteht; daraus entsteht {1}, eine Datei, die du lesen und"     \
    " ändern kannst. Die Eingabetaste nimmt, was in Klammern steht. Ein Text über mehrere Zeilen endet mit einer" \
    " Zeile, in der nur ein Punkt steht, eine Liste mit einer leeren Zeile; wo eine Antwort wegbleiben darf, sagt" \
    " das ein einzelner Punkt. Ein einzelnes {3} führt zur vorigen Frage zurück. Jede Antwort steht sofort in"    \
    " {2}, damit du aufhören und später weitermachen kannst; {1} wird am Ende geschrieben. Keine Antwort wird"    \
    " verschickt.")                                                                                               \
  /* file of answers, file */                                                                                     \
  X(kDraftGoneThen, "Once {2} is written, {1} is removed.", "Sobald {2} geschrieben ist, wird {1} entfernt.")     \
  /* file of answers */                                                                                           \
  X(kDraftTakenUp, "The answers that stand in {1} from an earlier time are offered in brackets.",                 \
    "Die Antworten, die von früher in {1} stehen, werden in Klammern angeboten.")                                 \
  /* which one, how many */                                                                                       \
  X(kDraftNumbered, "{1} of about {2}", "{1} von etwa {2}")                                                       \
  X(kDraftHead,                                                                                                   \
    "A jam, as facilitators write it. `candor jam draft FILE --out draft.bin` makes a draft of it; from the" \
    " opening on nothing in it can be changed any more.",                                                         \
    "Ein Jam, wie er moderiert wird. `candor jam draft DATEI --out draft.bin` macht daraus einen Entwurf;" \
    " nach der Eröffnung lässt sich nichts davon mehr ändern.")                                                   \
  X(kDraftEndsDot, "(ends with a line that holds a single dot)", "(endet mit einer Zeile, in der nur ein Punkt steht)") \
  X(kDraftEndsEmpty, "(one a line; an empty line ends the list)", "(je Zeile ein Eintrag; eine leere Zeile beendet die Liste)") \
  X(kDraftChoose, "(numbers or names, with blanks or commas between them)",                                       \
    "(Nummern oder Namen, mit Leerzeichen oder Kommas dazwischen)")                                               \
  X(kDraftChooseOne, "(a number or a name)", "(eine Nummer oder ein Name)")                                       \
  X(kDraftDotNone, "(a dot alone: none)", "(nur ein Punkt: nichts)")                                              \
  X(kDraftFirst, "This is the first question.", "Das ist die erste Frage.")                                       \
  X(kDraftAnew, "What you typed here does not count; the question begins anew.",                                  \
    "Was du hier getippt hast, zählt nicht; die Frage beginnt von vorn.")                                         \
  /* file */                                                                                                      \
  X(kDraftWritten, "Written: {1}. Read it once more. Then: `candor jam draft {1} --out draft.bin`",               \
    "Geschrieben: {1}. Lies alles noch einmal. Dann: `candor jam draft {1} --out draft.bin`")                     \
  /* number, the answer's name, file */                                                                           \
  X(kDraftEnded, "The input ended at question {1} (`{2}`). {3} was not written.",                                 \
    "Die Eingabe endete bei Frage {1} (`{2}`). {3} wurde nicht geschrieben.")                                     \
  /* what the check of the file said, file */                                                                     \
  X(kDraftRefused, "No draft comes of these answers: {1}. {2} was not written.",                                  \
    "Aus diesen Antworten wird kein Entwurf: {1}. {2} wurde nicht geschrieben.")                                  \
  /* file of answers, command */                                                                                  \
  X(kDraftKept, "The answers so far are in {1}. To go on: `{2}`", "Die Antworten bis hierher stehen in {1}. Weiter geht es mit `{2}`") \
  /* file */                                                                                                      \
  X(kDraftSameFile, "{1} cannot hold both the jam and the answers: name another file after --answers, or leave it out.", \
    "{1} kann nicht den Jam und die Antworten enthalten: Nenne nach --answers eine andere Datei, oder lass es weg.") \
  /* file */                                                                                                      \
  X(kDraftThere, "{1} is there already, and was left as it is: name another file.",                               \
    "{1} gibt es schon und bleibt, wie es ist: Nenne eine andere Datei.")                                         \
                                                                                                                  \
  X(kDraftNeeded, "This needs an answer.", "Hier braucht es eine Antwort.")                                       \
  /* most, how many there are */                                                                                  \
  X(kDraftTooLong, "That has {2} bytes, and {1} are possible.", "Das sind {2} Bytes, möglich sind {1}.")          \
  X(kDraftHarmful,                                                                                                \
    "That holds characters that cannot be seen and change how text is shown, or is not UTF-8. Type it anew.",     \
    "Darin stehen Zeichen, die man nicht sieht und die verändern, wie Text erscheint, oder es ist nicht UTF-8."   \
    " Tippe es neu.")                                                                                             \
  X(kDraftNoDay, "Write the day as 2026-03-09.", "Schreib den Tag so: 2026-03-09.")                               \
  /* day */                                                                                                       \
  X(kDraftDayBefore, "That is before {1}, the earliest day that is possible here.",                               \
    "Das liegt vor dem {1}, dem frühesten Tag, der hier möglich ist.")                                            \
  /* day */                                                                                                       \
  X(kDraftDayAfter, "That is after {1}, the latest day that is possible here: a jam spans at most ten years.",    \
    "Das liegt nach dem {1}, dem spätesten Tag, der hier möglich ist: Ein Jam umfasst höchstens zehn Jahre.")     \
  /* least, most */                                                                                               \
  X(kDraftRange, "Write a number from {1} to {2}.", "Schreib eine Zahl von {1} bis {2}.")                         \
  /* least, most */                                                                                               \
  X(kDraftRangeK, "Write a number from {1} to {2}: twice as many have to draw, and no more people are invited.",  \
    "Schreib eine Zahl von {1} bis {2}: Doppelt so viele müssen ziehen, und mehr sind nicht eingeladen.")         \
  /* least, most */                                                                                               \
  X(kDraftRangeInvited, "Write a number from {1} to {2}: so many people are invited, and with more nobody could ever speak.", \
    "Schreib eine Zahl von {1} bis {2}: So viele sind eingeladen, und bei mehr könnte sich nie jemand äußern.")   \
  /* the divided number */                                                                                        \
  X(kDraftDivides, "Write a number that divides {1}: members' machines make so many exchanges a day.",            \
    "Schreib eine Zahl, die {1} teilt: So oft am Tag tauschen sich die Geräte aus.")                              \
  /* most */                                                                                                      \
  X(kDraftMany, "At most {1} {1?is|are} possible.", "Möglich {1?ist|sind} höchstens {1}.")                        \
  X(kDraftNumbers, "Choose by the numbers above, or by the word.", "Wähle mit den Nummern oben, oder mit dem Wort.") \
  /* what was typed */                                                                                            \
  X(kDraftNobody,                                                                                                 \
    "{1} is none of the names above. Type the number before a name, for instance 1, or 1 2 for two of them; or the"  \
    " name as it stands there.",                                                                                  \
    "{1} ist keiner der Namen oben. Tippe die Nummer vor einem Namen, zum Beispiel 1, oder 1 2 für zwei davon; oder" \
    " den Namen, wie er dort steht.")                                                                             \
  /* name */                                                                                                      \
  X(kDraftTwoRoles,                                                                                               \
    "That names {1} twice, and one key holds one role in a jam. Choose somebody else, or go back and change the"  \
    " other answer.",                                                                                             \
    "Damit steht {1} zweimal da, und ein Schlüssel gilt in einem Jam für eine Rolle. Wähle jemand anderen, oder geh" \
    " zurück und ändere die andere Antwort.")                                                                     \
  X(kDraftReporting,                                                                                              \
    "A reporting channel is refused: texts appear together with those of at least k people, so a single report might"      \
    " never be readable. Use the organisation's reporting office.",                                               \
    "Ein Meldekanal wird abgelehnt: Texte erscheinen gemeinsam mit denen von mindestens k Menschen, eine einzelne" \
    " Meldung wäre vielleicht nie lesbar. Dafür gibt es die Meldestelle der Organisation.")                       \
                                                                                                                  \
  X(kAskKind, "Is it short, or does it take weeks?", "Ist es kurz, oder dauert es Wochen?")                                 \
  X(kMeansKind,                                                                                                   \
    "A short one (jam) has 12 exchanges a day, the other one 4. It is no reporting channel: a single report"    \
    " might never be readable.",                                                                                  \
    "Bei einem kurzen Jam gleicht jedes Gerät 12-mal am Tag ab, bei einem langen 4-mal. Es ist kein Meldekanal: Eine einzelne Meldung" \
    " wäre vielleicht nie lesbar.")                                                                               \
  X(kAskQuestion, "What is the one question?", "Wie lautet die eine Frage?")                                      \
  X(kMeansQuestion, "In which everyone has a stake. Members see it first.",                                       \
    "Eine, die alle angeht. Sie ist das Erste, was die Eingeladenen sehen.")                                      \
  X(kAskBackground, "What is the background?", "Was ist der Hintergrund?")                                        \
  X(kMeansBackground, "What happened, what is planned, why you ask now. May be left out.",                        \
    "Was geschehen ist, was geplant ist, warum du jetzt fragst. Kann wegbleiben.")                                \
  X(kAskSubQuestions, "Which questions belong to it?", "Welche Fragen gehören dazu?")                             \
  X(kMeansSubQuestions, "Up to seven; an opinion may name one. May be left out.",                                 \
    "Bis zu sieben; eine Meinung kann sich auf eine davon beziehen. Können wegbleiben.")                          \
  X(kAskOutOfScope, "What is it not about, or decided already?", "Worum geht es nicht, oder was ist schon entschieden?") \
  X(kMeansOutOfScope, "So that nobody writes in vain. May be left out.", "Damit niemand umsonst schreibt. Kann wegbleiben.") \
  X(kAskWhatHappens, "What will happen with the result?", "Was geschieht mit dem Ergebnis?")                      \
  X(kMeansWhatHappens, "Who does what with it. It is a promise, with a day (what_happens_by).",                   \
    "Wer was damit macht. Das ist eine Zusage, mit einem Tag (what_happens_by).")                             \
  X(kAskWhatHappensBy, "By which day is the promise above kept?", "Bis zu welchem Tag ist die Zusage oben erfüllt?") \
  X(kMeansWhatHappensBy, "Everybody sees whether it was kept.", "Alle sehen, ob sie eingehalten wurde.")              \
                                                                                                                  \
  X(kAskProgramme, "Which change or programme is it tied to?", "Zu welcher Veränderung, welchem Programm gehört es?")                  \
  X(kMeansProgramme, "People speak where something can still change.", "Menschen äußern sich, wo sich noch etwas ändern lässt.") \
  X(kAskOwner, "Who owns that programme?", "Wer verantwortet dieses Programm?")                                   \
  X(kMeansOwner, "A department or a person.", "Eine Abteilung oder eine Person.")                                 \
  X(kAskDecisionBody, "Who decides?", "Wer entscheidet?")                                                         \
  X(kMeansDecisionBody, "The body that adopts, adopts in part, studies or rejects each theme.",                   \
    "Das Gremium, das jedes Thema annimmt, teilweise annimmt, prüft oder ablehnt.")                               \
  X(kAskDecisionDay, "By which day does the body named above decide?", "Bis zu welchem Tag entscheidet das oben genannte Gremium?") \
  X(kMeansDecisionDay, "From the day after a theme without a decision is shown as overdue.",                      \
    "Am Tag danach gilt ein Thema ohne Entscheidung als überfällig.")                                             \
                                                                                                                  \
  X(kAskSponsors, "Who sponsors it?", "Wer steht dafür ein?")                                                     \
  X(kMeansSponsors, "They open with a statement, and decide. People are named as they stand in the log.",         \
    "Sie eröffnen mit einer Erklärung und entscheiden. Die Namen sind die aus dem Protokoll.")                    \
  X(kAskFacilitators, "Who facilitates it?", "Wer moderiert?")                                                    \
  X(kMeansFacilitators, "They make themes, publish what authors allow, and hide what breaks the rules. They read no" \
    " other text.",                                                                                               \
    "Sie bilden Themen, veröffentlichen, was Verfasser erlauben, und verbergen, was gegen die Regeln ist. Andere" \
    " Texte lesen sie nicht.")                                                                                    \
  X(kAskReaders, "Which leaders read the opinions and answer?", "Welche Führungskräfte lesen die Meinungen und antworten?") \
  X(kMeansReaders, "Nobody else can read them.", "Niemand sonst kann sie lesen.")                                 \
  X(kAskOperators, "Who runs the servers?", "Wer betreibt die Server?")                                           \
  X(kMeansOperators, "They sign the pledge too.", "Auch sie unterschreiben das Versprechen.")                     \
  X(kAskAudience, "What do members call all of these leaders together?", "Wie heißen alle diese Führungskräfte zusammen?") \
  X(kMeansAudience, "One or two lists of readers; the author of an opinion chooses one. This one holds all.",     \
    "Eine oder zwei Listen von Lesenden; wer eine Meinung schreibt, wählt eine. Diese hier umfasst alle.")        \
  X(kAskSecondAudience, "Is there a smaller list, for instance “without line management”?",                     \
    "Gibt es eine kleinere Liste, etwa „ohne direkte Vorgesetzte“?")                                              \
  X(kMeansSecondAudience, "For those who want to leave somebody out.", "Für alle, die jemanden auslassen wollen.") \
  X(kAskSecondReaders, "Who is on it?", "Wer steht darauf?")                                                      \
  X(kMeansSecondReaders, "Some of the readers above.", "Einige der Lesenden oben.")                               \
  /* name */                                                                                                      \
  X(kAskDelegate, "Who answers for {1} when they are away?", "Wer antwortet für {1} bei Abwesenheit?")            \
  X(kMeansDelegates, "Another reader; members see it.", "Eine andere lesende Person; die Eingeladenen sehen es.") \
  X(kAskPanel, "What is the panel called that decides on appeals?", "Wie heißt das Gremium, das über Widersprüche entscheidet?") \
  X(kMeansPanel,                                                                                                  \
    "People of the independent body, who read appeals alone; nobody who can hide is one of them. Without a panel" \
    " nothing in the jam can be hidden.",                                                                    \
    "Menschen der unabhängigen Stelle, die nur Widersprüche lesen; niemand davon kann etwas verbergen. Ohne"      \
    " Gremium lässt sich im Jam nichts verbergen.")                                                      \
  X(kAskPanelReaders, "Who is on the panel?", "Wer gehört dazu?")                                                 \
  X(kMeansPanelReaders, "None of the leaders above.", "Niemand von den Führungskräften oben.")                    \
                                                                                                                  \
  X(kAskIssuanceOpens, "From which day do people draw their voting slips?", "Ab welchem Tag ziehen die Eingeladenen ihre Stimmzettel?") \
  X(kMeansIssuanceOpens, "Days begin at 00:00 UTC. The later the others draw, the later anybody can speak.",      \
    "Tage beginnen um 00:00 UTC. Je später die anderen ziehen, desto später kann sich jemand äußern.")            \
  X(kAskSpeakingOpens, "From which day do they speak?", "Ab welchem Tag können sie sich äußern?")                 \
  X(kMeansSpeakingOpens, "At least some have to have drawn before: see protection.",                              \
    "Vorher müssen genug gezogen haben: siehe protection.")                                                       \
  X(kAskSpeakingCloses, "On which day is it too late to speak?", "An welchem Tag ist es dafür zu spät?")          \
  X(kMeansSpeakingCloses, "The first day on which nothing is taken.", "Der erste Tag, an dem nichts mehr angenommen wird.") \
  X(kAskGraceDays, "If fewer than k have spoken by then: how many days more?", "Wenn sich bis dahin weniger als k geäußert haben: wie viele Tage mehr?") \
  X(kMeansGraceDays, "Once, by the board itself. Without it, or if it does not help, those few texts are destroyed unread.", \
    "Einmal, vom Board selbst. Ohne diese Tage, oder wenn sie nicht helfen, werden die wenigen Texte ungelesen vernichtet.") \
  X(kAskConvergeEnds, "On which day do points stop counting?", "Ab welchem Tag zählen keine Punkte mehr?")        \
  X(kMeansConvergeEnds, "Until then members give points to what is published, and themes are made.",              \
    "Bis dahin geben die Eingeladenen Punkte für Veröffentlichtes, und Themen entstehen.")                        \
  X(kAskAnswersDue, "By which day do leaders answer?", "Bis zu welchem Tag antwortet die Leitung?")               \
  X(kMeansAnswersDue, "What has no answer then is shown as overdue by the clocks below.",                         \
    "Was dann keine Antwort hat, gilt nach den Fristen unten als überfällig.")                                    \
  X(kAskConversationEnds, "On which day does the conversation end?", "An welchem Tag endet das Gespräch?")        \
  X(kMeansConversationEnds, "Until then there are follow-ups, private questions, appeals and ratings.",           \
    "Bis dahin gibt es Nachträge, vertrauliche Fragen, Widersprüche und Bewertungen.")                            \
  X(kAskRetentionEnds, "On which day are the texts destroyed?", "An welchem Tag werden die Texte vernichtet?")    \
  X(kMeansRetentionEnds, "By the board itself. What was published stays.", "Vom Board selbst. Was veröffentlicht wurde, bleibt.") \
  X(kAskSlots, "How many times a day do opinions become readable?", "Wie oft am Tag werden Meinungen lesbar?")    \
  X(kMeansSlots, "At equal distances from 00:00 UTC, and never fewer than k together.",                           \
    "In gleichen Abständen ab 00:00 UTC, und nie weniger als k zusammen.")                                        \
                                                                                                                  \
  X(kAskK, "How large is the crowd: no fewer opinions appear together?", "Wie groß ist die Menge: Weniger Meinungen erscheinen nie zusammen?") \
  X(kMeansK, "At least 5. More hides better, and takes longer.", "Mindestens 5. Mehr verbirgt besser und dauert länger.") \
  X(kAskMinIssued, "How many have to have drawn before anybody speaks?", "Wie viele müssen gezogen haben, ehe sich jemand äußert?") \
  X(kMeansMinIssued, "At least 10 and at least 2k; by default max(20, 4k).", "Mindestens 10 und mindestens 2k; sonst max(20, 4k).") \
  X(kAskDecoupling, "How many hours lie between drawing a slip and using it, at least?", "Wie viele Stunden liegen mindestens zwischen Ziehen und Gebrauch?") \
  X(kMeansDecoupling, "So that who drew when tells nothing about who spoke when.", "Damit das Ziehen nichts darüber verrät, wer sich wann geäußert hat.") \
  X(kAskContributions, "How many contributions does everybody have, beside one voice?", "Wie viele Beiträge hat jede Person, neben einer Stimme?") \
  X(kMeansContributions, "Thoughts on prompts, themes and what is published.", "Gedanken zu Fragen, Themen und Veröffentlichtem.") \
  X(kAskEndorsements, "How many points does everybody give?", "Wie viele Punkte vergibt jede Person?")            \
  X(kMeansEndorsements, "To what is published, and to themes.", "Für Veröffentlichtes und für Themen.")           \
  X(kAskFollowUps, "How many follow-ups does a text have?", "Wie viele Nachträge hat ein Text?")                  \
  X(kMeansFollowUps, "Longer texts go on as follow-ups too.", "Auch lange Texte gehen als Nachträge weiter.")     \
                                                                                                                  \
  X(kAskReasons, "For which reasons may something be hidden?", "Aus welchen Gründen darf etwas verborgen werden?") \
  X(kMeansReasons, "Each is public; every hiding names one. Without a reason nothing can be hidden.",             \
    "Jeder ist öffentlich; jedes Verbergen nennt einen. Ohne Grund lässt sich nichts verbergen.")                 \
  X(kAskHelp, "Where does somebody get help who has a disadvantage because of it?", "Wo gibt es Hilfe, wenn jemand dadurch einen Nachteil hat?") \
  X(kMeansHelp, "Shown wherever members speak.", "Steht überall, wo sich die Eingeladenen äußern.")               \
  X(kAskPledge, "What do leaders, facilitators and operators promise?", "Was versprechen Leitung, Moderation und Betrieb?") \
  X(kMeansPledge, "Everyone of them signs this, or the jam cannot open.", "Alle unterschreiben das, sonst wird der Jam nicht eröffnet.") \
  X(kDraftPledge,                                                                                                 \
    "I will not try to find out who wrote a text, and will not let others try. I will not analyse style, compare" \
    " shift plans or ask anybody whether they took part. I will not ask for a receipt. Nobody will have a"        \
    " disadvantage because of what was said here. I answer what is asked, in public, under my name.",             \
    "Ich versuche nicht herauszufinden, wer einen Text geschrieben hat, und lasse es andere nicht versuchen. Ich" \
    " untersuche keinen Stil, vergleiche keine Dienstpläne und frage niemanden, ob er oder sie teilgenommen hat." \
    " Ich verlange keine Quittung. Niemand hat einen Nachteil durch das, was hier gesagt wurde. Ich antworte auf" \
    " das, was gefragt wird, öffentlich und unter meinem Namen.")                                                 \
  X(kDraftReason, "names a person", "nennt eine Person")                                                          \
  X(kDraftAudience, "all leaders", "die ganze Leitung")                                                           \
  X(kAskAcknowledge, "Within how many days does a leader acknowledge an opinion?", "In wie vielen Tagen bestätigt die Leitung eine Meinung?") \
  X(kMeansAcknowledge, "Late is shown to everybody, by name. An acknowledgement is no answer.",                   \
    "Verspätung sehen alle, mit Namen. Eine Bestätigung ist keine Antwort.")                                      \
  X(kAskAnswerDays, "Within how many days is it answered?", "In wie vielen Tagen wird sie beantwortet?")          \
  X(kMeansAnswerDays, "Alone, or with its theme.", "Für sich, oder mit ihrem Thema.")                             \
  X(kAskPledgeDays, "Every how many days is the promise renewed?", "Alle wie viel Tage wird das Versprechen erneuert?") \
  X(kMeansPledgeDays, "While people speak.", "Solange sich die Eingeladenen äußern.")                             \
  X(kAskPublishDays, "Within how many days is published, or declined, what an author allows?", "In wie vielen Tagen wird veröffentlicht oder abgelehnt, was Verfasser erlauben?") \
  X(kMeansPublishDays, "Late is shown to everybody.", "Verspätung sehen alle.")
