"""RSS and Atom: the newest editions of everything, of one format, of one series."""

from datetime import datetime

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from series import editions
from series.cards import Card
from series.manuscript import Format
from series.structured import absolute

KINDS: dict[str, type[SyndicationFeed]] = {"rss": Rss201rev2Feed, "atom": Atom1Feed}
ABOUT = "Interviews in series and advice from practice, left in the speaker’s own words."
NAMES = {Format.INTERVIEWS: ("Stet: interviews", "interviews"), Format.STORY: ("Stet: stories", "stories")}
LENGTH = 30  # entries of a feed


def everything(kind: str, moment: datetime, format: Format | None = None) -> tuple[str, str]:
    """The feed and its media type."""
    cards = editions.latest(moment, format=format or "", limit=LENGTH).cards
    title, path = NAMES[format] if format else ("Stet", "")
    address = f"/{path}/feed.{kind}" if path else f"/feed.{kind}"
    return _feed(kind, title, ABOUT, "/", address, cards)


def of_series(slug: str, kind: str, moment: datetime) -> tuple[str, str] | None:
    """The same of one series; None where nothing of it is public."""
    shelf = editions.shelves(moment, slug)
    if not shelf:
        return None
    cards = editions.latest(moment, series=slug, limit=LENGTH).cards
    own = shelf[0]
    return _feed(
        kind, own.title, own.standfirst or ABOUT, f"/series/{slug}/", f"/series/{slug}/feed.{kind}", cards
    )


def _feed(
    kind: str, title: str, about: str, address: str, own: str, cards: tuple[Card, ...]
) -> tuple[str, str]:
    feed = KINDS[kind](
        title=title,
        link=absolute(address),
        description=about,
        language="en",
        feed_url=absolute(own),
        author_name="Stet",
    )
    for card in cards:
        people = [each.name for each in card.people if each.name]
        feed.add_item(
            title=card.headline,
            link=absolute(card.address),
            description=card.summary,
            unique_id=absolute(card.address),
            unique_id_is_permalink=True,
            author_name=", ".join(people) or None,
            categories=[each.name for each in card.topics],
            pubdate=card.first_published,
            updateddate=card.live_from,
        )
    if not cards:  # a constant date: Django's own choice, now, would make each answer a new one
        feed.latest_post_date = lambda: datetime.fromisoformat("2000-01-01T00:00:00+00:00")  # type: ignore[method-assign]
    return feed.writeString("utf-8"), feed.content_type
