"""What `lint` found as SARIF 2.1.0, which code hosts and editors read.

Pure: no Django.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from editorial.catalogue import page
from editorial.checks import Check, all_checks
from editorial.remarks import Remark, Result

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"blocker": "error", "warning": "warning", "notice": "note"}


def as_sarif(results: Sequence[Result]) -> str:
    """One SARIF log with one run; what could not be read is a notification of it."""
    used = {each.check for result in results for each in result.findings}
    rules = [_rule(check) for name, check in all_checks().items() if name in used]
    places = {rule["id"]: place for place, rule in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": "stet", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(results)],
        "results": [_result(result.path, each, places) for result in results for each in result.findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _rule(check: Check) -> dict[str, Any]:
    about = page(check.name)
    return {
        "id": check.name,
        "name": check.label,
        "shortDescription": {"text": check.label},
        "fullDescription": {"text": about.what},
        "help": {"text": f"{about.why}\n\nWhen to let it stand: {about.when}"},
        "defaultConfiguration": {"level": LEVELS[check.level]},
    }


def _invocation(results: Iterable[Result]) -> dict[str, Any]:
    failed = [
        {"level": "error", "message": {"text": each.error}, "locations": [_location(each.path)]}
        for each in results
        if each.error
    ]
    return {"executionSuccessful": not failed, "toolExecutionNotifications": failed}


def _result(path: str, each: Remark, places: dict[str, int]) -> dict[str, Any]:
    found = {
        "ruleId": each.check,
        "ruleIndex": places[each.check],
        "level": LEVELS[each.level],
        "message": {"text": each.message},
        "locations": [_location(path, each)],
        "partialFingerprints": {"stet/v1": each.fingerprint},
        "properties": {"houseRules": each.rules},
    }
    if each.instead is not None and each.excerpt:
        found["fixes"] = [_fix(path, each, each.instead)]
    return found


def _location(path: str, each: Remark | None = None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(path)}}
    if each:
        physical["region"] = _region(each)
    return {"physicalLocation": physical}


def _region(each: Remark) -> dict[str, int]:
    return {
        "startLine": each.line,
        "startColumn": each.column,
        "endLine": each.end_line,
        "endColumn": each.end_column,
    }


def _fix(path: str, each: Remark, instead: str) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(each), "insertedContent": {"text": instead}}
    change = {"artifactLocation": {"uri": _uri(path)}, "replacements": [replacement]}
    return {"description": {"text": "Repair it."}, "artifactChanges": [change]}


def _uri(path: str) -> str:
    return Path(path).as_uri() if Path(path).is_absolute() else quote(Path(path).as_posix())
