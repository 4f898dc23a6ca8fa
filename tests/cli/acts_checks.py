"""The verbs of facilitators, leaders, sponsors, panel and members while a jam runs: who is refused what, in which
words and with which exit code; that each has an example in its help; that what people read cannot do anything."""

import re

import authorship_checks
import drafting_checks
import jam_acts

USAGE, REFUSED, SERVER = 1, 2, 5
HOSTILE = "Look \x1b[2J\x1b]0;gone\x07 \u202eesrever\u202c <script>alert(1)</script> here"
NEW_VERBS = {"ack", "action new", "action outcome", "appeal", "ask", "brief", "build-on", "conflict", "connect", "decide",
             "endorse", "handover read", "handover write", "hide", "jam bulletin", "jam check", "jam report", "jam status", "merge", "pledge renew", "prompt",
             "publish", "rate", "receipt challenge", "receipt check", "receipt prove", "reply", "rule", "spotlight", "theme add", "theme new", "wall"}


def verbs_below(stage, above=()):
    """Every verb and group of verbs of the program, with the text of its help."""
    text = stage.run([stage.bin / "candor", *above, "--help"])
    names = re.findall(r"^  ([a-z][a-z-]*) {2,}\S", text.split("\nExample", 1)[0], re.M)
    found = {" ".join(above): text}
    if not re.search(r"^Usage: .*SUBCOMMAND", text, re.M):
        return found
    for name in dict.fromkeys(names):
        found.update(verbs_below(stage, (*above, name)))
    return found


def helps(stage, checks):
    found = verbs_below(stage)
    checks.that(NEW_VERBS <= set(found), f"every verb is in the help: {sorted(NEW_VERBS - set(found))}")
    for verb, text in found.items():
        checks.that(f"candor {verb}" in text.split("Example", 1)[-1], f"{verb}: the help has an example")


def nobody_acts_in_anothers_place(stage, checks, refused):
    themes, published = stage.acts["themes"], stage.acts["published"]
    rows = [
        ("a leader who would publish", "stavros", ["publish", published[0], "--decline", "names a person"], SERVER, "facilitator"),
        ("a leader who would make a theme", "stavros", ["theme", "new", "--title", "Mine"], SERVER, "facilitator"),
        ("a facilitator who would decide", "tomasz", ["decide", themes[0], "--verdict", "adopted", "--file", "-"], SERVER, "sponsor"),
        ("a leader who would decide", "stavros", ["decide", themes[0], "--verdict", "adopted", "--file", "-"], SERVER, "sponsor"),
        ("a sponsor who would acknowledge", "ines", ["ack", published[0]], SERVER, "reader"),
        ("a panel member who would acknowledge", "ilse", ["ack", published[0]], SERVER, "audience"),
        ("a facilitator who would rule on an appeal", "tomasz", ["rule", stage.acts["appeal"], "--ruling", "stays-hidden", "--file", "-"],
         SERVER, "appeal panel"),
        ("a sponsor who would renew a pledge", "ines", ["pledge", "renew"], SERVER, "signed this campaign's pledge"),
        ("an action for a day that is over", "stavros", ["action", "new", themes[0], "--title", "Late", "--owner", "S", "--due", "2026-03-01"],
         SERVER, "before today"),
    ]
    for what, who, arguments, status, word in rows:
        refused(checks, what, stage.command_of(who) + arguments, status, word, stdin=b"Because.")


