"""Plays a whole jam through the programs, as scripts/demo and the test suite do.

Every step runs the same commands that people would type; nothing here knows a secret of the
protocol. Ends with status 0 only when each step and each check held.
"""

import argparse
import concurrent.futures
import csv
import datetime
import fcntl
import itertools
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

import jam_acts
import kept_jam
from jam_acts import Failed, check

ROOT = pathlib.Path(__file__).resolve().parent.parent
ORGANISATION = "nordhafen.example"
DAY = 86400
OPENING = int(datetime.datetime(2026, 3, 2, 8, tzinfo=datetime.timezone.utc).timestamp())
# name, role, as examples/jam.toml names them; an operator acts at one server alone
PEOPLE = [
    ("Ines Halvorsen", "sponsor", None),
    ("Tomasz Wrona", "facilitator", None),
    ("Leonie Brandt", "reader", None),
    ("Stavros Mikellis", "reader", None),
    ("Ilse Ferber", "reader", None),
    ("Devran Aksoy", "operator", f"{ORGANISATION}/issuer-1"),
    ("Mira Okonkwo", "operator", f"{ORGANISATION}/issuer-2"),
]
OPERATORS = {1: "devran", 2: "mira"}
AUDITOR = "Roza Ilieva"  # granted when the first erasure is to be agreed
RETENTION_ENDS = int(datetime.datetime(2026, 9, 30, tzinfo=datetime.timezone.utc).timestamp())
PARTIES = ["issuer-1", "issuer-2", "board"]
RELAY = "relay-1"
# A relay lets go what it holds when eight connections wait, or after a minute of the demo's clock.
PEOPLE_AT_ONCE = 12
HOLDING = 61
ATTEMPTS = 3
NO_ANSWER = "The board gave no answer"
# Who runs each witness. Both must cosign before anything is served: the independent body alone could
# be asked for a signature by those it works beside, and so could the auditors alone.
WITNESSES = {"witness-1": "Works council of Nordhafen", "witness-2": "Hansen and Partner, auditors"}
QUORUM = len(WITNESSES)
ANSWERS = [
    ("planned", "outages at night", "A second on-call team starts on 1 April; until then the day team stays reachable until 02:00."),
    ("under-way", "training for the night shifts", "Every night crew gets two paid hours with a trainer, beginning this week."),
    ("done", "badge readers", "The readers at gates 2 and 5 were replaced on Tuesday. Tell us if they fail again."),
    ("declined", "going back to the old system", "We will not run two systems: the interface that both needed is gone. We will fix what stops your work."),
    ("not-now", "handheld terminals", "The budget for new handhelds is decided in May; we ask for them and publish the answer here."),
]


PORT_BLOCK = 128
RESERVED = []  # locked files: held until this process ends


def reserve(base):
    """Whether this process has the block to itself: another run may have chosen it, and not listen yet."""
    path = pathlib.Path(tempfile.gettempdir()) / f"candor-ports-{base}.lock"
    try:
        held = open(path, "w")
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # held, or another user's
        return False
    RESERVED.append(held)
    return True


def free_ports(count):
    """A base port with `count` free ones in a row, outside the usual ephemeral range."""
    first = 20096 + os.getpid() * PORT_BLOCK % 10240
    for base in itertools.chain(range(first, 30336, PORT_BLOCK), range(20096, first, PORT_BLOCK)):
        if not reserve(base):
            continue
        held = []
        try:
            for offset in range(count):
                s = socket.socket()
                s.bind(("127.0.0.1", base + offset))
                held.append(s)
            return base
        except OSError:
            continue
        finally:
            for s in held:
                s.close()
    raise Failed("no free ports")


