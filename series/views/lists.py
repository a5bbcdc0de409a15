"""The pages that list: home, series, stories, topics, years."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from series import directory, editions, structured, wording
from series.article import Page as Article
from series.cards import Card
from series.manuscript import Format, Manuscript
from series.prose import prose

from .answering import not_found, page
from .head import Head
from .moved import moved
from .paging import everybody, listing, older, paged

TAGLINE = "Interviews in series and advice from practice, left in the speaker’s own words."
FACES = 12  # people on a series' cover


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The newest interview, the newest stories, every series, the topics."""
    now = timezone.now()
    interviews = editions.latest(now, format=Format.INTERVIEWS, limit=1).cards
    stories = editions.latest(now, format=Format.STORY, limit=5).cards
    head = Head(
        title="Stet: interviews and stories that let it stand",
        description=TAGLINE,
        path="/",
        graph=[{"@type": "WebSite", "name": "Stet", "url": structured.absolute("/"), "description": TAGLINE}],
    )
    return page(
        request,
        "home.html",
        head,
        feature=interviews[0] if interviews else None,
        voices=[each for each in interviews[0].people if each.quote][:3] if interviews else (),
        lead=stories[0] if stories else None,
        gist=gist(editions.text(stories[0].pk)) if stories else (),
        stories=stories[1:],
        shelves=directory.shelves(now),
        topics=directory.topics(now),
    )


def gist(text: Manuscript) -> list[tuple[str, str]]:
    """The first sentence of each section of a story."""
    answers = [answer for each in text.contributions for answer in each.answers if answer.body]
    return [
        (text.prompt(each.prompt).text, wording.shortened(prose(each.body, text.references).lead(), 180))
        for each in answers[:3]
    ]


@require_safe
def series_index(request: HttpRequest) -> HttpResponse:
    """Every series."""
    shelves = directory.shelves(timezone.now())
    head = Head(
        title="Series | Stet",
        description="Each series asks the same questions of several people, part by part.",
        path=reverse("series_index"),
        section="series",
        current="page",
    )
    return page(request, "series_index.html", head, shelves=shelves)


@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """One series: its parts, its questions, its people."""
    now = timezone.now()
    batch = listing(request, series=slug)
    shelf = directory.shelves(now, slug)
    if not shelf or not batch:
        return not_found(request)
    own, cards = shelf[0], batch.cards
    whole = own.count == len(cards)
    address = reverse("series", args=[slug])
    head = Head(
        title=f"{own.title} | Stet",
        description=own.standfirst or f"{own.title}: all parts.",
        path=paged(request, address),
        section="stories" if own.format == Format.STORY else "series",
        tone=own.tone,
        feed=reverse("series_feed", args=[slug, "rss"]),
        feed_title=own.title,
        next=older(address, batch),
        graph=[structured.collection("CreativeWorkSeries", own.title, address, cards)],
    )
    return page(
        request,
        "series.html",
        head,
        changed=max(each.live_from for each in cards),
        shelf=own,
        cards=sorted(cards, key=lambda each: each.part or 0) if whole else cards,
        numbered=any(each.part is not None for each in cards),
        questions=_questions(cards[0]),
        people=everybody(cards),
        faces=FACES,
        newest=cards[0],
    )


def _questions(card: Card) -> list[tuple[int, str]]:
    """The questions of a part that several people answered."""
    if not card.compared:
        return []
    article = Article(editions.text(card.pk), card.address, {}, {})
    return [(each.number, each.text) for each in article.questions]


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """Every story, newest first."""
    address = reverse("stories")
    batch = listing(request, format=Format.STORY)
    if not batch and "before" in request.GET:
        return not_found(request)
    head = Head(
        title="Stories | Stet",
        description="One problem, the actions taken, the lessons learned.",
        path=paged(request, address),
        section="stories",
        current="page",
        next=older(address, batch),
    )
    return page(request, "stories.html", head, cards=batch.cards if batch else ())


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """Every topic."""
    found = directory.topics(timezone.now())
    head = Head(
        title="Topics | Stet",
        description="Interviews and stories by topic.",
        path=reverse("topics"),
        section="topics",
        current="page",
    )
    return page(request, "topics.html", head, topics=found)


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """What is filed under one topic."""
    found = directory.topics(timezone.now(), slug)
    batch = listing(request, topic=slug)
    if not found or not batch:
        return moved(request, "topic", slug)
    own, cards = found[0], batch.cards
    shared = [each.slug for card in cards for each in card.topics]
    also = {each.slug: (each, shared.count(each.slug)) for card in cards for each in card.topics}
    also.pop(slug, None)
    head = Head(
        title=f"{own.name} | Stet",
        description=f"Interviews and stories about {own.name}.",
        path=paged(request, own.address),
        section="topics",
        feed=reverse("topic_feed", args=[slug, "rss"]),
        feed_title=own.name,
        next=older(own.address, batch),
        graph=[structured.collection("CollectionPage", own.name, own.address, cards)],
    )
    return page(
        request,
        "topic.html",
        head,
        changed=max(each.live_from for each in cards),
        topic=own,
        cards=cards,
        also=sorted(also.values(), key=lambda each: (-each[1], each[0].name))[:8],
        people=everybody(cards)[:8],
    )


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """The years."""
    head = Head(
        title="Archive | Stet",
        description="Interviews and stories by year.",
        path=reverse("archive"),
        section="archive",
        current="page",
    )
    return page(request, "archive.html", head, years=directory.years(timezone.now()))


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """What first appeared in one year."""
    batch = listing(request, year=year) if 1 < year < 9999 else None
    if not batch:
        return not_found(request)
    address = reverse("year", args=[year])
    head = Head(
        title=f"{year} | Stet",
        description=f"Interviews and stories of {year}.",
        path=paged(request, address),
        section="archive",
        next=older(address, batch),
        graph=[structured.collection("CollectionPage", str(year), address, batch.cards)],
    )
    changed = max(each.live_from for each in batch.cards)
    return page(request, "year.html", head, changed=changed, year=year, cards=batch.cards)
