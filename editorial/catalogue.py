"""The catalogue of checks: each check's page as data, and its examples as manuscripts.

Pure: no Django. The page of a check lies beside its module (`checks/<fault>.md`); the tests run every
example of it, `lint --explain` and the admin show it.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from editorial import rulebook
from editorial.checks import Finding, Known, run
from editorial.rules import Rules
from series.manuscript import Answer, Contribution, Field, Format, Kind, Manuscript, Picture, Prompt

FOLDER = Path(__file__).parent / "checks"
FENCE = re.compile(r"(`{3,})(text|toml)?\s*$")


@dataclass(frozen=True, slots=True)
class Example:
    """One example of a page. As `text` it is an answer in a clean manuscript; as `toml` it is a sparse
    manuscript that is laid over the clean one (see `example`)."""

    kind: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A check's page: its label and what an editor wants to know about it."""

    name: str
    label: str
    what: str
    why: str
    flagged: tuple[Example, ...]
    passes: tuple[Example, ...]
    when: str  # to let it stand


@dataclass(frozen=True, kw_only=True)
class Material:
    """All that a run of the checks needs."""

    manuscript: Manuscript
    known: Known = field(default_factory=Known)
    leftovers: tuple[Field, ...] = ()
    rules: Rules = field(default_factory=Rules)

    def findings(self, *only: str) -> list[Finding]:
        """What the checks say; all of them where none is named."""
        return run(self.manuscript, self.known, self.leftovers, only, self.rules)


# -- the page