class Stage:
    """One deployment in one folder, its servers, and the commands that people type."""

    def __init__(self, build, folder, quiet):
        self.bin = pathlib.Path(build).resolve() / "bin"
        self.folder = pathlib.Path(folder)
        self.deployment = self.folder / "deployment"
        self.homes = self.folder / "homes"
        self.work = self.folder / "work"
        self.clock = self.folder / "clock"
        self.quiet = quiet
        self.servers = []
        self.homes.mkdir()
        self.work.mkdir()
        self.passphrase = self.folder / "people.passphrase"
        self.passphrase.write_text("a passphrase of the demo, worth nothing\n")
        self.passphrase.chmod(0o600)
        self.set_clock(OPENING)

    # ---- running things ----

    def say(self, text=""):
        if not self.quiet:
            print(text, flush=True)

    def run(self, command, stdin=None, expect=0):
        result = subprocess.run([str(c) for c in command], input=stdin, capture_output=True)
        out, err = result.stdout.decode(), result.stderr.decode()
        if result.returncode != expect:
            shown = " ".join(str(c) for c in command)
            raise Failed(f"{shown}\nended with {result.returncode}, expected {expect}\n{out}{err}")
        return out

    def command_of(self, home, passphrase=None):
        return [self.bin / "candor-sim", "--home", self.homes / home, "--trial",
                "--clock", self.clock, "--passphrase-file", passphrase or self.passphrase]

    def candor(self, home, *arguments, stdin=None, expect=0, passphrase=None):
        return self.run(self.command_of(home, passphrase) + list(arguments), stdin=stdin,
                        expect=expect)

    def candor_json(self, home, *arguments, **more):
        out = self.candor(home, "--json", *arguments, **more)
        return json.loads(out)

    def each(self, items, work):
        """Runs work(item) for every item, a few at a time, as separate people would."""
        with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
            return list(pool.map(work, items))

    def while_held(self, works):
        """What each of `works` returns, run at once as separate people would. A relay mixes what comes
        together and holds back the rest, so the clock goes on until all have come through."""
        with concurrent.futures.ThreadPoolExecutor(max_workers=PEOPLE_AT_ONCE) as pool:
            running = [pool.submit(work) for work in works]
            done = 0
            while done < len(running):
                concurrent.futures.wait(running, timeout=1)
                before, done = done, sum(each.done() for each in running)
                if before == done < len(running):
                    self.set_clock(self.now + HOLDING)  # a server may be down: nobody is waited for
            return [each.result() for each in running]

    def exchange(self, people):
        """Each of these people's machines makes an exchange, and another one where no answer came: a minute of
        this clock may pass while the board is at work, and then the relay has given it up."""
        def machine(person):
            for _ in range(ATTEMPTS):
                try:
                    return self.candor(person, "sync")
                except Failed as problem:
                    if NO_ANSWER not in str(problem):
                        raise
                    last = problem
            raise last
        return self.while_held([lambda person=person: machine(person) for person in people])

    # ---- time ----

    def set_clock(self, seconds):
        self.now = seconds
        beside = self.clock.with_suffix(".new")
        beside.write_text(f"{seconds}\n")
        beside.replace(self.clock)

    def advance_to(self, seconds):
        self.run([self.bin / "candord-sim", "clock", "advance", "--clock", self.clock,
                  "--deployment", self.deployment / "deployment.toml", "--to", seconds])
        self.now = seconds

    # ---- servers ----

    def spawn(self, name, command):
        log = open(self.folder / f"{name}.log", "ab")
        process = subprocess.Popen([str(c) for c in command], stdout=log, stderr=log,
                                   stdin=subprocess.DEVNULL, start_new_session=True)
        self.servers.append((name, process))

    def start(self, base, *more):
        """A new deployment, made with these options of candord init besides the usual ones, and running."""
        operators = [part for name in WITNESSES.values() for part in ("--witness-operator", name)]
        self.run([self.bin / "candord-sim", "init", self.deployment, "--organisation", ORGANISATION,
                  "--trial", "--issuers", "2", "--port-base", base, *operators, "--quorum", QUORUM, *more])
        for witness in WITNESSES:
            self.start_witness(witness)
        for party in [*PARTIES, RELAY]:
            self.start_party(party)
        self.advance_to(self.now)  # returns once every server has acted, checkpoints included

    def start_witness(self, witness):
        self.spawn(witness, [self.bin / "candor-audit-sim", "--clock", self.clock, "witness", "serve",
                             "--config", self.deployment / witness / "witness.toml"])

    def start_party(self, party):
        kind = party.split("-")[0]
        self.spawn(party, [self.bin / "candord-sim", "--clock", self.clock, kind, "--config",
                           self.deployment / party / f"{kind}.toml"])

    def stop_one(self, server):
        """Ends one server; its exit status."""
        name, process = next(pair for pair in self.servers if pair[0] == server)
        process.send_signal(signal.SIGTERM)
        status = process.wait(timeout=60)
        self.servers.remove((name, process))
        return status

    def stop(self):
        for name, process in reversed(self.servers):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        problems = []
        for name, process in reversed(self.servers):
            try:
                status = process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                status = "no end within 30 s"
            if status != 0:
                problems.append(f"{name}: {status}\n{(self.folder / (name + '.log')).read_text()}")
        self.servers = []
        return problems


