"""The Markdown that Stet itself exports, read back exactly.

It is ordinary Markdown in which a comment announces each field: `<!-- stet: background -->`. A comment may
carry what the line below it cannot say, as JSON. `series.exporters.markdown` writes it.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from series.importers import Imported, Segment, Unreadable, Why
from series.importers.bylines import read_byline
from series.importers.front_matter import Front, read_front
from series.importers.layout import Layout, Span
from series.importers.portraits import MARKDOWN
from series.importers.source import CONTROL
from series.manuscript import Answer, Contribution, Format, Manuscript, Picture, Prompt

VERSION = "1"
MARKER = re.compile(r"^<!-- stet: (?P<name>[a-z_]+)(?: (?P<more>[^\n]*))? -->$", re.M)
ESCAPED = re.compile(r"^<!-- (\\)\\*stet:", re.M)
ESCAPABLE = re.compile(r"^(<!-- )(\\*stet:)", re.M)
LINE = re.compile(r"\n([^\n]*\S[^\n]*)")
LABELS = {"background": "**Background:**", "fun_fact": "**Fun fact:**"}
SHARED = ("introduction", "disclaimer", "closing", "call_to_action", "references")
MISFIT = "A comment of Stet's that does not fit"
MOST = 2_000  # fields or questions of one installment
WHOLE = re.compile(r"-?\d{1,9}\Z")


def label(name: str, organization: str) -> str:
    """The line above a profile's text."""
    plain = organization and "\n" not in organization and not CONTROL.search(organization)
    return LABELS.get(name, f"**{organization if plain else 'About the organization'}:**")


@dataclass(slots=True)
class Person:
    """A contribution while it is being read."""

    said: dict[str, Any] = field(default_factory=dict)
    portrait: dict[str, Any] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """What one comment announces: its payload, and the span of the text below it."""

    name: str
    more: Any
    start: int
    at: int
    end: int


def read_export(source: str) -> Imported:
    """Import what Stet exported. Raises Unreadable."""
    layout = Layout(source)
    front = read_front(layout)
    if (version := front.text("stet", "stet")) != VERSION:
        raise Unreadable(
            f"It says `stet: {version}`: that form is not known here, only `stet: {VERSION}`. "
            "Remove that line to have the form recognised from the text."
        )
    return _Reader(layout, front).read()


