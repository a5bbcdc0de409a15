"""What others' tools say of the pages: Lighthouse on a telephone, the Nu HTML checker on every screen,
schemas on feeds and sitemap. Takes the demo as a deployment serves it; exits 1 where anything falls short.

make web
"""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.e2e.screenshots import ROOT, demo_desk

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
NU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
SCHEMAS = {"/feed.atom": "atom", "/feed.rss": "rss", "/sitemap.xml": "sitemap"}
EXCUSED = ".*webkitdirectory.*"  # in no standard and in every browser: a folder is chosen without a script
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 0.99
SHEET = re.compile(r'<link rel="stylesheet" href="/static/site/(\w+)')
HEAVIEST = 30 * 1024  # bytes of HTML and CSS, compressed
TRIES = 5  # other work on the machine counts against a page, never for it


def fetched(folder: Path) -> Iterator[str]:
    """Every screen and what machines read, as files; yields each readers' page that weighs too much."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from tests.e2e.screens import DESK, READERS
    from tests.editorial.browsing import fresh

    sheets = {
        each.stem: len(gzip.compress(each.read_bytes())) for each in (ROOT / "static/site").glob("*.css")
    }
    heaviest = 0
    for kind, screens in (("desk", DESK), ("readers", READERS)):
        (folder / kind).mkdir()
        for screen in screens:
            accounts = get_user_model().objects
            client = fresh(accounts.get(username=screen.account)) if screen.account else Client()
            content = client.get(screen.address()).content
            (folder / kind / f"{screen.name}.html").write_bytes(content)
            if kind == "readers":
                style = sum(sheets[name] for name in SHEET.findall(content.decode()))
                heaviest = max(heaviest, weight := style + len(gzip.compress(content)))
                if weight > HEAVIEST:
                    yield f"{screen.name}: {weight / 1024:.1f} KB of HTML and CSS"
    for address, name in SCHEMAS.items():
        (folder / f"{name}.xml").write_bytes(Client().get(address).content)
    print(f"HTML and CSS of the heaviest readers' page, compressed: {heaviest / 1024:.1f} KB")


def unsound(folder: Path) -> Iterator[str]:
    """What the Nu HTML checker calls an error."""
    pages = sorted(folder.glob("*/*.html"))
    command = ["java", "-jar", str(NU), "--errors-only", "--exit-zero-always", "--stdout"]
    command += ["--filterpattern", EXCUSED, *map(str, pages)]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    print(f"Nu HTML checker: {len(pages)} pages, {len(found.splitlines())} errors")
    yield from (line.replace(f"file:{folder}/", "") for line in found.splitlines())


def unfit(folder: Path) -> Iterator[str]:
    """Where a feed or the sitemap is not what its schema says (RELAX NG, by the checker's own Jing)."""
    driver = "nu.validator.vendor.thaiopensource.relaxng.util.Driver"
    for name in SCHEMAS.values():
        files = [str(HERE / "schemas" / f"{name}.rnc"), str(folder / f"{name}.xml")]
        command = ["java", "-cp", str(NU), driver, "-c", *files]
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
        print(f"Schema of {name}: {'fits' if not done.returncode else 'does not fit'}")
        yield from done.stdout.splitlines() if done.returncode else ()


def judged(address: str) -> Iterator[str]:
    """Where Lighthouse's scores on a telephone fall short, the best of a few tries."""
    from tests.e2e.screens import edition

    for path in ("/", edition("edition", "interviews")(), edition("edition", "story")()):
        report, least = {}, -1.0
        for _ in range(TRIES):
            one = lighthouse(f"{address}{path}")
            if one and (score := min(scores(one).values())) > least:
                report, least = one, score
            if least >= LEAST:
                break
        if not report:
            yield f"{path}: Lighthouse gave no report"
            continue
        shift = report["audits"]["cumulative-layout-shift"]["numericValue"]
        figures = ", ".join(f"{name} {100 * score:.0f}" for name, score in scores(report).items())
        print(f"Lighthouse {path}: {figures}, CLS {shift:g}")
        if least < LEAST or shift:
            yield from (f"{path}: {each}" for each in wanting(report))
        loaded = [each["url"] for each in report["audits"]["network-requests"]["details"]["items"]]
        yield from (f"{path} loads {url}" for url in loaded if not re.match(f"{address}/|data:", url))


def lighthouse(url: str) -> dict[str, Any]:
    """Its report, at its own settings for a telephone; nothing where it met an error of its own."""
    command = ["node", str(MODULES / "lighthouse" / "cli" / "index.js"), url, "--quiet", "--output=json"]
    command += [f"--only-categories={','.join(CATEGORIES)}"]
    command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking"]
    more = {"CHROME_PATH": shutil.which("chromium") or ""}
    done = subprocess.run(  # noqa: S603
        command, check=False, stdout=subprocess.PIPE, env={**os.environ, **more}, timeout=600
    )
    return {} if done.returncode else dict(json.loads(done.stdout))


def scores(report: dict[str, Any]) -> dict[str, float]:
    """By category, from 0 to 1."""
    return {name: report["categories"][name]["score"] or 0 for name in CATEGORIES}


def wanting(report: dict[str, Any]) -> Iterator[str]:
    """What took points away."""
    for name, each in report["audits"].items():
        if each["score"] is not None and each["score"] < LEAST:
            why = filter(None, (each["title"], each.get("displayValue"), each.get("explanation")))
            yield f"{name}: {', '.join(why)}"


def main() -> int:
    """Everything, and a line for each figure."""
    with demo_desk(production=True) as address, tempfile.TemporaryDirectory() as name:
        import django

        django.setup()
        folder = Path(name)
        faults = [*fetched(folder), *unsound(folder), *unfit(folder), *judged(address)]
    print("\n".join(["", *faults]) if faults else "Nothing is wanting.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
