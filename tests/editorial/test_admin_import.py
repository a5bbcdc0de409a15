"""Import: paste or upload, see what was recognised, place what was not, create the draft."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from editorial.models import Docket
from series.models import Installment
from tests.editorial.pages import Form, said
from tests.editorial.people import head_text, series

pytestmark = pytest.mark.django_db
IMPORT = "/desk/series/installment/import/"
POST = """---
title: "Workbench Conversations, Part 9"
---

Welcome back! Itâ€™s time for a ninth round.

### [Imara Okello](https://people.test/imara) - Head of Forecasting at [Harbor Freight Lines](https://hfl.test/)

<img src="/portraits/imara.png">

**Background:** Imara plans routes for container ships.

**Fun Fact:** Imara restores old radios.

**Harbor Freight Lines:** A shipping company in the Baltic.

#### **1. How has machine learning changed shipping?**

We stopped guessing when a ship would arrive.

#### **2. What would you tell a beginner?**

### [Tomas Lindqvist](https://people.test/tomas) - Principal Engineer at [Fernway Clinics](https://fc.test/)

**Background:** Tomas built scheduling software.

**Fun Fact:** Tomas bakes rye bread.

**Fernway Clinics:** Walk-in practices in small towns.

#### **1. How has machine learning changed health care?**

Patients wait half as long.

#### **2. What would you tell a beginner?**

Nobody reads a dashboard.

---

Thanks to Imara Okello and Tomas Lindqvist!
"""


@pytest.fixture
def editor(client, people):
    client.force_login(people.alice)
    return client


def preview(client, text: str, into=None, **more):
    posted = {"text": text, "series": (into or series()).pk, "_show": "1", **more}
    return client.post(IMPORT, posted, follow=True)


def create(client, shown, **more):
    """Post what the preview would post."""
    posted = Form(shown.content.decode(), "preview").fields
    return client.post(shown.request["PATH_INFO"], {**posted, **more, "_create": "1"})


def test_the_preview_says_what_was_recognised_and_stores_nothing(editor):
    response = preview(editor, POST)

    text = said(response)
    assert "2 people, 2 questions, 3 of 4 answers written" in text
    assert "Interview post" in text
    assert not Installment.objects.exists()


def test_every_line_of_the_source_is_shown_with_its_number(editor):
    lines = preview(editor, POST).context["preview"].lines

    assert [each.text for each in lines] == POST.split("\n")
    kinds = {each.text[:24]: each.kind for each in lines}
    assert kinds["### [Imara Okello](https"] == "person"
    assert kinds["We stopped guessing when"] == "answer"
    assert kinds["#### **1. How has machin"] == "question"


def test_the_draft_is_created_from_the_preview(editor, people):
    response = create(editor, preview(editor, POST, name="part-9.md"))

    docket = Docket.objects.get()
    text = head_text(docket)
    assert response.url == reverse("admin:series_installment_change", args=[docket.installment_id])
    assert text.people == ("Imara Okello", "Tomas Lindqvist")
    assert (text.part, docket.owner) == (9, people.alice)
    assert docket.head.source == "part-9.md"


def test_pressed_twice_it_makes_one_draft(editor):
    shown = preview(editor, POST)

    first, second = create(editor, shown), create(editor, shown)

    assert first.url == second.url
    assert Docket.objects.count() == 1


def test_a_preview_from_before_the_same_text_became_a_draft_makes_another_only_when_told_again(editor):
    house = series()
    first, second = preview(editor, POST, house), preview(editor, POST, house)
    create(editor, first)

    warned = create(editor, second)
    assert "Somebody made a draft of the same text while this page was open" in said(warned)
    assert Docket.objects.count() == 1

    create(editor, warned)
    assert Docket.objects.count() == 2


def test_garbled_characters_are_repaired_only_when_asked(editor):
    house = series()

    create(editor, preview(editor, POST, house))
    shown = preview(editor, POST, house)
    create(editor, shown, repair="on")

    kept, repaired = (head_text(each).introduction for each in Docket.objects.order_by("pk"))
    assert "Repair 1 garbled character" in said(shown)
    assert "Itâ€™s time" in kept
    assert "It’s time" in repaired


def test_a_piece_without_a_place_goes_where_the_editor_puts_it(editor):
    shown = preview(editor, POST.replace("---\n\nWelcome", "# Ask Tomas about bread\n---\n\nWelcome"))

    [piece] = shown.context["preview"].unplaced
    create(editor, shown, **{f"put-{piece.number}": "closing"})

    assert "1 piece has no place yet" in said(shown)
    assert head_text(Docket.objects.get()).closing.endswith("# Ask Tomas about bread")


def test_a_file_is_read_and_named(editor):
    house = series()
    upload = SimpleUploadedFile("part-9.md", POST.encode(), "text/markdown")

    response = editor.post(IMPORT, {"file": upload, "series": house.pk, "_show": "1"}, follow=True)

    assert response.context["preview"].text.people == ("Imara Okello", "Tomas Lindqvist")
    create(editor, response)
    docket = Docket.objects.get()
    assert docket.head.source == "part-9.md"
    assert docket.steps.get().note.startswith("Imported from part-9.md (SHA-256 ")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("   \n\n ", "empty"),
        ("Just a line of prose.", "No form was recognised"),
        ("a\x00b\nline", "control character"),
        ("x" * 2_100_000, "is the most"),
    ],
)
def test_what_cannot_be_read_says_why_and_keeps_the_pasted_text(editor, text, reason):
    response = preview(editor, text)

    assert response.status_code == 200
    assert reason in str(response.context["form"].errors["text"])
    assert response.context["form"]["text"].value() == text
    assert not Installment.objects.exists()


def test_more_than_the_server_takes_is_answered_in_words(editor):
    response = preview(editor, "x" * 13_000_000)

    assert response.status_code == 400
    assert "larger than 12 MB" in said(response)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"%PDF-1.7 \x80", "PDF"), (b"\x89PNG\r\n", "picture"), (b"caf\xe9 \xff", "UTF-8"), (b"", "empty")],
)
def test_a_file_that_is_no_text_says_why(editor, content, reason):
    upload = SimpleUploadedFile("notes.md", content, "text/markdown")

    response = editor.post(IMPORT, {"file": upload, "series": series().pk, "_show": "1"})

    assert reason in str(response.context["form"].errors["file"])


def test_the_form_can_be_chosen(editor):
    response = preview(editor, "### Why boats?\n\nBecause they float.\n", form="interview")

    assert response.context["preview"].imported.form == "interview"


def test_back_to_the_text_has_the_text(editor):
    shown = preview(editor, POST)

    link = re.search(r'href="([^"]+)">Back to the text', shown.content.decode())[1]
    response = editor.get(link)

    assert response.context["form"]["text"].value() == POST


@pytest.mark.parametrize("who", ["bob", "dora", "eve"])
def test_only_editors_import(client, people, who):
    client.force_login(getattr(people, who))

    assert client.get(IMPORT).status_code == 403
    assert client.post(IMPORT, {"text": POST, "_create": "1"}).status_code == 403


def test_the_real_draft_comes_in_whole(editor, shared):
    text = (shared / "seeds" / "interviews-part-4.draft.md").read_text()

    create(editor, preview(editor, text))

    docket = Docket.objects.get()
    assert len(head_text(docket).people) == 3
    assert (docket.counts["written"], docket.counts["answers"]) == (8, 12)
