"""Uploads: what is kept is always our own encoding of a real picture, and a refusal says why."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from series import images
from series.images import NotAPicture, accept, keep
from tests.series.pictures import drawn, file, reopened

MANIFEST = "badinputs/manifest.json"
TECHNICAL = {  # what encoders write themselves
    *("jfif", "jfif_version", "jfif_unit", "jfif_density"),
    *("loop", "background", "timestamp", "duration"),
}

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.mark.parametrize(
    ("kind", "suffix", "format"),
    [("JPEG", ".jpg", "JPEG"), ("PNG", ".png", "PNG"), ("WEBP", ".webp", "WEBP"), ("GIF", ".png", "PNG")],
)
def test_a_real_picture_is_encoded_again(kind, suffix, format):
    upload = file(drawn(), kind).getvalue() + b"<script>"

    accepted = accept(BytesIO(upload), "ana.jpg")

    assert (accepted.suffix, accepted.width, accepted.height) == (suffix, 80, 100)
    assert b"<script>" not in accepted.content
    assert reopened(accepted).format == format


def test_the_same_file_has_the_same_digest():
    upload = file(drawn(), "JPEG").getvalue()

    assert accept(BytesIO(upload), "ana.jpg").digest == accept(BytesIO(upload), "other.jpg").digest


def test_a_turned_photograph_is_set_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # "rotate by 90 degrees to the right"

    upright = reopened(accept(file(drawn((100, 80)), "JPEG", exif=exif, quality=95)))

    assert upright.size == (80, 100)
    assert [upright.getpixel(at)[0] < 50 for at in ((10, 10), (70, 10), (70, 90), (10, 90))] == [
        *(False, True, False, False)
    ]


def test_place_and_camera_are_taken_out():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    upload = file(drawn(), "JPEG", exif=exif, comment=b"SecretComment", xmp=b"<x>SecretXmp</x>")
    assert b"Secret" in upload.getvalue()

    accepted = accept(upload)

    assert b"Secret" not in accepted.content
    assert dict(reopened(accepted).getexif()) == {}


def test_colours_are_turned_into_those_of_a_screen():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    misfit = file(drawn(), "PNG", icc_profile=profile)
    ink = file(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG")

    plain, red = reopened(accept(misfit)), reopened(accept(ink))

    assert "icc_profile" not in plain.info
    assert red.mode == "RGB"
    assert red.getpixel((4, 4))[0] > 200


@pytest.mark.parametrize(
    ("picture", "options", "mode"),
    [
        (Image.new("I;16", (8, 8), 40_000), {}, "L"),
        (Image.new("1", (8, 8), 1), {}, "L"),
        (Image.new("LA", (8, 8), (120, 60)), {}, "RGBA"),
        (Image.new("P", (8, 8), 3), {"transparency": 3}, "RGBA"),
        (Image.new("L", (8, 8), 9), {"transparency": 9}, "RGBA"),
    ],
    ids=["grey-16", "black-and-white", "grey-alpha", "palette-alpha", "grey-key"],
)
def test_rare_modes_become_one_of_three(picture, options, mode):
    assert reopened(accept(file(picture, "PNG", **options))).mode == mode


def test_sixteen_bits_of_grey_keep_their_brightness():
    grey = reopened(accept(file(Image.new("I;16", (8, 8), 0x8000), "PNG")))

    assert grey.getpixel((4, 4)) == 0x80


def test_transparency_is_kept():
    clear = Image.new("RGBA", (8, 8), (200, 0, 0, 0))

    for kind in ("PNG", "WEBP"):
        assert reopened(accept(file(clear, kind, lossless=True))).getpixel((4, 4))[3] == 0


def test_only_the_first_frame_of_a_moving_picture_is_kept():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue", "green")]

    for kind in ("GIF", "WEBP", "PNG"):
        still = reopened(
            accept(file(frames[0], kind, save_all=True, append_images=frames[1:], lossless=True))
        )
        assert getattr(still, "n_frames", 1) == 1
        assert still.convert("RGB").getpixel((4, 4)) == pytest.approx((255, 0, 0), abs=8)


def test_what_is_kept_is_no_larger_than_needed():
    accepted = accept(file(drawn((6000, 3000)), "JPEG", quality=60))

    assert (accepted.width, accepted.height) == (2560, 1280)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "This file is empty. Choose a JPEG"),
        (b"<html><script>alert(1)</script>", "not a JPEG, PNG, WebP or GIF picture"),
        (b"<?xml version='1.0'?><s:svg xmlns:s='x'/>", "SVG drawings can hold scripts"),
        (b"%PDF-1.7", "not a JPEG, PNG, WebP or GIF picture"),
        (b"GIF89a<script>", "damaged"),
        (b"\xff\xd8\xff" + b"x" * images.HEAVIEST, "larger than 10 MB"),
    ],
    ids=["empty", "html", "svg", "pdf", "polyglot", "heavy"],
)
def test_a_refusal_says_why(content, reason):
    with pytest.raises(NotAPicture, match=reason):
        accept(BytesIO(content), "portrait.png")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_half_a_picture_is_refused(kind):
    whole = file(Image.effect_noise((200, 200), 90).convert("RGB"), kind).getvalue()

    for share in (0.02, 0.5, 0.9):
        with pytest.raises(NotAPicture, match="damaged"):
            accept(BytesIO(whole[: int(len(whole) * share)]))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_too_many_pixels_are_refused(kind):
    huge = file(Image.new("L", (8001, 5000)), kind, method=0)

    with pytest.raises(NotAPicture, match="8,001 × 5,000 pixels; 40 megapixels"):
        accept(huge)


@pytest.mark.parametrize(
    "head",
    [
        b"VP8X\x0a\0\0\0\0\0\0\0\xfe\x3f\0\xfe\x3f\0",
        b"VP8L\x10\0\0\0\x2f\xfe\xbf\xff\x0f",
        b"VP8 \x10\0\0\0\0\0\0\x9d\x01\x2a\xff\x3f\xff\x3f",
    ],
    ids=["extended", "lossless", "lossy"],
)
def test_the_size_of_webp_is_read_before_its_decoder_makes_room(head):
    bomb = b"RIFF\x40\0\0\0WEBP" + head + b"\0" * 64

    with pytest.raises(NotAPicture, match="16,383 × 16,383 pixels"):
        accept(BytesIO(bomb))


def test_exactly_as_many_pixels_as_may_be_are_read():
    accepted = accept(file(Image.new("L", (8000, 5000)), "PNG"))

    assert (accepted.width, accepted.height) == (2560, 1600)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("ana-lopez.JPG", "ana-lopez.JPG"),
        ("ana.png", "ana.png"),  # the name as uploaded, though the content is a JPEG
        ("", "picture.jpg"),
        ("..", "picture.jpg"),
        ("....png", "picture.png"),
        ("../../etc/cron.d/ana.jpg", "ana.jpg"),
        ("C:\\Users\\ana\\Ana López.jpg", "Ana López.jpg"),
        ("evil.html", "evil.html.jpg"),
        ("ana\r\nX-Header: 1\0.jpg", "anaX-Header: 1.jpg"),
        ("photo\u202egpj.html", "photogpj.html.jpg"),
        ("a" * 5000 + ".jpeg", "a" * 195 + ".jpeg"),
    ],
)
def test_the_shown_name_is_harmless(given, shown):
    assert accept(file(drawn((4, 4)), "JPEG"), given).name == shown


# -- the hostile inputs beside the project


def inputs(shared, *classes):
    with (shared / MANIFEST).open() as manifest:
        return [each for each in json.load(manifest) if each["cls"] in classes]


def big(shared, name):
    """Made in a process of its own, as it needs a lot of memory."""
    command = [sys.executable, str(shared / "badinputs/gen_big.py"), name]
    return subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603 - our own command


@pytest.mark.shared
@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_hostile_files_are_encoded_again_or_refused(shared):
    for case in inputs(shared, "image", "svg"):
        if "file" not in case:
            continue
        given = (shared / "badinputs" / case["file"]).read_bytes()
        try:
            accepted = accept(BytesIO(given), case["upload_name"])
        except NotAPicture:
            assert "accepted" not in case["checks"], case["id"]
        else:
            assert not {"refused", "refused_or_inert"} & set(case["checks"]), case["id"]
            assert b"<script" not in accepted.content, case["id"]
            assert set(reopened(accepted).info) <= TECHNICAL, case["id"]


@pytest.mark.shared
def test_hostile_names_are_only_names(shared):
    for case in inputs(shared, "filename"):
        accepted = accept(file(drawn((4, 4)), "PNG"), case["upload_name"])
        path = Path(keep(accepted))

        assert path.name == f"{accepted.digest}.png"
        assert accepted.name.lower().endswith((".png", ".jpg")), case["id"]
        assert accepted.name.isprintable(), case["id"]
        assert not {"/", "\\"} & set(accepted.name), case["id"]
        assert len(accepted.name) <= 200, case["id"]


@pytest.mark.shared
@pytest.mark.parametrize("name", ["png-bomb-30000", "tiff-deflate-bomb"])
def test_bombs_are_refused_from_their_header(shared, name):
    bomb = BytesIO(big(shared, f"img-{name}"))

    with pytest.raises(NotAPicture, match=r"40 megapixels|not a JPEG"):
        accept(bomb)


@pytest.mark.shared
def test_a_bomb_of_frames_is_read_to_its_first_frame(shared):
    accepted = accept(BytesIO(big(shared, "img-gif-bomb-frames")))

    assert (accepted.suffix, accepted.width, accepted.height) == (".png", 2000, 2000)
