"""A picture that says nothing to those who cannot see it."""

import re
from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check

TAG = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
ALT = re.compile(r"\balt\s*=", re.IGNORECASE)
DECORATIVE = re.compile(r"""\{:?[^{}\n]*role=["']?(?:presentation|none)|\{:?[^{}\n]*\.decorative""")
NO_WORDS = re.compile(  # what programs put there
    r"\s*(?:(?:image|img|photo|picture|pic|screen ?shot|untitled|alt(?: text)?|dsc|description)[\s_-]*\d*"
    r"|[\w%() .-]+\.(?:jpe?g|png|gif|webp|svg|avif|heic|tiff?|bmp))\s*",
    re.IGNORECASE,
)
ONLY_FOR_LOOKS = re.compile(
    r"""\brole\s*=\s*["']?(?:presentation|none)|aria-hidden\s*=\s*["']?true""", re.IGNORECASE
)


@check("Image without description", Level.WARNING)
def image_without_description(reading: Reading) -> Iterator[Finding]:
    manuscript = reading.manuscript
    for each in manuscript.contributions:
        if each.portrait and not each.portrait.alt.strip():
            copy = reading.of(each, "portrait")
            who = f" of {each.name.strip()}" if each.name.strip() else ""
            yield copy.finding(0, len(copy.text), f"The portrait{who} has no description.")
    if manuscript.cover and not manuscript.cover.alt.strip():
        copy = reading.at("cover")
        yield copy.finding(0, len(copy.text), "The cover picture has no description.", level=Level.NOTICE)
    for copy in reading.holding("![", "<"):
        if copy.is_markdown or copy.is_leftover:
            yield from _in(copy)


def _in(copy: Copy) -> Iterator[Finding]:
    if "![" in copy.text:
        for token in copy.parsed.of("image"):
            if not token.text.strip() and not DECORATIVE.match(copy.text, token.end):
                yield copy.finding(token.start, token.end, "This picture has no description.")
            elif NO_WORDS.fullmatch(token.text):
                message = f"“{token.text.strip()}” says nothing to those who cannot see the picture."
                yield copy.finding(token.start, token.end, message)
    if "<" in copy.text:
        for match in TAG.finditer(copy.parsed.markup):
            if not ALT.search(match[0]) and not ONLY_FOR_LOOKS.search(match[0]):
                yield copy.finding(*match.span(), "This picture has no description.")
