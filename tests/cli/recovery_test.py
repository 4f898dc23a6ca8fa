"""A board's whole folder, store and lock together, is restored from an older copy.

It notices by its witnesses, serves read-only, and `candord recover` brings it back to exactly what its log
has signed: spent tokens stay spent, erased texts stay erased, and an auditor finds nothing but the
Incident. The control, before that: the same copy, beside witnesses that were set back as well, signs a
second history, which the pack that somebody kept proves.

Usage: recovery_test.py BUILD_FOLDER
"""

import shutil
import sys

sys.dont_write_bytecode = True
import restored
from restored import INCIDENT, Scene, entries_of, put, said, size_and_root, step
import play_jam
from lateness import nothing_but_lateness  # noqa: E402
from play_jam import DAY, OPENING

PEOPLE, GATE = 24, 20
CANARY = b"The second gate opens in May, said a canary."


def before_the_copy(scene, ids):
    stage = scene.stage
    stage.advance_to(OPENING + DAY)
    texts = sorted((restored.ROOT / "examples" / "opinions").glob("*.txt"))
    play_jam.speak(stage, ids[:13], texts[:13])
    play_jam.next_slot(stage)
    opinions = stage.candor_json("stavros", "inbox")
    scene.checks.that(len(opinions) >= 5, "a first batch is sealed")
    stage.candor("stavros", "answer", opinions[0]["id"], "--status", "planned", "--about", "gates",
                 "--file", "-", stdin=CANARY)
    scene.settle()


def one_act_after_it(scene):
    """An entry at the first index that the copy lacks, and a pack of somebody who keeps it."""
    play_jam.grant(scene.stage, play_jam.AUDITOR, "auditor")
    kept = scene.stage.work / "kept"
    code, text = scene.export(kept)
    scene.checks.that(code == 0, f"a pack is exported\n{text}")
    return kept


def answer_entry(scene, pack):
    """The index of the one Answer entry (type 42)."""
    return next(index for index, entry in enumerate(entries_of(pack, "board")) if entry[0] == 42)


def the_board_goes_on(scene, ids, kept):
    stage = scene.stage
    texts = sorted((restored.ROOT / "examples" / "opinions").glob("*.txt"))
    late = ids[13:21]
    for person in late:
        shutil.copytree(stage.homes / person, stage.homes / f"{person}-twin")
    play_jam.speak(stage, late, texts[13:21])
    play_jam.next_slot(stage)
    proposal = stage.work / "erase.rec"
    stage.candor("leonie", "erase", "propose", "--entry", answer_entry(scene, kept), "--reason",
                 "third person", "--out", proposal)
    stage.candor(play_jam.home_of(play_jam.AUDITOR), "erase", "countersign", proposal)
    scene.settle()
    sealed = {item["id"] for item in stage.candor_json("stavros", "inbox")}
    author = next(person for person in ids[:13] if play_jam.text_of(stage, person) in sealed)
    stage.candor_json("stavros", "read", "--all")  # so that there is something to forget
    play_jam.withdraw(stage, author)
    scene.settle()
    scene.checks.that(scene.found_in_store(CANARY) == 0, "the answer was erased on the board that is lost")
    spent = [person for person in late
             if play_jam.text_of(stage, person) in
             {item["id"] for item in stage.candor_json("stavros", "inbox")}]
    scene.checks.that(len(spent) > 0, "some late texts are sealed")
    mirror = stage.work / "mirror"
    code, text = scene.export(mirror)
    scene.checks.that(code == 0, f"a mirror is exported\n{text}")
    code, text = scene.verify(mirror)
    scene.checks.that(code == 0 and nothing_but_lateness(text), f"before: no findings\n{text}")
    return author, spent, mirror


def read_only(scene, mirror, signed):
    """The old copy is in place: it starts, notices, serves what it had published, and takes nothing."""
    stage, checks = scene.stage, scene.checks
    log = scene.start()
    checks.that("the server is read-only" in log, f"the event log says so\n{log}")
    size, _ = size_and_root(scene.served("checkpoint"))
    checks.that(0 < size < signed[0], "the old checkpoint is served")
    code, text = scene.another_act("third")
    checks.that(code != 0 and "read-only" in text and "candord recover" in text,
                f"an act is refused, with the command\n{text}")
    behind = stage.work / "behind"
    code, text = scene.export(behind)
    checks.that(code == 0, f"public files are served\n{text}")
    code, text = scene.export(mirror)
    checks.that(code == 2 and "taken back" in text, f"whoever kept more sees it\n{text}")


def submission_refused(scene, person):
    """A member's text is not taken, and stays in the outbox; anonymous calls are told no details."""
    text = sorted((restored.ROOT / "examples" / "opinions").glob("*.txt"))[30]
    me = scene.stage.command_of(person)
    code, heard = scene.stage.while_held([lambda: said(me + ["say", "--file", text, "--no-receipt", "--now"])])[0]
    scene.checks.that(code != 0 and "outbox" in heard, f"a submission is refused\n{code} {heard}")


