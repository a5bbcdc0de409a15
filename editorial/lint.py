"""`manage.py lint`: import files and run the checks on them, without a database and without Django.

Exit code 0: nothing to mend; 1: findings at or above `--fail-on`, or with `--diff` something to repair;
2: a file or the house rules could not be read (the other files were checked all the same).
"""

import argparse
import gc
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from editorial import known
from editorial.checks import ORDER, Finding, Known, Level, run
from editorial.remarks import Result, as_github, as_json, as_text, result
from editorial.rules import Rules
from series.importers import Imported, Unreadable
from series.importers.reading import FORMS, read

SUFFIXES = {".md", ".markdown", ".mdown", ".txt", ".interview", ".html", ".docx"}
FORMATS = ("text", "json", "github", "sarif")


class Unclear(ValueError):
    """The command cannot be carried out as asked; the text says why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command is asked to do: see `arguments`."""

    paths: Sequence[str] = ()
    format: str = "text"
    fail_on: str = str(Level.BLOCKER)
    form: str = ""
    series: str = ""
    rules: str = ""
    fix: bool = False
    diff: bool = False
    explain: str = ""
    list: bool = False

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> "Asked":
        """Out of parsed options, of which there may be more."""
        return cls(**{each.name: options[each.name] for each in fields(cls)})


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read; `error` says why it could not be. `about` is what it may know of others."""

    path: str
    given: bytes = b""
    imported: Imported | None = None
    error: str = ""
    about: Known | None = None


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a file, a folder, or - for standard input")
    parser.add_argument("--format", choices=FORMATS, default="text")
    parser.add_argument(
        "--fail-on",
        choices=[*map(str, Level)],
        default=str(Level.BLOCKER),
        help="the lowest level that makes the exit code 1",
    )
    parser.add_argument("--form", choices=[*FORMS], default="", help="the form of the files; else recognised")
    beside = "read the files beside the texts of this folder: earlier parts, people. Alone: check all of it"
    parser.add_argument("--series", metavar="FOLDER", default="", help=beside)
    parser.add_argument("--rules", metavar="FILE", default="", help="house rules, in TOML")
    mending = parser.add_mutually_exclusive_group()
    mending.add_argument("--fix", action="store_true", help="repair in the files what is safe to repair")
    mending.add_argument("--diff", action="store_true", help="print what --fix would change; change nothing")
    parser.add_argument("--explain", metavar="CHECK", default="", help="print the page of a check")
    parser.add_argument("--list", action="store_true", help="list the checks with their levels")


def main(argv: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    collect_seldom()
    parser = argparse.ArgumentParser(prog="manage.py lint", description="Check files as the desk would.")
    arguments(parser)
    return lint(Asked.of(vars(parser.parse_args(argv))))


def collect_seldom() -> None:
    """Look for cycles in memory a hundredth as often: a program that ends soon leaves few, and each search
    goes through everything that was read."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def command() -> NoReturn:
    """The same as a program of its own: `stet-lint`."""
    sys.exit(main(sys.argv[1:]))


def lint(asked: Asked) -> int:
    """Do what was asked, print the outcome, and return the exit code."""
    try:
        if asked.list or asked.explain:
            from editorial.explaining import explained, listed

            sys.stdout.write(listed() if asked.list else explained(asked.explain))
            return 0
        return _lint(asked)
    except Unclear as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _lint(asked: Asked) -> int:
    rules = _rules(asked.rules)
    sources = gathered(asked.paths, asked.series, asked.form)
    if asked.fix or asked.diff:
        from editorial.lint_fixing import in_place, shown

        if asked.diff:
            return shown(sources, rules, asked.form)
        sources = in_place(sources, rules, asked.form)
    results = [check(each, rules) for each in sources]
    sys.stdout.write(_written(results, asked.format) + "\n")
    for each in results:
        if each.error:
            sys.stderr.write(f"{each.path}: {each.error}\n")
    return exit_code(results, asked.fail_on)


def _rules(path: str) -> Rules:
    """The house rules in a file. Raises Unclear with every reason against them."""
    if not path:
        return Rules()
    from editorial.checks import all_checks
    from editorial.rulebook import RulesError, from_toml

    try:
        return from_toml(Path(path).read_text(encoding="utf-8"), all_checks())
    except RulesError as error:
        raise Unclear("\n".join(f"{path}: {each}" for each in error.reasons)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise Unclear(f"{path}: the house rules cannot be read: {error}.") from None


# -- the files


def files(paths: Iterable[str]) -> Iterator[str]:
    """The files at these paths, those in folders by name."""
    for path in paths:
        if path != "-" and Path(path).is_dir():
            inside = (each for each in Path(path).rglob("*") if each.suffix.lower() in SUFFIXES)
            yield from sorted(str(each) for each in inside)
        else:
            yield path


def gathered(paths: Sequence[str], series: str, form: str) -> list[Source]:
    """The files that were asked for, each with what it may know of the others. Raises Unclear."""
    if not paths and not series:
        raise Unclear("Say which files or folders to check, or --series FOLDER.")
    asked = [*files(paths)]
    if not series:
        return [opened(path, form) for path in asked]
    if not Path(series).is_dir():
        raise Unclear(f"{series} is no folder.")
    beside = [*files([series])]
    sources = {_place(path): opened(path, form) for path in [*beside, *asked]}
    readable = [(place, each.imported) for place, each in sources.items() if each.imported]
    abouts = known.together([each.manuscript for _, each in readable], _today())
    for (place, imported), about in zip(readable, abouts, strict=True):
        before = sources[place]
        sources[place] = Source(before.path, before.given, imported, about=about)
    return [sources[_place(path)] for path in asked or beside]


def _today() -> str:
    return date.today().isoformat()  # noqa: DTZ011 - the day where the command runs


def _place(path: str) -> str:
    return path if path == "-" else str(Path(path).resolve())


def opened(path: str, form: str = "") -> Source:
    """One file, read."""
    try:
        given = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return Source(path, given, read(given, form))
    except Unreadable as error:
        return Source(path, error=str(error))
    except OSError as error:
        return Source(path, error=f"It cannot be opened: {error.strerror}.")


def check_file(path: str, form: str = "") -> Result:
    """Read and check one file."""
    return check(opened(path, form))


def check(source: Source, rules: Rules | None = None) -> Result:
    """Check what was read."""
    if source.imported is None:
        return Result(source.path, error=source.error)
    return result(source.path, source.imported, found(source.imported, source.about, rules))


def found(imported: Imported, about: Known | None, rules: Rules | None) -> list[Finding]:
    """What the checks find in an imported text."""
    about = about or Known(today=_today())
    return run(imported.manuscript, about, tuple(imported.leftover_fields()), rules=rules)


# -- the outcome


def exit_code(results: Iterable[Result], fail_on: str) -> int:
    """0, 1 or 2: see the module's docstring."""
    worst = ORDER[Level(fail_on)]
    results = list(results)
    if any(result.error for result in results):
        return 2
    levels = (Level(each.level) for result in results for each in result.findings)
    return int(any(ORDER[level] <= worst for level in levels))


def _written(results: Sequence[Result], form: str) -> str:
    if form == "sarif":
        from editorial.sarif import as_sarif

        return as_sarif(results)
    return {"text": as_text, "json": as_json, "github": as_github}[form](results)
