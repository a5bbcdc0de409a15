"""Several posts at once: files, a folder, a zip; the table, the work in pieces, and what became of each."""

import io
import re

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image
from zeal import zeal_ignore

from editorial.desk import importing as making
from editorial.models import Docket, Import, ImportFile
from series.models import Installment, Person, Series
from series.writing import named
from tests.editorial.pages import Form, said
from tests.editorial.people import again, head_text, series
from tests.series.packing import INTERVIEW, archive, docx

pytestmark = pytest.mark.django_db
IMPORT = "/desk/series/installment/import/"


def post(part: int, name: str = "Imara Okello", more: str = "") -> str:
    return f"""# Workbench Conversations, Part {part}

Welcome to round {part}.

<img src="/portraits/{name.split()[0].lower()}.png" alt="{name}">

### [{name}](https://people.test/x) - Head of Forecasting at [Harbor Freight Lines](https://hfl.test/)

**Background:** {name} plans routes for container ships.

#### 1. How has machine learning changed shipping?

We stopped guessing when ship {part} would arrive.{more}
"""


def picture(colour: str = "teal") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def editor(client, people):
    client.force_login(people.alice)
    return client


def bring(client, files: dict[str, str | bytes], into=None, **more):
    """Choose these files and send them."""
    given = [SimpleUploadedFile(n, c.encode() if isinstance(c, str) else c) for n, c in files.items()]
    posted = {"file": given, "series": (into or Series.objects.first() or series()).pk, **more}
    return client.post(IMPORT, posted, follow=True)


def press(client, shown, **more):
    """Press a button of the table."""
    fields = Form(shown.content.decode(), "posts").fields
    keys = re.findall(r'name="shown" value="(\d+)"', shown.content.decode())
    ticked = re.findall(r'name="wanted" value="(\d+)"[^>]* checked', shown.content.decode())
    fields = {**fields, "shown": keys, "wanted": ticked, **more}
    with zeal_ignore():  # each draft is made by itself, in a transaction of its own
        return client.post(shown.request["PATH_INFO"], fields, follow=True)


def states() -> dict[str, str]:
    return dict(ImportFile.objects.values_list("name", "state"))


def test_posts_of_a_zip_and_beside_it_are_one_table_and_nothing_is_created(editor):
    packed = archive({"a/one.md": post(1), "a/two.md": post(2, "Tomas Lindqvist"), "notes.pdf": b"%PDF"})

    shown = bring(editor, {"posts.zip": packed, "three.docx": docx(INTERVIEW), "bad.md": b"caf\xe9 \xff"})

    text = said(shown)
    assert "5 posts for Workbench Conversations; 3 to take in. 2 not readable." in text
    assert "Workbench Conversations, Part 1 a/one.md Imara Okello 1/1" in text
    assert "It is neither a text, nor a Word document, nor a picture." in text
    assert "This is not UTF-8" in text
    assert not Installment.objects.exists()


def test_what_is_confirmed_becomes_drafts_and_what_is_left_out_does_not(editor, people):
    shown = bring(editor, {"one.md": post(1), "two.md": post(2), "three.md": post(3)})
    two = ImportFile.objects.get(name="two.md")

    kept = [str(each.pk) for each in ImportFile.objects.exclude(pk=two.pk)]
    done = press(editor, shown, wanted=kept, _create="1")

    assert states() == {"one.md": "created", "two.md": "left out", "three.md": "created"}
    assert [each.installment.part for each in Docket.objects.order_by("pk")] == [1, 3]
    assert "2 drafts made in Workbench Conversations. 1 left out." in said(done)
    assert not any(each.content for each in ImportFile.objects.all())
    note = Docket.objects.first().steps.get().note
    digest = ImportFile.objects.get(name="one.md").digest
    assert note == f"Imported from one.md and 2 more › one.md (SHA-256 {digest[:12]})."


