"""What each check catches, and how often it cries wolf: writes docs/checks.md.

    python -m benchmarks.catches

Uses the scorer and the labelled texts beside the project; exit 1 where they are missing in CI.
"""

import csv
import importlib.util
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.floors import SCORER
from editorial.checks import ORDER, Check, all_checks
from editorial.lint import check_file
from editorial.remarks import Remark

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "checks.md"
SEEDS = ("interviews-part-4.draft.md", "story-page.txt")
START, END = "<!-- measured -->", "<!-- end of what is measured -->"
HEAD = f"""\
# The checks

Each has a page beside its module in `editorial/checks/`, with examples that the tests run;
`manage.py lint --explain NAME` prints it. Levels are defaults: a series' [house rules](lint.md#house-rules)
may change them. `python -m benchmarks.checks` measures their speed.

## All checks

{{checks}}

## What they catch

Measured by `python -m benchmarks.catches`, which writes this page. *Caught* are labelled faults in a line
that the check flags (one line of slack): in a draft and a page as they came, in texts that were shipped with
faults and mended later, and in published interviews. *Alarms* are findings on 599 published interviews away
from every labelled line. Parts of a source that an importer could not place are not counted.

{START}
{{measured}}
{END}
"""


@dataclass
class Measured:
    """What was counted. A fault may be caught by several checks; `faults` counts each once."""

    caught: dict[str, Counter[str]] = field(default_factory=dict)  # where -> check -> labels
    faults: dict[str, tuple[int, int]] = field(default_factory=dict)  # where -> caught, labelled
    alarms: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)


def scorer() -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of labels."""
    with (SCORER.parent / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def measure(score: Any) -> Measured:
    """Go through all labelled texts."""
    here, done = SCORER.parent, Measured()
    seeds = [row for row in rows("seeds/inventory.csv") if row["decidable"] == "y" and row["file"] in SEEDS]
    _count(done, "draft and page", [(here / "seeds" / row["file"], int(row["line"])) for row in seeds], score)
    for name in ("history", "published"):
        labels = [(here / "corpus" / row["file"], int(row["line"])) for row in rows(f"corpus/{name}.csv")]
        _count(done, name, labels, score)
    texts = sorted((here / "corpus" / "published").glob("*.markdown"))
    _alarms(done, texts, labels, score)
    return done


def _count(done: Measured, where: str, labels: list[tuple[Path, int]], score: Any) -> None:
    found = {path: check_file(str(path)).findings for path in {path for path, _ in labels}}
    by_check: Counter[str] = Counter()
    caught = 0
    for path, line in labels:
        checks = {each.check for each in found[path] if _touches(score, each, line)}
        by_check.update(checks)
        caught += bool(checks)
    done.caught[where] = by_check
    done.faults[where] = (caught, len(labels))


def _alarms(done: Measured, texts: list[Path], labels: list[tuple[Path, int]], score: Any) -> None:
    for path in texts:
        lines = [line for labelled, line in labels if labelled == path]
        for each in check_file(str(path)).findings:
            if not any(_touches(score, each, line) for line in lines):
                done.alarms[each.check] += 1
                done.levels[each.level] += 1


def _touches(score: Any, each: Remark, line: int) -> bool:
    return bool(score.touches({"line": each.line, "end_line": each.end_line}, line))


# -- the page


def page(measured: str) -> str:
    """The whole page, around what was measured."""
    return HEAD.format(checks="\n".join(_checks()), measured=measured)


def kept() -> str:
    """What was measured last."""
    return DOCUMENT.read_text(encoding="utf-8").partition(f"{START}\n")[2].partition(f"\n{END}")[0]


def _checks() -> Iterator[str]:
    yield from ("| check | level | what it finds |", "|---|---|---|")
    for each in sorted(all_checks().values(), key=_weight):
        yield f"| [{each.name}](../editorial/checks/{each.name}.md) | {each.level} | {each.label} |"


def _weight(check: Check) -> tuple[int, str]:
    return ORDER[check.level], check.name


def table(done: Measured) -> str:
    """What was measured, as Markdown."""
    lines = [f"| check | {' | '.join(done.caught)} | alarms |", f"|---|{'--:|' * (len(done.caught) + 1)}"]
    for name in sorted({*all_checks()} & {*done.alarms, *_names(done.caught.values())}):
        counts = " | ".join(_shown(counter[name]) for counter in done.caught.values())
        lines.append(f"| {name} | {counts} | {_shown(done.alarms[name])} |")
    totals = " | ".join(f"**{caught} of {labels}**" for caught, labels in done.faults.values())
    lines.append(f"| **faults caught by some check** | {totals} | **{done.alarms.total()}** |")
    levels = ", ".join(f"{done.levels[each]} {each}s" for each in ORDER)
    return "\n".join([*lines, "", f"Alarms by level: {levels}."])


def _names(counters: Iterable[Counter[str]]) -> set[str]:
    return {name for counter in counters for name in counter}


def _shown(number: int) -> str:
    return str(number) if number else ""


def main() -> int:
    """Measure, and write the page; without the labelled texts, what was measured last stays."""
    measured = table(measure(scorer())) if SCORER.exists() else kept()
    DOCUMENT.write_text(page(measured), encoding="utf-8")
    print(measured)
    if not SCORER.exists():
        print("The labelled texts beside the project are absent: nothing was measured.")
        return 1 if os.environ.get("CI") else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
