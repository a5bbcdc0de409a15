"""The installment page: write the opening and closing, order the people."""

from dataclasses import replace

import pytest
from django.urls import reverse

from editorial.models import Docket, Review, Revision
from editorial.placing import put
from editorial.workflow import Stage
from series.manuscript import Picture
from tests.editorial.pages import fields, said
from tests.editorial.people import (
    docket_in,
    draft,
    head_text,
    ready_story,
    ready_text,
    refile,
    story_series,
    with_placeholder,
    with_portrait,
)

pytestmark = pytest.mark.django_db


def page(docket: Docket) -> str:
    return reverse("admin:series_installment_change", args=[docket.installment_id])


def questions(docket: Docket) -> str:
    return reverse("admin:series_installment_questions", args=[docket.installment_id])


def save(client, address: str, **changed: str):
    """Post the form as the page has it, with these fields changed."""
    return client.post(address, {**fields(client.get(address)), **changed})


def test_the_page_as_it_stands_changes_nothing(client, people):
    text = replace(
        ready_text(),
        introduction="Two paragraphs.\n\nAnd  two spaces.",
        references="[a]: https://a.test/",
        extra=(("thumbnail", "a.png"), ("empty", "")),
        topics=("Forecasting", "Ports"),
        date="2031-01-01",
        title="On two\nlines",
    )
    docket = draft(people, text)
    client.force_login(people.alice)

    response = save(client, page(docket))

    docket.refresh_from_db()
    assert docket.head.number == 2
    assert "Nothing had changed" in said(client.get(response.url))


def test_every_field_of_the_page_is_kept(client, people):
    docket = draft(people)
    client.force_login(people.alice)
    own = {
        "title": "New title", "standfirst": "New standfirst.", "introduction": "New introduction.",
        "disclaimer": "New disclaimer.", "closing": "New closing.", "call_to_action": "New call.",
        "references": "[new]: https://new.test/", "slug": "new-address", "date": "2031-02-03",
    }  # fmt: skip

    save(client, page(docket), **own, part="9", topics="One\r\n\r\n Two ", cover_alt="A boat")

    text = head_text(docket)
    assert {name: getattr(text, name) for name in own} == own
    assert (text.part, text.topics, text.cover.alt) == (9, ("One", "Two"), "A boat")


def test_saving_says_what_is_left(client, people):
    docket = draft(people)
    client.force_login(people.alice)

    broken = said(client.get(save(client, page(docket), standfirst="xxx").url))
    mended = said(client.get(save(client, page(docket), standfirst="On forecasts.").url))

    assert "Saved as revision 3. 1 blocker is left in this installment." in broken
    assert "Saved as revision 4. Nothing is left to fix." in mended


def test_what_no_check_finds_is_told_where_one_writes_not_at_the_gate_alone(client, people):
    named = with_portrait(ready_text(), Picture(name="imara.png", alt="Imara at the quay"))
    named = with_portrait(named, Picture(name="tomas.png", alt="Tomas in the workshop"), whose=1)
    client.force_login(people.alice)

    docket = draft(people, named)
    saved = said(client.get(save(client, page(docket), standfirst="On forecasts.").url))

    missing = "The portrait “imara.png” of Imara Okello was never uploaded."
    assert f"Saved as revision 3. The checks find nothing more. {missing}" in saved
    assert f"Also left before publication {missing}" in saved


def test_an_approval_is_void_once_a_word_changes_and_the_editor_is_told_before_and_after(client, people):
    docket = docket_in(Stage.APPROVED, people)
    client.force_login(people.alice)

    assert "Saving will void Bob’s approval" in said(client.get(page(docket)))
    response = save(client, page(docket), closing="Goodbye.")

    docket.refresh_from_db()
    assert docket.stage == Stage.DRAFT
    assert "Bob’s approval is void" in said(client.get(response.url))


def test_a_save_that_changes_nothing_voids_nothing(client, people):
    docket = docket_in(Stage.APPROVED, people)
    client.force_login(people.alice)

    save(client, page(docket))

    docket.refresh_from_db()
    assert docket.stage == Stage.APPROVED
    assert Review.objects.filter(verdict=Review.APPROVE).count() == 1


def test_a_text_that_readers_read_is_frozen(client, people):
    docket = docket_in(Stage.PUBLISHED, people)
    client.force_login(people.alice)

    shown = client.get(page(docket))
    response = client.post(page(docket), {"title": "Changed", "base": docket.head.digest})

    assert "To change it, start a correction" in said(shown)
    assert "title" not in fields(shown)
    assert "Readers are reading this text" in said(response)
    assert head_text(docket).title != "Changed"


