"""Every piece of `candor`'s help is in services/texts/help_wordings.h, and nothing else is.

Control: an option that is put into the source, and a piece that is put into the list, are found.

Usage: help_wordings.py ROOT
"""

import pathlib
import re
import sys

sys.dont_write_bytecode = True
from source_text import arguments, inside, split, tokens_of, wordings_of  # noqa: E402

# Where a call has what is shown.
SHOWN = {"AddOption": 2, "AddFlag": 2, "AddCommand": 1}
GROUP = re.compile(r'constexpr char kGroup\[\] = "([^"]*)";')


def literal(tokens):
    return "".join(text for kind, text in tokens if kind == "string")


def registered(source):
    """What a file of verbs registers: verbs, options and their groups."""
    tokens, out = tokens_of(source), GROUP.findall(source)
    for at, (kind, name) in enumerate(tokens[:-1]):
        if kind != "word" or tokens[at + 1] != ("other", "("):
            continue
        given = arguments(tokens, at + 1)
        if name in SHOWN and len(given) > SHOWN[name]:
            out.append(literal(given[SHOWN[name]]))
        elif name == "AddVerb" and len(given) > 1 and given[1][0] == ("other", "{"):
            out += [literal(each) for each in split(inside(given[1], 0)[0], ",")[1:3]]
    return {each for each in out if each}


def findings(sources, lists):
    known, shown = set(lists), set().union(*(registered(each) for each in sources))
    return sorted(shown - known), sorted(known - shown)


def main():
    root = pathlib.Path(sys.argv[1])
    sources = [file.read_text() for file in sorted((root / "programs/candor").glob("*.cc"))]
    frame, _, verbs = (root / "services/texts/help_wordings.h").read_text().partition("kHelp[]")
    new, old = findings(sources, wordings_of(verbs))
    framed = set(wordings_of(frame))
    new = [each for each in new if each not in framed]
    for piece in new:
        print(f"in no language but English (services/texts/help_wordings.h): {piece}")
    for piece in old:
        print(f"services/texts/help_wordings.h: no verb and no option says this any more: {piece}")
    control = findings([*sources, 'verb->AddOption("--control", options->control, "Nobody knows this");'],
                       [*wordings_of(verbs), "Nobody says this"])
    if "Nobody knows this" not in control[0] or "Nobody says this" not in control[1]:
        print("control: an option that the list does not hold, or a piece that nobody says, was not found")
        return 1
    pieces = len(wordings_of(verbs))
    print(f"{pieces} pieces of help, {len(new)} in English alone, {len(old)} that nobody says")
    return 1 if new or old or pieces < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
