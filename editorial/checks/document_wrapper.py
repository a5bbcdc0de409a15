"""HTML of a whole document around or inside a text: <html>, <head>, <style>, <h1>."""

import re
from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check

NAMES = ("html", "head", "body", "style", "script", "title", "meta", "link", "base", "h1")
TAG = re.compile(rf"</?(?:{'|'.join(NAMES)}|!doctype)\b[^<>]*>", re.IGNORECASE)
METADATA = re.compile(r"""<div\b[^<>]*\bclass\s*=\s*["']?[\w -]*\bmetadata\b[^<>]*>""", re.IGNORECASE)


@check("Document wrapper", Level.WARNING)
def document_wrapper(reading: Reading) -> Iterator[Finding]:
    for copy in reading.holding("<"):
        if copy.is_markdown or copy.is_leftover:
            yield from _in(copy)


def _in(copy: Copy) -> Iterator[Finding]:
    markup = copy.parsed.markup
    for match in TAG.finditer(markup):
        message = f"“{match[0]}” belongs to a whole web page, not to a text on one."
        yield copy.finding(*match.span(), message, instead=None if "style" in match[0].lower() else "")
    for match in METADATA.finditer(markup):
        yield copy.finding(*match.span(), "A page's own line of date and author was copied with the text.")
