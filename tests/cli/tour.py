"""Types the README's tour, "The demo by hand", word for word, with the programs of a build folder.

Usage: tour.py BUILD_FOLDER        (scripts/assure tour)
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HEADING = "## The demo by hand"
BUILT_ALREADY = re.compile(r"^scripts/demo .*\n", re.M)
# What the text must have led to; the tour itself only says so.
EXPECTED = ["did not renew the pledge", "files in "]


def blocks(text):
    section = text.split(HEADING, 1)[1].split("\n## ", 1)[0]
    return re.findall(r"```sh\n(.*?)```", section, re.S)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    found = blocks((ROOT / "README.md").read_text())
    if len(found) < 8:
        print(f"tour: only {len(found)} blocks of commands under \"{HEADING}\"")
        return 1
    script = BUILT_ALREADY.sub("", "\n".join(found)).replace("$PWD/build/release/bin", str(build / "bin"))
    with tempfile.TemporaryDirectory(prefix="candor-tour-") as folder:
        # A command that fails ends it, servers included.
        prelude = "set -euo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n"
        result = subprocess.run(["bash", "-c", prelude + script], cwd=ROOT, text=True,
                                env=os.environ | {"TMPDIR": folder}, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=1800)
    print(result.stdout, end="")
    missing = [words for words in EXPECTED if words not in result.stdout]
    if result.returncode != 0 or missing:
        print(f"tour: ended with {result.returncode}; not said: {missing}")
        return 1
    print(f"tour: {len(found)} blocks of commands, each as the README has it")
    return 0


if __name__ == "__main__":
    sys.exit(main())
