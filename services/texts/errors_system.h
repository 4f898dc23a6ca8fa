// Errors in German: what the operating system and the library that reads the command line say. See errors.h.
#pragma once

#include "services/texts/wording.h"

namespace candor::texts {

inline constexpr Wording kSystemErrors[] = {
    // strerrordesc_np (glibc), as services/runtime/system_error.cc shows them
    {"No such file or directory", "nicht vorhanden"},
    {"Permission denied", "keine Berechtigung"},
    {"Operation not permitted", "nicht erlaubt"},
    {"File exists", "gibt es schon"},
    {"Is a directory", "ist ein Ordner"},
    {"Not a directory", "ist kein Ordner"},
    {"Directory not empty", "Ordner nicht leer"},
    {"No space left on device", "kein Platz mehr auf der Platte"},
    {"Disk quota exceeded", "zugeteilter Platz verbraucht"},
    {"File too large", "Datei zu groß"},
    {"File name too long", "Name zu lang"},
    {"Read-only file system", "Dateisystem nur lesbar"},
    {"Too many open files", "zu viele offene Dateien"},
    {"Too many levels of symbolic links", "zu viele Verweise hintereinander"},
    {"Address already in use", "Adresse schon belegt"},
    {"Cannot assign requested address", "Adresse gehört nicht zu diesem Gerät"},
    {"Input/output error", "Fehler beim Lesen oder Schreiben"},
    {"Invalid argument", "ungültige Angabe"},
    {"Resource temporarily unavailable", "im Augenblick nicht verfügbar"},
    {"Device or resource busy", "wird gerade verwendet"},
    {"No such device or address", "kein solches Gerät"},
    {"Inappropriate ioctl for device", "kein Terminal"},
    // audit/reference.cc joins the names of what it was asked for
    {"opinion or contribution", "Meinung oder Beitrag"},
    {"opinion, contribution or theme", "Meinung, Beitrag oder Thema"},
    {"opinion, contribution or follow-up", "Meinung, Beitrag oder Nachtrag"},
    {"opinion, contribution, follow-up or appeal", "Meinung, Beitrag, Nachtrag oder Widerspruch"},
    {"published text or theme", "veröffentlichter Text oder Thema"},
    {"theme or published text", "Thema oder veröffentlichter Text"},
    {"prompt, published text or theme", "Frage an alle, veröffentlichter Text oder Thema"},
    // records/act.cc joins the names that an option takes
    {"read, thanks, looking-into-it or passed-on", "read, thanks, looking-into-it oder passed-on"},
    {"done, in-part, moved or dropped", "done, in-part, moved oder dropped"},
    {"adopted, in-part, studied or rejected", "adopted, in-part, studied oder rejected"},
    {"paraphrase, headline or verbatim", "paraphrase, headline oder verbatim"},
    {"stays-hidden or shown-again", "stays-hidden oder shown-again"},
    {"question or reply", "question oder reply"},
    // programs/cli/command.cc
    {"{1}. Nothing was done; `{2} --help` shows how it is used.",
     "{1}. Nichts wurde getan; `{2} --help` zeigt, wie es verwendet wird."},
    {"there is no command \"{1}\"", "Einen Befehl „{1}“ gibt es nicht"},
    {"there is no option \"{1}\" here", "Eine Option „{1}“ gibt es hier nicht"},
    {"this is more than it takes: \"{1}\"", "Das ist mehr, als dahinter stehen kann: „{1}“"},
    // CLI11 2.3, Error.hpp and Validators.hpp
    {"{1} is required", "{1} fehlt"},
    {"A subcommand is required", "Ein Befehl fehlt"},
    {"{1}: {2} required {3} missing", "{1}: es fehlt eine Angabe dahinter"},
    {"{1}: At least {2} required but received {3}", "{1}: mindestens {2} nötig, und {3} angegeben"},
    {"{1}: At Most {2} required but received {3}", "{1}: höchstens {2} möglich, und {3} angegeben"},
    {"Could not convert: {1} = {2}", "{1} = {2} ist nicht von der Art, die hier stehen muss"},
    {"{1}: Value {2} not in range {3} to {4}", "{1}: {2} liegt nicht zwischen {3} und {4}"},
    {"{1}: {2} not in {3}", "{1}: {2} ist keines von {3}"},
    {"{1}: too many inputs for a flag", "{1}: dahinter steht zu viel"},
    {"{1}: Should be true/false or a number", "{1}: dahinter steht nichts, oder true oder false"},
    {"{1} was given a disallowed flag override", "{1}: dahinter steht nichts"},
    {"{1} requires {2}", "{1} braucht {2}"},
    {"{1} excludes {2}", "{1} und {2} schließen einander aus"},
};

}  // namespace candor::texts
