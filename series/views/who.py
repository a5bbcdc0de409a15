"""The pages of people and organizations, made from the editions that show them."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from series import directory, editions, structured
from series.article import Page as Article
from series.prose import prose

from .answering import not_found, page
from .head import Head
from .moved import moved
from .paging import everybody, listing, older, paged


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who appears."""
    address = reverse("people")
    found, after = directory.people(timezone.now(), request.GET.get("after", ""))
    if not found and "after" in request.GET:
        return not_found(request)
    head = Head(
        title="People | Stet",
        description="Everyone who has been interviewed or has written a story.",
        path=f"{address}?{request.GET.urlencode()}" if "after" in request.GET else address,
        section="people",
        current="page",
        next=f"{address}?after={after}" if after else "",
    )
    return page(request, "people.html", head, people=found)


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """One person, from the editions that show them."""
    batch = listing(request, person=slug)
    if not batch:
        return moved(request, "person", slug)
    cards = batch.cards
    newest = cards[0]
    own = next(each for each in newest.people if each.slug == slug)
    article = Article(editions.text(newest.pk), newest.address, {}, {})
    part = next((each for each in article.parts if each.anchor == own.anchor), None)
    head = Head(
        title=f"{own.name} | Stet",
        description=f"{own.name}, {own.place}: interviews and stories."
        if own.place
        else f"{own.name}: interviews.",
        path=paged(request, own.address),
        section="people",
        tone=newest.tone,
        kind="profile",
        picture=f"/images/{own.portrait}/640.webp" if own.portrait else "",
        picture_alt=f"Portrait of {own.name}",
        feed=reverse("person_feed", args=[slug, "rss"]),
        feed_title=own.name,
        next=older(own.address, batch),
        graph=[structured.profile(own)],
    )
    return page(
        request,
        "person.html",
        head,
        changed=max(each.live_from for each in cards),
        person=own,
        part=part,
        newest=newest,
        place="" if newest.is_story else f"#{own.anchor}",
        interviews=[each for each in cards if not each.is_story and each != newest],
        stories=[each for each in cards if each.is_story],
    )


@require_safe
def organization(request: HttpRequest, slug: str) -> HttpResponse:
    """One organization, from the editions whose people work there."""
    batch = listing(request, organization=slug)
    if not batch:
        return moved(request, "organization", slug)
    cards = batch.cards
    own = next(each for each in cards[0].people if each.organization_slug == slug)
    text = editions.text(cards[0].pk)
    about = next((each.about_organization for each in text.contributions if each.name == own.name), "")
    address = own.organization_address
    head = Head(
        title=f"{own.organization} | Stet",
        description=prose(about, text.references).plain
        or f"People of {own.organization}, and what they said.",
        path=paged(request, address),
        section="people",
        tone=cards[0].tone,
        next=older(address, batch),
        graph=[structured.collection("CollectionPage", own.organization, address, cards)],
    )
    people = [(each, card) for each, card in everybody(cards) if each.organization_slug == slug]
    return page(
        request,
        "organization.html",
        head,
        changed=max(each.live_from for each in cards),
        name=own.organization,
        about=prose(about, text.references).html,
        people=people,
        cards=cards,
    )
