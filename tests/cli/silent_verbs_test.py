"""Types every verb that a member has and counts connections: none, but for those that make one by their nature and
say so. Then lets two members' timers run for a day of a jam, one of whom has something to say.

Usage: silent_verbs_test.py BUILD_FOLDER PRELOADED_LIBRARY
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import traceback

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
sys.dont_write_bytecode = True
import play_jam  # noqa: E402

PEOPLE = 24
TIMER = 300  # seconds between two runs
EXCHANGES = 12  # a day of a jam
DAY = play_jam.DAY


class Watch:
    """Runs `candor` and says to which ports it connected."""

    def __init__(self, stage, library):
        self.stage = stage
        self.library = library
        self.log = stage.folder / "connections"
        self.checks, self.failed = 0, 0

    def that(self, condition, sentence):
        self.checks += 1
        if not condition:
            self.failed += 1
            print(f"FAILED: {sentence}", flush=True)

    def type(self, person, *arguments, stdin=b""):
        """Exit status, what was printed, and the ports."""
        log = self.log.with_suffix(f".{person}")
        log.unlink(missing_ok=True)
        environment = dict(os.environ, LD_PRELOAD=str(self.library), CANDOR_WATCHED_CONNECTIONS=str(log))
        # The sanitizer asks to be the first library; that it is the second is no fault here. A timer's run is short
        # beside a look for leaks, which other tests take.
        environment["ASAN_OPTIONS"] = (environment.get("ASAN_OPTIONS", "") +
                                       ":verify_asan_link_order=0:detect_leaks=0")
        done = subprocess.run([str(c) for c in self.stage.command_of(person) + list(arguments)], input=stdin,
                              capture_output=True, env=environment, timeout=120)
        ports = log.read_text().split() if log.exists() else []
        return done.returncode, (done.stdout + done.stderr).decode(errors="replace"), ports


def verbs_of(stage, group, above=()):
    """The verbs that the help lists under a heading, with those below them."""
    text = stage.run([stage.bin / "candor", *above, "--help"])
    lines = text.split(f"{group}:\n", 1)[1].split("\n\n", 1)[0].splitlines()
    out = []
    for line in lines:
        name = re.match(r"  ([a-z-]+) ", line)
        if name is None:
            continue
        below = stage.run([stage.bin / "candor", *above, name.group(1), "--help"])
        if re.search(r"^Usage: .* SUBCOMMAND", below, re.M):
            out += verbs_of(stage, "Verbs", (*above, name.group(1)))
        else:
            out.append((*above, name.group(1)))
    return out


def every_verb(watch, stage, speaker):
    text = b"The second gate opens too late."
    backup, statement = stage.work / "silent.backup", stage.work / "silent.statement"
    stage.exchange([speaker])
    number = lambda: play_jam.text_of(stage, speaker)[:8]  # noqa: E731
    # What is typed of each verb; those that stand here with a number of connections make them by their nature.
    typed = [
        (("jams",), [], b""),
        (("wall",), [], b""),
        (("say",), ["--file", "-", "--no-receipt"], text),
        (("threads",), [], b""),
        (("build-on",), ["00000000", "--file", "-", "--no-receipt"], text),
        (("endorse",), ["00000000"], b""),
        (("reply",), [number, "--file", "-"], text),
        (("appeal",), [number, "--file", "-"], text),
        (("rate",), ["00000000", "3"], b""),
        (("receipt", "explain"), [], b""),
        (("receipt", "show"), [number], b""),
        (("receipt", "verify"), [number], b""),
        (("receipt", "prove"), ["--public", "--text", number, "--statement", "I wrote this.", "--out", statement, "--really"], b""),
        (("receipt", "check"), [statement], b""),
        (("withdraw",), [number], b""),
        (("wallet", "key"), [], b""),
        (("wallet", "backup"), [backup], b""),
        (("wallet", "restore"), [backup], b""),
        (("receipt", "forget"), [number, "--really"], b""),
    ]
    # A challenge is made by people with a role, who read at the logs themselves.
    connecting = {("enrol",), ("sync",), ("receipt", "challenge")}
    known = {verb for verb, _, _ in typed} | connecting
    listed = set(verbs_of(stage, "Member"))
    watch.that(listed == known, f"every verb is typed here: {sorted(listed ^ known)}")
    for verb, arguments, stdin in typed:
        arguments = [each() if callable(each) else each for each in arguments]
        status, said, ports = watch.type(speaker, *verb, *arguments, stdin=stdin)
        watch.that(ports == [], f"{' '.join(verb)} connects to nobody, and did to {ports}")
        watch.that(status in (0, 1, 2), f"{' '.join(verb)} did something: status {status}\n{said}")
    # The same where there is nothing: whoever has said nothing connects to nobody either.
    for verb in (("threads",), ("receipt", "show"), ("withdraw",)):
        watch.that(watch.type("NH-0010", *verb)[2] == [], f"{' '.join(verb)} of the silent connects to nobody")


def controls(watch, stage, ids):
    """Connections are seen where there are some."""
    status, said, ports = stage.while_held([lambda: watch.type(ids[1], "sync")])[0]
    watch.that(status == 0 and len(ports) >= 4, f"sync reads three logs and exchanges: {ports}\n{said}")
    say = ["say", "--file", "-", "--no-receipt", "--now"]
    status, said, ports = stage.while_held([lambda: watch.type(ids[2], *say, stdin=b"Now.")])[0]
    watch.that(status == 0 and len(ports) >= 4, f"say --now does what it says: {ports}\n{said}")
    fingerprint = stage.deployment / "body" / "fingerprint.txt"
    status, said, ports = watch.type("newcomer", "enrol", "--invite", stage.work / "invites-1" / f"{ids[3]}.invite",
                                     "--fingerprint-file", fingerprint)
    watch.that(len(ports) >= 1, f"enrol calls the issuer: {ports}\n{said}")


def a_day(watch, stage, speaker, silent):
    """How often each machine connected, and at which of its timer's runs."""
    when = {speaker: [], silent: []}
    printed = {speaker: set(), silent: set()}
    begin = stage.now
    for run in range(DAY // TIMER + 1):
        stage.set_clock(max(stage.now, begin + run * TIMER))

        def machine(person):
            status, said, ports = watch.type(person, "sync", "--background")
            if ports:
                when[person].append(run)
            printed[person].add((status, said))
        stage.while_held([lambda person=person: machine(person) for person in when])
        if run == 40:
            status, said, ports = watch.type(speaker, "say", "--file", "-", "--no-receipt", stdin=b"Louder, please.")
            watch.that(status == 0 and ports == [], f"say causes no connection: {ports}\n{said}")
    return when, printed


def timers(watch, stage, ids):
    speaker, silent = ids[4], ids[5]
    for person in (speaker, silent):  # sets the first time
        watch.type(person, "sync", "--background")
    stage.set_clock((stage.now // (DAY // EXCHANGES) + 1) * (DAY // EXCHANGES))
    when, printed = a_day(watch, stage, speaker, silent)
    for person, runs in when.items():
        watch.that(abs(len(runs) - EXCHANGES) <= 1, f"{person} exchanges twelve times a day: {runs}")
        parts = [run * TIMER // (DAY // EXCHANGES) for run in runs]
        watch.that(len(set(parts)) == len(parts), f"{person} exchanges once in each part of the day: {parts}")
        watch.that(len(printed[person]) == 1, f"{person}'s timer prints one thing: {printed[person]}")
    watch.that(printed[speaker] == printed[silent] == {(0, "")}, "and the same, whatever its owner has said")
    watch.that(when[speaker] != when[silent], "their times are their own")
    said = stage.candor(speaker, "threads")
    watch.that("promised" in said, f"and the text has left with one of them\n{said}")
    before = (stage.homes / silent / "next-exchange").read_text()
    stage.while_held([lambda: watch.type(silent, "sync")])
    watch.that((stage.homes / silent / "next-exchange").read_text() == before, "a typed sync takes no exchange away")
    stage.set_clock(stage.now + DAY)
    status, said, ports = watch.type(silent, "sync", "--background")
    watch.that(ports == [], f"a machine that was off makes up for nothing: {ports}")


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="candor-silent-test-"))
    stage = play_jam.Stage(sys.argv[1], folder, quiet=True)
    watch = Watch(stage, sys.argv[2])
    try:
        stage.start(play_jam.free_ports(100))
        play_jam.govern(stage)
        ids = play_jam.import_roster(stage, PEOPLE)
        play_jam.open_jam(stage, play_jam.gate_for(PEOPLE))
        play_jam.draw(stage, ids)
        stage.advance_to(play_jam.OPENING + DAY)
        every_verb(watch, stage, ids[0])
        controls(watch, stage, ids)
        timers(watch, stage, ids)
    except Exception:  # whatever it is, the servers must be stopped
        watch.that(False, traceback.format_exc())
    for problem in stage.stop():
        watch.that(False, f"a server did not end well: {problem}")
    shutil.rmtree(folder, ignore_errors=True)
    print(f"silent verbs: {watch.checks} checks, {watch.failed} failed")
    return 1 if watch.failed or watch.checks < 20 else 0


if __name__ == "__main__":
    sys.exit(main())
