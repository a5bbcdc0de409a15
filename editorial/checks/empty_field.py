"""A field of the profile that is empty though readers expect it: the others have it, or it must be there."""

from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check
from editorial.checks.empty_answer import SAID
from series.manuscript import SLOT, Contribution, Format, Manuscript

PROFILE = ("role", "organization", "background", "fun_fact", "about_organization")
LINKS = ("url", "organization_url")


@check("Empty field", Level.BLOCKER)
def empty_field(reading: Reading) -> Iterator[Finding]:
    manuscript = reading.manuscript
    if not manuscript.title.strip():
        yield reading.at("title").finding(0, 0, "The title is missing.")
    if len(manuscript.contributions) == 1 and _says_not_who(manuscript):
        message = "Nothing says who this is: the summary and the role are missing."
        yield reading.at("standfirst").finding(0, 0, message, level=Level.WARNING)
    for each in manuscript.contributions:
        yield from _of(reading, manuscript, each)
    for name, value in manuscript.extra:
        if not value.strip(" \t\"'[]{}"):
            message = "This line of the front matter has no value."
            yield reading.at(f"extra/{name}").finding(0, len(value), message, level=Level.NOTICE)


def _of(reading: Reading, manuscript: Manuscript, each: Contribution) -> Iterator[Finding]:
    who = each.name.strip() or "This person"
    if not each.name.strip():
        yield reading.of(each, "name").finding(0, 0, "The name is missing.")
    if _is_asked_about_field(manuscript, each) and not each.field.strip():
        message = f"{who}’s field of work is missing: the questions would show “{SLOT}”."
        yield reading.of(each, "field").finding(0, 0, message)
    others = [other for other in manuscript.contributions if other is not each]
    for name in (*PROFILE, *LINKS):
        if not SAID.search(getattr(each, name)) and any(
            SAID.search(getattr(other, name)) for other in others
        ):
            copy = reading.of(each, name)
            missing = f"{who}’s {copy.field.label.lower()} is missing"
            if name == "about_organization":
                missing = f"“{copy.field.label}” is missing from {who}’s profile"
            level = Level.NOTICE if name in LINKS else None
            yield copy.finding(0, len(copy.text), f"{missing}; others have theirs.", level=level)
    if not each.portrait and any(other.portrait for other in others):
        yield reading.of(each, "portrait").finding(0, 0, f"{who}’s portrait is missing; others have theirs.")


def _says_not_who(manuscript: Manuscript) -> bool:
    only = manuscript.contributions[0]
    return not any(text.strip() for text in (manuscript.standfirst, only.role, only.background))


def _is_asked_about_field(manuscript: Manuscript, each: Contribution) -> bool:
    if manuscript.format is not Format.INTERVIEWS:
        return False
    return any(SLOT in manuscript.question(each, answer) for answer in each.answers)
