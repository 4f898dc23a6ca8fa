"""What people do in a jam beside speaking and answering, as scripts/demo and the test suite play it: prompts,
contributions, themes, points, publishing and hiding, an appeal, private questions, actions, ratings, decisions.

Every step runs the commands that people would type. `stage` is play_jam's; `step` says what was done.
"""

DAY = 86400
HOUR = 3600
# How authors allow their texts to be published: by their place among those who speak.
CONSENTS = [
    ["--quote", "headline", "--headline", "Badge readers fail at night and nobody comes"],
    ["--quote", "verbatim"],
    ["--quote", "paraphrase"],
    ["--quote", "headline", "--headline", "Training was held on day shifts only"],
    ["--quote", "headline", "--headline", "My colleague at crane 4 makes all the mistakes"],
]
IDEAS = [
    "Let one night crew try each change for a week before all do.",
    "Put the outage board where the crane drivers can see it.",
    "A phone number that is answered at three in the morning would be enough.",
    "Write down what the old system did better, and keep a list that everybody can see.",
    "Ask the tug crews too: they wait for us when it stops.",
    "Give the night foreman the right to go back to paper without asking.",
    "Show the planned outages on the gate screens a day before.",
    "Pay the trainers for nights and they will come.",
]
PANEL = "ilse"
FACILITATOR = "tomasz"
SPONSOR = "ines"
LEADER = "stavros"
LATE_LEADER = "leonie"  # never renews the pledge, and is shown as overdue


class Failed(Exception):
    pass


def check(condition, sentence):
    if not condition:
        raise Failed(f"does not hold: {sentence}")


