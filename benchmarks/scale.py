"""Takes a folder of posts the whole way, twice, into two series: imported, mended where a check is right and
let stand where the text is, reviewed, published by the gate's own rules, exported as files, and every link of
these followed over HTTP.

    python -m benchmarks.scale FOLDER [--most POSTS]

Prints what each step costs a post, and why some were refused. The database is made in a folder of its own,
and removed with it. Exit 1 where a link leads nowhere.
"""

import argparse
import collections
import http.server
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

from editorial import fixing
from editorial.checks import Finding
from series.manuscript import Manuscript

SERIES = ("First run", "Second run")
MENDED = {"placeholder_link", "relative_link", "garbled_characters"}  # the checks are right: see `mended`
REASON = "It was published like this, and stands as it was said."
INLINE = re.compile(r"\[([^\]]*)\]\([^)]*\)")
LEADING = re.compile(r"""\b(?:href|src)=["']([^"']+)["']|\bsrcset=["']([^"']+)["']""")
ADDRESS = re.compile(r"""https?://[^\s"'<>()\[\]\\]+""")


class Costs:
    """Seconds of CPU and queries of each step, summed up."""

    def __init__(self) -> None:
        self.seconds: collections.Counter[str] = collections.Counter()
        self.queries: collections.Counter[str] = collections.Counter()
        self.posts = 0

    @contextmanager
    def of(self, step: str) -> Iterator[None]:
        from django.db import connection

        def counted(execute: Callable[..., Any], *args: Any) -> Any:
            self.queries[step] += 1
            return execute(*args)

        began = time.process_time()
        with connection.execute_wrapper(counted):
            yield
        self.seconds[step] += time.process_time() - began

    def table(self) -> str:
        """What a post costs."""
        lines = ["| step | CPU a post | queries |", "| --- | --- | --- |"]
        for step, seconds in self.seconds.items():
            lines.append(
                f"| {step} | {1000 * seconds / self.posts:.1f} ms | {self.queries[step] / self.posts:.1f} |"
            )
        lines.append(f"| together | {1000 * self.seconds.total() / self.posts:.1f} ms | |")
        return "\n".join(lines)


def published(folder: Path, most: int) -> tuple[Costs, list[str]]:
    """Take every post the whole way; returns also why some are still drafts, a sentence each."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from editorial import desk
    from series import writing
    from series.manuscript import Format

    editor, reviewer = (get_user_model().objects.create_user(name, is_staff=True) for name in ("ada", "bo"))
    editor.groups.set(Group.objects.filter(name="editor"))
    reviewer.groups.set(Group.objects.filter(name__in=["reviewer", "publisher"]))
    admin = get_user_model().objects.create_superuser("cleo")
    costs, left = Costs(), []
    for title in SERIES:
        slug = title.lower().replace(" ", "-")
        series = writing.begin_series(title=title, slug=slug, format=Format.INTERVIEWS)
        desk.set_quorum(series, 1, by=admin)
        for path in sorted(each for each in folder.iterdir() if each.is_file())[:most]:
            costs.posts += 1
            left += [f"{path.name}: {sentence}" for sentence in _taken(path, series, editor, reviewer, costs)]
    return costs, left


def _taken(path: Path, series: Any, editor: Any, reviewer: Any, costs: Costs) -> Iterator[str]:
    from editorial import desk
    from editorial.checks import Level
    from editorial.standing import Standing
    from editorial.workflow import Refused
    from series.importers import Unreadable
    from series.importers.reading import read

    try:
        with costs.of("read and import"):
            docket = desk.import_draft(series, read(path.read_bytes(), name=path.name), by=editor)
        with costs.of("mend"):
            text = mended(docket.head.read(), [each.finding for each in Standing(docket).findings])
            if text != docket.head.read():
                desk.file_copy(docket, text, by=editor, base=docket.head.digest)
        with costs.of("submit"):
            desk.make(docket, "submit", by=editor)
        with costs.of("let stand"):
            for each in Standing(docket).findings:
                found = each.finding
                if each.is_open and found.level is Level.WARNING:
                    desk.stet(docket, found.fingerprint, by=reviewer, reason=REASON)
        with costs.of("approve"):
            assert docket.head
            desk.make(docket, "approve", by=reviewer, seen=docket.head.digest)
        with costs.of("publish"):
            desk.make(docket, "publish", by=reviewer)
    except Unreadable as error:
        yield str(error)
    except Refused as refused:
        checks = sorted({each.finding.check for each in Standing(docket).findings if each.is_open})
        yield f"{refused} {checks}"


def mended(text: Manuscript, findings: Iterable[Finding]) -> Manuscript:
    """The text as an editor would leave it: what was pasted into an address is taken out, what leads nowhere
    is no link any more."""
    fields = {field.path: field.text for field in text.fields()}
    found = [each for each in findings if each.check in MENDED]
    fixes = [fix for each in found for fix in _fixes(each, fields)]
    return fixing.fix(text, fixes)


def _fixes(found: Finding, fields: dict[str, str]) -> Iterator[Finding]:
    whole = fields[found.path]
    if found.instead is not None:
        yield found
    elif "<Paste>" in found.excerpt:
        yield replace(found, instead=found.excerpt.replace("<Paste>", ""))
    elif found.path != "references":
        link = next(each for each in INLINE.finditer(whole) if each.start() <= found.start < each.end())
        yield replace(found, start=link.start(), end=link.end(), excerpt=link[0], instead=link[1])
    else:  # of two places for one name the first counted, which is none
        start = whole.rfind("\n", 0, found.start) + 1
        line = whole[start:].partition("\n")[0]
        yield replace(found, start=start, end=start + len(line), excerpt=line, instead="")


# -- the copy, and its links


@contextmanager
def served(folder: Path, port: int) -> Iterator[None]:
    """The files as any file server gives them."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args: Any) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def crawled(site: str) -> tuple[int, dict[str, str]]:
    """How many addresses there are, and those that lead nowhere with a page that names them."""
    seen, dead = (
        {f"{site}{path}": "the site" for path in ("/", "/sitemap.xml", "/llms.txt", "/robots.txt")},
        {},
    )
    waiting = list(seen)
    with ThreadPoolExecutor(4) as pool:
        while waiting:
            found: dict[str, str] = {}
            for address, links in zip(waiting, pool.map(_links, waiting), strict=True):
                if links is None:
                    dead[address] = seen[address]
                for link in links or ():
                    if link.startswith(f"{site}/") and link not in seen:
                        found.setdefault(link, address)
            seen |= found
            waiting = list(found)
    return len(seen), dead


