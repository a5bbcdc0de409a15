"""A manuscript as the checks read it: every field with its parse, and all of them as one text.

Pure: no Django. Most checks find nothing in most texts, and a text has thirty fields. So a check asks the
text once whether it has anything to do (`holding`, `matching`, `leading`), and looks at those fields only.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from editorial.finding import Finding, Level
from editorial.rules import Rules
from series import links, markup
from series.manuscript import Contribution, Field, Kind, Manuscript
from series.once import once

UNSPOKEN = re.compile(
    r"(?:https?://|www\.)[^\s<>]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.]+|\$(?=\S)[^$\n]{1,200}(?<=\S)\$(?!\w)"
)


class Copy:
    """A field that is being read, with its parse."""

    def __init__(self, field: Field, references: str = "", contribution: Contribution | None = None) -> None:
        self.field, self.references, self.contribution = field, references, contribution
        self.text, self.path, self.name = field.text, field.path, field.name
        self.is_markdown = field.kind is Kind.MARKDOWN
        self.is_leftover = field.path.startswith("source/")  # a piece of a source file without a field

    @property
    def is_too_long(self) -> bool:
        """Whether it is not parsed at all: no manuscript keeps such a text (see `refusals`)."""
        return len(self.text) + len(self.references) > markup.LONGEST

    @once
    def parsed(self) -> markup.Parsed:
        """The field's Markdown; other kinds are one plain text, leftovers of a source are HTML."""
        if self.is_too_long:
            return markup.Parsed(self.text, ())
        if self.is_markdown:
            return markup.parse(self.text, self.references if self.name != "references" else "")
        spans = [(0, len(self.text))] if self.text else []
        tags: tuple[markup.Token, ...] = ()
        if self.is_leftover:
            spans = list(markup.between_tags(self.text, 0, len(self.text)))
            tags = (markup.Token("html", 0, len(self.text), self.text),)
        return markup.Parsed(
            self.text, (*tags, *(markup.Token("text", *s, self.text[slice(*s)]) for s in spans))
        )

    @once
    def visible(self) -> str:
        """The visible prose at its own positions, everything else blanked out (see `markup.Parsed`)."""
        if self.field.kind in (Kind.URL, Kind.FILE):
            return " " * len(self.text)
        if self.is_markdown or self.is_leftover or self.is_too_long:
            return self.parsed.visible
        return self.text

    @once
    def prose(self) -> str:
        """The visible prose without what is no language: addresses, file names, formulas. Same positions."""
        if self.name in ("slug", "date"):
            return " " * len(self.text)
        seen = self.visible
        if "://" in seen or "www." in seen or "@" in seen or "$" in seen:
            return UNSPOKEN.sub(lambda match: " " * len(match[0]), seen)
        return seen

    @once
    def spoken(self) -> str:
        """The prose, and what shows on hovering: titles of links, descriptions of pictures."""
        marked = "](" in self.text or "![" in self.text or "<" in self.text
        if not self.is_markdown or not (marked or self.definitions):
            return self.prose
        out, at = [], 0
        for start, end in sorted(links.hovering(self.parsed, self.definitions)):
            if start >= at:
                out += [self.prose[at:start], self.text[start:end]]
                at = end
        return "".join([*out, self.prose[at:]]) if out else self.prose

    @once
    def low(self) -> str:
        """The spoken text in small letters, to look quickly whether a word is in it. Not for positions."""
        return self.spoken.lower()

    @once
    def words(self) -> list[str]:
        """What stands between the spaces of `low`, in order: words with the marks at their ends."""
        return self.low.split()

    @once
    def targets(self) -> tuple[links.Target, ...]:
        """Where the field's links and pictures lead, with the place where that is written."""
        if self.field.kind is Kind.URL:
            return (links.Target(self.text, 0, len(self.text), "Field"),) if self.text.strip() else ()
        markdown = self.is_markdown or self.is_leftover
        return tuple(links.targets(self.parsed, self.definitions)) if markdown and self.text else ()

    @once
    def definitions(self) -> tuple[links.Definition, ...]:
        """The link definitions that stand in this field."""
        if not self.is_markdown or "]:" not in self.text:
            return ()
        return tuple(links.definitions(self.parsed))

    def finding(
        self, start: int, end: int, message: str, *, level: Level | None = None, instead: str | None = None
    ) -> Finding:
        """A finding on these words; check, label and default level are filled in by `run`."""
        return Finding(
            check="",
            label="",
            level=level or Level.NOTICE,
            path=self.path,
            start=start,
            end=end,
            excerpt=self.text[start:end],
            message=message,
            instead=instead,
            whose=self.field.whose,
            place="" if level is None else "level",
        )


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the desk knows of other texts, as plain data; empty where a text is read by itself."""

    people: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    others: tuple[Manuscript, ...] = ()  # earlier parts of the series, newest first
    today: str = ""  # ISO date, for checks of dates


@dataclass(frozen=True)
class Reading:
    """A manuscript as the checks read it. `leftovers` are pieces of a source that have no field of
    their own (path `source/N`): wrappers, stray tags, what an importer could not place."""

    manuscript: Manuscript
    known: Known = field(default_factory=Known)
    leftovers: tuple[Field, ...] = ()
    rules: Rules = field(default_factory=Rules)

    # -- the fields

    @once
    def fields(self) -> tuple[Field, ...]:
        """Every field with text or without, leftovers last."""
        return (*self.manuscript.fields(), *self.leftovers)

    @once
    def written(self) -> tuple[Copy, ...]:
        """Every field that has text."""
        return tuple([self._copy(each) for each in self.fields if each.text and not each.text.isspace()])

    def _copy(self, field: Field) -> Copy:
        return Copy(field, self.manuscript.references, self._people.get(field.whose))

    @once
    def _people(self) -> dict[str, Contribution]:
        return {each.key: each for each in self.manuscript.contributions}

    @once
    def markdown(self) -> tuple[Copy, ...]:
        """Every field of Markdown that has text."""
        return tuple([copy for copy in self.written if copy.is_markdown])

    @once
    def running(self) -> tuple[Copy, ...]:
        """The running text: Markdown, but not the link definitions."""
        return tuple([copy for copy in self.markdown if copy.name != "references"])

    def at(self, path: str) -> Copy:
        """The field at this path. KeyError where there is none."""
        if path not in self._by_path:
            self._by_path[path] = self._copy(self._fields[path])
        return self._by_path[path]

    @once
    def _fields(self) -> dict[str, Field]:
        return {field.path: field for field in self.fields}

    @once
    def _by_path(self) -> dict[str, Copy]:
        """Those with text, and whatever else was asked for."""
        return {copy.path: copy for copy in self.written}

    def of(self, contribution: Contribution, name: str) -> Copy:
        """One field of a person's part: `reading.of(each, "background")`."""
        return self.at(f"contributions/{contribution.key}/{name}")

    # -- all of them as one text

    @once
    def whole(self) -> str:
        """All that is written."""
        return "\n".join([copy.text for copy in self.written])

    @once
    def spoken(self) -> str:
        """All that is spoken (see `Copy.spoken`), at the positions of `whole`."""
        return "\n".join([copy.spoken for copy in self.written])

    @once
    def low(self) -> str:
        """All that is spoken, in small letters. Not for positions."""
        return self.spoken.lower()

    @once
    def chunks(self) -> set[str]:
        """What stands between the spaces of `spoken`: words with the marks at their ends."""
        return set(self.spoken.split())

    @once
    def vocabulary(self) -> str:
        """The same in small letters, one on each line: the quickest place to look for a part of a word."""
        return "\n".join(["", *self.chunks, ""]).lower()

    @once
    def odd(self) -> str:
        """The chunks that are no plain words, one on each line: what has a mark or a capital within."""
        others = [chunk for chunk in self.chunks if not (chunk.islower() and chunk.isalpha())]
        odd = [chunk for chunk in others if not (chunk.rstrip(".,").isalpha() and chunk[1:].islower())]
        return "\n".join(["", *odd, ""])

    def holding(self, *signs: str) -> list[Copy]:
        """The fields in which one of these signs is written."""
        found = [sign for sign in signs if sign in self.whole]
        if not found:
            return []
        return [copy for copy in self.written if any(sign in copy.text for sign in found)]

    def matching(self, pattern: re.Pattern[str]) -> Iterator[Copy]:
        """The fields where this pattern may match what is spoken. It must take a line's end for a field's
        end, and must not run over the ends of lines."""
        past = -1
        for match in pattern.finditer(self.spoken):
            if match.start() > past:
                copy, offset = self.placed(match.start())
                past = match.start() - offset + len(copy.text)
                yield copy

    def placed(self, position: int) -> tuple[Copy, int]:
        """The field at this position of `whole` or `spoken`, and the position there."""
        index = bisect_right(self._starts, position) - 1
        return self.written[index], position - self._starts[index]

    @once
    def _starts(self) -> list[int]:
        starts = [0]
        for copy in self.written:
            starts.append(starts[-1] + len(copy.text) + 1)
        return starts

    # -- its links

    @once
    def definitions(self) -> list[tuple[Copy, links.Definition]]:
        """Every link definition, and where it stands."""
        return [(copy, each) for copy in self.holding("]:") for each in copy.definitions]

    @once
    def targets(self) -> list[tuple[Copy, links.Target]]:
        """Every target of a link or a picture, and where it is written."""
        return [(copy, each) for copy in self.written for each in copy.targets]

    @once
    def addresses(self) -> str:
        """All targets in small letters, one on each line."""
        return "\n".join(["", *(target.href for _, target in self.targets), ""]).lower()

    @once
    def unschemed(self) -> list[tuple[Copy, links.Target]]:
        """The targets that do not begin as web addresses do."""
        return [each for each in self.targets if not each[1].href.startswith(("https://", "http://"))]

    def leading(self, *signs: str) -> list[tuple[Copy, links.Target]]:
        """The targets that hold one of these signs (in small letters)."""
        found = [sign for sign in signs if sign in self.addresses]
        if not found:
            return []
        return [each for each in self.targets if any(sign in each[1].href.lower() for sign in found)]