def trust(stage):
    return ["--bundle", stage.deployment / "bundle",
            "--fingerprint-file", stage.deployment / "body" / "fingerprint.txt"]


def home_of(name):
    return name.split()[0].lower()


def govern(stage):
    """Actor keys, grants, the countersigned roles."""
    charter = stage.deployment / "charter"
    body = stage.deployment / "body"
    grants = []
    for name, role, at in PEOPLE:
        public = stage.work / f"{home_of(name)}.pub"
        stage.candor(home_of(name), "actor", "new", *trust(stage), "--name", name, "--out", public)
        grant = stage.work / f"{home_of(name)}.rec"
        stage.candor("charter", "actor", "grant", *trust(stage), "--charter-key",
                     charter / "charter.key", "--key", public, "--role", role, "--out", grant,
                     *(["--at", at] if at else []), passphrase=charter / "passphrase")
        grants.append(grant)
    stage.candor("body", "countersign", *trust(stage), "--body-key", body / "body.key", *grants,
                 passphrase=body / "passphrase")
    stage.advance_to(stage.now)


def import_roster(stage, people):
    """The roster: made, countersigned after a check, delivered to both issuers; then the invites."""
    charter = stage.deployment / "charter"
    body = stage.deployment / "body"
    rows = list(csv.DictReader(open(ROOT / "examples" / "roster.csv", newline="")))[:people]
    short = stage.work / "people.csv"
    with open(short, "w", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=["id", "name", "unit"])
        writer.writeheader()
        writer.writerows(rows)
    source = ROOT / "examples" / "roster.csv" if people == 120 else short
    stage.candor("charter", "roster", "import", source, "--charter-key", charter / "charter.key",
                 "--out-dir", stage.work / "roster", passphrase=charter / "passphrase")
    roster = stage.work / "roster" / "roster.bin"
    stage.candor("body", "countersign", "--body-key", body / "body.key",
                 stage.work / "roster" / "roster.rec", "--roster", roster,
                 passphrase=body / "passphrase")
    stage.advance_to(stage.now)
    for number, operator in OPERATORS.items():
        stage.candor(operator, "roster", "import", "--deliver", roster)
        stage.candor(operator, "invite", "--issuer", f"{ORGANISATION}/issuer-{number}", "--out-dir",
                     stage.work / f"invites-{number}")
    return [row["id"] for row in rows]


