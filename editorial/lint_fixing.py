"""`lint --fix` and `lint --diff`: one-click fixes in the files themselves. Pure: no Django.

A file keeps everything else as it was: its line ends, its mark of UTF-8. Other encodings are left alone.
"""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from editorial.fixing import ROUNDS, diff, fix_source
from editorial.lint import Source, found, opened
from editorial.rules import Rules
from series.importers import Imported
from series.importers.reading import read

MARK = "\ufeff"


def in_place(sources: Iterable[Source], rules: Rules, form: str) -> list[Source]:
    """Repair the files; returns them as they are then."""
    return [_repaired(each, rules, form) for each in sources]


def _repaired(source: Source, rules: Rules, form: str) -> Source:
    before, after = texts(source, rules, form)
    if before == after:
        return source
    if source.path == "-":
        sys.stderr.write("-: standard input cannot be repaired in place: use --diff.\n")
        return source
    Path(source.path).write_bytes(after.encode())
    sys.stderr.write(f"{source.path}: repaired.\n")
    again = opened(source.path, form)
    return Source(again.path, again.given, again.imported, again.error, source.about)


def shown(sources: Sequence[Source], rules: Rules, form: str) -> int:
    """Print what would change; returns the exit code."""
    diffs = [diff(*texts(each, rules, form), each.path) for each in sources]
    sys.stdout.write("".join(diffs))
    for each in sources:
        if each.error:
            sys.stderr.write(f"{each.path}: {each.error}\n")
    return 2 if any(each.error for each in sources) else int(any(diffs))


def texts(source: Source, rules: Rules, form: str) -> tuple[str, str]:
    """The file's text before and after, with its own line ends; the same where it is left alone."""
    try:
        raw = source.given.decode()
    except UnicodeDecodeError:
        raw = ""
    ends = _ends(raw)
    if source.imported is None or not raw or ends is None:
        return raw, raw

    def again(text: str) -> Imported:
        return read(text, form)

    imported = source.imported
    for _ in range(ROUNDS):
        mended = fix_source(imported, found(imported, source.about, rules), again)
        if mended == imported.source:
            break
        imported = again(mended)
    if imported.source == source.imported.source:
        return raw, raw
    return raw, (MARK if raw.startswith(MARK) else "") + imported.source.replace("\n", ends)


def _ends(raw: str) -> str | None:
    """The line end that the file has throughout; None where there are several."""
    windows, all_ends = raw.count("\r\n"), raw.count("\n")
    if raw.count("\r") != windows or windows not in (0, all_ends):
        return None
    return "\r\n" if windows else "\n"
