"""What `lint` found, as it is printed: for people, for programs, for GitHub. SARIF is in `editorial.sarif`.

Pure: no Django.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from editorial.checks import ORDER, Finding, Level
from series.importers import Imported, Leftover

EXCERPT = 120  # characters of a leftover that are shown


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding in its place in the file. Lines and columns count from 1; the end column is the one
    after the last character. `rules` is the version of the house rules."""

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
    fingerprint: str
    rules: str


@dataclass(frozen=True, slots=True)
class Result:
    """What was found in one file; `error` says why it could not be read."""

    path: str
    form: str = ""
    findings: tuple[Remark, ...] = ()
    unplaced: tuple[dict[str, object], ...] = ()
    notices: tuple[str, ...] = ()
    error: str = ""


def result(path: str, imported: Imported, found: Iterable[Finding]) -> Result:
    """What was found in an imported file, in the order of its lines."""
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
        finding.fingerprint,
        finding.rules,
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
