"""A field of a manuscript as the checks read it: with its parse, what is spoken, and where its links lead.

Pure: no Django.
"""

import re

from editorial.finding import Finding, Level
from series import links, markup
from series.manuscript import Contribution, Field, Kind
from series.once import once
from series.tags import between_tags

ADDRESS, FORMULA = r"(?:https?://|www\.)[^\s<>]+", r"\$(?=\S)[^$\n]{1,200}(?<=\S)\$(?!\w)"
UNSPOKEN = re.compile(rf"{ADDRESS}|{FORMULA}")
WITH_MAIL = re.compile(rf"{ADDRESS}|(?<![\w.+-])[\w.+-]{{1,64}}@[\w-]+\.[\w.]+|{FORMULA}")


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
        return max(len(self.text), len(self.references)) > markup.LONGEST

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
            spans = list(between_tags(self.text, 0, len(self.text)))
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
        if seen.isspace():  # of link definitions
            return seen
        if "://" in seen or "www." in seen or "@" in seen or "$" in seen:
            unspoken = WITH_MAIL if "@" in seen else UNSPOKEN
            return unspoken.sub(lambda match: " " * len(match[0]), seen)
        return seen

    @once
    def spoken(self) -> str:
        """The prose, and what shows on hovering: titles of links, descriptions of pictures."""
        if not self.is_markdown:
            return self.prose
        marked = "](" in self.text or "![" in self.text or "<" in self.text
        if not marked and not self.definitions:
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
