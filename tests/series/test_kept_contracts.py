"""What the store of pages relies on, held by reading the code."""

import ast
from pathlib import Path

from series import issuing, kept
from series.views import searching

VIEWS = Path(issuing.__file__).parent / "views"


def test_every_parameter_that_a_view_reads_is_one_that_makes_another_page():
    read: set[str] = set()
    for path in VIEWS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            read |= set(_read(node))

    assert read - {"urlencode()", "name"} | set(searching.FILTERS) == kept.READ  # the filters' names


def _read(node: ast.AST) -> list[str]:
    """`request.GET.get("q")`, `"q" in request.GET`, `request.GET["q"]`; what else is done is named, too."""
    asked: list[ast.expr] = []
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_get(node.func.value):
        if node.func.attr != "get":
            return [f"{node.func.attr}()"]
        asked = node.args[:1]
    elif isinstance(node, ast.Compare) and _is_get(node.comparators[0]):
        asked = [node.left]
    elif isinstance(node, ast.Subscript) and _is_get(node.value):
        asked = [node.slice]
    return [ast.literal_eval(each) if isinstance(each, ast.Constant) else ast.unparse(each) for each in asked]


def _is_get(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "GET"


def test_whoever_issues_or_takes_back_an_edition_tells_every_process():
    tree = ast.parse(Path(issuing.__file__).read_text(encoding="utf-8"))
    public = [each for each in tree.body if isinstance(each, ast.FunctionDef) and each.name[0] != "_"]
    told = [each.name for each in public if [ast.unparse(by) for by in each.decorator_list] == ["shown"]]

    assert told == [each.name for each in public] == ["issue", "cancel", "withdraw"]
