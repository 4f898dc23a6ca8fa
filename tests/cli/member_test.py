"""What a member hears from `candor` when no server answers: help, the fingerprint challenge, invites,
wallets that are damaged, of another passphrase, or in use.

Usage: member_test.py BUILD_FOLDER
"""

import fcntl
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
USAGE, REFUSED, NETWORK, DAMAGED, IO = 1, 2, 3, 4, 6
VERBS = [["enrol"], ["sync"], ["jams"], ["say"], ["threads"], ["wall"], ["receipt"],
         ["receipt", "show"], ["receipt", "verify"]]


class Test:
    def __init__(self, build):
        self.bin = pathlib.Path(build) / "bin"
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="candor-member-test-"))
        self.failed = 0
        self.done = 0
        self.passphrase = self.secret("passphrase", "an old tram ticket")

    def secret(self, name, text):
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o600)
        return path

    def that(self, condition, sentence):
        self.done += 1
        if not condition:
            self.failed += 1
            print(f"FAILED: {sentence}", flush=True)

    def candor(self, home, *arguments, stdin="", passphrase=None, trial=True):
        command = [self.bin / "candor", "--home", self.folder / home, "--passphrase-file",
                   passphrase or self.passphrase, *(["--trial"] if trial else []), *arguments]
        result = subprocess.run([str(c) for c in command], input=stdin.encode(),
                                capture_output=True, timeout=120)
        return result.returncode, result.stdout.decode(), result.stderr.decode()

    def hears(self, what, outcome, status, *words):
        code, out, err = outcome
        self.that(code == status, f"{what}: status {code}, expected {status}\n{out}{err}")
        for word in words:
            self.that(word in out + err, f"{what}: does not say \"{word}\"\n{out}{err}")
        self.that("candor-invite-1:" not in out + err, f"{what}: prints the invite\n{out}{err}")


def base32(data):
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    return "".join(ALPHABET[int(bits[i:i + 5], 2)] for i in range(0, len(bits), 5))


def invite(test, name, origin, bundle):
    def short(text):
        return bytes([len(text)]) + text.encode()
    record = bytes([1]) + short(origin) + short(str(bundle)) + bytes(range(16))
    record += hashlib.sha256(b"candor/invite-checksum/v1\0" + record).digest()[:4]
    return test.secret(name, f"Your invite, for you alone:\n\ncandor-invite-1:{base32(record)}\n")


def groups_of(publication):
    pairs = re.findall(r"\b(\d{1,2})[.:)]?\s+([0-9A-Z]{5})\b", publication)
    return {int(number): group for number, group in pairs}


def asked_for(stderr):
    return [int(number) for number in re.findall(r"Group (\d+): ", stderr)]


def help_of_every_verb(test):
    for verb in VERBS:
        code, out, err = test.candor("nobody", *verb, "--help")
        name = " ".join(verb)
        test.that(code == 0 and f"Example:\n  candor {verb[0]}" in out, f"{name} --help has an example")
        test.that("Exit codes" in out, f"{name} --help has the exit codes")
        _, out, _ = test.candor("nobody", *verb, "--help", "--language", "de")
        test.that("Aufruf: candor " + name in out and f"Beispiel:\n  candor {verb[0]}" in out and "Endet mit:" in out
                  and "Usage" not in out and "Print this help" not in out, f"{name} --help in German:\n{out}")
    test.that(not (test.folder / "nobody").exists(), "help makes no folder")
    test.hears("no verb", test.candor("nobody"), USAGE)
    test.hears("an unknown option", test.candor("nobody", "sync", "--frobnicate"), USAGE,
               'there is no option "--frobnicate" here', "candor sync --help")
    test.hears("in German", test.candor("nobody", "sync", "--frobnicate", "--language=de"), USAGE,
               "Eine Option „--frobnicate“ gibt es hier nicht", "candor sync --help")
    test.hears("too much", test.candor("nobody", "sync", "now"), USAGE, 'this is more than it takes: "now"')
    test.hears("no such command", test.candor("nobody", "synk"), USAGE, 'there is no command "synk"', "candor --help")


