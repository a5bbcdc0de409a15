"""Every hostile input by every way in, on a real server: no error, nothing slow, nothing that fills memory.

    python -m tests.faults.hostile [--large] [--write]

Files are as they lie in the folder of hostile inputs beside the project; the large ones (--large: these
alone) are made by its generator, at their full size, in processes of their own. For each answer the worker's
processor time and the peak of its memory are taken. --write puts the figures into docs/reliability.md.
Exit 1 where anything is amiss.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT.parent / "shared" / "badinputs"
PAGE = ROOT / "docs" / "reliability.md"
START, END = "<!-- hostile: python -m tests.faults.hostile --write -->", "<!-- end of hostile -->"
HEAD = """| way in | inputs | answers | slowest | which | most memory | which |
|---|---|---|---|---|---|---|
"""
SECONDS, MEGABYTES = 2.0, 512  # of the processor, for one answer; more than the worker had before
PLAIN = {"SECRET_KEY": "x1y2z3" * 12, "ALLOWED_HOSTS": "127.0.0.1", "SECURE_SSL_REDIRECT": "0", "DEBUG": "0"}
PLAIN |= {"SITE_URL": "http://127.0.0.1", "SEARCHES_A_MINUTE": "0", "PREVIEWS_A_MINUTE": "0"}
ACTED = ("500-files", "200-headers", "login-200-rotating-xff")  # what a runner does, and what is no input


@dataclass(frozen=True)
class Input:
    """One hostile input."""

    kind: str
    name: str
    upload: str  # under which name it would be sent
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")


@dataclass
class Way:
    """What came of all inputs by one way."""

    name: str
    inputs: int = 0
    answers: int = 0
    slowest: tuple[float, str] = (0.0, "")
    fattest: tuple[float, str] = (0.0, "")
    amiss: list[str] = field(default_factory=list)

    def note(self, each: Input, status: int, seconds: float, megabytes: float) -> None:
        """One answer."""
        self.answers += 1
        self.slowest = max(self.slowest, (seconds, each.name))
        self.fattest = max(self.fattest, (megabytes, each.name))
        if status >= 500 or seconds > SECONDS or megabytes > MEGABYTES:
            self.amiss.append(
                f"{self.name}, {each.kind}/{each.name}: {status}, {seconds:.1f} s, {megabytes:.0f} MB"
            )

    def row(self) -> str:
        (seconds, slow), (megabytes, fat) = self.slowest, self.fattest
        figures = (
            f"{self.inputs:,} | {self.answers:,} | {seconds:.2f} s | {slow} | {megabytes:.0f} MB | {fat}"
        )
        return f"| {self.name} | {figures} |"


def kept(folder: Path = FOLDER) -> Iterator[Input]:
    """Those that are kept as files; of a name, a picture under that name."""
    png = (folder / "files" / "image" / "ok-png").read_bytes()
    for case in json.loads((folder / "manifest.json").read_text(encoding="utf-8")):
        kind, name = case["id"].split("/", 1)
        upload = case.get("upload_name") or f"{name}{ENDS.get(case['kind'], '.md')}"
        if "file" in case:
            yield Input(kind, name, upload, (folder / case["file"]).read_bytes())
        elif case["kind"] == "filename":
            yield Input(kind, name, upload, png)


def large(folder: Path = FOLDER) -> Iterator[Input]:
    """Those that are made."""
    for name in _made(folder, "--list").decode().split():
        kind = {"img": "image", "docx": "docx"}.get(name.partition("-")[0], "large text")
        if name not in ACTED:
            yield Input(kind, name, name + ENDS.get(kind, ".md"), _made(folder, name))


ENDS = {"image": ".png", "svg": ".svg", "docx": ".docx", "xml": ".xml", "html": ".html", "bin": ".svgz"}


def _made(folder: Path, *words: str) -> bytes:
    command = [sys.executable, str(folder / "gen_big.py"), *words]
    return subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - beside the project


def main() -> int:
    """Send, look, say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--large", action="store_true", help="only those that are made")
    parser.add_argument("--write", action="store_true", help="the figures into docs/reliability.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ways = run(folder, [large] if asked.large else [kept, large])
    print(HEAD + "\n".join(each.row() for each in ways))
    amiss = [fault for each in ways for fault in each.amiss]
    print("\n".join(amiss[:40]))
    if asked.write:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(START)
        table = HEAD + "\n".join(each.row() for each in ways)
        PAGE.write_text(f"{before}{START}\n{table}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 1 if amiss else 0


def run(folder: str, sources: list[Callable[[], Iterator[Input]]]) -> list[Way]:
    """All inputs by all ways, on a server with a desk of its own in this folder."""
    os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "editorial.settings", **PLAIN}
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks.serving import server
    from tests.editorial.people import cast, draft
    from tests.faults import sending

    call_command("migrate", verbosity=0, stdout=StringIO())
    call_command("collectstatic", interactive=False, verbosity=0, stdout=StringIO())
    people = cast()
    with server("editorial.wsgi") as (port, worker):
        given = chain.from_iterable(source() for source in sources)
        return sending.everything(given, port, worker, people.alice, draft(people))


if __name__ == "__main__":
    sys.exit(main())
