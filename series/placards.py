"""The picture of an edition for where its address is shared: its title on its series' colour, and its people.

Drawn once and kept on disk under a name made of all that is on it, so that it is never out of date.
"""

import hashlib
import json
import re
from functools import cache
from io import BytesIO

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont, ImageOps

from series import renditions, wording
from series.cards import Card

STYLE = 1  # of the drawing below: another number draws all of them again
WIDTH, HEIGHT, MARGIN = 1200, 630, 72
FACE = (132, 165)
FACES = 4
TONES = {  # the light covers of static/site/frame.css in sRGB: ground, ground of portraits, ink, muted ink
    "marigold": ((255, 211, 84), (236, 189, 58), (36, 28, 8), (71, 60, 32)),
    "mint": ((171, 233, 205), (150, 212, 184), (11, 34, 25), (37, 69, 55)),
    "sky": ((159, 227, 255), (139, 206, 245), (10, 31, 43), (36, 65, 81)),
    "coral": ((255, 192, 170), (255, 171, 149), (43, 23, 17), (82, 53, 45)),
    "lilac": ((226, 204, 255), (205, 183, 248), (31, 25, 43), (65, 56, 81)),
    "moss": ((206, 230, 133), (186, 208, 112), (27, 31, 12), (58, 65, 37)),
}
LATIN = re.compile("[ -~\xa0-\xff\u0131\u0152\u0153\u02c6\u02da\u02dc\u2010-\u2026\u2032\u2033\u20ac\u2122]+")
EXTENDED = re.compile("[\u0100-\u02af\u1e00-\u1eff]+")
RUNS = re.compile(f"{LATIN.pattern}|{EXTENDED.pattern}")


def placard(card: Card) -> bytes:
    """The picture as PNG."""
    faces = tuple(each.portrait for each in card.people if each.portrait)[:FACES]
    about = (STYLE, card.tone, _kicker(card), _title(card), _names(card), faces)
    name = hashlib.sha256(json.dumps(about).encode()).hexdigest()
    return renditions.kept(f"cards/{name[:2]}/{name}.png", lambda: _drawn(card, faces))


def _kicker(card: Card) -> str:
    if card.part is None:
        return card.series
    return f"{card.series}, part {card.part}" if card.theme else "Interview series"


def _title(card: Card) -> str:
    return card.theme or (f"{card.series}, part {card.part}" if card.part is not None else card.title)


def _names(card: Card) -> str:
    names = [each.name for each in card.people if each.name]
    return wording.joined(names) if len(names) < 5 else f"{', '.join(names[:3])} and {len(names) - 3} others"


def _drawn(card: Card, faces: tuple[str, ...]) -> bytes:
    ground, second, ink, muted = TONES.get(card.tone, TONES["sky"])
    picture = Image.new("RGB", (WIDTH, HEIGHT), ground)
    draw = ImageDraw.Draw(picture)
    _write(draw, (MARGIN, 62), _kicker(card), 34, 600, muted, WIDTH - 2 * MARGIN, 1)
    low = _write(draw, (MARGIN, 132), _title(card), 84, 800, ink, WIDTH - 2 * MARGIN, 3)
    beside = len(faces) * (FACE[0] + 12) if low > 330 else 0  # below a long title they stand beside the faces
    _write(draw, (MARGIN, low + 22), _names(card), 36, 0, muted, WIDTH - 2 * MARGIN - beside, 2 - (low > 330))
    for place, digest in enumerate(reversed(faces)):
        left = WIDTH - MARGIN - FACE[0] - place * (FACE[0] + 12)
        _portrait(picture, (left, HEIGHT - FACE[1] - 44), digest, second, ink)
    _write(draw, (MARGIN, HEIGHT - 124), "Stet", 46, 800, ink, 400, 1)
    for place in range(4):  # the dots of the wordmark
        left = MARGIN + 6 + place * 23
        draw.ellipse((left, HEIGHT - 62, left + 9, HEIGHT - 53), fill=(28, 76, 200))
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _portrait(
    picture: Image.Image, at: tuple[int, int], digest: str, ground: tuple[int, ...], ink: tuple[int, ...]
) -> None:
    """A portrait in the series' colour, as on the page."""
    try:
        content, _ = renditions.rendition(digest, renditions.WIDTHS[1])
    except LookupError:
        return
    with Image.open(BytesIO(content)) as opened:
        face = ImageOps.fit(opened.convert("L"), FACE, centering=(0.5, 0.25))
    picture.paste(ImageOps.colorize(face, ink, (255, 255, 255), mid=ground), at)


# -- text: one font for plain letters, one for others, the serif (weight 0) for names


def _write(
    draw: ImageDraw.ImageDraw,
    at: tuple[int, int],
    text: str,
    size: int,
    weight: int,
    ink: tuple[int, ...],
    width: int,
    most: int,
) -> int:
    """Write a text on at most so many lines, smaller where it is long; returns where it ends."""
    words = "".join(RUNS.findall(" ".join(text.split()))).split()
    lines = _lines(words, size, weight, width)
    while len(lines) > most and size > 34:
        size -= 4
        lines = _lines(words, size, weight, width)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    step = round(size * (1.05 if weight == 800 else 1.25))
    for number, line in enumerate(lines):
        left = float(at[0])
        for run in RUNS.findall(line):
            font = _font(run, size, weight)
            draw.text((left, at[1] + number * step), run, font=font, fill=ink)
            left += font.getlength(run)
    return at[1] + len(lines) * step


def _lines(words: list[str], size: int, weight: int, width: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _length(longer, size, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(_cut(word, size, weight, width))
    return lines


def _cut(word: str, size: int, weight: int, width: int) -> str:
    """A word, or as much of it as fits on a line by itself."""
    while len(word) > 1 and _length(word, size, weight) > width:
        word = word[: -max(1, len(word) // 10)]
    return word


def _length(text: str, size: int, weight: int) -> float:
    return sum(_font(run, size, weight).getlength(run) for run in RUNS.findall(text))


def _font(run: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    name = "schibsted" if weight else "literata"
    return _opened(f"{name}-{'latin' if LATIN.match(run) else 'latin-ext'}.woff2", size, weight)


@cache
def _opened(name: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(
        settings.BASE_DIR / "static" / "site" / "fonts" / name, size, layout_engine=ImageFont.Layout.BASIC
    )
    font.set_variation_by_axes([weight] if weight else [min(size, 40), 400])
    return font
