"""What pages say to machines: schema.org data as JSON-LD."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from series import wording
from series.cards import Appears, Card, Page, Part
from series.manuscript import Contribution, Manuscript

Data = dict[str, Any]
CARD = "site/img/og-default.png"  # the picture of what has none
HOUSE: Data = {"@type": "Organization", "name": "Stet"}
ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def absolute(address: str) -> str:
    """An address with the site's name in front."""
    return f"{settings.SITE_URL}{address}"


def script(graph: Iterable[Data]) -> SafeString:
    """JSON-LD that no text can break out of."""
    data = {"@context": "https://schema.org", "@graph": list(graph)}
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for letter, escape in ESCAPES.items():
        written = written.replace(letter, escape)
    return mark_safe(written)


def installment(page: Page, description: str) -> list[Data]:
    """An article with its people, and its conversations or its sections."""
    card, text = page.card, page.manuscript
    url = absolute(card.address)
    series = {"@type": "CreativeWorkSeries", "@id": absolute(series_address(card)), "name": card.series}
    article: Data = {
        "@type": "Article",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": card.headline,
        "description": description,
        "genre": "Story" if card.is_story else "Interview",
        "inLanguage": "en",
        "datePublished": card.first_published.isoformat(),
        "dateModified": card.live_from.isoformat(),
        "wordCount": card.words,
        "image": [absolute(each) for each in (placard(card), picture(card)) if each],
        "publisher": {**HOUSE, "url": absolute("/")},
        "isPartOf": series,
    }
    if card.part is not None:
        article["position"] = card.part
    if page.notices:
        article["correction"] = [
            {"@type": "CorrectionComment", "text": each["text"], "datePublished": each["at"]}
            for each in page.notices
        ]
    if card.topics:
        article["keywords"] = [each.name for each in card.topics]
    people = [person(each) for each in card.people]
    if card.is_story:
        article |= {"author": people, "hasPart": _sections(url, text)}
    else:
        article |= {"author": {**HOUSE, "url": absolute("/")}, "contributor": people}
        article["hasPart"] = _conversations(url, text, card)
    return [
        article,
        crumbs([("Series", "/series/"), (card.series, series_address(card)), (card.headline, card.address)]),
    ]


def _sections(url: str, text: Manuscript) -> list[Data]:
    ids = wording.anchors(prompt.text for prompt in text.prompts)
    return [
        {"@type": "WebPageElement", "name": prompt.text, "url": f"{url}#{anchor}"}
        for prompt, anchor in zip(text.prompts, ids, strict=True)
    ]


def _conversations(url: str, text: Manuscript, card: Card) -> list[Data]:
    addresses = {each.anchor: each.address for each in card.people}
    found = []
    for each, anchor in zip(text.contributions, wording.anchors(text.people), strict=True):
        about = addresses.get(anchor)
        conversation: Data = {
            "@type": "Conversation",
            "@id": f"{url}#{anchor}",
            "name": f"Interview with {each.name}",
            "hasPart": _questions(url, text, each, anchor),
        }
        found.append(conversation | ({"about": {"@id": absolute(about)}} if about else {}))
    return found


def _questions(url: str, text: Manuscript, each: Contribution, anchor: str) -> list[Data]:
    numbers = {prompt.key: number for number, prompt in enumerate(text.prompts, 1)}
    return [
        {
            "@type": "Question",
            "position": numbers[answer.prompt],
            "name": text.question(each, answer),
            "url": f"{url}#{anchor}-q{numbers[answer.prompt]}",
        }
        for answer in each.answers
        if answer.body.strip() or answer.declined
    ]


def person(each: Appears) -> Data:
    """A person with role and organization, as an edition has them."""
    data: Data = {"@type": "Person", "name": each.name}
    if each.address:
        data |= {"@id": absolute(each.address), "url": absolute(each.address)}
    if each.role:
        data["jobTitle"] = each.role
    if each.organization:
        data["worksFor"] = {"@type": "Organization", "name": each.organization}
    if each.portrait:
        data["image"] = absolute(f"/images/{each.portrait}/640.webp")
    return data


def collection(kind: str, name: str, address: str, parts: Iterable[Part]) -> Data:
    """A page that lists installments."""
    url = absolute(address)
    items = [{"@type": "Article", "headline": each.headline, "url": absolute(each.address)} for each in parts]
    return {"@type": kind, "@id": url, "url": url, "name": name, "hasPart": items}


def profile(each: Appears) -> Data:
    """The page about a person."""
    return {"@type": "ProfilePage", "url": absolute(each.address), "mainEntity": person(each)}


def crumbs(steps: list[tuple[str, str]]) -> Data:
    """The way from the home page."""
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": absolute(address)}
        for place, (name, address) in enumerate([("Home", "/"), *steps], 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def series_address(card: Card) -> str:
    """The address of an edition's series."""
    return f"/series/{card.series_slug}/"


def picture(card: Card) -> str:
    """A portrait that stands for an edition; "" where it has none."""
    portrait = next((each.portrait for each in card.people if each.portrait), "")
    return f"/images/{portrait}/640.webp" if portrait else ""


def placard(card: Card) -> str:
    """The picture that is drawn for an edition."""
    return f"/cards/{card.pk}-{card.digest[:8]}.png"
