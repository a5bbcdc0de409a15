"""What a text may know of the others: only what came before, and everybody's names."""

from editorial import known
from series.manuscript import Contribution, Manuscript


def part(number: int | None, name: str = "", date: str = "", series: str = "Workbench") -> Manuscript:
    people = (Contribution(key="1", name=name, organization=f"{name} & Sons"),) if name else ()
    return Manuscript(series=series, part=number, date=date, contributions=people)


def test_a_text_knows_the_parts_before_it_newest_first():
    one, two, three = part(1, "Imara"), part(2, "Tomas"), part(3, "Wen")

    found = known.of(two, [three, one])
    middle = known.together([three, one, two])[2]

    assert found.others == middle.others == (one,)
    assert known.of(three, [one, two]).others == (two, one)


def test_everybody_is_known_by_name_whatever_the_order():
    one, two = part(1, "Imara"), part(2, "Tomas")

    found = known.of(one, [two], people=["Wen", ""], organizations=["Quillworks"], today="2026-01-01")

    assert found.people == ("Tomas", "Wen")
    assert found.organizations == ("Quillworks", "Tomas & Sons")
    assert found.today == "2026-01-01"


def test_a_draft_without_a_number_comes_after_all_parts():
    one, draft = part(1, "Imara"), part(None, "Tomas")

    assert [each.others for each in known.together([one, draft])] == [(), (one,)]


def test_texts_without_number_go_by_date_and_undated_ones_know_each_other():
    old, new = part(None, "Imara", "2020-01-01"), part(None, "Tomas", "2021-01-01")
    first, second = part(None, "Wen"), part(None, "Bo")

    assert [each.others for each in known.together([new, old])] == [(old,), ()]
    assert [each.others for each in known.together([first, second])] == [(second,), (first,)]


def test_another_series_lends_its_names_and_nothing_else():
    here, there = part(2, "Imara"), part(1, "Tomas", series="Notes")

    found = known.together([here, there])[0]

    assert found.others == ()
    assert found.people == ("Imara", "Tomas")


def test_no_more_than_the_latest_parts_are_compared():
    parts = [part(number, f"Person {number}") for number in range(1, 31)]

    found = known.together(parts)[-1]

    assert [each.part for each in found.others] == list(range(29, 29 - known.LATEST, -1))
