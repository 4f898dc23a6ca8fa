"""An issuer's whole folder, store and lock together, is restored from an older copy.

It notices by its witnesses, serves read-only, and `candord recover` brings it back to exactly what its log
has signed. Who drew after the copy is not known to it any more: it draws for nobody in that campaign, people
enrol again by new invites, and an auditor with its openings is told which entries nothing opens any more. The
control: the copy itself, put beside witnesses that forget, would let somebody draw a second time.

Usage: issuer_recovery_test.py BUILD_FOLDER
"""

import shutil
import sys
import tomllib

sys.dont_write_bytecode = True
import restored
from restored import INCIDENT, Scene, entries_of, put, said, size_and_root, step
import play_jam
from play_jam import DAY

PEOPLE, GATE = 24, 20
LOG = "nordhafen.example/issuer-1"
ISSUANCE = 24


def invites_of(stage, person, folder="invites"):
    return [option for number in (1, 2)
            for option in ("--invite", stage.work / f"{folder}-{number}" / f"{person}.invite")]


def enrol(stage, home, *invites):
    return said(stage.command_of(home) + ["enrol", *invites, "--fingerprint-file",
                                          stage.deployment / "body" / "fingerprint.txt"])


def synced(stage, *homes):
    """What each hears; drawing comes before the exchange through the relay, which holds people back."""
    return stage.while_held([lambda home=home: said(stage.command_of(home) + ["sync"]) for home in homes])


def sync(stage, home):
    return synced(stage, home)[0]


def draws(pack):
    return sum(entry[0] == ISSUANCE for entry in entries_of(pack, "issuer-1"))


def enrolled(scene, people):
    for person in people:
        code, text = enrol(scene.stage, person, *invites_of(scene.stage, person))
        scene.checks.that(code == 0, f"{person} enrols\n{text}")
    scene.settle()


def drawn(scene, people):
    for person, (code, text) in zip(people, synced(scene.stage, *people)):
        scene.checks.that(code == 0 and "Drawn" in text, f"{person} draws\n{text}")
    scene.settle()


def second_draw(scene, old, person, mirror):
    """The control: beside witnesses that were set back too, the copy lets somebody draw who has drawn."""
    stage, checks = scene.stage, scene.checks
    with scene.beside_witnesses_that_forget(old):
        sync(stage, f"{person}-fork")  # the other issuer refuses it
        scene.settle()
        evidence = stage.work / "evidence"
        shutil.copytree(mirror, evidence)
        code, text = scene.export(evidence)
        checks.that(code == 2 and ("rewritten" in text or "taken back" in text),
                    f"it signs another history\n{text}")
        forked = stage.work / "forked"
        code, text = scene.export(forked)
        checks.that(code == 0 and draws(forked) == 3, f"in which {person} draws a second time\n{text}")


def the_issuer_goes_on(scene, ids):
    """Somebody enrols and draws, and somebody draws who had enrolled before the copy."""
    stage, checks = scene.stage, scene.checks
    for name in ("twin", "fork"):
        shutil.copytree(stage.homes / ids[2], stage.homes / f"{ids[2]}-{name}")
    enrolled(scene, ids[3:5])
    drawn(scene, ids[2:5])
    mirror = stage.work / "mirror"
    code, text = scene.export(mirror)
    checks.that(code == 0, f"a mirror is exported\n{text}")
    code, text = scene.verify(mirror)
    checks.that(code == 0 and "No findings." in text, f"before: no findings\n{text}")
    checks.that(draws(mirror) == 5, "five have drawn")
    return mirror


def read_only(scene, ids, mirror, signed):
    stage, checks = scene.stage, scene.checks
    log = scene.start()
    checks.that("the server is read-only" in log, f"the event log says so\n{log}")
    size, _ = size_and_root(scene.served("checkpoint"))
    checks.that(0 < size < signed[0], "the old checkpoint is served")
    code, text = sync(stage, f"{ids[2]}-twin")
    checks.that(code != 0 and "read-only" in text and "Nothing was" in text,
                f"a draw is refused\n{code} {text}")
    code, text = scene.export(mirror)
    checks.that(code == 2 and "taken back" in text, f"whoever kept more sees it\n{text}")
    # A day passes before it is mended: what was enrolled and drawn before it is not told yet.
    stage.advance_to(stage.now + DAY)
    scene.settle()


def given_up_instead(scene, signed):
    """What would be done if nobody had the entries, with a copy of the folder: the log is frozen, and the
    issuer of the next deployment goes on from its mark."""
    stage, checks = scene.stage, scene.checks
    given_up, carried, made = stage.deployment / "given-up", stage.work / "carried", stage.work / "made"
    shutil.copytree(scene.home, given_up)
    code, text = said([stage.bin / "candord", "recover", "--config", given_up / "issuer.toml", "--freeze"])
    checks.that(code == 0 and f"It had signed size {signed[0]}," in text, f"frozen\n{text}")
    code, text = said([stage.bin / "candord", "recover", "--config", given_up / "issuer.toml", "--from",
                       stage.work / "mirror"])
    checks.that(code == 2 and "frozen" in text, f"which is for good\n{text}")
    (carried / "issuer-1").mkdir(parents=True)
    shutil.copy(stage.deployment / "bundle", carried)
    shutil.copy(given_up / "log.lock.frozen", carried / "issuer-1")
    code, text = said([stage.bin / "candord", "init", made, "--organisation", play_jam.ORGANISATION,
                       "--trial", "--continues", carried])
    checks.that(code == 0, f"the next deployment\n{text}")
    for party, kind in (("issuer-1", "issuer"), ("issuer-2", "issuer"), ("board", "board")):
        settings = tomllib.loads((made / party / f"{kind}.toml").read_text())
        checks.that(("continues" in settings) == (party == "issuer-1") and
                    settings["origin"] == f"nordhafen.example/2/{party}", f"{party}: {settings}")
    shutil.rmtree(given_up)