def test_a_text_that_cannot_be_kept_is_refused_with_the_words_still_there(client, people):
    docket = draft(people)
    client.force_login(people.alice)

    response = save(client, page(docket), title="x" * 1001, introduction="Kept.")

    assert "Title is 1,001 characters long; 1,000 is the most." in said(response)
    assert fields(response)["introduction"] == "Kept."
    assert Revision.objects.count() == 2


def test_a_finding_stands_beside_its_field_and_is_repaired_with_one_click(client, people):
    docket = draft(
        people, put(ready_text(), "closing", "Thanks to Imara Okello and Tomas Lindqvist, itâ€™s over.")
    )
    client.force_login(people.alice)

    shown = client.get(page(docket))
    [fix] = [each.fix for each in shown.context["notes"] if each.fixes and each.finding.path == "closing"]
    client.post(page(docket), {**fields(shown), "title": "Also this", "_fix": fix})

    text = head_text(docket)
    assert text.closing.endswith("it’s over.")
    assert text.title == "Also this"


def test_people_move_up_and_down_with_what_was_typed(client, people):
    docket = draft(people)
    client.force_login(people.alice)
    first, second = docket.head.read().contributions

    save(client, page(docket), _down=first.key, title="Typed")
    assert [each.key for each in head_text(docket).contributions] == [second.key, first.key]
    save(client, page(docket), _up=first.key)
    save(client, page(docket), _up=first.key)

    assert [each.key for each in head_text(docket).contributions] == [first.key, second.key]
    assert head_text(docket).title == "Typed"


def test_a_new_person_is_asked_what_everybody_is_asked(client, people):
    docket = draft(people)
    client.force_login(people.alice)

    response = save(client, page(docket), _add="1")

    new = head_text(docket).contributions[-1]
    assert response.url == reverse("admin:series_installment_person", args=[docket.installment_id, new.key])
    assert [each.prompt for each in new.answers] == [each.key for each in head_text(docket).prompts]


def test_the_matrix_says_what_is_written_empty_declined_and_unfinished(client, people):
    text = with_placeholder(ready_text())
    one = text.contributions[1]
    answers = (replace(one.answers[0], body=""), replace(one.answers[1], body="", declined=True))
    text = replace(text, contributions=(text.contributions[0], replace(one, answers=answers)))
    docket = draft(people, text)
    client.force_login(people.alice)

    rows = client.get(page(docket)).context["matrix"].rows

    assert [cell.look for cell in rows[1].cells][-2:] == ["empty", "declined"]
    assert "placeholder" in {cell.look for row in rows for cell in row.cells}
    assert rows[1].cells[-2].says.startswith("Tomas Lindqvist, Question 1: empty")


def test_every_finding_leads_to_a_field_that_is_there(client, people):
    text = replace(with_placeholder(ready_text()), closing="xxx", slug="", extra=(("cover", "xxx"),))
    docket = draft(people, text)
    client.force_login(people.alice)

    notes = client.get(page(docket)).context["notes"]

    assert notes
    for note in notes:
        address, _, target = note.href.partition("#")
        assert f'id="{target}"' in client.get(address).content.decode(), note.href


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_people(client, people, django_assert_num_queries, number):
    docket = draft(people, ready_text(people=number))
    client.force_login(people.alice)
    client.get(page(docket))

    with django_assert_num_queries(23):
        client.get(page(docket))


def test_a_story_has_sections(client, people):
    docket = draft(people, ready_story(), story_series())
    client.force_login(people.alice)

    response = client.get(page(docket))

    assert [name for name, _ in response.context["matrix"].questions] == [
        "Problem",
        "Actions taken",
        "Lessons learned",
    ]
    assert "Author and sections 3 of 3 sections written." in said(response)
    assert "Edit the sections" in said(response)


def test_no_page_of_a_missing_installment(client, people):
    client.force_login(people.alice)

    assert client.get("/desk/series/installment/99/change/").status_code == 404


@pytest.mark.parametrize("spelling", ["{}%20", "+{}", "%09{}", "{}_0"])
def test_the_stock_form_cannot_be_reached_by_another_spelling_of_the_address(client, people, spelling):
    docket = draft(people)
    client.force_login(people.root)
    address = f"/desk/series/installment/{spelling.format(docket.installment_id)}/change/"

    response = client.post(address, {"title": "Past the desk", "part": "1"})

    assert response.status_code == 404
    docket.installment.refresh_from_db()
    assert docket.installment.title != "Past the desk"


def test_a_stale_page_does_not_overwrite(client, people):
    docket = draft(people)
    client.force_login(people.alice)
    posted = fields(client.get(page(docket)))
    refile(docket, put(head_text(docket), "title", "Theirs"), people.root)

    response = client.post(page(docket), {**posted, "title": "Mine"})

    assert response.status_code == 409
    assert head_text(docket).title == "Theirs"
