"""A served checkpoint, looked at without any program of ours: its lines taken apart by hand, each
signature verified by the openssl command under the key that the trust bundle names.

Formats: c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature; docs/protocol.md for the bundle.
"""

import base64
import hashlib
import ssl
import struct
import subprocess
import tempfile
import tomllib
import urllib.error
import urllib.request

ED25519, COSIGNATURE = 1, 4
KEY_PREFIX = bytes.fromhex("302a300506032b6570032100")  # what precedes an Ed25519 key in its DER form


class Fields:
    """Reads the bundle's fields one after the other."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        self.at += count
        return self.data[self.at - count:self.at]

    def number(self, width=1):
        return int.from_bytes(self.take(width), "big")

    def text(self, width=1):
        return self.take(self.number(width)).decode()


def keys_of(bundle):
    """Names and keys, (logs, witnesses), of a trust bundle's bytes."""
    fields = Fields(bundle)
    fields.take(2), fields.text(), fields.take(64)
    logs, witnesses = {}, {}
    for _ in range(fields.number()):
        name, key = fields.text(), fields.take(32)
        logs[name] = key
        fields.text(), fields.text(), fields.text(), fields.text(2)
    for _ in range(fields.number()):
        name, key = fields.text(), fields.take(32)
        witnesses[name] = key
        fields.text(), fields.text(), fields.text(2)
    return logs, witnesses


def key_id(name, kind, key):
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + key).digest()[:4]


def verifies(key, message, signature):
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("key", KEY_PREFIX + key), ("message", message), ("signature", signature)):
            with open(f"{folder}/{name}", "wb") as file:
                file.write(content)
        return subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", f"{folder}/key",
             "-rawin", "-in", f"{folder}/message", "-sigfile", f"{folder}/signature"],
            capture_output=True).returncode == 0


class Checkpoint:
    """`log` and `witnesses` are the names whose signatures verify."""

    def __init__(self, note, bundle):
        logs, known = keys_of(bundle)
        text, _, lines = note.rpartition(b"\n\n")
        text += b"\n"
        self.note = note
        self.origin, size = text.decode().split("\n")[:2]
        self.size = int(size)
        self.log, self.witnesses = None, []
        for line in lines.decode().splitlines():
            _, name, blob = line.split(" ")
            raw = base64.b64decode(blob)
            if name in logs and raw[:4] == key_id(name, ED25519, logs[name]):
                if verifies(logs[name], text, raw[4:]):
                    self.log = name
            if name in known and raw[:4] == key_id(name, COSIGNATURE, known[name]):
                (time,) = struct.unpack(">Q", raw[4:12])
                signed = f"cosignature/v1\ntime {time}\n".encode() + text
                if verifies(known[name], signed, raw[12:]):
                    self.witnesses.append(name)
        self.witnesses.sort()


def served(deployment, party="board"):
    """The bytes at /checkpoint of a running server; None while nothing is published."""
    kind = party.split("-")[0]
    settings = tomllib.loads((deployment / party / f"{kind}.toml").read_text())
    trust = ssl.create_default_context(cafile=deployment / party / "tls.pem")
    trust.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # the leaf itself is trusted, as by curl
    url = f"https://{settings['files_listen']}/checkpoint"
    try:
        with urllib.request.urlopen(url, context=trust, timeout=30) as reply:
            return reply.read()
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return None
        raise


def signed_size(deployment, party="board"):
    """The size that the log has signed last: struct { uint8 version; uint64 size; opaque root[32]; }."""
    lock = (deployment / party / "log.lock").read_bytes()
    return int.from_bytes(lock[1:9], "big")
