"""What the parts below the programs say when something is wrong, gathered from the source.

Errors are said in English where they arise, by parts that know no language; services/texts/errors_*.h hold the
same sentences in other languages, found by their English form. This script reads both and complains about

  * a sentence that the source can say, and that no list holds: who adds or changes an error adds it there;
  * a sentence that a list holds, and that nobody says any more.

Control: a sentence that is put into the source, and one that is put into a list, are found.

Usage: error_forms.py ROOT [--list]
"""

import pathlib
import re
import sys

sys.dont_write_bytecode = True
from source_text import arguments, inside, split, tokens_of, wordings_of  # noqa: E402

# Whose sentences reach somebody at `candor`: files or folders. What is below them (crypto, store, the log's own
# code) speaks of damaged bytes to an engineer; that stands in English behind what is said here.
SAID_TO_PEOPLE = [
    "programs/candor", "services/member", "services/leader", "services/facilitator", "services/operator",
    "services/clients", "services/follow", "services/bulletin", "services/texts", "services/runtime",
    "services/board/answers.cc", "services/board/board.cc", "services/board/board_acts.cc",
    "services/board/board_erasures.cc", "services/board/board_service.cc", "services/board/governance.cc",
    "services/board/reading.cc", "services/issuer/issuer.cc", "services/issuer/issuer_service.cc",
    "services/issuer/members.cc", "records", "audit/acts.cc", "audit/authorship.cc", "audit/reference.cc",
    "audit/board_view.cc", "base/csv_reader.cc",
]
# Servers' configuration and TLS, a protocol's bytes: nobody at `candor` meets them.
NOT_SAID = [
    "services/runtime/https_server.cc", "services/runtime/log_lock.cc", "services/runtime/ticker.cc",
    "records/entry.cc", "records/submission.cc", "services/follow/pack_export.cc",
    "services/follow/pack_export.h", "services/follow/pack_folder.cc",
]

# Who carries a sentence, and in which of its arguments: "+" joins that one and all behind it, "." puts an error's
# sentence behind it.
EVERYWHERE = {"SystemError": "0"}
CARRIERS = {
    "programs/candor": {"Fail": "1"},
    "services/member/admission.cc": {"Add": "1+", "AddIfError": "1."},
    "services/member": {"Refuse": "0"},
    "services/runtime/config.cc": {"push_back": "0", "Complain": "1", "Require": "2", "WrongType": "2"},
    "services/runtime/files.cc": {"Sentence": "file"},
    "services/facilitator/draft_file.cc": {"Problem": "1"},
    "records/draft.cc": {"Add": "0", "Text": "0", "Texts": "0", "People": "0", "Count": "0"},
    "records/parts.cc": {"Add": "0", "Status": "0"},
    "records/roster.cc": {"push_back": "0"},
    "audit/acts.cc": {"Refuse": "0", "Deny": "0", "Missing": "0"},
    "audit/board_view.cc": {"Broken": "0"},
}
# Functions whose results are sentences, or ends of sentences.
RETURNS = {
    "services/member/admission.cc": ["RosterFault", "PurposeName", "WithNothingSent"],
    "audit/reference.cc": ["NameOf", "WhereShown"],
    "services/runtime/system_error.cc": ["NextStep"],
    "services/runtime/grpc_channel.cc": ["Explanation"],
    "records/roster.cc": ["RowError", "Heading", "More"],
    "records/parts.cc": ["Heading"],
}
# Variables that hold sentences.
ASSIGNED = {"base/csv_reader.cc": ["error"]}

STATUS = re.compile(r"(absl::)?[A-Z][a-z]\w*Error$")
NO_ERRORS = {"AddIfError", "SystemError"}

VALUE = [[None]]


def joined(parts, constants):
    out = [[]]
    for part in parts:
        out = [head + tail for head in out for tail in alternatives(part, constants)]
    return out


def alternatives(expression, constants):
    """What an expression may be, as lists of literals and of None for a value."""
    choice = split(expression, "?")
    if len(choice) > 1:
        results = split(expression[len(choice[0]) + 1:], ":")
        return [each for result in results for each in alternatives(split(result, "?")[-1], constants)]
    if expression and all(kind == "string" for kind, _ in expression):
        return [["".join(text for _, text in expression)]]
    if len(expression) > 1 and expression[1] == ("other", "(") and inside(expression, 1)[1] == len(expression) - 1:
        if expression[0][1] in ("Cat", "std::string", "std::string_view"):
            return joined(arguments(expression, 1), constants)
        if expression[0][1] == "Sentence" and len(arguments(expression, 1)) == 3:
            first, _, last = arguments(expression, 1)
            return [a + [" ", None, " "] + b for a in alternatives(first, constants)
                    for b in alternatives(last, constants)]
    if expression and expression[0] == ("other", "(") and inside(expression, 0)[1] == len(expression) - 1:
        return alternatives(expression[1:-1], constants)
    terms = split(expression, "+")
    if len(terms) > 1:
        return joined(terms, constants)
    if len(expression) == 1 and expression[0][1] in constants:
        return [[constants[expression[0][1]]]]
    return VALUE


