"""How somebody wants to be told: chosen on the desk, or by the link in a mail without signing in."""

from django.core import mail
from django.test import Client
from django.urls import reverse

from editorial import desk, preferences
from editorial.models import Preference
from editorial.workflow import Stage
from tests.editorial.browsing import as_, text_of
from tests.editorial.people import Cast, docket_in


def link_of(one) -> str:
    """The path of the address that ends the mails."""
    return one.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")


def test_the_link_in_a_mail_changes_nothing_until_its_button_is_pressed(people: Cast) -> None:
    docket_in(Stage.IN_REVIEW, people)
    desk.send_due()
    one = next(each for each in mail.outbox if each.to == ["bob@desk.test"])
    nobody = Client(enforce_csrf_checks=True)

    looked = nobody.get(link_of(one))
    before = Preference.objects.count()
    chosen = nobody.post(link_of(one), {"how": "morning"})

    assert link_of(one) in one.body
    assert "How should Bob be told" in text_of(looked)
    assert looked["Referrer-Policy"] == "no-referrer"
    assert (before, chosen.status_code) == (0, 200)
    assert Preference.objects.get(user=people.bob).how == Preference.MORNING


def test_a_mail_program_ends_the_mails_with_one_click(people: Cast) -> None:
    docket_in(Stage.IN_REVIEW, people)
    desk.send_due()
    one = next(each for each in mail.outbox if each.to == ["bob@desk.test"])

    answer = Client(enforce_csrf_checks=True).post(link_of(one), {"List-Unsubscribe": "One-Click"})

    assert one.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "gets no more mails" in text_of(answer)
    assert Preference.objects.get(user=people.bob).how == Preference.NOTHING


def test_a_link_of_a_closed_account_or_another_address_or_made_up_leads_nowhere(people: Cast) -> None:
    links = [preferences.address(each) for each in (people.bob, people.carol)]
    people.bob.is_active = False
    people.bob.save()
    people.carol.email = "carol@elsewhere.test"
    people.carol.save()
    links += [f"{preferences.address(people.dora)}x", "/desk/told/by-mail/"]

    answers = [Client().post(each, {"how": "nothing"}) for each in links]

    assert [each.status_code for each in answers] == [404] * 4
    assert not Preference.objects.exists()


def test_how_one_is_told_is_chosen_on_the_desk(people: Cast) -> None:
    client = as_(people.bob)

    client.post(reverse("admin:desk_told"), {"how": "nothing"})
    client.post(reverse("admin:desk_told"), {"how": "by pigeon"})

    assert Preference.objects.get(user=people.bob).how == Preference.NOTHING
    assert '<option value="nothing" selected>' in client.get(reverse("admin:index")).content.decode()
