// What a member's machine has to tell of the texts in its outbox and in the public log. See catalogue.h.
#pragma once

#define CANDOR_NEWS_TEXTS(X)                                                                                      \
  /* what is spoken of, at the beginning of a sentence */                                                         \
  X(kNewsText, "Your text", "Dein Text")                                                                          \
  X(kNewsContribution, "Your contribution", "Dein Beitrag")                                                       \
  X(kNewsPoint, "Your point", "Dein Punkt")                                                                       \
  X(kNewsFollowUp, "Your follow-up", "Dein Nachtrag")                                                             \
  X(kNewsWithdrawal, "Your withdrawal", "Deine Rücknahme")                                                        \
  X(kNewsTextKept, "Your text is kept on this machine.", "Dein Text bleibt auf diesem Gerät.")                    \
                                                                                                                  \
  /* sent */                                                                                                      \
  /* day */                                                                                                       \
  X(kNewsPromised,                                                                                                \
    "It was sent. The board has signed the promise that it will be in the public log by the end of {1}.",         \
    "Es ist abgeschickt. Das Board hat unterschrieben, dass es bis zum Ende des {1} im öffentlichen Protokoll"    \
    " steht.")                                                                                                    \
  X(kNewsPromisedText, "The leaders can read it once the texts it comes out with are sealed.",                    \
    "Die Leitung kann es lesen, sobald die Texte erschienen sind, mit denen es zusammen herauskommt.")            \
  /* day */                                                                                                       \
  X(kNewsPromisedWithdrawal,                                                                                      \
    "It was sent. It counts with the next slot after the text's own: then nobody is given the text any more, and" \
    " once the witnesses have seen that, the board destroys it. The board has signed that it will be in the public" \
    " log by the end of {1} at the very latest.",                                                                 \
    "Es ist abgeschickt. Es gilt mit dem nächsten Termin nach dem des Textes: Dann bekommt ihn niemand mehr, und" \
    " sobald die Zeugen das gesehen haben, vernichtet ihn das Board. Das Board hat unterschrieben, dass es"       \
    " allerspätestens bis zum Ende des {1} im öffentlichen Protokoll steht.")                                     \
  /* why, in the machine's words */                                                                               \
  X(kNewsBadPromise,                                                                                              \
    "The board answered with a promise that is not good: {1}. It was sent, but do not count on it yet; it stays"  \
    " in the outbox and is sent again at the next `candor sync`.",                                                \
    "Das Board hat mit einer Zusage geantwortet, die nicht stimmt: {1}. Abgeschickt ist es, aber verlass dich"    \
    " noch nicht darauf; es bleibt im Ausgang und wird beim nächsten `candor sync` wieder geschickt.")            \
  X(kNewsOtherDate,                                                                                               \
    "The board promised another day than the jam's rules give. It was sent, and stays in the outbox until it is"  \
    " seen in the log.",                                                                                          \
    "Das Board hat einen anderen Tag zugesagt, als die Regeln des Jams ergeben. Es ist abgeschickt und bleibt im" \
    " Ausgang, bis es im Protokoll steht.")                                                                       \
  /* the jam's short number */                                                                                    \
  X(kNewsClockBefore,                                                                                             \
    "The board says that speaking in the jam {1} has not opened yet, and by this machine's clock it is open. Look" \
    " at the clock; if it is right, tell the independent body. Your text stays in the outbox and is sent again"   \
    " at the next `candor sync`.",                                                                                \
    "Das Board sagt, im Jam {1} könne man sich noch nicht äußern, und nach der Uhr dieses Geräts kann man es."    \
    " Prüfe die Uhr; wenn sie stimmt, sag es der unabhängigen Stelle. Dein Text bleibt im Ausgang und wird beim"  \
    " nächsten `candor sync` wieder geschickt.")                                                                  \
  X(kNewsClockAfter,                                                                                              \
    "The board says that speaking in the jam {1} is over, and by this machine's clock it is open. Look at the"    \
    " clock; if it is right, tell the independent body. Your text stays in the outbox and is sent again at the"   \
    " next `candor sync`.",                                                                                       \
    "Das Board sagt, im Jam {1} könne man sich nicht mehr äußern, und nach der Uhr dieses Geräts kann man es."    \
    " Prüfe die Uhr; wenn sie stimmt, sag es der unabhängigen Stelle. Dein Text bleibt im Ausgang und wird beim"  \
    " nächsten `candor sync` wieder geschickt.")                                                                  \
  /* why, in the machine's words */                                                                               \
  X(kNewsBadRefusal,                                                                                              \
    "The board refused, but its refusal is not good: {1}. It stays in the outbox and is sent again at the next"   \
    " `candor sync`.",                                                                                            \
    "Das Board hat abgelehnt, aber die Ablehnung stimmt nicht: {1}. Es bleibt im Ausgang und wird beim nächsten"  \
    " `candor sync` wieder geschickt.")                                                                           \
  /* the board's reason */                                                                                        \
  X(kNewsRefused, "The board refused it: {1}.", "Das Board hat es abgelehnt: {1}.")                               \
  X(kNewsRefusalUnproven,                                                                                         \
    "The board refused it ({1}), and this machine does not find that fault. It stays in the outbox and is sent"   \
    " again at the next `candor sync`; if that goes on, tell the independent body.",                              \
    "Das Board hat es abgelehnt ({1}), und dieses Gerät findet diesen Fehler nicht. Es bleibt im Ausgang und wird" \
    " beim nächsten `candor sync` wieder geschickt; wenn das so weitergeht, sag es der unabhängigen Stelle.")     \
  X(kNewsRefusalFalse,                                                                                            \
    "The board refused it and signed a reason that is false ({1}). That refusal is evidence: `candor receipt"     \
    " verify` prints it for the independent body. The text stays in the outbox.",                                 \
    "Das Board hat es abgelehnt und einen Grund unterschrieben, der falsch ist ({1}). Diese Ablehnung ist ein"    \
    " Beleg: `candor receipt verify` gibt sie für die unabhängige Stelle aus. Der Text bleibt im Ausgang.")       \
  X(kNewsUnreadable,                                                                                              \
    "The board's answer cannot be read. Your text stays in the outbox and is sent again at the next `candor"      \
    " sync`.",                                                                                                    \
    "Die Antwort des Boards ist nicht lesbar. Dein Text bleibt im Ausgang und wird beim nächsten `candor sync`"   \
    " wieder geschickt.")                                                                                         \
  /* why, in the machine's words */                                                                               \
  X(kNewsImpostor, "It stays in the outbox: {1}. `candor sync` tries again.",                                     \
    "Es bleibt im Ausgang: {1}. `candor sync` versucht es wieder.")                                               \
  X(kNewsNoAnswer,                                                                                                \
    "The board gave no answer ({1}). Nothing was lost: it stays in the outbox, and `candor sync` tries again.",   \
    "Das Board hat nicht geantwortet ({1}). Nichts ist verloren: Es bleibt im Ausgang, und `candor sync` versucht" \
    " es wieder.")                                                                                                \
  X(kNewsStrangerAtRelay, "{1}. What waits stays in the outbox.", "{1}. Was wartet, bleibt im Ausgang.")          \
                                                                                                                  \
  /* waiting */                                                                                                   \
  /* what is spoken of, why */                                                                                    \
  X(kNewsWaiting,                                                                                                 \
    "{1} waits on this machine and was not sent yet: {2}. `candor sync` sends it when its time has come.",        \
    "{1} wartet auf diesem Gerät und wurde noch nicht abgeschickt: {2}. `candor sync` schickt es, wenn die Zeit"  \
    " da ist.")                                                                                                   \
  /* what is spoken of */                                                                                         \
  X(kNewsNextTime,                                                                                                \
    "{1} may leave now, and waits for one of the next exchanges: each carries one message, so that nobody can"    \
    " count them.",                                                                                               \
    "{1} darf jetzt hinaus und wartet auf einen der nächsten Austausche: Jeder trägt eine Nachricht, damit"       \
    " niemand sie zählen kann.")                                                                                  \
  X(kNewsUnknownJam,                                                                                              \
    "Your text waits on this machine: the copy of the public log here does not know its jam. Run `candor sync`.", \
    "Dein Text wartet auf diesem Gerät: Das öffentliche Protokoll hier kennt seinen Jam nicht. Ruf `candor sync`" \
    " auf.")                                                                                                      \
  /* time, why */                                                                                                 \
  X(kGateNotBefore, "not before {1}, because {2}", "nicht vor {1}, denn {2}")                                     \
  X(kGateOpens, "that is when speaking opens", "dann beginnt die Zeit für Meinungen")                             \
  /* hours */                                                                                                     \
  X(kGateRests,                                                                                                   \
    "a voting slip rests for {1} {1?hour|hours} between being drawn and being used, so that nobody can connect the two", \
    "zwischen dem Ziehen und dem Gebrauch eines Stimmzettels vergehen {1} {1?Stunde|Stunden}, damit niemand beides verbinden kann") \
  /* how many are needed, how many there are */                                                                   \
  X(kGateDraws,                                                                                                   \
    "not before {1} people have drawn their voting slips ({2} have), so that there is a crowd to be one of",      \
    "nicht, ehe {1} Menschen ihre Stimmzettel gezogen haben ({2} sind es), damit es eine Menge gibt, zu der du"   \
    " gehörst")                                                                                                   \
  /* two reasons */                                                                                               \
  X(kGateBoth, "{1}; and {2}", "{1}; und {2}")                                                                    \
  /* time */                                                                                                      \
  X(kGateRandom, "not before {1}, a time drawn at random, so that nobody can tell when you decided",              \
    "nicht vor {1}, einer zufälligen Zeit, damit niemand sieht, wann du dich entschieden hast")                   \
  X(kGateRandomPoint, "not before {1}, a time drawn at random for each point",                                    \
    "nicht vor {1}, einer zufälligen Zeit für jeden Punkt")                                                       \
  X(kGatePredecessor, "not before what stands in front of it in its thread has been sent",                        \
    "nicht vor dem, was in seinem Gespräch davor steht")                                                          \
  X(kGateGrace,                                                                                                   \
    "speaking has closed, and goes on once more where too few have spoken; not before the public log says which", \
    "die Zeit für Meinungen ist um und geht einmal weiter, wenn sich zu wenige geäußert haben; nicht, ehe das"    \
    " öffentliche Protokoll sagt, ob")                                                                            \
                                                                                                                  \
  /* in the log */                                                                                                \
  /* what is spoken of, place in the log */                                                                       \
  X(kNewsIncluded, "{1} is in the public log (entry {2}), checked against what the witnesses have signed.",       \
    "{1} steht im öffentlichen Protokoll (Eintrag {2}), geprüft gegen das, was die Zeugen unterschrieben haben.") \
  X(kNewsReadable, "The leaders can read it now.", "Die Leitung kann es jetzt lesen.")                            \
  X(kNewsReadableUntilWithdrawn,                                                                                  \
    "The leaders can read it until your withdrawal is in the public log.",                                        \
    "Die Leitung kann es lesen, bis deine Rücknahme im öffentlichen Protokoll steht.")                            \
  X(kNewsPanelReads, "The appeal panel can read it now.", "Das Gremium für Widersprüche kann es jetzt lesen.")    \
  X(kNewsCounts, "It counts now.", "Es zählt jetzt.")                                                             \
  X(kNewsWithdrawn,                                                                                               \
    "The board gives the text to nobody any more and destroys it; the log shows that something was said and"      \
    " withdrawn. What a leader has read before stays read.",                                                      \
    "Das Board gibt den Text niemandem mehr und vernichtet ihn; das Protokoll zeigt, dass etwas gesagt und"       \
    " zurückgenommen wurde. Was die Leitung vorher gelesen hat, bleibt gelesen.")                                 \
  /* the day it came, the day that was promised */                                                                \
  X(kNewsLate,                                                                                                    \
    "It was sealed on {1} and promised by the end of {2}: the board has broken its promise. `candor receipt"      \
    " verify` prints the evidence for the independent body; it does not name you.",                               \
    "Es ist am {1} erschienen und war bis zum Ende des {2} zugesagt: Das Board hat seine Zusage gebrochen."       \
    " `candor receipt verify` gibt den Beleg für die unabhängige Stelle aus; dein Name steht nicht darin.")       \
  /* the crowd, the jam's short number */                                                                         \
  X(kNewsFewSpoke, "Fewer than {1} people spoke in the jam {2}.", "Im Jam {2} haben sich weniger als {1} Menschen geäußert.") \
  /* how many spoke, the jam's short number, how many had to have drawn */                                        \
  X(kNewsFewDrew,                                                                                                 \
    "{1} people spoke in the jam {2}, but by the board's account fewer than {3} had drawn voting slips, or nobody" \
    " could tell how many; an auditor can recount them.",                                                         \
    "Im Jam {2} haben sich {1} Menschen geäußert, aber nach Angabe des Boards hatten weniger als {3} Stimmzettel" \
    " gezogen, oder niemand konnte sagen, wie viele; bei einer Prüfung lässt sich das nachzählen.")               \
  /* how many spoke, the jam's short number, how many had drawn, how many had to have */                          \
  X(kNewsWithheldThoughMany,                                                                                      \
    "{1} people spoke in the jam {2}, and {3} had drawn voting slips, where {4} were enough: the texts should have" \
    " become readable. Perhaps the board could not read an issuer in time. An auditor sees this in the log too; ask" \
    " the people whom the jam names for help.",                                                                   \
    "Im Jam {2} haben sich {1} Menschen geäußert, und {3} hatten Stimmzettel gezogen, wo {4} genügten: Die Texte"  \
    " hätten lesbar werden müssen. Vielleicht konnte das Board eine Ausgabe nicht rechtzeitig erreichen. Eine"      \
    " Prüfung sieht das im Protokoll auch; frag die Menschen, die der Jam als Hilfe nennt.")                       \
  X(kNewsWithheld,                                                                                                \
    "To protect those who did, the texts were destroyed unread: nobody has read yours, and nobody will. The log"  \
    " shows only that it was received.",                                                                          \
    "Zum Schutz derer, die es getan haben, wurden die Texte ungelesen vernichtet: Deinen hat niemand gelesen, und" \
    " niemand wird ihn lesen. Das Protokoll zeigt nur, dass er angekommen ist.")                                  \
  /* day */                                                                                                       \
  X(kNewsOverdue,                                                                                                 \
    "The board promised to publish this by the end of {1}, and the public log does not hold it. That promise is"  \
    " evidence of a fault: `candor receipt verify` prints it for the independent body. It does not name you.",    \
    "Das Board hat zugesagt, dies bis zum Ende des {1} zu veröffentlichen, und es steht nicht im öffentlichen"    \
    " Protokoll. Die Zusage ist ein Beleg: `candor receipt verify` gibt sie für die unabhängige Stelle aus. Dein" \
    " Name steht nicht darin.")                                                                                   \
  X(kNewsMissedWithdrawal,                                                                                        \
    "The time for keeping texts ended before your withdrawal reached the board: the text is destroyed with all the" \
    " others.",                                                                                                   \
    "Die Zeit, in der Texte aufbewahrt werden, war um, bevor deine Rücknahme das Board erreicht hat: Der Text ist" \
    " mit allen anderen vernichtet.")                                                                             \
  /* what is spoken of */                                                                                         \
  X(kNewsMissed, "The jam closed before this reached the board. {1} is not in the public log and will not be sent any more.", \
    "Der Jam war zu Ende, bevor dies das Board erreicht hat. {1} steht nicht im öffentlichen Protokoll und wird nicht mehr abgeschickt.") \
  /* why, in the machine's words */                                                                               \
  X(kNewsProofFails,                                                                                              \
    "The public log on this machine seems to hold your text, but the proof fails: {1}. Run `candor sync`.",       \
    "Das öffentliche Protokoll auf diesem Gerät scheint deinen Text zu enthalten, aber der Nachweis stimmt nicht:" \
    " {1}. Ruf `candor sync` auf.")                                                                               \
  /* the jam's short number */                                                                                    \
  X(kNewsBlank,                                                                                                   \
    "Your unused voting slip for the jam {1} was spent on a blank, as everybody's is: so nobody can tell who has" \
    " spoken.",                                                                                                   \
    "Dein unbenutzter Stimmzettel für den Jam {1} wurde leer abgegeben, wie der von allen: So kann niemand sagen," \
    " wer sich geäußert hat.")                                                                                    \
                                                                                                                  \
  /* why a board refuses: a clause */                                                                             \
  X(kRefusedMalformed, "it could not read what was sent; bring candor up to date and send again",                 \
    "es konnte nicht lesen, was kam; bring candor auf den neuesten Stand und schick es wieder")                   \
  X(kRefusedUnknownJam, "it knows no such jam; run `candor sync` and look at `candor jams`",                      \
    "es kennt keinen solchen Jam; ruf `candor sync` auf und sieh in `candor jams` nach")                          \
  X(kRefusedWindow, "the jam is not open for this at the moment; `candor jams` shows the days",                   \
    "der Jam nimmt das gerade nicht an; `candor jams` zeigt die Tage")                                            \
  X(kRefusedEnvelope, "the sealed text does not fit to what was signed; write it again with `candor say`",        \
    "der verschlossene Text passt nicht zu dem, was unterschrieben ist; schreib ihn mit `candor say` noch einmal") \
  X(kRefusedSlip, "a voting slip is not valid for this jam; run `candor sync`",                                   \
    "ein Stimmzettel gilt nicht für diesen Jam; ruf `candor sync` auf")                                           \
  X(kRefusedSpent, "the voting slip was already used for another text; the first one counts",                     \
    "der Stimmzettel wurde schon für einen anderen Text gebraucht; der erste gilt")                               \
  X(kRefusedThreadKey, "its key was already used; the first text counts", "sein Schlüssel wurde schon gebraucht; der erste Text gilt") \
  X(kRefusedChain, "the thread has gone on elsewhere; run `candor sync` and try again",                           \
    "das Gespräch ist anderswo weitergegangen; ruf `candor sync` auf und versuch es wieder")                      \
  X(kRefusedAudience, "the jam has no such list of readers; `candor jams` lists who can read",                    \
    "der Jam hat keine solche Liste von Lesenden; `candor jams` zeigt, wer lesen kann")                           \
  X(kRefusedThread, "it has no text of yours that this could belong to; run `candor sync`",                       \
    "es hat keinen Text von dir, zu dem dies gehören könnte; ruf `candor sync` auf")                              \
  X(kRefusedTarget, "what this refers to is not on the wall; `candor wall` shows what is",                        \
    "worauf sich das bezieht, steht nicht auf der Wand; `candor wall` zeigt, was dort steht")                     \
  X(kRefusedQuota, "this thread has used up what the jam allows it to add; a withdrawal is always possible",      \
    "dieses Gespräch hat verbraucht, was der Jam an Nachträgen erlaubt; zurücknehmen geht immer")
