"""The page of one installment, rendered once: manuscript -> HTML by person and by question.

Reads no database. What depends on other editions or on the clock is not in it: `filled` puts the date
and the topics in, the page's view adds the pager and the earlier parts around it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string

from series import wording
from series.article import Page
from series.manuscript import Manuscript

PUBLISHED, TOPICS, FILED = "<!--published-->", "<!--topics-->", "<!--filed-->"


@dataclass(frozen=True, slots=True)
class Rendered:
    """An installment as readers get it. Mappings go from a contribution's key."""

    html: str  # by person
    html_by_question: str  # "" for stories and for a single person's interview
    summary: str  # plain text of at most 300 characters
    words: int
    quotes: dict[str, str]  # a sentence of theirs, word for word; "" where none stands by itself
    anchors: dict[str, str]  # the id of their section


def render(
    manuscript: Manuscript, *, address: str, people: Mapping[str, str], organizations: Mapping[str, str]
) -> Rendered:
    """The page at `address`; `people` and `organizations` lead from a contribution's key to their pages."""
    page = Page(manuscript, address, people, organizations)
    compared = not page.is_story and len(page.parts) > 1
    template = "story" if page.is_story else "interviews"
    html = render_to_string(f"site/article/{template}.html", {"page": page, "compared": compared})
    by_question = render_to_string("site/article/by_question.html", {"page": page}) if compared else ""
    anchors = wording.anchors(manuscript.people)
    return Rendered(
        html=_tidy(html),
        html_by_question=_tidy(by_question),
        summary=page.summary,
        words=page.words,
        quotes={part.contribution.key: part.quote for part in page.parts},
        anchors={each.key: anchor for each, anchor in zip(manuscript.contributions, anchors, strict=True)},
    )


def filled(html: str, *, published: str, topics: str, filed: str) -> str:
    """Rendered HTML with the date and the topics where they belong."""
    for mark, value in ((PUBLISHED, published), (TOPICS, topics), (FILED, filed)):
        html = html.replace(mark, value, 1)
    return html


def _tidy(html: str) -> str:
    """Without the blank lines and indents that templates leave; what is preformatted stays as it is."""
    pieces = re.split(r"(<pre>.*?</pre>)", html, flags=re.DOTALL)
    return "".join(
        piece if number % 2 else re.sub(r"\n\s*", "\n", piece) for number, piece in enumerate(pieces)
    ).strip()
