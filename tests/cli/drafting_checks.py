"""`candor jam draft --ask`: the questions answered one after the other, wrong answers, the way back, an end in the middle,
a terminal that somebody pastes into, and what the file that comes of it becomes."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time

USAGE, IO = 1, 6
PERSON = "Ines Halvorsen"
# One line an answer, in the order of the questions; "" takes the offer. The roster of the jam has 24 people.
HEAD = ["jam", "What should the night shift ask for first?",
        "The board decides in May.", "It asks everybody.", ".",
        "What costs you time?", "What must stay?", "",
        "",                                      # nothing is out of scope
        "Nights", "Operations"]
PEOPLE = [PERSON, "1", "1 2", "1, 2",            # sponsor, facilitator, readers, operators
          "", ""]                                # the audience as offered, no second one
PANEL = ["Panel", "1"]
DAYS = ["", "", "", "", "", "",                  # with the grace, as offered
        "Board of directors", "",
        "They decide.", ".", "",
        "", ""]
REST = ["", "", "20", "",                        # slots, k, min_issued, decoupling
        "", "", "",
        "", "Works council", "",
        "", "", "", "", ""]
NUMBERED = re.compile(r"^(\d+) (?:of about|von etwa) (\d+): ", re.M)
WIDTH = 80


class Asked:
    """One run of the asking: what it was told, line by line, and what it said."""

    def __init__(self, command, lines, language="en"):
        result = subprocess.run([str(c) for c in command] + ["--language", language], input="".join(f"{line}\n" for line in lines).encode(),
                                capture_output=True, timeout=300)
        self.code = result.returncode
        self.raw = (result.stdout + result.stderr).decode()
        self.shown = result.stderr.decode()
        # Lines are broken where they are long, and prompts stand before what comes next.
        self.text = " ".join(self.raw.replace("  > ", "\n").split())


def too_wide(shown, width):
    """Lines that could have been broken and were not: commands in backticks stay whole."""
    lines = [line.replace("  > ", "") for line in re.sub(r"`[^`\n]*`", lambda whole: whole.group().replace(" ", "_"), shown).split("\n")]
    return [line for line in lines if len(line) > width and " " in line.strip()]


def on_a_terminal(command, columns, typing):
    """Types each of the lines once the program asks, on a terminal of so many columns; what it showed."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(str(command[0]), [str(c) for c in command])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    shown = b""

    def read(wanted, seconds=120.0):
        nonlocal shown
        end = time.monotonic() + seconds
        while shown.count(b"  > ") < wanted and time.monotonic() < end:
            if select.select([terminal], [], [], 0.2)[0]:
                try:
                    shown += os.read(terminal, 65536)
                except OSError:
                    return
    for prompts, line in enumerate(typing, 1):
        read(prompts)
        data = line.encode()
        while data:
            # What is shown of a long line has to be read, or the terminal stands still.
            ready = select.select([terminal], [terminal], [], 10)
            if ready[0]:
                shown += os.read(terminal, 65536)
            elif ready[1]:
                data = data[os.write(terminal, data[:256]):]
            else:
                break
    read(1 << 30, 30.0)
    os.close(terminal)
    os.waitpid(child, 0)
    return shown.decode(errors="replace").replace("\r\n", "\n")


def files(stage, checks, ask, refused):
    """What would be found out at the end is said at the start."""
    refused(checks, "jam and answers in one file", ask + [stage.work / "one", "--answers", stage.work / "." / "one"], USAGE,
            "cannot hold both", "--answers", stdin=b"jam\n")
    checks.that(not (stage.work / "one").exists(), "one file for both is not made")
    for more in ([stage.work / "none" / "x.toml", "--answers", stage.work / "x.answers"],
                 [stage.work / "x.toml", "--answers", stage.work / "none" / "x.answers"]):
        run = Asked(ask + more, HEAD)
        checks.that(run.code == IO and "Check the path" in run.text and "about" not in run.text, f"a folder that is missing: {run.raw}")


