"""Looks at what readers get, now and later, and compares it with what the records of a docket say."""

from datetime import timedelta

import time_machine
from django.test import Client

from editorial.models import Docket
from editorial.standing import Standing
from series.manuscript import Manuscript
from series.models import Edition
from tests.editorial.oracle import Log

SECOND, LATER = timedelta(seconds=1), timedelta(days=60)


class Promises:
    """The promises about one docket. `words` are in titles only; each text has one of them."""

    def __init__(self, docket: Docket, slug: str, words: tuple[str, ...]) -> None:
        self.docket, self.words = docket, words
        self.address = f"/series/{docket.installment.series.slug}/{slug}/"
        self.read = self.judged = 0  # revisions and editions that were looked at
        self.shown: tuple[object, ...] = ()
        self.client = Client()

    def hold(self, log: Log) -> None:
        self.history_is_complete(log)
        self.readers_get_what_the_steps_say(log)
        self.new_editions_were_approved_by_a_quorum_of_others(log)
        self.pages_show_the_live_text_and_nothing_else(log)

    def history_is_complete(self, log: Log) -> None:
        assert log.faults() == []
        assert self.docket.stage == log.steps[-1]["after"]
        assert Standing(self.docket, log.now).stage == log.stage
        assert self.docket.head.number == len(log.revisions)
        for each in log.revisions[self.read :]:
            assert Manuscript.from_json(each["manuscript"]).digest == each["digest"]
        self.read = len(log.revisions)

    def readers_get_what_the_steps_say(self, log: Log) -> None:
        """Now and at every moment to come."""
        columns = ("revision", "digest", "live_from", "live_until")
        rows = list(Edition.objects.filter(ended="").values_list(*columns))
        changes = [moment for live in log.lives for moment in (live.since - SECOND, live.since)]
        for moment in (log.now, *(each for each in changes if each > log.now), log.now + LATER):
            number = log.live(moment)
            actual = [
                (revision, digest)
                for revision, digest, since, until in rows
                if since <= moment and (until is None or moment < until)
            ]
            assert actual == ([(number, log.digest(number))] if number else []), moment

    def new_editions_were_approved_by_a_quorum_of_others(self, log: Log) -> None:
        """They were issued just now: the votes are still as they were."""
        for each in Edition.objects.filter(number__gt=self.judged).order_by("number"):
            assert each.digest == log.digest(each.revision)
            assert len(log.votes) >= log.quorum
            assert log.kind != "blocker"
            self.judged = each.number

    def pages_show_the_live_text_and_nothing_else(self, log: Log) -> None:
        number = log.live(log.now)
        if self.shown == (shown := (len(log.steps), len(log.revisions), number)):
            return
        self.shown = shown
        title = Manuscript.from_json(log.revisions[number - 1]["manuscript"]).title if number else ""
        with time_machine.travel(log.now, tick=False):
            lists = [self.client.get(path).content.decode() for path in ("/", "/feed.rss")]
            page = self.client.get(self.address)

        text = page.content.decode()
        assert (page.status_code == 200) == (number is not None)
        assert page.status_code in (200, 404, 410)
        for each in lists if page.status_code == 410 else [*lists, text]:  # its notice names what is gone
            assert [word for word in self.words if word in each] == [
                word for word in self.words if word in title
            ]
        for never in ("xxx", "Secret words"):
            assert all(never not in each for each in (*lists, text))
