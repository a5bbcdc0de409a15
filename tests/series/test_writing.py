"""Rows and manuscripts: what is written is read again, under keys that stay."""

import io
import uuid
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from PIL import Image as Drawing

from series import images, writing
from series.manuscript import Answer, Contribution, Format, Manuscript, Picture, Prompt
from series.models import Answer as AnswerRow
from series.models import Installment, Person, Series, Topic
from tests.series.manuscripts import manuscripts
from tests.series.manuscripts import texts as words

UNSTORED = Picture(name="mara-quill.jpg", alt="Mara Quill on a pier.")


def salt(format: Format = Format.INTERVIEWS) -> Series:
    title = f"Salt and Silt {Series.objects.count() + 1}"
    return writing.begin_series(title=title, slug=title.lower().replace(" ", "-"), format=format)


def begun(series: Series | None = None) -> Installment:
    return writing.begin(series or salt(), title="Part 1")


def quill(key: str = "1", name: str = "Mara Quill", *prompts: str) -> Contribution:
    answers = tuple(Answer(key=f"{key}-{each}", prompt=each, body=f"{name} on {each}.") for each in prompts)
    return Contribution(key=key, name=name, field="tides", background=f"About {name}.", answers=answers)


def three() -> Manuscript:
    """Two questions, three people."""
    names = ("Mara Quill", "Ossi Tarn", "Ida Falk")
    return Manuscript(
        title="Part 1",
        slug="part-1",
        part=1,
        topics=("Tides",),
        prompts=(Prompt(key="p1", text="Why {field}?"), Prompt(key="p2", text="What went wrong?")),
        contributions=tuple(quill(str(n), name, "p1", "p2") for n, name in enumerate(names, 1)),
        extra=(("layout", "wide"),),
    )


def written(text: Manuscript, row: Installment | None = None) -> tuple[Installment, Manuscript]:
    """The text as the rows hold it, read in another request."""
    row = row or begun()
    writing.write(row, text)
    return row, writing.manuscript(Installment.objects.get(pk=row.pk))


def keepable(text: Manuscript) -> Manuscript:
    """Like it, as rows can hold it: one answer to a question, in the questions' order; pictures by name."""
    people = []
    for each in text.contributions:
        answers = {answer.prompt: answer for answer in each.answers}
        order = tuple(answers[prompt.key] for prompt in text.prompts if prompt.key in answers)
        people.append(replace(each, answers=order, portrait=_named(each.portrait)))
    part = text.part and abs(text.part)
    return replace(text, contributions=tuple(people), cover=_named(text.cover), part=part or None)


def _named(picture: Picture) -> Picture:
    return Picture(name=picture.name, alt=picture.alt)


def same_series(text: Manuscript, row: Installment) -> Manuscript:
    """What no installment has of its own is its series'."""
    return replace(text, series=row.series.title, format=Format(row.series.format))


class RoundTrip(TestCase):
    @given(manuscripts().map(keepable), manuscripts().map(keepable))
    def test_any_text_is_read_as_it_was_written_whatever_stood_there(self, first, second):
        row, read = written(first)
        assert read.digest == same_series(first, row).digest

        _, read = written(second, row)

        assert read.digest == same_series(second, row).digest

    @given(manuscripts().map(keepable))
    def test_a_text_that_is_written_again_changes_no_row(self, text):
        row, read = written(text)
        before = rows()

        _, again = written(read, row)

        assert again == read
        assert rows() == before

    @given(manuscripts().map(keepable), st.data())
    def test_rows_keep_their_keys_whatever_their_order(self, text, data):
        row, read = written(text)
        people = tuple(data.draw(st.permutations(read.contributions)))
        longer = tuple(replace(each, fun_fact=data.draw(words)) for each in people)

        _, again = written(replace(read, contributions=longer), row)

        assert [each.key for each in again.contributions] == [each.key for each in people]
        assert [each.answers for each in again.contributions] == [each.answers for each in people]


def rows() -> list[tuple[object, ...]]:
    return sorted(AnswerRow.objects.values_list("pk", "key", "contribution", "prompt", "position", "body"))


# -- keys


def test_an_importer_s_keys_become_keys_of_their_own(db):
    _, read = written(three())

    keys = [each.key for each in read.contributions] + [each.key for each in read.prompts]
    assert len({uuid.UUID(key) for key in keys}) == 5


def test_keys_that_come_twice_lose_nobody(db):
    twin = replace(three(), contributions=(quill("1", "Mara Quill", "p1"), quill("1", "Ossi Tarn", "p1")))

    _, read = written(twin)

    assert read.people == ("Mara Quill", "Ossi Tarn")
    assert [each.answers[0].body for each in read.contributions] == ["Mara Quill on p1.", "Ossi Tarn on p1."]


