"""How fast importers and checks read: seconds per megabyte, the slowest checks by name.

    python -m benchmarks.checks [FOLDER]

Reads the demo's texts, or all files of a folder.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from editorial.checks import all_checks, run
from series.importers import Imported
from series.importers.reading import read
from series.markup import parse

DEMO = Path(__file__).resolve().parent.parent / "editorial" / "demo"
ROUNDS = 3  # the best of these counts
SHOWN = 8


def seconds(work: Iterable[object]) -> float:
    """How long it takes to go through, starting from an empty memory of parses."""
    parse.cache_clear()
    start = time.perf_counter()
    for _ in work:
        pass
    return time.perf_counter() - start


def check_all(texts: list[Imported], only: tuple[str, ...] = ()) -> float:
    """Seconds that the checks take on all texts, parsing included."""
    return min(seconds(run(text.manuscript, only=only) for text in texts) for _ in range(ROUNDS))


def main(folder: Path) -> None:
    """Measure and print."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".txt", ".markdown"))
    sources = [path.read_text(encoding="utf-8", errors="replace") for path in files]
    size = sum(len(source.encode()) for source in sources) / 1e6
    texts = [read(source) for source in sources]
    print(f"{len(files)} files, {size:.2f} MB, {sum(map(words, texts)):,} words")

    reading = min(seconds(read(source) for source in sources) for _ in range(ROUNDS))
    checking = check_all(texts)
    print(f"importing  {reading:7.2f} s  {size / reading:6.2f} MB/s")
    print(f"checking   {checking:7.2f} s  {size / checking:6.2f} MB/s")

    cost = Counter({name: check_all(texts, (name,)) for name in all_checks()})
    print(f"the slowest of {len(cost)} checks, each alone (parsing included):")
    for name, took in cost.most_common(SHOWN):
        print(f"  {name:32} {took:7.3f} s")


def words(text: Imported) -> int:
    """How many words an imported text has."""
    return sum(len(field.text.split()) for field in text.manuscript.fields())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO)
