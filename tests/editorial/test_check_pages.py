"""Every check has a page, and every example of every page does what the page says."""

import pytest

from editorial.catalogue import CLEAN, CLEAN_STORY, FOLDER, Example, Material, example, page
from editorial.checks import Finding, all_checks, run

CHECKS = all_checks()
PAGES = sorted(path.stem for path in FOLDER.glob("*.md"))


def examples(which: str):
    return [
        pytest.param(name, one, id=f"{name}-{number}")
        for name in PAGES
        for number, one in enumerate(getattr(page(name), which), 1)
    ]


def findings_of(name: str, one: Example) -> tuple[Material, list[Finding]]:
    material = example(one)
    return material, material.findings(name)


def test_each_check_has_a_page_and_each_page_a_check():
    assert sorted(CHECKS) == PAGES


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_page_names_its_check_and_has_enough_examples(name):
    about = page(name)

    assert about.label == CHECKS[name].label
    assert about.what
    assert about.why
    assert about.when
    assert len(about.flagged) >= 3
    assert len(about.passes) >= 3


@pytest.mark.parametrize(("name", "one"), examples("flagged"))
def test_a_flagged_example_is_flagged_in_the_words_it_names(name, one):
    material, found = findings_of(name, one)

    texts = {field.path: field.text for field in (*material.manuscript.fields(), *material.leftovers)}
    assert found
    for finding in found:
        assert finding.excerpt == texts[finding.path][finding.start : finding.end]
        assert finding.message.strip()


@pytest.mark.parametrize(("name", "one"), examples("passes"))
def test_a_passing_example_passes(name, one):
    _, found = findings_of(name, one)

    assert found == []


@pytest.mark.parametrize("clean", [CLEAN, CLEAN_STORY], ids=["interviews", "story"])
def test_the_clean_manuscripts_are_clean(clean):
    assert run(clean) == []


def test_an_example_with_an_unknown_key_is_refused():
    with pytest.raises(ValueError, match="knows no headline"):
        example(Example("toml", 'headline = "A title"'))
