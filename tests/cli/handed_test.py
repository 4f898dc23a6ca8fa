"""What people hand to each other as files: a proof of authorship holds once, while its challenge does, where the challenge
was made; a note between two facilitators opens for both, and not when it was altered or is others'.

Usage: handed_test.py BUILD_FOLDER
"""

import json
import pathlib
import shutil
import stat
import sys
import tempfile
import traceback

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
sys.dont_write_bytecode = True
import play_jam  # noqa: E402
from authorship_checks import sealed_text  # noqa: E402
from jam_test import Checks, refused, said  # noqa: E402

PEOPLE = 20
SPEAKERS = 6
USAGE, REFUSED, DAMAGED = 1, 2, 4
CLOSE = play_jam.OPENING - play_jam.OPENING % play_jam.DAY + 4 * play_jam.DAY
SECOND = "Ada Lund"
NOTE = b"Tomorrow: the night shift's theme needs a prompt.\n"
ASKED_HEAD, ASKED_EACH = 10, 37  # bytes of records/asked_challenges.h


def until_texts_are_read(stage):
    play_jam.PEOPLE.append((SECOND, "facilitator", None))
    stage.start(play_jam.free_ports(100))
    play_jam.govern(stage)
    ids = play_jam.import_roster(stage, PEOPLE)
    play_jam.open_jam(stage, PEOPLE, lambda text: text.replace(
        'facilitators = ["Tomasz Wrona"]', f'facilitators = ["Tomasz Wrona", "{SECOND}"]'))
    play_jam.draw(stage, ids)
    stage.advance_to(play_jam.OPENING + play_jam.DAY)
    texts = sorted((ROOT / "examples" / "opinions").glob("*.txt"))
    play_jam.speak(stage, ids[:SPEAKERS], texts[:SPEAKERS])
    stage.advance_to(CLOSE)
    stage.advance_to(CLOSE + 60)
    stage.exchange(ids[:1])
    return ids


def proof(stage, author, name):
    """A challenge by Ilse, and the author's answer to it."""
    challenge, answer = stage.work / f"{name}.challenge", stage.work / f"{name}.proof"
    stage.candor("ilse", "receipt", "challenge", sealed_text(stage, author)[:10], "--out", challenge)
    stage.candor(author, "receipt", "prove", challenge, "--out", answer, "--really")
    return challenge, answer


def used_once(stage, checks, author):
    check = stage.command_of("ilse") + ["receipt", "check"]
    _, answer = proof(stage, author, "once")
    kept = stage.homes / "ilse" / "challenges"
    checks.that(stat.S_IMODE(kept.stat().st_mode) == 0o600, "nobody else reads the list of challenges")
    checks.that(len(kept.read_bytes()) == ASKED_HEAD + ASKED_EACH, "it holds a challenge and no more")
    spoiled = bytearray(answer.read_bytes())
    spoiled[-1] ^= 1
    bad = stage.work / "spoiled.proof"
    bad.write_bytes(spoiled)
    refused(checks, "a spoiled proof", check + [bad], REFUSED, "does not hold")
    code, text = said(check + [answer])
    checks.that(code == 0 and "2026-03-06" in text and "whoever brought it" in text,
                f"a proof holds once, a spoiled one before it used nothing up, and says of which day it is\n{text}")
    refused(checks, "the proof again", check + [answer], REFUSED, "checked before", "candor receipt challenge")
    copy = stage.work / "copied.proof"
    shutil.copy(answer, copy)
    refused(checks, "a copy of it", check + [copy], REFUSED, "checked before")


def asked_elsewhere(stage, checks, author):
    check = stage.command_of("ilse") + ["receipt", "check"]
    _, answer = proof(stage, author, "elsewhere")
    kept = stage.homes / "ilse" / "challenges"
    here = kept.read_bytes()
    kept.unlink()
    refused(checks, "a proof to a challenge made elsewhere", check + [answer], REFUSED, "did not make here")
    kept.write_bytes(here[:-1])
    refused(checks, "a damaged list", check + [answer], DAMAGED, "challenges", "damaged")
    kept.write_bytes(here)
    stage.candor("ilse", "receipt", "check", answer)


