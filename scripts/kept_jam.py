"""What `scripts/demo` leaves when asked to: a jam that people can go on with, by typing the commands that it prints.

A file to be sourced gives a shell the three functions of README's "The demo by hand". The lines that are printed are
those that a test types, so that none of them is wrong.
"""
import shlex

SHELL = """# To be sourced: `source {folder}/shell`.
export PATH={bin}:$PATH
W={work}
c() {{ candor-sim --trial --clock {clock} --home {homes}/$1 --passphrase-file {passphrase} "${{@:2}}"; }}
clock() {{ candord-sim clock advance --clock {clock} --deployment {deployment}/deployment.toml "$@"; }}
exchange() {{  # these people's machines; what comes alone is held by the relay for a minute of the clock
  syncs=
  for id in "$@"; do c $id sync & syncs="$syncs $!"; done
  (while sleep 2; do clock --by 61; done) >/dev/null & wait $syncs; kill $!; syncs=
}}
"""


def write_shell(stage):
    values = {name: shlex.quote(str(getattr(stage, name)))
              for name in ("folder", "bin", "work", "clock", "homes", "passphrase", "deployment")}
    (stage.folder / "shell").write_text(SHELL.format(**values))


def while_speaking(stage, ids):
    member = ids[-1]  # the last ones on the roster have not spoken
    return [f"c {member} jams",
            "echo 'The lamp over gate 3 has been dark for weeks.' > $W/mine.txt",
            f"c {member} say $W/mine.txt --receipt-file $W/mine.receipt",
            f"exchange {member}",
            f"c {member} threads",
            "clock --by 21600                     # a quarter of a day: on to the next slot, in which texts come out",
            "                                     # once twice k people's wait; with 24 people that is a wave later",
            "c tomasz jam status",
            "c stavros inbox",
            "c stavros read | head -20"]


def while_answering(stage, ids):
    text = next(item["id"] for item in stage.candor_json("stavros", "inbox")
                if item["waits"] and item["kind"] == "opinion")[:8]
    return ["c stavros brief",
            "c stavros inbox",
            f"c stavros read {text}",
            f"c stavros ack {text}",
            "echo 'It is ordered, and will be there in May.' > $W/answer.txt",
            f"c stavros answer {text} --status planned --about 'Your text' --file $W/answer.txt",
            "clock --by 0                         # once every server has acted",
            f"c {ids[0]} sync &",
            "sleep 3; clock --by 61; wait $!      # the relay holds what comes alone for a minute of the clock",
            f"c {ids[0]} wall"]


def at_the_end(stage, ids):
    return [f"c {ids[0]} wall",
            "c stavros inbox",
            "candor-audit verify $W/pack --fingerprint-file " + str(stage.deployment / "body" / "fingerprint.txt")]


# What each phase is called in the play's hooks, how it is said, and what can be typed in it.
PHASES = {
    "speaking": ("speaking", "people are speaking", while_speaking),
    "answers": ("closed", "speaking is over, and leaders answer", while_answering),
    "end": (None, "it is over, and its texts are destroyed, as its dates say", at_the_end),
}


def describe(stage, phase, ids):
    _, where, lines = PHASES[phase]
    write_shell(stage)
    out = ["", f"The deployment is in {stage.folder} and keeps running; in its jam {where}. To go on with it:",
           f"  source {stage.folder}/shell"]
    out += [f"  {line}" for line in lines(stage, ids)]
    if phase == "end":
        out += [f"The reports on it are in {stage.work}/reports: open integrity.html first."]
    servers = " ".join(str(process.pid) for _, process in stage.servers)
    return "\n".join(out + ["Stop it with:", f"  kill {servers}; rm -r {stage.folder}"])
