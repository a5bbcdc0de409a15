"""`lint --explain` and `lint --list`: the pages of the checks, as plain text. Pure: no Django."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from textwrap import indent

from editorial.catalogue import Example, page
from editorial.checks import ORDER, Check, all_checks
from editorial.lint import Unclear


def listed() -> str:
    """A line for each check, the heaviest first."""
    checks = sorted(all_checks().values(), key=_weight)
    width = max(len(each.name) for each in checks)
    return "".join(f"{each.level:8} {each.name:{width}}  {each.label}\n" for each in checks)


def _weight(check: Check) -> tuple[int, str]:
    return ORDER[check.level], check.name


def explained(name: str) -> str:
    """The page of a check. Raises Unclear where there is none, with what may have been meant."""
    checks = all_checks()
    if name not in checks:
        near = get_close_matches(name, checks, 1)
        hint = f"Is “{near[0]}” meant?" if near else "“lint --list” names all."
        raise Unclear(f"There is no check “{name}”. {hint}")
    about = page(name)
    parts = [
        f"{about.label} ({name}, {checks[name].level})",
        about.what,
        f"Why: {about.why}",
        f"Flagged, for example:\n\n{_examples(about.flagged)}",
        f"Passes, for example:\n\n{_examples(about.passes)}",
        f"When to let it stand: {about.when}",
    ]
    return "\n\n".join(parts) + "\n"


def _examples(examples: Iterable[Example]) -> str:
    return "\n    --\n".join(indent(each.source, "    ") for each in _shortest(examples))


def _shortest(examples: Iterable[Example]) -> Iterator[Example]:
    """Three of them, texts before manuscripts: those say the most at a glance."""
    written = [each for each in examples if each.source.strip()]
    yield from sorted(written, key=lambda each: (each.kind != "text", len(each.source)))[:3]
