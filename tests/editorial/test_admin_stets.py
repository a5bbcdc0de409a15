"""Letting a finding stand, through real requests."""

from django.urls import reverse

from editorial.models import Docket, Stet
from editorial.standing import Standing
from editorial.workflow import Stage
from tests.editorial.browsing import as_, page, post, text_of
from tests.editorial.people import (
    Cast,
    docket_in,
    ready_text,
    refile,
    with_stale_tag,
)


def warned(people: Cast) -> tuple[Docket, str]:
    """A docket with a warning, and where it is let stand."""
    docket = docket_in(Stage.IN_REVIEW, people, with_stale_tag(ready_text()))
    finding = next(each.finding for each in Standing(docket).findings if each.is_open)
    args = [docket.installment_id, finding.fingerprint]
    return docket, reverse("admin:series_installment_stet", args=args)


def test_a_reviewer_lets_a_warning_stand_with_a_reason(people: Cast) -> None:
    docket, place = warned(people)

    response = as_(people.bob).post(place, {"reason": "They asked for this very tag."})

    assert response.status_code == 302
    assert Stet.objects.get().by == people.bob
    assert post(people.bob, docket, "approve", {"seen": "head"}).status_code == 302


def test_who_may_not_let_it_stand_is_told_who_can_where_the_warning_is(people: Cast) -> None:
    docket, place = warned(people)

    pages = {who: as_(who).get(page("change", docket)) for who in (people.alice, people.bob)}

    assert place not in pages[people.alice].content.decode()
    assert "A reviewer who wrote none of this can let it stand." in text_of(pages[people.alice])
    assert place in pages[people.bob].content.decode()


def test_a_short_reason_is_refused_and_kept(people: Cast) -> None:
    _, place = warned(people)

    response = as_(people.bob).post(place, {"reason": "Fine"})

    assert response.status_code == 422
    assert "Give a reason of at least ten characters" in text_of(response)
    assert "Fine</textarea>" in response.content.decode()
    assert not Stet.objects.exists()


def test_an_author_lets_nothing_stand(people: Cast) -> None:
    _, place = warned(people)

    asked = as_(people.alice).get(place)
    response = as_(people.alice).post(place, {"reason": "It is right as it is."})

    assert "You wrote some of this text" in text_of(asked)
    assert 'name="reason"' not in asked.content.decode()
    assert response.status_code == 422
    assert "You wrote some of this text" in text_of(response)
    assert not Stet.objects.exists()


def test_a_finding_whose_words_changed_cannot_stand_any_more(people: Cast) -> None:
    docket, place = warned(people)
    refile(docket, ready_text(), by=people.alice)

    response = as_(people.bob).post(place, {"reason": "They asked for this very tag."})

    assert response.status_code == 409
    assert "This finding is gone: the words have changed." in text_of(response)
    assert "They asked for this very tag.</textarea>" in response.content.decode()