class _Reader:
    def __init__(self, layout: Layout, front: Front) -> None:
        self.layout = layout
        self.front = front
        self.shared: dict[str, Any] = {}
        self.people: list[Person] = []
        self.extra: tuple[tuple[str, str], ...] = ()
        asked = front.items("questions", "questions")
        self.prompts = tuple(Prompt(key=str(key), text=text) for key, text in enumerate(asked, 1))

    def read(self) -> Imported:
        about = self._opening()
        for block in self._blocks():
            if not self._block(block):
                self.layout.leave(block.start, block.at, Why.UNPLACED, MISFIT)
        people = tuple(_contribution(str(key), each) for key, each in enumerate(self.people, 1))
        manuscript = Manuscript(
            **about,
            **self.shared,
            prompts=self.prompts,
            contributions=people,
            extra=self.front.rest() + self.extra,
        )
        return self.layout.finish("stet", manuscript)

    def _opening(self) -> dict[str, Any]:
        front = self.front
        kind = front.text("format", "format")
        if kind not in [*Format]:
            raise Unreadable(f"Its `format: {kind}` is not known; it is one of {', '.join(Format)}.")
        names = ("series", "title", "slug", "standfirst", "date")
        return {
            **{name: front.text(name, name) for name in names},
            "format": Format(kind),
            "part": front.read("part", _whole, "part"),
            "topics": front.items("topics", "topics"),
            "cover": Picture(
                name=front.text("cover", "cover"),
                alt=front.text("cover_alt", "cover_alt"),
                digest=front.text("cover_digest", "cover_digest"),
                width=front.read("cover_width", _whole, "cover_width") or 0,
                height=front.read("cover_height", _whole, "cover_height") or 0,
            ),
        }

    def _blocks(self) -> list[Block]:
        source = self.layout.source
        marks = list(MARKER.finditer(source, self.front.end))
        if max(len(marks), len(self.prompts)) > MOST:
            raise Unreadable(f"It has {len(marks):,} of Stet's comments; {MOST:,} is the most that is read.")
        ends = [*(mark.start() for mark in marks[1:]), len(source)]
        blocks = []
        for mark, end in zip(marks, ends, strict=False):
            blocks.append(Block(mark["name"], _payload(mark["more"]), mark.start(), mark.end(), end))
        return blocks

    def _block(self, block: Block) -> bool:
        """Read one block; False where it does not fit."""
        comment = (block.start, block.at)
        if block.more is ValueError:
            return False
        if block.name in SHARED and block.name not in self.shared:
            self.shared[block.name] = self._text(block.name, block)
        elif block.name == "person" and isinstance(block.more, dict):
            self._person(block)
        elif block.name == "extra" and _are_pairs(block.more):
            self.extra = tuple((name, value) for name, value in block.more)
        elif not (self.people and self._of_person(block)):
            return False
        self.layout.mark(*comment)
        return True

    def _of_person(self, block: Block) -> bool:
        person = self.people[-1]
        if block.name in ("background", "fun_fact", "about_organization"):
            line = self._line(block)
            if line and self.layout.source[slice(*line)] == label(
                block.name, person.said.get("organization", "")
            ):
                self.layout.mark(*line)
                block.at = line[1]
            person.said[block.name] = self._text(self._path(block.name), block)
            return True
        return block.name == "answer" and isinstance(block.more, dict) and self._answer(person, block)

    def _path(self, name: str) -> str:
        return f"contributions/{len(self.people)}/{name}"

    def _line(self, block: Block) -> Span | None:
        """The line right below the comment, where there is one."""
        line = LINE.match(self.layout.source, block.at, block.end)
        return line.span(1) if line else None

    def _person(self, block: Block) -> None:
        person = Person()
        self.people.append(person)
        person.said = _strings(block.more)
        portrait = block.more.get("portrait")
        person.portrait = portrait if isinstance(portrait, dict) else {}
        for name in ("name", *person.said):
            self.layout.announce(self._path(name), block.start)
        line = self._line(block)
        if line and self.layout.source.startswith("### ", line[0]):
            byline = read_byline(self.layout.source, line[0] + 4, line[1])
            if byline:
                self.layout.mark(line[0], line[0] + 4)
                person.said |= byline.place(self.layout, self._path("")[:-1], line[0] + 4, line[1])
            block.at = line[1]
            line = self._line(block)
        picture = MARKDOWN.match(self.layout.source, *line) if line else None
        if picture:
            self.layout.syntax(*picture.span())
            for name, path in (("src", "portrait"), ("alt", "portrait_alt")):
                text = self.layout.join(self._path(path), [picture.span(name)])
                person.portrait["name" if name == "src" else "alt"] = text

    def _answer(self, person: Person, block: Block) -> bool:
        number = block.more.get("prompt")
        if not (isinstance(number, int) and 0 < number <= len(self.prompts)):
            return False
        path = self._path(f"answers/{len(person.answers) + 1}")
        prompt = self.prompts[number - 1]
        asked = self._asked(path, block)
        wording = block.more.get("wording", "")
        if not wording and asked and asked != prompt.asked_of(person.said.get("field", "")):
            wording = asked
        self.layout.announce(f"{path}/body", block.start)
        person.answers.append(
            Answer(
                key=str(len(person.answers) + 1),
                prompt=prompt.key,
                body=self._text(f"{path}/body", block),
                declined=block.more.get("declined") is True,
                wording=wording if isinstance(wording, str) else "",
            )
        )
        return True

    def _asked(self, path: str, block: Block) -> str:
        """The question in the heading right below the comment."""
        self.layout.announce(f"{path}/question", block.start)
        line = self._line(block)
        if not line or not self.layout.source.startswith("#### ", line[0]):
            return ""
        block.at = line[1]
        self.layout.mark(line[0], line[0] + 5)
        return self.layout.join(f"{path}/question", [(line[0] + 5, line[1])])

    def _text(self, path: str, block: Block) -> str:
        """A field's text: in the comment, or below it, with what was escaped there as it was."""
        self.layout.announce(path, block.start)
        if isinstance(block.more, str):
            return block.more
        if isinstance(block.more, dict) and isinstance(block.more.get("body"), str):
            return str(block.more["body"])
        at, end = self.layout.trimmed(block.at, block.end)
        text, parts = "", []
        for stop in [*(each.start(1) for each in ESCAPED.finditer(self.layout.source, at, end)), end]:
            parts.append(Segment(len(text), at, stop - at))
            text += self.layout.source[at:stop]
            self.layout.mark(stop, stop + (stop < end))
            at = stop + 1
        self.layout.pieces(path, parts)
        return text


def _contribution(key: str, person: Person) -> Contribution:
    portrait = Picture(
        **_strings(person.portrait, ("name", "alt", "digest")),
        **{name: value for name, value in person.portrait.items() if name in ("width", "height")},
    )
    return Contribution(key=key, portrait=portrait, answers=tuple(person.answers), **person.said)


FIELDS = (
    *("name", "url", "role", "organization", "organization_url", "field"),
    *("background", "fun_fact", "about_organization"),
)


def _strings(given: dict[str, Any], names: tuple[str, ...] = FIELDS) -> dict[str, Any]:
    return {name: given[name] for name in names if isinstance(given.get(name), str)}


def _payload(more: str | None) -> Any:
    """The JSON in a comment; {} where there is none, ValueError (the class) where it cannot be read."""
    try:
        return json.loads(more) if more else {}
    except (ValueError, RecursionError):
        return ValueError


def _are_pairs(given: Any) -> bool:
    return isinstance(given, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(each, str) for each in pair)
        for pair in given
    )


def _whole(text: str) -> int | None:
    return int(text) if WHOLE.match(text) else None
