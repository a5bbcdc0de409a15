"""A piece of a text where there is no room for all of it: cut between words, not within one.

Pure: no Django.
"""


def head(text: str, most: int) -> str:
    """The beginning, of `most` characters, and “…” where something is left out."""
    if len(text) <= most:
        return text
    half = range(most, most // 2, -1)
    spaces = (end for end in half if text[end].isspace())
    joints = (end for end in half if not text[end].isalnum())  # of one long word: an address
    return text[: next(spaces, next(joints, most))].rstrip(" \n\t\u3000,;:–-") + "…"


def around(text: str, start: int, end: int, most: int) -> tuple[str, str]:
    """What stands before and behind some words."""
    before, after = text[max(0, start - 2 * most) : start], text[end : end + 2 * most]
    return head(before[::-1], most)[::-1], head(after, most)
