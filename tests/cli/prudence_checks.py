"""What `candor say` shows of a text before it takes it. Used by jam_test.py; nobody speaks here, so the jam's
counts stay what they are.
"""

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
