"""Which known person or organization a name in a new text means: surely, or perhaps.

Pure: no Django. Sure is what differs in accents, case, titles, initials or the kind of company; perhaps is
one slip of the pen, or a name that several have.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from editorial import names

PEOPLE, ORGANIZATIONS = "people", "organizations"


@dataclass(frozen=True, slots=True)
class Meant:
    """A name of a text and the known names that it may mean. `sure`: the one that it does, or ""."""

    name: str
    sure: str = ""
    maybe: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """What can be chosen instead of the name as it is written."""
        return ((self.sure,) if self.sure else ()) + self.maybe

    @property
    def asks(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self.known) and self.sure != self.name


class Known:
    """The known names, found by the words or letters that they share with another."""

    def __init__(self, kind: str, known: Iterable[str]) -> None:
        self.people = kind == PEOPLE
        self.known = set(known)
        self._by: defaultdict[str, set[str]] = defaultdict(set)
        for name in self.known:
            for hint in self._hints(name):
                self._by[hint].add(name)

    def meant(self, name: str) -> Meant:
        """What a name means."""
        if not name or name in self.known:
            return Meant(name, name)
        near = sorted(set().union(*(self._by.get(hint, ()) for hint in self._hints(name))))
        same = [each for each in near if self._same(name, each)]
        if len(same) == 1:
            return Meant(name, same[0])
        return Meant(name, maybe=tuple(same or [each for each in near if self._near(name, each)]))

    def _hints(self, name: str) -> Sequence[str]:
        return names.words(name) if self.people else (names.key(name)[:1],)

    def _same(self, one: str, other: str) -> bool:
        return names.same_person(one, other) if self.people else names.key(one) == names.key(other)

    def _near(self, one: str, other: str) -> bool:
        if self.people:
            return names.misspelled(names.words(one), names.words(other))
        return names.near(names.key(one), names.key(other))
