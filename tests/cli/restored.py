"""What the tests of a restored server share: one party of a running deployment, whose folder, store and lock
together, is exchanged for an older copy of itself."""

import contextlib
import pathlib
import shutil
import ssl
import subprocess
import sys
import tempfile
import traceback
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
sys.dont_write_bytecode = True
import play_jam  # noqa: E402

INCIDENT = 80


class Checks:
    def __init__(self):
        self.done, self.failed = 0, []

    def that(self, condition, sentence):
        self.done += 1
        if not condition:
            self.failed.append(sentence)
            print(f"FAILED: {sentence}", flush=True)


def said(command, stdin=None):
    result = subprocess.run([str(c) for c in command], input=stdin, capture_output=True, timeout=300)
    return result.returncode, (result.stdout + result.stderr).decode(errors="replace")


def step(text):
    print(text, flush=True)


def put(source, target):
    shutil.rmtree(target)
    shutil.copytree(source, target)


def size_and_root(checkpoint):
    lines = checkpoint.decode().splitlines()
    return int(lines[1]), lines[2]


def entries_of(pack, log):
    """The entries of a log in a pack; each of its bundles is 16-bit lengths and bytes."""
    out = []
    bundles = pack / "logs" / log / "tile" / "entries"
    for bundle in sorted((path for path in bundles.rglob("*") if path.is_file()),
                         key=lambda path: str(path).replace(".p", "")):
        data = bundle.read_bytes()
        while data:
            length = int.from_bytes(data[:2], "big")
            out.append(data[2:2 + length])
            data = data[2 + length:]
    return out


class Scene:
    """`party` is the one whose folder is exchanged."""

    def __init__(self, stage, checks, party):
        self.stage, self.checks, self.party = stage, checks, party
        self.home = stage.deployment / party
        self.config = self.home / f"{party.split('-')[0]}.toml"
        self.fingerprint = ["--fingerprint-file", stage.deployment / "body" / "fingerprint.txt"]

    def stop(self, name=None):
        name = name or self.party
        self.checks.that(self.stage.stop_one(name) == 0, f"{name} ends cleanly on SIGTERM")

    def start(self):
        """Starts it and waits; what its event log says from then on."""
        log = self.stage.folder / f"{self.party}.log"
        before = log.read_text() if log.exists() else ""
        self.stage.start_party(self.party)
        self.settle()
        return log.read_text()[len(before):]

    def copy_to(self, target):
        """A copy of the folder as of a stop, as a backup takes it."""
        self.stop()
        shutil.copytree(self.home, target)
        self.start()

    def stop_witnesses(self):
        for witness in play_jam.WITNESSES:
            self.stop(witness)

    def start_witnesses(self):
        for witness in play_jam.WITNESSES:
            self.stage.start_witness(witness)

    def copy_with_witnesses(self, old):
        """The folder, and what the witnesses remember, as of one moment."""
        self.stop()
        self.stop_witnesses()
        shutil.copytree(self.home, old / self.party)
        for witness in play_jam.WITNESSES:
            shutil.copytree(self.stage.deployment / witness / "state", old / witness)
        self.start_witnesses()
        self.start()

    @contextlib.contextmanager
    def beside_witnesses_that_forget(self, old):
        """Inside, the copy runs beside witnesses that were set back to the same moment; after it, what was
        real is back."""
        folders = {self.party: self.home} | {witness: self.stage.deployment / witness / "state"
                                             for witness in play_jam.WITNESSES}
        real = self.stage.folder / "real"

        def exchange(source):
            self.stop()
            self.stop_witnesses()
            for name, folder in folders.items():
                if source == old:
                    shutil.copytree(folder, real / name)
                put(source / name, folder)
            self.start_witnesses()
            self.start()

        exchange(old)
        yield
        exchange(real)

    def settle(self):
        """Returns when every server has acted twice on the time, checkpoints included."""
        self.stage.advance_to(self.stage.now)

    def export(self, folder):
        stage = self.stage
        return said([stage.bin / "candor-audit", "export", *play_jam.trust(stage), "--out", folder])

    def verify(self, folder, *more):
        return said([self.stage.bin / "candor-audit", "verify", folder, *self.fingerprint, *more])

    def recover(self, *arguments):
        stage = self.stage
        return said([stage.bin / "candord-sim", "--clock", stage.clock, "recover", "--config",
                     self.config, *arguments])

    def served(self, path):
        """A public file, as a stranger gets it; the test does not look at the certificate."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        port = next(int(line.split(":")[1].split('"')[0]) for line in self.config.read_text().splitlines()
                    if line.startswith("files_listen"))
        try:
            return urllib.request.urlopen(f"https://127.0.0.1:{port}/{path}", context=context).read()
        except urllib.error.HTTPError as error:
            return str(error).encode()

    def found_in_store(self, needle):
        return sum(needle in path.read_bytes() for path in (self.home / "store").rglob("*")
                   if path.is_file())

    def another_act(self, who):
        """A grant, made and delivered in homes that know nothing of what the board has shown before."""
        stage = self.stage
        charter, body = stage.deployment / "charter", stage.deployment / "body"
        public, record = stage.work / f"{who}.pub", stage.work / f"{who}.rec"
        stage.candor(f"{who}-actor", "actor", "new", *play_jam.trust(stage), "--name", "Somebody Else",
                     "--out", public)
        stage.candor(f"{who}-charter", "actor", "grant", *play_jam.trust(stage), "--charter-key",
                     charter / "charter.key", "--key", public, "--role", "auditor", "--out", record,
                     passphrase=charter / "passphrase")
        return said(stage.command_of(f"{who}-body", body / "passphrase") +
                    ["countersign", *play_jam.trust(stage), "--body-key", body / "body.key", record])


def run(name, play):
    """Calls play(stage, checks), ends the servers of the stage whatever happens, and says how it went; the
    status for the shell. `checks.stages` may name more stages to end."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"candor-{name}-test-"))
    stage = play_jam.Stage(sys.argv[1], folder, quiet=False)
    checks = Checks()
    checks.stages = [stage]
    try:
        play(stage, checks)
    except play_jam.Failed as failure:
        checks.that(False, str(failure))
    except Exception:  # whatever it is, the servers must be stopped
        checks.that(False, traceback.format_exc())
    for each in checks.stages:
        for problem in each.stop():
            checks.that(False, f"a server did not end well: {problem}")
    for log in sorted(folder.rglob("*.log")) if checks.failed else []:
        if log.parent in [each.folder for each in checks.stages]:
            print(f"---- {log.relative_to(folder)}", *log.read_text().splitlines()[-15:], sep="\n")
    shutil.rmtree(folder, ignore_errors=True)
    print(f"{name}: {checks.done} checks, {len(checks.failed)} failed")
    return 1 if checks.failed else 0
