"""One of the jam's two witnesses goes down and comes back: sealing and promises never wait for it, and
what is served waits for the quorum. Used by jam_test.py on its deployment.
"""

import json
import time

import checkpoint_file
import play_jam

DOWN = "witness-2"
SEALED = "a slot was sealed"
UNREACHABLE = "a witness cannot be reached"
PATIENCE = 60


class OneOfTwo:
    """The hooks around a slot that passes while a witness is down."""

    def __init__(self, stage, checks):
        self.stage, self.checks = stage, checks

    def served(self):
        bundle = (self.stage.deployment / "bundle").read_bytes()
        return checkpoint_file.Checkpoint(checkpoint_file.served(self.stage.deployment), bundle)

    def signed(self):
        return checkpoint_file.signed_size(self.stage.deployment)

    def times_said(self, sentence):
        return (self.stage.folder / "board.log").read_text().count(sentence)

    def carries_quorum(self, checkpoint, when):
        names = [f"{play_jam.ORGANISATION}/{witness}" for witness in play_jam.WITNESSES]
        self.checks.that(checkpoint.log == f"{play_jam.ORGANISATION}/board",
                         f"{when}: the board's signature verifies")
        self.checks.that(checkpoint.witnesses == names,
                         f"{when}: both cosignatures verify: {checkpoint.witnesses}")

    def goes_down(self):
        self.stage.advance_to(self.stage.now)
        self.before = self.served()
        self.carries_quorum(self.before, "before")
        self.checks.that(self.before.size == self.signed(), "what was signed is served")
        self.counting_can_fail()
        self.seals = self.times_said(SEALED)
        self.silences = self.times_said(UNREACHABLE)
        self.checks.that(self.stage.stop_one(DOWN) == 0, f"{DOWN} ends cleanly on SIGTERM")

    def counting_can_fail(self):
        """The control: a cosignature is counted because it verifies, for this text alone."""
        note = self.before.note
        bundle = (self.stage.deployment / "bundle").read_bytes()
        other = note.replace(f"\n{self.before.size}\n".encode(),
                             f"\n{self.before.size + 1}\n".encode(), 1)
        for spoiled in (note.rstrip(b"\n").rpartition(b"\n")[0] + b"\n", other):
            self.checks.that(len(checkpoint_file.Checkpoint(spoiled, bundle).witnesses) < 2,
                             "a missing line, and another size, are not counted")

    def was_down(self, author):
        now = self.served()
        self.checks.that(self.times_said(SEALED) > self.seals, "without a witness a slot is sealed")
        self.checks.that(self.signed() > self.before.size,
                         f"the board's own log grows: {self.before.size}, {self.signed()}")
        self.checks.that(now.note == self.before.note,
                         "what is served stays the last checkpoint with the quorum, byte for byte")
        self.checks.that(self.times_said(UNREACHABLE) > self.silences, "the board says who is missing")
        self.checks.that(self.evidence(author)["promise"],
                         "who spoke meanwhile holds the board's promise")
        self.checks.that(not self.evidence(author)["in_record"], "which nothing served shows yet")

    def evidence(self, author):
        kept = self.stage.work / f"{author}.witness-checks.json"
        self.stage.candor(author, "receipt", "verify", "--out", kept)
        evidence = json.loads(kept.read_text())
        kept.unlink()
        return evidence

    def comes_back(self):
        self.stage.start_witness(DOWN)
        deadline = time.monotonic() + PATIENCE
        now = self.served()
        while now.size < self.signed() and time.monotonic() < deadline:
            self.stage.advance_to(self.stage.now)  # returns after a round in which it was asked
            now = self.served()
        self.checks.that(now.size == self.signed() > self.before.size,
                         f"what is served catches up: {now.size} of {self.signed()}")
        self.carries_quorum(now, "after it is back")
