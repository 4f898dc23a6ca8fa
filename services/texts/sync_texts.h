// What `candor sync` says of jams and voting slips. See catalogue.h.
#pragma once

#define CANDOR_SYNC_TEXTS(X)                                                                                      \
  /* the jam's short number, day */                                                                               \
  X(kSyncSlipsFrom, "The jam {1} hands out voting slips from {2} on. Nothing was sent.",                          \
    "Der Jam {1} gibt Stimmzettel ab dem {2} aus. Es wurde nichts abgeschickt.")                                  \
  /* the jam's short number, the day of its opening, the first day of joining */                                  \
  X(kSyncTooYoung,                                                                                                \
    "The jam {1} was opened on {2}, which may be less than a day ago. It is joined from {3} on, when everybody"   \
    " has had time to see it. Nothing was sent.",                                                                 \
    "Der Jam {1} wurde am {2} eröffnet, vielleicht vor weniger als einem Tag. Mitgemacht wird ab dem {3}, wenn"   \
    " alle Zeit hatten, ihn zu sehen. Es wurde nichts abgeschickt.")                                              \
  /* the jam's short number */                                                                                    \
  X(kSyncDrawn,                                                                                                   \
    "Drawn: your voting slips for the jam {1}. Everybody draws the same number, whether they mean to speak or"    \
    " not.",                                                                                                      \
    "Gezogen: deine Stimmzettel für den Jam {1}. Alle ziehen gleich viele, ob sie sich äußern wollen oder"        \
    " nicht.")                                                                                                    \
  /* the jam's short number */                                                                                    \
  X(kSyncDrawnBefore,                                                                                             \
    "The voting slips of the jam {1} were drawn with the wallet that this one was restored from, and are lost"    \
    " with it: nobody draws twice, for it could not be told from voting twice. You can read the jam and follow"   \
    " what you have said in it.",                                                                                 \
    "Die Stimmzettel für den Jam {1} wurden mit dem Wallet gezogen, aus dem dieses wiederhergestellt ist, und"    \
    " sind mit ihm verloren: Niemand zieht zweimal, denn das wäre von zweimal Abstimmen nicht zu unterscheiden."  \
    " Du kannst den Jam lesen und verfolgen, was du darin gesagt hast.")                                          \
  X(kSyncDone, "All public logs are up to date on this machine.",                                              \
    "Alles Öffentliche ist auf diesem Gerät auf dem neuesten Stand.")                                             \
  X(kSyncNext, "Next: candor jams, candor wall, candor say, candor threads",                                          \
    "Weiter mit: candor jams, candor wall, candor say, candor threads")
