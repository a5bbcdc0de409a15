"""Pictures in storage: the small versions that pages show, in the formats that browsers know.

An upload's renditions are made beside the request that brought it; where one is missing, whoever asks for it
first makes it.
"""

import logging
import os
import re
import tempfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from queue import Queue
from threading import Thread

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from PIL import Image

LONGEST_EDGE = 2560  # pixels of what is kept: four times the largest rendition
WIDTHS = (160, 320, 640)
FALLBACK = 320  # the one width for browsers that know neither AVIF nor WebP
FORMATS: dict[str, tuple[str, str, dict[str, int]]] = {  # of renditions: media type, encoder, its settings
    "avif": ("image/avif", "AVIF", {"quality": 55, "speed": 6, "max_threads": 1}),
    "webp": ("image/webp", "WEBP", {"quality": 82, "method": 4}),
    "jpg": ("image/jpeg", "JPEG", {"quality": 82}),
}
SUFFIXES = (".jpg", ".png", ".webp")  # of what is kept
DIGEST = re.compile(r"[0-9a-f]{64}")


_waiting: Queue[str] = Queue()  # pictures whose renditions are to be made


def soon(digest: str) -> None:
    """Have a kept picture's renditions made beside whatever goes on."""
    if settings.PREPARE_PICTURES:
        _waiting.put(digest)
        _worker()


@cache
def _worker() -> Thread:
    """The one thread that makes them; what it has not done when the process ends is made when asked for."""
    thread = Thread(target=_work, name="renditions", daemon=True)
    thread.start()
    return thread


def _work() -> None:
    while True:
        digest = _waiting.get()
        try:
            prepare(digest)
        except Exception:  # whoever asks for a rendition makes it then, and meets the error
            logging.getLogger(__name__).exception("The renditions of %s could not be made.", digest)
        finally:
            _waiting.task_done()


def prepare(digest: str) -> int:
    """Make all renditions of a kept picture that are not there; how many there are."""
    wanted = [(width, form) for width in WIDTHS for form in ("webp", "avif")] + [(FALLBACK, "jpg")]
    for width, form in wanted:
        rendition(digest, width, form)
    return len(wanted)


def rendition(digest: str, width: int, form: str = "webp") -> tuple[bytes, str]:
    """A kept picture, at most `width` pixels wide, and its media type. Made once, then read.

    Raises LookupError for a width or a form that pages do not use, and for a picture that is not kept.
    """
    widths = (FALLBACK,) if form == "jpg" else WIDTHS
    if form not in FORMATS or width not in widths or not DIGEST.fullmatch(digest):
        raise LookupError(f"There is no picture {digest[:64]}, {width} wide, as {form[:9]}.")
    path = path_of(digest, f"-{width}.{form}")
    return kept(path, lambda: _narrowed(original(digest), width, form)), FORMATS[form][0]


def kept(path: str, make: Callable[[], bytes]) -> bytes:
    """What was made once and kept under this name; made now where it was not."""
    try:
        return _read(path)
    except FileNotFoundError:
        content = make()
        try:
            write(path, content)
        except OSError:  # a full disk, or one that is read only: readers get the picture all the same
            logging.getLogger(__name__).exception("%s could not be kept.", path)
        return content


def _narrowed(original: bytes, width: int, form: str) -> bytes:
    _, encoder, how = FORMATS[form]
    with Image.open(BytesIO(original)) as image:
        image.draft(None, (width, width))
        image.thumbnail((width, LONGEST_EDGE))
        out = BytesIO()
        (_opaque(image) if encoder == "JPEG" else image).save(out, encoder, **how)
    return out.getvalue()


def _opaque(image: Image.Image) -> Image.Image:
    """On white where it is transparent: JPEG knows no transparency."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")


def path_of(digest: str, ending: str) -> str:
    """The name of a picture's file in storage."""
    return f"{digest[:2]}/{digest}{ending}"


def original(digest: str) -> bytes:
    """A kept picture's own file. LookupError where it is not kept."""
    for suffix in SUFFIXES:
        try:
            return _read(path_of(digest, suffix))
        except FileNotFoundError:
            continue
    raise LookupError(f"There is no picture {digest}.")


def _read(path: str) -> bytes:
    with storages["images"].open(path) as file:
        content: bytes = file.read()
    return content


def write(path: str, content: bytes) -> None:
    """Whole or not at all: somebody who reads at the same time never sees half a file."""
    storage = storages["images"]
    if storage.exists(path):
        return
    if not isinstance(storage, FileSystemStorage):  # object stores write whole objects
        storage.save(path, ContentFile(content))
        return
    target = Path(storage.path(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as part:
        part.write(content)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).replace(target)
