"""The whole public site as files that any file server can serve: what a reader's browser could reach, and
what feed readers and crawlers ask for. Views answer here as they do for a reader who is not signed in.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from series import directory, editions
from series.folder import Folder
from series.models import Announcement, Edition, Organization, Person, Series, Topic
from series.views.answering import not_found

KINDS = ("rss", "atom", "json")
ATTRIBUTE = re.compile(r'\b(?:href|src|action|cite)="(?![a-zA-Z][a-zA-Z0-9+.-]*:|//)([^"]*)"')
SOURCES = re.compile(r'\bsrcset="([^"]*)"')
STYLED = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")
PAGE = r"((?:/[\w-]+)+)(/|\.md)\?(before|after)=([\w-]+)"
PAGED = re.compile(PAGE + r'(?=["<)])')
MOVED = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Moved</title>
<meta http-equiv="refresh" content="0; url={0}"><link rel="canonical" href="{1}{0}">
</head><body><p>This page has moved: <a href="{0}">{0}</a></p></body></html>
"""


@dataclass
class Exported:
    """What an export found; `dead` has the address that leads nowhere, and one that leads to it."""

    files: int = 0
    dead: dict[str, str] = field(default_factory=dict)
    fragments: dict[str, dict[str, str]] = field(default_factory=dict)  # address -> fragment -> seen on


def export(folder: Folder, moment: datetime) -> Exported:
    """Put every public file into the folder, and ask for what they lead to, until nothing is new."""
    done = Exported()
    waiting = dict.fromkeys(_roots(moment), "the site itself")
    seen = set(waiting)
    while waiting:
        address = next(iter(waiting))
        source = waiting.pop(address)
        content, kind = _answer(address)
        if content is None:
            done.dead[address] = source
            continue
        folder.put(_file(address), _repaged(content, kind))
        done.files += 1
        for link in sorted(_links(address, content, kind)):
            target, fragment = urldefrag(link)
            target = target or address
            if fragment and kind.startswith("text/html"):
                done.fragments.setdefault(target, {}).setdefault(fragment, address)
            if target not in seen:
                seen.add(target)
                waiting[target] = address
    for old, new in _moved(moment):
        if old not in seen and new in seen - done.dead.keys():
            folder.put(_file(old), MOVED.format(escape(new), settings.SITE_URL).encode())
            done.files += 1
    return done


def broken(folder: Folder, done: Exported) -> Iterator[str]:
    """A sentence for each link that leads nowhere: to no page, or to no place on its page."""
    for address, source in sorted(done.dead.items()):
        yield f"{source} leads to {address}, which is not there."
    for address, wanted in sorted(done.fragments.items()):
        page = None if address in done.dead else folder.read(_file(address))
        if page is not None:
            ids = set(re.findall(r'\bid="([^"]*)"', page.decode()))
            for fragment, source in sorted(wanted.items()):
                if fragment not in ids:
                    yield f"{source} leads to {address}#{fragment}, and that page has no such place."


def state(moment: datetime) -> str:
    """A digest of all that pages are made from: as long as it is the same, so are they."""
    found = hashlib.sha256(f"{settings.SITE_URL} {settings.STATIC_URL} {timezone.localdate(moment)}".encode())
    live = Edition.objects.filter(editions.live(moment)).order_by("pk")
    found.update(repr(list(live.values_list("pk", flat=True))).encode())
    for model in (Series, Topic, Person, Organization, Announcement):
        found.update(repr(list(model._default_manager.order_by("pk").values_list())).encode())
    roots = (settings.BASE_DIR / name for name in ("series", "templates", "static"))
    for path in sorted(path for root in roots for path in root.rglob("*") if path.suffix != ".pyc"):
        found.update(f"{path} {path.stat().st_mtime_ns if path.is_file() else ''}".encode())
    return found.hexdigest()


def _roots(moment: datetime) -> Iterator[str]:
    for name in ("home", "archive", "home_copy", "robots", "llms", "sitemap"):
        yield reverse(name)
    yield "/404.html"
    for kind in KINDS:
        yield from (reverse(name, args=[kind]) for name in ("feed", "interviews_feed", "stories_feed"))
    for view, slug in directory.directory(moment):
        yield reverse(view, args=[slug])
        if view != "organization":
            yield from (reverse(f"{view}_feed", args=[slug, kind]) for kind in KINDS)
    for each in directory.addresses(moment):
        yield reverse("edition", args=[each.series, each.slug])


def _moved(moment: datetime) -> Iterator[tuple[str, str]]:
    for series, old, new in directory.moved(moment):
        for view in ("edition", "questions"):
            yield reverse(view, args=[series, old]), reverse(view, args=[series, new])
    for kind, model in (("person", Person), ("organization", Organization), ("topic", Topic)):
        merged = model._default_manager.exclude(merged_into=None).order_by("slug")
        for gone, kept in merged.values_list("slug", "merged_into__slug"):
            yield reverse(kind, args=[gone]), reverse(kind, args=[kept])


def _answer(address: str) -> tuple[bytes | None, str]:
    """The content at an address and its media type; None where nothing is."""
    path = address.partition("?")[0]
    if path.startswith(settings.STATIC_URL):
        return _static(unquote(path.removeprefix(settings.STATIC_URL)))
    request = RequestFactory().get(address)
    request.user, request.exported = AnonymousUser(), True  # type: ignore[attr-defined]
    if path == "/404.html":
        return not_found(request).content, "text/html"
    try:
        match = resolve(unquote(path))
    except Resolver404:
        return None, ""
    if not match.func.__module__.startswith("series.views"):
        return None, ""  # the desk is no reader's
    answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return (answer.content if answer.status_code == 200 else None), answer.get("Content-Type", "")


def _static(name: str) -> tuple[bytes | None, str]:
    kind = "text/css" if name.endswith(".css") else ""
    if ".." in name.split("/"):
        return None, kind
    if found := finders.find(name):
        return Path(found).read_bytes(), kind
    if not staticfiles_storage.exists(name):
        return None, kind
    with staticfiles_storage.open(name) as file:
        return file.read(), kind


def _links(address: str, content: bytes, kind: str) -> set[str]:
    """The addresses of this site that an answer names."""
    if kind.startswith("text/css"):
        found = {urljoin(address, each) for each in STYLED.findall(content.decode())}
        return {each for each in found if each.startswith("/")}
    if not kind.startswith(("text/", "application/")):
        return set()
    text = content.decode()
    found = set(re.findall(rf'{re.escape(settings.SITE_URL)}(/[^\s"<>()\[\]\\&;]*)', text))
    if kind.startswith("text/html"):
        found.update(urljoin(address, unescape(each)) for each in ATTRIBUTE.findall(text))
        found.update(each.split()[0] for sources in SOURCES.findall(text) for each in sources.split(","))
    return {unescape(each) for each in found if each.startswith("/")}


def _repaged(content: bytes, kind: str) -> bytes:
    """A file server knows no queries: the further pages of a list get addresses of their own."""
    if not kind.startswith(("text/html", "text/markdown")):
        return content
    return PAGED.sub(lambda found: _page(*found.groups()), content.decode()).encode()


def _page(path: str, ending: str, word: str, place: str) -> str:
    return f"{path}/{word}/{place}{ending}"


def _file(address: str) -> str:
    found = re.fullmatch(PAGE, address)
    path = unquote(_page(*found.groups()) if found else address.partition("?")[0]).lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path
