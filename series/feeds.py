"""RSS, Atom and JSON Feed with whole texts: everything, a format, a series, a topic, a person."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from series import directory, editions
from series.cards import Card
from series.exporters import copy
from series.manuscript import Format
from series.structured import absolute, placard

ABOUT = "Interviews in series and advice from practice, left in the speaker’s own words."
LENGTH = 30  # entries of a feed
MEDIA = "http://search.yahoo.com/mrss/"
PICTURE = {"medium": "image", "type": "image/png", "width": "1200", "height": "630"}
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML may hold these
TO_THIS_SITE = re.compile(r'(<a href=")(?=/(?!/))')


@dataclass(frozen=True)
class Feed:
    """What a feed says of itself, and what is in it."""

    title: str
    about: str
    page: str  # the address of the page that it follows
    cards: tuple[Card, ...]
    home: str = ""  # where that address itself is no page
    bodies: dict[str, str] = field(default_factory=dict)  # HTML by the text's digest

    def address(self, kind: str) -> str:
        """Where it is, beside its page."""
        return absolute(f"{self.page}feed.{kind}")


class _Rss(Rss201rev2Feed):
    """RSS with the whole text (RSS 2.0, content module) and a picture (Media RSS)."""

    def rss_attributes(self) -> dict[str, str]:
        content = "http://purl.org/rss/1.0/modules/content/"
        return {**super().rss_attributes(), "xmlns:content": content, "xmlns:media": MEDIA}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["whole"])
        handler.addQuickElement("media:content", None, item["picture"])


class _Atom(Atom1Feed):
    """Atom with the whole text (RFC 4287, 4.1.3) and a picture (Media RSS)."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:media": MEDIA}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["whole"], {"type": "html"})
        handler.addQuickElement("media:content", None, item["picture"])


def everything(moment: datetime) -> Feed:
    """All that is live."""
    return _of("Stet", ABOUT, "/", moment)


def of_format(format: Format, moment: datetime) -> Feed:
    """Interviews alone, or stories alone."""
    name = "interviews" if format is Format.INTERVIEWS else "stories"
    home = "/series/" if format is Format.INTERVIEWS else ""
    return _of(f"Stet: {name}", ABOUT, f"/{name}/", moment, home, format=format)


def of_series(slug: str, moment: datetime) -> Feed | None:
    """One series; None where nothing of it is live."""
    shelf = directory.shelves(moment, slug)
    if not shelf:
        return None
    return _of(shelf[0].title, shelf[0].standfirst or ABOUT, f"/series/{slug}/", moment, series=slug)


def of_topic(slug: str, moment: datetime) -> Feed | None:
    """One topic; None where nothing live is filed under it."""
    found = directory.topics(moment, slug)
    if not found:
        return None
    about = f"Interviews and stories about {found[0].name}."
    return _of(f"Stet: {found[0].name}", about, found[0].address, moment, topic=slug)


def of_person(slug: str, moment: datetime) -> Feed | None:
    """What one person said and wrote; None where nothing of it is live."""
    feed = _of("", "", f"/people/{slug}/", moment, person=slug)
    if not feed.cards:
        return None
    name = next(each.name for each in feed.cards[0].people if each.slug == slug)
    return replace(feed, title=f"Stet: {name}", about=f"Interviews and stories of {name}.")


def written(feed: Feed, kind: str) -> tuple[str, str]:
    """The feed as rss, atom or json, and its media type."""
    return WRITERS[kind](feed)


def _of(title: str, about: str, page: str, moment: datetime, home: str = "", **which: Any) -> Feed:
    cards = editions.latest(moment, limit=LENGTH, **which).cards
    return Feed(title, about, page, cards, home, _bodies(cards))


def _bodies(cards: tuple[Card, ...]) -> dict[str, str]:
    """The whole texts. A text never changes under its digest, so what is kept is never out of date."""
    keys = {f"whole-1-{card.digest}": card for card in cards}
    found: dict[str, str] = cache.get_many(list(keys))
    missing = {key: card for key, card in keys.items() if key not in found}
    texts = editions.texts([card.pk for card in missing.values()]) if missing else {}
    made = {
        key: TO_THIS_SITE.sub(rf"\1{absolute('')}", copy.html(texts[card.pk]))
        for key, card in missing.items()
    }
    if made:
        cache.set_many(made, timeout=24 * 3600)
    return {card.digest: UNFIT.sub("", {**found, **made}[key]) for key, card in keys.items()}


def _xml(kind: str, maker: type[SyndicationFeed]) -> Callable[[Feed], tuple[str, str]]:
    def write(feed: Feed) -> tuple[str, str]:
        made = maker(
            title=_fit(feed.title),
            link=absolute(feed.home or feed.page),
            description=_fit(feed.about),
            language="en",
            feed_url=feed.address(kind),
            author_name="Stet",
        )
        for card in feed.cards:
            made.add_item(whole=feed.bodies[card.digest], **_entry(card))
        if not feed.cards:  # a constant date: Django's own choice, now, would make each answer a new one
            made.latest_post_date = lambda: datetime.fromisoformat("2000-01-01T00:00:00+00:00")  # type: ignore[method-assign]
        return made.writeString("utf-8"), made.content_type

    return write


def _entry(card: Card) -> dict[str, Any]:
    people = [_fit(each.name) for each in card.people if each.name]
    return {
        "title": _fit(card.headline),
        "link": absolute(card.address),
        "description": _fit(card.summary),
        "unique_id": absolute(card.address),
        "unique_id_is_permalink": True,
        "author_name": ", ".join(people) or None,
        "categories": [_fit(each.name) for each in card.topics],
        "pubdate": card.first_published,
        "updateddate": card.live_from,
        "picture": {"url": absolute(placard(card)), **PICTURE},
    }


def _fit(text: str) -> str:
    return UNFIT.sub("", text)


def _json(feed: Feed) -> tuple[str, str]:
    """JSON Feed, version 1.1."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": absolute(feed.home or feed.page),
        "feed_url": feed.address("json"),
        "description": feed.about,
        "language": "en",
        "items": [_item(card, feed.bodies[card.digest]) for card in feed.cards],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n", "application/feed+json; charset=utf-8"


def _item(card: Card, whole: str) -> dict[str, Any]:
    people = [
        {"name": each.name} | ({"url": absolute(each.address)} if each.address else {})
        for each in card.people
        if each.name
    ]
    return {
        "id": absolute(card.address),
        "url": absolute(card.address),
        "title": card.headline,
        "summary": card.summary,
        "content_html": whole,
        "image": absolute(placard(card)),
        "date_published": card.first_published.isoformat(),
        "date_modified": card.live_from.isoformat(),
        "authors": people,
        "tags": [each.name for each in card.topics],
    }


WRITERS = {"rss": _xml("rss", _Rss), "atom": _xml("atom", _Atom), "json": _json}
OF = {"series": of_series, "topic": of_topic, "person": of_person}
