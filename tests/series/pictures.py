"""Pictures for tests."""

from io import BytesIO

from PIL import Image, ImageDraw


def drawn(size=(80, 100), mode="RGB"):
    """A picture with a dark top left corner, so that it is seen how it is turned."""
    picture = Image.new(mode, size, "white")
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 2, size[1] // 2), fill="black")
    return picture


def file(picture, kind, **options):
    out = BytesIO()
    picture.save(out, kind, **options)
    return BytesIO(out.getvalue())


def reopened(accepted):
    return Image.open(BytesIO(accepted.content))
