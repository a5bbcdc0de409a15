"""Hostile texts of every kind through preview, pasting, saving and the pages that show them."""

import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.db import transaction

from series.models import Installment
from tests.editorial.browsing import as_, page
from tests.editorial.pages import fields, said
from tests.editorial.people import draft, head_text, series
from tests.editorial.test_admin_import_many import bring, post, states

ROOT = Path(__file__).resolve().parents[2]
IMPORT = "/desk/series/installment/import/"
TEXTS = ("xss-html", "xss-markdown", "unicode", "url", "field-text", "slug", "csv", "scalar", "datetime")


class Harm(HTMLParser):
    """What a browser would run of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag] if tag in ("script", "style", "iframe", "object", "embed", "form", "svg") else []
        for name, value in attrs:
            scheme = "".join((value or "").lower().split()).partition(":")[0]
            bad = name in ("href", "src", "action") and scheme in ("javascript", "data", "vbscript")
            self.found += [f"{name}={value}"] if bad or name.startswith("on") or name == "style" else []


def hostile(shared: Path) -> Iterator[tuple[str, str]]:
    """Every hostile text: kept as a file, or made by the generator of the large ones."""
    for kind in TEXTS:
        for path in sorted((shared / "badinputs" / "files" / kind).iterdir()):
            yield path.name, path.read_text(encoding="utf-8", errors="replace")
    spec = importlib.util.spec_from_file_location("gen_big", shared / "badinputs" / "gen_big.py")
    assert spec is not None
    big = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(big)
    for name in big.MD:
        yield name, big.make(name).decode(errors="replace")


@pytest.mark.thorough
@pytest.mark.parametrize("way", ["preview", "paste", "save"])
def test_every_hostile_text_is_answered_in_time_and_without_markup_of_its_own(people, shared, settings, way):
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "zeal" not in each]
    docket, client = draft(people), as_(people.alice)
    person = page("person", docket, head_text(docket).contributions[0].key)
    asked = fields(client.get(person))
    house = series(title="Other").pk

    def send(text: str):
        if way == "preview":
            return client.post("/desk/preview/", {"content": text})
        if way == "paste":
            return client.post(
                "/desk/series/installment/import/", {"text": text, "series": house, "_show": "1"}
            )
        return client.post(person, {**asked, "background": text, "name": text[:300], "url": text[:300]})

    for name, text in hostile(shared):
        with transaction.atomic():
            point = transaction.savepoint()
            start = time.process_time()
            answer = send(text)
            took = time.process_time() - start
            transaction.savepoint_rollback(point)
        assert answer.status_code < 500, name
        assert took < 2, (name, took)
        if way == "preview":
            assert Harm(answer.content.decode()).found == [], name


@pytest.mark.thorough
@pytest.mark.shared
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="It starts a server with a database of its own.")
def test_the_largest_inputs_by_every_way_in_are_answered_in_time_and_within_memory(shared):
    command = [sys.executable, "-W", "ignore", "-m", "tests.faults.hostile", "--large"]
    env = {name: value for name, value in os.environ.items() if name != "STET_TESTS"}

    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)  # noqa: S603

    assert done.returncode == 0, done.stdout + done.stderr


def test_names_are_shown_escaped(people):
    shown = bring(as_(people.alice), {"<b>x.md": post(1, "Eve <script>alert(1)</script>"), "two.md": post(2)})

    assert "<script>alert" not in shown.content.decode()
    assert "<b>x.md" not in shown.content.decode()


def test_hostile_files_all_at_once_are_answered_with_a_page(people, shared):
    files = sorted(each for each in (shared / "badinputs" / "files").rglob("*") if each.is_file())
    chosen = {f"{n}-{each.name}"[-60:]: each.read_bytes()[:1_000_000] for n, each in enumerate(files[::9])}

    shown = bring(as_(people.alice), chosen)
    editor, path = as_(people.alice), shown.request["PATH_INFO"]
    while "Go on" in said(shown):
        shown = editor.post(f"{path}on/", follow=True)

    assert shown.status_code == 200
    assert not Installment.objects.exists()
    assert not set(states().values()) - {"read", "unreadable", "picture"}
