"""Pages as plain Markdown, for whoever reads without a browser, and llms.txt, which says so."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.views.decorators.http import require_safe

from series import directory, editions, structured, wording
from series.cards import Card, Listing, Page
from series.counting import number
from series.exporters import copy
from series.exporters.copy import line
from series.feeds import ABOUT
from series.manuscript import Format

from .answering import document, not_found
from .moved import moved
from .paging import listing, older
from .reading import absent

COPIES = "Each page is here as Markdown, too: its address with “.md” in place of the last slash."
MARKDOWN = "text/markdown; charset=utf-8"
INDEXES = ("series", "stories", "topics", "people", "archive")
LISTS = {"series": "series", "topics": "topic", "people": "person", "organizations": "organization"}


@require_safe
def home_copy(request: HttpRequest) -> HttpResponse:
    """The newest of everything."""
    batch = listing(request)
    links = [_link(name.title(), f"/{name}/") for name in INDEXES]
    return _answer(request, "/", "Stet", ABOUT, [*_cards(batch), "", *links])


@require_safe
def edition_copy(request: HttpRequest, series: str, slug: str) -> HttpResponse:
    """An installment, whole."""
    found = editions.at(series, slug, timezone.now())
    if found:
        return _marked(request, _whole(found), found.card.address)
    return absent(request, series, slug, "edition_copy")


def _whole(found: Page) -> str:
    card, text = found.card, found.manuscript
    series = structured.series_address(card)
    part = f", part {card.part}" if card.part is not None else ""
    people = [_to(each.name, each.address) for each in card.people if each.name]
    about = [f"{_to(card.series, series)}{part}", f"Published {_day(card.first_published)}"]
    about += [f"Corrected {_day(each.at)}: {line(each.text)}".rstrip(": ") for each in found.corrections]
    about += [f"{'By' if card.is_story else 'With'} {wording.joined(people)}"] if people else []
    about += (
        ["Topics: " + ", ".join(_to(each.name, each.address) for each in card.topics)] if card.topics else []
    )
    about += [f"On the web: <{structured.absolute(card.address)}>"]
    return copy.markdown(text, title=card.headline, standfirst=card.summary, about=about)


@require_safe
def index_copy(request: HttpRequest, of: str) -> HttpResponse:
    """All series, topics, people or years; the newest stories."""
    now = timezone.now()
    lines: list[str]
    if of == "series":
        lines = [
            _link(each.title, f"/series/{each.slug}/", each.standfirst) for each in directory.shelves(now)
        ]
    elif of == "stories":
        batch = listing(request, format=Format.STORY)
        lines = _cards(batch, "/stories/") if batch or "before" not in request.GET else []
    elif of == "topics":
        lines = [
            _link(each.name, each.address, f"{number(each.count)} to read") for each in directory.topics(now)
        ]
    elif of == "people":
        found, after = directory.people(now, request.GET.get("after", ""))
        lines = [_link(each.name, each.address, each.place) for each in found]
        lines += ["", f"[More]({structured.absolute(f'/people.md?after={after}')})"] if after else []
    else:
        lines = [
            _link(str(year), f"/archive/{year}/", f"{number(n)} to read") for year, n in directory.years(now)
        ]
    if not lines and request.GET:
        return not_found(request)
    return _answer(request, f"/{of}/", of.title(), "", lines)


@require_safe
def list_copy(request: HttpRequest, of: str, slug: str) -> HttpResponse:
    """A series, a topic, a person, an organization: what there is of it."""
    batch = listing(request, **{LISTS[of]: slug})
    if not batch:
        return moved(request, LISTS[of], slug)
    address = reverse(LISTS[of], args=[slug])
    title, about = _title(of, slug, batch)
    return _answer(request, address, title, about, _cards(batch, address))


def _title(of: str, slug: str, batch: Listing) -> tuple[str, str]:
    newest = batch.cards[0]
    if of == "series":
        shelf = directory.shelves(timezone.now(), slug)
        return newest.series, shelf[0].standfirst if shelf else ""
    if of == "topics":
        return next(each.name for each in newest.topics if each.slug == slug), ""
    if of == "people":
        who = next(each for each in newest.people if each.slug == slug)
        return who.name, who.place
    return next(each.organization for each in newest.people if each.organization_slug == slug), ""


@require_safe
def year_copy(request: HttpRequest, year: int) -> HttpResponse:
    """What first appeared in a year."""
    batch = listing(request, year=year) if 1 < year < 9999 else None
    address = reverse("year", args=[year])
    return _answer(request, address, str(year), "", _cards(batch, address)) if batch else not_found(request)


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """What a language model should know first (llmstxt.org)."""
    now = timezone.now()
    shelves, newest = directory.shelves(now), editions.latest(now).cards
    sections = {
        "Series": [_link(each.title, f"/series/{each.slug}/", each.standfirst) for each in shelves],
        "Newest": [_link(card.headline, card.address, card.summary) for card in newest],
        "Optional": [
            *(_link(name.title(), f"/{name}/") for name in INDEXES[1:]),
            f"- [Everything as JSON Feed]({structured.absolute(reverse('feed', args=['json']))})",
            f"- [Every address]({structured.absolute(reverse('sitemap'))})",
        ],
    }
    parts = ["# Stet", f"> {ABOUT}", COPIES]
    parts += ["\n\n".join([f"## {name}", "\n".join(lines)]) for name, lines in sections.items() if lines]
    return document(request, "\n\n".join(parts) + "\n", "text/plain; charset=utf-8")


def _cards(batch: Listing | None, address: str = "") -> list[str]:
    if batch is None:
        return ["Nothing is published yet."]
    lines = [_entry(card) for card in batch.cards]
    further = older(f"{address.rstrip('/') or '/index'}.md", batch)
    return [*lines, "", f"[Older]({structured.absolute(further)})"] if further else lines


def _entry(card: Card) -> str:
    return _link(card.headline, card.address, f"{_day(card.first_published)}. {card.summary}")


def _link(name: str, page: str, about: str = "") -> str:
    """A list's entry that leads to the Markdown version of a page."""
    tail = f": {line(about)}" if about else ""
    return f"- {_to(name, page)}{tail}"


def _to(name: str, page: str) -> str:
    return f"[{line(name)}]({structured.absolute(page.rstrip('/'))}.md)" if page else line(name)


def _day(moment: object) -> str:
    return date_format(timezone.localtime(moment), "j F Y")  # type: ignore[arg-type]


def _answer(request: HttpRequest, page: str, title: str, about: str, lines: Iterable[str]) -> HttpResponse:
    parts = [f"# {line(title)}", f"> {line(about)}" if about else "", "\n".join(lines)]
    return _marked(request, "\n\n".join(filter(None, parts)) + "\n", page)


def _marked(request: HttpRequest, body: str, page: str) -> HttpResponse:
    """Markdown; the page itself is what is to be listed."""
    response = document(request, body, MARKDOWN)
    response["Link"] = f'<{structured.absolute(page)}>; rel="canonical"'
    return response
