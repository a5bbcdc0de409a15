"""Repairs: shown before and after, made with one click, filed in the name of whoever pressed."""

from dataclasses import replace

import pytest
from django.urls import reverse

from editorial import desk
from editorial.placing import put
from editorial.standing import Standing
from editorial.workflow import Stage
from tests.editorial.pages import said
from tests.editorial.people import docket_in, draft, edited, head_text, ready_text, refile, with_stale_tag

pytestmark = pytest.mark.django_db


def broken():
    text = put(ready_text(), "closing", "Thanks to Imara Okello and Tomas Lindqvist, itâ€™s  over.")
    return put(with_stale_tag(text), "introduction", f"{text.introduction} It was fun [there](fun.test/day).")


def repair(docket) -> str:
    return reverse("admin:series_installment_repair", args=[docket.installment_id])


def test_the_dialog_shows_each_place_before_and_after(client, people):
    docket = draft(people, broken())
    client.force_login(people.alice)

    shown = client.get(repair(docket))

    assert "Repair 3 places" in said(shown)
    assert "Nothing was repaired" not in said(shown)
    assert "[removed: itâ€™s ] [added: it’s ] over." in said(shown)
    assert "[there]( [added: https:// ] fun.test/day)" in said(shown)


def test_repairs_become_a_revision_in_the_name_of_who_pressed(client, people):
    docket = draft(people, broken())
    client.force_login(people.alice)

    client.post(repair(docket), {"base": docket.head.digest})

    docket.refresh_from_db()
    text = head_text(docket)
    assert (docket.head.author, docket.head.source) == (people.alice, "repairs")
    assert text.closing == "Thanks to Imara Okello and Tomas Lindqvist, it’s over."
    assert "https://fun.test/day" in text.introduction
    assert [each.finding for each in Standing(docket).findings if each.finding.instead is not None] == []


def test_what_somebody_let_stand_is_not_repaired(client, people):
    docket = docket_in(Stage.IN_REVIEW, people, with_stale_tag(ready_text()))
    (finding,) = [each.finding for each in Standing(docket).findings]
    desk.stet(docket, finding.fingerprint, by=people.bob, reason="The tag is shared on purpose.")
    client.force_login(people.alice)

    shown = client.get(repair(docket))

    assert finding.instead is not None
    assert "There is nothing left that can be repaired without you." in said(shown)


def test_an_older_text_is_not_repaired_over_a_newer_one(client, people):
    docket = draft(people, broken())
    client.force_login(people.alice)
    posted = {"base": docket.head.digest}
    refile(docket, edited(head_text(docket)), by=people.alice)

    response = client.post(repair(docket), posted)

    assert response.status_code == 409
    assert "was filed while you were writing" in said(response)
    assert "itâ€™s" in head_text(docket).closing


@pytest.mark.parametrize("who", ["bob", "dora"])
def test_only_editors_repair(client, people, who):
    docket = draft(people, broken())
    client.force_login(getattr(people, who))

    response = client.post(repair(docket), {"base": docket.head.digest})

    assert response.status_code == 403
    assert "Only an editor can do this." in said(response)
    assert "itâ€™s" in head_text(docket).closing


def test_what_is_live_is_not_repaired(client, people):
    docket = docket_in(Stage.PUBLISHED, people)
    text = replace(head_text(docket), standfirst="Two  people.")
    client.force_login(people.alice)

    response = client.post(repair(docket), {"base": text.digest})

    assert response.status_code == 409
    assert "start a correction" in said(response)


def test_a_finding_shows_its_repair_beside_it_where_the_text_can_be_written(client, people):
    docket = draft(people, broken())
    page = reverse("admin:series_installment_change", args=[docket.installment_id])

    client.force_login(people.alice)
    written = client.get(page).content.decode()
    client.force_login(people.bob)
    read = client.get(page).content.decode()

    assert "fun.test" in written.partition('<p class="st-note-q st-diff-t">')[2]
    assert "Repair what is safe to repair" in written
    assert "st-note-q st-diff-t" not in read
    assert "Repair what is safe to repair" not in read
