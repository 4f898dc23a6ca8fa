"""A board is restored from an older copy, and nobody has the entries that it had signed since.

`candord recover --freeze` gives its log up; `candord init --continues` makes the deployment that takes its
place, under another origin; an auditor who holds both packs, and the last checkpoint that anybody kept, finds
nothing. The control: the same with one byte of the mark changed, which verify names.

Usage: new_origin_test.py BUILD_FOLDER
"""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib

sys.dont_write_bytecode = True
import restored
from restored import Scene, said, size_and_root, step
import play_jam

OLD, NEW = "nordhafen.example/board", "nordhafen.example/2/board"


def lose_the_board(scene):
    """The checkpoint that somebody kept of entries that nobody kept."""
    stage, checks = scene.stage, scene.checks
    old = stage.folder / "old"
    scene.copy_to(old)
    code, text = scene.another_act("first")
    checks.that(code == 0, f"an act after the copy\n{text}")
    scene.settle()
    kept = stage.work / "kept.checkpoint"
    kept.write_bytes(scene.served("checkpoint"))
    scene.stop()
    code, text = scene.recover("--freeze")
    checks.that(code == 2 and "nothing to freeze" in text, f"a sound log is not frozen\n{text}")
    code, text = init(stage, stage.folder / "early")
    checks.that(code == 2 and "No log of the deployment" in text and not (stage.folder / "early").exists(),
                f"nothing goes on from a log that is not frozen\n{text}")
    restored.put(old, scene.home)
    return kept


def freeze(scene, kept):
    """The log is given up: it is served as far as the copy goes, and takes nothing."""
    stage, checks = scene.stage, scene.checks
    signed = size_and_root(kept.read_bytes())
    code, text = scene.recover("--freeze")
    checks.that(code == 0 and f"It had signed size {signed[0]}," in text and "--continues" in text,
                f"candord recover --freeze\n{text}")
    step(text)
    log = scene.start()
    checks.that("the log is frozen" in log, f"the event log says so\n{log}")
    checks.that(0 < size_and_root(scene.served("checkpoint"))[0] < signed[0], "the old checkpoint is served")
    code, text = scene.another_act("second")
    checks.that(code != 0 and "frozen" in text, f"an act is refused, and why\n{text}")
    pack = stage.work / "old-pack"
    code, text = scene.export(pack)
    checks.that(code == 0, f"what is left is exported\n{text}")
    code, text = scene.verify(pack)
    checks.that(code == 0 and "No findings." in text, f"and has no findings by itself\n{text}")
    code, text = scene.verify(pack, "--since", kept)
    checks.that(code == 2 and "I03" in text and "taken back" in text,
                f"whoever kept more sees that entries are gone\n{text}")
    return pack


