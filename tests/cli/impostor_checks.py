"""Another server at the board's address, or at the relay's, with a certificate that is not of the pinned
authority: what people hear, and that it hears nothing from them. Used by jam_test.py while the server in
question is stopped.
"""

import re

import openssl_peer
import play_jam


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


def in_the_boards_place(stage, checks, refused):
    """On both ports: files and calls."""
    config = (stage.deployment / "board" / "board.toml").read_text()
    identity = openssl_peer.certificate(stage.work)
    with openssl_peer.Server(identity, port_of(address(config, "files_listen"))) as files, \
            openssl_peer.Server(identity, port_of(address(config, "listen")), "-alpn", "h2") as calls:
        told(checks, refused, "a leader, and an impostor", stage.command_of("leonie") + ["inbox"])
        hears_nothing(checks, [files, calls])


def in_the_relays_place(stage, checks, ids, refused):
    """On both ports: files and calls."""
    wallet = stage.homes / ids[-1] / "wallet"
    before = wallet.read_bytes()
    config = (stage.deployment / play_jam.RELAY / "relay.toml").read_text()
    identity = openssl_peer.certificate(stage.work)
    with openssl_peer.Server(identity, port_of(address(config, "files_listen"))) as files, \
            openssl_peer.Server(identity, port_of(address(config, "listen")), "-alpn", "h2") as calls:
        told(checks, refused, "a member, and an impostor", stage.command_of(ids[-1]) + ["sync"])
        hears_nothing(checks, [files, calls])
    checks.that(wallet.read_bytes() == before, "an impostor leaves the wallet as it was")


def elsewhere(stage, party, kind):
    """Starts the party with its files where they are known, and its calls on another port; that port."""
    folder = stage.deployment / party
    config = (folder / f"{kind}.toml").read_text()
    moved = folder / "moved.toml"
    moved.write_text(re.sub(r'^listen = .*$', 'listen = "127.0.0.1:0"', config, flags=re.MULTILINE))
    stage.spawn(party, [stage.bin / "candord-sim", "--clock", stage.clock, kind, "--config", moved])
    stage.advance_to(stage.now)
    moved.unlink()
    return port_of(address(config, "listen"))


def in_place_of_forwarding(stage, checks, ids, refused):
    """The relay's files are its own, and somebody else takes what members exchange."""
    port = elsewhere(stage, play_jam.RELAY, "relay")
    identity = openssl_peer.certificate(stage.work)
    with openssl_peer.Server(identity, port, "-alpn", "h2") as calls:
        told(checks, refused, "an exchange, and an impostor", stage.command_of(ids[-1]) + ["sync"])
        hears_nothing(checks, [calls])


def in_place_of_calls(stage, checks, refused):
    """The board's files are its own, and somebody else takes its calls."""
    port = elsewhere(stage, "board", "board")
    identity = openssl_peer.certificate(stage.work)
    with openssl_peer.Server(identity, port, "-alpn", "h2") as calls:
        told(checks, refused, "a privileged call, and an impostor",
             stage.command_of("tomasz") + ["jam", "close"])
        hears_nothing(checks, [calls])
