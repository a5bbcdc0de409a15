"""The related stories below a story: Stet finds them by itself, so their cards are left out."""

import re

from series.importers import Why
from series.importers.chrome import RELATED, leave_lines
from series.importers.layout import Layout, Span

DATED = re.compile(r"[^\n]+\n[ \t]*\d{1,2} [A-Z][a-z]{2,8}(?:,? \d{4})?[ \t]*\Z")
POSITION = re.compile(r"[^\n.!?]{2,120} at [^\n.?]{1,120}\Z")


def leave_cards(layout: Layout, end: int, related: int, title: str) -> None:
    """Leave what follows the article: promotion, the cards of related stories, and the site's footer."""
    leave_lines(layout, end, related)
    heading = RELATED.match(layout.source, related)
    if heading:
        layout.leave(*heading.span(), Why.DERIVED, "Related stories")
        blocks = list(layout.paragraphs(heading.end(), len(layout.source)))
        _cards(layout, blocks, title)


def _cards(layout: Layout, blocks: list[Span], title: str) -> None:
    starts = [at for at, block in enumerate(blocks) if DATED.match(layout.source, *block)]
    if not starts:
        for block in blocks:
            leave_lines(layout, *block, Why.DERIVED, "Related stories")
        return
    for block in blocks[: starts[0]]:
        leave_lines(layout, *block)
    for at, following in zip(starts, [*starts[1:], None], strict=True):
        last = following - 1 if following else _last(layout, blocks, at)
        start, end = blocks[at][0], blocks[last][1]
        own = layout.source[start:end].partition("\n")[0].strip() == title
        what = "This story's own card among the related stories" if own else "A related story"
        layout.leave(start, end, Why.DERIVED, what)
        for block in blocks[last + 1 :] if not following else []:
            leave_lines(layout, *block)


def _last(layout: Layout, blocks: list[Span], at: int) -> int:
    """The last block of the last card: the author's role and organization."""
    for place in range(at + 1, min(at + 7, len(blocks))):
        if POSITION.match(layout.source, *blocks[place]):
            return place
    return at
