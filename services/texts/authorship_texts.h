// What people read around proofs of authorship and notes between facilitators. See catalogue.h.
#pragma once

#define CANDOR_AUTHORSHIP_TEXTS(X)                                                                                \
  /* name, short number, short number of the jam */                                                               \
  X(kProveWho, "{1} asks whether you wrote the text {2} of the jam {3}.",                                         \
    "{1} fragt, ob du den Text {2} des Jams {3} geschrieben hast.")                                               \
  X(kProveShows,                                                                                                  \
    "The proof shows them that you, who hand it over, are the author of this text and of all that belongs to it:" \
    " follow-ups, ratings, an appeal. It cannot be taken back. It shows nobody else anything, since they could"   \
    " have made it themselves. Your receipt code is not in it.",                                                  \
    "Der Nachweis zeigt dieser Person, dass du diesen Text geschrieben hast, samt"    \
    " allem, was dazugehört: Nachträge, Bewertungen, ein Widerspruch. Er lässt sich nicht zurücknehmen. Anderen"  \
    " zeigt er nichts, denn die Person könnte ihn selbst gemacht haben. Der Code deiner Quittung steht nicht"     \
    " darin.")                                                                                                    \
  /* name */                                                                                                      \
  X(kProveLeader, "CAREFUL: {1} reads the texts of this jam.", "VORSICHT: {1} liest die Texte dieses Jams.")     \
  /* pledge */                                                                                                    \
  X(kProveFree,                                                                                                   \
    "You owe nobody a proof. Leaders, facilitators and operators have signed: “{1}” If somebody presses you, tell" \
    " one of these:",                                                                                             \
    "Du schuldest niemandem einen Nachweis. Leitung, Moderation und Betrieb haben unterschrieben: „{1}“ Wenn dich" \
    " jemand drängt, wende dich an:")                                                                             \
  X(kProveAsk, "Type prove to go on:", "Tippe prove, um fortzufahren:")                                           \
  /* file, name */                                                                                                \
  X(kProved, "The proof is in {1}. Hand it to {2} yourself; no server has seen it.",                              \
    "Der Nachweis steht in {1}. Gib ihn {2} selbst; kein Server hat ihn gesehen.")                                \
  /* short number, short number of the jam */                                                                     \
  X(kPublicShows,                                                                                                 \
    "CAREFUL: everybody who ever gets this file will be able to show that the author of the text {1} of the jam"  \
    " {2} said this, for ever. It cannot be taken back or denied. All that belongs to the text goes with it:"     \
    " follow-ups, ratings, an appeal. What you say:",                                                             \
    "VORSICHT: Wer diese Datei jemals bekommt, kann für immer zeigen, dass die Person, die den Text {1} des Jams" \
    " {2} geschrieben hat, dies sagt. Das lässt sich weder zurücknehmen noch abstreiten. Alles, was zum Text"     \
    " gehört, geht mit: Nachträge, Bewertungen, ein Widerspruch. Was du sagst:")                                          \
  X(kPublicAsk, "Type public to go on:", "Tippe public, um fortzufahren:")                                        \
  /* file */                                                                                                      \
  X(kPublicMade,                                                                                                  \
    "The signed statement is in {1}. Whoever gets it can show it to others, also as if it were theirs: it names"  \
    " you only if you named yourself in it.",                                                                     \
    "Die unterschriebene Erklärung steht in {1}. Wer sie bekommt, kann sie anderen zeigen, auch als wäre es die"  \
    " eigene: Sie nennt dich nur, wenn du dich darin genannt hast.")                                              \
  /* file, short number, days */                                                                                  \
  X(kChallengeMade,                                                                                               \
    "The challenge is in {1}: give it to whoever says that the text {2} is theirs. It holds for {3} days. What"   \
    " comes back convinces you alone, is checked here, and holds once.",                                          \
    "Die Frage steht in {1}: Gib sie der Person, die sagt, dass der Text {2} von ihr ist. Sie gilt {3} Tage. Was" \
    " zurückkommt, überzeugt nur dich, wird hier geprüft und gilt einmal.")                                       \
  X(kChallengeLeader,                                                                                             \
    "You read the texts of this jam: hand this only to somebody who offers a proof, and never ask for one.",      \
    "Du liest die Texte dieses Jams: Gib dies nur einer Person, die von sich aus einen Nachweis anbietet, und frag" \
    " nie nach einem.")                                                                                           \
  /* short number, short number of the jam, day of the challenge */                                               \
  X(kCheckHolds,                                                                                                  \
    "The proof holds: whoever made it, for your challenge of {3}, has the receipt code of the text {1} of the"    \
    " jam {2}. It shows this to you and to nobody else: you could have made it yourself.",                        \
    "Der Nachweis stimmt: Wer ihn auf deine Frage vom {3} hin gemacht hat, hat den Code der Quittung zum Text"    \
    " {1} des Jams {2}. Das zeigt er dir und niemandem sonst: Du könntest ihn selbst gemacht haben.")             \
  X(kCheckBearer,                                                                                                 \
    "It does not show that whoever brought it wrote the text: a file can be copied on the way. Ask for it from"   \
    " hand to hand. The challenge is used up: a second check needs a new one.",                                   \
    "Dass die Person, die ihn bringt, den Text geschrieben hat, zeigt er nicht: Eine Datei lässt sich unterwegs"  \
    " kopieren. Lass ihn dir von Hand zu Hand geben. Die Frage ist verbraucht: Für eine zweite Prüfung brauchst"  \
    " du eine neue.")                                                                                             \
  /* short number, short number of the jam, day */                                                                \
  X(kCheckPublic, "Signed by the author of the text {1} of the jam {2}, by their clock on {3}:",                  \
    "Unterschrieben von dort, woher der Text {1} des Jams {2} kam, nach der eigenen Uhr am {3}:")                 \
  X(kCheckPublicLimits,                                                                                           \
    "It does not show who brought it, whom it was meant for, or that it is news: whoever has the file can show"   \
    " it as often as they like, for ever, as if it were their own. The day is what the author's machine said.",   \
    "Von wem sie kommt, für wen sie gedacht war und ob sie neu ist, zeigt sie nicht: Wer die Datei hat, kann sie" \
    " beliebig oft und für immer zeigen, als wäre es die eigene. Der Tag ist, was das Gerät der Person sagte.")   \
                                                                                                                  \
  /* file, names */                                                                                               \
  X(kHandoverMade, "The note is in {1}, sealed to: {2}. Hand it over yourself; no server has seen it.",           \
    "Die Notiz steht in {1}, verschlossen für: {2}. Gib sie selbst weiter; kein Server hat sie gesehen.")         \
  X(kHandoverAlone,                                                                                               \
    "Nobody but you can open it: it is sealed to no other facilitator.",                                          \
    "Niemand außer dir kann sie öffnen: Für keine andere Person der Moderation ist sie verschlossen.")            \
  /* name, day, short number of the jam, names */                                                                 \
  X(kHandoverFrom, "From {1} (the signature holds), {2} by their clock, about the jam {3}, to: {4}",              \
    "Von {1} (die Unterschrift stimmt), {2} nach deren Uhr, zum Jam {3}, an: {4}")                                \
  /* name */                                                                                                      \
  X(kHandoverEnded,                                                                                               \
    "CAREFUL: {1} is no facilitator any more by the public log, and the day above is only what the note says.",   \
    "VORSICHT: {1} moderiert nach dem öffentlichen Protokoll nicht mehr, und der Tag oben ist nur, was die Notiz" \
    " sagt.")