def consent_of(authors, person):
    """The options with which this author speaks; most allow nothing."""
    if person not in authors:
        return []
    place = authors.index(person)
    return CONSENTS[place // 3] if place % 3 == 0 and place // 3 < len(CONSENTS) else []


def act(stage, who, *arguments, text=None):
    """One public act; the number that it is called by."""
    made = stage.candor_json(who, *arguments, stdin=None if text is None else text.encode())
    return made["id"]


def quarter(stage):
    """To the next slot: 00:00, 06:00, 12:00 and 18:00 UTC."""
    stage.advance_to((stage.now // (DAY // 4) + 1) * (DAY // 4))


def empty_outboxes(stage, people):
    """An exchange carries one message, and there may be a point or two in front of what was written last."""
    for _ in range(3):
        stage.exchange(people)


def settle(stage, people):
    """What waits in these outboxes may leave by then, leaves, and is sealed."""
    stage.advance_to(stage.now + 19 * HOUR)  # the longest random wait in this jam is 18 hours
    empty_outboxes(stage, people)
    quarter(stage)
    stage.advance_to(stage.now)


def opinions(stage, reader):
    return [each for each in stage.candor_json(reader, "inbox") if each["kind"] == "opinion" and not each["withheld"]]


def renew_pledges(stage):
    for who in (FACILITATOR, LEADER, PANEL, "devran", "mira"):
        act(stage, who, "pledge", "renew")
    stage.advance_to(stage.now)


def publish(stage):
    """The facilitator publishes what authors allow: their own headline or text, a paraphrase; declines one."""
    consents = stage.work / "consents.bin"
    stage.candor(LEADER, "read", "--all", "--consents", consents)
    published = []
    for each in opinions(stage, LEADER):
        if each["consent"] >= 2:
            said = stage.candor(FACILITATOR, "publish", each["id"], "--consents", consents)
            # The one that will be hidden stands first.
            published.insert(0 if "colleague" in said else len(published), each["id"])
        elif each["consent"] == 1:
            act(stage, FACILITATOR, "publish", each["id"], "--paraphrase-file", "-",
                text="Somebody asks for one place where outages are reported and answered.")
            published.append(each["id"])
    return published


def make_themes(stage):
    texts = [each["id"] for each in opinions(stage, LEADER)]
    third = max(2, len(texts) // 3)
    themes = [act(stage, FACILITATOR, "theme", "new", "--title", title, "--items", *texts[first:first + third][:20])
              for title, first in (("Outages at night", 0), ("Training", third), ("Nights without support", 2 * third))]
    act(stage, FACILITATOR, "theme", "add", themes[0], "--title", "Outages at night, and who answers",
        "--file", "-", text="What stops, how often, and whom to call.")
    return themes


def build_on(stage, people, targets):
    """Contributions to a prompt, themes and published texts: each by somebody, nobody knows by whom."""
    def member(pair):
        place, person = pair
        idea = stage.work / f"{person}.idea"
        idea.write_text(IDEAS[place % len(IDEAS)])
        stage.candor(person, "build-on", targets[place % len(targets)], "--file", idea, "--receipt-file",
                     stage.work / f"{person}.idea.receipt", "--as-it-is")
    stage.each(list(enumerate(people)), member)
    stage.exchange(people)


def endorse(stage, people, targets):
    stage.each(list(enumerate(people)),
               lambda pair: stage.candor(pair[1], "endorse", targets[pair[0] % len(targets)]))
    stage.exchange(people)


def converge(stage, ids, authors, step):
    """The days of the jam after the first texts are readable, until the close."""
    opening = (stage.now + DAY - 1) // DAY * DAY
    stage.advance_to(opening + 9 * HOUR)
    renew_pledges(stage)
    prompt = act(stage, FACILITATOR, "prompt", "--file", "-",
                 text="What would you try first, if you could change one thing before the next night shift?")
    published = publish(stage)
    themes = make_themes(stage)
    stage.advance_to(stage.now)
    check(len(published) >= 2, "some authors allow their words to be published, and they are sealed by now")
    step(f"The facilitator asked everybody something, published {len(published)} texts as their authors allow, "
         "and grouped texts into three themes.")

    hidden = published[0]
    stage.candor(FACILITATOR, "hide", hidden, "--reason", "names a person")
    act(stage, FACILITATOR, "connect", published[-1], themes[0], "--why", "-", text="Both ask who answers at night.")
    act(stage, FACILITATOR, "spotlight", themes[1], "--why", "-", text="Nobody has spoken about trainers yet.")
    stage.advance_to(stage.now)
    builders = ids[-max(6, len(ids) // 5):]
    stage.exchange(builders)  # their machines learn what is on the wall
    build_on(stage, builders, [prompt, themes[0], published[-1], themes[2]])
    endorsers = ids[:max(8, len(ids) // 3)]
    stage.exchange(endorsers)
    endorse(stage, endorsers, [themes[0], themes[2], published[-1]])
    quarter(stage)
    step(f"{len(builders)} people built on a prompt, themes and published texts; {len(endorsers)} gave a point.")

    author = next(person for person in authors if thread_of(stage, person) == hidden)
    why = stage.work / "appeal.txt"
    why.write_text("Nobody is named: it says a role that four people have.")
    stage.exchange([author])
    stage.candor(author, "appeal", hidden[:8], "--file", why)
    stage.advance_to(opening + DAY + 9 * HOUR)  # later than the longest random wait, which is 18 hours here
    renew_pledges(stage)
    empty_outboxes(stage, [author])
    quarter(stage)
    stage.candor(FACILITATOR, "merge", themes[2], themes[0])
    stage.advance_to(stage.now)
    step("A published text was hidden, visibly and with a reason; its author appealed to the panel. Two themes were "
         "merged.")
    stage.acts = {"hidden": hidden, "themes": themes, "published": published, "prompt": prompt, "appellant": author,
                  "points": len(endorsers)}  # one each


def thread_of(stage, person):
    texts = stage.candor_json(person, "threads")
    return texts[0]["submission"] if texts else None


def lead(stage, step):
    """After the close: what leaders, sponsor and panel do in public."""
    themes = stage.acts["themes"]
    stage.say(stage.candor(LEADER, "brief"))
    appeal = next(each for each in stage.candor_json(PANEL, "inbox") if each["kind"] == "appeal")
    stage.say(stage.candor(PANEL, "read", appeal["id"][:8]))
    act(stage, PANEL, "rule", appeal["id"], "--ruling", "shown-again", "--file", "-",
        text="The text names a role that several people have. It is shown again.")
    waiting = [each["id"] for each in opinions(stage, LEADER) if each["waits"]]
    for opinion in waiting[:4]:
        stage.candor(LEADER, "ack", opinion, "--tone", "looking-into-it")
    stage.candor(LEADER, "answer", themes[0], "--status", "planned", "--about", "outages at night", "--file", "-",
                 stdin=b"From 1 April somebody answers the phone all night. We report every month what stopped.")
    stage.candor(LEADER, "answer", themes[0], "--status", "under-way", "--about", "outages at night", "--file", "-",
                 stdin=b"The night number works since Monday.")
    action = act(stage, LEADER, "action", "new", themes[0], "--title", "A night number for outages", "--owner",
                 "Stavros Mikellis", "--due", "2026-03-20")
    late = act(stage, LATE_LEADER, "action", "new", themes[1], "--title", "Paid training hours for night crews",
               "--owner", "Leonie Brandt", "--due", "2026-03-12")
    act(stage, LEADER, "conflict", "--about", themes[1], "--file", "-",
        text="My sister runs the firm that gave the first trainings.")
    asked = next(each for each in waiting[4:] if each not in stage.acts["published"])
    act(stage, LEADER, "ask", asked, "--file", "-", text="Which gate was it, and does it still happen?")
    stage.advance_to(stage.now)
    step("The panel decided the appeal; leaders acknowledged texts, answered a whole theme, promised two actions, and "
         "asked an author something in private.")
    stage.acts.update(action=action, late=late, asked=asked, appeal=appeal["id"])


def converse(stage, authors, step):
    """The conversation: an answer to the question, an outcome, ratings, a decision."""
    asked = next(person for person in authors if thread_of(stage, person) == stage.acts["asked"])
    mine = next(each for each in stage.candor_json(asked, "threads") if each["submission"] == stage.acts["asked"])
    check(len(mine["letters"]) == 1 and mine["letters"][0]["asks"], "the author finds the question, and nobody else")
    more = stage.work / "more.txt"
    more.write_text("Gate 2, every night when it rains. Yes.")
    stage.candor(asked, "reply", mine["submission"][:8], "--to", mine["letters"][0]["id"], "--file", more)
    settle(stage, [asked])
    follow_ups = [each for each in stage.candor_json(LEADER, "inbox") if each["kind"] == "follow-up"]
    check(len(follow_ups) == 1, "the leader finds the author's answer")
    stage.say(stage.candor(LEADER, "read", follow_ups[0]["id"][:8]))
    act(stage, LEADER, "action", "outcome", stage.acts["action"], "--outcome", "done", "--file", "-",
        text="The number is 4411, answered all night by the control room.")
    stage.advance_to(stage.now)
    raters = [person for person in authors[3:15]]
    stage.exchange(raters)
    for place, person in enumerate(raters):
        stage.candor(person, "rate", stage.acts["action"], 2 + place % 3)
    settle(stage, raters)
    step(f"The author answered the question; an action is done, and {len(raters)} authors said whether it helped.")
    decision_day = 1774512000  # 2026-03-26 08:00 UTC
    stage.advance_to(max(stage.now, decision_day))
    act(stage, SPONSOR, "decide", stage.acts["themes"][0], "--verdict", "adopted", "--file", "-",
        text="The night number stays, and the board of outages is public from May.")
    stage.advance_to(stage.now)
    stage.advance_to(max(stage.now, decision_day + 2 * DAY))  # the day of the decisions is over
    stage.exchange([asked])
    wall = stage.candor_json(asked, "wall")
    points = sum(each["points"] for each in wall["themes"] + wall["published"] if each["into"] is None)
    check(points == stage.acts["points"],
          f"every point that was given is on the wall, once: {points} of {stage.acts['points']}")
    check(wall["actions"][0]["ratings"] == len(raters), "the ratings of an action are on the wall, and whose is not")
    check(len(wall["themes"][0]["decisions"]) == 1, "the decision is on the wall")
    late = {each["clock"]: each["who"] for each in wall["overdue"]}
    check(late.get("pledge") == ["Leonie Brandt"] and "Leonie Brandt" in late["action"] and "decision" in late,
          f"a leader who is late is shown by name, and a theme without a decision: {late}")
    step("The sponsor recorded a decision on one theme. Another has none, an action is past its day and a leader has not "
         "renewed the pledge: everybody sees it.")