@cache
def page(name: str) -> Page:
    """The page of the check with this name. FileNotFoundError where there is none, ValueError with the
    reason where it is not written as a page."""
    label, parts = _sections((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    missing = [head for head in ("", "Why", "Flagged", "Passes", "When to let it stand") if head not in parts]
    if not label or missing:
        raise ValueError(f"{name}.md lacks {', '.join(missing) or 'a title'}.")
    return Page(
        name=name,
        label=label,
        what="\n".join(parts[""]).strip(),
        why="\n".join(parts["Why"]).strip(),
        flagged=tuple(_examples(parts["Flagged"])),
        passes=tuple(_examples(parts["Passes"])),
        when="\n".join(parts["When to let it stand"]).strip(),
    )


def _sections(text: str) -> tuple[str, dict[str, list[str]]]:
    """The title, and the lines under each heading of level two; headings in fences are text."""
    title, head, fence = "", "", ""
    parts: dict[str, list[str]] = {"": []}
    for line in text.splitlines():
        mark = FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif fence and line.strip() == fence:
            fence = ""
        elif not fence and line.startswith("# ") and not title:
            title = line[2:].strip()
            continue
        elif not fence and line.startswith("## "):
            head = line[3:].strip()
            parts[head] = []
            continue
        parts[head].append(line)
    return title, parts


def _examples(lines: list[str]) -> Iterator[Example]:
    kind, fence, held = "", "", list[str]()
    for line in lines:
        mark = FENCE.match(line)
        if mark and not fence:
            fence, kind, held = mark[1], mark[2] or "text", []
        elif fence and line.strip() == fence:
            yield Example(kind, "\n".join(held))
            fence = ""
        elif fence:
            held.append(line)


# -- the examples as manuscripts


def example(example: Example) -> Material:
    """The manuscript that an example stands for, and what is known beside it.

    TOML keys are the manuscript's fields (`prompts` and `topics` as lists of texts, `cover` and `cover_alt`,
    `extra` as a table). `[[people]]` are the people, each laid over the clean person in that place:
    a contribution's fields, `portrait` and `portrait_alt`, `answers` (texts; `false` for declined) and
    `questions` (wordings; "" for the prompt's). `[[others]]` are earlier parts, written likewise;
    `people_known`, `organizations_known` and `today` are what the desk knows; `leftovers` is what an
    importer could not place; `[rules]` are house rules.
    """
    data: dict[str, Any] = {"people": [{"answers": [example.source]}, {}]}
    if example.kind == "toml":
        data = tomllib.loads(example.source)
    known = Known(
        people=tuple(data.pop("people_known", ())),
        organizations=tuple(data.pop("organizations_known", ())),
        others=tuple(_laid_over(other) for other in data.pop("others", ())),
        today=data.pop("today", ""),
    )
    rules = rulebook.from_data(data.pop("rules", {}))
    pieces = enumerate(data.pop("leftovers", ()))
    leftovers = tuple(Field(f"source/{number}", "Source", text, Kind.LINE) for number, text in pieces)
    return Material(manuscript=_laid_over(data), known=known, leftovers=leftovers, rules=rules)


def _laid_over(data: dict[str, Any]) -> Manuscript:
    clean = CLEAN_STORY if data.get("format") == Format.STORY else CLEAN
    plain = {each.name for each in fields(Manuscript)} - {"contributions"}
    unknown = set(data) - plain - {"people", "cover_alt"}
    if unknown:
        raise ValueError(f"An example knows no {', '.join(sorted(unknown))}.")
    new: dict[str, Any] = {name: value for name, value in data.items() if name in plain}
    if "format" in new:
        new["format"] = Format(new["format"])
    if "cover" in data or "cover_alt" in data:
        new["cover"] = replace(
            clean.cover, name=data.get("cover", clean.cover.name), alt=data.get("cover_alt", "")
        )
    if "topics" in new:
        new["topics"] = tuple(new["topics"])
    if "extra" in new:
        new["extra"] = tuple((name, str(value)) for name, value in new["extra"].items())
    if "prompts" in new:
        new["prompts"] = tuple(Prompt(key=str(n), text=text) for n, text in enumerate(new["prompts"], 1))
    prompts = new.get("prompts", clean.prompts)
    if "people" in data:
        new["contributions"] = tuple(
            _person(number, person, clean, prompts) for number, person in enumerate(data["people"])
        )
    return replace(clean, **new)


def _person(
    number: int, data: dict[str, Any], clean: Manuscript, prompts: tuple[Prompt, ...]
) -> Contribution:
    known = number < len(clean.contributions)
    base = clean.contributions[number] if known else Contribution(key=str(number + 1))
    data = dict(data)
    portrait = Picture(
        name=data.pop("portrait", base.portrait.name), alt=data.pop("portrait_alt", base.portrait.alt)
    )
    given = data.pop("answers", ())
    bodies = [*given, *[answer.body for answer in base.answers][len(given) :]]
    wordings = data.pop("questions", ())
    answers = tuple(
        Answer(
            key=prompt.key,
            prompt=prompt.key,
            body=body or "",
            declined=body is False,
            wording=wordings[place] if place < len(wordings) else "",
        )
        for place, (prompt, body) in enumerate(zip(prompts, bodies, strict=False))
    )
    return replace(base, **data, key=str(number + 1), portrait=portrait, answers=answers)


def _written(prompts: tuple[Prompt, ...], *bodies: str) -> tuple[Answer, ...]:
    return tuple(Answer(key=p.key, prompt=p.key, body=body) for p, body in zip(prompts, bodies, strict=True))


QUESTIONS = (
    Prompt(key="1", text="How has machine learning changed {field}?"),
    Prompt(key="2", text="What do you wish you had known earlier?"),
)
CLEAN = Manuscript(
    series="Workbench Conversations",
    part=3,
    title="Workbench Conversations, Part 3",
    slug="workbench-conversations-3",
    standfirst="Two people who forecast for a living on what they trust and what they check twice.",
    cover=Picture(name="workbench-3.jpg", alt="A desk with two screens and a jar of pencils."),
    topics=("Forecasting",),
    introduction="In this third part, we talk with Imara Okello and Tomas Lindqvist about their work.",
    prompts=QUESTIONS,
    contributions=(
        Contribution(
            key="1",
            name="Imara Okello",
            url="https://people.test/imara-okello",
            role="Head of Forecasting",
            organization="Harbor Freight Lines",
            organization_url="https://harborfreightlines.test/",
            field="shipping",
            portrait=Picture(name="imara-okello.jpg", alt="Imara Okello on a quay."),
            background="Imara has planned routes for container ships since 2009 and leads a team of eleven.",
            fun_fact="Imara restores old radios and has never thrown a valve away.",
            about_organization="Harbor Freight Lines carries containers between forty ports in the Baltic.",
            answers=_written(
                QUESTIONS,
                "We stopped guessing when a ship would arrive. The port now books cranes from our forecast.",
                "That the first model should be the dullest one. It was good enough for two years.",
            ),
        ),
        Contribution(
            key="2",
            name="Tomas Lindqvist",
            url="https://people.test/tomas-lindqvist",
            role="Principal Engineer",
            organization="Fernway Clinics",
            organization_url="https://fernway.test/",
            field="health care",
            portrait=Picture(name="tomas-lindqvist.jpg", alt="Tomas Lindqvist in a server room."),
            background="Tomas built scheduling software for three hospitals before he joined the clinics.",
            fun_fact="Tomas bakes rye bread every Thursday and brings it to the stand-up.",
            about_organization="Fernway Clinics runs nineteen walk-in practices in small towns.",
            answers=_written(
                QUESTIONS,
                "Patients wait half as long, because we know on Monday how busy Friday will be.",
                "Nobody reads a dashboard. A message at seven in the morning is read by everybody.",
            ),
        ),
    ),
    closing="Thanks to Imara Okello and Tomas Lindqvist for their time.",
    call_to_action="Write to [the editors](https://workbench.test/contact) if you would like to take part.",
)
SECTIONS = (
    Prompt(key="1", text="Problem"),
    Prompt(key="2", text="Actions taken"),
    Prompt(key="3", text="Lessons learned"),
)
CLEAN_STORY = Manuscript(
    format=Format.STORY,
    series="Notes from the Lead",
    title="When the On-call Rota Broke",
    slug="when-the-on-call-rota-broke",
    standfirst="A small team learns to hand over its nights without dread.",
    topics=("On-call", "Teams"),
    prompts=SECTIONS,
    contributions=(
        Contribution(
            key="1",
            name="Noor Haddad",
            role="Engineering Manager",
            organization="Quillworks",
            answers=_written(
                SECTIONS,
                "Two people carried the pager for five months, and one of them was about to leave.",
                "We wrote down what each alarm meant, deleted half of them, and shared the rest among six.",
                "An alarm that nobody can act on is a noise. Count the nights, not the tickets.",
            ),
        ),
    ),
)