def form_of(pieces):
    out, values = "", 0
    for piece in pieces:
        if piece is None:
            values += 1
            piece = f"{{{values}}}"
        out += piece
    return re.sub(r"(\{\d\})(\{\d\})+", r"\1", out)


def carriers_of(name):
    out = dict(EVERYWHERE)
    for where, each in CARRIERS.items():
        if name == where or name.startswith(where + "/"):
            out.update(each)
    return out


def forms_of(name, source):
    """The forms of all sentences in a file."""
    tokens = tokens_of(source)
    constants = {at[1]: "".join(text for kind, text in tokens_of(at[2]) if kind == "string")
                 for at in re.finditer(r"constexpr\s+(?:std::string_view|char)\s+(k\w+)(?:\[\])?\s*=\s*([^;]*?);", source)
                 if '"' in at[2]}
    carriers, found = carriers_of(name), []
    for at, (kind, text) in enumerate(tokens[:-1]):
        if kind != "word" or tokens[at + 1] != ("other", "("):
            continue
        word = text.split("::")[-1]
        if text == "absl::Status" or tokens[at - 1] == ("word", "absl::Status"):
            place = "1"
        elif word in carriers:
            place = carriers[word]
        elif STATUS.match(text) and word not in NO_ERRORS:
            place = "0"
        else:
            continue
        given = arguments(tokens, at + 1)
        if place == "file":
            if len(given) == 3:
                found += alternatives(tokens[at:inside(tokens, at + 1)[1] + 1], constants)
            continue
        first = int(place.rstrip("+."))
        if first < len(given):
            behind = [[None, "."]] if place.endswith(".") else [[]]
            found += [each + end for end in behind
                      for each in joined(given[first:] if place.endswith("+") else [given[first]], constants)]
    for at, token in enumerate(tokens[:-1]):
        if token[1] in ASSIGNED.get(name, []) and tokens[at + 1] == ("other", "="):
            found += alternatives(split(tokens[at + 2:], ";")[0], constants)
    for function in RETURNS.get(name, []):
        found += returned_by(function, tokens, constants)
    return [form_of(each) for each in found]


def returned_by(function, tokens, constants):
    out = []
    for at, token in enumerate(tokens[:-1]):
        if token != ("word", function) or tokens[at + 1] != ("other", "("):
            continue
        end = inside(tokens, at + 1)[1] + 1
        if end < len(tokens) and tokens[end] == ("other", "{"):
            body = inside(tokens, end)[0]
            for start, each in enumerate(body):
                if each == ("word", "return"):
                    out += alternatives(split(body[start + 1:], ";")[0], constants)
    return out


def says_something(form):
    return re.search(r"[A-Za-z]{2}", re.sub(r"\{\d\}", "", form)) is not None


def said(root, extra=()):
    out = {}
    for top in SAID_TO_PEOPLE:
        at = root / top
        for file in [at] if at.is_file() else sorted(at.rglob("*.*")):
            name = file.relative_to(root).as_posix()
            if file.suffix not in (".cc", ".h") or name in NOT_SAID:
                continue
            for form in forms_of(name, file.read_text()):
                if says_something(form):
                    out.setdefault(form, name)
    for name, source in extra:
        for form in forms_of(name, source):
            out.setdefault(form, name)
    return out


def listed(root):
    """The English forms of the lists, but for those of the system and of the library of command lines."""
    return [form for file in sorted((root / "services/texts").glob("errors_*.h"))
            if file.name != "errors_system.h" for form in wordings_of(file.read_text())]


def findings(said_forms, listed_forms):
    known = set(listed_forms)
    return sorted(set(said_forms) - known), sorted(known - set(said_forms)), sorted(
        form for form in known if listed_forms.count(form) > 1)


CONTROL = 'absl::Status Control() { return absl::NotFoundError(Cat("There is no ", what, " at all.")); }'


def main():
    root = pathlib.Path(sys.argv[1])
    forms, lists = said(root), listed(root)
    if "--list" in sys.argv[2:]:
        for form, name in forms.items():
            print(name, form.replace("\n", "\\n"), sep="\t")
        return 0
    if len(forms) < 100:
        print("hardly any error was found: is this the repository's root?")
        return 1
    new, old, twice = findings(forms, lists)
    for form in new:
        print(f"{forms[form]}: in no list of services/texts/errors_*.h: {form}")
    for form in old:
        print(f"services/texts/errors_*.h: nobody says this any more: {form}")
    for form in twice:
        print(f"services/texts/errors_*.h: stands in the lists twice: {form}")
    control = findings(said(root, [("services/member/speak.cc", CONTROL)]), lists + ["Nobody says {1}."])
    if "There is no {1} at all." not in control[0] or "Nobody says {1}." not in control[1]:
        print("control: a sentence that no list holds, or one that nobody says, was not found")
        return 1
    print(f"{len(forms)} sentences, {len(new)} in no list, {len(old)} that nobody says, {len(twice)} twice")
    return 1 if new or old or twice else 0


if __name__ == "__main__":
    sys.exit(main())
