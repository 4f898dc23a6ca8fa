"""Another server at the board's address, with a certificate that is not of the pinned authority: what
people hear, and that it hears nothing from them. Used by jam_test.py while the board is stopped.
"""

import re

import openssl_peer


def address(config, key):
    return re.search(rf'^{key} = "([^"]+)"', config, re.MULTILINE).group(1)


def port_of(text):
    return int(text.rsplit(":", 1)[1])


def hears_nothing(checks, servers):
    for server in servers:
        checks.that(openssl_peer.HANDSHAKE_DONE not in server.heard(),
                    f"nobody finishes a handshake with the impostor\n{server.heard()}")
        # The control: whoever does not check the certificate is heard.
        openssl_peer.speaks(server.port, "-tls1_3", b"from somebody careless\n")
        checks.that(server.await_output(rb"from somebody careless"), "a careless client is heard")
        checks.that(openssl_peer.HANDSHAKE_DONE in server.output, "and its handshake is seen")


def told(checks, refused, what, command):
    refused(checks, what, command, 2, "certificate", "nothing was sent", "listening in")


def in_the_boards_place(stage, checks, ids, refused):
    """On both ports: files and calls."""
    me = stage.command_of(ids[-1])
    wallet = stage.homes / ids[-1] / "wallet"
    before = wallet.read_bytes()
    config = (stage.deployment / "board" / "board.toml").read_text()
    identity = openssl_peer.certificate(stage.work)
    with openssl_peer.Server(identity, port_of(address(config, "files_listen"))) as files, \
            openssl_peer.Server(identity, port_of(address(config, "listen")), "-alpn", "h2") as calls:
        told(checks, refused, "a member, and an impostor", me + ["sync"])
        told(checks, refused, "a leader, and an impostor", stage.command_of("leonie") + ["inbox"])
        hears_nothing(checks, [files, calls])
    checks.that(wallet.read_bytes() == before, "an impostor leaves the wallet as it was")


def in_place_of_calls(stage, checks, refused):
    """The board's files are its own, and somebody else takes its calls: for this the board itself
    listens for calls elsewhere."""
    folder = stage.deployment / "board"
    config = (folder / "board.toml").read_text()
    port = port_of(address(config, "listen"))
    moved = folder / "moved.toml"
    moved.write_text(re.sub(r'^listen = .*$', 'listen = "127.0.0.1:0"', config, flags=re.MULTILINE))
    stage.spawn("board", [stage.bin / "candord-sim", "--clock", stage.clock, "board", "--config",
                          moved])
    stage.advance_to(stage.now)
    identity = openssl_peer.certificate(stage.work)
    with openssl_peer.Server(identity, port, "-alpn", "h2") as calls:
        told(checks, refused, "a privileged call, and an impostor",
             stage.command_of("tomasz") + ["jam", "close"])
        hears_nothing(checks, [calls])
    moved.unlink()
