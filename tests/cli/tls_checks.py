"""TLS 1.3 and nothing else, on every port on which a process of the deployment listens. The ports are
found in the kernel's tables, so that one which is added later is checked too. Used by jam_test.py.
"""

import os
import re
import tomllib

import openssl_peer

LISTENING = "0A"
SOCKET = re.compile(r"socket:\[(\d+)\]")
PORTS_OF_A_DEPLOYMENT = 100  # `candord init --help`: the others lie within a hundred above the board's


def listening():
    """Port by inode, of every TCP socket that listens on this machine, with its owner."""
    found = {}
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with open(table) as lines:
            for fields in map(str.split, list(lines)[1:]):
                if fields[3] == LISTENING:
                    found[fields[9]] = (int(fields[1].rsplit(":", 1)[1], 16), int(fields[7]))
    return found


def ports_of(pid):
    """The ports on which the process listens, by its own descriptors."""
    sockets, ports = listening(), set()
    for descriptor in os.listdir(f"/proc/{pid}/fd"):
        try:
            is_socket = SOCKET.fullmatch(os.readlink(f"/proc/{pid}/fd/{descriptor}"))
        except FileNotFoundError:  # closed meanwhile
            continue
        if is_socket and is_socket.group(1) in sockets:
            ports.add(sockets[is_socket.group(1)][0])
    return ports


def configured(stage):
    """The ports that the configuration files name, by party."""
    named = {}
    for config in stage.deployment.glob("*/*.toml"):
        settings = tomllib.loads(config.read_text())
        named[config.parent.name] = {int(settings[key].rsplit(":", 1)[1])
                                     for key in ("listen", "files_listen", "gateway_listen")
                                     if key in settings}
    return named


def ports_of_servers(stage):
    """By server. Our servers let nobody but root look at their descriptors: anybody else gets all ports
    of this user that a deployment may have, under one name."""
    try:
        return {name: ports_of(process.pid) for name, process in stage.servers}
    except PermissionError:
        base = min(configured(stage)["board"])
        block = range(base, base + PORTS_OF_A_DEPLOYMENT)
        return {"the servers": {port for port, owner in listening().values()
                                if port in block and owner == os.getuid()}}


def offences(port):
    """What is wrong with the port, in words; empty when it speaks TLS 1.3 and refuses 1.2."""
    out = []
    connected, version = openssl_peer.speaks(port, "-tls1_3")
    if version != "TLSv1.3":
        out.append("does not speak TLS 1.3" if connected else "cannot be reached")
    connected, version = openssl_peer.speaks(port, "-tls1_2")
    if not connected or version is not None:
        out.append("accepts TLS 1.2" if version else "cannot be reached")
    return out


def every_port(stage, checks):
    found = ports_of_servers(stage)
    ports = set().union(*found.values())
    for party, named in configured(stage).items():
        checks.that(named and named <= ports, f"the ports of {party} are found: {named} in {found}")
    checks.that(all(found.values()), f"each server listens somewhere: {found}")
    for name, own in found.items():
        for port in sorted(own):
            wrong = offences(port)
            checks.that(not wrong, f"port {port} of {name} {' and '.join(wrong)}")
    print(f"TLS 1.3 alone on {len(ports)} ports of {len(stage.servers)} processes")

    # The control: a server that speaks TLS 1.2 is found by its process, and is an offender.
    identity = openssl_peer.certificate(stage.work)
    with openssl_peer.Server(identity, 0, "-tls1_2", "-www") as old:
        checks.that(ports_of(old.process.pid) == {old.port}, "a server's port is found by its process")
        checks.that(offences(old.port) == ["does not speak TLS 1.3", "accepts TLS 1.2"],
                    f"a port that speaks TLS 1.2 is seen to: {offences(old.port)}")
