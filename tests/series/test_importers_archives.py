"""Archives: what is wrong with one file is said of it; the others are read."""

import io
import stat
import zipfile

import pytest

from series.importers import Unreadable, archives
from series.importers.archives import entries
from tests.series.packing import archive


def whys(given: bytes) -> dict[str, str]:
    return {each.name: each.why for each in entries(given)}


def test_a_bad_file_does_not_stop_the_good_ones():
    given = archive({"posts/a.md": "first", "../up.md": "up", "/root.md": "root", "posts/b.md": "second"})

    found = {each.name: (each.content, bool(each.why)) for each in entries(given)}

    assert found == {
        "posts/a.md": (b"first", False),
        "../up.md": (b"", True),
        "/root.md": (b"", True),
        "posts/b.md": (b"second", False),
    }


def test_links_and_what_unpacks_to_far_more_are_left():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        link = zipfile.ZipInfo("link.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
        packed.writestr("bomb.md", b"0" * 5_000_000)
        packed.writestr("large.md", b"0" * 11_000_000)

    assert whys(out.getvalue()) == {
        "link.md": "It is a link to another file, not a file.",
        "bomb.md": "It unpacks to more than 200 times its size. Send it unpacked.",
        "large.md": "It has 10 MB; 10 MB is the most.",
    }


def test_a_locked_or_damaged_file_says_so():
    locked = bytearray(archive({"a.md": "words"}))
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as packed:
        packed.writestr("a.md", "words")

    assert "password" in whys(bytes(locked))["a.md"]
    assert "damaged" in whys(stored.getvalue().replace(b"words", b"wards"))["a.md"]


def test_names_are_read_as_a_mac_writes_them_and_its_own_files_are_left():
    given = archive({"__MACOSX/._a.md": "x", ".DS_Store": "x", "caf\u00e9.md": "x"})
    plain = archive({"cafAA.md": "x"}).replace(b"cafAA", "caf\u00e9".encode())

    assert list(whys(given)) == ["caf\u00e9.md"]
    assert list(whys(plain)) == ["caf\u00e9.md"]


def test_all_files_together_have_a_limit(monkeypatch):
    monkeypatch.setattr(archives, "MOST_BYTES", 10)

    given = archive({"a.md": "0123456789", "b.md": "more"})

    assert [bool(each.why) for each in entries(given)] == [False, True]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (b"PK\x03\x04 cut off", "damaged or incomplete"),
        (b"PK\x03\x04" + b"PK\x01\x02" * 2_001, "more than 2,000 files"),
        (b"PK\x03\x04" + bytes(archives.HEAVIEST), "64 MB is the most"),
    ],
)
def test_an_archive_that_cannot_be_opened_says_why(given, reason):
    with pytest.raises(Unreadable, match=reason):
        list(entries(given))
