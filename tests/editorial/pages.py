"""Reads the desk's pages as a browser does: which fields a form would post, and what is said."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any


class Form(HTMLParser):
    """The fields of the form with this id, or of the first that posts."""

    def __init__(self, page: str, wanted: str = "text_form") -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.wanted, self.inside, self.off, self.area, self.select = wanted, False, False, "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == self.wanted
        if tag == "fieldset":
            self.off = "disabled" in given
        if not self.inside or self.off or "disabled" in given:
            return
        if tag == "input" and given.get("type") not in ("submit", "file", "radio"):
            if given.get("type") != "checkbox" or "checked" in given:
                self.fields[given["name"]] = given.get(
                    "value", "on" if given.get("type") == "checkbox" else ""
                )
        elif tag == "textarea" and "name" in given:
            self.area = given["name"]
            self.fields[self.area] = ""
        elif tag == "select":
            self.select = given["name"]
        elif tag == "option" and ("selected" in given or self.select not in self.fields):
            self.fields[self.select] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.fields[self.area] = self.fields[self.area].removeprefix("\n").replace("\n", "\r\n")
            self.area = ""
        elif tag == "fieldset":
            self.off = False
        elif tag == "form":
            self.inside = False


def fields(response: Any, form: str = "text_form") -> dict[str, str]:
    """What the form would post as it stands, with the line ends of browsers."""
    return Form(response.content.decode(), form).fields


def said(response: Any) -> str:
    """The page's words, without tags."""
    text = re.sub(r"<(script|style|textarea|svg).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())
