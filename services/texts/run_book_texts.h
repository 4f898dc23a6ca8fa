// Who does what when in a jam: the run-book of `candor jam check`. See catalogue.h.
#pragma once

#define CANDOR_RUN_BOOK_TEXTS(X)                                                                                  \
  X(kRunBook, "Run-book (hours are UTC)", "Ablauf (Uhrzeiten in UTC)")                                            \
  X(kRunMembers, "members", "Eingeladene")                                                                        \
  X(kRunPledged, "leaders, facilitators, operators", "Leitung, Moderation, Betrieb")                              \
  X(kRunReaders, "leaders, facilitators", "Leitung, Moderation")                                                  \
  X(kRunFacilitators, "facilitators", "Moderation")                                                               \
  X(kRunLeaders, "leaders", "Leitung")                                                                            \
  X(kRunSponsors, "sponsors", "Sponsors")                                                                         \
  X(kRunOperators, "operators", "Betrieb")                                                                        \
                                                                                                                  \
  X(kRunDraw, "enrol and draw their slips, by themselves at their machines' next sync",                           \
    "melden sich an und ziehen ihre Stimmzettel, von selbst beim nächsten Abgleich ihrer Geräte")                 \
  X(kRunSpeak, "speak (candor say)", "äußern sich (candor say)")                                                  \
  X(kRunPledge, "renew the pledge (candor pledge renew)", "erneuern das Versprechen (candor pledge renew)")       \
  X(kRunTexts,                                                                                                    \
    "new texts may be readable: leaders read them and hand over what may be published, with the numbers of what"  \
    " belongs together (candor read --consents FILE); facilitators group and publish (candor theme, candor publish)", \
    "neue Texte können lesbar sein: Die Leitung liest sie und gibt weiter, was veröffentlicht werden darf, mit den" \
    " Nummern dessen, was zusammengehört (candor read --consents DATEI); die Moderation ordnet und veröffentlicht" \
    " (candor theme, candor publish)")                                  \
  X(kRunTextsAgain, "new texts may be readable: as before", "neue Texte können lesbar sein: wie zuvor")           \
  X(kRunClose, "speaking closes: everything is sealed (candor jam close after the last slot)",                    \
    "die Zeit für Meinungen endet: Alles ist erschienen (candor jam close nach dem letzten Termin)")              \
  X(kRunBoard, "board", "Board")                                                                                  \
  /* how many are too few, the new close */                                                                       \
  X(kRunGrace, "with fewer than {1} opinions by now: goes on taking them until {2}, once, by itself",              \
    "nimmt, wenn es bis jetzt weniger als {1} Meinungen gibt, von selbst noch bis zum {2} welche an, einmal")      \
  X(kRunConverge, "the last points count; themes stand", "die letzten Punkte zählen; die Themen stehen fest")     \
  X(kRunAnswers, "answers are due (candor inbox shows what waits)",                                               \
    "Antworten sind fällig (candor inbox zeigt, was wartet)")                                                     \
  /* who decides */                                                                                               \
  X(kRunDecide, "the decision on each theme is due (candor decide): {1}",                                         \
    "die Entscheidung über jedes Thema ist fällig (candor decide): {1}")                                          \
  X(kRunResult, "what was promised to happen with the result is due",                                             \
    "was mit dem Ergebnis geschehen sollte, ist fällig")                                                          \
  X(kRunReport, "the conversation ends: the closing report (candor jam report)",                                  \
    "die Gespräche enden: der Abschlussbericht (candor jam report)")                                              \
  X(kRunDestroy, "texts and salts are destroyed, by the board itself",                                            \
    "alle Texte werden vernichtet, samt dem, was sie belegt, vom Board selbst")
