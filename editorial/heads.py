"""The head of the history: the last step of every docket, to be kept where nobody of the desk can write.

Whoever has a head can prove later that nothing up to then was rewritten or taken away: each step is
chained to the one before, and what the head names has to be there still.
"""

import hashlib
from collections.abc import Iterable, Iterator

from editorial.models import Step

KIND = "stet-head"


def lines() -> list[str]:
    """The first says the digest of the rest; each of these is a docket's key, its last step and its hash."""
    last = Step.objects.order_by("docket", "-number").values_list("docket", "number", "chain")
    rows, known = [], set()
    for docket, number, chain in last.iterator():
        if docket not in known:
            known.add(docket)
            rows.append(f"{docket} {number} {chain}")
    return [f"{KIND} {digest(rows)}", *rows]


def digest(rows: Iterable[str]) -> str:
    """One short value for all of them (SHA-256, hex)."""
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def faults(head: list[str]) -> Iterator[str]:
    """What of this head is not in the history any more. ValueError where it is no whole head."""
    first, *rows = head
    if first != f"{KIND} {digest(rows)}":
        raise ValueError("This is no head of a history, or not a whole one.")
    wanted = [(int(docket), int(number), chain) for docket, number, chain in map(str.split, rows)]
    for docket, number, chain in wanted:
        step = Step.objects.filter(docket=docket, number=number).values_list("chain", flat=True).first()
        if step is None:
            yield f"step {number} of docket {docket} was there when the head was taken, and is not now."
        elif step != chain:
            yield f"docket {docket} was rewritten at step {number} or before it."
