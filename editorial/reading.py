"""A manuscript as the checks read it: every field with its parse, and all of them as one text.

Pure: no Django. Most checks find nothing in most texts, and a text has thirty fields. So a check asks the
text once whether it has anything to do (`holding`, `matching`, `leading`), and looks at those fields only.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from editorial.copies import Copy
from editorial.ordinary import strange
from editorial.rules import Rules
from series import links
from series.manuscript import Contribution, Field, Manuscript
from series.once import once


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
    def said(self) -> str:
        """All that is spoken, without the room that link definitions take. Not for positions."""
        spoken = [(copy.name, copy.spoken) for copy in self.written]
        return "\n".join([" ".join(text.split()) if name == "references" else text for name, text in spoken])

    @once
    def low(self) -> str:
        """All that is spoken, in small letters. Not for positions."""
        return self.said.lower()

    @once
    def chunks(self) -> set[str]:
        """What stands between the spaces of all that is spoken: words with the marks at their ends."""
        return set(self.said.split())

    @once
    def unusual(self) -> tuple[list[str], set[str]]:
        """The chunks that are no plain words: odd ones, and those that a check watches for."""
        return strange(self.chunks)

    @once
    def odd(self) -> str:
        """The chunks that are no plain words, one on each line: what has a mark or a capital within."""
        return "\n".join(["", *self.unusual[0], ""])

    @once
    def strange(self) -> str:
        """In small letters, one on each line: odd chunks, and words that a check watches for (see
        `ordinary.watch`). What is not in here, of marks and of such words, is not in the text."""
        return "\n".join([self.odd, *self.unusual[1], ""]).lower()

    def holding(self, *signs: str) -> list[Copy]:
        """The fields in which one of these signs is written."""
        whole = self.whole  # one letter is found twenty times as quickly as two, and most are nowhere
        found = [sign for sign in signs if sign[0] in whole and sign[-1] in whole and sign in whole]
        if len(found) == 1:
            return [copy for copy in self.written if found[0] in copy.text]
        return [copy for copy in self.written if any(sign in copy.text for sign in found)] if found else []

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
        return "\n".join(["", *[target.href for _, target in self.targets], ""]).lower()

    @once
    def unschemed(self) -> list[tuple[Copy, links.Target]]:
        """The targets that do not begin as web addresses do."""
        return [each for each in self.targets if not each[1].href.startswith(("https://", "http://"))]

    def leading(self, *signs: str) -> list[tuple[Copy, links.Target]]:
        """The targets that hold one of these signs (in small letters)."""
        addresses = self.addresses
        found = [sign for sign in signs if sign in addresses]
        if not found:
            return []
        if len(found) == 1:
            return [each for each in self.targets if found[0] in each[1].href.lower()]
        return [each for each in self.targets if any(sign in each[1].href.lower() for sign in found)]
