"""How fast importers and checks read: MB/s, the share of each check, growth with the length of a text.

    python -m benchmarks.checks [FOLDER]

Reads the demo's texts, or all files of a folder. Times are of the processor, so that what else the machine
does counts little. Exit 1 where something is slower than promised.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from editorial.catalogue import CLEAN
from editorial.checks import Known, Reading, all_checks, run
from editorial.lint import collect_seldom
from series import markup
from series.importers import Imported
from series.importers.reading import read
from series.manuscript import Answer, Contribution, Manuscript, Prompt

DEMO = Path(__file__).resolve().parent.parent / "editorial" / "demo"
ROUNDS = 3  # the best of these counts
SHOWN = 8
TURNS = 2_000_000  # of an empty loop: how fast the machine was meanwhile, to compare two runs
SHARE = 0.2  # of all checks' time, at most, for one
INSTALLMENT = 0.015  # seconds for four people with four answers
SIZES = (10, 100, 1000)  # KB
STEEPEST = 15  # times as long for ten times the text
PARAGRAPH = (
    "We planned the **first** week with [a list](https://a.test/list) and two people. It held until Friday, "
    "when the crane stopped; nobody had asked who would mend it, and “somebody” is not a name. "
)


def seconds(work: Iterable[object]) -> float:
    """How long it takes to go through, starting from an empty memory of parses."""
    for kept in (markup._parse, markup._parse_long):
        kept.cache_clear()
    start = time.process_time()
    for _ in work:
        pass
    return time.process_time() - start


def best(work: Callable[[], Iterable[object]]) -> float:
    """The seconds of the best of a few rounds."""
    return min(seconds(work()) for _ in range(ROUNDS))


def costs(texts: Iterable[Imported]) -> Counter[str]:
    """Seconds by check; what they all read (the parse, the visible words) counts as "reading"."""
    spent: Counter[str] = Counter()
    for text in texts:
        start = time.process_time()
        reading = Reading(text.manuscript, Known(), tuple(text.leftover_fields()))
        for copy in reading.written:
            _ = copy.spoken, copy.targets
        _ = (
            reading.whole,
            reading.low,
            reading.unusual,
            reading.strange,
            reading.odd,
            reading.addresses,
            reading.definitions,
        )
        spent["reading"] += (now := time.process_time()) - start
        for name, each in all_checks().items():
            for _ in each.read(reading):
                pass
            spent[name] += (then := time.process_time()) - now
            now = then
    return spent


def installment(people: int, questions: int, words: int) -> Manuscript:
    """An installment of this size, in honest prose."""
    prompts = tuple(Prompt(key=str(n), text=f"What did week {n} bring?") for n in range(questions))
    body = PARAGRAPH * max(1, words // len(PARAGRAPH.split()))
    answers = tuple(Answer(key=each.key, prompt=each.key, body=body) for each in prompts)
    who = tuple(
        Contribution(key=str(n), name=f"Person {chr(65 + n)}", answers=answers) for n in range(people)
    )
    return replace(CLEAN, prompts=prompts, contributions=who)


def long_answer(kilobytes: int) -> Manuscript:
    """One person with answers of this many KB together, none too long to be kept."""
    each = min(kilobytes, 100)
    return installment(1, max(1, kilobytes // 100), each * 1000 * len(PARAGRAPH.split()) // len(PARAGRAPH))


def main(folder: Path) -> int:
    """Measure and print; returns the exit code."""
    collect_seldom()  # as the command does
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".txt", ".markdown"))
    sources = [path.read_text(encoding="utf-8", errors="replace") for path in files]
    size = sum(len(source.encode()) for source in sources) / 1e6
    texts = [read(source) for source in sources]
    print(f"{len(files)} files, {size:.2f} MB, {sum(map(words, texts)):,} words")
    reading = best(lambda: map(read, sources))
    checking = best(lambda: (run(text.manuscript) for text in texts))
    print(f"calibration {best(lambda: iter(range(TURNS))) * 1000:.0f} ms for {TURNS:,} turns")
    print(f"importing  {reading:7.2f} s  {size / reading:6.2f} MB/s")
    print(f"checking   {checking:7.2f} s  {size / checking:6.2f} MB/s")
    print(f"together   {reading + checking:7.2f} s  {size / (reading + checking):6.2f} MB/s")
    return int(any([_shares(texts), _sizes()]))


def _shares(texts: list[Imported]) -> bool:
    """Print what each check costs; whether one costs too much."""
    spent = costs(texts)
    whole = spent.total()
    print(f"reading {spent.pop('reading') / whole:.0%}; the slowest of {len(spent)} checks:")
    for name, took in spent.most_common(SHOWN):
        print(f"  {name:32} {took:7.3f} s  {took / whole:4.0%}")
    return max(spent.values()) > SHARE * whole


def _sizes() -> bool:
    """Print what single texts cost; whether that is too much, or grows too fast."""
    four, long = took(installment(4, 4, 150)), took(installment(4, 4, 625))
    print(f"4 people with 4 answers: {four * 1000:.1f} ms; 10,000 words: {long * 1000:.1f} ms")
    growing = [took(long_answer(each)) for each in SIZES]
    print("growth: " + ", ".join(f"{each} KB {t:.3f} s" for each, t in zip(SIZES, growing, strict=True)))
    return four > INSTALLMENT or any(after > STEEPEST * before for before, after in pairwise(growing))


def took(text: Manuscript) -> float:
    """Seconds to check one text."""
    return best(lambda: (run(each) for each in [text]))


def words(text: Imported) -> int:
    """How many words an imported text has."""
    return sum(len(field.text.split()) for field in text.manuscript.fields())


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO))
