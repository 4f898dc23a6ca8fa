// Errors in German: what members are told when something is wrong. See errors.h.
#pragma once

#include "services/texts/wording.h"

namespace candor::texts {

inline constexpr Wording kMemberErrors[] = {
    // programs/candor/asked_challenges_file.cc
    {"{1}: damaged, or of a newer version of this program ({2}). Move it away: then ask anew, since no challenge"
     " from before is known.",
     "{1}: beschädigt, oder von einer neueren Fassung dieses Programms ({2}). Leg die Datei beiseite: Dann frag"
     " neu, denn von früher ist keine Frage mehr bekannt."},
    // programs/candor/authorship_commands.cc
    {"The challenge is about a text that is not in your wallet. Nothing was made.",
     "Die Frage betrifft einen Text, der nicht in deinem Wallet ist. Nichts wurde gemacht."},
    {"Nothing was made. Add --really to go on without being asked.",
     "Nichts wurde gemacht. Mit --really geht es weiter, ohne dass gefragt wird."},
    {"Nothing was made.", "Nichts wurde gemacht."},
    {"{1} is an answer, not a challenge. Nothing was made.",
     "{1} ist eine Antwort und keine Frage nach einem Nachweis. Nichts wurde gemacht."},
    {"--statement takes one line of 1 to {1} bytes without control characters. Nothing was made.",
     "--statement nimmt eine Zeile von 1 bis {1} Bytes ohne Steuerzeichen. Nichts wurde gemacht."},
    {"That text is not in the public log yet. Nothing was made; `candor threads` shows when it is.",
     "Dieser Text steht noch nicht im öffentlichen Protokoll. Nichts wurde gemacht; `candor threads` zeigt, wann"
     " er dort steht."},
    {"To prove it to one person give the file with their challenge, and nothing else. To prove it to everybody"
     " give --public with --text and --statement. Nothing was made.",
     "Um es einer Person nachzuweisen, gib die Datei mit ihrer Frage an und sonst nichts. Um es allen"
     " nachzuweisen, gib --public mit --text und --statement an. Nichts wurde gemacht."},
    {"{1} is there already, and was left as it is. Nothing was made.",
     "{1} gibt es schon, und es blieb, wie es ist. Nichts wurde gemacht."},
    {"This is a challenge, not the answer to one: `candor receipt prove` answers it.",
     "Das ist eine Frage nach einem Nachweis und nicht die Antwort: `candor receipt prove` beantwortet sie."},
    // programs/candor/context.cc
    {"no command was given; see candor --help", "Es wurde kein Befehl genannt; siehe candor --help"},
    {"the trust bundle cannot be read: it is damaged, or of a newer version of candor; fetch it again",
     "Das Vertrauensbündel lässt sich nicht lesen: Es ist beschädigt oder von einer neueren Fassung von candor;"
     " hol es noch einmal"},
    {"this is a trial deployment: one machine may run all parties of it, so it protects nobody. To look at it all"
     " the same, add --trial. Nothing was sent.",
     "Das ist ein Probelauf: Ein einziges Gerät kann alle Beteiligten darstellen, also schützt er niemanden. Wer"
     " ihn trotzdem ansehen will, gibt --trial an. Nichts wurde abgeschickt."},
    {"there is no organisation in {1} yet: begin with `candor enrol` (members) or `candor actor new`, or name"
     " another folder with --home",
     "In {1} gibt es noch keine Organisation: Fang mit `candor enrol` (Eingeladene) oder `candor actor new` an,"
     " oder nenne mit --home einen anderen Ordner"},
    {"{1} is another organisation's trust bundle, or another version of this one: use a folder of its own (--home)",
     "{1} ist das Vertrauensbündel einer anderen Organisation oder eine andere Fassung von diesem: Nimm einen"
     " eigenen Ordner (--home)"},
    {"the input ended before the question was answered",
     "Die Eingabe war zu Ende, bevor die Frage beantwortet war"},
    {"standard input is longer than {1} bytes", "Die Standardeingabe ist länger als {1} Bytes"},
    // programs/candor/exchange_times.cc
    {"There is no wallet here: `candor enrol` comes first.", "Hier ist kein Wallet: Zuerst kommt `candor enrol`."},
    // programs/candor/member_commands.cc
    {"The trust bundle cannot be fetched: {1}. Nothing about you was sent. Try again later.",
     "Das Vertrauensbündel lässt sich nicht holen: {1}. Nichts über dich wurde abgeschickt. Versuch es später"
     " noch einmal."},
    {"The server that the invite names holds no trust bundle. Nothing about you was sent. Ask for a new invite.",
     "Der Server, den die Einladung nennt, hat kein Vertrauensbündel. Nichts über dich wurde abgeschickt. Bitte"
     " um eine neue Einladung."},
    {"Three times the fingerprint did not match. The trust bundle may be a false one: tell the independent body"
     " where you got the invite. You are not enrolled, and nothing was sent.",
     "Dreimal stimmte der Fingerabdruck nicht. Das Vertrauensbündel kann falsch sein: Sag der unabhängigen"
     " Stelle, woher du die Einladung hast. Du bist nicht angemeldet, und nichts wurde abgeschickt."},
    {"Drawing in the jam {1}: {2}. Nothing was lost: `candor sync` goes on where it stopped.",
     "Stimmzettel für den Jam {1}: {2}. Nichts ging verloren: `candor sync` macht dort weiter, wo es aufgehört"
     " hat."},
    // programs/candor/member_conversation.cc
    {"The copy of the public log on this machine does not know the text's jam. Run `candor sync` first. Nothing"
     " was changed.",
     "Die Kopie des öffentlichen Protokolls auf diesem Gerät kennt den Jam dieses Textes nicht. Ruf zuerst"
     " `candor sync` auf. Nichts wurde geändert."},
    {"--quote is never, paraphrase, headline or verbatim", "--quote ist never, paraphrase, headline oder verbatim"},
    {"This text is not hidden: there is nothing to appeal against. Nothing was changed.",
     "Dieser Text ist nicht verborgen: Es gibt nichts, dem zu widersprechen wäre. Nichts wurde geändert."},
    // programs/candor/member_session.cc
    {"the trust bundle names no such issuer", "Das Vertrauensbündel nennt keine solche Ausgabestelle"},
    {"the copy of the public log on this machine names no key of today to seal it with; the board publishes one a"
     " day ahead",
     "Die Kopie des öffentlichen Protokolls auf diesem Gerät nennt keinen Schlüssel von heute, um es zu"
     " verschließen; das Board veröffentlicht jeden einen Tag im Voraus"},
    {"{1} is not the trust bundle that you checked when you enrolled (another fingerprint). Somebody or something"
     " replaced the file. Nothing was sent.",
     "{1} ist nicht das Vertrauensbündel, das du bei der Anmeldung geprüft hast (ein anderer Fingerabdruck)."
     " Jemand oder etwas hat die Datei ersetzt. Nichts wurde abgeschickt."},
    {"The public logs could not be brought up to date: {1}. Nothing of yours was sent, and nothing was lost.",
     "Die öffentlichen Protokolle ließen sich nicht auf den neuesten Stand bringen: {1}. Nichts von dir wurde"
     " abgeschickt, und nichts ging verloren."},
    {"Say which text: `candor threads` lists them, each with its number.",
     "Sag, welcher Text: `candor threads` zählt sie auf, jeden mit seiner Nummer."},
    {"You have said nothing yet.", "Du hast noch nichts gesagt."},
    {"No text of yours has that number: see `candor threads`.",
     "Kein Text von dir hat diese Nummer: siehe `candor threads`."},
    {"no jam's id begins like that: `candor jams` lists them; `candor sync` fetches new ones",
     "Kein Jam hat eine Nummer, die so anfängt: `candor jams` zählt sie auf; `candor sync` holt neue"},
    {"several jams' ids begin like that: `candor jams` lists them; `candor sync` fetches new ones",
     "Mehrere Jams haben eine Nummer, die so anfängt: `candor jams` zählt sie auf; `candor sync` holt neue"},
    {"this machine knows of no jam yet: run `candor sync`",
     "Dieses Gerät kennt noch keinen Jam: Ruf `candor sync` auf"},
    {"say which jam with --jam and the beginning of its id: `candor jams` lists them",
     "Sag mit --jam und dem Anfang seiner Nummer, welcher Jam: `candor jams` zählt sie auf"},
    // programs/candor/member_speaking.cc
    {"there is no text: give a file with --file, pipe it in with --file -, or set EDITOR to write it now. Nothing"
     " was sent.",
     "Es ist kein Text da: Gib eine Datei mit --file an, leite ihn mit --file - herein, oder setze EDITOR, um"
     " ihn jetzt zu schreiben. Nichts wurde abgeschickt."},
    {"The editor could not be used, or ended with an error. What was written so far is in {1}. Nothing was sent.",
     "Der Editor ließ sich nicht verwenden oder endete mit einem Fehler. Was bis dahin geschrieben war, steht in"
     " {1}. Nichts wurde abgeschickt."},
    {"Nothing was sent, and your voice is unused. Change the text and say it again, or add --as-it-is to send it"
     " all the same.",
     "Nichts wurde abgeschickt, und deine Stimme ist unverbraucht. Ändere den Text und sag es noch einmal, oder"
     " gib --as-it-is an, um ihn trotzdem abzuschicken."},
    {"The receipt code was not typed back. Nothing was sent, and your voice is unused: say it again, with"
     " --receipt-file FILE to have the code written, or with --no-receipt.",
     "Der Code der Quittung wurde nicht abgetippt. Nichts wurde abgeschickt, und deine Stimme ist unverbraucht:"
     " Sag es noch einmal, mit --receipt-file DATEI, damit der Code geschrieben wird, oder mit --no-receipt."},
    {"With the text on standard input the receipt code cannot be typed back: add --receipt-file FILE, or"
     " --no-receipt. Nothing was sent.",
     "Kommt der Text von der Standardeingabe, kann der Code der Quittung nicht abgetippt werden: Gib"
     " --receipt-file DATEI oder --no-receipt an. Nichts wurde abgeschickt."},
    {"--receipt-file and --no-receipt exclude each other",
     "--receipt-file und --no-receipt schließen einander aus"},
    // programs/candor/member_threads.cc
    {"The board sealed this on a later day than it had promised. Give the evidence (--out FILE) to the"
     " independent body: it holds no text and does not name you.",
     "Das Board hat dies an einem späteren Tag veröffentlicht, als es zugesagt hatte. Gib den Beleg (--out"
     " DATEI) der unabhängigen Stelle: Er enthält keinen Text und nennt dich nicht."},
    {"The board promised to publish this by the end of {1} and did not. Give the evidence (--out FILE) to the"
     " independent body: it holds no text and does not name you.",
     "Das Board hat zugesagt, dies bis zum Ende des {1} zu veröffentlichen, und es nicht getan. Gib den Beleg"
     " (--out DATEI) der unabhängigen Stelle: Er enthält keinen Text und nennt dich nicht."},
    {"The board refused this text; its signed refusal is part of the evidence (--out FILE).",
     "Das Board hat diesen Text abgelehnt; seine unterschriebene Ablehnung ist Teil des Belegs (--out DATEI)."},
    {"Nothing was forgotten. Add --really to forget it.",
     "Nichts wurde vergessen. Gib --really an, damit es vergessen wird."},
    {"Nothing was forgotten.", "Nichts wurde vergessen."},
    {"The receipt could not be written: {1} Nothing was sent.",
     "Die Quittung ließ sich nicht schreiben: {1} Nichts wurde abgeschickt."},
    // programs/candor/wallet_commands.cc
    {"There is a file {1} already, and no backup is written over another one. Name a new file.",
     "Eine Datei {1} gibt es schon, und keine Sicherung wird über eine andere geschrieben. Nenne eine neue Datei."},
    // services/member/admission.cc
    {"The checkpoint of the log {1} is not good: {2}. Without the witnesses' word a log could show you something"
     " that nobody else sees.",
     "Der Prüfpunkt des Protokolls {1} ist nicht in Ordnung: {2}. Ohne das Wort der Zeugen könnte dir ein"
     " Protokoll gezeigt werden, das sonst niemand sieht."},
    {"The copy of the log {1} on this machine is not what its checkpoint signs. Run `candor sync`.",
     "Die Kopie des Protokolls {1} auf diesem Gerät ist nicht, was sein Prüfpunkt unterschreibt. Ruf `candor"
     " sync` auf."},
    {"The log {1} is not the continuation of what this machine saw before: something was taken back or changed."
     " Tell the independent body; your wallet keeps the earlier checkpoint as evidence.",
     "Das Protokoll {1} setzt nicht fort, was dieses Gerät früher gesehen hat: Etwas wurde zurückgenommen oder"
     " geändert. Sag es der unabhängigen Stelle; dein Wallet behält den früheren Prüfpunkt als Beleg."},
    {"The log {1} is empty: it says nothing of the organisation it belongs to.",
     "Das Protokoll {1} ist leer: Es sagt nichts von der Organisation, zu der es gehört."},
    {"The log {1} was begun for another trust bundle than the one you checked when you enrolled (its organisation"
     " fingerprint differs).",
     "Das Protokoll {1} wurde für ein anderes Vertrauensbündel begonnen als das, das du bei der Anmeldung"
     " geprüft hast (der Fingerabdruck der Organisation ist ein anderer)."},
    {"{1} campaigns are open at once, and the organisation's rule allows {2}. Many small campaigns could be used"
     " to sort people.",
     "{1} Jams sind zugleich offen, und die Regel der Organisation erlaubt {2}. Mit vielen kleinen Jams ließen"
     " sich Menschen sortieren."},
    {"Two token keys in the logs have the same modulus. A key in two places lets its owner use a voting slip for"
     " something that you did not draw it for.",
     "Zwei Schlüssel für Stimmzettel in den Protokollen haben denselben Modulus. Mit einem Schlüssel an zwei"
     " Orten lässt sich ein Stimmzettel für etwas verwenden, wofür du ihn nicht gezogen hast."},
    {"The jams {1} and {2} were both made from the same draft. Showing different people different jams would sort"
     " them.",
     "Die Jams {1} und {2} sind beide aus demselben Entwurf gemacht. Verschiedenen Menschen verschiedene Jams zu"
     " zeigen würde sie sortieren."},
    {"The jams {1} and {2} ask the same question at the same time. Showing different people different jams would"
     " sort them.",
     "Die Jams {1} und {2} stellen zur selben Zeit dieselbe Frage. Verschiedenen Menschen verschiedene Jams zu"
     " zeigen würde sie sortieren."},
    {"The jam {1} would publish batches of {2}. Fewer than 5 texts at a time hide nobody.",
     "Der Jam {1} würde schon je {2} Texte zusammen veröffentlichen. Weniger als 5 auf einmal verbergen"
     " niemanden."},
    {"The jam {1} would let people speak once {2} have drawn voting slips. Fewer than 10 hide nobody.",
     "Im Jam {1} könnte man sich äußern, sobald {2} Stimmzettel gezogen haben. Weniger als 10 verbergen"
     " niemanden."},
    {"The jam {1} would show when texts were sent: {2}.",
     "Der Jam {1} würde zeigen, wann Texte abgeschickt wurden: {2}."},
    {"The jam {1} is not in order: {2}.", "Der Jam {1} ist nicht in Ordnung: {2}."},
    {"The jam {1} closed on {2}.", "Die Äußerungen im Jam {1} endeten am {2}."},
    {"The jam {1} hands out voting slips from {2} on.", "Der Jam {1} gibt Stimmzettel vom {2} an aus."},
    {"The jam {1} was opened on {2}, which may be less than a day ago. It is joined from {3} on, when everybody"
     " has had time to see it.",
     "Der Jam {1} wurde am {2} eröffnet, vielleicht vor weniger als einem Tag. Beitreten kann man vom {3} an,"
     " wenn alle Zeit hatten, ihn zu sehen."},
    {"You are not enrolled at {1} for the roster of the jam {2}. Enrol there with its invite (`candor enrol"
     " --invite …`), or ask for one.",
     "Du bist bei {1} nicht für die Liste der Eingeladenen des Jams {2} angemeldet. Melde dich dort mit der"
     " Einladung an (`candor enrol --invite …`), oder bitte um eine."},
    {"The proof that you stand on the roster of the jam {1} does not hold. You could be on a list of your own.",
     "Der Beweis, dass du auf der Liste der Eingeladenen des Jams {1} stehst, stimmt nicht. Du könntest auf"
     " einer Liste ganz allein stehen."},
    {"The issuers of the jam {1} have enrolled you under different roster entries.",
     "Die Ausgabestellen des Jams {1} haben dich unter verschiedenen Einträgen der Liste angemeldet."},
    {"The log of {1} names {2} token keys for {3} in the jam {4} where there must be exactly one. A second key"
     " could be meant for you alone.",
     "Das Protokoll von {1} nennt {2} Schlüssel für Stimmzettel ({3}) im Jam {4}, und es muss genau einer sein."
     " Ein zweiter könnte nur für dich gedacht sein."},
    {"The token key for {1} in the log of {2} is not the one in the manifest of the jam {3}.",
     "Der Schlüssel für Stimmzettel ({1}) im Protokoll von {2} ist nicht der im Manifest des Jams {3}."},
    {"The proof of the token key for {1} of {2} in the jam {3} fails. Such a key could see through the blinding.",
     "Der Beweis zum Schlüssel für Stimmzettel ({1}) von {2} im Jam {3} stimmt nicht. Ein solcher Schlüssel"
     " könnte durch die Verblindung sehen."},
    {"The jams {1} and {2} run at the same time on two rosters, {3} Comparing the two could point at somebody.",
     "Die Jams {1} und {2} laufen zur selben Zeit mit zwei Listen von Eingeladenen, {3} Ein Vergleich der beiden"
     " könnte auf jemanden zeigen."},
    {"This is a trial deployment: one machine may run all parties of it, so it protects nobody. To look at it all"
     " the same, add --trial.",
     "Das ist ein Probelauf: Ein einziges Gerät kann alle Beteiligten darstellen, also schützt er niemanden. Wer"
     " ihn trotzdem ansehen will, gibt --trial an."},
    {"The organisation's set-up is not acceptable: {1}.",
     "Der Aufbau bei der Organisation ist nicht annehmbar: {1}."},
    {"and nobody counted by how many people the two differ.",
     "und niemand hat gezählt, um wie viele Menschen sich die beiden unterscheiden."},
    {"and what is countersigned about how the two differ cannot be true.",
     "und was darüber gegengezeichnet ist, wie sich die beiden unterscheiden, kann nicht stimmen."},
    {"that differ by too few people. At least {1} must differ both ways.",
     "die sich um zu wenige Menschen unterscheiden. Mindestens {1} müssen es in beiden Richtungen sein."},
    {"voices", "Stimmen"},
    {"contributions", "Beiträge"},
    {"endorsements", "Punkte"},
    {"an unknown purpose", "unbekannter Zweck"},
    {"{1} Nothing was sent.", "{1} Nichts wurde abgeschickt."},
    // services/member/contribute.cc
    {"{1} Nothing was sent and nothing was used up.", "{1} Nichts wurde abgeschickt und nichts verbraucht."},
    {"Your voting slips for the jam {1} are not drawn yet: run `candor sync` first.",
     "Deine Stimmzettel für den Jam {1} sind noch nicht gezogen: Ruf zuerst `candor sync` auf."},
    {"You have used all of your {1} points in the jam {2}.", "Du hast alle deine {1} Punkte im Jam {2} vergeben."},
    {"You have used all of your {1} contributions in the jam {2}.",
     "Du hast alle deine {1} Beiträge im Jam {2} verbraucht."},
    {"Your slips for the jam {1} were drawn too late: they could be used only from {2} on.",
     "Deine Stimmzettel für den Jam {1} wurden zu spät gezogen: Sie galten erst vom {2} an."},
    {"That is not on the wall of this jam: `candor wall` shows what is.",
     "Das steht nicht an der Wand dieses Jams: `candor wall` zeigt, was dort steht."},
    // services/member/draw.cc
    {"You are not enrolled at {1} for the roster of this jam. Nothing was sent.",
     "Du bist bei {1} nicht für die Liste der Eingeladenen dieses Jams angemeldet. Nichts wurde abgeschickt."},
    {"The answer of {1} is not usable: {2}. Your request is kept and can be sent again: `candor sync`.",
     "Die Antwort von {1} ist nicht zu gebrauchen: {2}. Deine Anfrage bleibt und kann noch einmal geschickt"
     " werden: `candor sync`."},
    {"The voting slips of this jam are drawn already.", "Die Stimmzettel dieses Jams sind schon gezogen."},
    {"it holds fewer signatures than were asked for", "sie enthält weniger Unterschriften als verlangt"},
    {"it holds more signatures than were asked for", "sie enthält mehr Unterschriften als verlangt"},
    // services/member/enrolment.cc
    {"The invite of {1} is for somebody else than the one of {2}, with which you are enrolled: nobody can take part"
     " with both. You are not enrolled there, and the invite is used up. Ask whoever gave you the two for the right"
     " ones.",
     "Die Einladung von {1} ist für jemand anderen als die von {2}, mit der du angemeldet bist: Mit beiden kann"
     " niemand teilnehmen. Dort bist du nicht angemeldet, und die Einladung ist verbraucht. Bitte die Person, die dir"
     " beide gegeben hat, um die richtigen."},
    {"The answer of {1} does not prove that you stand on its roster. You are not enrolled there. Tell the"
     " independent body.",
     "Die Antwort von {1} beweist nicht, dass du dort auf der Liste stehst. Du bist dort nicht angemeldet. Sag"
     " es der unabhängigen Stelle."},
    {"The invite is of {1}, which your organisation's trust bundle does not name as an issuer. Nothing was sent.",
     "Die Einladung ist von {1}, und das Vertrauensbündel deiner Organisation nennt dies nicht als"
     " Ausgabestelle. Nichts wurde abgeschickt."},
    // services/member/receipt.cc
    {"the copy of the log does not reach that far", "die Kopie des Protokolls reicht nicht so weit"},
    {"The public log on this machine holds no text with this receipt code. It may not be sealed yet, or the code"
     " is of another organisation: run `candor sync` and try again.",
     "Die Kopie des öffentlichen Protokolls auf diesem Gerät enthält keinen Text mit dem Code dieser Quittung."
     " Er ist vielleicht noch nicht erschienen, oder der Code ist von einer anderen Organisation: Ruf `candor"
     " sync` auf und versuch es noch einmal."},
    {"there is no such text in this wallet", "In diesem Wallet ist kein solcher Text"},
    // services/member/send.cc
    {"it does not carry one voting slip of each issuer",
     "es trägt nicht von jeder Ausgabestelle einen Stimmzettel"},
    {"its kind uses no voting slip", "diese Art braucht keinen Stimmzettel"},
    {"it is for another campaign or audience", "es ist für einen anderen Jam oder für andere Lesende"},
    {"it is about a sub-question that the jam does not have", "es betrifft eine Unterfrage, die der Jam nicht hat"},
    {"the envelope does not open its commitment", "der Umschlag passt nicht zu dem, worauf er festgelegt ist"},
    {"the envelope is addressed to something else", "der Umschlag ist an etwas anderes gerichtet"},
    // services/member/speak.cc
    {"{1} Nothing was sent, and your text is as you left it.",
     "{1} Nichts wurde abgeschickt, und dein Text ist, wie du ihn gelassen hast."},
    {"You have spoken in the jam {1} already: everybody has one voice. `candor threads` shows your text.",
     "Du hast dich im Jam {1} schon geäußert: Jede Person hat eine Stimme. `candor threads` zeigt deinen Text."},
    {"The jam {1} is closed for speaking: its last day for that was {2}. It goes on once more where too few have"
     " spoken: `candor sync` shows whether it does.",
     "Im Jam {1} kann man sich nicht mehr äußern: Der letzte Tag dafür war der {2}. Wo sich zu wenige geäußert"
     " haben, geht es noch einmal weiter: `candor sync` zeigt, ob das so ist."},
    {"The jam {1} is closed for speaking: its last day for that was {2}. `candor wall` shows what became of it.",
     "Im Jam {1} kann man sich nicht mehr äußern: Der letzte Tag dafür war der {2}. `candor wall` zeigt, was"
     " daraus wurde."},
    {"The jam {1} takes no points any more: the last day was {2}. `candor wall` shows what became of it.",
     "Der Jam {1} nimmt keine Punkte mehr: Der letzte Tag war der {2}. `candor wall` zeigt, was daraus wurde."},
    {"The jam {1} takes no contributions any more: the last day was {2}. `candor wall` shows what became of it.",
     "Der Jam {1} nimmt keine Beiträge mehr: Der letzte Tag war der {2}. `candor wall` zeigt, was daraus wurde."},
    {"The jam {1} has no audience {2}: `candor jams` lists who can read. Nothing was sent, and your text is as"
     " you left it.",
     "Der Jam {1} hat keine Liste {2} von Lesenden: `candor jams` zeigt, wer lesen kann. Nichts wurde"
     " abgeschickt, und dein Text ist, wie du ihn gelassen hast."},
    {"The text is empty. Nothing was sent, and your text is as you left it.",
     "Der Text ist leer. Nichts wurde abgeschickt, und dein Text ist, wie du ihn gelassen hast."},
    {"To allow a headline to be quoted, give one with --headline. Nothing was sent, and your text is as you left"
     " it.",
     "Damit eine Überschrift zitiert werden darf, gib eine mit --headline an. Nichts wurde abgeschickt, und dein"
     " Text ist, wie du ihn gelassen hast."},
    {"The text is not UTF-8. Nothing was sent, and your text is as you left it.",
     "Der Text ist nicht in UTF-8. Nichts wurde abgeschickt, und dein Text ist, wie du ihn gelassen hast."},
    {"{1}. Nothing was sent, and your text is as you left it.",
     "{1}. Nichts wurde abgeschickt, und dein Text ist, wie du ihn gelassen hast."},
    {"Your voting slip for the jam {1} was drawn too late: it could be used only from {2} on, and the jam closes"
     " on {3}.",
     "Dein Stimmzettel für den Jam {1} wurde zu spät gezogen: Er würde erst vom {2} an gelten, und der Jam"
     " schließt am {3}."},
    {"The text has {1} bytes. One submission holds {2}, because all have one size; what is longer goes on in"
     " follow-ups, and this jam allows {3} of them. Shorten it and try again. Nothing was sent, and your text is"
     " as you left it.",
     "Der Text hat {1} Bytes. Eine Sendung fasst {2}, weil alle gleich groß sind; was länger ist, geht in"
     " Nachträgen weiter, und dieser Jam erlaubt {3} davon. Kürze ihn und versuch es noch einmal. Nichts wurde"
     " abgeschickt, und dein Text ist, wie du ihn gelassen hast."},
    // services/member/thread_acts.cc
    {"{1} Nothing was changed.", "{1} Nichts wurde geändert."},
    {"You have withdrawn this text.", "Du hast diesen Text zurückgenommen."},
    {"This text is not readable for anybody: nothing can be added to it.",
     "Diesen Text kann niemand lesen: Es lässt sich nichts hinzufügen."},
    {"The conversation of the jam {1} ended on {2}.", "Das Gespräch des Jams {1} endete am {2}."},
    {"The text is empty. Nothing was changed.", "Der Text ist leer. Nichts wurde geändert."},
    {"The text is not UTF-8. Nothing was changed.", "Der Text ist nicht in UTF-8. Nichts wurde geändert."},
    {"To allow a headline to be quoted, give one with --headline. Nothing was changed.",
     "Damit eine Überschrift zitiert werden darf, gib eine mit --headline an. Nichts wurde geändert."},
    {"A text may be followed up {1} times; {2} are used, and this takes {3}.",
     "Zu einem Text sind {1} Nachträge möglich; {2} sind verbraucht, und dies hier braucht {3}."},
    {"That is no hiding of this text: `candor wall` shows what was hidden.",
     "Das hat diesen Text nicht verborgen: `candor wall` zeigt, was verborgen wurde."},
    {"The appeal has {1} bytes, and {2} fit. Nothing was changed.",
     "Der Widerspruch hat {1} Bytes, und {2} passen hinein. Nichts wurde geändert."},
    {"Only an opinion rates what was done: this is a contribution.",
     "Nur wer eine Meinung geschrieben hat, bewertet, was getan wurde: Das hier ist ein Beitrag."},
    {"No action of this jam has that number: see `candor wall`. Nothing was changed.",
     "Kein Vorhaben dieses Jams hat diese Nummer: siehe `candor wall`. Nichts wurde geändert."},
    {"A rating is a number from 0 (not at all) to 4 (very much). Nothing was changed.",
     "Eine Bewertung ist eine Zahl von 0 (gar nicht) bis 4 (sehr). Nichts wurde geändert."},
    // services/member/wallet.cc
    {"the wallet was written by a newer version of candor; update candor. Nothing was changed.",
     "Das Wallet ist von einer neueren Fassung von candor geschrieben; bring candor auf den neuesten Stand."
     " Nichts wurde geändert."},
    {"the wallet's content is damaged. Nothing was changed and nothing was sent.",
     "Der Inhalt des Wallets ist beschädigt. Nichts wurde geändert und nichts abgeschickt."},
    // services/member/wallet_file.cc
    {"The wallet file is damaged: its bytes are not those that candor wrote. Nothing was changed and nothing was"
     " sent. Put a good copy of the file in its place.",
     "Die Datei des Wallets ist beschädigt: Ihre Bytes sind nicht die, die candor geschrieben hat. Nichts wurde"
     " geändert und nichts abgeschickt. Leg eine gute Kopie der Datei an ihre Stelle."},
    {"The wallet file is damaged: its bytes are not those that candor wrote. Nothing was changed and nothing was"
     " sent. Try another copy of it.",
     "Die Datei des Wallets ist beschädigt: Ihre Bytes sind nicht die, die candor geschrieben hat. Nichts wurde"
     " geändert und nichts abgeschickt. Nimm eine andere Kopie davon."},
    {"The backup is damaged: its bytes are not those that candor wrote. Nothing was changed and nothing was sent."
     " Put a good copy of the file in its place.",
     "Die Sicherung ist beschädigt: Ihre Bytes sind nicht die, die candor geschrieben hat. Nichts wurde geändert"
     " und nichts abgeschickt. Leg eine gute Kopie der Datei an ihre Stelle."},
    {"The backup is damaged: its bytes are not those that candor wrote. Nothing was changed and nothing was sent."
     " Try another copy of it.",
     "Die Sicherung ist beschädigt: Ihre Bytes sind nicht die, die candor geschrieben hat. Nichts wurde geändert"
     " und nichts abgeschickt. Nimm eine andere Kopie davon."},
    {"That is a backup and no wallet: `candor wallet restore FILE` makes a wallet of it. Nothing was changed and"
     " nothing was sent.",
     "Das ist eine Sicherung und kein Wallet: `candor wallet restore DATEI` macht ein Wallet daraus. Nichts"
     " wurde geändert und nichts abgeschickt."},
    {"That is a wallet and no backup. A wallet is moved with its whole folder: name that with --home. Nothing was"
     " changed and nothing was sent.",
     "Das ist ein Wallet und keine Sicherung. Ein Wallet zieht mit seinem ganzen Ordner um: Nenne ihn mit"
     " --home. Nichts wurde geändert und nichts abgeschickt."},
    {"Another candor command is using this wallet. Wait until it is done, and try again. Nothing was changed and"
     " nothing was sent.",
     "Ein anderer Befehl von candor verwendet dieses Wallet gerade. Warte, bis er fertig ist, und versuch es"
     " noch einmal. Nichts wurde geändert und nichts abgeschickt."},
    {"The wallet was written by a newer version of candor: update candor. Nothing was changed and nothing was"
     " sent.",
     "Das Wallet ist von einer neueren Fassung von candor geschrieben: Bring candor auf den neuesten Stand."
     " Nichts wurde geändert und nichts abgeschickt."},
    {"The backup was written by a newer version of candor: update candor. Nothing was changed and nothing was"
     " sent.",
     "Die Sicherung ist von einer neueren Fassung von candor geschrieben: Bring candor auf den neuesten Stand."
     " Nichts wurde geändert und nichts abgeschickt."},
    {"There is no wallet at {1}: enrol first, with `candor enrol`, or name the folder of your wallet with --home.",
     "In {1} ist kein Wallet: Melde dich zuerst an, mit `candor enrol`, oder nenne mit --home den Ordner deines"
     " Wallets."},
    {"The passphrase is not the one of this wallet. Nothing was changed and nothing was sent.",
     "Die Passphrase ist nicht die dieses Wallets. Nichts wurde geändert und nichts abgeschickt."},
    {"The passphrase is not the one of this backup. Nothing was changed and nothing was sent.",
     "Die Passphrase ist nicht die dieser Sicherung. Nichts wurde geändert und nichts abgeschickt."},
    {"There is no file {1}. Nothing was changed.", "Eine Datei {1} gibt es nicht. Nichts wurde geändert."},
    {"There is a wallet at {1} already. Restoring would replace it, and voting slips and texts in it would be"
     " lost. Restore into another folder (--home). Nothing was changed.",
     "In {1} ist schon ein Wallet. Es würde ersetzt, und Stimmzettel und Texte darin gingen verloren. Stell die"
     " Sicherung in einem anderen Ordner her (--home). Nichts wurde geändert."},
    // services/member/withdraw.cc
    {"That is a withdrawal already.", "Das ist schon eine Rücknahme."},
    {"You have withdrawn this text already.", "Du hast diesen Text schon zurückgenommen."},
    {"The board has not promised this text yet. Run `candor sync`, and withdraw it then.",
     "Das Board hat diesen Text noch nicht zugesagt. Ruf `candor sync` auf, und nimm ihn dann zurück."},
    {"Too few took part, and this text was destroyed unread: there is nothing to withdraw.",
     "Zu wenige haben teilgenommen, und dieser Text wurde ungelesen vernichtet: Es gibt nichts zurückzunehmen."},
    {"This text is not in the public log and will not be sent: there is nothing to withdraw.",
     "Dieser Text steht nicht im öffentlichen Protokoll und wird nicht abgeschickt: Es gibt nichts"
     " zurückzunehmen."},
    {"The texts of the jam {1} are destroyed since {2}, when its retention ended.",
     "Die Texte des Jams {1} sind seit dem {2} vernichtet, als ihre Aufbewahrung endete."},
    // services/texts/language.cc
    {"this is no language that Candor speaks: give --language en for English or --language de for German",
     "Diese Sprache spricht Candor nicht: Gib --language en für Englisch oder --language de für Deutsch an"},
    // services/issuer/members.cc
    {"Somebody named is not in this roster, so no invite was made. Correct the list of ids.",
     "Jemand Genanntes steht nicht auf dieser Liste, also wurde keine Einladung gemacht. Berichtige die"
     " Kennungen."},
    {"Somebody is named twice, so no invite was made. Name each id once.",
     "Jemand ist zweimal genannt, also wurde keine Einladung gemacht. Nenne jede Kennung einmal."},
    {"This issuer has given out no such code. Nothing was changed. Use the invite of this issuer, or ask for a"
     " new one.",
     "Diese Ausgabestelle hat keinen solchen Code ausgegeben. Nichts wurde geändert. Nimm die Einladung dieser"
     " Ausgabestelle, oder bitte um eine neue."},
    {"This code was used before, with another key. If that was not you, somebody else has enrolled in your place:"
     " tell the independent body, and ask for a new invite.",
     "Dieser Code wurde schon verwendet, mit einem anderen Schlüssel. Wenn du das nicht warst, hat sich jemand"
     " an deiner Stelle angemeldet: Sag es der unabhängigen Stelle, und bitte um eine neue Einladung."},
    {"This code has expired. Nothing was changed. Ask for a new invite.",
     "Dieser Code ist abgelaufen. Nichts wurde geändert. Bitte um eine neue Einladung."},
    {"an enrolment without an outcome", "eine Anmeldung ohne Ergebnis"},
    {"The request names another token key than the campaign has for that purpose. Nothing was drawn. Fetch the"
     " campaign's manifest again.",
     "Die Anfrage nennt für diesen Zweck einen anderen Schlüssel für Stimmzettel, als der Jam hat. Nichts wurde"
     " gezogen. Hol das Manifest des Jams noch einmal."},
    {"The request does not ask for exactly the campaign's quota. Nothing was drawn. The full quota of all"
     " purposes is drawn in one call.",
     "Die Anfrage bittet nicht genau um das, was jeder Person im Jam zusteht. Nichts wurde gezogen. Alles wird"
     " für alle Zwecke in einem Aufruf gezogen."},
    {"The invites would expire before they could be used. Name a day after today.",
     "Die Einladungen wären abgelaufen, bevor sie jemand verwenden kann. Nenne einen Tag nach heute."},
    {"The request names another key than the one that signed it.",
     "Die Anfrage nennt einen anderen Schlüssel als den, der sie unterschrieben hat."},
    {"This client has pinned another organisation fingerprint than this issuer has. Nothing was changed. Compare"
     " with the independent body's publication before going on.",
     "Dieses Gerät hat einen anderen Fingerabdruck der Organisation festgehalten, als diese Ausgabestelle hat."
     " Nichts wurde geändert. Vergleiche mit dem, was die unabhängige Stelle veröffentlicht hat, bevor es"
     " weitergeht."},
    {"The request is for another issuer. Nothing was changed. Use each issuer's own invite.",
     "Die Anfrage ist für eine andere Ausgabestelle. Nichts wurde geändert. Nimm für jede Ausgabestelle ihre"
     " eigene Einladung."},
    {"The board's log, as far as witnesses have cosigned it, opens no such campaign with this issuer. Nothing was"
     " drawn. If it was opened just now, try again in a few minutes.",
     "Das Protokoll des Boards, soweit Zeugen es mitunterschrieben haben, eröffnet keinen solchen Jam mit dieser"
     " Ausgabestelle. Nichts wurde gezogen. Wenn er eben erst eröffnet wurde, versuch es in einigen Minuten noch"
     " einmal."},
    {"This issuer was restored from an older copy while tokens of this campaign were being drawn, and no longer"
     " knows who has drawn. So that nobody draws twice, it gives out none of this campaign any more. Nothing was"
     " drawn. What was drawn before stays good.",
     "Diese Ausgabestelle wurde aus einer älteren Kopie wiederhergestellt, während Stimmzettel dieses Jams"
     " gezogen wurden, und weiß nicht mehr, wer gezogen hat. Damit niemand zweimal zieht, gibt sie keine mehr für"
     " diesen Jam aus. Nichts wurde gezogen. Was vorher gezogen wurde, bleibt gültig."},
    {"Tokens of this campaign cannot be drawn yet. Nothing was drawn. Try again when its issuance has opened.",
     "Stimmzettel dieses Jams können noch nicht gezogen werden. Nichts wurde gezogen. Versuch es noch einmal,"
     " wenn sie ausgegeben werden."},
    {"The speaking of this campaign is over, and no tokens are given out any more.",
     "In diesem Jam kann man sich nicht mehr äußern, und es werden keine Stimmzettel mehr ausgegeben."},
    {"The campaign's manifest names token keys that this issuer did not make for it, or made for another. Nothing"
     " was drawn, and nothing will be.",
     "Das Manifest des Jams nennt Schlüssel für Stimmzettel, die diese Ausgabestelle nicht dafür gemacht hat,"
     " oder für einen anderen. Nichts wurde gezogen, und nichts wird gezogen werden."},
    {"The campaign's token keys are not yet in this issuer's log under a cosigned checkpoint. Nothing was drawn."
     " Try again in a few minutes.",
     "Die Schlüssel für Stimmzettel dieses Jams stehen noch nicht unter einem mitunterschriebenen Prüfpunkt im"
     " Protokoll dieser Ausgabestelle. Nichts wurde gezogen. Versuch es in einigen Minuten noch einmal."},
    {"This key is not enrolled here for the campaign's roster, or a newer key took its place. Nothing was drawn."
     " Enrol with this issuer's invite for that roster.",
     "Dieser Schlüssel ist hier nicht für die Liste der Eingeladenen dieses Jams angemeldet, oder ein neuerer"
     " ist an seine Stelle getreten. Nichts wurde gezogen. Melde dich mit der Einladung dieser Ausgabestelle für"
     " diese Liste an."},
    {"The request names another roster entry than this key's. Nothing was drawn.",
     "Die Anfrage nennt einen anderen Eintrag der Liste als den dieses Schlüssels. Nichts wurde gezogen."},
    {"The tokens of this roster entry were drawn before, with another request, and are given out once for each"
     " campaign, whatever key asks. Nothing was drawn.",
     "Die Stimmzettel dieses Eintrags der Liste wurden schon gezogen, mit einer anderen Anfrage, und werden für"
     " jeden Jam einmal ausgegeben, gleich welcher Schlüssel fragt. Nichts wurde gezogen."},
    {"This client has pinned another organisation fingerprint than this issuer has. Nothing was drawn. Compare"
     " with the independent body's publication before going on.",
     "Dieses Gerät hat einen anderen Fingerabdruck der Organisation festgehalten, als diese Ausgabestelle hat."
     " Nichts wurde gezogen. Vergleiche mit dem, was die unabhängige Stelle veröffentlicht hat, bevor es"
     " weitergeht."},
    // records/asked_challenges.cc
    {"You made {1} challenges in the last {2} days, and no more are kept: ask again when the first are over.",
     "Du hast in den letzten {2} Tagen {1} Fragen nach einem Nachweis gestellt, und mehr werden nicht behalten:"
     " Frag wieder, wenn die ersten abgelaufen sind."},
    {"The proof answers a challenge that you did not make here: check it where you made the challenge, or make a"
     " new one with `candor receipt challenge`.",
     "Der Nachweis antwortet auf eine Frage, die du hier nicht gestellt hast: Prüfe ihn dort, wo du gefragt"
     " hast, oder stell mit `candor receipt challenge` eine neue."},
    {"A proof under this challenge was checked before, and holds once: this may be a copy. Make a new challenge"
     " with `candor receipt challenge` for whoever brings it.",
     "Ein Nachweis auf diese Frage wurde schon geprüft, und er gilt einmal: Das kann eine Kopie sein. Stell mit"
     " `candor receipt challenge` eine neue Frage an die Person, die ihn bringt."},
    // records/authorship.cc
    {"this is no challenge, proof or statement of authorship",
     "Das ist weder die Frage nach einem Nachweis noch ein Nachweis oder eine Erklärung"},
    // records/issuance.cc
    {"this is no invite: an invite begins with \"candor-invite-1:\"; ask for a new one",
     "Das ist keine Einladung: Eine Einladung fängt mit „candor-invite-1:“ an; bitte um eine neue"},
    {"the invite is incomplete or mistyped; copy it again, whole, or ask for a new one",
     "Die Einladung ist unvollständig oder vertippt; kopiere sie noch einmal, ganz, oder bitte um eine neue"},
    {"issuance call: the number of blinded messages is not the one signed",
     "Stimmzettel: Die Zahl der verblindeten Nachrichten ist nicht die unterschriebene"},
    {"issuance call: the blinded messages are not those signed",
     "Stimmzettel: Die verblindeten Nachrichten sind nicht die unterschriebenen"},
    // records/issuance_openings.cc
    {"this is no file of issuance openings", "Das ist keine Datei mit Öffnungen einer Ausgabestelle"},
    {"the openings do not open: they were made for another key, or the file is damaged",
     "Die Öffnungen gehen nicht auf: Sie sind für einen anderen Schlüssel gemacht, oder die Datei ist beschädigt"},
    // records/promise.cc
    {"the refusal carries something it should not", "die Ablehnung enthält etwas, das nicht hineingehört"},
    {"the refusal's evidence does not support it", "der Beleg der Ablehnung stützt sie nicht"},
    {"the reply is no promise by the campaign's promise key",
     "die Antwort ist keine Zusage mit dem Zusageschlüssel des Jams"},
    {"the promise is for another submission", "die Zusage gilt für eine andere Sendung"},
    {"the reply is no refusal by the campaign's promise key",
     "die Antwort ist keine Ablehnung mit dem Zusageschlüssel des Jams"},
    {"the refusal is for another submission", "die Ablehnung gilt für eine andere Sendung"},
    // audit/authorship.cc
    {"The public log on this machine does not know the jam: fetch it anew.",
     "Die Kopie des öffentlichen Protokolls auf diesem Gerät kennt den Jam nicht: Hol es noch einmal."},
    {"The public log on this machine holds no text of that author: fetch it anew.",
     "Die Kopie des öffentlichen Protokolls auf diesem Gerät enthält keinen Text von dieser Person: Hol es noch"
     " einmal."},
    {"The challenge is of {1} and holds for {2} days: a new one is needed, from `candor receipt challenge`.",
     "Die Frage nach einem Nachweis ist vom {1} und gilt {2} Tage: Es braucht eine neue, von `candor receipt"
     " challenge`."},
    {"The challenge is not signed by whom it names.",
     "Die Frage nach einem Nachweis ist nicht von der Person unterschrieben, die sie nennt."},
    {"The public log on this machine holds no text with that number.",
     "Die Kopie des öffentlichen Protokolls auf diesem Gerät enthält keinen Text mit dieser Nummer."},
    {"That entry is no text: it has no author to ask.",
     "Dieser Eintrag ist kein Text: Niemand hat ihn geschrieben, der zu fragen wäre."},
    {"Whoever signed the challenge holds no role in the public log: answer nothing.",
     "Wer die Frage nach einem Nachweis unterschrieben hat, hat im öffentlichen Protokoll keine Rolle: Antworte"
     " nichts."},
    {"The proof is for somebody else, and shows you nothing: its verifier could have made it.",
     "Der Nachweis ist für jemand anderen und zeigt dir nichts: Wer ihn prüfen darf, hätte ihn auch machen"
     " können."},
    {"The proof does not hold: whoever made it is not the author of that text.",
     "Der Nachweis stimmt nicht: Wer ihn gemacht hat, hat diesen Text nicht geschrieben."},
    {"The statement is not signed by the author of that text.",
     "Die Erklärung ist nicht von der Person unterschrieben, die diesen Text geschrieben hat."},
};

}  // namespace candor::texts
