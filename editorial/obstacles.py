"""What stands in the way of publication beyond findings and approvals, in sentences with their cure."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from editorial import checks, rendered
from editorial.checks import Level
from editorial.rules import Rules
from editorial.workflow import count
from series import rendering
from series.addresses import taken
from series.manuscript import LONGEST_LINE, UNSTORABLE, Contribution, Manuscript

if TYPE_CHECKING:
    from editorial.standing import Standing

ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
FEW = 5  # faults of the page that are told one by one
LONGEST_ADDRESS, LONGEST_NAME, LONGEST_TOPIC = 120, 200, 80  # what an edition can hold


def obstacles(at: "Standing") -> Iterator[str]:
    """Every obstacle to publishing the newest revision."""
    text = at.text
    if text is None:
        return
    if not text.contributions:
        yield "There is nobody in it yet: add a person."
    yield from _address(at, text)
    for each in text.contributions:
        yield from _person(each)
    if text.cover.name and not text.cover.digest:
        yield f"The cover picture “{_file(text.cover.name)}” was never uploaded."
    for topic in text.topics:
        if len(topic) > LONGEST_TOPIC:
            yield f"The topic “{topic[:30]}…” is longer than {LONGEST_TOPIC} characters."
    yield from _few(page_faults(text, f"/series/{at.installment.series.slug}/{text.slug}/"))
    if at.live and at.live.digest == text.digest:
        yield "Readers already read exactly this text."


def _address(at: "Standing", text: Manuscript) -> Iterator[str]:
    if not text.slug:
        yield "It has no address yet: give it one under “Where it belongs”."
    elif not ADDRESS.fullmatch(text.slug):
        yield f"The address “{text.slug}” may hold only letters a to z, digits and hyphens."
    elif len(text.slug) > LONGEST_ADDRESS:
        yield f"The address “{text.slug[:30]}…” is longer than {LONGEST_ADDRESS} characters."
    elif taken(at.installment):
        yield f"Another installment of this series has, or had, the address “{text.slug}”."


def _person(each: Contribution) -> Iterator[str]:
    who = each.name or "somebody"
    if not each.name:
        yield "Somebody in it has no name."
    if each.portrait.name and not each.portrait.digest:
        yield f"The portrait “{_file(each.portrait.name)}” of {who} was never uploaded."
    for label, name in (("name", each.name), ("organization", each.organization)):
        if len(name) > LONGEST_NAME:
            yield f"The {label} “{name[:30]}…” is longer than {LONGEST_NAME} characters."


def notice_faults(notice: str, rules: Rules) -> str:
    """What keeps a notice of what was corrected from readers, in one line; "" where nothing does."""
    if len(notice) > LONGEST_LINE or UNSTORABLE.search(notice):
        return f"Say what was corrected in {LONGEST_LINE:,} characters or fewer, without control characters."
    found = checks.run(Manuscript(closing=notice), rules=rules)
    blockers = [each for each in found if each.path == "closing" and each.level is Level.BLOCKER]
    return " ".join(f"What was corrected, for readers: {each.message}" for each in blockers)


@lru_cache(maxsize=256)
def page_faults(text: Manuscript, address: str) -> tuple[str, ...]:
    """What only shows on the page that readers would get (see `editorial.rendered`)."""
    page = rendering.render(text, address=address, people={}, organizations={})
    pages = {address: page.html, f"{address}questions/": page.html_by_question}
    return tuple(rendered.faults(pages, [field.text for field in text.fields()]))


def _few(sentences: tuple[str, ...]) -> Iterator[str]:
    yield from sentences[:FEW]
    if len(sentences) > FEW:
        yield f"On the page, {count(len(sentences) - FEW, 'more thing')} of this kind would show."


def _file(name: str) -> str:
    """A file's name without the folders that a source put before it."""
    return name.rpartition("/")[2]
