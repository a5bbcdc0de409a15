"""Texts for tests that no check objects to, and ways to spoil them. All people and companies are invented."""

from dataclasses import dataclass, replace

from series.manuscript import Answer, Contribution, Format, Manuscript, Picture, Prompt

QUESTIONS = (
    "How has machine learning changed {field}?",
    "What would you tell somebody who is starting out?",
)
SECTIONS = ("Problem", "Actions taken", "Lessons learned")


@dataclass(frozen=True)
class Somebody:
    name: str
    role: str
    organization: str
    field: str
    background: str
    fun_fact: str
    about: str
    answers: tuple[str, str]


POOL = (
    Somebody(
        "Imara Okello",
        "Head of Forecasting",
        "Harbor Freight Lines",
        "shipping",
        "Imara has planned routes for container ships since 2009 and leads a team of eleven.",
        "Imara restores old radios and has never thrown a valve away.",
        "Harbor Freight Lines carries containers between forty ports in the Baltic.",
        (
            "We stopped guessing when a ship would arrive. The port now books cranes from our forecast.",
            "Let the first model be the dullest one. Ours was good enough for two years.",
        ),
    ),
    Somebody(
        "Tomas Lindqvist",
        "Principal Engineer",
        "Fernway Clinics",
        "health care",
        "Tomas built scheduling software for three hospitals before he joined the clinics.",
        "Tomas bakes rye bread every Thursday and brings it to the stand-up.",
        "Fernway Clinics runs nineteen walk-in practices in small towns.",
        (
            "Patients wait half as long, because we know on Monday how busy Friday will be.",
            "Nobody reads a dashboard. A message at seven in the morning is read by everybody.",
        ),
    ),
    Somebody(
        "Noor Haddad",
        "Engineering Manager",
        "Quillworks Press",
        "publishing",
        "Noor began as a typesetter and now looks after the tools of sixty editors.",
        "Noor owns four hundred bookmarks and lends every one of them.",
        "Quillworks Press prints school books in eleven languages.",
        (
            "Our indexes used to take a month. A draft of one is now ready before lunch.",
            "Sit beside the people who will use it, and count how often they sigh.",
        ),
    ),
    Somebody(
        "Bram Vasquez",
        "Data Scientist",
        "Copperleaf Dairy",
        "farming",
        "Bram grew up on a farm and studied statistics to settle an argument with his uncle.",
        "Bram can tell eight breeds of cow apart by their ears.",
        "Copperleaf Dairy collects milk from two hundred family farms.",
        (
            "We see a sick animal two days earlier, from how far she walks in the night.",
            "Keep the numbers that proved you wrong. They are the expensive ones.",
        ),
    ),
    Somebody(
        "Signe Adeyemi",
        "Research Lead",
        "Tallwood Timber",
        "forestry",
        "Signe measured trees by hand for six summers before she flew a camera over them.",
        "Signe has planted an oak for every paper she published.",
        "Tallwood Timber tends forests on both sides of the Vantor river.",
        (
            "A storm's damage is on the map by evening. It took us weeks of walking before.",
            "Learn what the field people call things, and use their words in your tables.",
        ),
    ),
    Somebody(
        "Rahul Petrov",
        "Chief Analyst",
        "Lanternfish Energy",
        "electricity",
        "Rahul ran the control room of a power grid and still wakes at its alarm hours.",
        "Rahul swims in the sea on the first day of each month, January included.",
        "Lanternfish Energy balances wind and demand for nine islands.",
        (
            "The wind is forecast for each turbine now, so that we burn far less gas to be safe.",
            "Ask who is woken at night if you are wrong, and go and meet that person.",
        ),
    ),
    Somebody(
        "Mei Castellan",
        "Product Owner",
        "Bluebell Transit",
        "public transport",
        "Mei drove a night bus through her studies and later drew the timetable of the line.",
        "Mei collects tickets from closed railways.",
        "Bluebell Transit runs buses and two ferries around the Marrow bay.",
        (
            "Drivers used to skip a stop when they were late. Now the bus behind takes the slack.",
            "Publish your errors before the passengers do, with the date on which you noticed.",
        ),
    ),
    Somebody(
        "Jonas Mbeki",
        "Software Architect",
        "Pinecone Insurance",
        "insurance",
        "Jonas wrote claims software in four languages, two of which nobody teaches any more.",
        "Jonas plays the bassoon in an orchestra of accountants.",
        "Pinecone Insurance covers roofs and greenhouses against hail.",
        (
            "A photograph of a broken pane is priced in a minute, and people check every tenth one.",
            "Write down why a rule exists on the day that you make it.",
        ),
    ),
)
PARTS = len(POOL) // 2


