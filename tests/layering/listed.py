"""Every test stands in a list: one that no CMake file names is never built or run, and looks like a test all the same.

Prints each that is missing and exits 1. Usage: listed.py [--control]: the control makes a tree with one that is missing
and one that is not, and has to find the first alone.
"""

import pathlib
import re
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def unlisted(root):
    """Tests are named relative to the folder of the list, which is theirs or one above."""
    named = set()
    for lists in [*root.rglob("CMakeLists.txt"), *root.rglob("*.cmake")]:
        for name in re.findall(r"[\w./-]+_test\.(?:cc|py)", lists.read_text()):
            # As it stands, or behind a variable for the folder.
            named.add((lists.parent / name.lstrip("/")).resolve())
    tests = [*root.rglob("*_test.cc"), *(root / "cli").rglob("*_test.py")]
    return sorted(str(each.relative_to(root)) for each in tests if each.resolve() not in named)


def control():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "audit").mkdir()
        (root / "audit" / "CMakeLists.txt").write_text("candor_test(audit_tests SOURCES seen_test.cc)\n")
        for name in ("seen_test.cc", "forgotten_test.cc"):
            (root / "audit" / name).write_text("")
        found = unlisted(root)
    if found != ["audit/forgotten_test.cc"]:
        print(f"the control found {found}")
        return 1
    return 0


def main():
    if sys.argv[1:] == ["--control"]:
        return control()
    missing = unlisted(ROOT / "tests")
    for each in missing:
        print(f"tests/{each}: no CMake file names it, so it is neither built nor run")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
