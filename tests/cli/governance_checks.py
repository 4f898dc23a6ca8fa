"""Roles taken away, rules changed and the charter's key replaced, by the commands that people type."""

import datetime

import checkpoint_file
import play_jam


def signed(stage, record):
    body = stage.deployment / "body"
    stage.candor("body", "countersign", "--body-key", body / "body.key", record,
                 passphrase=body / "passphrase")
    stage.advance_to(stage.now)


def day(stage, ahead):
    when = datetime.datetime.fromtimestamp(stage.now, datetime.timezone.utc)
    return (when + datetime.timedelta(days=ahead)).strftime("%Y-%m-%d")


def revoke(stage, checks, refused):
    charter = stage.deployment / "charter"
    record = stage.work / "revoked.rec"
    stage.candor("charter", "actor", "revoke", "--charter-key", charter / "charter.key", "--key",
                 stage.work / "leonie.pub", "--role", "reader", "--reason", "key lost", "--out", record,
                 passphrase=charter / "passphrase")
    text = play_jam.text_of(stage, next(home.name for home in sorted(stage.homes.glob("NH-*"))[3:]))
    propose = stage.command_of("leonie") + ["erase", "propose", text[:8], "--reason", "third person",
                                            "--out", stage.work / "late.rec"]
    stage.run(propose)  # the control: with the role she may
    signed(stage, record)
    refused(checks, "a reader who is one no more", propose, 2)


def change_policy(stage, checks, refused):
    charter = stage.deployment / "charter"
    command = stage.command_of("charter", charter / "passphrase") + [
        "policy", "change", "--charter-key", charter / "charter.key", "--max-open", "4", "--out",
        stage.work / "policy.rec", "--in-force"]
    refused(checks, "rules changed from one day to the next", command + [day(stage, 2)], 1, "7 days")
    stage.run(command + [day(stage, 8)])
    look_before_signing(stage, checks, refused)
    signed(stage, stage.work / "policy.rec")


def look_before_signing(stage, checks, refused):
    """What a record says is read without the key, and nothing is signed by that."""
    before = checkpoint_file.signed_size(stage.deployment, "board")
    countersign = stage.command_of("body") + ["countersign"]
    record = stage.work / "policy.rec"
    looked = stage.run(countersign + ["--look", record])
    checks.that("to be countersigned: policy: at most 4 jams open at once" in looked, f"it is read: {looked}")
    looked = stage.run(countersign + ["--look", record, "--language", "de"])
    checks.that("höchstens 4 offene Jams zugleich" in looked, f"in German: {looked}")
    stage.advance_to(stage.now)
    checks.that(checkpoint_file.signed_size(stage.deployment, "board") == before, "looking puts nothing into the log")
    refused(checks, "neither the key nor a look", countersign + [record], 1, "--look")
    spoiled = stage.work / "spoiled.rec"
    content = bytearray(record.read_bytes())
    content[-100] ^= 1  # in the charter's signature, before the place of the body's
    spoiled.write_bytes(content)
    refused(checks, "a look at what the charter has not signed so", countersign + ["--look", spoiled], 2)


def rotate_charter(stage, checks, refused):
    charter = stage.deployment / "charter"
    fresh = ["charter-2", "actor", "new", "--name", "Charter", *play_jam.trust(stage)]
    stage.candor(*fresh, passphrase=charter / "passphrase")
    new_key = stage.homes / "charter-2" / "actor.key"
    stage.candor("charter", "charter", "rotate", "--charter-key", charter / "charter.key", "--new-key",
                 new_key, "--in-force", day(stage, 8), "--out", stage.work / "rotate.rec",
                 passphrase=charter / "passphrase")
    signed(stage, stage.work / "rotate.rec")
    stage.candor("nadia", "actor", "new", *play_jam.trust(stage), "--name", "Nadia Petrov", "--out",
                 stage.work / "nadia.pub")

    def grant(key, out):
        stage.candor("charter", "actor", "grant", "--charter-key", key, "--key",
                     stage.work / "nadia.pub", "--role", "facilitator", "--out", out,
                     passphrase=charter / "passphrase")

    body = stage.deployment / "body"
    countersign = stage.command_of("body", body / "passphrase") + ["countersign", "--body-key",
                                                                  body / "body.key"]
    by_new, by_old = stage.work / "by-new.rec", stage.work / "by-old.rec"
    grant(new_key, by_new)
    refused(checks, "a charter key before its day", countersign + [by_new], 2)
    stage.advance_to(stage.now + 8 * play_jam.DAY)
    grant(charter / "charter.key", by_old)
    refused(checks, "a charter key after its day", countersign + [by_old], 2)
    grant(new_key, by_new)
    stage.run(countersign + [by_new])
    stage.advance_to(stage.now)


def all_of(stage, checks, refused):
    revoke(stage, checks, refused)
    change_policy(stage, checks, refused)
    rotate_charter(stage, checks, refused)
