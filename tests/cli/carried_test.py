"""A witness without a network, from `candord init` on: what is served waits for the file that a person
carries back, with the servers running and stopped, and no other file is taken in its place.

Usage: carried_test.py BUILD_FOLDER
"""

import pathlib
import shutil
import sys
import tempfile
import time
import traceback

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
sys.dont_write_bytecode = True
import checkpoint_file  # noqa: E402
import play_jam  # noqa: E402
from jam_test import Checks, refused  # noqa: E402

PARTIES = ["board", "issuer-1"]
ONLINE, CARRIED = "witness-1", "witness-2"
NAME = f"{play_jam.ORGANISATION}/{CARRIED}"
PATIENCE = 60


class Town:
    """A board, an issuer and a witness that run, and a witness that is reached by files."""

    def __init__(self, stage, checks):
        self.stage, self.checks = stage, checks
        self.stick = stage.work

    def start(self):
        stage = self.stage
        stage.run([stage.bin / "candord-sim", "init", stage.deployment, "--organisation",
                   play_jam.ORGANISATION, "--trial", "--issuers", "1", "--port-base",
                   play_jam.free_ports(100), "--witness-operator", "Auditors", "--witness-host",
                   "127.0.0.1", "--witness-operator", "Works council", "--witness-host", "none",
                   "--quorum", "2"])
        folder = stage.deployment / CARRIED
        self.checks.that(not (folder / "tls.pem").exists(), "without a network, no certificate")
        self.checks.that("listen" not in (folder / "witness.toml").read_text(), "and no port")
        stage.start_witness(ONLINE)
        for party in [*PARTIES, play_jam.RELAY]:
            stage.start_party(party)
        self.round()

    def round(self):
        self.stage.advance_to(self.stage.now)

    def cosign(self, verb, party, *arguments, witness=NAME):
        kind = party.split("-")[0]
        config = self.stage.deployment / party / f"{kind}.toml"
        return [self.stage.bin / "candord-sim", "cosign", verb, "--config", config, "--witness",
                witness, *arguments]

    def request(self, party, *more):
        file = self.stick / f"{party}.request"
        self.stage.run(self.cosign("request", party, "--out", file, *more))
        return file

    def at_the_witness(self, request, expect=0):
        """The machine without a network: reads one file, writes another."""
        answer = request.with_suffix(".answer")
        self.stage.run([self.stage.bin / "candor-audit-sim", "--clock", self.stage.clock, "witness",
                        "cosign", "--config", self.stage.deployment / CARRIED / "witness.toml",
                        "--request", request, "--out", answer], expect=expect)
        return answer

    def accept(self, party, answer):
        return self.cosign("accept", party, "--answer", answer)

    def served(self, party="board"):
        note = checkpoint_file.served(self.stage.deployment, party)
        if note is None:
            return None
        return checkpoint_file.Checkpoint(note, (self.stage.deployment / "bundle").read_bytes())

    def signed(self, party="board"):
        return checkpoint_file.signed_size(self.stage.deployment, party)

    def serves(self, party, size):
        """Rounds until this size is served, and by whom it is cosigned."""
        deadline = time.monotonic() + PATIENCE
        while (now := self.served(party)) is None or now.size < size:
            if time.monotonic() > deadline:
                self.checks.that(False, f"{party} serves size {size}, not {now and now.size}")
                return
            self.round()
        both = [f"{play_jam.ORGANISATION}/{witness}" for witness in (ONLINE, CARRIED)]
        self.checks.that(now.size == size and now.witnesses == both,
                         f"{party}: size {size} with both cosignatures: {now.size}, {now.witnesses}")


