"""What an auditor's findings say of a jam in which people were late: nothing else is wrong with it."""
import re

FINDING = re.compile(r"^  I\d\d (\w[\w ]*?) [\w.-]+/[\w-]+ ", re.M)


def nothing_but_lateness(text):
    """Whether this output of `candor-audit verify` names no finding other than clocks that ran out."""
    severities = FINDING.findall(text)
    return "No findings" in text and set(severities) <= {"overdue"}
