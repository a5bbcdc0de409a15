"""Where a text's links lead is known with the place where it is written."""

import pytest

from series import links
from series.markup import parse


def targets(text: str) -> list[tuple[str, str]]:
    parsed = parse(text)
    found = list(links.targets(parsed, list(links.definitions(parsed))))
    for each in found:
        assert text[each.start : each.end] == each.href or not each.href
    return [(each.href, each.style) for each in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('A [saw](https://saws.test/a "A saw.").', [("https://saws.test/a", "Inline")]),
        ("A [saw]().", [("", "Inline")]),
        ("![A saw](saw.jpg)", [("saw.jpg", "Picture")]),
        ("<https://saws.test/>", [("https://saws.test/", "Autolink")]),
        (
            '<a href="https://saws.test/">a</a> <img src=saw.jpg>',
            [("https://saws.test/", "Html"), ("saw.jpg", "Picture")],
        ),
        ("A [saw][].\n\n[saw]: https://saws.test/ 'A saw.'", [("https://saws.test/", "Definition")]),
        ("`[saw](https://saws.test/)` and ``<a href=x>``", []),
    ],
)
def test_every_kind_of_target_is_found(text, found):
    assert targets(text) == found


def test_a_definition_is_read_as_markdown_reads_it():
    text = '[Fine  Saw]: <https://saws.test/> "A saw."\n[bad]: https://saws.test/a saw.html\n[empty]:\n'

    fine, bad, empty = links.definitions(parse(text))

    assert (fine.key, fine.href, fine.title, fine.sound) == ("fine saw", "https://saws.test/", "A saw.", True)
    assert text[fine.title_at :].startswith("A saw.")
    assert (bad.sound, empty.sound, empty.href) == (False, False, "")


def test_footnotes_and_code_are_no_definitions():
    assert list(links.definitions(parse("[^1]: A note.\n\n```\n[saw]: https://saws.test/\n```\n"))) == []


def test_what_shows_on_hovering_has_its_place():
    text = 'A [saw](https://saws.test/ "A fine saw.") ![on a bench](saw.jpg)\n\n[b]: https://b.test/ "More."'
    parsed = parse(text)

    found = [text[start:end] for start, end in links.hovering(parsed, list(links.definitions(parsed)))]

    assert found == ["A fine saw.", "on a bench", "More."]
