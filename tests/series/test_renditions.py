"""Renditions: in every format that browsers know, made once, whatever asks for them."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.core.files.storage import storages
from PIL import Image

from series import renditions
from series.images import accept, keep, rendition
from tests.series.pictures import drawn, file

pytestmark = pytest.mark.usefixtures("own_folder")


def test_a_kept_picture_is_found_under_its_digest():
    accepted = accept(file(drawn(), "PNG"))

    path = keep(accepted)

    assert path == f"{accepted.digest[:2]}/{accepted.digest}.png"
    with storages["images"].open(path) as kept:
        assert kept.read() == accepted.content
    assert keep(accepted) == path


def test_a_rendition_is_made_once_and_keeps_its_shape(own_folder, monkeypatch):
    accepted = accept(file(drawn((800, 1000)), "JPEG"))
    keep(accepted)

    first, media_type = rendition(accepted.digest, 160)
    monkeypatch.delattr(renditions, "_narrowed")
    again, _ = rendition(accepted.digest, 160)

    assert (again, media_type) == (first, "image/webp")
    assert (Image.open(BytesIO(first)).format, Image.open(BytesIO(first)).size) == ("WEBP", (160, 200))
    assert sorted(path.suffix for path in own_folder.rglob("*.*")) == [".jpg", ".webp"]


@pytest.mark.parametrize(
    ("form", "kind", "media_type"),
    [("avif", "AVIF", "image/avif"), ("webp", "WEBP", "image/webp"), ("jpg", "JPEG", "image/jpeg")],
)
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
def test_a_picture_of_any_kind_is_there_in_every_format_that_browsers_know(form, kind, media_type, mode):
    accepted = accept(file(drawn((800, 1000), mode), "PNG"))
    keep(accepted)

    content, said = rendition(accepted.digest, 320, form)

    shown = Image.open(BytesIO(content))
    assert (shown.format, shown.size, said) == (kind, (320, 400), media_type)


def test_an_upload_has_its_renditions_made_beside_it(own_folder, settings):
    settings.PREPARE_PICTURES = True
    accepted = accept(file(drawn((800, 1000)), "JPEG"))

    keep(accepted)
    renditions._waiting.join()

    names = sorted(path.name.removeprefix(accepted.digest) for path in own_folder.rglob("*.*"))
    sizes = [f"-{width}.{form}" for width in (160, 320, 640) for form in ("avif", "webp")]
    assert names == sorted([".jpg", "-320.jpg", *sizes])


def test_what_cannot_be_made_beside_an_upload_stops_nothing(settings, caplog):
    settings.PREPARE_PICTURES = True

    renditions.soon("0" * 64)
    renditions._waiting.join()

    assert "could not be made" in caplog.text


def test_a_small_picture_is_not_blown_up():
    accepted = accept(file(drawn((80, 100), "RGBA"), "PNG"))
    keep(accepted)

    content, _ = rendition(accepted.digest, 640)

    assert Image.open(BytesIO(content)).size == (80, 100)


def test_what_is_not_there_is_not_found():
    accepted = accept(file(drawn(), "PNG"))
    keep(accepted)

    for digest, width in (
        (accepted.digest, 161),
        ("0" * 64, 160),
        ("../../../etc/passwd", 160),
        ("", 160),
        (accepted.digest.upper(), 160),
    ):
        with pytest.raises(LookupError, match="There is no picture"):
            rendition(digest, width)


def test_many_at_once_get_the_same_whole_picture(own_folder):
    accepted = accept(file(drawn((800, 1000)), "PNG"))

    def everything(_):
        keep(accepted)
        return rendition(accepted.digest, 320)[0]

    with ThreadPoolExecutor(8) as threads:
        results = set(threads.map(everything, range(32)))

    assert len(results) == 1
    assert len([path for path in own_folder.rglob("*") if path.is_file()]) == 2
