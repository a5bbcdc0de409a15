"""House rules at the desk: they change what is found at once, and every change is kept."""

import pytest
from django.urls import reverse

from editorial import desk
from editorial.checks import Level
from editorial.models import HouseRules, HouseRulesVersion
from editorial.standing import Standing
from editorial.workflow import Refused, Stage
from tests.editorial.people import docket_in, draft, ready_text, series, with_stale_tag

POST = """\
---
title: Bas Okoro
---

### Who are you, and what do you do?

I cast bells for the Harbor.
"""
FORBIDS_HARBOR = """
[patterns.Harbor]
regex = "Harbor"
message = "This house does not write of harbors."
"""


def levels(docket) -> list[str]:
    return [each.finding.level for each in Standing(docket).findings]


def test_rules_change_what_is_found_and_what_lists_show(people):
    docket = draft(people, with_stale_tag(ready_text()))
    found, counted = levels(docket), docket.counts["warnings"]

    desk.set_rules(docket.installment.series, '[levels]\nstale_campaign = "off"', by=people.root)

    docket.refresh_from_db()
    assert (found, counted) == ([Level.WARNING], 1)
    assert (levels(docket), docket.counts["warnings"]) == ([], 0)


def test_a_finding_names_the_rules_under_which_it_was_made(people):
    docket = draft(people)

    desk.set_rules(docket.installment.series, FORBIDS_HARBOR, by=people.root)

    standing = Standing(docket)
    assert {each.finding.rules for each in standing.findings} == {standing.rules.version}


@pytest.mark.parametrize("stage", [Stage.APPROVED, Stage.SCHEDULED])
def test_stricter_rules_void_what_does_not_meet_them(people, stage):
    docket = docket_in(stage, people)

    desk.set_rules(docket.installment.series, 'required = ["disclaimer"]', by=people.root)

    docket.refresh_from_db()
    assert docket.stage == Stage.IN_REVIEW
    assert not docket.installment.editions.filter(ended="").exists()


def test_rules_of_one_series_are_none_of_anothers(people):
    docket, other = draft(people), series(title="Notes from the Lead")

    desk.set_rules(other, FORBIDS_HARBOR, by=people.root)

    assert levels(docket) == []


def test_every_change_is_a_version_with_its_maker(people):
    home = series()

    desk.set_rules(home, FORBIDS_HARBOR, by=people.root)
    desk.set_rules(home, FORBIDS_HARBOR + "\n", by=people.root)  # no change
    desk.set_quorum(home, 2, by=people.root)

    kept = HouseRulesVersion.objects.order_by("number").values_list("number", "quorum", "by__username")
    assert list(kept) == [(1, 1, "root"), (2, 2, "root")]
    assert HouseRules.objects.get().version == 2
    assert HouseRules.objects.get().rules == FORBIDS_HARBOR.strip()


def test_a_pattern_that_could_run_away_is_refused_with_the_reason(people):
    home = series()

    with pytest.raises(Refused, match="could run away"):
        desk.set_rules(home, '[patterns.x]\nregex = "(a+)+b"\nmessage = "No."', by=people.root)

    assert not HouseRulesVersion.objects.exists()
    assert HouseRules.objects.get().rules == ""


def test_rules_are_set_by_administrators_alone_and_need_a_quorum(people):
    home, bare = series(), series(quorum=None, title="Notes from the Lead")

    for somebody in (people.alice, people.bob, people.dora, people.eve):
        with pytest.raises(Refused, match="Only an administrator"):
            desk.set_rules(home, FORBIDS_HARBOR, by=somebody)
    with pytest.raises(Refused, match="how many approvals"):
        desk.set_rules(bare, FORBIDS_HARBOR, by=people.root)

    assert not HouseRulesVersion.objects.exists()


def test_rules_that_cannot_be_read_any_more_stop_publication_and_nothing_else(people):
    docket = draft(people)

    HouseRules.objects.update(rules="[section_of_a_later_release]")

    standing = Standing(docket)
    assert standing.findings == []
    assert standing.obstacles[0].startswith("The house rules cannot be read. There is no section")


# -- in the admin


def test_rules_are_written_in_the_admin_and_faults_are_said_beside_them(client, people):
    docket = draft(people)
    place = reverse("admin:editorial_houserules_change", args=[HouseRules.objects.get().pk])
    client.force_login(people.root)

    wrong = client.post(place, {"quorum": "1", "rules": '[levels]\nempty_answr = "off"'}).content.decode()
    client.post(place, {"quorum": "1", "rules": FORBIDS_HARBOR})
    shown = client.get(place).content.decode()

    assert "levels: there is no check “empty_answr”. Is “empty_answer” meant?" in wrong
    assert "empty_answr = &quot;off&quot;" in wrong
    written = client.get(reverse("admin:series_installment_change", args=[docket.installment_id]))
    assert "Version 1" in shown
    assert "Under the house rules, version 1." in written.content.decode()
    assert {each.finding.check for each in Standing(docket).findings} == {"own_pattern"}


def test_house_rules_begin_in_the_admin(client, people):
    home = series(quorum=None)
    client.force_login(people.root)

    client.post(
        reverse("admin:editorial_houserules_add"),
        {"series": home.pk, "quorum": "2", "rules": 'required = ["standfirst"]'},
    )

    kept = HouseRules.objects.get()
    assert (kept.quorum, kept.rules, kept.version) == (2, 'required = ["standfirst"]', 1)


def test_the_preview_of_an_import_counts_under_the_rules_of_its_series(client, people):
    home = series()
    posted = {"series": home.pk, "text": POST, "_show": "1"}
    client.force_login(people.alice)
    address = reverse("admin:series_installment_import")

    before = client.post(address, posted, follow=True).context["preview"].counts
    desk.set_rules(home, FORBIDS_HARBOR, by=people.root)
    after = client.post(address, posted, follow=True).context["preview"].counts

    assert after["warning"] == before["warning"] + 1
