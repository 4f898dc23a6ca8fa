// What a member is told before and after a text is said, and about receipts. See catalogue.h.
#pragma once

#define CANDOR_SPEAK_TEXTS(X)                                                                                   \
  /* name of the audience, names of its readers */                                                              \
  X(kSpeakWhoReads, "Who can read it: {1} ({2}). Nobody else can, and nobody learns who wrote it, other than by" \
                    " what it says.",                                                                           \
    "Wer es lesen kann: {1} ({2}). Niemand sonst kann das, und niemand erfährt, wer es geschrieben hat, außer"  \
    " durch das, was darin steht.")                                                                             \
  X(kSpeakWhoCannot, "Not your colleagues, not HR or IT, not the sponsor, and not whoever runs the servers.",   \
    "Nicht deine Kolleginnen und Kollegen, nicht Personal oder IT, nicht die, die fragen, und nicht, wer die"   \
    " Server betreibt.")                                                                                        \
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
  /* people who have to speak, the crowd */                                                                     \
  X(kSpeakReadable, "Texts become readable once {1} have spoken, in groups of at least {2}.",                   \
    "Texte werden lesbar, sobald sich {1} Menschen geäußert haben, in Gruppen von mindestens {2}.")             \
  /* the pledge */                                                                                              \
  X(kSpeakPledge, "Everybody who can read it has signed this: {1}",                                             \
    "Alle, die es lesen können, haben unterschrieben: {1}")                                                     \
  /* a contact */                                                                                               \
  X(kSpeakHelp, "If a word of yours is used against you: {1}",                                                  \
    "Wenn dir ein Wort zum Nachteil wird: {1}")                                                                 \
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
    "Sie nennt weder dich noch den Jam. Niemand braucht sie, um deinen Text zu zählen, und wer lesen darf, darf" \
    " nicht danach fragen: Das ist unterschrieben. Wer dich danach fragt, will wissen, was du geschrieben hast.") \
  X(kReceiptKeep,                                                                                               \
    "Keep it on paper where only you look, or do not keep it at all: without it your text stands as well, and"  \
    " you can add nothing to it from another machine. `candor receipt forget` destroys it on this one.",        \
    "Bewahre sie auf Papier auf, wo nur du nachsiehst, oder gar nicht: Auch ohne sie gilt dein Text, nur kannst" \
    " du von einem anderen Gerät nichts hinzufügen. `candor receipt forget` vernichtet sie auf diesem.")
