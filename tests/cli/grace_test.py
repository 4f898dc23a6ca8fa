"""A jam in which too few speak by the close: the board goes on once, by itself; everybody reads it; two more speak; and the
evidence verifies.

Usage: grace_test.py BUILD_FOLDER
"""

import json
import pathlib
import shutil
import sys
import tempfile
import traceback

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
sys.dont_write_bytecode = True
import play_jam  # noqa: E402
from jam_test import Checks, said  # noqa: E402

PEOPLE = 20
CLOSE = play_jam.OPENING - play_jam.OPENING % play_jam.DAY + 4 * play_jam.DAY
GRACE_DAYS = 2  # of examples/jam.toml



def until_the_close(stage):
    stage.start(play_jam.free_ports(100))
    play_jam.govern(stage)
    ids = play_jam.import_roster(stage, PEOPLE)
    play_jam.open_jam(stage, PEOPLE)
    play_jam.draw(stage, ids)
    stage.advance_to(play_jam.OPENING + play_jam.DAY)
    texts = sorted((ROOT / "examples" / "opinions").glob("*.txt"))
    play_jam.speak(stage, ids[:3], texts[:3])
    stage.advance_to(CLOSE)
    stage.advance_to(CLOSE + 60)
    return ids, texts


def in_the_grace(stage, checks, ids, texts):
    status = stage.candor_json("tomasz", "jam", "status")[0]
    checks.that(status["opinions"] == 0 and status["batches"] == 0, f"three are too few: nothing is sealed: {status}")
    stage.exchange(ids)
    for language, words in (("en", "goes on to the end of 7 March 2026, this once"), ("de", "bis zum Ende des 7. März 2026")):
        wall = stage.candor(ids[-1], "wall", "--language", language)
        checks.that(words in wall, f"the wall says it ({language})\n{wall[:600]}")
    checks.that("open; you can speak from 3 to 7 March 2026" in stage.candor(ids[-1], "jams"), "so does the list of jams")
    code, text = said(stage.command_of(ids[4]) + ["build-on", "350dc7d4", "--file", "-", "--no-receipt"], stdin=b"And a roof.")
    checks.that(code != 0, f"contributions are not extended\n{text}")
    play_jam.speak(stage, ids[3:5], texts[3:5])
    end = CLOSE + GRACE_DAYS * play_jam.DAY
    stage.advance_to(end)
    stage.advance_to(end + 60)
    status = stage.candor_json("tomasz", "jam", "status")[0]
    checks.that(status["opinions"] == 5 and status["batches"] == 1, f"five are enough: {status}")


def after_it(stage, checks, ids):
    code, text = said(stage.command_of(ids[-1]) + ["say", "--file", "-", "--no-receipt"], stdin=b"Too late.")
    checks.that(code == 2 and "2026-03-07" in text and "goes on" not in text, f"then it is over\n{text}")
    stage.exchange(ids[:-1])
    stage.say(stage.candor(ids[0], "receipt", "verify"))
    blanks = stage.while_held([lambda: stage.candor(ids[-1], "sync")])[0]
    checks.that("blank" in blanks, f"and the slip that did not speak is spent on a blank\n{blanks}")
    folder = stage.work / "papers"
    stage.candor("tomasz", "jam", "bulletin", "--out", folder)
    checks.that("Speaking goes on" in (folder / "bulletin.txt").read_text(), "the bulletin tells it")
    stage.candor("tomasz", "jam", "report", "--out", folder)
    checks.that("Extended once" in (folder / "report.md").read_text(), "and the closing report")


def evidence(stage, checks):
    pack = stage.work / "pack"
    stage.run([stage.bin / "candor-audit", "export", *play_jam.trust(stage), "--out", pack])
    code, text = said([stage.bin / "candor-audit", "verify", pack, "--fingerprint-file",
                       stage.deployment / "body" / "fingerprint.txt", "--json"])
    found = json.loads(text)["packs"][0]
    worse = [each for each in found["findings"] if each["severity"] != "overdue"]
    checks.that(code == 0 and not worse, f"the evidence verifies\n{worse}")
    checks.that(found["campaigns"][0]["figures"]["opinions"] == 5, "with all five")


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="candor-grace-test-"))
    stage = play_jam.Stage(sys.argv[1], folder, quiet=True)
    checks = Checks()
    try:
        ids, texts = until_the_close(stage)
        in_the_grace(stage, checks, ids, texts)
        after_it(stage, checks, ids)
        evidence(stage, checks)
    except Exception:  # whatever it is, the servers must be stopped
        checks.that(False, traceback.format_exc())
    for problem in stage.stop():
        checks.that(False, f"a server did not end well: {problem}")
    shutil.rmtree(folder, ignore_errors=True)
    print(f"grace: {checks.done} checks, {len(checks.failed)} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
