// Errors in German: what is wrong with rosters, drafts, roles and records before a jam, and with notes and erasures. See errors.h.
#pragma once

#include "services/texts/wording.h"

namespace candor::texts {

inline constexpr Wording kPreparingErrors[] = {
    // programs/candor/draft_asking.cc
    {"no roster stands in the log yet: `candor roster import` and `candor countersign` come first",
     "Im Protokoll steht noch keine Liste der Eingeladenen: Zuerst kommen `candor roster import` und `candor"
     " countersign`"},
    {"the roster holds {1} people, and at least {2} have to draw a slip before anybody can speak: import a longer"
     " list with `candor roster import`",
     "Die Liste der Eingeladenen hat {1} Menschen, und mindestens {2} müssen einen Stimmzettel gezogen haben,"
     " bevor sich jemand äußern kann: Nimm mit `candor roster import` eine längere auf"},
    {"the log grants nobody a role for \"{1}\": `candor actor grant` and `candor countersign` come first",
     "Das Protokoll gibt niemandem die Rolle „{1}“: Zuerst kommen `candor actor grant` und `candor countersign`"},
    // programs/candor/erase_commands.cc
    {"--reason is \"{1}\" or \"{2}\"", "--reason ist „{1}“ oder „{2}“"},
    {"name the text by its number, or by --entry alone",
     "Nenne den Text mit seiner Nummer oder mit --entry, nicht mit beidem"},
    // programs/candor/facilitator_commands.cc
    {"with --ask the questions are asked and FILE is written; without it FILE is read, and the draft goes to"
     " --out. --answers belongs to --ask",
     "Mit --ask wird gefragt und DATEI geschrieben; ohne wird DATEI gelesen, und der Entwurf kommt nach --out."
     " --answers gehört zu --ask"},
    {"the trust bundle knows no issuer {1}", "Das Vertrauensbündel kennt keine Ausgabestelle {1}"},
    {"the reading key's file is damaged", "Die Datei des Leseschlüssels ist beschädigt"},
    {"a sponsor opens with a statement of their own: give it with --statement",
     "Wer Sponsor ist, eröffnet mit einem eigenen Wort: Gib es mit --statement an"},
    {"the statement must be UTF-8 text of 1 to 4,000 bytes",
     "Das Wort zur Eröffnung muss Text in UTF-8 von 1 bis 4.000 Bytes sein"},
    {"this draft gives your key no role; nothing was signed",
     "Dieser Entwurf gibt deinem Schlüssel keine Rolle; nichts wurde unterschrieben"},
    {"only a facilitator or a sponsor of this campaign signs its opening; nothing was signed",
     "Die Eröffnung unterschreiben nur Moderation und Sponsors dieses Jams; nichts wurde unterschrieben"},
    // programs/candor/governance_commands.cc
    {"--in-force is a day, as in 2027-03-01", "--in-force ist ein Tag, wie 2027-03-01"},
    {"--in-force must be at least {1} days from now, so that whoever is bound by it can see it come",
     "--in-force muss mindestens {1} Tage von heute entfernt sein, damit alle es kommen sehen, die es bindet"},
    // programs/candor/handover_commands.cc
    {"{1} is there already, and was left as it is. Nothing was written.",
     "{1} gibt es schon, und es blieb, wie es ist. Nichts wurde geschrieben."},
    {"{1} has {2} bytes; a note has 1 to {3}. Nothing was written.",
     "{1} hat {2} Bytes; eine Notiz hat 1 bis {3}. Nichts wurde geschrieben."},
    // programs/candor/jam_check.cc
    {"--from is an hour before --to", "--from ist eine Stunde vor --to"},
    {"this jam is over: its conversation ended with {1}. `candor jam check --draft FILE` looks at the next one,"
     " `candor jam report` writes what came of this one.",
     "Dieser Jam ist vorbei: Sein Gespräch endete mit {1}. `candor jam check --draft DATEI` prüft den nächsten,"
     " `candor jam report` schreibt auf, was aus diesem wurde."},
    {"the jam is not ready: see the items marked so above",
     "Der Jam ist nicht bereit: siehe oben, was so bezeichnet ist"},
    // programs/candor/operator_commands.cc
    {"Nothing was countersigned.", "Nichts wurde gegengezeichnet."},
    {"give --body-key to countersign, or --look to read what would be signed",
     "Gib --body-key an, um gegenzuzeichnen, oder --look, um zu lesen, was unterschrieben würde"},
    {"{1}: this is no roster file of candor",
     "{1}: Das ist keine Datei mit einer Liste der Eingeladenen von candor"},
    {"there is an actor key at home already; it was left as it is",
     "Im Ordner ist schon ein Schlüssel für Rollen; er blieb, wie er ist"},
    {"--name takes 1 to 100 bytes", "--name nimmt 1 bis 100 Bytes"},
    {"--role is one of sponsor, facilitator, reader, operator, auditor",
     "--role ist sponsor, facilitator, reader, operator oder auditor"},
    {"--reason is one of: {1}", "--reason ist eines von: {1}"},
    {"importing a CSV needs --charter-key and --out-dir",
     "Um eine CSV aufzunehmen, braucht es --charter-key und --out-dir"},
    {"the log makes your key operator of no issuer; ask for a grant with `candor actor grant --role operator --at"
     " <the issuer's origin>`",
     "Das Protokoll gibt deinem Schlüssel den Betrieb keiner Ausgabestelle; bitte um die Rolle mit `candor actor"
     " grant --role operator --at <Name der Ausgabestelle>`"},
    {"give either a CSV file or --deliver with a roster.bin",
     "Gib entweder eine CSV-Datei an oder --deliver mit einer roster.bin"},
    {"--issuer is one of: {1}", "--issuer ist eines von: {1}"},
    {"no roster stands in the log yet", "Im Protokoll steht noch keine Liste der Eingeladenen"},
    // programs/candor/people.cc
    {"the trust bundle is not the one whose fingerprint the independent body published; do not use it, and tell"
     " the independent body where you got it",
     "Das Vertrauensbündel ist nicht das, dessen Fingerabdruck die unabhängige Stelle veröffentlicht hat;"
     " verwende es nicht, und sag der unabhängigen Stelle, woher du es hast"},
    {"--bundle needs --fingerprint-file: a bundle is believed only when its fingerprint is the one that the"
     " independent body published",
     "--bundle braucht --fingerprint-file: Einem Bündel wird nur geglaubt, wenn sein Fingerabdruck der ist, den"
     " die unabhängige Stelle veröffentlicht hat"},
    {"this is for people with a role in a jam, and there is no actor key in {1}. Whoever takes part as a member"
     " finds their own texts, and what was answered, with `candor threads`; whoever has a role makes a key with"
     " `candor actor new`. Nothing was sent.",
     "Das ist für Menschen mit einer Rolle in einem Jam, und in {1} ist kein Schlüssel für Rollen. Wer als"
     " eingeladene Person teilnimmt, findet die eigenen Texte und was geantwortet wurde mit `candor threads`; wer"
     " eine Rolle hat, macht mit `candor actor new` einen Schlüssel. Nichts wurde abgeschickt."},
    {"more than one jam fits; name it with --jam and the first digits of its id, as `candor jam status` prints it",
     "Es passt mehr als ein Jam; nenne ihn mit --jam und den ersten Zeichen seiner Nummer, wie `candor jam"
     " status` sie zeigt"},
    {"there is no jam in the log yet", "Im Protokoll ist noch kein Jam"},
    {"no jam's id begins like that; `candor jam status` prints the ids",
     "Kein Jam hat eine Nummer, die so anfängt; `candor jam status` zeigt die Nummern"},
    // programs/candor/people.h
    {"{1}: not what this verb expects ({2})", "{1}: nicht, was dieser Befehl erwartet ({2})"},
    // services/facilitator/draft_file.cc
    {"write the day as \"2026-03-09\"", "schreib den Tag als „2026-03-09“"},
    {"holds a text of {1} bytes: at most {2} are possible",
     "enthält einen Text von {1} Bytes: höchstens {2} sind möglich"},
    {"holds more than {1} texts", "enthält mehr als {1} Texte"},
    {"a name is not that of exactly one actor with the role {1} in the log; `candor actor grant` and `candor"
     " countersign` put it there",
     "ein Name gehört nicht zu genau einer Person mit der Rolle {1} im Protokoll; `candor actor grant` und"
     " `candor countersign` bringen sie hinein"},
    {"an audience names somebody who is not in the list of readers",
     "eine Liste von Lesenden nennt jemanden, der nicht unter den Lesenden steht"},
    {"a leader is no member of the panel that decides on appeals",
     "wer zur Leitung gehört, gehört nicht zum Gremium, das über Widersprüche entscheidet"},
    {"names somebody who has another role, and a key holds one role in a campaign: name somebody else",
     "nennt jemanden mit einer anderen Rolle, und ein Schlüssel hat in einem Jam eine Rolle: nenne jemand anderen"},
    {"names somebody twice: name everybody once", "nennt jemanden zweimal: nenne alle einmal"},
    {"names somebody whom `{1}` names too, and a key holds one role in a campaign: name them once",
     "nennt jemanden, den auch `{1}` nennt, und ein Schlüssel hat in einem Jam eine Rolle: nenne die Person"
     " einmal"},
    {"this is none of the readers named above", "das ist niemand von den oben genannten Lesenden"},
    {"nobody is their own delegate", "niemand vertritt sich selbst"},
    {"a reporting channel is refused: texts appear in batches of at least k people, so a single report might"
     " never be readable; use the organisation's reporting office",
     "ein Meldekanal wird abgelehnt: Texte erscheinen zusammen mit denen von mindestens k Menschen, also würde"
     " eine einzelne Meldung vielleicht nie lesbar; nimm die Meldestelle der Organisation"},
    {"write \"jam\" or \"campaign\"", "schreib „jam“ oder „campaign“"},
    {"is before `{1}`: the phases follow each other, so write a later day, or an earlier one there",
     "liegt vor `{1}`: Die Abschnitte folgen aufeinander, also schreib hier einen späteren Tag oder dort einen"
     " früheren"},
    {"is not after `{1}`: the phases follow each other, so write a later day, or an earlier one there",
     "liegt nicht nach `{1}`: Die Abschnitte folgen aufeinander, also schreib hier einen späteren Tag oder dort"
     " einen früheren"},
    {"is more than ten years after `speaking_opens`: write an earlier day",
     "liegt mehr als zehn Jahre nach `speaking_opens`: schreib einen früheren Tag"},
    {"goes on until `retention_ends` or beyond, and what is promised must not be destroyed first: write fewer"
     " days, or a later `retention_ends`",
     "reicht bis `retention_ends` oder weiter, und was zugesagt ist, darf nicht vorher vernichtet werden:"
     " schreib weniger Tage, oder ein späteres `retention_ends`"},
    {"cannot be so: {1}", "kann so nicht sein: {1}"},
    {"is less than twice `k`: write a larger number, or a smaller `k`",
     "ist kleiner als das Doppelte von `k`: schreib eine größere Zahl, oder ein kleineres `k`"},
    {"is more than there are people on the roster, so nobody could ever speak: write {1} or less (without a value"
     " it is four times `k`, and 20 at least)",
     "ist mehr, als auf der Liste der Eingeladenen stehen, also könnte sich nie jemand äußern: schreib {1} oder"
     " weniger (ohne Angabe ist es das Vierfache von `k`, und mindestens 20)"},
    {"config {1}: {2}", "{1}: {2}"},
    // services/facilitator/handover.cc
    {"Only a facilitator of the campaign writes notes to the others. Nothing was written.",
     "Notizen an die anderen schreibt nur, wer diesen Jam moderiert. Nichts wurde geschrieben."},
    {"No facilitator of this campaign is called \"{1}\". Nothing was written.",
     "Niemand in der Moderation dieses Jams heißt „{1}“. Nichts wurde geschrieben."},
    {"The note is about a campaign that the public log on this machine does not know.",
     "Die Notiz betrifft einen Jam, den die Kopie des öffentlichen Protokolls auf diesem Gerät nicht kennt."},
    {"The note was written by somebody who is no facilitator of that campaign: do not rely on it.",
     "Die Notiz hat jemand geschrieben, der diesen Jam nicht moderiert: Verlass dich nicht darauf."},
    // services/operator/erasure_acts.cc
    {"several texts have numbers that begin like that", "Mehrere Texte haben eine Nummer, die so anfängt"},
    {"no text in the record has a number that begins like that",
     "Kein Text im Protokoll hat eine Nummer, die so anfängt"},
    {"that entry of the record is no text of this jam", "Dieser Eintrag des Protokolls ist kein Text dieses Jams"},
    {"an erasure is proposed by a reader or a facilitator of the jam, or by the independent body; the log gives"
     " your key none of these roles",
     "Eine Löschung schlägt vor, wer in diesem Jam liest oder moderiert, oder die unabhängige Stelle; das"
     " Protokoll gibt deinem Schlüssel keine dieser Rollen"},
    {"the proposal is about another entry than the record holds",
     "Der Vorschlag betrifft einen anderen Eintrag, als das Protokoll enthält"},
    {"the proposal is about a jam that the record does not hold",
     "Der Vorschlag betrifft einen Jam, den das Protokoll nicht enthält"},
    // services/operator/governance_acts.cc
    {"the name must be UTF-8 text of 1 to 100 bytes", "Der Name muss Text in UTF-8 von 1 bis 100 Bytes sein"},
    {"an operator acts at one server: say at which (its log's origin), and make a key for each",
     "Wer einen Server betreibt, tut das an einem: Sag, an welchem (Name seines Protokolls), und mach für jeden"
     " einen Schlüssel"},
    {"only an operator's role is bound to a server", "Nur die Rolle operator gehört zu einem Server"},
    {"this is a roster's record: give the roster's file too (--roster), so that what you sign can be checked",
     "Das gehört zu einer Liste der Eingeladenen: Gib auch ihre Datei an (--roster), damit sich prüfen lässt,"
     " was du unterschreibst"},
    {"the record is not that of the roster's file: size or root differ; do not sign it",
     "Das gehört nicht zu dieser Datei mit der Liste der Eingeladenen: Größe oder Wurzel sind andere;"
     " unterschreib es nicht"},
    {"the record's difference counts are not those of the files; give every roster in use with --in-use, in the"
     " record's order",
     "Die gezählten Unterschiede sind nicht die der Dateien; gib mit --in-use jede Liste an, die in Gebrauch"
     " ist, in der Reihenfolge des Eintrags"},
    {"the roster has {1} people and the confirmed head count is {2}; a roster cannot be larger than the"
     " organisation",
     "Die Liste hat {1} Menschen, und bestätigt sind {2} Beschäftigte; eine Liste kann nicht größer sein als die"
     " Organisation"},
    {"this key is not the independent body's in the pinned trust bundle",
     "Dieser Schlüssel ist nicht der der unabhängigen Stelle im festgehaltenen Vertrauensbündel"},
    // services/bulletin/web_address.cc
    {"the address of the page does not begin with https://: give it as a browser shows it, from https:// on",
     "Die Adresse der Seite fängt nicht mit https:// an: Gib sie an, wie ein Browser sie zeigt, von https:// an"},
    {"the address of the page is longer than 300 characters, too many for a QR code on a poster: give a shorter"
     " address of the same page",
     "Die Adresse der Seite ist länger als 300 Zeichen, zu viel für einen QR-Code auf einem Plakat: Gib eine"
     " kürzere Adresse derselben Seite an"},
    {"the address of the page has a character that addresses do not have, such as a blank or an umlaut: copy it"
     " from the browser, where they are written with %",
     "Die Adresse der Seite enthält ein Zeichen, das Adressen nicht haben, wie ein Leerzeichen oder einen"
     " Umlaut: Kopiere sie aus dem Browser, wo sie mit % geschrieben sind"},
    {"the address of the page names no host after https://, or a user before it: give it as https://host/path",
     "Die Adresse der Seite nennt nach https:// keinen Rechner, oder vor ihm eine Person: Gib sie als"
     " https://rechner/pfad an"},
    // records/draft.cc
    {"{1} is missing", "{1} fehlt"},
    {"{1} is longer than {2} bytes", "{1}: länger als {2} Bytes"},
    {"{1} is not UTF-8 text", "{1}: kein Text in UTF-8"},
    {"{1} are missing", "{1} fehlen"},
    {"{1} are more than {2}", "{1}: mehr als {2}"},
    {"one of {1}", "eine Angabe hierunter: {1}"},
    {"a name among {1}", "ein Name hierunter: {1}"},
    {"the question", "die Frage"},
    {"the background", "der Hintergrund"},
    {"the sub-questions", "die Unterfragen"},
    {"the programme's name", "der Name des Programms"},
    {"the programme's owner", "wer das Programm verantwortet"},
    {"the decision body", "das Gremium, das entscheidet"},
    {"what is out of scope", "was nicht dazugehört"},
    {"what happens with the result", "was mit dem Ergebnis geschieht"},
    {"the sponsors", "die Sponsors"},
    {"the facilitators", "die Moderation"},
    {"the readers", "die Lesenden"},
    {"the operators", "der Betrieb"},
    {"the audiences", "die Listen von Lesenden"},
    {"an audience's name", "der Name einer Liste von Lesenden"},
    {"an audience's readers", "die Lesenden einer Liste"},
    {"the delegates", "die Vertretungen"},
    {"the moderation reasons", "die Gründe zum Verbergen"},
    {"the help contacts", "wer helfen kann"},
    {"the pledge", "das Versprechen"},
    {"an issuer's origin", "der Name einer Ausgabestelle"},
    {"the key of {1} stands twice; an actor key holds one role in a campaign",
     "Der Schlüssel von {1} steht zweimal da; ein Schlüssel hat in einem Jam eine Rolle"},
    {"audiences are numbered 0, 1 and 255, in that order",
     "Listen von Lesenden haben die Nummern 0, 1 und 255, in dieser Reihenfolge"},
    {"audience \"{1}\" names somebody twice or somebody who is no reader",
     "Die Liste „{1}“ nennt jemanden zweimal oder jemanden, der nicht liest"},
    {"a campaign needs audience 0", "Ein Jam braucht die Liste 0 von Lesenden"},
    {"a reader belongs to no audience", "Jemand von den Lesenden steht auf keiner Liste"},
    {"k, the smallest batch, must be at least 5",
     "k, so viele Texte wie mindestens zusammen erscheinen, muss mindestens 5 sein"},
    {"min_issued must be at least 10 and at least 2k", "min_issued muss mindestens 10 und mindestens 2k sein"},
    {"the roster is smaller than min_issued, so nobody could ever speak",
     "Auf der Liste der Eingeladenen stehen weniger als min_issued, also könnte sich nie jemand äußern"},
    {"quotas: at most 20 contributions and 50 endorsement points",
     "Für jede Person: höchstens 20 Beiträge und 50 Punkte"},
    {"a campaign names one issuer or two different ones",
     "Ein Jam nennt eine Ausgabestelle oder zwei verschiedene"},
    {"a delegate or the one delegated for is not a reader",
     "Wer vertritt oder vertreten wird, gehört nicht zu den Lesenden"},
    // records/erasure.cc
    {"the proposer's signature is missing or does not verify",
     "Die Unterschrift der Person, die vorschlägt, fehlt oder stimmt nicht"},
    {"the auditor's signature is missing or does not verify",
     "Die Unterschrift der prüfenden Person fehlt oder stimmt nicht"},
    {"an erasure takes two people, and one has signed it twice",
     "Zu einer Löschung gehören zwei Menschen, und einer hat zweimal unterschrieben"},
    // records/exchanges.cc
    {"slots_per_day is {1}, and members' machines make {2} exchanges a day: the slot that a text comes out in"
     " would tell when its author's machine sent it. Take a number that divides {3}",
     "slots_per_day ist {1}, und die Geräte der Eingeladenen tauschen sich {2} Mal am Tag aus: Wann ein Text"
     " erscheint, würde verraten, wann ihn das Gerät abgeschickt hat. Nimm eine Zahl, die {3} teilt"},
    // records/governance.cc
    {"the charter key that is to come has not signed",
     "Der künftige Schlüssel der Charta hat nicht unterschrieben"},
    {"the charter's signature is missing or does not verify",
     "Die Unterschrift der Charta fehlt oder stimmt nicht"},
    {"the independent body's signature is missing or does not verify: have the record countersigned",
     "Die Unterschrift der unabhängigen Stelle fehlt oder stimmt nicht: Lass gegenzeichnen"},
    // records/handover.cc
    {"the note does not open: it was sealed to others, or the file is damaged",
     "Die Notiz geht nicht auf: Sie war für andere verschlossen, oder die Datei ist beschädigt"},
    {"this is no note that a facilitator handed over",
     "Das ist keine Notiz, die jemand aus der Moderation weitergegeben hat"},
    {"the note is not signed by the one whom it names, for this campaign, to you",
     "Die Notiz ist nicht von der Person unterschrieben, die sie nennt, für diesen Jam und an dich"},
    {"the note is not sealed to those whom it names: others may have got it, or some of them not; do not rely on"
     " it",
     "Die Notiz ist nicht für die verschlossen, die sie nennt: Andere können sie bekommen haben, oder manche"
     " nicht; verlass dich nicht darauf"},
    // records/manifest.cc
    {"the manifest has too few or too many token keys, readers' keys, pledges or statements",
     "Das Manifest hat zu wenige oder zu viele Schlüssel für Stimmzettel, Leseschlüssel, Versprechen oder Worte"
     " zur Eröffnung"},
    {"two token keys of the manifest have the same modulus",
     "Zwei Schlüssel für Stimmzettel im Manifest haben denselben Modulus"},
    {"the reading key of {1} is not signed by that reader for this draft",
     "Der Leseschlüssel von {1} ist nicht von dieser Person für diesen Entwurf unterschrieben"},
    {"the reading key of {1} is also another reader's",
     "Der Leseschlüssel von {1} ist auch der einer anderen lesenden Person"},
    {"the reading key of {1} is of low order: nothing can be sealed to it",
     "Der Leseschlüssel von {1} ist von niedriger Ordnung: Für ihn lässt sich nichts verschließen"},
    {"the pledge of {1} is not signed by that person for this draft",
     "Das Versprechen von {1} ist nicht von dieser Person für diesen Entwurf unterschrieben"},
    {"the statement of {1} is not signed by that sponsor for this draft",
     "Das Wort zur Eröffnung von {1} ist nicht von dieser Person für diesen Entwurf unterschrieben"},
    {"the one who opens is no facilitator of this campaign", "Wer eröffnet, moderiert diesen Jam nicht"},
    {"the facilitator's signature of the opening does not verify",
     "Die Unterschrift der Moderation unter der Eröffnung stimmt nicht"},
    {"every sponsor must sign the opening", "Alle Sponsors müssen die Eröffnung unterschreiben"},
    {"the signature of sponsor {1} under the opening does not verify",
     "Die Unterschrift von {1} als Sponsor unter der Eröffnung stimmt nicht"},
    // records/parts.cc
    {"the token keys of issuer {1} (candor jam prepare)",
     "die Schlüssel für Stimmzettel der Ausgabestelle {1} (candor jam prepare)"},
    {"the reading key of {1} (candor pledge sign)", "der Leseschlüssel von {1} (candor pledge sign)"},
    {"the pledge of {1} (candor pledge sign)", "das Versprechen von {1} (candor pledge sign)"},
    {"the statement of sponsor {1} (candor pledge sign --statement)",
     "das Wort zur Eröffnung von {1} als Sponsor (candor pledge sign --statement)"},
    {"this is no public part of an actor key: it begins with \"candor-actor-1:\" and is printed by `candor actor"
     " new`",
     "Das ist nicht der öffentliche Teil eines Schlüssels für Rollen: Er fängt mit „candor-actor-1:“ an, und"
     " `candor actor new` gibt ihn aus"},
    {"the manifest", "das Manifest"},
    {"the signature of a facilitator (candor jam sign)", "die Unterschrift aus der Moderation (candor jam sign)"},
    {"the signature of sponsor {1} (candor jam sign)", "die Unterschrift von {1} als Sponsor (candor jam sign)"},
    {"the opening", "die Eröffnung"},
    {"{1} is not complete; missing or not valid:", "{1}: nicht vollständig; es fehlt oder stimmt nicht:"},
    // records/roster.cc
    {"line 1: {1}", "Zeile 1: {1}"},
    {"line 1: the header names a column twice", "Zeile 1: Die Kopfzeile nennt eine Spalte zweimal"},
    {"line 1: the header has no column \"{1}\"; the first line must name the columns id, name and unit",
     "Zeile 1: Die Kopfzeile hat keine Spalte „{1}“; die erste Zeile muss die Spalten id, name und unit nennen"},
    {"the roster is not UTF-8; save it as UTF-8 (in a spreadsheet: CSV UTF-8) and try again",
     "Die Liste ist nicht in UTF-8; speichere sie in UTF-8 (in einer Tabellenkalkulation: CSV UTF-8), und"
     " versuch es noch einmal"},
    {"the roster is empty", "Die Liste ist leer"},
    {"line {1}: {2}", "Zeile {1}: {2}"},
    {"line {1}: the same id as line {2}", "Zeile {1}: dieselbe Kennung wie Zeile {2}"},
    {"the roster has a header and no people", "Die Liste hat eine Kopfzeile und keine Menschen"},
    {"the roster has more than 1,000,000 people", "Die Liste hat mehr als 1.000.000 Menschen"},
    {"a quotation mark inside an unquoted field", "ein Anführungszeichen in einem Feld ohne Anführungszeichen"},
    {"a quoted field that never ends", "ein Feld in Anführungszeichen, das nicht endet"},
    {"text after a closing quotation mark", "Text nach einem schließenden Anführungszeichen"},
    {"a carriage return without a line feed", "ein Wagenrücklauf ohne Zeilenvorschub"},
    {"is empty", "ist leer"},
    {"the number of fields is {1} and the header's is {2}", "sie hat {1} Felder, und die Kopfzeile {2}"},
    {"has no id", "hat keine Kennung"},
    {"has an id longer than 100 bytes", "hat eine Kennung von mehr als 100 Bytes"},
    {"has an id that begins or ends with a space",
     "hat eine Kennung, die mit einem Leerzeichen anfängt oder endet"},
    {"has a field longer than 200 bytes", "hat ein Feld von mehr als 200 Bytes"},
    {"contains a control character", "enthält ein Steuerzeichen"},
    {"the roster has {1} bad line; nothing was imported",
     "Die Liste hat {1} fehlerhafte Zeile; nichts wurde aufgenommen"},
    {"the roster has {1} bad lines; nothing was imported",
     "Die Liste hat {1} fehlerhafte Zeilen; nichts wurde aufgenommen"},
    {"and {1} more", "und {1} weitere"},
    // records/schedule.cc
    {"slots_per_day must be 1, 2, 3, 4, 6, 8, 12 or 24", "slots_per_day muss 1, 2, 3, 4, 6, 8, 12 oder 24 sein"},
    {"issuance must open no later than speaking",
     "Stimmzettel müssen spätestens dann ausgegeben werden, wenn man sich äußern kann"},
    {"speaking must close after it opens", "Das Äußern muss enden, nachdem es angefangen hat"},
    {"the phases must follow each other: speaking closes, converge ends, answers due, conversation ends,"
     " retention ends",
     "Die Abschnitte müssen aufeinander folgen: Ende des Äußerns, Ende des Sortierens, Antworten fällig, Ende"
     " des Gesprächs, Ende der Aufbewahrung"},
    {"the first slot must not be after speaking opens",
     "Der erste Zeitpunkt darf nicht nach dem Anfang des Äußerns liegen"},
    {"a campaign, retention included, spans at most ten years",
     "Ein Jam dauert samt Aufbewahrung höchstens zehn Jahre"},
    {"the grace is at most 60 days", "Die Nachfrist ist höchstens 60 Tage lang"},
    {"the grace must be over before the conversation ends: grace_days after speaking_closes lies on or after"
     " conversation_ends; end the conversation later, or take fewer grace_days",
     "Die Nachfrist muss vorbei sein, bevor das Gespräch endet: grace_days nach speaking_closes reicht bis"
     " conversation_ends oder weiter; lass das Gespräch später enden, oder nimm weniger grace_days"},
};

}  // namespace candor::texts