def typed(scene):
    """The steps of docs/operations.md, as they stand there; the folder with bundle and mark that they make."""
    stage = scene.stage
    text = (restored.ROOT / "docs" / "operations.md").read_text()
    block = re.search(r"```sh\n(mkdir -p frozen/board\n.*?)```", text, re.S).group(1)
    result = subprocess.run(["bash", "-euo", "pipefail", "-c", block], cwd=stage.folder, text=True,
                            env=os.environ | {"PATH": f"{stage.bin}:{os.environ['PATH']}"},
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    made = stage.folder / "next" / "bundle"
    scene.checks.that(result.returncode == 0 and NEW.encode() in made.read_bytes(),
                      f"the steps of the page make a deployment\n{result.stdout}")
    return stage.folder / "frozen"


def init(stage, folder, port_base=7400):
    return said([stage.bin / "candord", "init", folder, "--organisation", play_jam.ORGANISATION,
                 "--trial", "--port-base", port_base, "--continues", stage.deployment])


def next_deployment(scene, name, before):
    """The deployment that goes on from the marks in the folder `before`, running."""
    folder = scene.stage.folder / name
    folder.mkdir()
    stage = play_jam.Stage(sys.argv[1], folder, quiet=False)
    scene.checks.stages.append(stage)
    stage.set_clock(scene.stage.now)
    stage.start(play_jam.free_ports(100), "--continues", before)
    return Scene(stage, scene.checks, "board")


def exported(scene):
    pack = scene.stage.work / "pack"
    code, text = scene.export(pack)
    scene.checks.that(code == 0, f"{scene.stage.folder.name}: exported\n{text}")
    return pack


def verify_both(new, pack, old, old_pack, *more):
    return new.verify(pack, "--previous", old_pack, "--previous-fingerprint-file", old.fingerprint[1], *more)


def goes_on(old, old_pack, kept):
    checks = old.checks
    new = next_deployment(old, "second", typed(old))
    settings = tomllib.loads(new.config.read_text())
    checks.that(settings["origin"] == NEW and settings["continues"] == "previous.frozen",
                f"the board's configuration: {settings}")
    code, text = new.another_act("third")
    checks.that(code == 0, f"the new board takes acts\n{text}")
    new.settle()
    pack = exported(new)
    size, root = size_and_root(kept.read_bytes())
    code, text = new.verify(pack)
    checks.that(code == 0 and f"{NEW} says that it goes on in the place of {OLD}" in text and
                "this was not compared" in text, f"alone, it is told and not compared\n{text}")
    code, text = verify_both(new, pack, old, old_pack)
    checks.that(code == 0 and text.count("No findings.") == 2 and
                "the root at the end was not compared" in text, f"with the old pack, as far as it goes\n{text}")
    code, text = verify_both(new, pack, old, old_pack, "--since", kept)
    checks.that(code == 0 and text.count("No findings.") == 2 and
                f"frozen at size {size}: that log had published exactly that size and root" in text,
                f"with the checkpoint that was kept, to its end\n{text}")
    step(text.split("\nCampaigns")[0].split("\nInvariants")[0])
    code, text = verify_both(new, pack, old, old_pack, "--since", kept, "--json")
    told = json.loads(text)["packs"][0]["continued"]
    checks.that(told == [{"log": NEW, "previous": OLD, "size": size, "root": root, "compared": "equal",
                          "shown": size}], f"the same for programs: {told}")
    code, text = new.verify(pack, "--previous", old_pack)
    checks.that(code == 1 and "a fingerprint of its own" in text, f"an anchor is asked for\n{text}")


def mark_of(origin, size, root):
    """A frozen mark: uint8 version = 1; opaque origin<1..255>; uint64 size; opaque root[32]."""
    return bytes([1, len(origin)]) + origin.encode() + size.to_bytes(8, "big") + base64.b64decode(root)


def changed_mark(old, old_pack, kept):
    """The control: somebody lets the new log go on from a root that the old one never had."""
    carried = old.stage.folder / "carried"
    (carried / "board").mkdir(parents=True)
    shutil.copy(old.stage.deployment / "bundle", carried)
    mark = bytearray((old.home / "log.lock.frozen").read_bytes())
    mark[-1] ^= 1
    (carried / "board" / "log.lock.frozen").write_bytes(mark)
    issuer, end = "nordhafen.example/issuer-1", (old_pack / "logs" / "issuer-1" / "checkpoint").read_bytes()
    (carried / "issuer-1").mkdir()
    (carried / "issuer-1" / "log.lock.frozen").write_bytes(mark_of(issuer, *size_and_root(end)))
    false = next_deployment(old, "false", carried)
    pack = exported(false)
    code, text = verify_both(false, pack, old, old_pack, "--since", kept)
    old.checks.that(code == 3 and f"I29 broken {NEW} entry 0: its Genesis names another root" in text,
                    f"a changed mark is named\n{text}")
    old.checks.that("Findings: 1\n" in text and f"place of {issuer}, which was frozen at size 1: that log had "
                    "published exactly" in text, f"and the issuer's, which is true, is not\n{text}")
    step(text.split("\nLogs that go on")[0])


def play(stage, checks):
    old = Scene(stage, checks, "board")
    stage.start(play_jam.free_ports(100))
    kept = lose_the_board(old)
    step("the board's folder is an older copy, and nobody has what it lacks")
    old_pack = freeze(old, kept)
    for each in reversed([name for name, _ in stage.servers]):
        old.stop(each)
    goes_on(old, old_pack, kept)
    changed_mark(old, old_pack, kept)


if __name__ == "__main__":
    sys.exit(restored.run("new_origin", play))
