"""A paragraph about an organization that is about another one."""

import re
from collections.abc import Iterator

from editorial import likeness, names
from editorial.cards import CAPITAL
from editorial.checks import Copy, Finding, Level, Reading, check
from series.manuscript import Contribution

VERB = (
    r"is|was|are|has|have|provides|offers|builds|develops|operates|makes|runs|helps|serves|delivers|designs|creates"
    r"|sells|works|specializes|specialises|enables|supports|manages|connects|brings"
)
SUBJECT = re.compile(
    rf"\W*(?:The )?({CAPITAL}[\w.&’'-]*(?: (?:{CAPITAL}[\w.&’'-]*|of|and|&|for))*)(?:,[^,.]*,)? (?:{VERB})\b"
)
STARTS = "we our it this these they an a the as at in with founded based headquartered today since their"
NOBODY = set(STARTS.split())


@check("Blurb of another organization", Level.WARNING)
def foreign_blurb(reading: Reading) -> Iterator[Finding]:
    known = _known(reading)
    for each in reading.manuscript.contributions:
        if each.about_organization.strip() and each.organization:
            copy = reading.of(each, "about_organization")
            found = _copied(reading, each, copy) or _about(each, copy, known)
            if found:
                yield found


def _known(reading: Reading) -> list[str]:
    """Every organization that is known, in an order of its own."""
    everybody = [*reading.manuscript.contributions]
    everybody += [each for other in reading.known.others for each in other.contributions]
    said = {each.organization for each in everybody} | set(reading.known.organizations)
    return sorted(name for name in said if len(names.key(name)) > 2)


def _copied(reading: Reading, each: Contribution, copy: Copy) -> Finding | None:
    """The words of another organization's blurb."""
    others = [*reading.manuscript.contributions]
    others += [one for other in reading.known.others for one in other.contributions]
    owners = sorted(
        other.organization
        for other in others
        if other.organization
        and not _one(other.organization, each.organization)
        and likeness.alike(other.about_organization, copy.text)
    )
    if not owners:
        return None
    sure = _mentions(copy.text, owners[0]) and not _mentions(copy.text, each.organization)
    message = f"These are the words about {owners[0]}, and they stand under {each.organization}."
    return copy.finding(0, len(copy.text), message, level=Level.BLOCKER if sure else Level.WARNING)


def _about(each: Contribution, copy: Copy, known: list[str]) -> Finding | None:
    """A blurb that never names its organization and starts with another one's name."""
    if _mentions(copy.text, each.organization):
        return None
    text = copy.visible
    first = re.search(r"\S.*?(?:[.!?](?=\s|$)|$)", text, re.DOTALL)
    opening = first[0] if first else ""
    for name in known:
        place = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", opening)
        if place and first and place.start() < 40 and not _one(name, each.organization):
            return _finding(copy, first.start() + place.start(), name, each)
    subject = SUBJECT.match(text)
    if subject and _is_name(subject[1]) and names.initials(subject[1]) != names.key(each.organization):
        return _finding(copy, subject.start(1), subject[1], each)
    return None


def _is_name(subject: str) -> bool:
    """Whether a sentence's first words are a name: one capital alone may be the sentence's own."""
    first, *more = names.WORD.findall(subject)
    named = any(word[0].isupper() for word in more) or any(letter.isupper() for letter in first[1:])
    return named and names.fold(first) not in NOBODY


def _finding(copy: Copy, start: int, name: str, each: Contribution) -> Finding:
    message = f"This is about {name}, and it stands under {each.organization}."
    return copy.finding(start, start + len(name), message)


def _mentions(text: str, organization: str) -> bool:
    """Whether the text names the organization: wholly, by a word of it, or by its initials."""
    said = names.fold(text)
    spoken = set(names.WORD.findall(said))
    if names.key(organization) in re.sub(r"[\W_]+", "", said):
        return True
    words = [word for word in names.WORD.findall(names.fold(organization)) if len(word) > 2]
    short = names.initials(organization)
    return (len(short) > 1 and short in spoken) or any(
        word in spoken or any(names.near(word, one) for one in spoken)
        for word in words
        if word not in names.CORPORATE
    )


def _one(first: str, second: str) -> bool:
    """Whether two names mean one organization: "Fernway" and "Fernway Clinics, Ltd."."""
    one, two = names.key(first), names.key(second)
    return one == two or one.startswith(two) or two.startswith(one)