def first_checkpoints(town):
    """Nothing is served before the file is back, and only the right file counts."""
    checks, stage = town.checks, town.stage
    answers = {}
    for party in PARTIES:
        checks.that(town.signed(party) > 0 and town.served(party) is None,
                    f"{party}: signed, cosigned by one of two, and not served")
        answers[party] = town.at_the_witness(town.request(party))
    town.round()
    checks.that(town.served() is None, "cosigned at the witness is not yet brought")

    refused(checks, "the answer to another log", town.accept("board", answers["issuer-1"]), 2,
            "no valid cosignature")
    spoiled = stage.work / "spoiled.answer"
    text = answers["board"].read_text()
    spoiled.write_text(text[:60] + ("A" if text[60] != "A" else "B") + text[61:])
    refused(checks, "a spoiled answer", town.accept("board", spoiled), 2, "no valid cosignature")
    refused(checks, "no answer at all", town.accept("board", stage.deployment / "bundle"), 1)
    refused(checks, "a witness that is reached",
            town.cosign("request", "board", "--out", spoiled,
                        witness=f"{play_jam.ORGANISATION}/{ONLINE}"), 1, NAME)
    refused(checks, "an answer that is not there", town.accept("board", stage.work / "none"), 2)

    # Past the desk, into the folder that the server looks into at any time: whole at once, as the desk
    # writes it.
    folder = stage.deployment / "board" / "cosign"
    shutil.copy(spoiled, folder / "w2.whole").rename(folder / "answers" / "w2")
    town.round()
    checks.that(town.served() is None and not (folder / "answers" / "w2").exists(),
                "the server takes no spoiled answer either")
    kept = folder / "refused" / "w2-1"
    why = kept.with_name("w2-1.why").read_text()
    checks.that(kept.read_bytes() == spoiled.read_bytes() and "no cosignature" in why,
                f"it is kept aside, with a sentence: {why!r}")
    checks.that("was set aside" in (stage.folder / "board.log").read_text(), "and the log says so")

    for party in PARTIES:
        stage.run(town.accept(party, answers[party]))
        town.serves(party, town.signed(party))
    stage.run(town.accept("board", answers["board"]))  # again, to no effect
    refused(checks, "a request with nothing new", town.cosign("request", "board", "--out", spoiled),
            2, "already")


def grow(town):
    """A role enters the board's log."""
    stage, before = town.stage, town.signed()
    charter, body = stage.deployment / "charter", stage.deployment / "body"
    public, grant = stage.work / "ines.pub", stage.work / "ines.rec"
    stage.candor("ines", "actor", "new", *play_jam.trust(stage), "--name", "Ines Halvorsen", "--out",
                 public)
    stage.candor("charter", "actor", "grant", *play_jam.trust(stage), "--charter-key",
                 charter / "charter.key", "--key", public, "--role", "sponsor", "--out", grant,
                 passphrase=charter / "passphrase")
    stage.candor("body", "countersign", *play_jam.trust(stage), "--body-key", body / "body.key", grant,
                 passphrase=body / "passphrase")
    town.round()
    town.checks.that(town.signed() > before and town.served().size == before,
                     "the log grows, and what is served waits for the files")


def lost_answer_and_stopped_server(town):
    stage, checks = town.stage, town.checks
    grow(town)
    size = town.signed()
    request = town.request("board")
    town.at_the_witness(request).unlink()  # lost on its way back
    conflict = town.at_the_witness(request, expect=5)
    refused(checks, "the refusal of a second try", town.accept("board", conflict), 2,
            f"size {size} last")
    town.round()
    again = town.request("board")

    checks.that(stage.stop_one("board") == 0, "the board ends cleanly")
    checks.that(town.request("board").read_bytes() == again.read_bytes(),
                "a stopped server's request is the same")
    answer = town.at_the_witness(again)
    stage.run(town.accept("board", answer))
    stage.start_party("board")
    town.round()
    town.serves("board", size)


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="candor-carried-test-"))
    checks = Checks()
    stage = play_jam.Stage(sys.argv[1], folder, quiet=True)
    town = Town(stage, checks)
    try:
        town.start()
        first_checkpoints(town)
        lost_answer_and_stopped_server(town)
    except Exception:  # whatever it is, the servers must be stopped
        checks.that(False, traceback.format_exc())
    for problem in stage.stop():
        checks.that(False, f"a server did not end well: {problem}")
    for party in PARTIES if checks.failed else []:
        log = folder / f"{party}.log"
        if log.exists():
            print(f"---- {party}", *log.read_text().splitlines()[-15:], sep="\n")
    shutil.rmtree(folder, ignore_errors=True)
    print(f"carried cosignatures: {checks.done} checks, {len(checks.failed)} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
