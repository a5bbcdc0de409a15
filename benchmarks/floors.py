"""Runs the scorer on the labelled texts beside the project and compares its figures with what was promised.

    python -m benchmarks.floors

Exit 1 where a figure is worse than its floor; also in CI where the scorer is missing.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

SCORER = Path(__file__).resolve().parent.parent.parent / "shared" / "score.py"
CAUGHT = {  # at least
    "interviews-part-4.draft.md, decidable blockers": 45,
    "interviews-part-4.draft.md, decidable warnings": 28,
    "story-page.txt, decidable blockers": 9,
}
FALSE_BLOCKERS = 2  # texts, at most
HEADING = re.compile(r"^  (\S.*):$")
FIGURE = re.compile(r"^   caught (\d+) of (\d+)$")
FALSE = re.compile(r"texts with a false blocker: (\d+) of \d+")


def shortfalls(report: str) -> list[str]:
    """What is worse than promised in the scorer's report, or missing from it."""
    caught, heading = {}, ""
    for line in report.splitlines():
        if match := HEADING.match(line):
            heading = match[1]
        elif match := FIGURE.match(line):
            caught[heading] = int(match[1])
    found = [
        f"{name}: {caught.get(name, 'no')} caught, {floor} promised"
        for name, floor in CAUGHT.items()
        if caught.get(name, -1) < floor
    ]
    wrong = FALSE.search(report)
    if wrong is None or int(wrong[1]) > FALSE_BLOCKERS:
        figure = wrong[1] if wrong else "no figure"
        found.append(f"texts with a false blocker: {figure}, at most {FALSE_BLOCKERS} promised")
    return found


def main() -> int:
    """Print the scorer's report and what falls short."""
    if not SCORER.exists():
        print("The labelled texts beside the project are absent: nothing was scored.")
        return 1 if os.environ.get("CI") else 0
    command = [sys.executable, str(SCORER), "--lint", f"{sys.executable} manage.py lint --format json"]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 - our own command
    print(run.stdout)
    found = shortfalls(run.stdout)
    for line in found:
        print("too low:", line)
    if not found:
        print("every floor holds")
    return 1 if found or run.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