def before_enrolment(test):
    for verb in (["sync"], ["threads"], ["receipt", "show"]):
        test.hears(" ".join(verb), test.candor("empty", *verb), USAGE, "candor enrol")
    for verb in (["wall"], ["jams"], ["say", "--file", "-", "--no-receipt"]):
        test.hears(" ".join(verb), test.candor("empty", *verb, stdin="Text."), USAGE, "candor enrol")
    code, out, _ = test.candor("empty", "--json", "sync")
    test.that(json.loads(out)["exit"] == code == USAGE, "--json carries the error and its code")
    code, out, err = test.candor("empty", "--json", "--language", "de", "sync")
    test.that(code == USAGE and "There is no wallet" in json.loads(out)["error"]
              and "ist kein Wallet" in err, f"a person reads German, a script English: {out}{err}")


def invites(test, deployment):
    bundle = deployment / "bundle"
    broken = test.secret("broken.invite", "candor-invite-1:ABCDEFG")
    test.hears("a mistyped invite", test.candor("b", "enrol", "--invite", broken), USAGE, "invite")
    lost = test.folder / "lost.invite"
    test.hears("an invite that is not there", test.candor("b", "enrol", "--invite", lost), USAGE,
               "lost.invite")
    elsewhere = invite(test, "elsewhere.invite", "elsewhere.example/issuer-1", bundle)
    publication = deployment / "body" / "fingerprint.txt"
    test.hears("an issuer outside the bundle",
               test.candor("c", "enrol", "--invite", elsewhere, "--fingerprint-file", publication), REFUSED,
               "does not name", "Nothing was sent")
    unreachable = invite(test, "gone.invite", "nordhafen.example/issuer-1", "https://127.0.0.1:9/bundle")
    test.hears("a bundle that cannot be fetched",
               test.candor("d", "enrol", "--invite", unreachable), NETWORK, "was sent")
    test.that(not (test.folder / "d").exists(), "nothing is made for it")


