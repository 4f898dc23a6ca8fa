// What leaders, sponsors, facilitators and the panel read when they have done something in public. See catalogue.h.
#pragma once

#define CANDOR_ACTING_TEXTS(X)                                                                                    \
  /* what was done, short number, place in the log */                                                             \
  X(kActed, "{1}: {2}, entry {3}", "{1}: {2}, Eintrag {3}")                                                       \
  X(kActedPrompt, "question put up", "Frage gestellt")                                                            \
  X(kActedPromptNext, "Members answer it with `candor build-on`.", "Die Eingeladenen antworten mit `candor build-on`.") \
  X(kActedTheme, "theme made", "Thema gebildet")                                                                  \
  X(kActedThemeRevised, "theme changed", "Thema geändert")                                                        \
  /* short number, form */                                                                                        \
  X(kActedPublished, "published {1} ({2})", "{1} veröffentlicht ({2})")                                           \
  /* short number */                                                                                              \
  X(kActedDeclined, "declined to publish {1}", "{1} nicht veröffentlicht, mit Grund")                             \
  X(kActedHid, "hid {1}", "{1} verborgen")                                                                        \
  X(kActedHidNext,                                                                                                \
    "Everybody sees that it is hidden, and why. Its author can appeal to the panel, which you are not on; nothing" \
    " was erased.",                                                                                               \
    "Alle sehen, dass es verborgen ist, und warum. Wer es geschrieben hat, kann beim Gremium widersprechen, in"   \
    " dem du nicht bist; gelöscht wurde nichts.")                                                                 \
  /* two short numbers */                                                                                         \
  X(kActedMerged, "merged {1} into {2}", "{1} mit {2} zusammengelegt")                                            \
  X(kActedConnected, "connected", "verbunden")                                                                    \
  X(kActedSpotlight, "put into the spotlight", "hervorgehoben")                                                   \
  /* short number */                                                                                              \
  X(kActedAcknowledged, "acknowledged {1}", "{1} zur Kenntnis genommen")                                          \
  X(kActedAcknowledgedNext, "An acknowledgement is no answer: the clock for answering runs on.",                  \
    "Eine Bestätigung ist keine Antwort: Die Frist für die Antwort läuft weiter.")                                \
  X(kActedAsked, "asked in private", "vertraulich gefragt")                                                       \
  X(kActedReplied, "replied in private", "vertraulich geantwortet")                                               \
  X(kActedAskedNext,                                                                                              \
    "Only the author can read it, at their next look. You will not learn who they are, and they may choose not to" \
    " answer.",                                                                                                   \
    "Nur wer den Text geschrieben hat, kann es lesen, beim nächsten Nachsehen. Du erfährst nicht, wer das ist,"   \
    " und es muss keine Antwort kommen.")                                                                         \
  X(kActedAction, "action promised", "Vorhaben zugesagt")                                                         \
  X(kActedActionNext,                                                                                             \
    "Everybody sees who does what by when; authors can rate what came of it. Next, when it is done: `candor"      \
    " action outcome ID --outcome done --file FILE`.",                                                            \
    "Alle sehen, wer was bis wann macht; wer geschrieben hat, kann bewerten, was daraus wurde. Wenn es erledigt"  \
    " ist: `candor action outcome ID --outcome done --file DATEI`.")                                              \
  X(kActedOutcome, "outcome said", "Ergebnis genannt")                                                            \
  X(kActedDecision, "decision recorded", "Entscheidung festgehalten")                                             \
  X(kActedConflict, "conflict of interest declared", "Interessenkonflikt erklärt")                                \
  X(kActedRuling, "appeal decided", "über den Widerspruch entschieden")                                           \
  X(kActedPledge, "pledge renewed", "Versprechen erneuert")                                                       \
  X(kActedPledgeText, "You renew this pledge:", "Du erneuerst dieses Versprechen:")                               \
  X(kActedPledgeDaily, "While members speak it is renewed every day; everybody sees when.",                       \
    "Solange sich die Eingeladenen äußern, wird es jeden Tag erneuert; alle sehen, wann.")                        \
  /* days */                                                                                                      \
  X(kActedPledgeNext, "While members speak it is renewed every {1} days; everybody sees when.",                   \
    "Solange sich die Eingeladenen äußern, wird es alle {1} Tage erneuert; alle sehen, wann.")                    \
  /* short number, place in the log */                                                                            \
  X(kActedAnswered, "answered {1} in public, entry {2}", "{1} öffentlich beantwortet, Eintrag {2}")               \
                                                                                                                  \
  /* short number, file */                                                                                        \
  X(kDraftMade, "draft {1}: {2}", "Entwurf {1}: {2}")                                                             \
  /* file */                                                                                                      \
  X(kDraftMadeNext,                                                                                               \
    "A jam is no place for a single whistleblower's report: texts become readable only together with those of at" \
    " least k people, and with fewer they are never readable. Next: `candor jam check --draft {1}"                \
    " --facilitator-hours HOURS` says whether the jam can go well. Then `candor jam prepare {1} --out keys.bin`"  \
    " asks the issuers for their keys, and everybody named signs with `candor pledge sign {1} --out NAME.part`.", \
    "Ein Jam ist kein Ort für die einzelne Meldung eines Missstands: Texte werden nur zusammen mit denen von"     \
    " mindestens k Menschen lesbar, und mit weniger nie. Weiter: `candor jam check --draft {1}"                   \
    " --facilitator-hours STUNDEN` sagt, ob der Jam gut gehen kann. Dann bittet `candor jam prepare {1} --out"    \
    " keys.bin` die Ausgabestellen um ihre Schlüssel, und alle Genannten unterschreiben mit `candor pledge sign"  \
    " {1} --out NAME.part`.")                                                                                     \
  /* log */                                                                                                       \
  X(kKeysMade, "{1}: made its keys for voting slips", "{1}: hat seine Schlüssel für Stimmzettel gemacht")         \
  X(kKeysMadeNext,                                                                                                \
    "Next: once all pledges and statements are there, `candor jam prepare DRAFT --keys FILE --parts FILES --out"  \
    " manifest.bin`.",                                                                                            \
    "Weiter, sobald alle Versprechen und Erklärungen da sind: `candor jam prepare DRAFT --keys FILE --parts FILES" \
    " --out manifest.bin`.")                                                                                      \
  /* id, file */                                                                                                  \
  X(kManifestMade, "jam {1}: {2}", "Jam {1}: {2}")                                                                \
  X(kManifestMadeNext, "Next: a facilitator and every sponsor sign it with `candor jam sign`; then `candor jam open`.", \
    "Weiter: Moderation und alle, die dafür einstehen, unterschreiben mit `candor jam sign`; dann `candor jam open`.") \
  X(kPledgeSigning, "You sign this pledge:", "Du unterschreibst dieses Versprechen:")                             \
  /* file */                                                                                                      \
  X(kPledgeSigned, "signed: {1}", "unterschrieben: {1}")                                                          \
  X(kPledgeSignedNext, "Next: give the file to the facilitator.", "Weiter: Gib die Datei der Moderation.")        \
  /* id, file */                                                                                                  \
  X(kOpeningSigned, "signed the opening of {1}: {2}", "Eröffnung von {1} unterschrieben: {2}")                    \
  /* id, place in the log */                                                                                      \
  X(kJamOpened, "open: {1}, entry {2}", "eröffnet: {1}, Eintrag {2}")                                             \
  X(kJamOpenedNext, "Members draw their slips at their next `candor sync`.",                                      \
    "Die Eingeladenen ziehen ihre Stimmzettel beim nächsten `candor sync`.")                                      \
  X(kJamClosed, "closed: {1}, entry {2}", "geschlossen: {1}, Eintrag {2}")                                        \
  /* id, news, folder */                                                                                          \
  X(kBulletinMade, "bulletin of {1}, {2} {2?item|items} of news: {3}", "Bulletin zu {1}, {2} {2?Neuigkeit|Neuigkeiten}: {3}") \
  X(kBulletinMadeNext, "The same for everybody: put it where all can see it. Nothing is sent to one person.",     \
    "Für alle dasselbe: Häng es hin, wo alle es sehen. Niemandem wird einzeln etwas geschickt.")                \
  /* id, folder */                                                                                                \
  X(kReportMade, "closing report of {1}: report.html and report.md in {2}",                                       \
    "Abschlussbericht zu {1}: report.html und report.md in {2}")                                                  \
  X(kReportMadeNext,                                                                                              \
    "The same for everybody who was invited: publish it where all of them can read it. `candor-audit verify"      \
    " --json` prints the same figures from the log, counted by other code.",                                      \
    "Für alle Eingeladenen derselbe: Veröffentliche ihn, wo alle ihn lesen können. `candor-audit verify --json`"  \
    " gibt dieselben Zahlen aus dem Protokoll aus, von anderem Code gezählt.")
