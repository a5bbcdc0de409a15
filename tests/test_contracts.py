"""The rules that the code keeps about itself: who may import whom, who saves, how large things grow."""

import ast
import re
import statistics
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(
    path
    for package in ("series", "editorial", "benchmarks")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)
# nothing else saves rows
WRITERS = (
    *("series/writing.py", "series/issuing.py", "series/indexing.py", "series/duplicates.py"),
    *("editorial/desk/", "benchmarks/"),  # what measures makes a database of its own
)
WRITES = {
    *("create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"),
    *("acreate", "asave", "aupdate", "adelete", "abulk_create", "abulk_update", "raw"),
}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "common", "base", "services", "misc"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def writes(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and name of every call that saves rows.

    Saving a picture or a stored file has a positional argument, updating a dict too; rows have neither.
    """
    for call in ast.walk(module):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        verb, named = call.func.attr, {keyword.arg for keyword in call.keywords}
        saves = verb == "save" and not call.args and "commit" not in named
        updates = verb == "update" and not call.args and bool(named)
        if saves or updates or verb in WRITES:
            yield call.lineno, verb


def test_imports_keep_their_contracts(capsys):
    result = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_logo=True, no_cache=True)

    assert result == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("row.save()", ["save"]),
        ("row.save(update_fields=['stage'])", ["save"]),
        ("Docket.objects.filter(pk=1).update(stage='live')", ["update"]),
        (
            "Docket.objects.create(), rows.delete(), Step.objects.bulk_create(steps)",
            ["create", "delete", "bulk_create"],
        ),
        ("picture.save(out, 'PNG'); form.save(commit=False); values.update(more); text.strip()", []),
    ],
)
def test_a_write_is_recognised(code, found):
    assert [verb for _, verb in writes(ast.parse(code))] == found


def test_what_calls_itself_pure_is_held_to_it_and_typed_strictly():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    contracts = {contract["name"]: contract for contract in settings["importlinter"]["contracts"]}
    held = set(contracts["The pure core imports no Django"]["source_modules"])
    typed = {path.removesuffix(".py").replace("/", ".") for path in settings["mypy"]["files"]}

    pure = {
        name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in SOURCES
        if "Pure: no Django" in (ast.get_docstring(tree(path)) or "")
    }

    assert {each for each in pure if not any(f"{each}.".startswith(f"{one}.") for one in held)} == set()
    assert held == typed


def test_only_the_writers_save_rows():
    strays = [
        f"{name(path)}:{line} .{verb}("
        for path in SOURCES
        if not name(path).startswith(WRITERS)
        for line, verb in writes(tree(path))
    ]

    assert strays == []


# mail and storage are Django's to send
CLIENTS = set("aiohttp boto3 ftplib http httpx imaplib requests smtplib socket ssl telnetlib urllib3".split())
CLIENTS |= {"http.client", "urllib.request"}


def test_nothing_fetches_what_a_text_names():
    strays = [
        f"{name(path)}: {imported}"
        for path in SOURCES
        if not name(path).startswith("benchmarks/")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for imported in (
            [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "", *(f"{node.module}.{each.name}" for each in node.names)]
        )
        if imported in CLIENTS
    ]

    assert strays == []


def test_nothing_is_exported_for_a_spreadsheet():
    """Where something is, its cells must not begin like a formula."""
    kinds = re.compile(r"text/csv|spreadsheetml|^(?:import|from) (?:csv|openpyxl|xlsxwriter)", re.MULTILINE)

    sources = [path for path in SOURCES if not name(path).startswith("benchmarks/")]
    assert [name(path) for path in sources if kinds.search(path.read_text(encoding="utf-8"))] == []


def test_no_rule_of_ours_hides_in_a_signal():
    hidden = [
        name(path)
        for path in SOURCES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("signals")
        for imported in node.names
        if imported.name not in ("pre_migrate", "post_migrate")
    ]

    assert hidden == []


def test_every_module_says_what_it_is_for():
    silent = [name(path) for path in SOURCES if path.stat().st_size and not ast.get_docstring(tree(path))]

    assert silent == []


def test_no_module_has_a_name_that_says_nothing():
    assert [name(path) for path in SOURCES if FORBIDDEN_NAMES & {path.stem, path.parent.name}] == []


def test_files_are_short():
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}

    assert {path: length for path, length in lengths.items() if length > 300} == {}


def test_functions_are_short():
    lengths = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in SOURCES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    assert statistics.median(lengths) <= 9
    assert statistics.quantiles(lengths, n=20)[-1] <= 30


@pytest.mark.parametrize("document", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]), ids=name)
def test_documents_name_only_what_there_is(document):
    text = document.read_text(encoding="utf-8")
    named = re.findall(r"`((?:series|editorial|tests|docs|requirements)/[\w./-]*)`", text)
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)

    missing = [each for each in named if not (ROOT / each).exists()]
    missing += [each for each in linked if not (document.parent / each).exists()]

    assert missing == []
