// What a member is told when something of theirs goes into the outbox: what waits, and when it leaves. See catalogue.h.
#pragma once

#define CANDOR_OUTBOX_TEXTS(X)                                                                                    \
  /* first and last minute */                                                                                     \
  X(kOutboxText,                                                                                                  \
    "Your text waits in the outbox of this machine. It leaves between {1} and {2}, in one of the exchanges that"  \
    " every member's machine makes at random times, if this machine runs `candor sync --background` then.",       \
    "Dein Text wartet im Ausgang dieses Geräts. Er geht zwischen {1} und {2} hinaus, mit einem der Austausche,"   \
    " die das Gerät jeder Person zu ausgelosten Zeiten macht, wenn auf diesem Gerät dann"                      \
    " `candor sync --background` läuft.")                                                                         \
  /* minute */                                                                                                    \
  X(kOutboxOpens, "It may not leave before {1}: that is when speaking opens.",                                    \
    "Er darf nicht vor {1} hinaus: Dann beginnt die Zeit für Meinungen.")                                         \
  /* minute, hours */                                                                                             \
  X(kOutboxRests,                                                                                                 \
    "It may not leave before {1}: a voting slip rests for {2} {2?hour|hours} between being drawn and being"       \
    " used, so that nobody can connect the two.",                                                                 \
    "Er darf nicht vor {1} hinaus: Ein Stimmzettel ruht zwischen Ziehen und Verwenden {2} {2?Stunde|Stunden},"    \
    " damit niemand beides verbinden kann.")                                                                      \
  /* people needed, people so far */                                                                              \
  X(kOutboxCrowd,                                                                                                 \
    "It may not leave before {1} people have drawn their voting slips ({2} {2?has|have}), so that there is a"     \
    " crowd to be one of.",                                                                                       \
    "Er darf nicht hinaus, bevor {1} Menschen ihre Stimmzettel gezogen haben (bisher {2}), damit es eine Menge"   \
    " gibt, in der er sich verbirgt.")                                                                            \
                                                                                                                  \
  /* what, minute */                                                                                              \
  X(kOutboxAct,                                                                                                   \
    "{1} waits in the outbox. It may leave from {2} on, a time drawn at random, so that nobody can tell when you" \
    " decided.",                                                                                                  \
    "{1} wartet im Ausgang. Es wird frühestens {2} verschickt, zu einer ausgelosten Zeit, damit niemand erkennt," \
    " wann du dich entschieden hast.")                                                                            \
  /* short number */                                                                                              \
  X(kOutboxFollowUp, "Your follow-up to {1}", "Dein Nachtrag zu {1}")                                             \
  X(kOutboxWithdrawal, "Your withdrawal of {1}", "Deine Rücknahme von {1}")                                       \
  X(kOutboxAppeal, "Your appeal", "Dein Widerspruch")                                                             \
  X(kOutboxRating, "Your rating", "Deine Bewertung")                                                              \
  X(kOutboxNext, "Next: nothing; one of the exchanges that this machine makes anyway takes it along.",            \
    "Weiter ist nichts zu tun: Ein Austausch, den dieses Gerät ohnehin macht, nimmt es mit.")                     \
  X(kAppealReaders, "None of those who can read it has hidden the text.",                                         \
    "Niemand von denen, die ihn lesen können, hat den Text verborgen.")                                           \
                                                                                                                  \
  /* short number, minute, points left */                                                                         \
  X(kOutboxPoint,                                                                                                 \
    "Your point for {1} waits in the outbox and may leave from {2} on, a time drawn at random for each point."    \
    " You have {3} left.",                                                                                        \
    "Dein Punkt für {1} wartet im Ausgang und geht frühestens {2} hinaus, zu einer Zeit, die für jeden Punkt"     \
    " ausgelost wird. Du hast noch {3}.")                                                                         \
  X(kOutboxPointApart,                                                                                            \
    "It is counted with the points of others, in groups; nothing connects it with your other points,"             \
    " contributions or your text.",                                                                               \
    "Er wird mit den Punkten anderer gezählt, in Gruppen; nichts verbindet ihn mit deinen anderen Punkten,"       \
    " deinen Beiträgen oder deinem Text.")                                                                        \
                                                                                                                  \
  X(kWithdrawalWhat,                                                                                              \
    "What happens: the withdrawal is sealed with the next slot after the text's own. From then on the board"      \
    " gives the text to nobody; once the witnesses have seen that in the log, it destroys key and text. The"   \
    " record goes on to show that something was said and withdrawn. What a leader has read or copied before"      \
    " cannot be taken back.",                                                                                     \
    "Was geschieht: Die Rücknahme erscheint mit dem nächsten Termin nach dem des Textes. Von da an gibt das"      \
    " Board den Text niemandem mehr; sobald die Zeugen das im Protokoll gesehen haben, vernichtet es Schlüssel"   \
    " und Text. Das Protokoll zeigt weiter, dass etwas gesagt und zurückgenommen wurde. Was die Leitung vorher"   \
    " gelesen oder kopiert hat, lässt sich nicht zurückholen.")                                                   \
  X(kWithdrawalNext, "Next: candor sync at or after that time; it sends what waits.",                             \
    "Weiter mit: candor sync, zu dieser Zeit oder danach; damit geht hinaus, was wartet.")