def bad_input(stage, checks, refused):
    themes = stage.acts["themes"]
    rows = [
        ("a number that is none", "tomasz", ["hide", "ffffffff", "--reason", "names a person"], USAGE, "no published text"),
        ("a reason that the jam does not have", "tomasz", ["hide", stage.acts["published"][-1], "--reason", "I dislike it"], USAGE,
         "none of the reasons that this jam allows"),
        ("two ways to publish at once", "tomasz", ["publish", "ab", "--decline", "x", "--paraphrase-file", "-"], USAGE, "give one of"),
        ("an unknown tone", "stavros", ["ack", "ab", "--tone", "bored"], USAGE, "looking-into-it or passed-on"),
        ("an unknown verdict", "ines", ["decide", themes[0], "--verdict", "maybe", "--file", "-"], USAGE, "adopted, in-part, studied or rejected"),
        ("a day that is none", "stavros", ["action", "new", themes[0], "--title", "T", "--owner", "S", "--due", "soon"], USAGE, "2026-03-09"),
        ("a new day for what is done", "stavros", ["action", "outcome", stage.acts["action"], "--outcome", "done", "--due", "2026-04-01",
                                                    "--file", "-"], USAGE, "with --outcome moved"),
        ("an empty text", "tomasz", ["prompt", "--file", "-"], USAGE, "holds no text"),
        ("a language that is none", "tomasz", ["jam", "status", "--language", "xx"], USAGE, "en"),
    ]
    for what, who, arguments, status, word in rows:
        stdin = b"" if what == "an empty text" else b"Because."
        refused(checks, what, stage.command_of(who) + arguments, status, word, stdin=stdin)
    too_long = stage.command_of("tomasz") + ["prompt", "--file", "-"]
    refused(checks, "a text that is too long", too_long, USAGE, "8000", stdin=b"x" * 9000)
    refused(checks, "a text that is not UTF-8", too_long, USAGE, "UTF-8", stdin=b"\xff\xfe")


def members(stage, checks, refused, speaker):
    me = stage.command_of(speaker)
    rows = [
        ("a point for what is not on the wall", ["endorse", "ffffffff"], USAGE, "no published text or theme"),
        ("a rating beyond the scale", ["rate", stage.acts["action"], "7"], USAGE, "0"),
        ("an appeal against nothing", ["appeal", "--file", "-"], REFUSED, "not hidden"),
        ("a reply to nobody's question", ["reply", "--file", "-", "--to", "ffffffff"], USAGE, "no question"),
    ]
    for what, arguments, status, word in rows:
        refused(checks, what, me + arguments, status, word, stdin=b"Because.")


def hostile_texts(stage, checks, reader):
    """What a facilitator writes appears as text everywhere, and does nothing."""
    jam_acts.act(stage, "tomasz", "prompt", "--file", "-", text=HOSTILE)
    stage.advance_to(stage.now)
    stage.exchange([reader])
    shown = stage.candor(reader, "wall")
    checks.that("esrever" in shown and "<script>" in shown, "the control: the text is on the wall")
    for name, text in (("wall", shown), ("wall --json", stage.candor(reader, "--json", "wall"))):
        bad = [c for c in text if (ord(c) < 32 and c not in "\n\t") or 0x7f <= ord(c) < 0xa0 or 0x202a <= ord(c) <= 0x202e]
        checks.that(not bad, f"{name} prints nothing that a terminal would act on: {bad}")
    folder = stage.work / "hostile"
    stage.candor("tomasz", "jam", "report", "--out", folder)
    stage.candor("tomasz", "jam", "bulletin", "--out", folder)
    for file in sorted(folder.iterdir()):
        text = file.read_text()
        markup = file.suffix in (".html", ".atom", ".md")
        checks.that("\x1b" not in text and "\u202e" not in text, f"{file.name} holds no escape and no override")
        checks.that(not (markup and "<script>alert" in text), f"{file.name} holds no script")


def all_of(stage, checks, refused, ids):
    helps(stage, checks)
    nobody_acts_in_anothers_place(stage, checks, refused)
    bad_input(stage, checks, refused)
    members(stage, checks, refused, ids[4])
    hostile_texts(stage, checks, ids[4])
    authorship_checks.all_of(stage, checks, refused, ids)
    drafting_checks.all_of(stage, checks, refused)
    # Weeks after the last draw the issuers' logs are old: not ready, and it says why.
    refused(checks, "jam check with old cosignatures", stage.command_of("tomasz") + ["jam", "check", "--facilitator-hours", "100"],
            REFUSED, "witnesses", "Run-book", "not ready")
    # Half of 24 people at three minutes each: less than an hour is too little, and 0 means that nobody said.
    draft = stage.work / "draft.bin"
    refused(checks, "jam check without hours", stage.command_of("tomasz") + ["jam", "check", "--draft", draft], REFUSED,
            "facilitator-hours", "Run-book")
