"""What the first release wrote is migrated to this one, with its data, and everything in it still holds.

`tests/frozen/first-release.stet` is a backup of a desk as that release had it (editorial 0004, series 0002),
made with its code: a text in every stage, a corrected story, stets, comments, a portrait, words that were not
saved. Never make it anew.
"""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from editorial import desk, guards, verifying
from editorial.models import Buffer, Docket, Revision
from editorial.workflow import Stage
from series.models import Edition
from tests.editorial.people import edited, head_text, refile

FROZEN = Path(__file__).parent / "frozen" / "first-release.stet"
pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def _upgraded() -> None:
    call_command("restore", str(FROZEN), force=True, verbosity=0)
    connection.close()


@pytest.mark.usefixtures("_upgraded")
def test_a_desk_of_the_first_release_works_on_under_this_one() -> None:
    from django.contrib.auth.models import User

    alice, bob, dora = (User.objects.get(username=name) for name in ("alice", "bob", "dora"))

    assert list(verifying.faults()) == []
    assert guards.missing() == []
    assert {each.stage for each in Docket.objects.all()} == {stage.value for stage in Stage}
    for revision in Revision.objects.all():  # old manuscripts stay readable
        assert revision.read().digest == revision.digest
    live = Edition.objects.filter(ended="", live_until=None, live_from__lte=revision.at)
    for edition in live:
        page = Client().get(edition.get_absolute_url()).content.decode()
        assert edition.read().contributions[0].name in page
        assert edition.series_title == edition.read().series
    assert live.count() == 2
    assert Buffer.objects.get().fields == {"title": "Not saved"}
    draft = Docket.objects.filter(stage="draft").first()
    refile(draft, edited(head_text(draft)), alice)
    approved = Docket.objects.get(stage="approved")
    desk.make(approved, "publish", by=dora)
    assert list(verifying.faults()) == []
    assert bob.has_perm("editorial.review_installments")
