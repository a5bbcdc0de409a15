"""Two people change one text: both texts survive, and what both changed is asked."""

from dataclasses import replace

import pytest
from django.urls import reverse

from editorial.models import Docket, Revision
from editorial.placing import put
from tests.editorial.pages import fields, said
from tests.editorial.people import draft, head_text, person, refile

pytestmark = pytest.mark.django_db


def page(docket: Docket) -> str:
    key = head_text(docket).contributions[0].key
    return reverse("admin:series_installment_person", args=[docket.installment_id, key])


def meanwhile(docket: Docket, name: str, words: str, user) -> None:
    """Somebody else saves a field of the first person."""
    text = head_text(docket)
    refile(docket, put(text, f"contributions/{text.contributions[0].key}/{name}", words), user)


@pytest.fixture
def pair(client, people):
    """A draft, alice's open page of its first person, and priya who saves meanwhile."""
    docket = draft(people)
    client.force_login(people.alice)
    return docket, fields(client.get(page(docket))), person("priya", "editor")


def test_changes_of_different_fields_are_put_together_at_once(client, pair):
    docket, posted, priya = pair
    meanwhile(docket, "fun_fact", "Priya's fun fact.", priya)

    response = client.post(page(docket), {**posted, "background": "My background."})

    one = head_text(docket).contributions[0]
    assert (one.fun_fact, one.background) == ("Priya's fun fact.", "My background.")
    assert "Priya saved meanwhile. Both changes are kept." in said(client.get(response.url))


def test_what_both_changed_is_asked_with_both_texts_and_nothing_is_overwritten(client, pair):
    docket, posted, priya = pair
    meanwhile(docket, "background", "Priya's background.", priya)

    response = client.post(page(docket), {**posted, "background": "My background.", "role": "My role"})

    assert response.status_code == 409
    assert "Priya's" in response.content.decode().replace("&#x27;", "'")
    assert "My" in said(response)
    assert head_text(docket).contributions[0].background == "Priya's background."


@pytest.mark.parametrize(
    ("pick", "kept"),
    [("mine", "My background."), ("theirs", "Priya's background."), ("own", "Ours together.")],
)
def test_the_choice_is_kept_with_everything_else_of_both(client, pair, pick, kept):
    docket, posted, priya = pair
    meanwhile(docket, "background", "Priya's background.", priya)
    shown = client.post(page(docket), {**posted, "background": "My background.", "role": "My role"})

    answers = {**fields(shown), "pick-0": pick, "own-0": "Ours together."}
    client.post(shown.context["action"], answers)

    one = head_text(docket).contributions[0]
    assert (one.background, one.role) == (kept, "My role")


def test_a_clash_without_a_choice_is_asked_again(client, pair):
    docket, posted, priya = pair
    meanwhile(docket, "background", "Priya's background.", priya)
    shown = client.post(page(docket), {**posted, "background": "My background."})

    again = client.post(shown.context["action"], {**fields(shown), "own-0": "Half written"})

    assert "Choose what to keep in “Imara Okello: background”" in said(again)
    assert fields(again)["own-0"] == "Half written"
    assert Revision.objects.count() == 3


def test_somebody_saves_again_while_one_chooses(client, pair):
    docket, posted, priya = pair
    meanwhile(docket, "background", "Priya's background.", priya)
    shown = client.post(page(docket), {**posted, "background": "My background."})
    meanwhile(docket, "background", "Priya's second thought.", priya)

    again = client.post(shown.context["action"], {**fields(shown), "pick-0": "mine"})

    assert again.status_code == 409
    assert head_text(docket).contributions[0].background == "Priya's second thought."
    done = client.post(again.context["action"], {**fields(again), "pick-0": "mine"})
    assert done.status_code == 302
    assert head_text(docket).contributions[0].background == "My background."


def test_sentences_that_do_not_touch_are_offered_together(client, people):
    docket = draft(people)
    text = head_text(docket)
    key = text.contributions[0].key
    refile(
        docket,
        put(text, f"contributions/{key}/background", "It began in May. It ended in June."),
        people.alice,
    )
    client.force_login(people.alice)
    posted = fields(client.get(page(docket)))
    meanwhile(docket, "background", "It began in April. It ended in June.", people.root)

    shown = client.post(page(docket), {**posted, "background": "It began in May. It ended in July."})

    assert fields(shown)["own-0"] == "It began in April. It ended in July."


def test_the_same_text_sent_twice_is_saved_once_and_no_conflict(client, pair):
    docket, posted, _ = pair

    first, second = (client.post(page(docket), {**posted, "background": "Mine."}) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert "It is saved: revision 3 has exactly this text" in said(client.get(second.url))
    assert Revision.objects.count() == 3


def test_a_page_whose_revision_is_unknown_asks_about_every_difference(client, pair):
    docket, posted, _ = pair

    response = client.post(page(docket), {**posted, "base": "f" * 64, "background": "My background."})

    assert response.status_code == 409
    assert [row.clash.label for row in response.context["rows"]] == ["Imara Okello: background"]


def test_a_forged_text_is_not_taken(client, pair):
    docket, *_ = pair
    address = reverse("admin:series_installment_merge", args=[docket.installment_id])

    assert client.post(address, {"kept": "forged", "pick-0": "mine"}).status_code == 400
    assert client.post(address, {}).status_code == 400


def test_only_editors_decide(client, people, pair):
    docket, posted, priya = pair
    meanwhile(docket, "background", "Priya's background.", priya)
    shown = client.post(page(docket), {**posted, "background": "My background."})
    client.force_login(people.bob)

    assert client.post(shown.context["action"], {**fields(shown), "pick-0": "mine"}).status_code == 403


def test_a_person_taken_out_meanwhile_is_not_lost(client, pair):
    docket, posted, priya = pair
    address = page(docket)
    text = head_text(docket)
    refile(docket, replace(text, contributions=text.contributions[1:]), priya)

    shown = client.post(address, {**posted, "background": "My background."})

    assert shown.status_code == 409
    assert "one of you took it out, the other changed it" in said(shown)
    client.post(shown.context["action"], fields(shown))
    assert "My background." in [each.background for each in head_text(docket).contributions]
