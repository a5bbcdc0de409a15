"""An installment is begun, and its questions are written once for everybody."""

from dataclasses import replace

import pytest
from django.urls import reverse

from editorial.models import Docket
from series.manuscript import Manuscript
from tests.editorial.pages import fields, said
from tests.editorial.people import (
    draft,
    head_text,
    ready_text,
    series,
)
from tests.editorial.test_admin_writing import page, questions, save

pytestmark = pytest.mark.django_db


# -- begin


def test_an_editor_begins_an_installment(client, people):
    house = series()
    client.force_login(people.alice)

    response = client.post(
        reverse("admin:series_installment_add"),
        {"title": "Part 7", "series": house.pk, "part": "7", "owner": people.alice.pk, "due": "2031-05-02"},
    )

    docket = Docket.objects.get()
    assert response.url == page(docket)
    assert (docket.installment.title, docket.installment.part, docket.owner) == ("Part 7", 7, people.alice)
    assert f"{docket.due}" == "2031-05-02"


def test_pressed_twice_it_begins_one_installment(client, people):
    client.force_login(people.alice)
    address = reverse("admin:series_installment_add")
    posted = {**fields(client.get(address)), "title": "Part 7", "series": series().pk}

    first, second = client.post(address, posted), client.post(address, posted)

    assert first.url == second.url
    assert Docket.objects.count() == 1


def test_a_new_installment_without_a_series_says_so_and_keeps_the_title(client, people):
    client.force_login(people.alice)

    response = client.post(reverse("admin:series_installment_add"), {"title": "Part 7", "part": "0"})

    assert "Choose the series that it belongs to" in said(response)
    assert "The first part has the number 1" in said(response)
    assert fields(response)["title"] == "Part 7"
    assert not Docket.objects.exists()


@pytest.mark.parametrize("who", ["bob", "dora", "eve"])
def test_only_editors_begin_and_write(client, people, who):
    docket = draft(people)
    before = docket.head.digest
    client.force_login(getattr(people, who))

    assert client.get(reverse("admin:series_installment_add")).status_code == 403
    assert client.post(page(docket), {"title": "Mine", "base": before}).status_code == 403
    assert client.post(questions(docket), {"base": before}).status_code == 403
    assert head_text(docket).digest == before


# -- questions


def test_a_question_is_written_once_for_everybody(client, people):
    docket = draft(people)
    client.force_login(people.alice)
    key = docket.head.read().prompts[0].key

    save(client, questions(docket), **{f"prompt-{key}": "Why {field}?"})

    text = head_text(docket)
    assert [text.question(each, each.answers[0]) for each in text.contributions] == [
        "Why shipping?",
        "Why health care?",
    ]
    assert text.prompts[0].key == key


def test_a_new_question_is_put_to_everybody(client, people):
    docket = draft(people)
    client.force_login(people.alice)

    save(client, questions(docket), more="And then?")

    text = head_text(docket)
    assert text.prompts[-1].text == "And then?"
    assert all(each.answers[-1].prompt == text.prompts[-1].key for each in text.contributions)


def test_answers_follow_their_question(client, people):
    docket = draft(people)
    client.force_login(people.alice)
    before = head_text(docket)

    save(client, questions(docket), _down=before.prompts[0].key)

    after = head_text(docket)
    assert [each.text for each in after.prompts] == [each.text for each in before.prompts][::-1]
    assert [answer.body for answer in after.contributions[0].answers] == [
        answer.body for answer in before.contributions[0].answers
    ][::-1]


def test_a_question_goes_only_if_nobody_has_answered_it(client, people):
    docket = draft(people)
    client.force_login(people.alice)
    save(client, questions(docket), more="And then?")
    answered, unanswered = head_text(docket).prompts[0].key, head_text(docket).prompts[-1].key

    refused = said(client.get(save(client, questions(docket), _remove=answered).url))
    save(client, questions(docket), _remove=unanswered)

    assert "take the answers out first" in refused
    assert answered in [each.key for each in head_text(docket).prompts]
    assert unanswered not in [each.key for each in head_text(docket).prompts]


def test_the_questions_page_as_it_stands_changes_nothing(client, people):
    text: Manuscript = ready_text()
    docket = draft(
        people, replace(text, prompts=(replace(text.prompts[0], text="Two  spaces?"), text.prompts[1]))
    )
    client.force_login(people.alice)

    save(client, questions(docket))

    docket.refresh_from_db()
    assert docket.head.number == 2
