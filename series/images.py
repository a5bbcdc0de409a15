"""Uploads made safe: any picture that is kept was decoded and encoded again here, without its metadata.

`accept` judges and re-encodes, `keep` stores the result under its digest and has the small versions made
that pages show. Knows no rows: `series.writing` saves those, readers' views decide who may look.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import Protocol

from PIL import Image, ImageCms, ImageOps
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from series import renditions
from series.renditions import LONGEST_EDGE, SUFFIXES, WIDTHS, original, rendition

__all__ = ["WIDTHS", "Accepted", "NotAPicture", "accept", "cropped", "keep", "original", "rendition"]
HEAVIEST = 10 * 1024 * 1024  # bytes of an upload
LARGEST = 40_000_000  # pixels of an upload
NAME_SUFFIXES = {*SUFFIXES, ".jpeg", ".gif"}
LONGEST_NAME = 200
READERS: tuple[tuple[re.Pattern[bytes], type[ImageFile]], ...] = (
    (re.compile(rb"\xff\xd8\xff"), JpegImageFile),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), PngImageFile),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), WebPImageFile),
    (re.compile(rb"GIF8[79]a"), GifImageFile),
)
KINDS = "a JPEG, PNG, WebP or GIF picture"


class NotAPicture(ValueError):
    """The upload is refused; the message says why and what to do instead."""


class Readable(Protocol):
    """An upload, or an open file."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Accepted:
    """A picture in our own encoding; `digest` is the SHA-256 of `content`."""

    digest: str
    content: bytes = field(repr=False)
    suffix: str
    width: int
    height: int
    name: str

    @property
    def path(self) -> str:
        """Its name in storage."""
        return renditions.path_of(self.digest, self.suffix)


def accept(file: Readable, name: str = "") -> Accepted:
    """Decode an upload and encode it again: upright, first frame only, no metadata, sRGB.

    The content decides what it is; the name and the type that the browser claims do not. The same file
    gives the same digest. Raises NotAPicture with a sentence for whoever uploaded it.
    """
    data = file.read(HEAVIEST + 1)
    if not data:
        raise NotAPicture(f"This file is empty. Choose {KINDS}.")
    if len(data) > HEAVIEST:
        raise NotAPicture(
            f"This file is larger than {HEAVIEST // 1024**2} MB. Save the picture smaller and try again."
        )
    reader = _reader(data)
    try:
        picture = _decoded(reader, data)
        content, suffix = _encoded(picture, reader)
    except NotAPicture:
        raise
    except Exception as error:  # a decoder may fail on a hostile file in any way at all
        raise NotAPicture(
            "This picture is damaged and cannot be read to its end. Open it in a picture editor,"
            " save it again, and upload that."
        ) from error
    digest = hashlib.sha256(content).hexdigest()
    return Accepted(digest, content, suffix, *picture.size, _shown_name(name, suffix))


def cropped(content: bytes, name: str, across: float, down: float) -> Accepted | None:
    """The part of a kept picture that portraits show; None where that is all of it.

    From 0 to 1: what is left over goes `across` of it to the left, and `down` of it above.
    """
    with Image.open(BytesIO(content)) as opened:
        whole, reader = opened.size, type(opened)
        width, height = min(whole[0], whole[1] * 4 // 5), min(whole[1], whole[0] * 5 // 4)
        if whole[0] - width < 2 and whole[1] - height < 2:
            return None
        left, top = round((whole[0] - width) * across), round((whole[1] - height) * down)
        part = opened.crop((left, top, left + width, top + height))
    encoded, suffix = _encoded(part, reader)
    return Accepted(
        hashlib.sha256(encoded).hexdigest(), encoded, suffix, *part.size, _shown_name(name, suffix)
    )


def keep(accepted: Accepted) -> str:
    """Write the picture's file, unless it is there already; returns its name in storage.

    Call it before the row is saved: a file without a row is harmless, a row without its file is not.
    """
    renditions.write(accepted.path, accepted.content)
    renditions.soon(accepted.digest)
    return accepted.path


def _reader(data: bytes) -> type[ImageFile]:
    for start, reader in READERS:
        if start.match(data):
            return reader
    if re.search(rb"<(\w+:)?svg\b", data[:4096], re.IGNORECASE):
        raise NotAPicture(f"SVG drawings can hold scripts and are not accepted. Save it as {KINDS}.")
    raise NotAPicture(f"This file is not {KINDS}, whatever its name says. Save it as one of these.")


def _decoded(reader: type[ImageFile], data: bytes) -> Image.Image:
    if reader is WebPImageFile:
        _refuse_large(*_webp_size(data))  # its decoder allocates the whole canvas on opening
    opened = reader(BytesIO(data))
    _refuse_large(*opened.size)
    opened.draft(None, (LONGEST_EDGE, LONGEST_EDGE))  # lets a large JPEG be decoded at half its size or less
    opened.load()
    picture = _eight_bits(opened)
    picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    return _srgb(_upright(picture))


def _refuse_large(width: int, height: int) -> None:
    if width * height > LARGEST:
        raise NotAPicture(
            f"This picture has {width:,} × {height:,} pixels; {LARGEST // 10**6} megapixels are the most that"
            " can be read. Save it smaller and try again."
        )


def _webp_size(data: bytes) -> tuple[int, int]:
    """Width and height from the header (RFC 9649, section 2)."""
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF


def _eight_bits(image: Image.Image) -> Image.Image:
    """Eight bits for each of grey, RGB, RGBA or CMYK, so that it can be scaled."""
    if image.mode.startswith("I"):  # 16 bits of grey: Pillow's own conversion cuts them off
        image.info.pop("transparency", None)
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # the camera's notes are damaged, the picture itself is not
        return image


def _srgb(image: Image.Image) -> Image.Image:
    """The colours as a screen shows them: the profile is dropped with all other metadata."""
    profile = image.info.get("icc_profile")
    try:
        if profile:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            kept = "RGBA" if image.mode == "RGBA" else "RGB"
            target = ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, source, target, outputMode=kept) or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        pass  # the profile does not fit the picture: show it as it is
    return image.convert("RGB") if image.mode == "CMYK" else image


def _encoded(picture: Image.Image, reader: type[Image.Image]) -> tuple[bytes, str]:
    """The picture as a file, and its suffix: JPEG stays JPEG, WebP stays WebP, all else becomes PNG."""
    kind, suffix = {JpegImageFile: ("JPEG", ".jpg"), WebPImageFile: ("WEBP", ".webp")}.get(
        reader, ("PNG", ".png")
    )
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)  # pixels alone: nothing of `info` can reach the encoder
    out = BytesIO()
    bare.save(out, kind, quality=90)
    return out.getvalue(), suffix


def _shown_name(name: str, suffix: str) -> str:
    """The last part of the upload's name, fit to be shown, with our suffix where it has no picture's."""
    last = PurePosixPath(name.replace("\\", "/")).name
    clean = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip()
    stem, dot, claimed = clean.rpartition(".")
    if f".{claimed.lower()}" in NAME_SUFFIXES:
        suffix = dot + claimed
    else:
        stem = clean
    return (stem.strip(" .") or "picture")[: LONGEST_NAME - len(suffix)] + suffix
