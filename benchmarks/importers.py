#!/usr/bin/env python3
"""Import the texts in some folders and print, as Markdown tables, what became of them and how fast.

benchmarks/importers.py FOLDER…
"""

import sys
import time
from collections import Counter
from pathlib import Path

from editorial.lint import files
from series import markup
from series.importers import Imported, Unreadable, Why
from series.importers.reading import read


def count(imported: Imported) -> Counter[str]:
    """What one text has of everything."""
    manuscript = imported.manuscript
    people = manuscript.contributions
    answers = [answer for each in people for answer in each.answers]
    return Counter(
        {
            "files": 1,
            "people": len(people),
            "questions": len(manuscript.prompts),
            "answers": len(answers),
            "empty answers": sum(not (each.body or each.declined) for each in answers),
            "words in answers": sum(markup.parse(each.body, manuscript.references).words for each in answers),
            "fields with text": sum(bool(each.text) for each in manuscript.fields()),
            "link definitions": manuscript.references.count("\n[") + manuscript.references.startswith("["),
            **{f"left over: {why}": sum(each.why is why for each in imported.leftovers) for why in Why},
        }
    )


def main(folders: list[str]) -> None:
    """Print the tables."""
    columns, broken, speed = {}, [], {}
    for folder in folders:
        counts: Counter[str] = Counter()
        size, spent = 0, 0.0
        for path in map(Path, files([folder])):
            given = path.read_bytes()
            started = time.process_time()
            try:
                imported = read(given)
            except Unreadable as refused:
                counts["files that cannot be read"] += 1
                broken.append((path.name, 1, str(refused), ""))
                continue
            spent, size = spent + time.process_time() - started, size + len(given)
            counts.update(count(imported))
            broken += [
                (path.name, imported.position(each.start)[0], each.what, " ".join(each.text.split()))
                for each in imported.unplaced
            ]
        columns[Path(folder).name] = counts
        speed[Path(folder).name] = f"{size / 1e6 / max(spent, 1e-9):.1f} MB/s"
    _print(columns, speed, broken)


def _print(
    columns: dict[str, Counter[str]], speed: dict[str, str], broken: list[tuple[str, int, str, str]]
) -> None:
    print("| |", " | ".join(columns), "|")
    print("|---|" + "---:|" * len(columns))
    for name in dict.fromkeys(name for counts in columns.values() for name in counts):
        print(f"| {name} |", " | ".join(f"{counts[name]:,}" for counts in columns.values()), "|")
    print("| speed |", " | ".join(speed.values()), "|")
    print("\n| broken in the file itself | line | what | words |\n|---|---:|---|---|")
    for path, line, what, words in broken:
        print(f"| {path} | {line} | {what} | `{words}` |")


if __name__ == "__main__":
    main(sys.argv[1:])
