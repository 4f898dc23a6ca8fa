"""`candor jam draft --ask`: the questions answered one after the other, wrong answers, an end in the middle, and what the
file that comes of it becomes."""

USAGE = 1
# One line an answer, in the order of the questions; "" takes the offer. The roster of the jam has 24 people.
ANSWERS = ["jam", "What should the night shift ask for first?",
           "The board decides in May.", "It asks everybody.", ".",
           "What costs you time?", "What must stay?", "",
           "",                                      # nothing is out of scope
           "Nights", "Operations", "Board of directors",
           "They decide.", ".",
           "1", "1", "1 2", "1 2",                  # sponsor, facilitator, readers, operators
           "", "",                                  # the audience as offered, no second one
           "", "",                                  # nobody stands in
           "Panel", "1",
           "", "", "", "", "", "", "", "", "", "",  # the days, with the grace, as offered
           "", "", "20", "",                        # slots, k, min_issued, decoupling
           "", "", "",
           "", "Works council", "",
           "", "", "", "", ""]


def all_of(stage, checks, refused):
    ask = stage.command_of("tomasz") + ["jam", "draft", "--ask"]
    made, kept = stage.work / "asked.toml", stage.work / "asked.answers"
    refused(checks, "an asking without an answer", ask + [made], USAGE, "question 1 of 43 (kind)", "was not written", stdin=b"")
    checks.that(not made.exists(), "without answers nothing is written")
    some = "\n".join(["reporting channel", "party", *ANSWERS[:2]]) + "\n"
    refused(checks, "an asking that ends in the middle", ask + [made, "--answers", kept], USAGE, "never be readable", "numbers above",
            "(background)", "--answers", stdin=some.encode())
    checks.that(kept.exists() and "night shift" in kept.read_text(), "the answers so far are kept")
    # The first two are offered from the file.
    rest = "\n".join(["", "", *ANSWERS[2:]]) + "\n"
    text = stage.run(ask + [made, "--answers", kept], rest.encode())
    checks.that("asked.toml" in text, f"the file is named: {text}")
    written = made.read_text()
    checks.that(written.count("#") > 40 and "night shift" in written and "grace_days = 2" in written, f"comments and answers: {written}")
    refused(checks, "an asking over a file", ask + [made], USAGE, "left as it is", stdin=b"")
    refused(checks, "asking and reading at once", ask + [stage.work / "x.toml", "--out", stage.work / "x.bin"], USAGE, "--ask")
    refused(checks, "reading without a place for the draft", stage.command_of("tomasz") + ["jam", "draft", made], USAGE, "--out")
    stage.candor("tomasz", "jam", "draft", made, "--out", stage.work / "asked.bin")
    checks.that((stage.work / "asked.bin").exists(), "what was written is a draft")
