"""A note from one editor to another that is still in the text."""

import re
from collections.abc import Iterator

from editorial import ordinary
from editorial.checks import Copy, Finding, Level, Reading, check

CHANGED = re.compile(r"\{(?:>>|\+\+|--|~~|==)[^{}\n]{0,300}(?:<<|\+\+|--|~~|==)\}")
DOUBLE = re.compile(r"\[\[[^\[\]\n]{1,200}\]\]")
FORBIDDEN = re.compile(
    r"[(\[][^()\[\]\n]{0,80}\b(?:do not|don['’]t|not to be|never) publish\b[^()\[\]\n]{0,80}[)\]]"
)
UNPUBLISHED = re.compile(
    r"(?:DO NOT PUBLISH|NOT FOR PUBLICATION|Not for publication|DRAFT\b[^\w\n]{1,4}not for publication)\b"
)
EMBARGO = re.compile(r"\b(?:EMBARGO(?:ED)?|[Ee]mbargo(?:ed)?):? (?:until|till|UNTIL)\b[^\n.]{0,40}")
TO_EDITOR = re.compile(
    r"[(\[](?:note to (?:self|editors?|the editor|reviewers?)|reviewer|fact[- ]check|verify"
    r"|check (?:this|spelling|name|date|with (?:legal|pr|comms|marketing|the (?:author|writer|editor)))"
    r"|confirm (?:this|with)"
    r"|(?:awaiting|waiting for) (?:an? |the )?"
    r"(?:reply|answer|response|approval|confirmation|quote|photo|text|copy)"
    r"|needs? (?:a )?(?:source|citation|link|photo|quote)"
    r"|(?:source|cite|citation|who|when)\?)(?!\w)[^()\[\]\n]{0,80}[)\]]",
    re.IGNORECASE,
)
FOR_SOMEBODY = re.compile(
    r"\[[A-Z]\w+(?: [A-Z]\w+)? to (?:confirm|check|add|write|supply|provide|verify|approve|rewrite|fill)\b"
    r"[^\[\]\n]{0,60}\]"
)
ASKED = re.compile(
    r"(?<!\S)@[A-Za-z]\w+[,:]? (?:(?:can|could) you|please|pls) (?:please )?"
    r"(?:check|confirm|verify|review|add|fix|fill|rewrite|look at)\b[^.?!\n]{0,80}\??"
)
BRACKETED = re.compile(
    r"[(\[](?:note|reviewer|fact|verify|check|confirm|need|source|cit|who|when|await|wait)"
)
NOT_PUBLIC = re.compile(r"publi(?:(?<=(?:not|n['’]t|for) publi)|(?<=be publi)|(?<=never publi))")
ordinary.watch("publi", "embargo")
NOTES = (
    ("{", CHANGED, "A change or a comment is still marked."),
    ("[[", DOUBLE, "A note in double brackets is still in the text."),
    ("publi", FORBIDDEN, "A note says that this must not be published."),
    ("publi", UNPUBLISHED, "A note says that this must not be published."),
    ("[", FOR_SOMEBODY, "A note for a colleague is still in the text."),
    ("@", ASKED, "A question to a colleague is still in the text."),
    ("embargo", EMBARGO, "An embargo is noted in the text."),
)
SOURCE = re.compile(
    r"^\[\^[^\]\n]{1,40}\]:[ \t]*(?:source|cite|citation|ref|reference|link)\s?\?*[ \t]*$", re.I | re.M
)


@check("Editorial note", Level.BLOCKER)
def editorial_note(reading: Reading) -> Iterator[Finding]:
    notes = [note for note in NOTES if note[0] in reading.strange]
    if any(needs == "publi" for needs, *_ in notes) and not NOT_PUBLIC.search(reading.low):
        notes = [note for note in notes if note[0] != "publi"]
    if BRACKETED.search(reading.strange):
        notes.append(("", TO_EDITOR, "A note to an editor is still in the text."))
    for copy in reading.written if notes else reading.holding("[^"):
        if copy.name != "slug":
            yield from _in(copy, notes)


def _in(copy: Copy, notes: list[tuple[str, re.Pattern[str], str]]) -> Iterator[Finding]:
    for needs, pattern, message in notes:
        if needs in copy.low:
            for match in pattern.finditer(copy.spoken):
                yield copy.finding(*match.span(), message)
    if "[^" in copy.text:
        for match in SOURCE.finditer(copy.text):
            yield copy.finding(*match.span(), "The source of this footnote was never filled in.")
