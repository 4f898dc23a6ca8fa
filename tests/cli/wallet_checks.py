"""A member's backup, and a wallet that is made of it. Used by jam_test.py on its deployment.

While the jam is open, somebody who has spoken and somebody who has not make a backup; each is restored in a
folder of its own.
"""

import json
import re


def backup_of(stage, checks, person):
    file = stage.work / f"{person}.backup"
    code, out = stage.candor(person, "wallet", "backup", file), file.read_bytes()
    checks.that("unused voting slips" in code, "a backup says what is not in it")
    checks.that(len(out) > 1 << 20, "a backup is as long as every wallet")
    return file


def shown_to_an_auditor(stage, checks, speaker, silent):
    """The key and the enrolments, in the same form for who has spoken and who has not."""
    said, other = (stage.candor(person, "wallet", "key") for person in (speaker, silent))
    key = re.compile(r"^  [0-9A-Z]{5}( [0-9A-Z]{5}){9}$", re.M)
    checks.that(len(key.findall(said)) == len(key.findall(other)) == 2, f"a wallet shows two times ten groups\n{said}")
    checks.that(said.count("Enrolled at") == other.count("Enrolled at") == 2 and speaker in said, "and who is enrolled where")
    checks.that(len(said.splitlines()) == len(other.splitlines()), "of who spoke it shows what it shows of who did not")
    shown = stage.candor_json(speaker, "wallet", "key")
    checks.that(shown["key"] in said and shown["fingerprint"] in said and len(shown["enrolled"]) == 2,
                "the same as JSON")
    return shown["key"]


def while_speaking(stage, checks, speaker, silent, refused):
    key = shown_to_an_auditor(stage, checks, speaker, silent)
    backup = backup_of(stage, checks, speaker)
    refused(checks, "a backup over a file", stage.command_of(speaker) + ["wallet", "backup", backup], 1,
            "already")
    refused(checks, "a backup over a wallet", stage.command_of(speaker) + ["wallet", "restore", backup], 1,
            "already", "another folder")
    elsewhere = stage.command_of(f"{speaker}-restored")
    refused(checks, "a wallet as a backup",
            elsewhere + ["wallet", "restore", stage.homes / speaker / "wallet"], 1, "no backup")
    refused(checks, "a backup as a wallet", with_wallet(stage, "mistaken", backup) + ["threads"], 1,
            "candor wallet restore")
    refused(checks, "a backup that is not there", elsewhere + ["wallet", "restore", stage.work / "none"], 1,
            "no file")
    spoiled = stage.work / "spoiled.backup"
    spoiled.write_bytes(backup.read_bytes()[:-7])
    refused(checks, "half a backup", elsewhere + ["wallet", "restore", spoiled], 4, "damaged")
    wrong = stage.folder / "wrong.passphrase"
    refused(checks, "a backup under another passphrase",
            stage.command_of(f"{speaker}-restored", wrong) + ["wallet", "restore", backup], 4, "passphrase")
    without_trial = [c for c in elsewhere if c != "--trial"]
    refused(checks, "a trial's backup without --trial", without_trial + ["wallet", "restore", backup], 2,
            "trial")
    checks.that(not (stage.homes / f"{speaker}-restored" / "wallet").exists(), "nothing of that made a wallet")

    restored = f"{speaker}-restored"
    said = stage.candor(restored, "wallet", "restore", backup)
    checks.that("nobody draws twice" in said, "restoring says what is lost")
    checks.that(stage.candor_json(restored, "wallet", "key")["key"] == key, "a restored wallet has the same key")
    stage.exchange([restored])
    old, new = (json.loads(stage.candor(who, "--json", "threads")) for who in (speaker, restored))
    checks.that([each["submission"] for each in old] == [each["submission"] for each in new] != [],
                "what was said is there again")

    number = old[0]["submission"][:8]
    forget = stage.command_of(restored) + ["receipt", "forget", number]
    refused(checks, "to forget without a word", forget, 1, "nothing was forgotten", "--really")
    stage.candor(restored, "receipt", "forget", number, "--really")
    checks.that(stage.candor_json(restored, "threads") == [], "what was forgotten is gone")
    refused(checks, "a receipt that was forgotten", stage.command_of(restored) + ["receipt", "show"], 1)

    # Of one who has not spoken: the slip is lost, and the wallet says so instead of asking for another.
    backup = backup_of(stage, checks, silent)
    restored = f"{silent}-restored"
    stage.candor(restored, "wallet", "restore", backup)
    stage.exchange([restored])
    refused(checks, "a voice that was lost", stage.command_of(restored) + ["say", "--file", "-", "--no-receipt"], 2,
            stdin=b"Once more.")


def with_wallet(stage, name, file):
    """A home whose wallet is this file."""
    home = stage.homes / name
    home.mkdir()
    home.chmod(0o700)
    (home / "wallet").write_bytes(file.read_bytes())
    (home / "wallet").chmod(0o600)
    (home / "bundle").write_bytes((stage.deployment / "bundle").read_bytes())
    return stage.command_of(name)


def sizes(stage, checks, ids):
    """After everything: wallets of those who spoke, took back, and said nothing."""
    lengths = {(stage.homes / person / "wallet").stat().st_size for person in ids}
    checks.that(len(lengths) == 1, f"all wallets are of one length: {sorted(lengths)}")
