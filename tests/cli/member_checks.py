"""What a member sees while a jam runs: the editor, the receipt typed back, the evidence. Used by
jam_test.py on its deployment; nobody speaks here, so the jam's counts stay what they are.
"""

import json
import os
import pty
import re
import select
import subprocess
import time

GROUP = re.compile(rb"group (\d) of 9: \Z")
CODE = re.compile(rb"(?:[0-9A-Z]{4}-){8}[0-9A-Z]{4}")


def on_a_terminal(command, answer, editor_text=None, seconds=60, replies=None):
    """Runs `command` on a terminal of its own; `answer(code, position)` is typed for each group, and of `replies`
    what stands beside a prompt when that is shown, once."""
    environment = dict(os.environ)
    if editor_text is not None:
        environment["EDITOR"] = f"printf '{editor_text}' >"
    child, terminal = pty.fork()
    if child == 0:
        os.execve(str(command[0]), [str(c) for c in command], environment)
    heard, answered, deadline = b"", 0, time.monotonic() + seconds
    cleared = False
    while time.monotonic() < deadline:
        ready, _, _ = select.select([terminal], [], [], 1)
        if not ready:
            continue
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # the child has closed its side
            break
        if not piece:
            break
        heard += piece
        if not cleared and b"Press Enter" in heard:
            os.write(terminal, b"\n")
            cleared = True
        for prompt in [each for each in replies or {} if each in heard]:
            os.write(terminal, (replies.pop(prompt) + "\n").encode())
        asked = GROUP.search(heard)
        code = CODE.search(heard)
        if asked and code and asked.end() > answered:
            typed = answer(code.group().decode(), int(asked.group(1))) + "\n"
            os.write(terminal, typed.encode())
            answered = asked.end()
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), heard.decode(errors="replace")


def right(code, position):
    return code.split("-")[position - 1].lower()


def wrong(code, position):
    return "0000" if code.split("-")[position - 1] != "0000" else "1111"


def receipt_typed_wrongly(stage, checks, silent):
    me, home = stage.command_of(silent), stage.homes / silent
    text = "The cranes stop at night"
    before = (home / "wallet").read_bytes()
    code, heard = on_a_terminal(me + ["say"], wrong, editor_text=text)
    said = " ".join(heard.split())  # a terminal's lines are broken where they are long
    checks.that(code == 1 and "not typed back" in said and "your voice is unused" in said,
                f"three wrong answers end it and nothing is sent\n{heard}")
    checks.that(text not in heard, "the text is not shown on the way")
    checks.that(heard.find("\x1b[2J") > CODE.search(heard.encode()).start(),
                "the screen is cleared after the code was shown")
    checks.that((home / "draft.txt").read_text() == text, "what was written in the editor is kept")
    result = subprocess.run([str(c) for c in me + ["--json", "threads"]], capture_output=True)
    checks.that(json.loads(result.stdout) == [], "no text is in the wallet")
    checks.that(len((home / "wallet").read_bytes()) == len(before), "the wallet keeps its size")
    (home / "draft.txt").unlink()


def evidence(stage, checks, author):
    me, work = stage.command_of(author), stage.homes / author

    def run(*arguments, stdin=b""):
        result = subprocess.run([str(c) for c in (*me, *arguments)], input=stdin, capture_output=True)
        return result.returncode, (result.stdout + result.stderr).decode()

    code, shown = run("receipt", "show")
    found = CODE.search(shown.encode())
    checks.that(code == 0 and found, f"an author sees the receipt code\n{shown}")
    code, said = run("receipt", "show", "--out", work / "again.receipt")
    checks.that(code == 0 and not CODE.search(said.encode()), "into a file it is not shown")
    code, said = run("receipt", "show", "--out", work / "again.receipt")
    checks.that(code == 6 and "was sent" in said, f"a receipt's file is never overwritten\n{said}")
    code, said = run("say", "--file", "-", "--no-receipt", stdin=b"Once more.")
    checks.that(code == 2 and "one voice" in said, f"a second text is refused\n{said}")
    stage.exchange([author])
    code, said = run("receipt", "verify", "--out", work / "evidence.json")
    checks.that(code == 0, f"a receipt is verified\n{said}")
    kept = json.loads((work / "evidence.json").read_text())
    checks.that(kept["promise"] and "/board\n" in kept["checkpoint"],
                "the evidence holds the promise and the signed checkpoint")
    if kept["in_record"]:
        code, said = run("receipt", "verify", "--code-file", work / "again.receipt")
        checks.that(code == 0 and "inclusion proof" in said, f"the code alone verifies it\n{said}")
    code, said = run("receipt", "verify", "ffffffff")
    checks.that(code == 1, f"a number that is no text's\n{said}")


def while_speaking(stage, checks, ids):
    receipt_typed_wrongly(stage, checks, ids[-2])
    evidence(stage, checks, ids[0])
