"""Interview posts: several people, each with a heading, a portrait, labels, and the same questions."""

from collections import Counter
from dataclasses import dataclass, field, replace

from series.importers import Imported
from series.importers.bylines import Byline, read_byline
from series.importers.ending import read_ending, without_rule
from series.importers.front_matter import read_front
from series.importers.introduction import read_introduction
from series.importers.layout import Layout
from series.importers.opening import page_html, read_opening, read_title
from series.importers.outline import Heading, definitions, fenced, headings
from series.importers.portraits import portrait_above, read_portrait
from series.importers.profile import LABEL, read_profile
from series.importers.wordings import Asked, Interview, infer
from series.manuscript import Answer, Contribution, Manuscript, Picture


@dataclass(slots=True)
class Part:
    """One person's part of the source: from `start` (the portrait, or the heading) to `end`."""

    heading: Heading
    byline: Byline
    start: int
    end: int = 0
    questions: list[Heading] = field(default_factory=list)


def read_interviews(source: str) -> Imported:
    """Import an interview post. Raises Unreadable."""
    layout = Layout(source)
    front = read_front(layout)
    opening = read_opening(layout, front)
    code = fenced(source, front.end)
    references = definitions(layout, front.end, code)
    start = page_html(layout, front.end, code, opening)
    found = read_title(layout, headings(source, start, code), opening)
    parts = _parts(layout, found, start)
    closing, call = _ending(layout, parts[-1], found) if parts else ("", "")
    introduction, disclaimer = read_introduction(layout, start, parts[0].start if parts else len(source))
    interview = infer([[Asked(each.words(source), each.number) for each in part.questions] for part in parts])
    people = [_contribution(layout, part, who, interview) for who, part in enumerate(parts)]
    manuscript = Manuscript(
        **opening,
        introduction=introduction,
        disclaimer=disclaimer,
        prompts=interview.prompts,
        contributions=tuple(people),
        closing=closing,
        call_to_action=call,
        references=references,
        extra=front.rest(),
    )
    return layout.finish("interviews", manuscript)


def people_in(source: str, found: list[Heading]) -> list[tuple[Heading, Byline]]:
    """The headings that introduce a person: those that say more than a name, or that labels follow."""
    candidates = []
    for at, each in enumerate(found):
        words = each.words(source)
        if each.number or words.endswith("?"):
            continue
        byline = read_byline(source, each.text_start, each.text_end)
        if byline and (byline.is_full or _labelled(source, each, found[at + 1 : at + 2])):
            candidates.append((each, byline))
    levels = Counter(each[0].level for each in candidates)
    level = levels.most_common(1)[0][0] if levels else 0
    return [each for each in candidates if each[0].level == level]


def _labelled(source: str, heading: Heading, following: list[Heading]) -> bool:
    end = following[0].start if following else len(source)
    return bool(heading.words(source)) and bool(
        LABEL.search(source, heading.end, min(end, heading.end + 4000))
    )


def _parts(layout: Layout, found: list[Heading], start: int) -> list[Part]:
    source = layout.source
    parts = []
    for heading, byline in people_in(source, found):
        above = portrait_above(source, start, heading.start)
        parts.append(Part(heading, byline, above if above is not None else heading.start))
    for part, following in zip(parts, [*parts[1:], None], strict=False):
        part.end = following.start if following else len(source)
        part.questions = _questions(source, part, found)
    return parts


def _questions(source: str, part: Part, found: list[Heading]) -> list[Heading]:
    """The headings that ask something: all of the first asking heading's level."""
    inside = [each for each in found if part.heading.end <= each.start < part.end]
    asking = [each for each in inside if each.number or each.words(source).endswith("?")]
    level = (asking or inside)[0].level if inside else 0
    return [each for each in inside if each.level == level or each in asking]


def _ending(layout: Layout, last: Part, found: list[Heading]) -> tuple[str, str]:
    """The closing and the call to action, which the last part then ends before."""
    start = last.questions[-1].end if last.questions else last.heading.end
    after = [each for each in found if each.start >= start and each.level <= last.heading.level]
    last.end, closing, call = read_ending(layout, start, last.end, after)
    return closing, call


def _contribution(layout: Layout, part: Part, who: int, interview: Interview) -> Contribution:
    key = str(who + 1)
    person = f"contributions/{key}"
    heading = part.heading
    layout.mark(heading.start, heading.text_start)
    texts = part.byline.place(layout, person, heading.text_start, heading.end)
    first = part.questions[0].start if part.questions else part.end
    portrait, at = read_portrait(layout, person, part.start, heading, first)
    profile = read_profile(layout, person, at, first, texts.get("organization", ""))
    work = interview.fields[who]
    _place_field(layout, person, part, work)
    answers = _answers(layout, part, who, interview, work)
    return Contribution(
        key=key,
        name=texts.get("name", ""),
        url=texts.get("url", ""),
        role=texts.get("role", ""),
        organization=texts.get("organization", ""),
        organization_url=texts.get("organization_url", ""),
        field=work,
        portrait=portrait or Picture(),
        background=profile.get("background", ""),
        fun_fact=profile.get("fun_fact", ""),
        about_organization=profile.get("about_organization", ""),
        answers=answers,
    )


def _place_field(layout: Layout, person: str, part: Part, work: str) -> None:
    """Where a field of work was read: in the first question that has it."""
    for each in part.questions if work else ():
        at = layout.source.find(work, each.text_start, each.text_end)
        if at >= 0:
            layout.take(f"{person}/field", at, at + len(work))
            return
    layout.announce(f"{person}/field", part.heading.start)


def _answers(layout: Layout, part: Part, who: int, interview: Interview, work: str) -> tuple[Answer, ...]:
    answers = []
    ends = [each.start for each in part.questions[1:]] + [part.end]
    for number, (heading, end) in enumerate(zip(part.questions, ends, strict=False), 1):
        path = f"contributions/{who + 1}/answers/{number}"
        asked = heading.place(layout, f"{path}/question")
        layout.announce(f"{path}/body", heading.start)
        body = layout.take(f"{path}/body", heading.end, without_rule(layout, heading.end, end))
        prompt = interview.prompts[interview.places[who][number - 1]]
        answer = Answer(key=str(number), prompt=prompt.key, body=body)
        answers.append(replace(answer, wording="" if prompt.asked_of(work) == asked else asked))
    return tuple(answers)