def _links(address: str) -> set[str] | None:
    """What the answer at an address leads to; None where nothing is there."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - our own server
            kind, body = answer.headers.get_content_type(), answer.read()
    except urllib.error.HTTPError:
        return None
    if not kind.startswith(("text/", "application/")):
        return set()
    text = unescape(body.decode())
    links = set(ADDRESS.findall(text))
    if kind == "text/html":
        for one, several in LEADING.findall(text):
            links |= {one} if one else {each.split()[0] for each in several.split(",")}
    whole = (urldefrag(urljoin(address, link)).url for link in links if " " not in link)
    return {each.rstrip(".,;") for each in whole}


def size(folder: Path) -> tuple[int, int]:
    """Files and bytes."""
    files = [each for each in folder.rglob("*") if each.is_file()]
    return len(files), sum(each.stat().st_size for each in files)


def exported(target: Path) -> float:
    """Seconds of CPU for the export, by the command, in a process of its own."""
    before = os.times()
    command = [sys.executable, "manage.py", "export_site", str(target), "--check"]
    subprocess.run(command, check=False)  # noqa: S603 - our own command; the crawl finds dead links, too
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> int:
    """Fill, publish, export, crawl."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=None)
    given = parser.parse_args()
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        port = spare.getsockname()[1]
    with tempfile.TemporaryDirectory() as name:
        site, scratch = f"http://127.0.0.1:{port}", Path(name)
        os.environ |= {"DATA_DIR": name, "DEBUG": "1", "SITE_URL": site}
        os.environ["DJANGO_SETTINGS_MODULE"] = "editorial.settings"
        import django
        from django.conf import settings
        from django.core.management import call_command

        django.setup()
        settings.DEBUG = False
        call_command("migrate", verbosity=0)
        costs, left = published(given.folder, given.most)
        print(f"{costs.posts} posts, {costs.posts - len(left)} published\n\n{costs.table()}\n")
        print("\n".join(left))
        seconds = exported(scratch / "site")
        files, total = size(scratch / "site")
        print(f"Export: {seconds:.1f} s of CPU, {files:,} files, {total / 1e6:.1f} MB")
        began = time.monotonic()
        with served(scratch / "site", port):
            number, dead = crawled(site)
    print(f"Crawl: {number:,} addresses in {time.monotonic() - began:.1f} s, {len(dead)} lead nowhere")
    for address, source in list(dead.items())[:20]:
        print(f"  {source} leads to {address}")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