def test_keys_of_another_installment_leave_that_alone(db):
    series = salt()
    one, text = written(three(), begun(series))

    other, copy = written(replace(text, title="Part 2"), begun(series))

    assert writing.manuscript(one).digest == text.digest
    assert copy.people == text.people
    assert {each.key for each in copy.contributions}.isdisjoint(each.key for each in text.contributions)
    assert other.pk != one.pk


def test_answers_can_trade_places(db):
    row, text = written(three())
    mara = text.contributions[0]
    one, two = mara.answers
    traded = (replace(two, prompt=one.prompt), replace(one, prompt=two.prompt))

    _, read = written(
        replace(text, contributions=(replace(mara, answers=traded), *text.contributions[1:])), row
    )

    assert read.contributions[0].answers == traded


def test_who_is_taken_out_goes_with_all_answers(db):
    row, text = written(three())

    _, read = written(replace(text, contributions=text.contributions[1:]), row)

    assert read.people == ("Ossi Tarn", "Ida Falk")
    assert AnswerRow.objects.count() == 4


def test_a_question_that_is_taken_out_takes_its_answers_along(db):
    row, text = written(three())
    left = text.prompts[1:]
    people = tuple(replace(each, answers=each.answers[1:]) for each in text.contributions)

    _, read = written(replace(text, prompts=left, contributions=people), row)

    assert [each.text for each in read.prompts] == ["What went wrong?"]
    assert AnswerRow.objects.count() == 3


def test_a_text_that_cannot_be_kept_changes_no_row(db):
    row, text = written(three())

    with pytest.raises(ValueError, match="control character"):
        writing.write(row, replace(text, title="a\x00b", contributions=()))

    assert writing.manuscript(Installment.objects.get(pk=row.pk)) == text


# -- pictures


def test_a_stored_picture_is_read_with_its_size(db):
    file = io.BytesIO()
    Drawing.new("RGB", (40, 30), "teal").save(file, "PNG")
    file.seek(0)
    stored = writing.store_picture(images.accept(file, "mara-quill.png"))
    picture = Picture(name="mara-quill.png", alt="Mara.", digest=stored.digest)

    _, read = written(replace(three(), cover=picture))

    assert read.cover == replace(picture, width=40, height=30)


def test_a_picture_that_is_not_in_store_is_a_name_only(db):
    lost = replace(UNSTORED, digest="0" * 64, width=40, height=30)
    mara = replace(quill("1", "Mara Quill", "p1"), portrait=lost)

    _, read = written(replace(three(), cover=lost, contributions=(mara,)))

    assert read.cover == UNSTORED
    assert read.contributions[0].portrait == UNSTORED


# -- what is shared


def test_an_installment_starts_with_what_its_series_says(db):
    series = writing.begin_series(
        title="Salt",
        slug="salt",
        prompts="Why?\n\n  What then?  ",
        disclaimer="Views.",
        call_to_action="Write.",
    )
    first, second = begun(series), begun(series)

    read = writing.manuscript(second)

    assert (first.part, second.part) == (1, 2)
    assert (first.slug, second.slug) == ("part-1", "part-2")
    assert [each.text for each in read.prompts] == ["Why?", "What then?"]
    assert (read.disclaimer, read.call_to_action, read.contributions) == ("Views.", "Write.", ())


def test_people_of_one_name_are_one_row_until_there_are_two(db):
    mara = writing.named(Person, "Mara Quill")
    row, _ = written(three())
    assert row.contributions.first().person == mara

    Person.objects.create(name="Mara Quill", slug="another")
    row, _ = written(three())

    assert row.contributions.first().person is None


def test_names_that_share_an_address_get_one_each(db):
    names = ["C++", "C", "C#"]

    rows = [writing.named(Topic, name) for name in names]

    assert [row.slug for row in rows] == ["c", "c-2", "c-3"]
    assert [writing.named(Topic, name) for name in names] == rows


# -- queries


@pytest.mark.parametrize("people", [1, 3])
def test_reading_takes_as_many_queries_for_one_person_as_for_three(db, people):
    text = three()
    row, _ = written(replace(text, contributions=text.contributions[:people]))
    row = Installment.objects.select_related("series", "cover").get(pk=row.pk)

    with CaptureQueriesContext(connection) as queries:
        writing.manuscript(row)

    assert len(queries) == 3


@pytest.mark.parametrize("people", [1, 3])
def test_writing_what_is_there_takes_as_many_queries_for_one_person_as_for_three(db, people):
    text = three()
    row, read = written(replace(text, contributions=text.contributions[:people]))

    with CaptureQueriesContext(connection) as queries:
        writing.write(row, read)

    assert len(queries) == 7
