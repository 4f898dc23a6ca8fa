"""Plays the demo's jam with 24 people, then shows on the same deployment what the programs say to bad
input and to an impostor, which TLS they speak, what goes on while one of the two witnesses is down, and
that issuers and board share nothing but public campaign data.

Usage: jam_test.py BUILD_FOLDER
"""

import csv
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
sys.dont_write_bytecode = True
import acts_checks  # noqa: E402
import governance_checks  # noqa: E402
import impostor_checks  # noqa: E402
import member_checks  # noqa: E402
import play_jam  # noqa: E402
from lateness import nothing_but_lateness  # noqa: E402
import prudence_checks  # noqa: E402
import tls_checks  # noqa: E402
import wallet_checks  # noqa: E402
import witness_checks  # noqa: E402

PEOPLE = 24
NEVER_SAID = re.compile(r"terminate called|Sanitizer|stack trace|core dumped|0x[0-9a-f]{6,}")
SECRET_TEXT = "Only the leaders may read this sentence about the night shift"


class Checks:
    def __init__(self):
        self.done = 0
        self.failed = []

    def that(self, condition, sentence):
        self.done += 1
        if not condition:
            self.failed.append(sentence)
            print(f"FAILED: {sentence}", flush=True)


def said(command, stdin=None, limit=None):
    """Exit status and everything printed; `limit` is a file size in bytes, a full disk's stand-in."""
    def prepare():
        if limit is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    result = subprocess.run([str(c) for c in command], input=stdin, capture_output=True,
                            preexec_fn=prepare, timeout=120)
    return result.returncode, (result.stdout + result.stderr).decode(errors="replace")


def exchanged(stage, person):
    """What becomes of a sync that goes through: the relay holds it back meanwhile."""
    return stage.while_held([lambda: said(stage.command_of(person) + ["sync"])])[0]


def refused(checks, what, command, status, *words, stdin=None, limit=None):
    """The command must end with `status` and say all of `words`, and nothing that helps an attacker."""
    code, text = said(command, stdin, limit)
    checks.that(code == status, f"{what}: status {code}, expected {status}\n{text}")
    for word in words:
        checks.that(word.lower() in text.lower(), f"{what}: does not say \"{word}\"\n{text}")
    checks.that(not NEVER_SAID.search(text), f"{what}: says what nobody should see\n{text}")
    checks.that(SECRET_TEXT not in text, f"{what}: prints the opinion\n{text}")


def fingerprint_of(file):
    return (file.stat().st_mtime_ns, file.read_bytes())


