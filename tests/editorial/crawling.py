"""Walks through the site as a browser would: every page that links lead to, one for each route; its forms."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve


@dataclass
class Form:
    """A form: where it goes, and what it sends as it stands."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address, self.links, self.forms = address, list[str](), dict[str, Form]()
        self.inside, self.area, self.select = "", "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(urljoin(self.address, given["href"]))
        if tag == "form":
            self.inside = given.get("id") or f"form {len(self.forms)}"
            place = urljoin(self.address, given.get("action", ""))
            self.forms[self.inside] = Form(place, given.get("method", "get").upper())
        form = self.forms.get(given.get("form") or self.inside)
        if form is None or not given.get("name"):
            self.select = given.get("name", self.select) if tag == "select" else self.select
            if tag != "option":
                return
        if tag == "option" and form is not None and self.select:
            if "selected" in given or not form.fields.get(self.select):
                form.fields[self.select] = given.get("value", "")
        elif form is not None and tag in ("input", "textarea", "select", "button"):
            self.select = given["name"] if tag == "select" else self.select
            form.fields.setdefault(given["name"], given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self.inside = "" if tag == "form" else self.inside


def route(address: str) -> str:
    """The pattern of an address; "" where it leads nowhere here."""
    try:
        return str(resolve(urlsplit(address).path).route)
    except Resolver404:
        return ""


def pages(client: Client, start: str, apart: tuple[str, ...] = ()) -> Iterator[Page]:
    """Every page that can be reached from here, one for each route."""
    waiting, seen = [start], {route(start)}
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        page = Page(address, answer.content.decode())
        yield page
        for link in page.links:
            kind = route(link)
            if kind and kind not in seen and link.startswith("/") and not link.startswith(apart or ("//",)):
                seen.add(kind)
                waiting.append(link.partition("#")[0])