def test_a_post_is_opened_read_otherwise_and_its_pieces_placed(editor):
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>North</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    shown = bring(editor, {"one.docx": docx(INTERVIEW + table), "talk.md": "We only talk.\n"})
    one, talk = ImportFile.objects.order_by("place")
    path = shown.request["PATH_INFO"]

    opened = editor.get(f"{path}{talk.pk}/")
    otherwise = editor.post(f"{path}{talk.pk}/", {"form": "interview", "_again": "1"}, follow=True)
    editor.post(f"{path}{one.pk}/", {"put-0": "closing", "_keep": "1"})
    kept = editor.get(f"{path}{one.pk}/")
    press(editor, editor.get(path), _create="1")

    assert "No form was recognised" in said(opened)
    assert otherwise.context["preview"].text.introduction == "We only talk."
    assert '<option value="closing" selected>' in kept.content.decode()
    first, second = (head_text(each) for each in Docket.objects.order_by("pk"))
    assert (first.closing, second.introduction) == ("North", "We only talk.")


def test_known_people_are_offered_and_taken_where_that_is_sure(editor):
    for name in ("Tomáš Lindqvist", "Imara Okelo"):
        named(Person, name)
    shown = bring(editor, {"one.md": post(1), "two.md": post(2, "Tomas Lindqvist")})

    asked = {each.meant.name: (each.chosen, each.meant.known) for each in shown.context["names"]}
    field = next(each.field for each in shown.context["names"] if each.meant.name == "Imara Okello")
    press(editor, shown, **{field: "Imara Okelo", "_create": "1"})

    assert asked == {
        "Imara Okello": ("Imara Okello", ("Imara Okelo",)),
        "Tomas Lindqvist": ("Tomáš Lindqvist", ("Tomáš Lindqvist",)),
    }
    assert [head_text(each).people for each in Docket.objects.order_by("pk")] == [
        ("Imara Okelo",),
        ("Tomáš Lindqvist",),
    ]


def test_portraits_that_come_along_are_stored_anew_and_a_bad_one_is_named(editor):
    packed = archive(
        {
            "one.md": post(1),
            "two.md": post(2, "Tomas Lindqvist"),
            "portraits/imara.png": picture(),
            "other/imara.png": picture("red"),
            "portraits/tomas.png": b"<html>",
        }
    )
    shown = bring(editor, {"posts.zip": packed})

    done = press(editor, shown, _create="1")

    one, two = (head_text(each).contributions[0].portrait for each in Docket.objects.order_by("pk"))
    assert (one.name, one.width, one.digest != "") == ("/portraits/imara.png", 40, True)
    assert two.digest == ""
    assert "/portraits/tomas.png: This file is not" in said(done)
    assert not ImportFile.objects.filter(state="picture").exists()


def test_the_same_file_again_says_who_imported_it_and_can_be_taken_in_on_purpose(client, editor, people):
    home = series()
    files = {"one.md": post(1), "two.md": post(2)}
    press(editor, bring(editor, files, home), _create="1")
    root = again(people.root)
    client.force_login(root)

    shown = bring(client, {**files, "three.md": post(3)}, home)
    alone = bring(client, {"one.md": post(1)}, home)

    assert "3 posts for Workbench Conversations; 1 to take in. 2 left out." in said(shown)
    assert "Alice imported this on" in said(shown)
    assert "Part 1 is there already" in said(shown)
    assert "Alice imported this on" in said(alone)
    assert "Create another draft" in said(alone)
    press(client, shown, wanted=[str(each.pk) for each in Import.objects.earliest("pk").files.all()])
    editor.post(alone.request["PATH_INFO"], {"_create": "1"})
    assert Docket.objects.count() == 3


def test_work_that_is_cut_off_goes_on_where_it_was_and_doubles_nothing(editor, people, monkeypatch):
    shown = bring(editor, {f"{n}.md": post(n) for n in range(1, 5)})
    path, held = shown.request["PATH_INFO"], Import.objects.get()
    honest, calls = making.import_draft, []

    def killed(*args, **more):
        calls.append(1)
        docket = honest(*args, **more)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return docket

    monkeypatch.setattr(making, "import_draft", killed)
    with pytest.raises(KeyboardInterrupt):
        press(editor, shown, _create="1")
    assert Docket.objects.count() == 1
    assert "1 of 4 posts made into drafts." in said(editor.get(path))

    with zeal_ignore():
        answer = editor.post(f"{path}on/", headers={"accept": "application/json"})
    editor.post(f"{path}on/")
    press(editor, editor.get(path), _create="1")

    assert answer.json() == {"left": 0, "done": 4, "says": "4 of 4 posts made into drafts."}
    assert [each.installment.part for each in Docket.objects.order_by("pk")] == [1, 2, 3, 4]
    assert held.files.filter(state="created").count() == 4