def while_speaking(stage, checks, ids):
    """Bad input while the jam is open, by a member who has not spoken."""
    silent = ids[-1]
    me = stage.command_of(silent)
    wallet = stage.homes / silent / "wallet"
    refused(checks, "a text that does not fit", me + ["say", "--file", "-", "--no-receipt"], 1,
            "200000 bytes", stdin=b"x" * 200000)
    refused(checks, "a text that is not UTF-8", me + ["say", "--file", "-", "--no-receipt"], 1,
            "UTF-8", stdin=b"\xff\xfe\xff\xfe")
    refused(checks, "an unknown jam",
            me + ["say", "--file", "-", "--no-receipt", "--jam", "ffffffff"], 1,
            stdin=SECRET_TEXT.encode())
    without_trial = [c for c in me if c != "--trial"]
    refused(checks, "a trial without --trial", without_trial + ["sync"], 2, "trial")

    wrong = stage.folder / "wrong.passphrase"
    wrong.write_text("not the passphrase\n")
    wrong.chmod(0o600)
    before = wallet.read_bytes()
    refused(checks, "a wrong passphrase", stage.command_of(silent, wrong) + ["sync"], 4, "passphrase")
    damaged = bytearray(before)
    damaged[len(damaged) // 2] ^= 1
    wallet.write_bytes(damaged)
    refused(checks, "a corrupt wallet", me + ["sync"], 4)
    checks.that(wallet.read_bytes() == bytes(damaged), "a corrupt wallet is left as it was")
    wallet.write_bytes(before)

    refused(checks, "a full disk", me + ["say", "--file", "-", "--no-receipt"], 6,
            stdin=SECRET_TEXT.encode(), limit=2048)
    checks.that(wallet.read_bytes() == before, "a full disk leaves the wallet as it was")
    code, text = exchanged(stage, silent)
    checks.that(code == 0, f"after the full disk everything goes on\n{text}")

    leader = stage.command_of("leonie")
    refused(checks, "a leader who would close the jam", leader + ["jam", "close"], 5)
    refused(checks, "a facilitator who would read", stage.command_of("tomasz") + ["read", "--all"], 2,
            "reader")


def everybody(stage):
    return [home.name for home in stage.homes.iterdir() if re.fullmatch(r"NH-\d+", home.name)]


def stop_board(stage, checks):
    checks.that(stage.stop_one("board") == 0, "the board ends cleanly on SIGTERM")


def without_board(stage, checks, ids):
    """The board is gone, or somebody else is in its place: what people hear."""
    stop_board(stage, checks)
    code, text = exchanged(stage, ids[-1])
    checks.that(code == 0, f"a member reads at the relay, which has everything\n{text}")
    impostor_checks.in_the_boards_place(stage, checks, refused)
    impostor_checks.in_place_of_calls(stage, checks, refused)
    stop_board(stage, checks)
    stage.start_party("board")
    stage.advance_to(stage.now)
    without_relay(stage, checks, ids)


def without_relay(stage, checks, ids):
    """The same of the relay, which is all that a member's machine talks to."""
    checks.that(stage.stop_one(play_jam.RELAY) == 0, "the relay ends cleanly on SIGTERM")
    refused(checks, "a relay that cannot be reached", stage.command_of(ids[-1]) + ["sync"], 3)
    impostor_checks.in_the_relays_place(stage, checks, ids, refused)
    impostor_checks.in_place_of_forwarding(stage, checks, ids, refused)
    checks.that(stage.stop_one(play_jam.RELAY) == 0, "the relay ends cleanly on SIGTERM")
    stage.start_party(play_jam.RELAY)
    stage.advance_to(stage.now)
    code, text = exchanged(stage, ids[-1])
    checks.that(code == 0, f"the relay is back, and sync works\n{text}")


def servers(stage, checks):
    config = stage.deployment / "board" / "board.toml"
    program = stage.bin / "candord-sim"
    refused(checks, "a board that runs already",
            [program, "--clock", stage.clock, "board", "--config", config], 2, "use")
    refused(checks, "a configuration that is not there",
            [program, "--clock", stage.clock, "board", "--config", "/nonexistent/board.toml"], 2,
            "/nonexistent/board.toml")
    broken = stage.deployment / "board" / "broken.toml"
    broken.write_text(config.read_text() + "\nunknown_setting = 1\n")
    refused(checks, "an unknown setting",
            [program, "--clock", stage.clock, "board", "--config", broken], 1, "unknown_setting")
    refused(checks, "a folder that is in use",
            [program, "init", stage.deployment, "--organisation", "x.example", "--trial"], 2)


def after_close(stage, checks, ids):
    refused(checks, "a jam that is closed",
            stage.command_of(ids[-1]) + ["say", "--file", "-", "--no-receipt"], 2,
            stdin=SECRET_TEXT.encode())


def at_a_stopped_board(stage, checks):
    """Retention ends while the board is down: one command does what it would have done."""
    stop_board(stage, checks)
    stage.set_clock(play_jam.RETENTION_ENDS + 60)
    run = [stage.bin / "candord-sim", "--clock", stage.clock, "retention", "run", "--config"]
    code, text = said(run + [stage.deployment / "board" / "board.toml"])
    checks.that(code == 0 and "all are carried out" in text, f"retention run\n{text}")
    refused(checks, "retention at an issuer", run + [stage.deployment / "issuer-1" / "issuer.toml"], 1)
    stage.start_party("board")
    stage.advance_to(stage.now)


def wall(stage, checks):
    """Both sides are stopped; every 16-byte window is compared."""
    program = next(pathlib.Path(stage.bin).glob("wall_check"))
    command = [program, stage.deployment]
    for party in play_jam.PARTIES:
        option = "--board" if party == "board" else "--issuer"
        command += [option, f"{stage.deployment / party}:{stage.folder / (party + '.log')}"]
    code, text = said(command)
    print(text, end="")
    checks.that(code == 0, "issuers and board share only public campaign data")
    code, text = said(command + ["--leak-a-token"])
    checks.that(code == 1 and "leaked token" in text, f"the control is caught\n{text}")


def silence(stage, checks):
    """No server printed an opinion, an id of the roster or a name."""
    printed = "".join((stage.folder / f"{party}.log").read_text()
                      for party in [*play_jam.PARTIES, play_jam.RELAY])
    checks.that("NH-0" not in printed, "no server prints who is on the roster")
    checks.that(not NEVER_SAID.search(printed), f"no server prints a fault\n{printed}")
    for line in printed.splitlines():
        checks.that(re.match(r"^\d{4}-\d\d-\d\dT[\d:]{8}Z [a-z]+ [\w' ,:;-]+( \([\w ,-]+\))?$", line),
                    f"a line of another form: {line}")


def files_below(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def evidence(stage, checks):
    """The servers are stopped: their stores give the same bytes, and a spoiled pack is found out."""
    served, stored = stage.work / "pack", stage.work / "stored"
    for party in play_jam.PARTIES:
        kind = party.split("-")[0]
        code, text = said([stage.bin / "candord", "export", "--config",
                           stage.deployment / party / f"{kind}.toml", "--out", stored])
        checks.that(code == 0, f"a stopped {party} is exported\n{text}")
        checks.that(len(files_below(served / "logs" / party)) > 3, f"{party}: the pack has files")
        checks.that(files_below(served / "logs" / party) == files_below(stored / "logs" / party),
                    f"{party}: the store gives the bytes that were served")
    verify = [stage.bin / "candor-audit", "verify", served, "--fingerprint-file",
              stage.deployment / "body" / "fingerprint.txt"]
    code, text = said(verify + ["--receipt", stage.work / "author.json"])
    checks.that(code == 0 and nothing_but_lateness(text), f"the control: a kept promise is no finding\n{text}")
    refused(checks, "a pack that vouches for itself", [stage.bin / "candor-audit", "verify", served], 1,
            "fingerprint")
    openings(stage, checks, verify)
    entries = next((served / "logs" / "board" / "tile" / "entries").rglob("*.p/*"))
    spoiled = bytearray(entries.read_bytes())
    spoiled[len(spoiled) // 2] ^= 1
    entries.write_bytes(spoiled)
    refused(checks, "a spoiled pack", verify, 2, "I01 cryptographic", "I01 incomplete")


def people_in(text):
    with open(ROOT / "examples" / "roster.csv", newline="", encoding="utf-8") as file:
        people = [field for row in csv.DictReader(file) for field in (row["id"], row["name"])]
    return [field for field in people if field in text]


def take_openings(stage, checks):
    """Before retention ends: what opens the issuers' logs, sealed to the independent body's auditor."""
    body, work = stage.deployment / "body", stage.work
    audit = stage.bin / "candor-audit"
    code, text = said([audit, "openings", "key", "--bundle", stage.deployment / "bundle",
                       "--fingerprint-file", body / "fingerprint.txt", "--actor-key", body / "body.key",
                       "--passphrase-file", body / "passphrase", "--key-out", work / "openings.key",
                       "--out", work / "auditor.pub"])
    checks.that(code == 0, f"the auditor's key is made\n{text}")
    for party in ("issuer-1", "issuer-2"):
        checks.that(stage.stop_one(party) == 0, f"{party} ends cleanly on SIGTERM")
        out = work / f"{party}.openings"
        code, text = said([stage.bin / "candord", "openings", "--config",
                           stage.deployment / party / "issuer.toml", "--auditor", work / "auditor.pub",
                           "--out", out])
        checks.that(code == 0 and f"{PEOPLE} enrolments" in text, f"{party}: openings are written\n{text}")
        checks.that(not people_in(text), f"{party}: names nobody")
        stage.start_party(party)
    stage.advance_to(stage.now)


def openings(stage, checks, verify):
    """The auditor opens the logs of the issuers with them; nobody's name is printed."""
    body, work = stage.deployment / "body", stage.work
    given = []
    for party in ("issuer-1", "issuer-2"):
        given += ["--openings", work / f"{party}.openings"]
    given += ["--openings-key", work / "openings.key", "--passphrase-file", body / "passphrase"]
    for form in ([], ["--json"]):
        code, text = said(verify + given + form)
        checks.that(code == 0, f"honest openings hold\n{text}")
        checks.that(not people_in(text), f"verify names nobody\n{text}")
    code, text = said(verify + given)
    checks.that(nothing_but_lateness(text) and "I32" not in text, f"I32 is checked in full\n{text}")
    checks.that(f"{PEOPLE} of {PEOPLE} enrolments and {PEOPLE} of {PEOPLE} issuances proven" in text,
                f"everybody's enrolment and draw is proven\n{text}")
    for party in ("issuer-1", "issuer-2"):
        code, text = said([stage.bin / "candord", "openings", "--config",
                           stage.deployment / party / "issuer.toml", "--auditor", work / "auditor.pub",
                           "--out", work / f"{party}.after"])
        checks.that(code == 0 and "and 0 issuances" in text,
                    f"{party}: who drew is forgotten when retention has ended\n{text}")
    checks.that(len(people_in((ROOT / "examples" / "roster.csv").read_text())) > PEOPLE,
                "the control: the look for people finds them in the roster")


def when_it_is_over(stage, checks, member):
    """Half a year later: nobody is sent to do what can no longer be done, nor called late by an old copy of the log."""
    refused(checks, "jam check of a jam that is over", stage.command_of("tomasz") + ["jam", "check"], 2, "is over",
            "--draft")
    refused(checks, "a text for a jam that is over", stage.command_of(member) + ["say", "--file", "-", "--no-receipt"], 2,
            "closed for speaking", stdin=b"Call me at +49 40 1234567, or write to jo@nordhafen.example.")
    code, text = said(stage.command_of("stavros") + ["inbox"])
    checks.that(code == 0 and "all its texts are destroyed" in text and len(text.splitlines()) < 3, f"one line says so\n{text}")
    wall = stage.candor_json(member, "wall")
    checks.that(wall["as_of"] < "2026-06", f"the wall judges as of its copy, and not of today: {wall['as_of']}")
    late = {each["clock"]: each["who"] for each in wall["overdue"]}
    stage.exchange([member])
    fresh = {each["clock"]: each["who"] for each in stage.candor_json(member, "wall")["overdue"]}
    checks.that(set(late.get("action", [])) <= set(fresh.get("action", [])), f"nobody was called late who was not: {late} {fresh}")


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="candor-jam-test-"))
    stage = play_jam.Stage(sys.argv[1], folder, quiet=False)
    checks = Checks()
    witness = witness_checks.OneOfTwo(stage, checks)
    hooks = {"speaking": lambda ids: (while_speaking(stage, checks, ids),
                                      member_checks.while_speaking(stage, checks, ids),
                                      prudence_checks.while_speaking(stage, checks, ids[-2], refused),
                                      wallet_checks.while_speaking(stage, checks, ids[0], ids[-2], refused),
                                      tls_checks.every_port(stage, checks),
                                      without_board(stage, checks, ids), servers(stage, checks)),
             "before last slot": lambda ids: witness.goes_down(),
             "after last slot": lambda ids: (witness.was_down(ids[2]), witness.comes_back()),
             "closed": lambda ids: after_close(stage, checks, ids),
             "conversation": lambda ids: acts_checks.all_of(stage, checks, refused, ids),
             "retention": lambda: (wallet_checks.sizes(stage, checks, everybody(stage)),
                                   take_openings(stage, checks), governance_checks.all_of(stage, checks, refused),
                                   at_a_stopped_board(stage, checks))}
    try:
        play_jam.play(stage, PEOPLE, play_jam.authors_among(PEOPLE), play_jam.gate_for(PEOPLE), hooks)
        when_it_is_over(stage, checks, everybody(stage)[-1])
    except play_jam.Failed as failure:
        checks.that(False, str(failure))
    except Exception:  # whatever it is, the servers must be stopped
        checks.that(False, traceback.format_exc())
    for problem in stage.stop():
        checks.that(False, f"a server did not end well: {problem}")
    if not checks.failed:
        wall(stage, checks)
        silence(stage, checks)
        evidence(stage, checks)
    for party in [*play_jam.PARTIES, play_jam.RELAY] if checks.failed else []:
        log = folder / f"{party}.log"
        if log.exists():
            print(f"---- {party}", *log.read_text().splitlines()[-15:], sep="\n")
    shutil.rmtree(folder, ignore_errors=True)
    print(f"jam of {PEOPLE}: {checks.done} checks, {len(checks.failed)} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
