"""What `candor say` shows of a text before it takes it. Used by jam_test.py; nobody speaks here, so the jam's
counts stay what they are.
"""

import member_checks

TEXT = b"As the only crane driver of shift B I called Leonie Brandt on 3 November: +49 40 1234567, pers. nr. 12345.\n" \
       b"See /home/anna/plan.txt, anna@nordhafen.example \xe2\x80\xae\x1b[31m"


def while_speaking(stage, checks, silent, refused):
    me = stage.command_of(silent)
    wallet = stage.homes / silent / "wallet"
    before = wallet.read_bytes()
    names = stage.work / "staff.txt"
    names.write_text("# the staff\nLeonie Brandt\nTomasz Wrona\n")
    say = me + ["say", "--file", "-", "--no-receipt"]
    refused(checks, "a text that betrays", say + ["--names", names], 2, "the only crane", "Leonie Brandt",
            "3 November", "+49 40 1234567", "pers. nr. 12345", "/home/anna/plan.txt", "anna@nordhafen.example",
            "--as-it-is", "nothing was sent", stdin=TEXT)
    refused(checks, "a list of names that is not there", say + ["--names", "/nonexistent"], 1, "/nonexistent",
            stdin=TEXT)
    checks.that(wallet.read_bytes() == before, "what was not taken leaves the wallet as it was")

    # On a terminal the author is asked. What was written is not lost by a no.
    asked = {b"Type yes": "no"}
    draft = stage.homes / silent / "draft.txt"
    code, heard = member_checks.on_a_terminal(me + ["say"], member_checks.right,
                                              editor_text="I am the only electrician", replies=dict(asked))
    checks.that(code == 2 and "the only electrician" in heard, f"a no ends it: {code}\n{heard}")
    checks.that(draft.read_text() == "I am the only electrician", "what was written is kept")
    code, heard = member_checks.on_a_terminal(me + ["say"], member_checks.wrong,
                                              editor_text="I am the only electrician",
                                              replies={b"Type yes": "yes"})
    checks.that(code == 1 and "receipt code was not typed back" in heard,
                f"after a yes it goes on to the receipt: {code}\n{heard}")
    checks.that(wallet.read_bytes() == before, "and nothing was said")
    draft.unlink()