def fingerprint(test, deployment):
    good = invite(test, "good.invite", "nordhafen.example/issuer-1", deployment / "bundle")
    groups = groups_of((deployment / "body" / "fingerprint.txt").read_text())
    test.that(len(groups) == 10, "the publication holds ten numbered groups")

    test.hears("a trial without --trial",
               test.candor("e", "enrol", "--invite", good, trial=False), REFUSED, "--trial",
               "Nothing was sent")
    outcome = test.candor("e", "enrol", "--invite", good, stdin="AAAAA\n" * 12)
    test.hears("three wrong answers", outcome, REFUSED, "Three times", "nothing was sent")
    test.that(len(asked_for(outcome[2])) == 12, "it asks for four groups three times, not more")
    for group in groups.values():
        test.that(group not in outcome[1] + outcome[2], "nothing of the fingerprint is shown")
    test.that(not (test.folder / "e" / "bundle").exists(), "the bundle is not pinned")
    test.hears("an input that ends", test.candor("e", "enrol", "--invite", good, stdin="AAAAA\n"),
               USAGE, "input ended")

    false = test.folder / "false.txt"
    text = (deployment / "body" / "fingerprint.txt").read_text()
    first = groups[1]
    false.write_text(text.replace(first, ("B" if first[0] != "B" else "C") + first[1:]))
    test.hears("another publication",
               test.candor("e", "enrol", "--invite", good, "--fingerprint-file", false), REFUSED,
               "independent body", "Nothing was sent")

    # The right groups, at whatever positions are asked for: the program asks before it reads.
    process = subprocess.Popen(
        [str(c) for c in (test.bin / "candor", "--home", test.folder / "e", "--trial",
                          "--passphrase-file", test.passphrase, "enrol", "--invite", good)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    heard = b""
    for _ in range(4):
        while not re.search(rb"Group \d+: \Z", heard):
            byte = process.stderr.read(1)
            if not byte:
                break
            heard += byte
        asked = asked_for(heard.decode())
        process.stdin.write((groups[asked[-1]].lower() + "\n").encode())
        process.stdin.flush()
        heard += b"\n"
    out, err = process.communicate(timeout=120)
    test.hears("the right groups, and no issuer that answers",
               (process.returncode, out.decode(), (heard + err).decode()), NETWORK, "can be run again")
    test.that((test.folder / "e" / "bundle").read_bytes() == (deployment / "bundle").read_bytes(),
              "the bundle is pinned")
    before = (test.folder / "e" / "wallet").read_bytes()
    test.hears("the same once more", test.candor("e", "enrol", "--invite", good), NETWORK)
    test.that((test.folder / "e" / "wallet").read_bytes() == before, "the member key stays the same")


def wallet(test):
    path = test.folder / "e" / "wallet"
    test.that(path.stat().st_mode & 0o777 == 0o600, "the wallet is for its owner alone")
    wrong = test.secret("wrong", "a new tram ticket")
    test.hears("a wrong passphrase", test.candor("e", "sync", passphrase=wrong), DAMAGED,
               "passphrase", "nothing was sent")
    open_to_all = test.secret("open", "an old tram ticket")
    open_to_all.chmod(0o644)
    test.hears("a passphrase that others can read", test.candor("e", "sync", passphrase=open_to_all), IO)
    good = path.read_bytes()
    for at in (0, 8, 30, len(good) // 2, len(good) - 1):
        bad = bytearray(good)
        bad[at] ^= 4
        path.write_bytes(bytes(bad))
        test.hears(f"a wallet damaged at byte {at}", test.candor("e", "sync"), DAMAGED, "damaged",
                   "nothing was sent")
        test.that(path.read_bytes() == bytes(bad), "a damaged wallet is not touched")
    path.write_bytes(good)
    with open(f"{path}.lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        test.hears("a wallet in use", test.candor("e", "threads"), IO, "Another candor command",
                   "nothing was sent")
    test.hears("servers that do not answer", test.candor("e", "sync"), NETWORK, "nothing was lost")
    test.hears("threads, when nothing was said", test.candor("e", "threads"), 0, "said nothing")
    test.hears("a receipt, when nothing was said", test.candor("e", "receipt", "show"), USAGE)

    bundle = test.folder / "e" / "bundle"
    pinned = bundle.read_bytes()
    bundle.write_bytes(pinned.replace(b"nordhafen.example/board", b"nordhafan.example/board"))
    test.hears("a bundle that was exchanged", test.candor("e", "sync"), REFUSED,
               "not the trust bundle that you checked", "Nothing was sent")
    bundle.write_bytes(pinned[:-1])
    test.hears("a bundle that was cut", test.candor("e", "sync"), DAMAGED, "trust bundle")
    bundle.write_bytes(pinned)


def texts(test):
    say = ["say", "--file", "-"]
    test.hears("a text without a place for the receipt", test.candor("e", *say, stdin="Text."), USAGE,
               "--receipt-file", "Nothing was sent")
    test.hears("no text and no editor", test.candor("e", "say", "--no-receipt"), USAGE, "EDITOR",
               "Nothing was sent")
    test.hears("an empty text", test.candor("e", *say, "--no-receipt", stdin=" \n"), USAGE, "empty")
    test.hears("an unknown consent",
               test.candor("e", *say, "--no-receipt", "--quote", "perhaps", stdin="Text."), USAGE,
               "verbatim")
    test.hears("a code that is none",
               test.candor("e", "receipt", "verify", "--code-file", "-", stdin="ABCD-EFGH"), USAGE)


def main():
    test = Test(sys.argv[1])
    deployment = test.folder / "deployment"
    subprocess.run([str(test.bin / "candord"), "init", str(deployment), "--organisation",
                    "nordhafen.example", "--trial", "--issuers", "1", "--port-base", "7990"],
                   check=True, capture_output=True)
    try:
        help_of_every_verb(test)
        before_enrolment(test)
        invites(test, deployment)
        fingerprint(test, deployment)
        wallet(test)
        texts(test)
    finally:
        shutil.rmtree(test.folder, ignore_errors=True)
    print(f"member: {test.done} checks, {test.failed} failed")
    return 1 if test.failed else 0


if __name__ == "__main__":
    sys.exit(main())