def refusals(scene, kept):
    """What cannot be right changes nothing."""
    checks, stage = scene.checks, scene.stage
    lock = (scene.home / "log.lock").read_bytes()
    code, text = scene.recover("--from", kept)
    checks.that(code == 2 and "ends at size" in text and "Nothing was changed" in text,
                f"a mirror that ends too early\n{text}")
    code, text = scene.recover("--from", stage.work)
    checks.that(code == 1 and "neither a pack" in text, f"no mirror at all\n{text}")
    code, text = scene.recover()
    checks.that(code == 1 and "--freeze" in text, f"neither way is named\n{text}")
    checks.that((scene.home / "log.lock").read_bytes() == lock, "the lock is as it was")


def recovered(scene, mirror, signed, author, spent):
    stage, checks = scene.stage, scene.checks
    checks.that(scene.found_in_store(CANARY) > 0, "the control: the erased text is in the old copy")
    code, text = scene.recover("--from", mirror)
    checks.that(code == 0 and f"back at size {signed[0]}," in text, f"candord recover\n{text}")
    step(text)
    checks.that(scene.found_in_store(CANARY) == 0, "after it the erased text is in no file of the store")
    code, text = scene.recover("--from", mirror)
    checks.that(code == 0 and "Nothing was changed" in text, f"again: nothing to do\n{text}")
    scene.start()
    code, text = scene.export(mirror)
    checks.that(code == 0, f"the log extends what was signed\n{text}")
    code, text = scene.verify(mirror)
    checks.that(code == 0 and nothing_but_lateness(text), f"an auditor finds nothing\n{text}")
    checks.that("Incidents" in text and f"back at the signed size {signed[0]};" in text,
                f"and is told of the Incident\n{text}")
    incident = entries_of(mirror, "board")[signed[0]]
    checks.that(incident[0] == INCIDENT, "the entry at the signed size is the Incident")
    checks.that(signed[0].to_bytes(8, "big") in incident, "it names the signed size")
    checks.that(play_jam.inbox_item(stage, "stavros", play_jam.text_of(stage, author))["erased"],
                "the withdrawn text is still shown to nobody")
    for person in spent:
        other = sorted((restored.ROOT / "examples" / "opinions").glob("*.txt"))[40]
        twin = stage.command_of(f"{person}-twin")
        code, text = stage.while_held(
            [lambda: said(twin + ["say", "--file", other, "--no-receipt", "--now"])])[0]
        checks.that("spent" in text or "used" in text, f"a spent token is refused\n{code} {text}")
    play_jam.next_slot(stage)
    code, text = said(stage.command_of(spent[0]) + ["receipt", "verify"])
    checks.that(code == 0, f"a promise from before the loss is kept\n{text}")


def everything_is_sealed(scene, ids, sealed):
    """What was promised and lost with the disk is sent again; at the close all of it is in the log."""
    stage = scene.stage
    stage.exchange(ids)
    stage.advance_to(OPENING - OPENING % DAY + 4 * DAY)
    scene.settle()
    status = stage.candor_json("tomasz", "jam", "status")[0]
    scene.checks.that(status["opinions"] == sealed, f"{sealed} texts are sealed: {status}")


def fork(scene, old, kept):
    """The control: beside witnesses that were set back too, the copy signs another entry at the same size."""
    stage, checks = scene.stage, scene.checks
    with scene.beside_witnesses_that_forget(old):
        code, text = scene.another_act("second")
        checks.that(code == 0, f"the copy takes another act\n{text}")
        scene.settle()
        first = size_and_root((kept / "logs" / "board" / "checkpoint").read_bytes())
        again = size_and_root(scene.served("checkpoint"))
        checks.that(again[0] == first[0] and again[1] != first[1],
                    f"two roots are signed for one size: {first} and {again}")
        evidence = stage.work / "evidence"
        shutil.copytree(kept, evidence)
        code, text = scene.verify(evidence)
        checks.that(code == 0, f"before it sees the second history the kept pack has no findings\n{text}")
        code, text = scene.export(evidence)
        checks.that(code == 2 and "rewritten" in text, f"an export into the kept pack sees it\n{text}")
        notes = list((evidence / "earlier" / "board").iterdir())
        checks.that(any(size_and_root(path.read_bytes()) == again for path in notes), "both notes are kept")
        code, text = scene.verify(evidence)
        checks.that(code == 2 and "I03" in text, f"verify proves the fork\n{text}")
        step(text)


def play(stage, checks):
    scene = Scene(stage, checks, "board")
    stage.start(play_jam.free_ports(100))
    play_jam.govern(stage)
    ids = play_jam.import_roster(stage, PEOPLE)
    play_jam.open_jam(stage, GATE)
    play_jam.draw(stage, ids)
    step("a jam is open, and everybody has drawn")
    before_the_copy(scene, ids)
    old = stage.folder / "old"
    scene.copy_with_witnesses(old)
    step("the board's folder is copied, store and lock together")
    kept = one_act_after_it(scene)
    fork(scene, old, kept)
    step("the control: beside witnesses that forget it signs a fork, and the kept pack proves that")
    author, spent, mirror = the_board_goes_on(scene, ids, kept)
    signed = size_and_root(scene.served("checkpoint"))
    scene.stop()
    put(old / "board", scene.home)
    step("the board has gone on, is lost, and the old copy is in its place")
    read_only(scene, mirror, signed)
    submission_refused(scene, ids[22])
    scene.stop()
    refusals(scene, kept)
    recovered(scene, mirror, signed, author, spent)
    everything_is_sealed(scene, ids[:23], 22)
    step("the board is back at what it had signed, and goes on")


if __name__ == "__main__":
    sys.exit(restored.run("recovery", play))
