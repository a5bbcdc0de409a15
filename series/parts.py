"""One person's part and one question's replies, as the page of an installment shows them."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from series.manuscript import SLOT, Answer, Contribution, Prompt
from series.prose import Prose


@dataclass(frozen=True)
class Shown:
    """One answer as the page shows it."""

    number: int
    anchor: str
    question: SafeString  # HTML, with dots under what was filled in
    slot: str  # what was filled in
    wording: str  # where this person was asked in other words
    prose: Prose
    declined: bool
    count: int = 0  # how many answered the same question

    @property
    def html(self) -> SafeString:
        """The answer's HTML, cleaned by `markup`."""
        return mark_safe(self.prose.shown)

    @property
    def halves(self) -> tuple[SafeString, SafeString]:
        """The same before and after the place for the words that are pulled out."""
        before, after = self.prose.halves
        return mark_safe(before), mark_safe(after)


@dataclass(frozen=True)
class Part:
    """One person's part as the page shows it."""

    contribution: Contribution
    anchor: str
    address: str  # of the person's page
    organization_address: str
    background: Prose
    fun_fact: Prose
    about_organization: Prose
    answers: tuple[Shown, ...]

    @property
    def has_facts(self) -> bool:
        """Whether there is anything to list beside the portrait."""
        return any(each.html for each in (self.background, self.fun_fact, self.about_organization))

    @property
    def has_profile(self) -> bool:
        """Whether there is more to say of this person than the name."""
        each = self.contribution
        return bool(self.has_facts or each.role or each.organization or each.portrait.digest)

    @property
    def links(self) -> list[tuple[str, str]]:
        """Addresses on the web of the person and of the organization, each with its owner's name."""
        each = self.contribution
        pairs = [(each.url, each.name), (each.organization_url, each.organization)]
        return [pair for pair in pairs if pair[0].startswith(("https://", "http://"))]

    @property
    def quote(self) -> str:
        """A sentence of theirs for lists: what the desk marked, or one that stands by itself."""
        marked = (each.prose.pull for each in self.answers)
        alone = (each.prose.quote() for each in self.answers)
        return next(filter(None, marked), "") or next(filter(None, alone), "")


@dataclass(frozen=True)
class Question:
    """One question with everybody's answers."""

    number: int
    text: SafeString
    replies: tuple[tuple[Part, Shown], ...]
    not_asked: tuple[str, ...]


def neutral(text: str) -> SafeString:
    """A question as it is put to nobody in particular, with dots under the blank."""
    before, slot, after = text.partition(SLOT)
    if not slot:
        return format_html("{}", text)
    return format_html('{}<span class="stet">your field</span>{}', before, after)


def asked(prompt: Prompt, each: Contribution, answer: Answer) -> SafeString:
    """A question as this person was asked it, with dots under what was filled in."""
    if not answer.wording and not each.field:
        return neutral(prompt.text)
    asked = answer.wording or prompt.text
    blank = each.field if answer.wording else SLOT
    before, found, after = asked.partition(blank) if SLOT in prompt.text and blank else (asked, "", "")
    if not found:
        return format_html("{}", asked)
    return format_html('{}<span class="stet">{}</span>{}', before, each.field, after)