def ends(stage, checks, ask, refused):
    """The input ends: what was answered is kept, and it is said where, in one language."""
    made = stage.work / "ended.toml"
    kept = stage.work / "ended.toml.answers"
    refused(checks, "an asking without an answer", ask + [made], USAGE, "question 1 (`kind`)", "was not written", stdin=b"")
    checks.that(not made.exists() and not kept.exists(), "without answers nothing is written")
    run = Asked(ask + [made], ["reporting channel", "party", *HEAD[:2]])
    for word in ("never be readable", "numbers above", "question 3 (`background`)", "ended.toml was not written",
                 f"To go on: `candor jam draft --ask {made}`"):
        checks.that(word in run.text, f"an asking that ends in the middle: {word}\n{run.raw}")
    checks.that(run.code == USAGE and "night shift" in kept.read_text(), "the answers so far are kept")
    run = Asked(ask + [made], [], "de")
    checks.that("Die Eingabe endete bei Frage 1 (`kind`)" in run.text and "wurde nicht geschrieben. Die Antworten bis hierher" in run.text,
                f"in German: {run.raw}")
    checks.that(not re.search(r"\b(the|input|With|answers are)\b", run.text.split("Die Eingabe", 1)[1]), f"in German alone: {run.raw}")
    run = Asked(ask + [made], ["", "", *HEAD[2:], *PEOPLE, "", "", *PANEL, *DAYS, *REST])
    checks.that(run.code == 0 and "are offered in brackets" in run.text and made.exists(), f"taken up again: {run.raw}")
    checks.that("night shift" in made.read_text(), "with what was answered before")
    checks.that(not kept.exists(), "once the file is written, its answers are gone")


def resumed(stage, checks, ask):
    """With --answers they stay; who stands in for whom is among them, and everything can be taken back."""
    made, again, kept = stage.work / "asked.toml", stage.work / "again.toml", stage.work / "my.answers"
    run = Asked(ask + [made, "--answers", kept], [*HEAD, *PEOPLE, "", "1", *PANEL])
    checks.that(run.code == USAGE and f"--answers {kept}`" in run.text and "delegates" in kept.read_text(), f"kept: {run.raw}")
    run = Asked(ask + [made, "--answers", kept], [""] * 17 + [*DAYS, *REST])
    written = made.read_text() if made.exists() else ""
    checks.that(run.code == 0 and "[[delegates]]" in written, f"who stands in is still there: {run.raw}\n{written}")
    checks.that(written.count("#") > 40 and "night shift" in written and "grace_days = 2" in written, f"comments and answers: {written}")
    checks.that(kept.exists(), "a file of answers that was named stays")
    undone = ["", "", ".", ".", ".", "", "", "", "", "", "", "", ".", ".", ".", "."]
    run = Asked(ask + [again, "--answers", kept], undone + [""] * 40)
    written = again.read_text() if again.exists() else ""
    checks.that(run.code == 0 and "[[delegates]]" not in written and "[appeal_panel]" not in written and "background" not in written
                and "sub_questions" not in written, f"a dot takes an answer back: {run.raw}\n{written}")
    numbers = [int(number) for number, _ in NUMBERED.findall(run.shown)]
    checks.that(numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 35, f"numbers never jump: {numbers}")
    last = NUMBERED.findall(run.shown)[-1]
    checks.that(last[0] == last[1], f"the last number is how many there were: {last}")


def mistakes(stage, checks, ask):
    """A wrong answer is refused where it was given, and the way back leads to what was answered before."""
    made = stage.work / "mistakes.toml"
    days = ["2020-01-01", "", "", "", "", "", "", "Board", "2020-01-01", "", "They decide.", ".", "2020-01-01", "", "",
            "2099-01-01", ""]
    rest = ["", "13", "", "25", "24", *REST[3:]]
    answers = ["<", "jam", "What should the day shift ask for?", "<", "", "<", HEAD[1], "A text", "<", *HEAD[2:],
               "Nobody Known", *PEOPLE, "", "", *PANEL, *days, *rest]
    for language, words in (("en", ("the first question", "question begins anew", "Nobody Known is none of the names", "the earliest day", "ten years",
                                    "5 to 12: twice as many", "10 to 24: so many people are invited",
                                    "By which day does the body named above decide?", "By which day is the promise above kept?",
                                    "A lone < goes back", "mistakes.toml.answers is removed", "(a dot alone: none)",
                                    f"candor jam draft {made} --out draft.bin")),
                            ("de", ("die erste Frage", "Frage beginnt von vorn", "Nobody Known ist keiner der Namen", "dem frühesten Tag", "zehn Jahre",
                                    "5 bis 12: Doppelt so viele", "10 bis 24: So viele sind eingeladen",
                                    "Bis zu welchem Tag entscheidet das oben genannte Gremium?", "Bis zu welchem Tag ist die Zusage oben erfüllt?",
                                    "Ein einzelnes < führt", "(nur ein Punkt: nichts)"))):
        run = Asked(ask + [made], answers, language)
        for word in words:
            checks.that(word in run.text, f"{language}: does not say \"{word}\"\n{run.raw}")
        written = made.read_text() if made.exists() else ""
        checks.that(run.code == 0 and HEAD[1] in written and "day shift" not in written and "A text" not in written,
                    f"what was changed is changed: {run.raw}\n{written}")
        checks.that("2020" not in written and "2099" not in written and PERSON in written, f"{written}")
        checks.that(not too_wide(run.shown, WIDTH), f"lines of {WIDTH} columns: {too_wide(run.shown, WIDTH)}")
        made.unlink(missing_ok=True)
    checks.that(too_wide("word " * 20, WIDTH) != [], "the control: a long line is too wide")


