"""Measures the readers' site: a page that is kept beside a constant body of the same size on the same server,
pages that are not kept, and what they cost with a hundred times as much to read.

    python -m benchmarks.readers [--most EDITIONS] [--write]

On SQLite in a scratch folder; with DATABASE_URL what is not kept alone, on a PostgreSQL of this machine where
databases may be made. Prints Markdown; --write puts it into docs/readers.md.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks import serving

FEW = 1_000
TIMES = 3  # processes that measure each database by turns; the least of them counts
DOC = Path(__file__).resolve().parent.parent / "docs" / "readers.md"
START, END = "<!-- {}: python -m benchmarks.readers --write -->\n", "<!-- end of {} -->"
PLAIN = {"DEBUG": "1", "SEARCHES_A_MINUTE": "0", "DJANGO_SETTINGS_MODULE": "editorial.settings"}


def places(folder: Path, sizes: tuple[int, ...]) -> dict[int, dict[str, str]]:
    """The environment of a database for each size, all of them empty."""
    url, found = os.environ.get("DATABASE_URL", ""), {}
    for size in sizes:
        data = folder / str(size)
        data.mkdir()
        found[size] = {"DATA_DIR": str(data)}
        if url:
            found[size]["DATABASE_URL"] = urlsplit(url)._replace(path=f"/{_created(url, size)}").geturl()
    return found


def _created(url: str, size: int) -> str:
    import psycopg

    name = f"readers_{size}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}".encode())
        connection.execute(f"CREATE DATABASE {name}".encode())
    return name


def asked(place: dict[str, str], *words: str) -> str:
    """What `benchmarks.unkept` says in a process of its own."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.unkept", *words]
    environ = {**os.environ, **PLAIN, **place}
    return subprocess.run(command, env=environ, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603


def unkept(found: dict[int, dict[str, str]]) -> str:
    """Both databases by turns, in Markdown."""
    least: dict[int, dict[str, float]] = {size: {} for size in found}
    for _ in range(TIMES):
        for size, place in found.items():
            for name, cost in json.loads(asked(place, "measure")).items():
                least[size][name] = min(cost, least[size].get(name, cost))
    few, many = least.values()
    head = "| not kept, CPU in ms | " + " | ".join(f"{size:,} editions" for size in found) + " | |"
    rows = [f"| {name} | {few[name]:.2f} | {many[name]:.2f} | {many[name] / few[name]:.2f} |" for name in few]
    return "\n".join([head, "|---|---|---|---|", *rows])


def write(name: str, text: str) -> None:
    """Put what was measured between its two markers."""
    before, _, rest = DOC.read_text(encoding="utf-8").partition(START.format(name))
    after = rest.partition(END.format(name))[2]
    whole = f"{before}{START.format(name)}\n{text}\n\n{END.format(name)}{after}"
    DOC.write_text(whole, encoding="utf-8")


def main() -> None:
    """Fill, measure, fill more, measure again."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--most", type=int, default=100_000)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    results = {}
    with tempfile.TemporaryDirectory() as name:
        found = places(Path(name), (FEW, given.most))
        for size, place in found.items():
            asked(place, "fill", str(size))
        if "DATABASE_URL" not in os.environ:
            os.environ |= {**PLAIN, **found[FEW]}
            results = {"kept": serving.kept(), "memory": serving.memory()}
        results["postgresql" if "DATABASE_URL" in os.environ else "sqlite"] = unkept(found)
    for name, text in results.items():
        print(f"\n{text}")
        if given.write:
            write(name, text)


if __name__ == "__main__":
    main()
