// Errors in German: what servers, files, keys and the network have to object. See errors.h.
#pragma once

#include "services/texts/wording.h"

namespace candor::texts {

inline constexpr Wording kServerErrors[] = {
    // services/clients/oblivious_client.cc
    {"The answer that came through the relay is not the board's. Nothing is settled by it.",
     "Die Antwort, die durch den Briefkasten kam, ist nicht die des Boards. Durch sie ist nichts entschieden."},
    {"The board's answer cannot be read.", "Die Antwort des Boards lässt sich nicht lesen."},
    // services/follow/log_follower.cc
    {"the log {1} does not serve {2} (HTTP {3}); it may just have started: try again in a minute",
     "Das Protokoll {1} gibt {2} nicht her (HTTP {3}); es ist vielleicht eben erst gestartet: Versuch es in"
     " einer Minute noch einmal"},
    {"the log {1} serves fewer contents than entries", "Das Protokoll {1} gibt weniger Inhalte als Einträge her"},
    {"damaged copy", "beschädigte Kopie"},
    // services/follow/publication.cc
    {"the fingerprint's publication holds two different groups with one number",
     "Die Veröffentlichung des Fingerabdrucks enthält zwei verschiedene Gruppen mit einer Nummer"},
    {"the fingerprint's publication does not hold all ten numbered groups of five characters",
     "Die Veröffentlichung des Fingerabdrucks enthält nicht alle zehn nummerierten Gruppen von fünf Zeichen"},
    {"The trust bundle is not the one whose fingerprint the independent body published. Somebody may be showing"
     " you an organisation of its own. Tell the independent body. Nothing was sent.",
     "Das Vertrauensbündel ist nicht das, dessen Fingerabdruck die unabhängige Stelle veröffentlicht hat. Jemand"
     " zeigt dir vielleicht eine eigene Organisation. Sag es der unabhängigen Stelle. Nichts wurde abgeschickt."},
    // services/follow/world.cc
    {"no such subtree in the local copy", "Diesen Teilbaum hat die Kopie auf diesem Gerät nicht"},
    {"following the log {1}: {2}", "Protokoll {1}: {2}"},
    // services/runtime/address.cc
    {"An address is not in the form host:port. Write for instance 127.0.0.1:7443 or [::1]:7443.",
     "Eine Adresse hat nicht die Form rechner:port. Schreib zum Beispiel 127.0.0.1:7443 oder [::1]:7443."},
    {"{1}: its host is not known. Use an address of this machine.",
     "{1}: Der Name ist nicht bekannt. Nimm eine Adresse dieses Geräts."},
    {"{1}, but the port is free now. Try again.", "{1}, aber der Port ist jetzt frei. Versuch es noch einmal."},
    // services/runtime/clock.cc
    {"The clock file {1} does not hold a time: write the seconds since 1970 in digits into it.",
     "Die Uhrdatei {1} enthält keine Zeit: Schreib die Sekunden seit 1970 in Ziffern hinein."},
    // services/runtime/config.cc
    {"config {1}, line {2}: {3}", "{1}, Zeile {2}: {3}"},
    {"unknown key {1}: correct its spelling or remove it",
     "{1} unbekannt: berichtige die Schreibweise oder entferne es"},
    {"{1} is missing: set it to {2}", "{1} fehlt: gib {2} an"},
    {"{1} has the wrong type: set it to {2}", "{1} ist von der falschen Art: gib {2} an"},
    {"a text in quotes", "einen Text in Anführungszeichen"},
    {"{1} is empty: give it a value", "{1} ist leer: gib etwas an"},
    {"a whole number", "eine ganze Zahl"},
    {"{1} is out of range: set it to a number from {2} to {3}",
     "{1} liegt außerhalb: gib eine Zahl von {2} bis {3} an"},
    {"a list of texts", "eine Liste von Texten"},
    {"config {1}, line {2}: this is not TOML: look for a missing quote, bracket or '=', or a key given twice",
     "{1}, Zeile {2}: Das ist kein TOML: Sieh nach, ob ein Anführungszeichen, eine Klammer oder ein „=“ fehlt"
     " oder etwas zweimal angegeben ist"},
    {"true or false", "true oder false"},
    {"{1} is empty: name at least one", "{1} ist leer: nenne mindestens eines"},
    {"a table ([name])", "eine Tabelle ([name])"},
    {"a list of tables ([[name]])", "eine Liste von Tabellen ([[name]])"},
    // services/runtime/files.cc
    {"The folder {1} cannot be synced to disk", "Der Ordner {1} lässt sich nicht auf die Platte bringen"},
    {"The file {1} was not written", "Die Datei {1} wurde nicht geschrieben"},
    {"The file {1} could not be written, and what it held before is unchanged",
     "Die Datei {1} ließ sich nicht schreiben, und was vorher darin war, ist unverändert"},
    {"The file {1} cannot be opened", "Die Datei {1} lässt sich nicht öffnen"},
    {"The file {1} cannot be read", "Die Datei {1} lässt sich nicht lesen"},
    {"The file {1} is too large: at most {2} bytes are expected. Check that it is the right file.",
     "Die Datei {1} ist zu groß: höchstens {2} Bytes werden erwartet. Sieh nach, ob es die richtige ist."},
    {"The file {1} is too large", "Die Datei {1} ist zu groß"},
    {"A folder needs a name.", "Ein Ordner braucht einen Namen."},
    {"The folder {1} cannot be made, a file has its name",
     "Der Ordner {1} lässt sich nicht anlegen, eine Datei heißt so"},
    {"The folder {1} cannot be made", "Der Ordner {1} lässt sich nicht anlegen"},
    {"The file {1} cannot be removed", "Die Datei {1} lässt sich nicht entfernen"},
    {"The folder {1} cannot be listed", "Der Ordner {1} lässt sich nicht auflisten"},
    {"The lock file {1} cannot be opened", "Die Sperrdatei {1} lässt sich nicht öffnen"},
    {"The lock {1} is in use by another command. Wait until it has ended, or stop it, and try again.",
     "Die Sperre {1} hält gerade ein anderer Befehl. Warte, bis er fertig ist, oder beende ihn, und versuch es"
     " noch einmal."},
    {"The lock file {1} cannot be locked", "Die Sperrdatei {1} lässt sich nicht sperren"},
    // services/runtime/grpc_channel.cc
    {"The server cannot be reached, or the connection to it broke.",
     "Der Server ist nicht zu erreichen, oder die Verbindung ist abgerissen."},
    {"The server did not answer in time.", "Der Server hat nicht rechtzeitig geantwortet."},
    {"The call was cancelled.", "Der Aufruf wurde abgebrochen."},
    {"The server does not know this call: it is another kind of server, or another version.",
     "Der Server kennt diesen Aufruf nicht: Es ist ein Server anderer Art oder eine andere Fassung."},
    {"The message is larger than allowed, or the server has more to do than it can.",
     "Die Nachricht ist größer als erlaubt, oder der Server hat mehr zu tun, als er kann."},
    {"The server failed while it worked on the call.", "Der Server ist an dem Aufruf gescheitert."},
    // services/runtime/https_client.cc
    {"An address does not begin with https://. Only encrypted connections are made.",
     "Eine Adresse fängt nicht mit https:// an. Es gibt nur verschlüsselte Verbindungen."},
    {"OpenSSL does not take the host's name.", "OpenSSL nimmt den Namen des Rechners nicht an."},
    {"OpenSSL does not offer TLS 1.3.", "OpenSSL bietet kein TLS 1.3."},
    {"A path of a public file is not a path.", "Der Pfad einer öffentlichen Datei ist kein Pfad."},
    {"The server's answer is longer than {1} bytes.", "Die Antwort des Servers ist länger als {1} Bytes."},
    {"The server's answer takes too long. Try again later.",
     "Die Antwort des Servers dauert zu lange. Versuch es später noch einmal."},
    {"{1} could not agree on TLS 1.3. Check that the address is the right one.",
     "{1} konnte sich nicht auf TLS 1.3 einigen. Prüfe, ob die Adresse stimmt."},
    {"{1} cannot be reached. Check the address and the network, and try again.",
     "{1} ist nicht zu erreichen. Prüfe Adresse und Netz, und versuch es noch einmal."},
    {"{1} broke the connection or did not answer in time. Try again later.",
     "{1} hat die Verbindung abgebrochen oder nicht rechtzeitig geantwortet. Versuch es später noch einmal."},
    // services/runtime/key_file.cc
    {"The key file {1} cannot be opened", "Die Schlüsseldatei {1} lässt sich nicht öffnen"},
    {"The key file {1} is open to other users: run chmod 600 on it, and consider the key known to whoever could"
     " read it.",
     "Die Schlüsseldatei {1} ist für andere auf diesem Gerät lesbar: Ruf chmod 600 dafür auf, und sieh den"
     " Schlüssel als bekannt an bei allen, die sie lesen konnten."},
    {"The key file {1} does not open: the passphrase is wrong, or the file is damaged. Try the passphrase again,"
     " else restore the file from its backup.",
     "Die Schlüsseldatei {1} geht nicht auf: Die Passphrase ist falsch, oder die Datei ist beschädigt. Versuch"
     " es noch einmal mit der Passphrase, sonst hol die Datei aus ihrer Sicherung."},
    {"The key file {1} cannot be used: {2}", "Die Schlüsseldatei {1} lässt sich nicht verwenden: {2}"},
    {"The key file {1} cannot be renamed", "Die Schlüsseldatei {1} lässt sich nicht umbenennen"},
    {"The folder of the key file {1} cannot be synced",
     "Der Ordner der Schlüsseldatei {1} lässt sich nicht auf die Platte bringen"},
    {"The key file {1} cannot be overwritten", "Die Schlüsseldatei {1} lässt sich nicht überschreiben"},
    {"The key file {1} holds no signing key. Check that it is the right file.",
     "Die Schlüsseldatei {1} enthält keinen Schlüssel zum Unterschreiben. Sieh nach, ob es die richtige ist."},
    // services/runtime/passphrase.cc
    {"The passphrase is empty. Give one that is hard to guess.",
     "Die Passphrase ist leer. Gib eine an, die schwer zu erraten ist."},
    {"The passphrase is too long: at most {1} bytes.", "Die Passphrase ist zu lang: höchstens {1} Bytes."},
    {"The passphrase cannot be read", "Die Passphrase lässt sich nicht lesen"},
    {"The passphrase file {1} cannot be opened", "Die Datei {1} mit der Passphrase lässt sich nicht öffnen"},
    {"The passphrase file {1} cannot be looked at", "Die Datei {1} mit der Passphrase lässt sich nicht ansehen"},
    {"The passphrase file {1} is open to other users: run chmod 600 on it.",
     "Die Datei {1} mit der Passphrase ist für andere auf diesem Gerät lesbar: Ruf chmod 600 dafür auf."},
    {"The passphrase file {1} cannot be used: {2}",
     "Die Datei {1} mit der Passphrase lässt sich nicht verwenden: {2}"},
    {"There is no terminal to ask for the passphrase on. Name a passphrase file, or give the passphrase on"
     " standard input.",
     "Es gibt kein Terminal, um nach der Passphrase zu fragen. Nenne eine Datei mit der Passphrase, oder gib sie"
     " über die Standardeingabe."},
    {"The terminal cannot hide what is typed, so the passphrase is not asked for. Name a passphrase file.",
     "Das Terminal kann nicht verbergen, was getippt wird, also wird nicht nach der Passphrase gefragt. Nenne"
     " eine Datei mit der Passphrase."},
    {"The two passphrases differ. Nothing was changed; try again.",
     "Die beiden Passphrasen sind verschieden. Nichts wurde geändert; versuch es noch einmal."},
    // services/runtime/privileged.cc
    {"This key may not make this call. Ask the operator which role your key holds, and whether the grant is in"
     " the log yet.",
     "Dieser Schlüssel darf das nicht aufrufen. Frag im Betrieb nach, welche Rolle dein Schlüssel hat, und ob"
     " sie schon im Protokoll steht."},
    {"The nonce is not of this server, or the server has started again since. Make the call again with a fresh"
     " one.",
     "Die Einmalzahl ist nicht von diesem Server, oder der Server wurde seither neu gestartet. Ruf es mit einer"
     " frischen noch einmal auf."},
    {"The nonce has expired: a signature must arrive within two minutes. Make the call again.",
     "Die Einmalzahl ist abgelaufen: Eine Unterschrift muss innerhalb von zwei Minuten ankommen. Ruf es noch"
     " einmal auf."},
    {"This call was made before: its nonce is used up. Make it again with a fresh one, if it is to be made twice.",
     "Das wurde schon einmal aufgerufen: Die Einmalzahl ist verbraucht. Ruf es mit einer frischen auf, wenn es"
     " zweimal geschehen soll."},
    {"Too many privileged calls within two minutes. Try again a little later.",
     "Zu viele Aufrufe mit Rolle innerhalb von zwei Minuten. Versuch es etwas später noch einmal."},
    {"The signature of this call does not verify. Check that key and server are the right ones.",
     "Die Unterschrift dieses Aufrufs stimmt nicht. Prüfe, ob Schlüssel und Server die richtigen sind."},
    // services/runtime/process.cc
    {"Core dumps, which would hold keys, cannot be turned off",
     "Speicherabzüge, in denen Schlüssel stünden, lassen sich nicht abschalten"},
    {"Other programs cannot be kept from reading this one's memory",
     "Andere Programme lassen sich nicht daran hindern, den Speicher dieses Programms zu lesen"},
    // services/runtime/system_error.cc
    {"{1}: unknown error. {2}", "{1}: unbekannter Fehler. {2}"},
    {"Check the path.", "Prüfe den Pfad."},
    {"Check who owns it and its permissions.", "Prüfe, wem es gehört, und die Berechtigungen."},
    {"The file system is mounted read-only: choose another folder or remount it.",
     "Das Dateisystem ist nur lesbar eingehängt: Nimm einen anderen Ordner, oder häng es neu ein."},
    {"Choose another name, or move the old one away first.",
     "Nimm einen anderen Namen, oder leg das alte zuerst beiseite."},
    {"Name a file.", "Nenne eine Datei."},
    {"Free some space, or raise the limit, and try again.",
     "Schaff Platz, oder heb die Grenze an, und versuch es noch einmal."},
    {"Raise the limit of open files (ulimit -n).", "Heb die Grenze der offenen Dateien an (ulimit -n)."},
    {"Stop the program that uses the port, or choose another port.",
     "Beende das Programm, das den Port belegt, oder nimm einen anderen Port."},
    {"Choose an address of this machine.", "Nimm eine Adresse dieses Geräts."},
    {"Look at the disk and the system's log.", "Sieh nach der Platte und im Protokoll des Systems."},
    {"Try again, and look at the system's log if it stays so.",
     "Versuch es noch einmal, und sieh im Protokoll des Systems nach, wenn es so bleibt."},
    // services/runtime/tls.cc
    {"OpenSSL could not {1}.", "OpenSSL ist gescheitert: {1}."},
    {"The TLS certificate is not in PEM form, or damaged. Make it anew or restore the file.",
     "Das TLS-Zertifikat ist nicht in PEM-Form oder beschädigt. Mach es neu, oder stell die Datei wieder her."},
    {"A host name for the certificate is none: use letters, digits, '-' and '.'.",
     "Ein Name für das Zertifikat ist keiner: Nimm Buchstaben, Ziffern, „-“ und „.“."},
    {"An IP address for the certificate is none: write it as 192.0.2.1 or 2001:db8::1.",
     "Eine IP-Adresse für das Zertifikat ist keine: Schreib sie wie 192.0.2.1 oder 2001:db8::1."},
    {"The TLS private key is not in PEM form, or damaged. Make it anew or restore the file.",
     "Der private TLS-Schlüssel ist nicht in PEM-Form oder beschädigt. Mach ihn neu, oder stell die Datei wieder"
     " her."},
    {"A server's certificate needs a host name or an IP address that clients reach it by.",
     "Das Zertifikat eines Servers braucht einen Namen oder eine IP-Adresse, unter der er zu erreichen ist."},
    {"The TLS private key is not the certificate's. Check that both files are of the same server.",
     "Der private TLS-Schlüssel gehört nicht zum Zertifikat. Prüfe, ob beide Dateien vom selben Server sind."},
    {"{1} shows a certificate that is not of the pinned authority, not of this host, or not valid now. Nothing"
     " was sent. Check the address; if it is right, report it: somebody may be listening in.",
     "{1} zeigt ein Zertifikat, das nicht von der festgehaltenen Stelle ist, nicht zu diesem Rechner gehört oder"
     " jetzt nicht gilt. Nichts wurde abgeschickt. Prüfe die Adresse; wenn sie stimmt, melde es: Vielleicht hört"
     " jemand mit."},
    // services/runtime/tls_files.cc
    {"The certificate {1} with the key {2} cannot be used: {3}",
     "Das Zertifikat {1} lässt sich mit dem Schlüssel {2} nicht verwenden: {3}"},
    // services/runtime/typed_lines.cc
    {"the input has ended", "Die Eingabe ist zu Ende"},
    // services/runtime/unary.cc
    {"The server has more to do than it can. Nothing was done; try again in a minute.",
     "Der Server hat mehr zu tun, als er kann. Nichts wurde getan; versuch es in einer Minute noch einmal."},
    {"The call was given up before its turn.", "Der Aufruf wurde aufgegeben, bevor er an der Reihe war."},
    // services/runtime/unary.h
    {"The server dropped this call without an answer.", "Der Server hat diesen Aufruf ohne Antwort fallen lassen."},
    // services/board/answers.cc
    {"an answer is posted by the leader who signed it",
     "Eine Antwort schickt die Person ab, die sie unterschrieben hat"},
    {"the answer's text is not the one that was signed", "Der Text der Antwort ist nicht der unterschriebene"},
    {"an act is posted by the person who signed it", "Das schickt die Person ab, die es unterschrieben hat"},
    {"a text beside an act that has none", "Dazu gehört kein Text, und einer ist dabei"},
    {"the text is not the one that was signed", "Der Text ist nicht der unterschriebene"},
    // services/board/board.cc
    {"the window has closed", "Die Zeit dafür ist vorbei"},
    {"the promise key's file holds another key than the trust bundle names",
     "Die Datei des Zusageschlüssels enthält einen anderen Schlüssel, als das Vertrauensbündel nennt"},
    {"the log in the store does not replay: {1}", "Das Protokoll im Speicher lässt sich nicht nachvollziehen: {1}"},
    {"The board's storage has failed: nothing is taken until it was mended and the board started again.",
     "Der Speicher des Boards ist ausgefallen: Nichts wird angenommen, bis er in Ordnung ist und das Board neu"
     " gestartet wurde."},
    {"The board's storage has failed: {1}", "Der Speicher des Boards ist ausgefallen: {1}"},
    {"the board made an entry that does not replay; nothing was written",
     "Das Board hat einen Eintrag gemacht, der sich nicht nachvollziehen lässt; nichts wurde geschrieben"},
    {"The board is busy; send it again later.", "Das Board ist beschäftigt; schick es später noch einmal."},
    // services/board/board_acts.cc
    {"the board knows no campaign of that id", "Das Board kennt keinen Jam mit dieser Nummer"},
    // services/board/board_erasures.cc
    {"an erasure is sent by the auditor who has signed it",
     "Eine Löschung schickt die prüfende Person ab, die sie unterschrieben hat"},
    // services/board/governance.cc
    {"another campaign of the same time uses another roster, and no countersigned roster record states how the"
     " two differ; have the difference counts countersigned first",
     "Ein anderer Jam zur selben Zeit hat eine andere Liste der Eingeladenen, und nichts Gegengezeichnetes sagt,"
     " wie sich die beiden unterscheiden; lass zuerst die gezählten Unterschiede gegenzeichnen"},
    {"another campaign of the same time uses another roster, and the difference counts that were countersigned"
     " cannot be true of two rosters of these sizes; have them counted again, and wait until that campaign has"
     " closed",
     "Ein anderer Jam zur selben Zeit hat eine andere Liste der Eingeladenen, und die gegengezeichneten"
     " Unterschiede können bei zwei Listen dieser Größen nicht stimmen; lass neu zählen, und warte, bis jener Jam"
     " geschlossen ist"},
    {"another campaign of the same time uses a roster that differs by too few people: at least {1} both ways, or"
     " use the same roster, or wait until that campaign has closed",
     "Ein anderer Jam zur selben Zeit hat eine Liste der Eingeladenen, die sich um zu wenige Menschen"
     " unterscheidet: mindestens {1} in beiden Richtungen; nimm dieselbe Liste, oder warte, bis jener Jam"
     " geschlossen ist"},
    {"a campaign of this draft was opened before", "Aus diesem Entwurf wurde schon ein Jam eröffnet"},
    {"an open campaign asks the same question: members refuse to take part in both",
     "Ein offener Jam stellt dieselbe Frage: Die Geräte der Eingeladenen lehnen es ab, an beiden teilzunehmen"},
    {"a token key of this manifest belongs to an earlier campaign; have the issuers prepare keys for this draft",
     "Ein Schlüssel für Stimmzettel in diesem Manifest gehört zu einem früheren Jam; lass die Ausgabestellen"
     " Schlüssel für diesen Entwurf machen"},
    {"only a facilitator of the campaign may open it", "Einen Jam eröffnet nur, wer ihn moderiert"},
    {"speaking would be closed already; draft new dates",
     "Man könnte sich schon nicht mehr äußern; schreib einen Entwurf mit neuen Tagen"},
    {"the policy allows {1} open campaigns at a time; wait until one has closed",
     "Die Regel der Organisation erlaubt {1} offene Jams zugleich; warte, bis einer geschlossen ist"},
    {"only a facilitator of the campaign may close it", "Einen Jam schließt nur, wer ihn moderiert"},
    {"the last slot of speaking has not been sealed yet; close the campaign after it",
     "Die letzten Texte sind noch nicht erschienen; schließ den Jam danach"},
    // services/board/reading.cc
    {"you are no reader of this campaign", "Du gehörst in diesem Jam nicht zu den Lesenden"},
    {"no batch of this campaign stands at that place of the log",
     "An dieser Stelle des Protokolls sind keine Texte dieses Jams erschienen"},
    {"this batch was withheld: too few spoke, and its texts are destroyed",
     "Diese Texte wurden zurückgehalten: Zu wenige haben sich geäußert, und sie sind vernichtet"},
    // services/issuer/issuer.cc
    {"The issuer's storage has failed, and nothing is accepted until its operator has looked at the disk and"
     " started it again. Nothing that this call asked for was acknowledged. Try again later.",
     "Der Speicher der Ausgabestelle ist ausgefallen, und nichts wird angenommen, bis der Betrieb nach der"
     " Platte gesehen und sie neu gestartet hat. Nichts von dem, worum dieser Aufruf bat, wurde bestätigt."
     " Versuch es später noch einmal."},
    {"the trust bundle knows no issuer of this origin",
     "Das Vertrauensbündel kennt keine Ausgabestelle dieses Namens"},
    {"The issuer's own log does not replay: {1}",
     "Das eigene Protokoll der Ausgabestelle lässt sich nicht nachvollziehen: {1}"},
    {"The issuer's log tells more enrolments than it holds.",
     "Das Protokoll der Ausgabestelle nennt mehr Anmeldungen, als es enthält."},
    {"The issuer's log and roster do not agree on the enrolments.",
     "Protokoll und Liste der Ausgabestelle stimmen in den Anmeldungen nicht überein."},
    {"The draft does not name this issuer. Ask the issuers that it names.",
     "Der Entwurf nennt diese Ausgabestelle nicht. Frag die, die er nennt."},
    {"The draft does not name this key among its facilitators. Call with the key of one of them.",
     "Der Entwurf nennt diesen Schlüssel nicht in der Moderation. Ruf mit dem Schlüssel einer Person auf, die er"
     " dort nennt."},
    {"By the dates of this draft its speaking is over. Write a draft with later dates.",
     "Nach den Tagen dieses Entwurfs kann man sich schon nicht mehr äußern. Schreib einen Entwurf mit späteren"
     " Tagen."},
    {"Too many drafts have token keys and wait for their campaign. Open one of them, or wait until their dates"
     " have passed.",
     "Zu viele Entwürfe haben Schlüssel für Stimmzettel und warten auf ihren Jam. Eröffne einen davon, oder"
     " warte, bis ihre Tage vorbei sind."},
    {"No countersigned roster of the board's log has this root and size. Have the roster's record countersigned"
     " and delivered to the board first, and import the very file it was made from.",
     "Keine gegengezeichnete Liste der Eingeladenen im Protokoll des Boards hat diese Wurzel und Größe. Lass sie"
     " zuerst gegenzeichnen und an das Board geben, und nimm genau die Datei auf, aus der sie gemacht ist."},
    {"This issuer has not imported a roster with this root. Import it first.",
     "Diese Ausgabestelle hat keine Liste mit dieser Wurzel aufgenommen. Nimm sie zuerst auf."},
    {"This issuer has not imported any roster yet. Import one first.",
     "Diese Ausgabestelle hat noch keine Liste aufgenommen. Nimm zuerst eine auf."},
    // records/gateway_key.cc
    {"a gateway key that is not signed by the bundle's gateway key",
     "ein Schlüssel zum Verschließen, den der im Vertrauensbündel nicht unterschrieben hat"},
    // records/trust_bundle.cc
    {"the relay {1} is run by {2}, who also runs the board or an issuer; with the addresses that a relay sees,"
     " they could tell who speaks",
     "Den Briefkasten {1} betreibt {2}, und damit auch das Board oder eine Ausgabestelle; mit den Adressen, die"
     " ein Briefkasten sieht, ließe sich sagen, wer sich äußert"},
    {"the trust bundle has no usable witness quorum: it must name at least as many witnesses as the quorum asks"
     " for, and at least one",
     "Das Vertrauensbündel verlangt keine brauchbare Zahl von Zeugen: Es muss mindestens so viele nennen, wie es"
     " verlangt, und mindestens einen"},
    {"the trust bundle uses one name or one key for two different parties or purposes",
     "Das Vertrauensbündel verwendet einen Namen oder einen Schlüssel für zwei verschiedene Beteiligte oder"
     " Zwecke"},
    {"the name of a log or witness in the trust bundle contains a space, a plus sign or a control character, so"
     " no checkpoint could carry it",
     "Der Name eines Protokolls oder Zeugen im Vertrauensbündel enthält ein Leerzeichen, ein Pluszeichen oder"
     " ein Steuerzeichen, also könnte kein Prüfpunkt ihn tragen"},
    {"the trust bundle names no relay, and nothing anonymous goes any other way",
     "Das Vertrauensbündel nennt keinen Briefkasten, und nichts Anonymes geht einen anderen Weg"},
    {"the witness quorum for {1} could be met by those who run it or the board; it needs a witness of another"
     " organisation",
     "Die verlangte Zahl von Zeugen für {1} könnten die allein stellen, die es oder das Board betreiben; es"
     " braucht einen Zeugen einer anderen Organisation"},
    // audit/board_view.cc
    {"content beside an entry that has none", "Inhalt neben einem Eintrag, der keinen hat"},
    {"the content does not open the entry's commitment",
     "der Inhalt passt nicht zu dem, worauf der Eintrag festgelegt ist"},
    {"a second Genesis", "ein zweiter Anfang"},
    {"Genesis names another organisation fingerprint than the trust bundle has",
     "der Anfang nennt einen anderen Fingerabdruck der Organisation, als das Vertrauensbündel hat"},
    {"Genesis does not agree with the trust bundle", "der Anfang stimmt nicht mit dem Vertrauensbündel überein"},
    {"an incident whose sizes are not those of this log",
     "ein Vorfall, dessen Größen nicht die dieses Protokolls sind"},
    {"the log does not begin with Genesis", "das Protokoll fängt nicht mit seinem Anfang an"},
    {"days go backwards", "Tage gehen rückwärts"},
    {"a batch is cut short", "eine Gruppe von Texten ist abgeschnitten"},
    {"entry {1} of the board's log: {2}", "Eintrag {1} im Protokoll des Boards: {2}"},
    {"the manifest names {1} as {2}, and the log grants that key no such role",
     "das Manifest nennt {1} als {2}, und das Protokoll gibt diesem Schlüssel keine solche Rolle"},
    {"the manifest calls somebody with the role {1} by another name than the log grants it to",
     "das Manifest nennt jemanden mit der Rolle {1} anders, als das Protokoll sie vergibt"},
    {"the manifest names a roster that is not in the log, or not with that size",
     "das Manifest nennt eine Liste der Eingeladenen, die nicht im Protokoll steht, oder nicht mit dieser Größe"},
    {"the manifest names an issuer that the trust bundle does not know",
     "das Manifest nennt eine Ausgabestelle, die das Vertrauensbündel nicht kennt"},
    {"the manifest's promise key or gateway key is not the trust bundle's",
     "Zusageschlüssel oder Schlüssel zum Verschließen im Manifest sind nicht die des Vertrauensbündels"},
};

}  // namespace candor::texts