def in_the_way(stage, checks, ask):
    """What cannot be written at the end costs no answer."""
    made, kept = stage.work / "late.toml", stage.work / "late.toml.answers"
    asking = subprocess.Popen([str(c) for c in ask + [made, "--language", "en"]], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    shown = b""
    while b"> " not in shown:
        shown += os.read(asking.stderr.fileno(), 4096)
    made.write_text("somebody else's")
    lines = [*HEAD, *PEOPLE, "", "", *PANEL, *DAYS, *REST]
    more = asking.communicate("".join(f"{line}\n" for line in lines).encode(), timeout=120)[1].decode()
    checks.that(asking.returncode == IO and f"answers so far are in {kept}" in more, f"a file that came in the way: {more[-600:]}")
    checks.that(made.read_text() == "somebody else's", "it is left as it is")
    checks.that("night shift" in kept.read_text() and "publish_days" in kept.read_text(), "every answer is kept")
    made.unlink()
    run = Asked(ask + [made], [""] * 60)
    checks.that(run.code == 0 and "night shift" in made.read_text(), f"and taken up again: {run.raw[-600:]}")


def pasted(stage, checks, ask):
    """A paragraph that is longer than a terminal's line comes in whole, and keys erase."""
    made, columns = stage.work / "pasted.toml", 60
    paragraph = "word " * 1400 + "end"
    shown = on_a_terminal(ask + [made, "--language", "en"], columns, ["jan\x7fm\n", "What should stay?\n", paragraph + "\n", ".\n", "\x04"])
    kept = stage.work / "pasted.toml.answers"
    text = kept.read_text() if kept.exists() else ""
    checks.that(f'background = ["{paragraph}"]' in text, f"a pasted paragraph of {len(paragraph)} bytes is kept whole: {text}\n{shown[-2000:]}")
    checks.that('kind = ["jam"]' in text, f"a character was erased: {text}")
    said = "\n".join(line for line in shown.split("\n") if not line.startswith("  > "))
    checks.that("of about" in said and not too_wide(said, columns), f"lines of {columns} columns: {too_wide(said, columns)}")
    checks.that("The input ended at question 4" in " ".join(shown.split()), f"the end is said: {shown[-500:]}")


def all_of(stage, checks, refused):
    ask = stage.command_of("tomasz") + ["jam", "draft", "--ask"]
    files(stage, checks, ask, refused)
    ends(stage, checks, ask, refused)
    resumed(stage, checks, ask)
    mistakes(stage, checks, ask)
    in_the_way(stage, checks, ask)
    pasted(stage, checks, ask)
    made, draft = stage.work / "asked.toml", stage.work / "asked.bin"
    refused(checks, "an asking over a file", ask + [made], USAGE, "left as it is", stdin=b"")
    refused(checks, "asking and reading at once", ask + [stage.work / "x.toml", "--out", stage.work / "x.bin"], USAGE, "--ask")
    refused(checks, "reading without a place for the draft", stage.command_of("tomasz") + ["jam", "draft", made], USAGE, "--out")
    run = Asked(stage.command_of("tomasz") + ["jam", "draft", made, "--out", draft], [])
    checks.that(run.code == 0 and draft.exists(), f"what was written is a draft: {run.raw}")
    for command in (f"candor jam check --draft {draft} ", f"candor jam prepare {draft} --out", f"candor pledge sign {draft} --out"):
        checks.that(command in run.text, f"what comes next: {command}\n{run.raw}")
