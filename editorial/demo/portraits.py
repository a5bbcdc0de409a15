"""Portraits of people who do not exist, drawn from their names: the same name, the same face."""

import hashlib
import io
import math

from PIL import Image, ImageDraw

WIDTH, HEIGHT, SCALE = 640, 800, 2
PAPER = [(236, 229, 216), (221, 230, 226), (231, 222, 229), (224, 228, 236), (238, 226, 214)]
SKIN = [(244, 208, 180), (226, 172, 135), (190, 132, 96), (141, 92, 64), (98, 63, 46)]
HAIR = [(38, 32, 30), (92, 58, 38), (150, 104, 58), (178, 176, 172), (120, 52, 34), (62, 62, 70)]
CLOTH = [(52, 74, 96), (112, 58, 54), (70, 92, 70), (120, 98, 52), (84, 70, 104), (58, 60, 64)]
INK = (34, 30, 30)


def portrait(name: str) -> bytes:
    """A portrait as PNG, 640 × 800 pixels."""
    dice = _dice(name)
    skin, hair, cloth = _of(SKIN, dice), _of(HAIR, dice), _of(CLOTH, dice)
    picture = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), _of(PAPER, dice))
    draw = ImageDraw.Draw(picture)
    style = next(dice) % 5
    _hair_behind(draw, hair, style)
    _body(draw, skin, cloth, next(dice) % 3)
    _head(draw, skin)
    _hair_in_front(draw, hair, style)
    _face(draw, hair, skin, dice)
    out = io.BytesIO()
    picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _dice(name: str):  # type: ignore[no-untyped-def]
    yield from hashlib.sha256(name.encode()).digest()


def _of(palette, dice):  # type: ignore[no-untyped-def]
    return palette[next(dice) % len(palette)]


def _oval(draw, x, y, rx, ry, fill):  # type: ignore[no-untyped-def]
    draw.ellipse([(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE], fill=fill)


def _darker(colour, by=0.82):  # type: ignore[no-untyped-def]
    return tuple(int(part * by) for part in colour)


def _hair_behind(draw, hair, style):  # type: ignore[no-untyped-def]
    if style == 0:  # long
        _oval(draw, 320, 390, 178, 215, hair)
        draw.rounded_rectangle([142 * SCALE, 380 * SCALE, 498 * SCALE, 640 * SCALE], 70 * SCALE, fill=hair)
    elif style == 1:  # curls
        for step in range(14):
            angle = math.pi * (1.0 + step / 13)
            _oval(draw, 320 + 158 * math.cos(angle), 330 + 150 * math.sin(angle), 62, 62, hair)
    elif style == 2:  # a knot
        _oval(draw, 320, 148, 66, 58, hair)


def _body(draw, skin, cloth, collar):  # type: ignore[no-untyped-def]
    draw.rounded_rectangle([90 * SCALE, 640 * SCALE, 550 * SCALE, 1000 * SCALE], 130 * SCALE, fill=cloth)
    draw.rounded_rectangle(
        [262 * SCALE, 500 * SCALE, 378 * SCALE, 700 * SCALE], 50 * SCALE, fill=_darker(skin, 0.9)
    )
    if collar == 0:
        left = [(262, 648), (320, 720), (236, 740)]
        right = [(378, 648), (320, 720), (404, 740)]
        for points in (left, right):
            draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=_darker(cloth, 1.35))
    elif collar == 1:
        draw.rounded_rectangle(
            [238 * SCALE, 636 * SCALE, 402 * SCALE, 700 * SCALE], 30 * SCALE, fill=_darker(cloth)
        )


def _head(draw, skin):  # type: ignore[no-untyped-def]
    for x in (182, 458):
        _oval(draw, x, 405, 26, 40, _darker(skin, 0.92))
    _oval(draw, 320, 390, 140, 180, skin)


def _hair_in_front(draw, hair, style):  # type: ignore[no-untyped-def]
    box = [178 * SCALE, 196 * SCALE, 462 * SCALE, 500 * SCALE]
    if style == 4:  # cropped
        draw.chord(box, 212, 328, fill=hair)
        return
    draw.chord(box, 196, 344, fill=hair)
    if style == 3:  # a parting
        draw.chord([168 * SCALE, 200 * SCALE, 400 * SCALE, 420 * SCALE], 170, 300, fill=hair)


def _face(draw, hair, skin, dice):  # type: ignore[no-untyped-def]
    brow = hair if sum(hair) < 400 else _darker(hair, 0.6)
    for x in (264, 376):
        draw.arc(
            [(x - 34) * SCALE, 348 * SCALE, (x + 34) * SCALE, 392 * SCALE],
            205,
            335,
            fill=brow,
            width=9 * SCALE,
        )
        _oval(draw, x, 398, 11, 13, INK)
    draw.arc(
        [296 * SCALE, 400 * SCALE, 344 * SCALE, 462 * SCALE],
        20,
        160,
        fill=_darker(skin, 0.72),
        width=6 * SCALE,
    )
    smile = 22 + next(dice) % 20
    draw.arc(
        [(320 - 48) * SCALE, (492 - smile) * SCALE, (320 + 48) * SCALE, (492 + smile) * SCALE],
        25,
        155,
        fill=(140, 60, 56),
        width=7 * SCALE,
    )
    if next(dice) % 3 == 0:  # spectacles
        for x in (264, 376):
            draw.ellipse(
                [(x - 46) * SCALE, 356 * SCALE, (x + 46) * SCALE, 440 * SCALE], outline=INK, width=6 * SCALE
            )
        draw.line([310 * SCALE, 392 * SCALE, 330 * SCALE, 392 * SCALE], fill=INK, width=6 * SCALE)