def ready_text(part: int = 1, people: int = 2, title: str = "") -> Manuscript:
    """Part 1 to 4 of the interviews, each with people of its own: no blockers, no warnings."""
    start = (part - 1) * 2 % len(POOL)
    chosen = [POOL[(start + place) % len(POOL)] for place in range(people)]
    title = title or f"Workbench Conversations, Part {part}"
    names = _listed([each.name for each in chosen])
    return Manuscript(
        series="Workbench Conversations",
        part=part,
        title=title,
        slug=f"workbench-conversations-{part}",
        standfirst="People who work with forecasts on what they trust, and on what they check twice.",
        topics=("Forecasting",),
        introduction=f"In this conversation, we talk with {names} about their work.",
        prompts=tuple(Prompt(key=str(n), text=text) for n, text in enumerate(QUESTIONS, 1)),
        contributions=tuple(_part_of(each, str(n)) for n, each in enumerate(chosen, 1)),
        closing=f"Thanks to {names} for their time.",
        call_to_action="Write to [the editors](https://workbench.test/contact) if you would like to join in.",
    )


def ready_story(title: str = "When the Rota Broke") -> Manuscript:
    """A story without blockers and warnings."""
    bodies = (
        "Two people carried the pager for five months, and one of them was about to leave.",
        "We wrote down what each alarm meant, deleted half of them, and shared the rest among six.",
        "An alarm that nobody can act on is a noise. Count the nights, not the tickets.",
    )
    noor = POOL[2]
    return Manuscript(
        format=Format.STORY,
        series="Notes from the Lead",
        title=title,
        slug=title.lower().replace(" ", "-"),
        standfirst="A small team learns to hand over its nights without dread.",
        topics=("On-call",),
        prompts=tuple(Prompt(key=str(n), text=text) for n, text in enumerate(SECTIONS, 1)),
        contributions=(
            Contribution(
                key="1",
                name=noor.name,
                role=noor.role,
                organization=noor.organization,
                answers=tuple(
                    Answer(key=str(n), prompt=str(n), body=body) for n, body in enumerate(bodies, 1)
                ),
            ),
        ),
    )


def _part_of(each: Somebody, key: str) -> Contribution:
    slug = each.name.lower().replace(" ", "-")
    home = each.organization.lower().replace(" ", "")
    return Contribution(
        key=key,
        name=each.name,
        url=f"https://people.test/{slug}",
        role=each.role,
        organization=each.organization,
        organization_url=f"https://{home}.test/",
        field=each.field,
        background=each.background,
        fun_fact=each.fun_fact,
        about_organization=each.about,
        answers=tuple(Answer(key=str(n), prompt=str(n), body=body) for n, body in enumerate(each.answers, 1)),
    )


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


CLOSERS = (
    "The next part is about seeds.",
    "We met over tea, twice.",
    "Their slides are kept at the library.",
    "Both read this text before it went out.",
)


def edited(text: Manuscript, which: int = 0) -> Manuscript:
    """Another honest text: a sentence more in the introduction."""
    return replace(text, introduction=f"{text.introduction} {CLOSERS[which % len(CLOSERS)]}")


def with_answer(text: Manuscript, body: str, whose: int = 0, number: int = 0) -> Manuscript:
    """The same text with another answer."""
    each = text.contributions[whose]
    answers = list(each.answers)
    answers[number] = replace(answers[number], body=body)
    return _with_person(text, whose, replace(each, answers=tuple(answers)))


def with_portrait(text: Manuscript, picture: Picture, whose: int = 0) -> Manuscript:
    """The same text with a portrait."""
    return _with_person(text, whose, replace(text.contributions[whose], portrait=picture))


def _with_person(text: Manuscript, whose: int, each: Contribution) -> Manuscript:
    people = list(text.contributions)
    people[whose] = each
    return replace(text, contributions=tuple(people))


def with_placeholder(text: Manuscript) -> Manuscript:
    """The same text with a blocker in it."""
    return with_answer(text, "xxx")


def with_stale_tag(text: Manuscript) -> Manuscript:
    """The same text with a warning in it: a link that counts readers for another part."""
    stale = "https://workbench.test/contact?utm_campaign=workbench_conversations_9"
    return replace(text, call_to_action=f"Write to [the editors]({stale}) if you would like to join in.")


def keyed_like(text: Manuscript, keyed: Manuscript) -> Manuscript:
    """The text under the rows' keys, as the editor's form has it."""
    prompts = {old.key: new.key for old, new in zip(text.prompts, keyed.prompts, strict=True)}
    contributions = tuple(
        replace(
            each,
            key=row.key,
            answers=tuple(
                replace(answer, key=kept.key, prompt=prompts[answer.prompt])
                for answer, kept in zip(each.answers, row.answers, strict=True)
            ),
        )
        for each, row in zip(text.contributions, keyed.contributions, strict=True)
    )
    return replace(text, prompts=keyed.prompts, contributions=contributions)
