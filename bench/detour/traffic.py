"""What the detour costs a member in bytes: a day of exchanges and reading through the relay, as they pass on
the wire (TLS and its handshakes included; what TCP and IP add is not).

Usage: traffic.py BUILD_FOLDER [PEOPLE]

Plays a jam of PEOPLE (24 to 120, default 120) through the programs. All but a few speak on one day; the
machine of one who does not makes its twelve exchanges of that day, and four on a day on which nothing happens.
"""

import asyncio
import collections
import pathlib
import re
import shutil
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
sys.dont_write_bytecode = True
import play_jam  # noqa: E402

SHIFT = 64  # from the port that the trust bundle names to the one that the relay listens at
IN_A_JAM, OTHERWISE = 12, 4
KINDS = {"listen": "exchanges", "files_listen": "reading"}


class Meter:
    """Stands where clients look for the relay, and counts what passes."""

    def __init__(self, ports):
        self.bytes = collections.Counter()
        self.connections = collections.Counter()
        self.counting = False
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        for kind, port in ports.items():
            asyncio.run_coroutine_threadsafe(self.listen(kind, port), self.loop).result()

    async def listen(self, kind, port):
        async def passing(reader, writer):
            if self.counting:
                self.connections[kind] += 1
            try:
                inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port + SHIFT)
            except OSError:
                writer.close()
                return
            await asyncio.gather(self.copy(reader, inner_writer, (kind, "up")),
                                 self.copy(inner_reader, writer, (kind, "down")))
        await asyncio.start_server(passing, "127.0.0.1", port)

    async def copy(self, reader, writer, what):
        try:
            while chunk := await reader.read(65536):
                if self.counting:
                    self.bytes[what] += len(chunk)
                writer.write(chunk)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    def of(self, work):
        """What passes while work() runs."""
        self.bytes.clear()
        self.connections.clear()
        self.counting = True
        work()
        self.counting = False
        return self.bytes.copy(), self.connections.copy()


class MeasuredStage(play_jam.Stage):
    def start_party(self, party):
        if party == play_jam.RELAY:
            config = self.deployment / party / "relay.toml"
            text = config.read_text()
            ports = {}
            for setting, kind in KINDS.items():
                ports[kind] = int(re.search(rf'^{setting} = "127.0.0.1:(\d+)"', text, re.M).group(1))
                text = text.replace(f':{ports[kind]}"', f':{ports[kind] + SHIFT}"')
            config.write_text(text)
            self.meter = Meter(ports)
        super().start_party(party)


def day_of(stage, person, exchanges, between):
    """One person's machine for a day: so many exchanges, and what the others do in between."""
    total, connections = collections.Counter(), collections.Counter()
    for number in range(exchanges):
        between(number)
        passed, made = stage.meter.of(lambda: stage.exchange([person]))
        total.update(passed)
        connections.update(made)
        stage.advance_to(stage.now + play_jam.DAY // exchanges)
    return total, connections


def line(what, total, connections, kind):
    up, down = total[(kind, "up")], total[(kind, "down")]
    print(f"  {what:<44} {up / 1024:8.0f} {down / 1024:8.0f} {(up + down) / 1024:8.0f} {connections[kind]:6}")
    return up + down


def show(title, exchanges, total, connections):
    print(f"{title}")
    sent = line(f"{exchanges} exchanges of one message", total, connections, "exchanges")
    read = line("all that is new in three logs, at the mirror", total, connections, "reading")
    print(f"  {'together':<44} {'':8} {'':8} {(sent + read) / 1024:8.0f}\n")


def main():
    people = int(sys.argv[2]) if len(sys.argv) > 2 else 120
    folder = tempfile.mkdtemp(prefix="candor-traffic-")
    stage = MeasuredStage(sys.argv[1], folder, quiet=True)
    try:
        stage.start(play_jam.free_ports(100))
        play_jam.govern(stage)
        ids = play_jam.import_roster(stage, people)
        play_jam.open_jam(stage, min(40, people - 4))
        play_jam.draw(stage, ids)
        texts = sorted((ROOT / "examples" / "opinions").glob("*.txt"))
        quiet_one, authors = ids[-1], ids[:min(people - 2, len(texts))]
        stage.advance_to(play_jam.OPENING + play_jam.DAY)
        waves = IN_A_JAM // 2

        def others(number):
            if number < waves:
                play_jam.speak(stage, authors[number::waves], texts[number::waves])
        busy = day_of(stage, quiet_one, IN_A_JAM, others)
        stage.advance_to(play_jam.OPENING + 10 * play_jam.DAY)
        stage.exchange([quiet_one])
        calm = day_of(stage, quiet_one, OTHERWISE, lambda number: None)
        print(f"KiB of a member's machine, {len(ids)} people\n{'':46} {'up':>8} {'down':>8} {'both':>8} {'conn.':>6}")
        show(f"a day of a jam on which {len(authors)} others speak", IN_A_JAM, *busy)
        show("a day after it on which nothing happens", OTHERWISE, *calm)
        problems = stage.stop()
        for problem in problems:
            print(problem, file=sys.stderr)
        return 1 if problems or not busy[0] or not calm[0] else 0
    finally:
        stage.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