def test_a_long_import_is_read_in_pieces_and_waits_for_whoever_comes_back(editor, people, monkeypatch):
    monkeypatch.setattr("editorial.admin.importing.MOMENT", 0.0)
    monkeypatch.setattr(making, "TOGETHER", 2)
    monkeypatch.setattr("editorial.admin.importing.work.__defaults__", (0.0,))

    shown = bring(editor, {f"{n}.md": post(n) for n in range(1, 6)})

    assert "2 of 5 posts read." in said(shown)
    assert "1.md and 4 more" in said(editor.get(IMPORT))
    path = shown.request["PATH_INFO"]
    while "Go on" in said(shown):
        shown = editor.post(f"{path}on/", follow=True)
    assert "5 to take in" in said(shown)


def test_only_whoever_brought_it_in_sees_it_and_only_while_an_editor(client, editor, people):
    path = bring(editor, {"one.md": post(1), "two.md": post(2)}).request["PATH_INFO"]
    file = ImportFile.objects.first()

    for who, status in ((people.root, 404), (people.bob, 403), (people.eve, 403)):
        client.force_login(who)
        for address in (path, f"{path}{file.pk}/"):
            assert client.get(address).status_code == status
            assert client.post(address, {"_create": "1"}).status_code == status
        assert client.post(f"{path}on/").status_code == status
    assert not Docket.objects.exists()


def test_what_is_done_with_one_import_leaves_every_other_as_it_is(editor):
    waiting = bring(editor, {"one.md": post(1), "imara.png": picture()})
    before = list(ImportFile.objects.order_by("pk").values_list("name", "state", "content"))

    press(editor, bring(editor, {"two.md": post(2), "three.md": post(3)}), _create="1")
    dropped = bring(editor, {"four.md": post(4), "five.md": post(5)})
    editor.post(dropped.request["PATH_INFO"], {"_drop": "1"})

    held = ImportFile.objects.filter(held=Import.objects.earliest("pk"))
    assert list(held.order_by("pk").values_list("name", "state", "content")) == before
    assert editor.get(waiting.request["PATH_INFO"]).status_code == 200
    assert Docket.objects.count() == 2


def test_an_archive_with_nothing_to_read_says_so(editor):
    shown = bring(editor, {"scans.zip": archive({"scan.pdf": b"%PDF"})})

    assert "It is neither a text, nor a Word document, nor a picture." in said(shown)
    assert "Create the drafts" not in said(shown)


def test_a_series_can_be_begun_with_it_by_those_who_may(client, editor, people):
    refused = bring(editor, {"one.md": post(1)}, series="", new_series="Harbour Talks")
    people.alice.user_permissions.add(Permission.objects.get(codename="add_series"))

    shown = bring(editor, {"one.md": post(1), "two.md": post(2)}, series="", new_series="Harbour Talks")
    before = Series.objects.filter(title="Harbour Talks").count()
    press(editor, shown, _create="1")

    assert "Choose the series" in str(refused.context["form"].errors)
    assert before == 0
    assert Series.objects.get(title="Harbour Talks").installments.count() == 2


def test_what_is_forgotten_or_too_old_is_gone(editor):
    dropped = bring(editor, {"one.md": post(1), "two.md": post(2)})
    editor.post(dropped.request["PATH_INFO"], {"_drop": "1"})
    assert not Import.objects.exists()

    bring(editor, {"one.md": post(1), "two.md": post(2)})
    Import.objects.update(expires="2020-01-01T00:00Z")
    call_command("forget_imports")

    assert not Import.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_table_and_a_post_take_as_many_queries_for_one_as_for_three(
    editor, number, django_assert_num_queries
):
    named(Person, "Imara Okelo")
    files = {f"{n}.md": post(n) for n in range(number)} | {"imara.png": picture()}
    path = bring(editor, files).request["PATH_INFO"]
    first = ImportFile.objects.filter(state="read").first()

    with django_assert_num_queries(13):
        editor.get(path)
    with django_assert_num_queries(12):
        editor.get(f"{path}{first.pk}/")
