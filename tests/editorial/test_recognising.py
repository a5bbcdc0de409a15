"""Whom and what a name means that a text brings along."""

import pytest

from editorial import recognising


@pytest.mark.parametrize(
    ("kind", "name", "sure", "maybe"),
    [
        ("people", "Mara Quill", "Mara Quill", ()),
        ("people", "Dr. MÁRA QUILL", "Mara Quill", ()),
        ("people", "Mara Quil", "", ("Mara Quill",)),
        ("people", "Odo Fenn", "", ("Odo A. Fenn", "Odo B. Fenn")),
        ("people", "Nora Quill", "", ()),
        ("organizations", "Salt Mills Ltd", "Saltmills", ()),
        ("organizations", "Saltmils", "", ("Saltmills",)),
        ("organizations", "Lantern Rail", "", ()),
    ],
)
def test_whom_a_name_means(kind, name, sure, maybe):
    known = recognising.Known(kind, ("Mara Quill", "Odo A. Fenn", "Odo B. Fenn", "Saltmills"))

    meant = known.meant(name)

    assert (meant.sure, meant.maybe) == (sure, maybe)
