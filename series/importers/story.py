"""Story pages, copied from a site: its chrome, a title, topics, a date, the author, named sections,
and related stories."""

import re

from series.importers import Imported, Unreadable
from series.importers.cards import leave_cards
from series.importers.chrome import article_end, read_head
from series.importers.front_matter import Front, read_front
from series.importers.layout import Layout, Span
from series.importers.opening import read_opening
from series.manuscript import Answer, Contribution, Format, Manuscript, Prompt

SPACE = r"[ \t]{0,12}"
SECTION = re.compile(
    rf"^{SPACE}(?:#{{1,6}}[ \t]{SPACE})?(?:\*\*|__)?{SPACE}(?P<name>(?:the )?(?:problem|challenge|situation|"
    r"actions? taken|what (?:we|i) did|lessons? learned|key takeaways|results?|outcome))"
    rf"{SPACE}:?{SPACE}(?:\*\*|__)?:?{SPACE}$",
    re.I | re.M,
)
MOST = 100  # sections of one story
NEEDED = {"problem", "the problem", "actions taken", "action taken", "lessons learned", "lesson learned"}
PERSON = "contributions/1"
AUTHOR = re.compile(
    r"(?P<name>[^,\n]{1,120}),\s{1,9}(?P<role>\S[^\n]{0,300}?)\s{1,9}at\s{1,9}(?P<organization>[^,\n]{1,120}),\s"
)
SIMPLE = re.compile(r"(?P<name>[^,\n]{1,120}),\s{1,9}(?P<role>[^,\n]{1,200}),\s")


def is_story(source: str) -> bool:
    """Whether at least two of a story's section names stand on lines of their own."""
    return len({match["name"].lower() for match in SECTION.finditer(source)} & NEEDED) > 1


def read_story(source: str) -> Imported:
    """Import a story page. Raises Unreadable."""
    layout = Layout(source)
    front = read_front(layout)
    opening = read_opening(layout, front)
    sections = _named(source, front.end)
    head = sections[0].start() if sections else len(source)
    standfirst, introduction = read_head(layout, front.end, head, opening)
    end, related = article_end(layout, sections[-1].end() if sections else len(source))
    author = _author(layout, front, standfirst)
    prompts, answers = _sections(layout, sections, end)
    leave_cards(layout, end, related, opening["title"])
    person = Contribution(
        key="1",
        name=author.get("name", ""),
        role=author.get("role", ""),
        organization=author.get("organization", ""),
        answers=answers,
    )
    manuscript = Manuscript(
        **opening,
        format=Format.STORY,
        introduction=introduction,
        prompts=prompts,
        contributions=(person,),
        extra=front.rest(),
    )
    return layout.finish("story", manuscript)


def _named(source: str, start: int) -> list[re.Match[str]]:
    """The lines that name sections, from the first that every story has."""
    found = list(SECTION.finditer(source, start))
    if len(found) > MOST:
        raise Unreadable(f"It has {len(found):,} sections; {MOST} is the most that one story can have.")
    while found and found[0]["name"].lower() not in NEEDED:
        found.pop(0)
    return found


def _author(layout: Layout, front: Front, standfirst: Span) -> dict[str, str]:
    """Name, role and organization, as the sentence under the title begins with them."""
    match = AUTHOR.match(layout.source, *standfirst) or SIMPLE.match(layout.source, *standfirst)
    said = match.groupdict() if match else {}
    texts: dict[str, str] = {}
    for name in ("name", "role", "organization"):
        layout.announce(f"{PERSON}/{name}", standfirst[0])
        if match and name in said:
            texts[name] = layout.join(f"{PERSON}/{name}", [match.span(name)])
        else:
            texts[name] = front.text(f"{PERSON}/{name}", name, "author" if name == "name" else name)
    return texts


def _sections(
    layout: Layout, sections: list[re.Match[str]], end: int
) -> tuple[tuple[Prompt, ...], tuple[Answer, ...]]:
    prompts, answers = [], []
    ends = [each.start() for each in sections[1:]] + [end]
    for number, (section, stop) in enumerate(zip(sections, ends, strict=False), 1):
        path = f"{PERSON}/answers/{number}"
        layout.mark(*layout.trimmed(*section.span()))
        name = layout.join(f"{path}/question", [section.span("name")])
        layout.announce(f"{path}/body", section.start("name"))
        body = layout.take(f"{path}/body", section.end(), stop)
        prompts.append(Prompt(key=str(number), text=name))
        answers.append(Answer(key=str(number), prompt=str(number), body=body))
    return tuple(prompts), tuple(answers)
