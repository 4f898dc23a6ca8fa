// What a facilitator is told about whether a jam can go well: `candor jam check`. See catalogue.h.
#pragma once

#define CANDOR_READINESS_TEXTS(X)                                                                                 \
  X(kReadyOk, "ok", "gut")                                                                                        \
  X(kReadyAttention, "attention", "Achtung")                                                                      \
  X(kReadyNot, "not ready", "nicht bereit")                                                                       \
                                                                                                                   \
  /* what is looked at; the English is its name for scripts */                                                     \
  X(kReadyNameCrowd, "crowd", "Menge")                                                                             \
  X(kReadyNameFirstText, "first text", "erster Text")                                                              \
  X(kReadyNameHands, "hands", "Hände")                                                                             \
  X(kReadyNameWitnesses, "witnesses", "Zeugen")                                                                    \
  X(kReadyNamePledges, "pledges", "Versprechen")                                                                   \
  X(kReadyNameAppeals, "appeals", "Widersprüche")                                                                  \
  X(kReadyNameSlots, "slots", "Termine")                                                                           \
  X(kReadyNameExchanges, "exchanges", "Austausche")                                                                \
  X(kReadyNameDays, "days", "Tage")                                                                                \
                                                                                                                  \
  /* people needed, people invited */                                                                             \
  X(kReadyNotOpen, "Nobody can draw before the opening; nobody speaks before {1} of {2} have drawn.",             \
    "Vor der Eröffnung kann niemand ziehen; niemand äußert sich, bevor {1} von {2} gezogen haben.")               \
  /* people who drew, people invited, people needed */                                                            \
  X(kReadyDrawn, "{1} of {2} have drawn; {3} are needed.", "{1} von {2} haben gezogen; {3} müssen es sein.")      \
  X(kReadyFewDrawn,                                                                                               \
    "{1} of {2} have drawn, and {3} are needed before anything is readable: remind everybody, all of them and in" \
    " the same words, to enrol and let their machine sync.",                                                      \
    "{1} von {2} haben gezogen, und {3} müssen es sein, bevor etwas lesbar ist: Alle erinnern, alle und mit den"  \
    " gleichen Worten, sich anzumelden und ihr Gerät abgleichen zu lassen.")                                      \
  /* half of the people invited, twice the crowd */                                                               \
  X(kReadyNoCrowd,                                                                                                \
    "Half of those invited is {1} people, fewer than twice k ({2}): with a good turnout nothing would be"         \
    " readable before the close. Take a smaller k (5 is the least) or invite more people.",                       \
    "Die Hälfte der Eingeladenen sind {1}, weniger als zweimal k ({2}): Auch bei guter Beteiligung wäre vor dem"  \
    " Ende nichts lesbar. Ein kleineres k wählen (mindestens 5) oder mehr Menschen einladen.")                    \
  /* the crowd, half of the people invited */                                                                     \
  X(kReadyCrowd, "Texts appear together, at least {1} at a time; half of those invited is {2} people.",           \
    "Texte erscheinen gemeinsam, mindestens {1} auf einmal; die Hälfte der Eingeladenen sind {2}.")               \
  /* minute */                                                                                                    \
  X(kReadyFirstTooLate,                                                                                           \
    "The first text could be readable on {1}, which is the close: nobody could build on it. Open issuance"        \
    " earlier, shorten the decoupling time, or let speaking last longer.",                                        \
    "Der erste Text könnte {1} lesbar sein, und da ist schon Schluss: Niemand könnte darauf aufbauen."            \
    " Stimmzettel früher ausgeben, ihre Ruhezeit verkürzen oder die Zeit für Meinungen verlängern.")              \
  /* end of the grace, end of points, day of answers */                                                           \
  X(kReadyGraceLate,                                                                                              \
    "If the grace is taken, the texts come out on {1}, and points end on {2}, answers are due on {3}: give both"  \
    " more time, or take fewer grace_days.",                                                                      \
    "Wird die Nachfrist genutzt, erscheinen die Texte am {1}; Punkte enden am {2}, Antworten sind am {3} fällig:" \
    " Gib beidem mehr Zeit oder nimm weniger grace_days.")                                                        \
  /* minute, people */                                                                                            \
  X(kReadyFirst, "The first text can be readable on {1}, once {2} have spoken.",                                  \
    "Der erste Text kann {1} lesbar sein, sobald sich {2} geäußert haben.")                                       \
  /* names */                                                                                                     \
  X(kReadyWho, "board: {1}; issuers: {2}; letterboxes: {3}.",                                                     \
    "Board: {1}; Ausgabe der Stimmzettel: {2}; Briefkästen: {3}.")                                                \
  /* who */                                                                                                       \
  X(kReadyApart, "The parties are in different hands. {1}", "Alles ist in verschiedenen Händen. {1}")             \
  X(kReadyNotApart, "letterbox, board and issuers are not in different hands. {1}",                               \
    "Briefkasten, Board und Ausgabe der Stimmzettel sind nicht in verschiedenen Händen. {1}")                     \
  X(kReadyTrialNotApart, "This is a trial: letterbox, board and issuers are not in different hands. {1}",         \
    "Dies ist ein Probelauf: Briefkasten, Board und Ausgabe der Stimmzettel sind nicht in verschiedenen Händen. {1}") \
  X(kReadyWitnesses, "The quorum of witnesses has cosigned every log within a day.",                              \
    "Genug Zeugen haben jedes Protokoll innerhalb eines Tages mitunterschrieben.")                                \
  /* names of logs */                                                                                             \
  X(kReadyNoWitnesses,                                                                                            \
    "The witnesses' quorum has not cosigned these logs within a day: {1}. Members' machines act on nothing"       \
    " newer: ask the witnesses.",                                                                                 \
    "Diese Protokolle haben nicht genug Zeugen innerhalb eines Tages mitunterschrieben: {1}. Auf Neueres stützen" \
    " sich die Geräte der Eingeladenen nicht: bei den Zeugen nachfragen.")                                          \
  /* people */                                                                                                    \
  X(kReadyPledgesRare,                                                                                            \
    "{1} people sign the pledge, and none renews it while members speak: in a jam a day is usual.",               \
    "{1} Menschen unterschreiben das Versprechen, und niemand erneuert es in der Zeit für Meinungen: In einem"    \
    " Jam ist täglich üblich.")                                                                                   \
  X(kReadyPledges, "{1} people sign the pledge.", "{1} Menschen unterschreiben das Versprechen.")                 \
  /* people, days */                                                                                              \
  X(kReadyPledgesRenewed, "{1} people sign the pledge and renew it each time after {2} {2?day|days} while members speak.",  \
    "{1} Menschen unterschreiben das Versprechen und erneuern es in der Zeit für Meinungen"                       \
    " im Abstand von {2} {2?Tag|Tagen}.")                                                                         \
  X(kReadyPanel, "An appeal panel is named: what is hidden can be appealed against.",                             \
    "Eine Stelle für Widersprüche ist benannt: Gegen Verborgenes ist Widerspruch möglich.")                       \
  X(kReadyNoPanel, "No appeal panel is named, so nothing that was published can be hidden.",                      \
    "Keine Stelle für Widersprüche ist benannt; darum lässt sich nichts Veröffentlichtes verbergen.")             \
  /* hours, opinions */                                                                                           \
  X(kReadyHoursUnsaid,                                                                                            \
    "About {1} {1?hour is|hours are} needed to group and publish {2} opinions at three minutes each; say with"       \
    " --facilitator-hours how many there are.",                                                                   \
    "Etwa {1} {1?Stunde|Stunden} braucht es, um {2} Meinungen zu ordnen und zu veröffentlichen, drei Minuten für jede; mit" \
    " --facilitator-hours lässt sich angeben, wie viele es gibt.")                                                \
  /* hours needed, opinions, hours that there are */                                                              \
  X(kReadyHours, "About {1} {1?hour is|hours are} needed for {2} opinions; there are {3}.",                       \
    "Etwa {1} {1?Stunde|Stunden} braucht es für {2} Meinungen; es gibt {3}.")                                     \
  X(kReadyFewHours,                                                                                               \
    "About {1} {1?hour is|hours are} needed for {2} opinions; there are {3}. Name more facilitators, or give them time.", \
    "Etwa {1} {1?Stunde|Stunden} braucht es für {2} Meinungen; es gibt {3}. Mehr Menschen für die Moderation benennen oder" \
    " ihnen Zeit geben.")                                                                                         \
  /* slots within hours, slots a day */                                                                           \
  X(kReadySlots, "{1} of {2} slots a day {1?falls|fall} into working hours (UTC).",                               \
    "{1} von {2} Terminen am Tag {1?fällt|fallen} in die Arbeitszeit (UTC).")                                     \
  /* hours */                                                                                                     \
  X(kReadyNoSlots,                                                                                                \
    "No slot falls between {1}:00 and {2}:00 UTC: texts appear when nobody is there to read them.",               \
    "Kein Termin liegt zwischen {1}:00 und {2}:00 UTC: Texte erscheinen, wenn niemand da ist, um sie zu lesen.")  \
  /* exchanges a day, texts, points */                                                                            \
  X(kReadyExchangesFew,                                                                                           \
    "A machine makes {1} exchanges a day, each with one message: {2} texts and {3} points do not fit into their"  \
    " windows. Take smaller quotas or longer windows.",                                                           \
    "Ein Gerät macht {1} Austausche am Tag, jeden mit einer Nachricht: {2} Texte und {3} Punkte passen nicht in"  \
    " ihre Zeit. Weniger davon erlauben oder mehr Zeit geben.")                                                   \
  /* contributions, points, exchanges a day */                                                                    \
  X(kReadyExchanges, "A voice, {1} contributions and {2} points fit into {3} exchanges a day.",                   \
    "Eine Meinung, {1} Beiträge und {2} Punkte passen in {3} Austausche am Tag.")                                 \
  /* days */                                                                                                      \
  X(kReadyDecisionEarly, "The decision is due on {1}, before the answers ({2}).",                                 \
    "Die Entscheidung ist am {1} fällig, vor den Antworten ({2}).")                                               \
  X(kReadyDecisionLate, "The decision is due after retention has ended: nothing can be recorded then.",           \
    "Die Entscheidung ist erst fällig, wenn alle Texte vernichtet sind: Dann lässt sich nichts mehr festhalten.") \
  X(kReadyDays, "Answers are due by {1}, the decision on {2}.",                                                   \
    "Antworten sind bis zum {1} fällig, die Entscheidung am {2}.")
