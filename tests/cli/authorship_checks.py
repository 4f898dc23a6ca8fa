"""Proofs of authorship and notes between facilitators, as two people would hand them to each other: whom each convinces
or opens for, and what everybody else is told."""

import json

USAGE, REFUSED = 1, 2
NOTE = b"Tomorrow: the night shift's theme needs a prompt.\n"


def sealed_text(stage, author):
    for text in json.loads(stage.candor(author, "--json", "threads")):
        if text["kind"] == "text" and text["index"] is not None:
            return text["submission"]
    raise AssertionError(f"{author} has no text in the log")


def one_to_one(stage, checks, refused, author, other):
    text = sealed_text(stage, author)
    challenge, proof = stage.work / "ilse.challenge", stage.work / "for-ilse.proof"
    stage.candor("ilse", "receipt", "challenge", text[:10], "--out", challenge)
    me = stage.command_of(author)
    prove = me + ["receipt", "prove", challenge, "--out", proof]
    refused(checks, "a proof without a yes", prove, USAGE, "ilse", "cannot be taken back", "--really", stdin=b"")
    checks.that(not proof.exists(), "without a yes nothing is made")
    stage.candor(author, "receipt", "prove", challenge, "--out", proof, "--really")
    refused(checks, "a proof over a file", prove + ["--really"], USAGE, "left as it is")
    holds = json.loads(stage.candor("ilse", "--json", "receipt", "check", proof))
    checks.that(holds == {**holds, "kind": "designated", "holds": True, "submission": text}, f"the proof holds for ilse: {holds}")
    refused(checks, "a proof shown to another", stage.command_of("tomasz") + ["receipt", "check", proof], REFUSED,
            "for somebody else")
    refused(checks, "a challenge as if it were a proof", stage.command_of("ilse") + ["receipt", "check", challenge], USAGE,
            "candor receipt prove")
    refused(checks, "a proof as if it were a challenge", me + ["receipt", "prove", proof, "--out", stage.work / "x", "--really"],
            USAGE, "not a challenge")
    refused(checks, "a proof of another's text", stage.command_of(other) + ["receipt", "prove", challenge, "--out",
            stage.work / "y", "--really"], REFUSED, "not in your wallet")
    spoiled = bytearray(proof.read_bytes())
    spoiled[-1] ^= 1
    bad = stage.work / "spoiled.proof"
    bad.write_bytes(spoiled)
    refused(checks, "a spoiled proof", stage.command_of("ilse") + ["receipt", "check", bad], REFUSED, "does not hold")
    refused(checks, "no proof at all", stage.command_of("ilse") + ["receipt", "check", "-"], USAGE, "no challenge",
            stdin=b"Dear Ilse, it was me.")
    code = stage.candor(author, "receipt", "show", text[:10]).split()[0]
    checks.that(code.replace("-", "").encode() not in proof.read_bytes(), "the code is not in the proof")


def asked_by_a_leader(stage, checks, refused, author):
    text = sealed_text(stage, author)
    challenge = stage.work / "leonie.challenge"
    stage.candor("leonie", "receipt", "challenge", text[:10], "--out", challenge)
    refused(checks, "a leader who asks", stage.command_of(author) + ["receipt", "prove", challenge, "--out", stage.work / "z"],
            USAGE, "CAREFUL", "owe nobody a proof", "I will not ask for a receipt", stdin=b"")


def to_everybody(stage, checks, refused, author):
    text = sealed_text(stage, author)
    statement = stage.work / "mine.statement"
    me = stage.command_of(author) + ["receipt", "prove", "--public", "--text", text[:10], "--out", statement]
    refused(checks, "a statement without words", me + ["--really"], USAGE, "--statement")
    refused(checks, "a statement with a trick", me + ["--statement", "a\x1b[2Jb", "--really"], USAGE, "control characters")
    refused(checks, "a statement without a yes", me + ["--statement", "I wrote this."], USAGE, "for ever", stdin=b"")
    stage.candor(author, "receipt", "prove", "--public", "--text", text[:10], "--statement", "I wrote this.", "--out", statement,
                 "--really")
    for who in ("tomasz", "ilse"):
        found = json.loads(stage.candor(who, "--json", "receipt", "check", statement))
        checks.that(found["kind"] == "public" and found["submission"] == text and found["statement"] == "I wrote this.",
                    f"{who} is convinced by a statement: {found}")


def handover(stage, checks, refused):
    source, note = stage.work / "note.txt", stage.work / "friday.note"
    source.write_bytes(NOTE)
    write = stage.command_of("tomasz") + ["handover", "write", "--file", source, "--out", note]
    refused(checks, "a note to nobody", write + ["--to", "Nobody"], USAGE, "No facilitator", "Nobody")
    stage.candor("tomasz", "handover", "write", "--file", source, "--out", note)
    checks.that(NOTE.strip() not in note.read_bytes(), "the note is sealed")
    read = json.loads(stage.candor("tomasz", "--json", "handover", "read", note))
    checks.that(read["text"].encode() == NOTE and len(read["readers"]) >= 1, f"the note opens for its readers: {read}")
    refused(checks, "a note over a file", write, USAGE, "left as it is")
    refused(checks, "an empty note", stage.command_of("tomasz") + ["handover", "write", "--file", "-", "--out", stage.work / "n"],
            USAGE, "0 bytes", stdin=b"")
    refused(checks, "a leader who would read a note", stage.command_of("leonie") + ["handover", "read", note], REFUSED,
            "sealed to others")
    refused(checks, "a leader who would write one", stage.command_of("leonie") + ["handover", "write", "--file", source, "--out",
            stage.work / "m"], REFUSED, "Only a facilitator")
    refused(checks, "something else as a note", stage.command_of("tomasz") + ["handover", "read", source], USAGE, "no note")


def all_of(stage, checks, refused, authors):
    one_to_one(stage, checks, refused, authors[4], authors[5])
    asked_by_a_leader(stage, checks, refused, authors[4])
    to_everybody(stage, checks, refused, authors[4])
    handover(stage, checks, refused)
