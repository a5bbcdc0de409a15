"""Plain words, which no check needs to look at again: nine tenths of any text are the same few thousand.

Pure: no Django. A chunk (what stands between two spaces) is plain if it has no mark and no capital within,
is not misspelled, and holds no sign that a check watches for. That follows from the chunk alone, so a
process remembers it, as it does which chunks are odd.
"""

import re

from editorial.spelling import slips

MOST = 200_000  # chunks that are remembered
LONGEST = 30  # letters of one
_plain: set[str] = set()
_odd: set[str] = set()
_signs: set[str] = set()
_sign = re.compile(r"(?!)")


def watch(*signs: str) -> tuple[str, ...]:
    """Let no chunk that holds one of these (small letters) be plain; for checks, when they are imported.

    Of a sign of several words, its longest is watched for.
    """
    global _sign
    _signs.update(max(sign.split(), key=len) for sign in signs)
    _sign = re.compile("|".join(map(re.escape, sorted(_signs))))
    _plain.clear()
    return signs


def strange(chunks: set[str]) -> tuple[list[str], set[str]]:
    """The chunks that are not plain: odd ones, and words that a check watches for or that are wrong."""
    unseen = chunks - _plain
    odd = list(unseen & _odd)
    unseen.difference_update(odd)
    new = [chunk for chunk in unseen if is_odd(chunk)]
    unseen.difference_update(new)
    odd += new
    watched = {chunk for chunk in unseen if _sign.search(chunk.lower())}
    unseen -= watched
    for slip in slips(unseen) if unseen else ():
        watched.update(chunk for chunk in unseen if slip in chunk.lower())
    for kept, more in ((_plain, unseen - watched), (_odd, new)):
        if len(kept) > MOST:
            kept.clear()
        kept.update([chunk for chunk in more if len(chunk) <= LONGEST])
    return odd, watched


def is_odd(chunk: str) -> bool:
    """Whether it is more than a word, capitalized or not, with or without a comma or a full stop."""
    return not (chunk.islower() and chunk.isalpha()) and not (
        chunk.rstrip(".,").isalpha() and chunk[1:].islower()
    )
