"""What one text may know of the others, made from the others' manuscripts: a folder's or the desk's.

Pure: no Django.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from editorial.checks import Known
from series.manuscript import Manuscript

LATEST = 12  # earlier parts that a text is compared with
Order = tuple[bool, int, str]
UNKNOWN: Order = (True, 0, "9999")


def of(
    manuscript: Manuscript,
    others: Iterable[Manuscript],
    *,
    people: Iterable[str] = (),
    organizations: Iterable[str] = (),
    today: str = "",
) -> Known:
    """What this text may know: the latest parts of `others` that came before it, and everybody named.

    `others` are other texts of the same series in any order; `people` and `organizations` are known
    beside theirs; `today` is an ISO date.
    """
    others = list(others)
    earlier = sorted((other for other in others if _before(other, manuscript)), key=_order, reverse=True)
    return Known(
        people=_sorted(*people, *_people(others)),
        organizations=_sorted(*organizations, *_organizations(others)),
        others=tuple(earlier[:LATEST]),
        today=today,
    )


def together(manuscripts: Sequence[Manuscript], today: str = "") -> list[Known]:
    """What each of these texts may know of the rest, in their order. Texts of one series know each
    other's earlier parts; people and organizations are known to all."""
    people, organizations = _sorted(*_people(manuscripts)), _sorted(*_organizations(manuscripts))
    shelves: defaultdict[tuple[str, str], list[Manuscript]] = defaultdict(list)
    for each in sorted(manuscripts, key=_order):
        shelves[_shelf(each)].append(each)
    found = []
    for each in manuscripts:
        shelf = shelves[_shelf(each)]
        until = len(shelf) if _order(each) == UNKNOWN else bisect_left(shelf, _order(each), key=_order)
        earlier = [other for other in shelf[max(0, until - LATEST - 1) : until] if other is not each]
        latest = tuple(reversed(earlier))[:LATEST]
        found.append(Known(people=people, organizations=organizations, others=latest, today=today))
    return found


def _shelf(manuscript: Manuscript) -> tuple[str, str]:
    return manuscript.format, manuscript.series


def _order(manuscript: Manuscript) -> Order:
    """Numbered parts first, by number; then dated texts; then what has neither."""
    return manuscript.part is None, manuscript.part or 0, manuscript.date or UNKNOWN[2]


def _before(other: Manuscript, manuscript: Manuscript) -> bool:
    """Whether the other came earlier. Texts without number and date are before each other: who can tell?"""
    one, two = _order(other), _order(manuscript)
    return one < two or one == two == UNKNOWN


def _people(manuscripts: Iterable[Manuscript]) -> list[str]:
    return [name for each in manuscripts for name in each.people]


def _organizations(manuscripts: Iterable[Manuscript]) -> list[str]:
    return [person.organization for each in manuscripts for person in each.contributions]


def _sorted(*named: str) -> tuple[str, ...]:
    return tuple(sorted({name for name in named if name.strip()}))
