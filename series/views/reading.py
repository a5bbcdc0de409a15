"""The pages of one installment: by person, by question, withdrawn, moved."""

from collections.abc import Sequence
from html import escape  # Django's own, which takes lazy texts, too, costs three times as much

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from series import editions, rendering, structured
from series.cards import Filed, Page
from series.neighbours import beside
from series.templatetags.site import day

from .answering import gone, not_found, page
from .head import Head


@require_safe
def edition(request: HttpRequest, series: str, slug: str) -> HttpResponse:
    """An installment by person, or a story."""
    found = editions.at(series, slug, timezone.now())
    return _read(request, found, found.html) if found else absent(request, series, slug, "edition")


@require_safe
def questions(request: HttpRequest, series: str, slug: str) -> HttpResponse:
    """An installment by question."""
    found = editions.at(series, slug, timezone.now())
    if found is None:
        return absent(request, series, slug, "questions")
    return _read(request, found, found.html_by_question) if found.html_by_question else not_found(request)


def _read(request: HttpRequest, found: Page, html: str) -> HttpResponse:
    card = found.card
    article = rendering.filled(
        html,
        published=day(card.first_published),
        topics=_filed(card.topics),
        filed=render_to_string("site/partials/tags.html", {"topics": card.topics}) if card.is_story else "",
    )
    template = "story.html" if card.is_story else "installment.html"
    head = _head(found)
    return page(
        request,
        template,
        head,
        changed=card.live_from,
        edition=found,
        article=article,
        beside=beside(found, head.feed),
        related=found.related,
    )


def _filed(topics: Sequence[Filed]) -> str:
    links = ", ".join(f'<a href="{each.address}">{escape(each.name)}</a>' for each in topics)
    return links and f"<span>{links}</span>"


def _head(found: Page) -> Head:
    card = found.card
    description = card.summary or card.headline
    return Head(
        title=f"{card.headline} | Stet",
        description=description,
        path=card.address,
        section="stories" if card.is_story else "series",
        tone=card.tone,
        sheet="site/article.css",
        kind="article",
        published=card.first_published,
        picture=structured.placard(card),
        picture_alt=card.headline,
        feed=f"{structured.series_address(card)}feed.rss",
        feed_title=card.series,
        previous=found.earlier[0].address if found.earlier else "",
        next=found.later.address if found.later else "",
        graph=structured.installment(found, description),
    )


def absent(request: HttpRequest, series: str, slug: str, view: str) -> HttpResponse:
    """Withdrawn, moved, or never public."""
    was = editions.was_at(series, slug, timezone.now())
    if was is None:
        return not_found(request)
    if was.ended:
        return gone(request, was.title, was.reason)
    if was.slug == slug or was.live_until:
        return not_found(request)
    return HttpResponsePermanentRedirect(reverse(view, args=[series, was.slug]))
