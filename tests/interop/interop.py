"""Runs our C2SP formats against sumdb/tlog and sumdb/note, in both directions, and prints figures.

    interop.py BIN GO

BIN is a build's bin folder with candor-audit and interop_tool, GO the built interop.go. For each
size each side makes a log and the other checks it; one-file proofs go through candor-audit. Then
files are damaged, one by one, and each side has to notice each. Exit 1 at the first disagreement.
"""

import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

SIZES = (1, 2, 3, 255, 256, 257, 511, 1000, 65535, 65536, 65537, 70000)
FEW_FILES = 5


def run(*command, expect=0):
    environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=0")
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True,
                          env=environment)
    if (done.returncode == 0) != (expect == 0) or (expect > 1 and done.returncode != expect):
        sys.exit(f"interop: {' '.join(map(str, command))}\n  status {done.returncode}, expected "
                 f"{expect}\n{done.stdout}{done.stderr}")
    return done.stdout


class Sides:
    def __init__(self, binaries, go):
        self.tool = binaries / "interop_tool"
        self.audit = binaries / "candor-audit"
        self.go = go
        self.totals = {}

    def count(self, direction, output):
        words = output.split()
        totals = self.totals.setdefault(direction, {})
        for name, value in zip(words[::2], words[1::2]):
            totals[name] = totals.get(name, 0) + int(value)

    def make_ours(self, folder, size):
        run(self.tool, "make", folder, size)
        trust = ("--policy", folder / "policy")
        chosen = random.Random(size)
        for index in {chosen.randrange(size) for _ in range(FEW_FILES)} | {0, size - 1}:
            run(self.audit, "prove", "inclusion", "--log", folder / "log", "--index", index,
                "--out", folder / f"{index}.tlog-proof", "--entry-out", folder / f"{index}.entry",
                *trust)
        for older in folder.glob("*.checkpoint"):
            run(self.audit, "prove", "consistency", "--log", folder / "log", "--old", older,
                "--out", older.with_suffix(".consistency"), *trust)

    def check_theirs(self, folder):
        self.count("theirs by ours", run(self.tool, "check", folder))
        trust = ("--policy", folder / "policy")
        files = 0
        for proof in folder.glob("*.tlog-proof"):
            run(self.audit, "prove", "check", proof, "--entry", proof.with_suffix(".entry"), *trust)
            run(self.audit, "prove", "check", proof, "--entry", folder / "policy", *trust, expect=2)
            files += 1
        for proof in folder.glob("*.consistency"):
            run(self.audit, "prove", "check", proof, "--old", proof.with_suffix(".checkpoint"),
                *trust)
            files += 1
        # Our proofs from their tiles are theirs, byte for byte.
        for proof in folder.glob("*.tlog-proof"):
            ours = folder / "ours"
            run(self.audit, "prove", "inclusion", "--log", folder / "log", "--index", proof.stem,
                "--out", ours, *trust)
            if ours.read_bytes() != proof.read_bytes():
                sys.exit(f"interop: {proof} differs from ours")
            ours.unlink()
        self.count("theirs by ours", f"files {files}")

    def check_ours(self, folder):
        files = len(list(folder.glob("*.tlog-proof"))) + len(list(folder.glob("*.consistency")))
        self.count("ours by theirs", run(self.go, "check", folder))
        self.count("ours by theirs", f"files {files}")


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def controls(folder, check):
    """Damages each kind of file in turn; `check` has to fail on each."""
    kinds = ("log/checkpoint", "log/tile/0/000", "log/tile/1/000.p/3", "log/tile/entries/002",
             "proofs")
    for kind in kinds:
        copy = folder.with_name("damaged")
        shutil.copytree(folder, copy)
        flip(copy / kind)
        check(copy)
        shutil.rmtree(copy)
    return len(kinds)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sides = Sides(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
    with tempfile.TemporaryDirectory(prefix="candor-interop-") as name:
        root = pathlib.Path(name)
        for size in SIZES:
            theirs, ours = root / f"theirs-{size}", root / f"ours-{size}"
            run(sides.go, "make", theirs, size)
            sides.check_theirs(theirs)
            sides.make_ours(ours, size)
            sides.check_ours(ours)
        noticed = controls(root / "theirs-1000",
                           lambda copy: run(sides.tool, "check", copy, expect=1))
        noticed += controls(root / "ours-1000",
                            lambda copy: run(sides.go, "check", copy, expect=1))
    for direction, totals in sides.totals.items():
        print(f"interop, {direction}: " + ", ".join(f"{v} {k}" for k, v in totals.items()))
    print(f"interop: {len(SIZES)} sizes up to {max(SIZES)} agree both ways; "
          f"{noticed} damaged files noticed")


if __name__ == "__main__":
    main()
