// What a member is told before and after a text is said, and about receipts. See catalogue.h.
#pragma once

#define CANDOR_SPEAK_TEXTS(X)                                                                                   \
  /* name of the audience, names of its readers */                                                              \
  X(kSpeakTrial,                                                                                                \
    "THIS IS A TRIAL. One machine may run all its servers, so it protects nobody: write nothing here that must" \
    " not be known to be yours. What follows is how it is where the servers are in different hands.",           \
    "DAS IST EIN PROBEBETRIEB. Alle Server können auf einem Gerät laufen, darum schützt er niemanden: Schreib"  \
    " hier nichts, wovon niemand wissen darf, dass es von dir ist. Was folgt, gilt, wo die Server in"           \
    " verschiedenen Händen sind.")                                                                              \
  X(kSpeakWhoReads, "Who can read it: {1} ({2}). They are given the text without a name, and nobody else is given it.", \
    "Wer es lesen kann: {1} ({2}). Sie bekommen den Text ohne Namen, und sonst bekommt ihn niemand.")           \
  X(kSpeakWhoCannot,                                                                                            \
    "Your colleagues, HR, IT, the sponsor: none of them can read it. Nobody who runs one of the servers alone can"  \
    " read it, or learn that it is yours. Whoever ran the letterbox and the board together could narrow that"   \
    " down, while they run.",                                                                                   \
    "Kolleginnen und Kollegen, Personal, IT, die Sponsors: Sie alle können es nicht lesen. Wer einen der" \
    " Server allein betreibt, kann es nicht lesen und auch nicht erfahren, dass es von dir ist. Wer Briefkasten" \
    " und Board zusammen betriebe, könnte das im laufenden Betrieb eingrenzen.")                                \
  /* names of issuers */                                                                                        \
  X(kSpeakCountedByOne, "counted by {1} alone", "gezählt von {1} allein")                                       \
  X(kSpeakCountedByTwo, "counted by {1} and {2}, of which neither can add anybody alone",                       \
    "gezählt von {1} und {2}, von denen keine Stelle allein jemanden hinzufügen kann")                          \
  /* people, day, who counted */                                                                                \
  X(kSpeakCrowd, "You are one of {1} people who drew, as of {2}, {3}.",                                         \
    "Du bist eine Person von {1}, die gezogen haben, Stand: {2}, {3}.")                                         \
  /* people so far, day, who counted, people needed */                                                          \
  X(kSpeakNoCrowdYet, "People who have drawn so far: {1}, as of {2}, {3}. Nothing of yours leaves before {4}"   \
                      " have.",                                                                                 \
    "Bisher haben {1} gezogen, Stand: {2}, {3}. Nichts von dir geht hinaus, bevor es {4} sind.")                \
  X(kSpeakOldCopy, "This machine last looked on that day; more may have drawn since. `candor sync` asks again.", \
    "An diesem Tag hat dieses Gerät zuletzt nachgesehen; seitdem können es mehr sein. `candor sync` fragt neu nach.") \
  /* people who have to speak, the crowd */                                                                     \
  X(kSpeakReadable, "Texts become readable once {1} have spoken, in groups of at least {2}.",                   \
    "Texte werden lesbar, sobald sich {1} Menschen geäußert haben, in Gruppen von mindestens {2}.")             \
  /* the pledge */                                                                                              \
  X(kSpeakPledge, "Everybody who can read it has signed this: {1}",                                             \
    "Alle, die es lesen können, haben unterschrieben: {1}")                                                     \
  /* a contact */                                                                                               \
  X(kSpeakHelp, "If a word of yours is used against you: {1}",                                                  \
    "Wenn dir daraus ein Nachteil entsteht: {1}")                                                                 \
  X(kSpeakLimits,                                                                                               \
    "Nothing here protects you from what only you could know or write, from somebody who looks over your"       \
    " shoulder, from a machine that others manage, or from a crowd that is too small.",                         \
    "Nichts hier schützt dich vor dem, was nur du wissen oder so schreiben kannst, vor Blicken über deine"      \
    " Schulter, vor einem Gerät, das andere verwalten, oder vor einer zu kleinen Menge.")                       \
                                                                                                                \
  X(kReceiptIs,                                                                                                 \
    "A receipt is a code of nine groups. Whoever holds it is the author: they can read what leaders write back" \
    " in private, add to the text, take it back, and prove that it is theirs.",                                 \
    "Eine Quittung ist ein Code aus neun Gruppen. Wer ihn hat, gilt als Verfasser: kann lesen, was vertraulich" \
    " zurückgeschrieben wird, etwas hinzufügen, den Text zurücknehmen und beweisen, dass er von dort kommt.")   \
  X(kReceiptIsNot,                                                                                              \
    "It names neither you nor the jam. Nobody needs it to count your text, and no leader may ask for it: they"  \
    " have signed that they will not. Whoever asks you for one wants to know what you wrote.",                  \
    "Sie nennt weder dich noch den Jam. Niemand braucht sie, um deinen Text zu zählen. Führungskräfte dürfen" \
    " nicht danach fragen; das haben sie unterschrieben. Wer dich danach fragt, will wissen, was du geschrieben hast.") \
  X(kReceiptKeep,                                                                                               \
    "Keep it on paper where only you look, or do not keep it at all: without it your text stands as well, and"  \
    " you can add nothing to it from another machine. `candor receipt forget` destroys it on this one.",        \
    "Bewahre sie auf Papier auf, wo nur du nachsiehst, oder gar nicht: Auch ohne sie gilt dein Text, nur kannst" \
    " du von einem anderen Gerät nichts hinzufügen. `candor receipt forget` vernichtet sie auf diesem.")
