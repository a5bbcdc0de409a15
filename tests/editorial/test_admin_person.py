"""The page of one person's part: every field in print order, the portrait, declined answers, own wording."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from editorial.models import Docket, Revision
from editorial.placing import changed, put
from editorial.workflow import Stage
from series import images
from series.models import Image as Stored
from tests.editorial.pages import fields, said
from tests.editorial.people import docket_in, draft, head_text, ready_text

pytestmark = pytest.mark.django_db


def page(docket: Docket, place: int = 0) -> str:
    key = head_text(docket).contributions[place].key
    return reverse("admin:series_installment_person", args=[docket.installment_id, key])


def save(client, address: str, **changed):
    return client.post(address, {**fields(client.get(address)), **changed})


def picture(name: str = "imara.png", size: tuple[int, int] = (300, 400)) -> SimpleUploadedFile:
    """Blue; what is wider than high is red, on the left."""
    out, image = BytesIO(), Image.new("RGB", size, (30, 90, 150))
    image.paste((200, 20, 20), (0, 0, max(0, size[0] - size[1]), size[1]))
    image.save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def test_the_page_as_it_stands_changes_nothing(client, people):
    text = put(ready_text(), "contributions/1/answers/1/body", "One.\n\n* two\n* three")
    text = changed(text, "1", lambda each: replace(each, role="Head of\nForecasting"))
    docket = draft(people, text)
    client.force_login(people.alice)

    save(client, page(docket))

    docket.refresh_from_db()
    assert docket.head.number == 2


def test_every_field_of_the_page_is_kept(client, people):
    docket = draft(people)
    client.force_login(people.alice)
    own = {
        "name": "Imara O.", "url": "https://o.test/", "role": "Boss", "field": "boats", "organization": "HFL",
        "organization_url": "https://hfl.test/", "background": "New.", "fun_fact": "Fun.",
        "about_organization": "Ships.",
    }  # fmt: skip

    save(client, page(docket), **own, portrait_alt="Imara at a desk")

    one = head_text(docket).contributions[0]
    assert {name: getattr(one, name) for name in own} == own
    assert one.portrait.alt == "Imara at a desk"


def test_an_answer_its_wording_and_a_declined_one_are_kept(client, people):
    docket = draft(people)
    client.force_login(people.alice)
    first, second = (each.key for each in head_text(docket).prompts)

    save(
        client, page(docket),
        **{f"body-{first}": "New words.", f"wording-{first}": "Why?"},
        **{f"body-{second}": "", f"declined-{second}": "on"},
    )  # fmt: skip

    answers = head_text(docket).contributions[0].answers
    assert [(each.body, each.wording, each.declined) for each in answers] == [
        ("New words.", "Why?", False),
        ("", "", True),
    ]


def test_a_declined_answer_has_no_words(client, people):
    docket = draft(people)
    client.force_login(people.alice)
    key = head_text(docket).prompts[0].key

    response = save(client, page(docket), **{f"declined-{key}": "on", "background": "Typed."})

    assert "Take its words out, or do not mark it as declined" in said(response)
    assert fields(response)["background"] == "Typed."
    assert Revision.objects.count() == 2


def test_a_question_nobody_asked_is_answered_when_words_are_typed(client, people):
    text = changed(ready_text(), "2", lambda each: replace(each, answers=each.answers[:1]))
    docket = draft(people, text)
    client.force_login(people.alice)
    key = head_text(docket).prompts[1].key

    save(client, page(docket, 1))
    assert len(head_text(docket).contributions[1].answers) == 1
    save(client, page(docket, 1), **{f"body-{key}": "At last."})

    assert head_text(docket).contributions[1].answers[1].body == "At last."


def test_save_and_go_on_leads_to_the_next_person(client, people):
    docket = draft(people)
    client.force_login(people.alice)
    second = head_text(docket).contributions[1].key

    onward = save(client, page(docket), _next=second)
    closed = save(client, page(docket, 1), _save="1")

    assert onward.url == page(docket, 1)
    assert closed.url == reverse("admin:series_installment_change", args=[docket.installment_id])


def test_a_portrait_is_stored_and_shown_to_the_desk_only(client, people):
    docket = draft(people)
    client.force_login(people.alice)

    save(client, page(docket), portrait_file=picture())

    portrait = head_text(docket).contributions[0].portrait
    address = reverse("admin:desk_picture", args=[portrait.digest, 320])
    assert (portrait.name, portrait.width, portrait.height) == ("imara.png", 300, 400)
    assert address in client.get(page(docket)).content.decode()
    assert client.get(address)["Content-Type"] == "image/webp"
    client.force_login(people.eve)
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


def test_a_portrait_is_cropped_to_what_has_to_stay_in_view(client, people):
    docket = draft(people)
    client.force_login(people.alice)
    save(client, page(docket), portrait_file=picture(size=(400, 300)))

    save(client, page(docket), portrait_view="middle right")
    cropped = head_text(docket).contributions[0].portrait
    save(client, page(docket), portrait_view="top left")

    with Image.open(BytesIO(images.original(cropped.digest))) as part:
        assert part.size == (cropped.width, cropped.height) == (240, 300)
        assert part.getpixel((0, 0)) == (30, 90, 150)  # the red 100 on the left are gone
    assert head_text(docket).contributions[0].portrait == cropped  # it is four by five already


def test_a_portrait_is_taken_away(client, people):
    docket = draft(people)
    client.force_login(people.alice)
    save(client, page(docket), portrait_file=picture(), portrait_alt="Imara")

    save(client, page(docket), portrait_remove="on")

    assert not head_text(docket).contributions[0].portrait


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"GIF89a but no picture", "damaged"), (b"<svg/>", "SVG drawings"), (b"", "empty")],
)
def test_a_refused_upload_is_said_beside_the_field_and_nothing_typed_is_lost(client, people, content, reason):
    docket = draft(people)
    client.force_login(people.alice)

    upload = SimpleUploadedFile("face.png", content, "image/png")
    response = save(client, page(docket), portrait_file=upload, background="Typed.")

    assert reason in str(response.context["form"].errors["portrait_file"])
    assert fields(response)["background"] == "Typed."
    assert not Stored.objects.exists()
    assert Revision.objects.count() == 2


def test_findings_stand_with_their_field_and_in_the_outline(client, people):
    docket = draft(people, put(ready_text(), "contributions/1/background", "xxx"))
    client.force_login(people.alice)

    response = client.get(page(docket))

    assert "Keep in view" not in said(response)  # there is no portrait yet
    [background] = [each for each in response.context["sections"] if each.label == "Background"]
    assert background.notes
    assert [entry.number for entry in response.context["outline"]] == [1, 2, 3, 4, 5, 6]
    assert "Findings for Imara Okello" in said(response)


def test_a_reviewer_reads_and_cannot_write(client, people):
    docket = docket_in(Stage.IN_REVIEW, people)
    client.force_login(people.bob)

    response = client.get(page(docket))

    assert "Only editors write" in said(response)
    assert "background" not in fields(response)
    assert client.post(page(docket), {"name": "Bob"}).status_code == 403


def test_a_person_is_taken_out_after_a_question_and_stays_in_the_history(client, people):
    docket = draft(people)
    client.force_login(people.alice)
    key = head_text(docket).contributions[0].key
    address = reverse("admin:series_installment_remove", args=[docket.installment_id, key])

    asked = client.get(address)
    client.post(address, {"base": docket.head.digest})

    assert "Earlier revisions keep everything" in said(asked)
    assert head_text(docket).people == ("Tomas Lindqvist",)
    assert "Imara Okello" in docket.revisions.get(number=2).read().people


def test_nobody_but_an_editor_takes_a_person_out(client, people):
    docket = draft(people)
    key = head_text(docket).contributions[0].key
    address = reverse("admin:series_installment_remove", args=[docket.installment_id, key])
    client.force_login(people.bob)

    assert client.post(address, {"base": docket.head.digest}).status_code == 403
    assert len(head_text(docket).people) == 2


def test_there_is_no_page_for_somebody_who_is_not_in_it(client, people):
    docket = draft(people)
    client.force_login(people.alice)
    address = reverse(
        "admin:series_installment_person",
        args=[docket.installment_id, "00000000-0000-4000-8000-000000000000"],
    )

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_people(client, people, django_assert_num_queries, number):
    docket = draft(people, ready_text(people=number))
    client.force_login(people.alice)
    address = page(docket)
    client.get(address)

    with django_assert_num_queries(22):
        client.get(address)