def open_jam(stage, min_issued, change=lambda text: text):
    """Draft, keys, pledges, statement, signatures, opening; `change` makes another file of the example's."""
    text = (ROOT / "examples" / "jam.toml").read_text()
    jam = stage.work / "jam.toml"
    jam.write_text(change(text.replace("min_issued = 40 ", f"min_issued = {min_issued} ")))
    draft, keys = stage.work / "draft.bin", stage.work / "keys.bin"
    manifest = stage.work / "manifest.bin"
    stage.candor("tomasz", "jam", "draft", jam, "--out", draft)
    stage.candor("tomasz", "jam", "check", "--draft", draft, "--facilitator-hours", "12")
    stage.candor("tomasz", "jam", "prepare", draft, "--out", keys)
    parts = []
    for name, role, _ in PEOPLE:
        part = stage.work / f"{home_of(name)}.part"
        extra = ["--statement", ROOT / "examples" / "statement.txt"] if role == "sponsor" else []
        stage.candor(home_of(name), "pledge", "sign", draft, "--out", part, *extra)
        parts.append(part)
    stage.candor("tomasz", "jam", "prepare", draft, "--keys", keys, "--parts", *parts, "--out",
                 manifest)
    signatures = []
    for name in ("tomasz", "ines"):
        signature = stage.work / f"{name}.sig"
        stage.candor(name, "jam", "sign", manifest, "--out", signature)
        signatures.append(signature)
    opened = stage.candor_json("tomasz", "jam", "open", manifest, "--signatures", *signatures)
    stage.advance_to(stage.now)
    return opened["campaign"]


def draw(stage, ids):
    """Every member enrols with both issuers and draws the full quota."""
    def member(person):
        invites = [option for number in (1, 2) for option in
                   ("--invite", stage.work / f"invites-{number}" / f"{person}.invite")]
        stage.candor(person, "enrol", *invites, "--fingerprint-file",
                     stage.deployment / "body" / "fingerprint.txt")
    stage.each(ids, member)
    stage.advance_to(stage.now)
    stage.exchange(ids)
    stage.advance_to(stage.now)


def speak(stage, authors, texts, consenting=()):
    """How many were told that their text may betray them, and sent it all the same."""
    def member(pair):
        person, text = pair
        say = ["say", "--file", text, "--receipt-file", stage.work / f"{person}.receipt",
               *jam_acts.consent_of(consenting, person)]
        try:
            stage.candor(person, *say)
            return 0
        except Failed as refused:
            if "--as-it-is" not in str(refused):
                raise
        stage.candor(person, *say, "--as-it-is")
        return 1
    warned = sum(stage.each(list(zip(authors, texts)), member))
    stage.exchange(authors)
    return warned


