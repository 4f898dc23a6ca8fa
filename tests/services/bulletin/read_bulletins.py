"""Reads what the renderers wrote as its readers do: the feed with an XML parser, page and poster with an HTML parser,
the calendar line by line as RFC 5545 has it. Each check is shown to find a fault that is put in.

    read_bulletins.py PATH/TO/write_bulletins
"""

import base64
import datetime
import hashlib
import html.parser
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
TIME = re.compile(r"\d{4}-\d\d-\d\dT00:00:00Z")
INVITE = "https://nordhafen.example/jam/4f2a91c0"


class Wrong(Exception):
    pass


def must(condition, what):
    if not condition:
        raise Wrong(what)


# --- Atom (RFC 4287) ---

def one(parent, name):
    found = parent.findall(ATOM + name)
    must(len(found) == 1, f"{len(found)} elements {name}")
    return (found[0].text or "").strip()


def read_feed(data):
    try:
        feed = xml.etree.ElementTree.fromstring(data)
    except xml.etree.ElementTree.ParseError as error:
        raise Wrong(f"no XML: {error}") from error
    must(feed.tag == ATOM + "feed", "the root is no feed")
    known = {ATOM + name for name in ("id", "title", "updated", "author", "generator", "link", "entry")}
    must({child.tag for child in feed} <= known, "an element that a feed of ours does not have")
    must(one(feed, "id").startswith("urn:candor:jam:"), "the feed's id")
    must(one(feed, "title") != "", "a feed without a title")
    must(TIME.fullmatch(one(feed, "updated")), "the feed's time")
    must(feed.find(f"{ATOM}author/{ATOM}name") is not None, "no author")
    must([link.get("href") for link in feed.findall(ATOM + "link")] == [INVITE], "another link")
    ids = []
    for entry in feed.findall(ATOM + "entry"):
        must([child.tag.removeprefix(ATOM) for child in entry]
             == ["id", "title", "published", "updated", "category", "content"], "an entry's elements")
        must(not any(len(child) for child in entry), "markup inside an entry")
        ids.append(one(entry, "id"))
        must(re.fullmatch(r"urn:candor:log:[A-Za-z0-9./~_%-]+:\d+", ids[-1]), "an entry's id")
        must(TIME.fullmatch(one(entry, "updated")) and TIME.fullmatch(one(entry, "published")), "an entry's time")
        must(one(entry, "title") != "" and one(entry, "content") != "", "an empty entry")
    must(len(set(ids)) == len(ids) and ids, "an id twice, or no entry")


# --- HTML ---

ELEMENTS = set("""html head meta title style body header main footer section article figure figcaption blockquote
    h1 h2 h3 p a ul li code time table tbody tr th td div svg rect path""".split())
ATTRIBUTES = set("""lang charset http-equiv content name class dir href datetime scope aria-label aria-hidden role viewbox
    width height fill d preserveaspectratio shape-rendering""".split())
