"""Where text stands between the tags of a piece of HTML, closed or not.

Pure: no Django.
"""

from collections.abc import Iterator

SILENT = ("<style", "<script")  # what stands in them is no text


def between_tags(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where text stands between the tags and comments of a piece of HTML."""
    at = start
    while at < end:
        begin = text.find("<", at, end)
        stop = end if begin < 0 else begin
        if text[at:stop].strip():
            yield at, stop
        if begin < 0:
            return
        at = _past(text, begin, end)


def _past(text: str, begin: int, end: int) -> int:
    """The end of the tag, comment, style or script that begins here; `end` where it never closes."""
    mark = ">"
    if text.startswith("<!--", begin):
        mark = "-->"
    elif text[begin : begin + 7].lower().startswith(SILENT):
        mark = "</s"
    found = text.find(mark, begin + 1, end)
    if found >= 0 and mark == "</s":
        found, mark = text.find(">", found, end), ">"
    return end if found < 0 else found + len(mark)