def recovered(scene, ids, mirror, signed):
    stage, checks = scene.stage, scene.checks
    code, text = scene.recover("--from", mirror)
    checks.that(code == 0 and f"back at size {signed[0]}," in text and "make new invites" in text,
                f"candord recover\n{text}")
    step(text)
    scene.start()
    code, text = scene.export(mirror)
    checks.that(code == 0, f"the log extends what was signed\n{text}")
    incident = entries_of(mirror, "issuer-1")[signed[0]]
    checks.that(incident[0] == INCIDENT and signed[0].to_bytes(8, "big") in incident,
                "the entry at the signed size is the Incident, and names it")
    code, text = scene.verify(mirror)
    checks.that(code == 0 and "No findings." in text, f"an auditor finds nothing\n{text}")
    checks.that(f"{LOG} entry {signed[0]}: restored from a copy of" in text,
                f"and is told of the Incident\n{text}")


def nobody_draws_twice(scene, ids):
    """Everybody enrols again, and who had drawn, known or not, draws no more."""
    stage, checks = scene.stage, scene.checks
    twin = f"{ids[2]}-twin"
    code, text = sync(stage, twin)
    checks.that(code != 0 and "no longer knows who has drawn" in text,
                f"the twin draws nothing\n{code} {text}")
    old = invites_of(stage, ids[5])[:2]
    code, text = enrol(stage, f"{ids[5]}-old", *old)
    checks.that(code != 0 and "no such code" in text, f"an invite from before works no more\n{code} {text}")
    stage.candor(play_jam.OPERATORS[1], "invite", "--issuer", LOG, "--out-dir", stage.work / "again-1")
    for person, home in ((ids[2], twin), (ids[5], ids[5])):
        code, text = enrol(stage, home, "--invite", stage.work / "again-1" / f"{person}.invite")
        checks.that(code == 0, f"{home} enrols again\n{code} {text}")
    scene.settle()
    code, text = sync(stage, twin)
    checks.that(code != 0 and "no longer knows who has drawn" in text,
                f"not with a new invite either\n{code} {text}")


def the_day_after(scene, mirror):
    stage, checks = scene.stage, scene.checks
    stage.advance_to(stage.now + DAY)
    scene.settle()
    code, text = scene.export(mirror)
    checks.that(code == 0, f"exported\n{text}")
    checks.that(draws(mirror) == 5, "nobody has drawn since")
    code, text = scene.verify(mirror)
    checks.that(code == 0 and "No findings." in text, f"after the next day's totals: no findings\n{text}")


def openings(scene, mirror, found, signed):
    """What opens the entries after the copy is lost: said, and nobody is accused."""
    stage, checks = scene.stage, scene.checks
    body, work = stage.deployment / "body", stage.work
    key = ["--passphrase-file", body / "passphrase"]
    code, text = said([stage.bin / "candor-audit", "openings", "key", *play_jam.trust(stage), "--actor-key",
                       body / "body.key", *key, "--key-out", work / "openings.key", "--out",
                       work / "auditor.pub"])
    checks.that(code == 0, f"the auditor's key is made\n{text}")
    scene.stop()
    code, text = said([stage.bin / "candord", "openings", "--config", scene.config, "--auditor",
                       work / "auditor.pub", "--out", work / "issuer-1.openings"])
    checks.that(code == 0 and "of 5 enrolments and 2 issuances" in text, f"openings are written\n{text}")
    code, text = scene.verify(mirror, "--openings", work / "issuer-1.openings", "--openings-key",
                              work / "openings.key", *key)
    lost = [line for line in text.splitlines() if " I32 " in line and "not checked" not in line]
    checks.that(code == 5 and "Findings: 1" in text, f"incomplete, and nothing else\n{code} {text}")
    checks.that(f"I32 incomplete {LOG} entry {signed}: what opens entries {found} to {signed - 1} was lost"
                in text and "of 2 enrolments and 3 issuances" in text, f"the range is named\n{lost}\n{text}")
    checks.that("5 of 7 enrolments and 2 of 5 issuances proven" in text and
                "2 roster entries with a key in force" in text, f"the rest is proven\n{text}")
    step("\n".join(line for line in text.splitlines() if "I32" in line or "issuances" in line))


def play(stage, checks):
    scene = Scene(stage, checks, "issuer-1")
    stage.start(play_jam.free_ports(100))
    play_jam.govern(stage)
    ids = play_jam.import_roster(stage, PEOPLE)
    play_jam.open_jam(stage, GATE)
    enrolled(scene, ids[:3])
    drawn(scene, ids[:2])
    old = stage.folder / "old"
    scene.copy_with_witnesses(old)
    found, _ = size_and_root(scene.served("checkpoint"))
    step("a jam is open, three have enrolled and two have drawn; the issuer's folder is copied")
    mirror = the_issuer_goes_on(scene, ids)
    second_draw(scene, old, ids[2], mirror)
    step("the control: beside witnesses that forget, somebody draws twice")
    signed = size_and_root(scene.served("checkpoint"))
    scene.stop()
    put(old / scene.party, scene.home)
    step("the issuer has gone on, is lost, and the old copy is in its place")
    read_only(scene, ids, mirror, signed)
    scene.stop()
    given_up_instead(scene, signed)
    recovered(scene, ids, mirror, signed)
    nobody_draws_twice(scene, ids)
    the_day_after(scene, mirror)
    openings(scene, mirror, found, signed[0])


if __name__ == "__main__":
    sys.exit(restored.run("issuer_recovery", play))
