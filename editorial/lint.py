"""`manage.py lint`: import files and run the checks on them, without a database and without Django.

Exit code 0: nothing to mend; 1: findings at or above `--fail-on`; 2: a file could not be read (the others
were checked all the same).
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from editorial.checks import ORDER, Finding, Level, run
from series.importers import Imported, Leftover, Unreadable
from series.importers.reading import FORMS, read

SUFFIXES = {".md", ".markdown", ".mdown", ".txt", ".interview", ".html"}
EXCERPT = 120  # characters of a leftover that are shown


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding, or one leftover, in its place in the file. Lines and columns count from 1; the end
    column is the one after the last character."""

    check: str
    level: str
    line: int
    column: int
    end_line: int
    end_column: int
    excerpt: str
    message: str
    instead: str | None
    field: str


@dataclass(frozen=True, slots=True)
class Result:
    """What was found in one file; `error` says why it could not be read."""

    path: str
    form: str = ""
    findings: tuple[Remark, ...] = ()
    unplaced: tuple[dict[str, object], ...] = ()
    notices: tuple[str, ...] = ()
    error: str = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, or - for standard input")
    parser.add_argument("--format", choices=("text", "json", "github"), default="text")
    parser.add_argument(
        "--fail-on",
        choices=[*map(str, Level)],
        default=str(Level.BLOCKER),
        help="the lowest level that makes the exit code 1",
    )
    parser.add_argument("--form", choices=[*FORMS], default="", help="the form of the files; else recognised")


def main(argv: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="manage.py lint", description="Check files as the desk would.")
    arguments(parser)
    asked = parser.parse_args(argv)
    return lint(asked.paths, asked.format, asked.fail_on, asked.form)


def lint(paths: Iterable[str], form_of_output: str, fail_on: str, form: str = "") -> int:
    """Check the files, print what was found, and return the exit code."""
    results = [check_file(path, form) for path in files(paths)]
    sys.stdout.write(WRITERS[form_of_output](results) + "\n")
    for result in results:
        if result.error:
            sys.stderr.write(f"{result.path}: {result.error}\n")
    return exit_code(results, fail_on)


def files(paths: Iterable[str]) -> Iterator[str]:
    """The files at these paths, those in folders by name."""
    for path in paths:
        if path != "-" and Path(path).is_dir():
            inside = (each for each in Path(path).rglob("*") if each.suffix.lower() in SUFFIXES)
            yield from sorted(str(each) for each in inside)
        else:
            yield path


def check_file(path: str, form: str = "") -> Result:
    """Import and check one file."""
    try:
        given = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        imported = read(given, form)
    except Unreadable as error:
        return Result(path, error=str(error))
    except OSError as error:
        return Result(path, error=f"It cannot be opened: {error.strerror}.")
    return check(path, imported)


def check(path: str, imported: Imported) -> Result:
    """Check what was imported."""
    leftovers = tuple(imported.leftover_fields())
    found = run(imported.manuscript, leftovers=leftovers)
    remarks = sorted((_remark(imported, each) for each in found), key=_place)
    unplaced = tuple(_unplaced(imported, each) for each in imported.leftovers)
    return Result(path, imported.form, tuple(remarks), unplaced, imported.notices)


def _place(remark: Remark) -> tuple[int, int, int, str]:
    return remark.line, remark.column, ORDER[Level(remark.level)], remark.check


def _remark(imported: Imported, finding: Finding) -> Remark:
    start, end = imported.span(finding.path, finding.start, finding.end)
    return Remark(
        finding.check,
        str(finding.level),
        *imported.position(start),
        *imported.position(end),
        finding.excerpt,
        finding.message,
        finding.instead,
        finding.path,
    )


def _unplaced(imported: Imported, leftover: Leftover) -> dict[str, object]:
    line, column = imported.position(leftover.start)
    end_line, end_column = imported.position(leftover.end)
    text = " ".join(leftover.text.split())
    return {
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "why": str(leftover.why),
        "message": leftover.what,
        "excerpt": text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…",
    }


def exit_code(results: Iterable[Result], fail_on: str) -> int:
    """0, 1 or 2: see the module's docstring."""
    worst = ORDER[Level(fail_on)]
    results = list(results)
    if any(result.error for result in results):
        return 2
    levels = (Level(each.level) for result in results for each in result.findings)
    return int(any(ORDER[level] <= worst for level in levels))


def summary(results: Sequence[Result]) -> dict[str, object]:
    """How many of everything."""
    levels = Counter(each.level for result in results for each in result.findings)
    return {
        "files": len(results),
        "unreadable": sum(bool(result.error) for result in results),
        **{f"{level}s": levels[level] for level in map(str, Level)},
        "unplaced": sum(len(result.unplaced) for result in results),
    }


def as_json(results: Sequence[Result]) -> str:
    """One JSON document; characters outside ASCII as they are."""
    files = [
        {key: value for key, value in asdict(each).items() if key != "error" or value} for each in results
    ]
    return json.dumps({"files": files, "summary": summary(results)}, ensure_ascii=False, indent=1)


def as_text(results: Sequence[Result]) -> str:
    """A line for each finding, as compilers print them, and a last line that sums up."""
    lines = [line for result in results for line in _text_lines(result)]
    counts = summary(results)
    total = ", ".join(f"{count} {name}" for name, count in counts.items())
    return "\n".join([*lines, f"{total}."])


def _text_lines(result: Result) -> Iterator[str]:
    if result.error:
        yield f"{result.path}: cannot be read: {result.error}"
    for notice in result.notices:
        yield f"{result.path}: {notice}"
    for each in result.findings:
        yield f"{result.path}:{each.line}:{each.column}: {each.level}: {each.message} [{each.check}]"
    for part in result.unplaced:
        what = f"{part['why']}: {part['message']}: {part['excerpt']}"
        yield f"{result.path}:{part['line']}:{part['column']}: {what}"


COMMANDS = {"blocker": "error", "warning": "warning", "notice": "notice"}


def as_github(results: Sequence[Result]) -> str:
    """Workflow commands, which GitHub shows beside the lines of a pull request."""
    return "\n".join(line for result in results for line in _github_lines(result))


def _github_lines(result: Result) -> Iterator[str]:
    path = _property(result.path)
    if result.error:
        yield f"::error file={path}::{_data(result.error)}"
    for each in result.findings:
        place = f"line={each.line},endLine={each.end_line},col={each.column},endColumn={each.end_column}"
        title = _property(each.check)
        yield f"::{COMMANDS[each.level]} file={path},{place},title={title}::{_data(each.message)}"
    for part in result.unplaced:
        if part["why"] == "unplaced":
            message = _data(f"{part['message']}: {part['excerpt']}")
            place = f"line={part['line']},endLine={part['end_line']}"
            yield f"::notice file={path},{place},title=unplaced::{message}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


WRITERS = {"text": as_text, "json": as_json, "github": as_github}
