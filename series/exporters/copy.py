"""An installment as readers take it elsewhere: the whole text as plain Markdown, or as HTML for a feed.

Pure: no Django. It says what the page says and nothing more: comments and other HTML in the Markdown, which
the page does not show, are left out here, too; so is whoever did not answer.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from series import markup
from series.manuscript import Contribution, Manuscript
from series.prose import prose
from series.tags import between_tags

SPECIAL = re.compile(r"([\\`*_\[\]<>#~|&])")
OPENING = re.compile(r"^(\d*)([-+=.)])")


class Block(NamedTuple):
    """A heading (plain text, of a level), or Markdown (level 0)."""

    level: int
    text: str


def blocks(text: Manuscript) -> Iterator[Block]:
    """The installment's text in reading order, without its title and standfirst."""
    yield from _prose(text.introduction)
    story = not text.prompts or text.format.value == "story"
    people = [each for each in text.contributions if _answered(each)]
    for each in people:
        if not story:
            yield Block(2, each.name)
            yield from _profile(each)
        for answer in each.answers:
            if answer.declined or answer.body.strip():
                yield Block(2 if story else 3, text.question(each, answer))
                yield from _prose(
                    f"{line(each.name)} declined to answer." if answer.declined else answer.body
                )
    yield from _prose(text.closing)
    if text.disclaimer:
        yield Block(2, "Disclaimer")
        yield from _prose(text.disclaimer)


def markdown(text: Manuscript, *, title: str, standfirst: str, about: Iterable[str]) -> str:
    """A Markdown file: title, standfirst and lines about it (Markdown), then the text."""
    parts = [f"# {line(title)}"]
    parts += [f"> {line(standfirst)}"] if standfirst else []
    parts += ["  \n".join(about)]
    parts += [
        f"{'#' * each.level} {line(each.text)}" if each.level else bare(each.text) for each in blocks(text)
    ]
    return "\n\n".join(filter(None, [*parts, bare(text.references)])) + "\n"


def html(text: Manuscript) -> str:
    """The text as HTML for a feed."""
    out, level = [], 2
    for each in blocks(text):
        level = each.level or level
        if each.level:
            out.append(f"<h{level}>{escape(each.text, quote=False)}</h{level}>")
        else:
            out.append(prose(each.text, text.references, level).html)
    return "\n".join(out)


def line(text: str) -> str:
    """A plain text as a line of Markdown that says just that."""
    return OPENING.sub(r"\1\\\2", SPECIAL.sub(r"\\\1", " ".join(text.split())))


def bare(text: str) -> str:
    """Markdown without its HTML: the words between the tags stay, comments, scripts and styles go."""
    out, at = [], 0
    for token in sorted(markup.parse(text).of("html"), key=lambda each: each.start):
        if token.start >= at:
            kept = (text[start:end] for start, end in between_tags(text, token.start, token.end))
            out += [text[at : token.start], *kept]
            at = token.end
    return re.sub(r"\n{3,}", "\n\n", "".join([*out, text[at:]])).strip()


def _answered(each: Contribution) -> bool:
    return any(answer.declined or answer.body.strip() for answer in each.answers)


def _prose(text: str) -> Iterator[Block]:
    if text.strip():
        yield Block(0, text)


def _profile(each: Contribution) -> Iterator[Block]:
    place = " at ".join(filter(None, [line(each.role), line(each.organization)]))
    yield from _prose(place)
    facts = (("Background", each.background), ("Fun fact", each.fun_fact))
    for label, fact in (*facts, (each.organization or "The organization", each.about_organization)):
        if fact.strip():
            yield Block(0, f"**{line(label)}**")
            yield Block(0, fact)
