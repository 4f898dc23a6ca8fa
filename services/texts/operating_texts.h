// What those read who hold the organisation's keys, import rosters, make invites and erase texts, and what people are
// asked for. See catalogue.h.
#pragma once

#define CANDOR_OPERATING_TEXTS(X)                                                                                 \
  X(kAskActorPassphrase, "Passphrase of your actor key:", "Passphrase deines Schlüssels für Rollen:")             \
  X(kAskNewActorPassphrase, "New passphrase for your actor key:",                                                 \
    "Neue Passphrase für deinen Schlüssel für Rollen:")                                                           \
  X(kAskWalletPassphrase, "Passphrase of your wallet:", "Passphrase deines Wallets:")                             \
  X(kAskNewWalletPassphrase, "A passphrase for your new wallet:", "Eine Passphrase für dein neues Wallet:")       \
  X(kAskBackupPassphrase, "Passphrase of the backup:", "Passphrase der Sicherung:")                               \
  /* file */                                                                                                      \
  X(kAskFilePassphrase, "Passphrase of {1}:", "Passphrase von {1}:")                                              \
  X(kAskOnceMore, "The same once more:", "Dasselbe noch einmal:")                                                 \
  X(kAskInvite, "Your invite:", "Deine Einladung:")                                                               \
                                                                                                                  \
  /* what a record says */                                                                                        \
  /* name, role, key */                                                                                            \
  X(kRecordGrant, "grant: {1} becomes {2}, with the key {3}…", "Rolle: {1} wird {2}, mit dem Schlüssel {3}…")      \
  /* name, role, server, key */                                                                                    \
  X(kRecordGrantAt, "grant: {1} becomes {2} at {3}, with the key {4}…",                                            \
    "Rolle: {1} wird {2} bei {3}, mit dem Schlüssel {4}…")                                                         \
  /* people, head count */                                                                                        \
  X(kRecordInvited, "people invited: {1}, head count {2}", "Liste der Eingeladenen: {1}, Beschäftigte {2}")       \
  /* key, role, reason */                                                                                         \
  X(kRecordRevoke, "revoke: the key {1}… is {2} no more ({3})",                                                   \
    "Widerruf: Der Schlüssel {1}… ist nicht mehr {2} ({3})")                                                      \
  /* jams, day */                                                                                                 \
  X(kRecordPolicy, "policy: at most {1} {1?jam|jams} open at once from {2} on",                                   \
    "Regel: höchstens {1} {1?offener Jam|offene Jams} zugleich, vom {2} an")                                      \
  /* key, day */                                                                                                  \
  X(kRecordRotate, "charter: the key {1}… is the charter's from {2} on",                                          \
    "Charta: Der Schlüssel {1}… ist vom {2} an der der Charta")                                                   \
                                                                                                                  \
  /* key */                                                                                                        \
  X(kActorNext,                                                                                                    \
    "Next: give this line to whoever holds the charter key, for `candor actor grant`. The private part stays in"   \
    " your home folder. Your key begins with {1}: read that to the independent body, which compares it before it"  \
    " countersigns your role.",                                                                                    \
    "Weiter: Gib diese Zeile an die Person, die den Schlüssel der Charta hat, für `candor actor grant`. Der"       \
    " private Teil bleibt in deinem Ordner. Dein Schlüssel fängt mit {1} an: Lies das der unabhängigen Stelle vor,"\
    " die es vergleicht, bevor sie deine Rolle gegenzeichnet.")                                                    \
  X(kRecordNext, "Next: the independent body checks and signs it with `candor countersign`.",                     \
    "Weiter: Die unabhängige Stelle prüft und unterschreibt es mit `candor countersign`.")                        \
  /* what the record says */                                                                                       \
  X(kCountersignAbout, "to be countersigned: {1}", "gegenzuzeichnen: {1}")                                         \
  X(kCountersignLooked, "Nothing was signed. Without --look it is.", "Nichts wurde unterschrieben. Ohne --look geschieht es.")\
  X(kCountersignAsk, "Type sign to countersign:", "Tippe sign, um gegenzuzeichnen:")                               \
  /* entry, what the record says */                                                                               \
  X(kCountersigned, "countersigned, entry {1}: {2}", "gegengezeichnet, Eintrag {1}: {2}")                         \
  /* people, file, file */                                                                                        \
  X(kInvitedWritten, "{1} people: {2} (personal data, keep it safe) and {3}",                                     \
    "{1} Menschen: {2} (personenbezogen, verwahr es sicher) und {3}")                                             \
  X(kInvitedNext,                                                                                                 \
    "Next: the independent body checks both files and signs with `candor countersign roster.rec --roster"         \
    " roster.bin`; then each issuer's operator runs `candor roster import --deliver roster.bin`.",                \
    "Weiter: Die unabhängige Stelle prüft beide Dateien und unterschreibt mit `candor countersign roster.rec"     \
    " --roster roster.bin`; dann ruft der Betrieb jeder Ausgabestelle `candor roster import --deliver roster.bin`" \
    " auf.")                                                                                                      \
  /* server, people */                                                                                            \
  X(kInvitedDelivered, "{1}: has the list of {2} {2?person|people}", "{1}: hat die Liste mit {2} {2?Mensch|Menschen}") \
  X(kInvitedDeliveredNext, "Next: each issuer's operator makes invites with `candor invite`.",                    \
    "Weiter: Der Betrieb jeder Ausgabestelle macht mit `candor invite` Einladungen.")                             \
  /* server, enrolled, all */                                                                                     \
  X(kInvitedEnrolled, "{1}: {2} of {3} people enrolled", "{1}: {2} von {3} Menschen angemeldet")                  \
  /* invites, server, folder, days */                                                                             \
  X(kInvites, "{1} {1?invite|invites} of {2} in {3}, valid for {4} {4?day|days}",                                 \
    "{1} {1?Einladung|Einladungen} von {2} in {3}, gültig {4} {4?Tag|Tage}")                                      \
  X(kInvitesNext,                                                                                                 \
    "Next: hand each person theirs, on a way of your own, and delete the folder. The fingerprint comes from the"  \
    " independent body, never from you.",                                                                         \
    "Weiter: Gib allen ihre Einladung, auf einem Weg, den du dafür hast, und lösch den Ordner. Der Fingerabdruck" \
    " kommt von der unabhängigen Stelle, nie von dir.")                                                           \
                                                                                                                  \
  /* entry, reason, file */                                                                                       \
  X(kEraseProposed, "proposed: to erase the text of entry {1} ({2}): {3}",                                        \
    "vorgeschlagen: den Text von Eintrag {1} zu löschen ({2}): {3}")                                              \
  X(kEraseProposedNext,                                                                                           \
    "Next: an auditor checks and signs it with `candor erase countersign`. Nothing is erased before.",            \
    "Weiter: Eine prüfende Person prüft und unterschreibt es mit `candor erase countersign`. Vorher wird nichts"  \
    " gelöscht.")                                                                                                 \
  /* entry, entry of the text, reason */                                                                          \
  X(kEraseAgreed, "agreed, entry {1}: the text of entry {2} is to be erased ({3})",                               \
    "beschlossen, Eintrag {1}: Der Text von Eintrag {2} wird gelöscht ({3})")                                     \
  X(kEraseAgreedNext,                                                                                             \
    "The board gives that text to nobody any more. Once the witnesses have seen this entry, it destroys the text" \
    " and says so in the record.",                                                                                \
    "Das Board gibt diesen Text niemandem mehr. Sobald die Zeugen diesen Eintrag gesehen haben, vernichtet es"    \
    " den Text und sagt es im Protokoll.")
