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
  X(kPublicMade, "The signed statement is in {1}. Whoever gets it can show it to others.",                        \
    "Die unterschriebene Erklärung steht in {1}. Wer sie bekommt, kann sie anderen zeigen.")                      \
  /* file, short number, days */                                                                                  \
  X(kChallengeMade,                                                                                               \
    "The challenge is in {1}: give it to whoever says that the text {2} is theirs. It holds for {3} days, and its" \
    " answer is taken once, with this home folder. What"   \
    " comes back convinces you alone.",                                                                           \
    "Die Frage steht in {1}: Gib sie der Person, die sagt, dass der Text {2} von ihr ist. Sie gilt {3} Tage, und die" \
    " Antwort wird einmal angenommen, mit diesem Ordner. Was" \
    " zurückkommt, überzeugt nur dich.")                                                                          \
  X(kChallengeLeader,                                                                                             \
    "You read the texts of this jam: hand this only to somebody who offers a proof, and never ask for one.",      \
    "Du liest die Texte dieses Jams: Gib dies nur einer Person, die von sich aus einen Nachweis anbietet, und frag" \
    " nie nach einem.")                                                                                           \
  /* short number, short number of the jam, day of the challenge */                                               \
  X(kCheckHolds,                                                                                                  \
    "The proof holds, and answers your challenge of {3}: whoever made it has the receipt code of the text {1} of" \
    " the jam {2}. That the person who brought it to you made it, the file does not say. It is taken this once;"  \
    " it shows nobody else anything, for you could have made it yourself.",                                       \
    "Der Nachweis stimmt und beantwortet deine Frage vom {3}: Wer ihn gemacht hat, hat den Code der Quittung zum" \
    " Text {1} des Jams {2}. Ob das die Person war, die ihn dir gebracht hat, sagt die Datei nicht. Er gilt nur"  \
    " dieses eine Mal; anderen zeigt er nichts, denn du könntest ihn selbst gemacht haben.")                      \
  /* short number, short number of the jam, day */                                                                \
  X(kCheckPublic, "Signed by the author of the text {1} of the jam {2}, by their clock on {3}:",                  \
    "Unterschrieben von dort, woher der Text {1} des Jams {2} kam, nach der eigenen Uhr am {3}:")                 \
                                                                                                                  \
  /* file, names */                                                                                               \
  X(kHandoverMade, "The note is in {1}, sealed to: {2}. Hand it over yourself; no server has seen it.",           \
    "Die Notiz steht in {1}, verschlossen für: {2}. Gib sie selbst weiter; kein Server hat sie gesehen.")         \
  X(kHandoverYouAlone,                                                                                            \
    "It is sealed to you alone: the jam names no other facilitator whose role is in force, or --to names only you.", \
    "Sie ist nur für dich verschlossen: Der Jam nennt sonst keine Moderation, deren Rolle noch gilt, oder --to"    \
    " nennt nur dich.")                                                                                           \
  /* name, day, short number of the jam, names */                                                                 \
  X(kHandoverFrom, "From {1} (the signature holds), {2} by their clock, about the jam {3}, to: {4}",              \
    "Von {1} (die Unterschrift stimmt), {2} nach deren Uhr, zum Jam {3}, an: {4}")                                \
  /* name */                                                                                                      \
  X(kHandoverEnded,                                                                                               \
    "CAREFUL: {1} is no facilitator any more by the public log, and the day above is only what the note says.",   \
    "VORSICHT: {1} moderiert nach dem öffentlichen Protokoll nicht mehr, und der Tag oben ist nur, was die Notiz" \
    " sagt.")
