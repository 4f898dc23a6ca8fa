// What members read when they enrol, look at jams, are about to send, and keep their wallet. See catalogue.h.
#pragma once

#define CANDOR_MEMBER_TEXTS(X)                                                                                    \
  /* what is wrong, where no list of errors has it */                                                             \
  X(kErrorInEnglish, "{1}", "Das steht nur auf Englisch da: {1}")                                                 \
                                                                                                                  \
  /* organisation */                                                                                              \
  X(kEnrolFingerprint,                                                                                            \
    "The independent body of {1} has published the organisation's fingerprint: ten numbered groups of five"       \
    " characters. Read the groups asked for there, not from anything that HR, IT or this program shows you.",     \
    "Die unabhängige Stelle von {1} hat den Fingerabdruck der Organisation veröffentlicht: zehn nummerierte"      \
    " Gruppen von fünf Zeichen. Lies die gefragten Gruppen dort ab, nicht von etwas, das dir Personalabteilung,"  \
    " IT oder dieses Programm zeigt.")                                                                            \
  /* number */                                                                                                    \
  X(kEnrolGroup, "Group {1}:", "Gruppe {1}:")                                                                     \
  X(kEnrolAgain, "That is not this organisation's fingerprint. Look again.",                                      \
    "Das ist nicht der Fingerabdruck dieser Organisation. Sieh noch einmal nach.")                                \
  /* log */                                                                                                       \
  X(kEnrolFailed, "Enrolling at {1} did not work. `candor enrol` with the same invites can be run again.",        \
    "Die Anmeldung bei {1} hat nicht geklappt. `candor enrol` mit denselben Einladungen kann wieder aufgerufen werden.") \
  /* log, name, number, unit */                                                                                   \
  X(kEnrolled, "Enrolled at {1} as {2} ({3}, {4}).", "Angemeldet bei {1} als {2} ({3}, {4}).")                    \
  X(kEnrolledNext, "If that is not you, stop and tell the independent body. Else go on with: candor sync",        \
    "Wenn du das nicht bist, hör auf und sag es der unabhängigen Stelle. Sonst weiter mit: candor sync")          \
                                                                                                                  \
  /* first and last day of speaking, texts */                                                                     \
  X(kJamsOpen, "open; you can speak {1} (days end at midnight UTC); {2} {2?text|texts} sealed",                   \
    "offen; Meinungen {1} (Tage enden um Mitternacht UTC); {2} {2?Text|Texte} erschienen")                        \
  X(kJamsClosed, "closed; people could speak {1}; {2} {2?text|texts} sealed",                                     \
    "zu Ende; Meinungen waren {1} möglich; {2} {2?Text|Texte} erschienen")                                        \
  /* how many, of how many, how many are needed */                                                                \
  X(kJamsDrawn, "{1} of {2} people have drawn their slips ({3} are needed)",                                      \
    "{1} von {2} Menschen haben ihre Stimmzettel gezogen ({3} sind nötig)")                                       \
  /* number, name, names */                                                                                       \
  X(kJamsAudience, "readers {1}, {2}: {3}", "Lesende {1}, {2}: {3}")                                              \
  /* log */                                                                                                       \
  X(kJamsOneIssuer, "voices are counted by {1} alone", "Stimmen zählt {1} allein")                                \
  X(kJamsNone, "This machine knows of no jam yet.", "Dieses Gerät kennt noch keinen Jam.")                        \
  X(kLocalCopy, "This is the copy on this machine; `candor sync` brings it up to date.",                          \
    "Das ist die Kopie auf diesem Gerät; `candor sync` bringt sie auf den neuesten Stand.")                       \
  X(kJamsNext, "`candor wall --jam ID` shows a jam.", "`candor wall --jam ID` zeigt einen Jam.")                  \
                                                                                                                  \
  X(kCluesFound, "This may tell readers who wrote it. Nothing was sent; it was looked for on this machine alone.", \
    "Das verrät Lesenden vielleicht, wer es geschrieben hat. Nichts wurde abgeschickt; gesucht wurde nur auf"     \
    " diesem Gerät.")                                                                                             \
  /* excerpt, what it is, why it matters */                                                                       \
  X(kClue, "“{1}”: {2}; {3}.", "„{1}“: {2}; {3}.")                                                                \
  X(kCluesAsk, "Send it as it is? Type yes, or anything else to change it first:",                                \
    "So abschicken? Tippe ja, oder etwas anderes, um es vorher zu ändern:")                                       \
  X(kCluesYes, "yes", "ja")                                                                                       \
  X(kClueName, "a name of your list", "ein Name aus deiner Liste")                                                \
  X(kClueEmail, "an e-mail address", "eine E-Mail-Adresse")                                                       \
  X(kCluePhone, "a phone number", "eine Telefonnummer")                                                           \
  X(kClueNumber, "perhaps a personnel or phone number", "vielleicht eine Personal- oder Telefonnummer")                     \
  X(kClueDate, "an exact date", "ein genaues Datum")                                                              \
  X(kClueOnlyOne, "something that is true of one person", "etwas, das nur auf eine Person zutrifft")              \
  X(kCluePath, "a file path", "ein Dateipfad")                                                                    \
  X(kClueWeb, "a web address", "eine Webadresse")                                                                 \
  X(kClueWhyName, "whoever is named can guess who would write it",                                                \
    "wer genannt ist, kann ahnen, wer so etwas schreibt")                                                         \
  X(kClueWhyFew, "it may point to one person, or to few", "sie kann auf eine Person hinweisen, oder auf wenige")                   \
  X(kClueWhyDate, "few were there on that day; “last winter” says as much to the readers",                        \
    "an dem Tag waren wenige da; „letzten Winter“ sagt den Lesenden genauso viel")                                \
  X(kClueWhyOnlyOne, "readers know who that is", "Lesende wissen, wer das ist")                                   \
  X(kClueWhyPath, "it may hold a user's name, and servers log who opens which file",                              \
    "darin kann ein Benutzername stehen, und Server schreiben auf, wer welche Datei öffnet")                      \
  X(kClueWhyWeb, "it may lead to one person's page or document, and servers log who opens it",                    \
    "sie kann zu einer Seite oder einem Dokument einer Person führen, und Server schreiben auf, wer sie öffnet")  \
  X(kSayNow,                                                                                                      \
    "--now makes an exchange at this moment. Whoever watches this network sees that this machine exchanged"       \
    " something just now, outside its own random times; not what, and not whether it was a text. Without --now"   \
    " nothing is to be seen.",                                                                                    \
    "--now macht jetzt gleich einen Austausch. Wer dieses Netz beobachtet, sieht, dass dieses Gerät gerade etwas" \
    " ausgetauscht hat, außerhalb seiner zufälligen Zeiten; nicht was, und nicht, ob es ein Text war. Ohne --now" \
    " ist nichts zu sehen.")                                                                                      \
  /* file */                                                                                                      \
  X(kSayKept, "What you wrote is in {1}; `candor say` opens it again.",                                           \
    "Was du geschrieben hast, steht in {1}; `candor say` öffnet es wieder.")                                      \
                                                                                                                  \
  /* organisation */                                                                                              \
  X(kWalletFingerprint, "The fingerprint of {1}:", "Der Fingerabdruck von {1}:")                                  \
  X(kWalletKey, "Your key:", "Dein Schlüssel:")                                                                   \
  X(kWalletKeyShown,                                                                                              \
    "An auditor whom the independent body sends, and who drew you by lot, may ask you for this: it shows whether" \
    " somebody was enrolled in your place. It says nothing about whether you spoke. Nobody may ask you that, nor" \
    " for receipts.",                                                                                             \
    "Wer im Auftrag der unabhängigen Stelle prüft und dich ausgelost hat, darf dich danach fragen: Es zeigt, ob"  \
    " jemand an deiner Stelle angemeldet wurde. Es sagt nichts darüber, ob du etwas geschrieben hast. Danach darf" \
    " dich niemand fragen, und auch nicht nach Quittungen.")                                                      \
  /* file, texts */                                                                                               \
  X(kBackupWritten,                                                                                               \
    "Written: {1}, under the passphrase of your wallet. In it: your key, your enrolments, and {2} {2?text|texts}" \
    " that the board has promised, with receipt codes.",                                                          \
    "Geschrieben: {1}, unter der Passphrase deines Wallets. Darin: dein Schlüssel, deine Anmeldungen und {2}"     \
    " {2?zugesagter Text|zugesagte Texte} mit den Codes der Quittungen.")                                         \
  X(kBackupWithoutSlips,                                                                                          \
    "Not in it: unused voting slips. They are lost with a lost wallet, for a second draw could not be told from a" \
    " second vote.",                                                                                              \
    "Nicht darin: unbenutzte Stimmzettel. Mit einem verlorenen Wallet sind sie verloren, denn zweimal Ziehen wäre" \
    " von zweimal Abstimmen nicht zu unterscheiden.")                                                             \
  /* how much */                                                                                                  \
  X(kBackupWithoutTexts,                                                                                          \
    "Not in it either: what waits in the outbox, as the board has not promised it yet ({1}). Make another backup" \
    " when `candor threads` says “promised”.",                                                                    \
    "Auch nicht darin: was im Ausgang wartet, weil das Board es noch nicht zugesagt hat ({1}). Mach noch eine"    \
    " Sicherung, wenn `candor threads` „zugesagt“ sagt.")                                                         \
  X(kBackupHolder,                                                                                                \
    "Whoever has this file and the passphrase is the author of what is in it. Keep it where neither HR nor IT can" \
    " look.",                                                                                                     \
    "Wer diese Datei und die Passphrase hat, gilt als Verfasser von allem darin. Bewahre sie auf, wo weder"       \
    " Personalabteilung noch IT nachsehen können.")                                                               \
  /* organisation, texts */                                                                                       \
  X(kRestored, "Restored: the wallet of a member of {1}, with {2} {2?text|texts}.",                               \
    "Wiederhergestellt: ein Wallet bei {1}, mit {2} {2?Text|Texten}.")                                            \
  X(kRestoredWithoutSlips,                                                                                        \
    "Voting slips that were drawn before the backup or after it are not in it, and nobody draws twice. In jams"   \
    " that open later you draw as everybody does.",                                                               \
    "Stimmzettel, die vor oder nach der Sicherung gezogen wurden, sind nicht darin, und niemand zieht zweimal. In" \
    " Jams, die später beginnen, ziehst du wie alle.")                                                            \
  X(kRestoredNext, "Next: candor sync; then candor threads", "Weiter mit: candor sync; dann candor threads")
