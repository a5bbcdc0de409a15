"""The parts beside an installment as HTML: the one before, the one after, and the earlier editions.

Made here and not by a template, which would take longer for it than for the rest of the page.
"""

from html import escape

from django.utils.safestring import SafeString

from series.cards import Card, Page, Part

PAGER = '<nav class="pager" aria-label="Parts of this series">\n'
EARLIER = '<section class="editions" aria-labelledby="editions">\n'


def beside(page: Page, feed: str) -> SafeString:
    """Where to go on from a page; "" for the only part of a series. `feed` is the series' own."""
    if not page.earlier and not page.later:
        return SafeString("")
    before = _to(page.earlier[0], "prev", "Previous") if page.earlier else _first(page.card)
    after = _to(page.later, "next", "Next") if page.later else _latest(page.card, feed)
    return SafeString(f"{PAGER}{before}\n{after}\n</nav>\n{EARLIER}{_editions(page)}</section>")


def _to(part: Part, rel: str, label: str) -> str:
    kind = f"pager__link{' pager__link--next' if rel == 'next' else ''}"
    title = escape(part.title)
    if part.part:
        title = f"Part {part.part}{f': {escape(part.theme)}' if part.theme else ''}"
    return f'<a class="{kind}" rel="{rel}" href="{escape(part.address)}">{_title(part, label, title)}</a>'


def _title(part: Part, label: str, title: str) -> str:
    named = f'<span class="label">{label} {"part" if part.part else "interview"}</span>'
    return f'{named} <span class="pager__title">{title}</span>'


def _first(own: Card) -> str:
    title = _title(own, "Previous", f"This is the first{' part' if own.part else ''}")
    return f'<p class="pager__link pager__link--none">{title}</p>'


def _latest(own: Card, feed: str) -> str:
    title = _title(own, "Next", f"This is the latest{' part' if own.part else ''}")
    follow = f'<a class="pager__host" href="{escape(feed)}">Follow the series by RSS</a>'
    return f'<p class="pager__link pager__link--next pager__link--none">{title} {follow}</p>'


def _editions(page: Page) -> str:
    card = page.card
    head = '<h2 class="vh" id="editions">The series</h2>\n'
    if page.earlier:
        items = "".join(map(_edition, page.earlier))
        head = f'<h2 id="editions">Earlier editions</h2>\n<ol role="list">\n{items}</ol>\n'
    return f'{head}<p><a href="/series/{card.series_slug}/">All parts of {escape(card.series)}</a></p>\n'


def _edition(part: Part) -> str:
    number = f'<span class="editions__n">{f"Part {part.part}" if part.part else ""}</span>'
    named = f'<span class="editions__t">{escape(part.theme or part.series)}</span>'
    return f'<li><a href="{escape(part.address)}">{number} {named}</a></li>\n'
