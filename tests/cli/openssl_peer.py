"""The openssl command as a peer that is not ours: a server with a certificate of nobody's authority, and
what a port really speaks. Used by tls_checks.py and impostor_checks.py.
"""

import re
import select
import subprocess
import time

ACCEPTS = re.compile(rb"^ACCEPT(?: 127\.0\.0\.1:(\d+))?$", re.MULTILINE)
HANDSHAKE_DONE = b"BEGIN SSL SESSION PARAMETERS"
PATIENCE = 30


def certificate(folder):
    """A fresh self-signed certificate for 127.0.0.1 and its key."""
    made, key = folder / "impostor.pem", folder / "impostor.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(made)],
                   check=True, capture_output=True)
    return made, key


class Server:
    """`openssl s_server` on a port of 127.0.0.1; 0 lets the system choose. A context manager."""

    def __init__(self, identity, port, *options):
        made, key = identity
        # Its input stays open: at the end of it openssl ends too.
        self.process = subprocess.Popen(
            ["openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-cert", str(made), "-key",
             str(key), *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.output = b""
        # It says where it listens only when the system has chosen.
        self.port = int(self.await_output(ACCEPTS).group(1) or port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def await_output(self, pattern, seconds=PATIENCE):
        """The match, once it was printed; None after a while or when the server has ended."""
        deadline = time.monotonic() + seconds
        while not (found := re.search(pattern, self.output)) and time.monotonic() < deadline:
            if select.select([self.process.stdout], [], [], 0.1)[0]:
                piece = self.process.stdout.read1(65536)
                if not piece:
                    break
                self.output += piece
        return found

    def heard(self):
        """What it printed since it started: each completed handshake, and all that was sent to it."""
        self.await_output(rb"\Z.", 0.3)
        return self.output


def speaks(port, version, text=b""):
    """What openssl negotiated with the port: (whether it connected, the version or None)."""
    result = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-alpn", "h2",
                             version], input=text, capture_output=True, timeout=PATIENCE)
    negotiated = re.search(rb"New, (TLSv1\.\d), Cipher is ", result.stdout)
    return b"CONNECTED(" in result.stdout, negotiated and negotiated.group(1).decode()