def next_slot(stage):
    """Slots are at 00:00, 06:00, 12:00 and 18:00 UTC."""
    stage.advance_to((stage.now // (DAY // 4) + 1) * (DAY // 4))


def answer(stage, leader, count):
    stage.candor(leader, "inbox")
    opinions = stage.candor_json(leader, "read", "--all")
    open_ones = [item["id"] for item in stage.candor_json(leader, "inbox")
                 if item["kind"] == "opinion" and item["waits"]]
    done = 0
    for opinion, (status, about, text) in zip(open_ones[:count], itertools.cycle(ANSWERS)):
        stage.candor(leader, "answer", opinion, "--status", status, "--about", about,
                     "--file", "-", stdin=text.encode())
        done += 1
    return sum(each["kind"] == "opinion" for each in opinions), done


def grant(stage, name, role):
    """One more person with a role, after the beginning."""
    charter, body = stage.deployment / "charter", stage.deployment / "body"
    public, record = stage.work / f"{home_of(name)}.pub", stage.work / f"{home_of(name)}.rec"
    stage.candor(home_of(name), "actor", "new", *trust(stage), "--name", name, "--out", public)
    stage.candor("charter", "actor", "grant", "--charter-key", charter / "charter.key", "--key", public,
                 "--role", role, "--out", record, passphrase=charter / "passphrase")
    stage.candor("body", "countersign", "--body-key", body / "body.key", record,
                 passphrase=body / "passphrase")
    stage.advance_to(stage.now)


def inbox_item(stage, leader, text):
    return next(item for item in stage.candor_json(leader, "inbox") if item["id"] == text)


def text_of(stage, author):
    return stage.candor_json(author, "threads")[0]["submission"]


def withdraw(stage, author):
    """An author takes a text back: from the next slot on nobody is given it."""
    text = text_of(stage, author)
    stage.say(stage.candor(author, "withdraw", text[:8]))
    stage.advance_to(stage.now + DAY)  # it leaves at a time drawn at random within a day
    stage.exchange([author])
    next_slot(stage)
    stage.advance_to(stage.now)
    cached = sum(len(file.read_bytes()) for file in (stage.homes / "stavros" / "inbox").rglob("*.batch"))
    check(inbox_item(stage, "stavros", text)["erased"], "a withdrawn text is shown to nobody")
    left = sum(len(file.read_bytes()) for file in (stage.homes / "stavros" / "inbox").rglob("*.batch"))
    check(left < cached, "a reader's machine forgets it too")
    stage.say(stage.candor("stavros", "read", text[:8]))


def erase(stage, author):
    """A reader proposes to erase a text that names a third person; an auditor agrees."""
    text = text_of(stage, author)
    proposal = stage.work / "erase.rec"
    grant(stage, AUDITOR, "auditor")
    stage.candor("leonie", "erase", "propose", text[:8], "--reason", "third person", "--out", proposal)
    stage.say(stage.candor(home_of(AUDITOR), "erase", "countersign", proposal))
    stage.advance_to(stage.now)
    check(inbox_item(stage, "stavros", text)["erased"], "an erased text is shown to nobody")


def end_retention(stage):
    """The day comes after which nothing is kept."""
    stage.advance_to(max(stage.now, RETENTION_ENDS))
    stage.advance_to(stage.now)
    left = [item for item in stage.candor_json("stavros", "inbox") if not item["erased"]]
    check(not left, "after the end of retention no text is left")


def batches_of(status):
    return f"{status['batches']} batch" + ("" if status["batches"] == 1 else "es")


def play(stage, people, authors_wanted, min_issued, hooks=None):
    """The whole jam. `hooks` are called while it is spoken ("speaking", after the first slot), around
    the last slot ("before last slot", "after last slot"), after ("closed"), in the conversation, and before retention ends
    ("retention")."""
    hooks = hooks or {}
    began = time.monotonic()

    def step(text):
        stage.say(f"[{time.monotonic() - began:5.1f} s] {text}")

    step("Two issuers, the board, a relay and two witnesses start, each a process of its own.")
    stage.start(free_ports(100))
    step(f"The charter grants {len(PEOPLE)} people their roles; the independent body countersigns each.")
    govern(stage)
    ids = import_roster(stage, people)
    step(f"A roster of {len(ids)} people is countersigned and delivered; invites of both issuers are made.")
    campaign = open_jam(stage, min_issued)
    step(f"Jam {campaign[:8]} is open: statement, pledges and reading keys are signed into it.")
    draw(stage, ids)
    step(f"{len(ids)} people enrolled with both issuers, drew all their voting slips, and made "
         "their first exchange through the relay.")

    texts = sorted((ROOT / "examples" / "opinions").glob("*.txt"))
    authors = ids[:min(authors_wanted, len(texts))]
    texts = texts[:len(authors)] if people == 120 else texts[::max(1, len(texts) // len(authors))]
    stage.advance_to(OPENING + DAY)
    waves = 3
    for wave in range(waves):
        if wave == waves - 1 and "before last slot" in hooks:
            hooks["before last slot"](ids)
        warned = speak(stage, authors[wave::waves], texts[wave::waves], consenting=authors)
        next_slot(stage)
        status = stage.candor_json("tomasz", "jam", "status")[0]
        if warned:
            stage.say(f"          ({warned} of them were shown what in their text may betray them, a path, an address or "
                      "a number, and sent it as it is.)")
        came_out = (f"{status['opinions']} texts are sealed in {batches_of(status)} so far" if status["opinions"] else
                    f"nothing is sealed yet, for that takes {2 * status['figures']['k']} people whose texts wait")
        step(f"{len(authors[wave::waves])} people spoke; a slot passed: {came_out}.")
        if wave == 0 and "speaking" in hooks:
            hooks["speaking"](ids)
        if wave == waves - 1 and "after last slot" in hooks:
            hooks["after last slot"](ids)

    jam_acts.converge(stage, ids, authors, step)

    close = OPENING - OPENING % DAY + 4 * DAY  # 00:00 of the day on which speaking closes
    stage.advance_to(close)
    status = stage.candor_json("tomasz", "jam", "status")[0]
    check(status["opinions"] == len(authors), "every promised text is sealed at the close")
    check(status["batches"] >= 3, "texts were sealed over several slots")
    if "closed" in hooks:
        hooks["closed"](ids)
    step(f"Speaking closed: all {status['opinions']} texts are sealed in {batches_of(status)}.")

    stage.advance_to(close + 9 * 3600)
    read_all, first = answer(stage, "stavros", 6)
    stage.advance_to(stage.now)
    _, second = answer(stage, "leonie", 6)
    stage.advance_to(stage.now)
    check(read_all == len(authors), "a leader reads every text")
    check(first + second >= 10, "at least ten answers are public")
    step(f"Two leaders read on their own machines and answered {first + second} texts in public.")

    jam_acts.lead(stage, step)
    stage.candor("tomasz", "jam", "close")
    stage.advance_to(stage.now)
    news = publish(stage)
    step(f"The closing report and the bulletin ({news} news) are written from the public log, the same for everybody.")
    author = authors[0]
    stage.exchange(ids)
    step(f"Everybody's machine made an exchange: those of the {len(ids) - len(authors)} who did not speak spent "
         "their slip on a blank.")
    stage.say(stage.candor(author, "threads"))
    stage.say(stage.candor(author, "receipt", "verify"))
    step("An author's receipt is verified against the log.")
    stage.say(stage.candor(author, "wall"))
    status = stage.candor_json("tomasz", "jam", "status")[0]
    check(status["closed"], "the totals are in the log")
    check(status["drawn"] == len(ids), "everybody drew")
    jam_acts.converse(stage, authors, step)
    hooks.get("conversation", lambda ids: None)(authors)
    withdraw(stage, authors[1])
    step("An author has withdrawn a text: the log shows a tombstone, and the board gives it to nobody.")
    erase(stage, authors[2])
    step("A reader and an auditor have agreed to erase another; neither could alone.")
    hooks.get("retention", lambda: None)()
    end_retention(stage)
    step("Retention has ended: key, text and salt of every opinion are destroyed; the log still stands.")
    entries, checked, known, late = pack_up(stage, author)
    step(f"The logs are exported, {entries} entries, and verified without the servers: every hash, signature and rule "
         f"holds, with both witnesses under each log; {checked} of {known} invariants are checked in full, the others in "
         f"part or not yet. Promises of people that are overdue, as they were played: {late}.")
    return status, time.monotonic() - began


def publish(stage):
    """What the facilitator gives everybody: the closing report, and the bulletin in all its forms."""
    closing, bulletin = stage.work / "closing", stage.work / "bulletin"
    stage.candor("tomasz", "jam", "report", "--out", closing, "--language", "de")
    for name in ("report.html", "report.md"):
        check("Was aus den Meinungen wurde" in (closing / name).read_text(), f"{name} speaks German")
    made = stage.candor_json("tomasz", "jam", "bulletin", "--out", bulletin, "--invite-page", "https://jam.example/join")
    for name in made["files"]:
        check("https://jam.example/join" in (bulletin / name).read_text(), f"{name} says where to join")
    stage.say(stage.candor("tomasz", "jam", "status"))
    return made["news"]


def pack_up(stage, author):
    """The evidence of everything, as an outside auditor gets it, and what it shows."""
    fingerprint = ["--fingerprint-file", stage.deployment / "body" / "fingerprint.txt"]
    pack, receipt = stage.work / "pack", stage.work / "author.json"
    stage.candor(author, "receipt", "verify", "--out", receipt)
    stage.run([stage.bin / "candor-audit", "export", *trust(stage), "--out", pack])
    found = json.loads(stage.run([stage.bin / "candor-audit", "verify", pack, *fingerprint,
                                  "--receipt", receipt, "--json"]))["packs"][0]
    check(found["receipts"] == 1, "the author's receipt is evidence")
    campaign = found["campaigns"][0]
    figures = campaign["figures"]
    check(campaign["blanks"] == figures["drawn"] - figures["opinions"] > 0 and figures["unspent"] == 0,
          "every slip that was drawn is an opinion or a blank")
    reported = stage.candor_json("tomasz", "jam", "report", "--out", stage.work / "closing", "--language", "en")
    check(reported["figures"] == campaign["figures"],
          f"the auditor counts what the report says: {campaign['figures']} and {reported['figures']}")
    for party in PARTIES:
        note = (pack / "logs" / party / "checkpoint").read_text()  # its signatures are verified above
        check(all(f"\n\u2014 {ORGANISATION}/{witness} " in note for witness in WITNESSES),
              f"what {party} serves carries the cosignatures of both witnesses")
    reports = stage.work / "reports"
    stage.run([stage.bin / "candor-audit", "report", "pack", pack, *fingerprint, "--out", reports])
    check((reports / "participation.html").exists(), "the reports are written")
    stage.say(f"Reports, until the demo's folder is removed (--keep leaves it): {reports}")
    checked = sum(each["coverage"] == "checked" for each in found["invariants"])
    late = sum(each["severity"] == "overdue" for each in found["findings"])
    check(late == len(found["findings"]), f"nothing is wrong with the logs: {found['findings']}")
    return sum(each["size"] for each in found["logs"]), checked, len(found["invariants"]), late


def authors_among(people):
    return people * 3 // 4 + (2 if people == 120 else 0)


def gate_for(people):
    return 40 if people >= 60 else 20


class Reached(Exception):
    """The phase at which the play was to stop."""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", required=True, help="build folder with the programs")
    parser.add_argument("--people", type=int, default=120)
    parser.add_argument("--keep", action="store_true", help="leave the servers running")
    parser.add_argument("--until", choices=list(kept_jam.PHASES), default="end",
                        help="stop there, leave the servers running, and print what can be typed")
    parser.add_argument("--quiet", action="store_true", help="print the summary only")
    options = parser.parse_args()
    # With fewer the leaders have answered every text before they can ask one's author something.
    least = 24 if options.until == "end" else 20
    if not least <= options.people <= 120:
        parser.error(f"--people takes {least} to 120")

    folder = pathlib.Path(tempfile.mkdtemp(prefix="candor-demo-"))
    stage = Stage(options.build, folder, options.quiet)
    keep = options.keep or options.until != "end"
    failed = False
    ids = []

    def reach(everybody):
        ids.extend(everybody)
        raise Reached

    hook = kept_jam.PHASES[options.until][0]
    try:
        status, seconds = play(stage, options.people, authors_among(options.people), gate_for(options.people),
                               {hook: reach} if hook else {})
        ids.extend(sorted(home.name for home in stage.homes.glob("NH*")))
    except Reached:
        pass
    except Failed as failure:
        failed = True
        print(f"demo: {failure}", file=sys.stderr)
        for name, _ in stage.servers:
            tail = (folder / f"{name}.log").read_text().splitlines()[-10:]
            print(f"demo: last lines of {name}:", *tail, sep="\n  ", file=sys.stderr)
    if keep and not failed:
        print(kept_jam.describe(stage, options.until, ids))
        return 0
    problems = stage.stop()
    for problem in problems:
        failed = True
        print(f"demo: a server did not end well: {problem}", file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    if failed:
        return 1
    print(f"""
Summary: {status['roster']} people on the roster, {status['drawn']} drew, {status['opinions']} opinions
in {batches_of(status)}, {status['answered']} answered in public, every promise of the board kept,
all servers ended cleanly, {seconds:.0f} seconds.""")
    return 0


if __name__ == "__main__":
    sys.exit(main())
