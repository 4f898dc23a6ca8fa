"""Verifies a pack of one million entries at the level of hashes, and measures the memory it takes.

Usage: million.py BIN_FOLDER [ENTRIES]. Ends with 0 when nothing is found and the peak of resident memory
stays under 300 MB; a limit that the measurement cannot reach proves nothing, so the control does the same
with one flipped bit and must end with 2.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

LIMIT_MB = 300


def main():
    bin_folder = pathlib.Path(sys.argv[1])
    entries = sys.argv[2] if len(sys.argv) > 2 else "1000000"
    with tempfile.TemporaryDirectory(prefix="candor-million-") as folder:
        pack = pathlib.Path(folder) / "pack"
        groups = subprocess.run([bin_folder / "million_pack", pack, entries], check=True,
                                capture_output=True, text=True).stdout.strip()
        verify = [bin_folder / "candor-audit", "verify", pack, "--level", "merkle", "--fingerprint",
                  groups]
        with open(pathlib.Path(folder) / "said", "w+") as said:
            process = subprocess.Popen(verify, stdout=said, stderr=said)
            _, status, usage = os.wait4(process.pid, 0)
            said.seek(0)
            text = said.read()
        peak = usage.ru_maxrss // 1024
        print(f"million: {entries} entries, {peak} MB at the peak, {usage.ru_utime:.0f} s")
        first = next((pack / "logs" / "issuer-1" / "tile" / "entries").rglob("000"))
        spoiled = bytearray(first.read_bytes())
        spoiled[-1] ^= 1
        first.write_bytes(spoiled)
        control = subprocess.run(verify, capture_output=True).returncode
        if status != 0 or peak >= LIMIT_MB or control != 2:
            print(f"status {status}, control {control}, limit {LIMIT_MB} MB\n{text}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