def public(stage, checks, author):
    statement = stage.work / "mine.statement"
    stage.candor(author, "receipt", "prove", "--public", "--text", sealed_text(stage, author)[:10], "--statement", "I wrote this.",
                 "--out", statement, "--really")
    for _ in range(2):
        code, text = said(stage.command_of("ilse") + ["receipt", "check", statement])
        checks.that(code == 0 and "who brought it" in text and "for ever" in text,
                    f"a statement holds each time, and what it cannot show is said\n{text}")


def two_facilitators(stage, checks):
    source, note = stage.work / "note.txt", stage.work / "friday.note"
    source.write_bytes(NOTE)
    code, text = said(stage.command_of("tomasz") + ["handover", "write", "--file", source, "--out", note])
    checks.that(code == 0 and SECOND in text and "Nobody but you" not in text, f"a note to the other\n{text}")
    read = stage.command_of("ada") + ["handover", "read"]
    found = json.loads(stage.candor("ada", "--json", "handover", "read", note))
    checks.that(found["text"].encode() == NOTE and found["from"] == "Tomasz Wrona" and
                sorted(found["readers"]) == [SECOND, "Tomasz Wrona"], f"the second one reads it: {found}")
    altered = bytearray(note.read_bytes())
    altered[-20] ^= 1
    bad = stage.work / "altered.note"
    bad.write_bytes(altered)
    refused(checks, "an altered note", read + [bad], REFUSED, "does not open", "damaged")
    bad.write_bytes(note.read_bytes()[:-80])
    refused(checks, "a note without one of its slots", read + [bad], REFUSED, "does not open")
    refused(checks, "a note that is others'", stage.command_of("leonie") + ["handover", "read", note], REFUSED, "sealed to others")
    own = stage.work / "own.note"
    code, text = said(stage.command_of("tomasz") + ["handover", "write", "--file", source, "--to", "Tomasz Wrona", "--out", own])
    checks.that(code == 0 and "Nobody but you" in text, f"a note to oneself says so\n{text}")
    refused(checks, "a note that is another facilitator's own", read + [own], REFUSED, "sealed to others")


def expired(stage, checks, author):
    challenge, answer = proof(stage, author, "late")
    stage.advance_to(stage.now + 8 * play_jam.DAY)
    refused(checks, "an answer too late", stage.command_of("ilse") + ["receipt", "check", answer], REFUSED, "2026-03-06", "7 days",
            "candor receipt challenge")
    refused(checks, "an author asked too late", stage.command_of(author) + ["receipt", "prove", challenge, "--out",
            stage.work / "z", "--really"], REFUSED, "2026-03-06", "7 days")
    stage.candor("ilse", "receipt", "challenge", sealed_text(stage, author)[:10], "--out", stage.work / "new.challenge")
    kept = stage.homes / "ilse" / "challenges"
    checks.that(len(kept.read_bytes()) == ASKED_HEAD + ASKED_EACH, "what is over is forgotten")


def play(build, folder, checks):
    stage = play_jam.Stage(build, folder, quiet=True)
    try:
        ids = until_texts_are_read(stage)
        used_once(stage, checks, ids[0])
        asked_elsewhere(stage, checks, ids[0])
        public(stage, checks, ids[0])
        two_facilitators(stage, checks)
        expired(stage, checks, ids[0])
    except Exception:  # noqa: BLE001
        checks.that(False, traceback.format_exc())
    finally:
        for problem in stage.stop():
            checks.that(False, problem)


def main():
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="candor-handed-") as folder:
        play(sys.argv[1], folder, checks)
    print(f"{checks.done - len(checks.failed)} of {checks.done} checks passed")
    sys.exit(1 if checks.failed or checks.done == 0 else 0)


if __name__ == "__main__":
    main()
