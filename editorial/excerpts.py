"""A piece of a text where there is no room for all of it: cut between words, not within one.

Pure: no Django.
"""


def head(text: str, most: int) -> str:
    """The beginning, of `most` characters, and “…” where something is left out."""
    if len(text) <= most:
        return text
    spaces = (text.rfind(each, most // 2, most + 1) for each in " \n\t\u3000")
    end = max(spaces)
    return text[: end if end > 0 else most].rstrip(" \n\t\u3000,;:–-") + "…"  # no space: one long word


def around(text: str, start: int, end: int, most: int) -> tuple[str, str]:
    """What stands before and behind some words."""
    before, after = text[max(0, start - 2 * most) : start], text[end : end + 2 * most]
    return head(before[::-1], most)[::-1], head(after, most)
