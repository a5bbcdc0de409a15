"""Interviews with one person: front matter says who, headings ask, and link definitions may end the text."""

from series.importers import Imported, Why
from series.importers.front_matter import Front, read_front
from series.importers.layout import Layout
from series.importers.opening import Opening, page_html, read_opening, read_title
from series.importers.outline import Heading, definitions, fenced, headings
from series.manuscript import Answer, Contribution, Manuscript, Picture, Prompt

PERSON = "contributions/1"
EMPTY = "A heading without words, between a question and its answer"


def read_interview(source: str) -> Imported:
    """Import an interview with one person. Raises Unreadable."""
    layout = Layout(source)
    front = read_front(layout)
    opening = read_opening(layout, front)
    code = fenced(source, front.end)
    references = definitions(layout, front.end, code)
    start = page_html(layout, front.end, code, opening)
    found = read_title(layout, headings(source, start, code), opening)
    questions = asking(layout, found)
    _empty(layout, questions, found)
    introduction = layout.take("introduction", start, questions[0].start if questions else len(source))
    prompts = []
    for number, each in enumerate(questions, 1):
        asked = each.place(layout, f"{PERSON}/answers/{number}/question")
        prompts.append(Prompt(key=str(number), text=asked))
    person = _person(layout, front, opening, questions)
    manuscript = Manuscript(
        **opening,
        introduction=introduction,
        prompts=tuple(prompts),
        contributions=(person,),
        references=references,
        extra=front.rest(),
    )
    return layout.finish("interview", manuscript)


def asking(layout: Layout, found: list[Heading]) -> list[Heading]:
    """The headings that ask: those of the highest asking heading's level, and higher ones."""
    asked = [each for each in found if each.words(layout.source).endswith("?")] or found
    level = min((each.level for each in asked), default=0)
    return [each for each in found if each.level <= level and each.text_start < each.text_end]


def _empty(layout: Layout, questions: list[Heading], found: list[Heading]) -> None:
    """Leave over the headings without words that stand where an answer should."""
    ends = {each.start: each for each in questions}
    last: Heading | None = None
    for each in found:
        last = ends.get(each.start, last)
        if each.text_start == each.text_end:
            between = last and not layout.source[last.end : each.start].strip()
            start = last.end if last and between else each.start
            layout.leave(start, each.end, Why.UNPLACED, EMPTY, trim=False)


def _person(layout: Layout, front: Front, opening: Opening, questions: list[Heading]) -> Contribution:
    name = front.text(f"{PERSON}/name", "person", "name")
    if not name:
        name = opening["title"]
        layout.same(f"{PERSON}/name", "title")
    answers = []
    ends = [each.start for each in questions[1:]] + [len(layout.source)]
    for number, (question, end) in enumerate(zip(questions, ends, strict=False), 1):
        path = f"{PERSON}/answers/{number}/body"
        layout.announce(path, question.start)
        body = layout.take(path, question.end, end)
        answers.append(Answer(key=str(number), prompt=str(number), body=body))
    return Contribution(
        key="1",
        name=name,
        role=front.text(f"{PERSON}/role", "role", "job"),
        organization=front.text(f"{PERSON}/organization", "organization", "organisation", "company"),
        url=front.text(f"{PERSON}/url", "url", "link"),
        portrait=Picture(name=front.text(f"{PERSON}/portrait", "photo")),
        answers=tuple(answers),
    )