VOID = {"meta", "rect", "path"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.links, self.policy, self.language, self.style = [], [], "", "", ""

    def handle_starttag(self, tag, attrs):
        must(tag in ELEMENTS, f"an element {tag}")
        must({name for name, _ in attrs} <= ATTRIBUTES, f"an attribute of {tag}")
        must(len({name for name, _ in attrs}) == len(attrs), f"an attribute of {tag} twice")
        values = dict(attrs)
        if "href" in values:
            self.links.append(values["href"])
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"]
        self.language = values.get("lang", self.language)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        must(self.open and self.open.pop() == tag, f"{tag} closes what it did not open")

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            self.style += data

    def handle_comment(self, data):
        raise Wrong("a comment")

    def handle_pi(self, data):
        raise Wrong("an instruction")

    def unknown_decl(self, data):
        raise Wrong("a declaration")


def read_page(data, links):
    page = Page()
    page.feed(data.decode())
    page.close()
    must(not page.open, f"left open: {page.open}")
    must(page.links == links, f"other links: {page.links}")
    must(page.language in ("en", "de"), "no language")
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    must(page.policy == "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-" + digest + "'",
         "the policy allows something else than the one style sheet")


# --- iCalendar (RFC 5545) ---

LINE = re.compile(r"([A-Z-]+)((?:;[A-Z]+=[A-Za-z-]+)*):(.*)", re.DOTALL)
TEXT = re.compile(r"(?:[^\\;,\x00-\x08\x0a-\x1f\x7f]|\\[\\;,n])*")
OF_CALENDAR = ["BEGIN", "VERSION", "PRODID", "CALSCALE", "METHOD", "NAME", "X-WR-CALNAME"]
OF_EVENT = ["BEGIN", "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "TRANSP", "END"]


def content_lines(data):
    must(data.endswith(b"\r\n"), "the last line has no end")
    raw = data[:-2].split(b"\r\n")
    must(not any(b"\r" in line or b"\n" in line for line in raw), "half of a line end")
    must(all(len(line) <= 75 for line in raw), "a line of more than 75 octets")
    for line in raw:
        try:
            line.decode()
        except UnicodeDecodeError as error:
            raise Wrong("a character that is cut") from error
    lines = []
    for line in raw:
        if line.startswith(b" "):
            lines[-1] += line[1:].decode()
        else:
            lines.append(line.decode())
    for line in lines:
        match = LINE.fullmatch(line)
        must(match, "a line that is no property")
        yield match.group(1), match.group(2), match.group(3)


def day_of(text):
    return datetime.datetime.strptime(text, "%Y%m%d").date()


def read_event(lines):
    must([name for name, _, _ in lines] == OF_EVENT, f"the properties of an event: {[n for n, _, _ in lines]}")
    value = {name: text for name, _, text in lines}
    parameters = {name: text for name, text, _ in lines}
    must(parameters["DTSTART"] == parameters["DTEND"] == ";VALUE=DATE", "a time of day")
    must(day_of(value["DTEND"]) - day_of(value["DTSTART"]) == datetime.timedelta(1), "not one day")
    must(re.fullmatch(r"\d{8}T000000Z", value["DTSTAMP"]), "DTSTAMP")
    must(value["URL"] == INVITE, "another address")
    for name in ("SUMMARY", "DESCRIPTION"):
        must(TEXT.fullmatch(value[name]), f"{name} is not escaped")
        must(re.fullmatch(";LANGUAGE=(en|de)", parameters[name]), f"{name} in no language")
    must(re.fullmatch(r"[!-~]+@[!-~]+", value["UID"]), "UID")
    return value["UID"]


def read_calendar(data):
    lines = list(content_lines(data))
    must([name for name, _, _ in lines[:len(OF_CALENDAR)]] == OF_CALENDAR, "the calendar's properties")
    must(lines[0][2] == "VCALENDAR" and lines[-1] == ("END", "", "VCALENDAR"), "no calendar")
    must(lines[1][2] == "2.0", "the version")
    must(all(TEXT.fullmatch(text) for _, _, text in lines[5:7]), "the calendar's name is not escaped")
    rest = lines[len(OF_CALENDAR):-1]
    must(rest and len(rest) % len(OF_EVENT) == 0, "lines between events")
    events = [rest[i:i + len(OF_EVENT)] for i in range(0, len(rest), len(OF_EVENT))]
    must(all(event[0][2] == event[-1][2] == "VEVENT" for event in events), "no event")
    uids = [read_event(event) for event in events]
    must(len(set(uids)) == len(uids), "a UID twice")


READERS = {
    "feed.atom": read_feed,
    "page.html": lambda data: read_page(data, [INVITE]),
    "poster.html": lambda data: read_page(data, []),
    "calendar.ics": read_calendar,
}

# Faults that each reader must find, as what is replaced by what.
FAULTS = {
    "feed.atom": [(b"<title>", b"<title>&"), (b"</title>", b"</title><title>x</title>"), (b"<content", b"<b/><content"),
                  (b"board:203", b"board:188"), (b"You are", b"<b>You</b> are"), (b"T00:00:00Z", b""),
                  (b"You are", b"\x1b[2J"), (b"You are", b"\xef\xbf\xbf")],
    "page.html": [(b"</h1>", b"<script>x</script></h1>"), (b"<h1", b"<h1 onclick='x'"), (b"</h1>", b"</p></h1>"),
                  (b"margin: 0", b"margin: 1"), (b"<h1", b"<a href=\"https://evil.example\">x</a><h1"),
                  (b"</h1>", b"<!-- --></h1>"), (b"</h1>", b"<div></h1>")],
    "poster.html": [(b"</h1>", b"<img src=x></h1>"), (b"margin: 0", b"margin: 1")],
    "calendar.ics": [(b"\r\n", b"\n"), (b"DESCRIPTION", b"ATTACH:x\r\nDESCRIPTION"), (b"SUMMARY;", b"SUMMARY;X;"),
                     (b"\\n\\n", b","), (b"TRANSP:", b"TRANSP:" + b"x" * 75), (b"speaking-from", b"slips-from"),
                     (b"DTEND;VALUE=DATE:20260303", b"DTEND;VALUE=DATE:20260304"), (b"What keeps", b"\xc3What")],
}


def main():
    problems = read = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        subprocess.run([sys.argv[1], str(folder)], check=True)
        for file in sorted(folder.glob("*/*")):
            if file.name not in READERS:
                continue
            read += 1
            try:
                READERS[file.name](file.read_bytes())
            except Wrong as wrong:
                problems += 1
                print(f"{file.relative_to(folder)}: {wrong}")
        for name, faults in FAULTS.items():
            good = (folder / "en" / name).read_bytes()
            for old, new in faults:
                must(old in good, f"control: {old} is not in {name}")
                try:
                    READERS[name](good.replace(old, new, 1))
                except Wrong:
                    continue
                problems += 1
                print(f"control: {name}: {old} replaced by {new} was not found")
    if read < 4 * 20:
        problems += 1
        print(f"only {read} files were written")
    print(f"{read} files read, {sum(map(len, FAULTS.values()))} faults put in, {problems} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
