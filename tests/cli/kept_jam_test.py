"""A jam that the demo leaves alive can be gone on with by the very lines that it prints: they are typed here.

Usage: kept_jam_test.py BUILD_FOLDER PHASE
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.dont_write_bytecode = True


def main():
    build, phase = sys.argv[1:]
    told = subprocess.run([sys.executable, "-B", str(ROOT / "scripts" / "play_jam.py"), "--build", build, "--people", "20",
                           "--until", phase, "--quiet"], capture_output=True, text=True)
    print(told.stdout + told.stderr)
    if told.returncode != 0:
        return 1
    lines = re.findall(r"^  (.*)$", told.stdout, re.M)
    *steps, stop = lines
    assert stop.startswith("kill ") and steps[0].startswith("source "), lines
    try:
        typed = subprocess.run(["bash", "-c", "set -e -o pipefail\n" + "\n".join(steps)], capture_output=True, text=True,
                               timeout=300)
        print(typed.stdout + typed.stderr)
        failed = typed.returncode != 0 or len(steps) < 8
        print("FAILED" if failed else f"{len(steps)} lines were typed, and none of them failed")
        # A control: the shell stops at the first line that fails.
        wrong = subprocess.run(["bash", "-c", "set -e\n" + steps[0] + "\nc stavros read ffffffff\ntrue"], capture_output=True)
        return 1 if failed or wrong.returncode == 0 else 0
    finally:
        subprocess.run(["bash", "-c", stop.replace("; rm", "; sleep 3; rm")], check=False)


if __name__ == "__main__":
    sys.exit(main())
