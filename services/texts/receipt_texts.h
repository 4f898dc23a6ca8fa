// What a member reads when a receipt is shown, kept, checked or forgotten. See catalogue.h; what a receipt is stands in
// speak_texts.h.
#pragma once

#define CANDOR_RECEIPT_TEXTS(X)                                                                                   \
  X(kReceiptYours,                                                                                                \
    "This is your receipt code. Whoever holds it is the author: they can read the replies and prove that the"     \
    " text is theirs. Write it down and keep it where only you look. It names neither you nor the jam.",          \
    "Das ist der Code deiner Quittung. Wer ihn hat, gilt als Verfasser: kann die Antworten lesen und beweisen,"   \
    " dass der Text von dort kommt. Schreib ihn auf und bewahre ihn auf, wo nur du nachsiehst. Er nennt weder"    \
    " dich noch den Jam.")                                                                                        \
  X(kReceiptEnter, "Press Enter when it is written down; the screen is cleared then.",                            \
    "Drück die Eingabetaste, wenn er aufgeschrieben ist; dann wird der Bildschirm gelöscht.")                     \
  /* number of the group */                                                                                       \
  X(kReceiptGroup, "From your own copy, group {1} of 9:", "Aus deiner Abschrift, Gruppe {1} von 9:")              \
  X(kReceiptNotThese, "Those are not the groups. Look at what you wrote down.",                                   \
    "Das sind nicht die Gruppen. Sieh nach, was du aufgeschrieben hast.")                                         \
  /* file */                                                                                                      \
  X(kReceiptKeptIn, "Your receipt code is in {1}. Whoever holds it is the author: keep it where only you look.",  \
    "Der Code deiner Quittung steht in {1}. Wer ihn hat, gilt als Verfasser: Bewahre ihn auf, wo nur du"          \
    " nachsiehst.")                                                                                               \
  /* file */                                                                                                      \
  X(kReceiptIn, "The receipt code is in {1}.", "Der Code der Quittung steht in {1}.")                             \
  X(kReceiptHolder, "Whoever holds this code is the author. Keep it where only you look.",                        \
    "Wer diesen Code hat, gilt als Verfasser. Bewahre ihn auf, wo nur du nachsiehst.")                            \
                                                                                                                  \
  /* number in full */                                                                                            \
  X(kProofOf, "Text {1}", "Der Text {1}")                                                                         \
  X(kProofNone, "not in the public log as this machine knows it",                                              \
    "steht nicht im öffentlichen Protokoll, wie dieses Gerät es kennt")                                           \
  /* day */                                                                                                       \
  X(kProofPromised, "the board has promised it by the end of {1}", "das Board hat ihn bis zum Ende des {1} zugesagt") \
  /* place in the log, day */                                                                                     \
  X(kProofFound, "in the public log: entry {1}, sealed on {2}",                                                \
    "steht im öffentlichen Protokoll: Eintrag {1}, erschienen am {2}")                                            \
  X(kProofHolds, "the inclusion proof, the log's signature and the witnesses' quorum hold",                       \
    "der Nachweis, die Unterschrift des Protokolls und die der Zeugen stimmen")                                   \
  X(kProofLate, "the board's promise was broken: it was sealed too late",                                         \
    "das Board hat seine Zusage gebrochen: Der Text ist zu spät erschienen")                                      \
  X(kProofKept, "the board's promise was kept", "das Board hat seine Zusage gehalten")                            \
  /* file */                                                                                                      \
  X(kProofIn, "The evidence is in {1}.", "Der Beleg steht in {1}.")                                               \
                                                                                                                  \
  /* short number */                                                                                              \
  X(kForgetWhat,                                                                                                  \
    "Forgetting cannot be undone. This wallet will hold neither the text {1} nor its receipt code: you can"       \
    " follow no answer to it, not withdraw it, and prove nothing, unless the code is on paper. What the leaders"  \
    " and the public log have stays.",                                                                         \
    "Vergessen lässt sich nicht rückgängig machen. Dieses Wallet hat dann weder den Text {1} noch den Code"       \
    " seiner Quittung: Du kannst keine Antwort darauf verfolgen, ihn nicht zurücknehmen und nichts beweisen,"     \
    " außer der Code steht auf Papier. Was die Leitung und das öffentliche Protokoll haben, bleibt.")             \
  X(kForgetUnsent, "It was not sent yet, and will never be; your voice in this jam is lost with it.",             \
    "Er wurde noch nicht abgeschickt und wird es nie; deine Stimme in diesem Jam ist mit ihm verloren.")          \
  X(kForgetAsk, "Type forget to go on:", "Tippe forget, um fortzufahren:")                                        \
  X(kForgotten, "Forgotten. The wallet's earlier bytes may stay on the medium until they are overwritten.",       \
    "Vergessen. Frühere Daten des Wallets können auf dem Datenträger bleiben, bis sie überschrieben werden.")
