"""No text of services/texts stands unsaid: each is named as Text::kName by code outside the catalogue.

Control: a text that is put into a list and said by nobody is found.
"""

import pathlib
import re
import sys

DEFINED = re.compile(r"^\s*X\((k\w+),", re.MULTILINE)
SAID = re.compile(r"\bText::(k\w+)")


def unsaid(lists, sources):
    defined = [name for text in lists for name in DEFINED.findall(text)]
    said = {name for text in sources for name in SAID.findall(text)}
    return defined, sorted(set(defined) - said)


def main():
    root = pathlib.Path(sys.argv[1])
    lists = [file.read_text() for file in sorted((root / "services/texts").glob("*_texts.h"))]
    # The catalogue's own headers name texts in their comments alone.
    sources = [file.read_text() for top in ("services", "programs")
               for file in sorted((root / top).rglob("*.[ch]*"))
               if file.suffix == ".cc" or (file.suffix == ".h" and file.parent.name != "texts")]
    defined, found = unsaid(lists, sources)
    for name in found:
        print(f"nobody says Text::{name}: say it or take it out of its list in services/texts")
    if not defined:
        print("no text was found: is this the repository's root?")
        return 1
    _, control = unsaid(lists + ['  X(kSaidByNobody, "a", "b")'], sources)
    if "kSaidByNobody" not in control:
        print("control: a text that nobody says was not found")
        return 1
    print(f"{len(defined)} texts, {len(found)} unsaid")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
