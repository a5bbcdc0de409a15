"""What the templates of an installment's article read: a manuscript laid out for readers.

Reads no database.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from series import wording
from series.manuscript import SLOT, Contribution, Format, Manuscript, Prompt
from series.parts import Part, Question, Shown, asked, neutral
from series.prose import Prose, prose

BUTTON = re.compile(r"<p>(<a [^>]*)>((?:(?!</?a\b).)*)</a></p>\Z", re.DOTALL)
TITLE = re.compile(r"<h\d>(.*?)</h\d>\s*", re.DOTALL)


class Page:
    """What the article's templates read."""

    def __init__(
        self,
        manuscript: Manuscript,
        address: str,
        people: Mapping[str, str],
        organizations: Mapping[str, str],
    ) -> None:
        self.manuscript, self.address = manuscript, address
        self._people, self._organizations = people, organizations

    def _prose(self, text: str, under: int = 3) -> Prose:
        return prose(text, self.manuscript.references, under)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Everybody who answered, or declined to."""
        text = self.manuscript
        found = zip(text.contributions, wording.anchors(text.people), strict=True)
        parts = (self._part(each, anchor) for each, anchor in found)
        return tuple(part for part in parts if part.answers)

    def _part(self, each: Contribution, anchor: str) -> Part:
        return Part(
            contribution=each,
            anchor=anchor,
            address=self._people.get(each.key, ""),
            organization_address=self._organizations.get(each.key, ""),
            background=self._prose(each.background, 2),
            fun_fact=self._prose(each.fun_fact, 2),
            about_organization=self._prose(each.about_organization, 2),
            answers=tuple(self._answers(each, anchor)),
        )

    def _answers(self, each: Contribution, anchor: str) -> Iterable[Shown]:
        for answer in each.answers:
            if answer.declined or answer.body.strip():
                prompt = self.manuscript.prompt(answer.prompt)
                number = self._numbers[prompt.key]
                yield Shown(
                    number=number,
                    anchor=self.stages[prompt.key] if self.is_story else f"{anchor}-q{number}",
                    question=asked(prompt, each, answer),
                    slot=each.field if SLOT in prompt.text else "",
                    wording=answer.wording,
                    prose=self._prose("" if answer.declined else answer.body, 2 if self.is_story else 3),
                    declined=answer.declined,
                    count=self._counts.get(prompt.key, 0),
                )

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {prompt.key: number for number, prompt in enumerate(self.manuscript.prompts, 1)}

    @cached_property
    def _counts(self) -> dict[str, int]:
        answers = [answer for each in self.manuscript.contributions for answer in each.answers]
        given = [answer.prompt for answer in answers if answer.body.strip() and not answer.declined]
        return {key: given.count(key) for key in given}

    @cached_property
    def stages(self) -> dict[str, str]:
        """The id of each section of a story, by its prompt."""
        prompts = self.manuscript.prompts
        ids = wording.anchors(prompt.text for prompt in prompts)
        return {prompt.key: anchor for prompt, anchor in zip(prompts, ids, strict=True)}

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question that somebody answered, in order."""
        return tuple(each for each in map(self._by_question, self.manuscript.prompts) if each.replies)

    def _by_question(self, prompt: Prompt) -> Question:
        number = self._numbers[prompt.key]
        replies = [(part, each) for part in self.parts for each in part.answers if each.number == number]
        put = {
            part.anchor
            for part in self.parts
            if any(answer.prompt == prompt.key for answer in part.contribution.answers)
        }
        missing = tuple(part.contribution.name for part in self.parts if part.anchor not in put)
        return Question(number, neutral(prompt.text), tuple(replies), missing)

    @property
    def is_story(self) -> bool:
        """Whether this is one author's text in sections."""
        return self.manuscript.format is Format.STORY

    @property
    def single(self) -> bool:
        """Whether one person alone is interviewed."""
        return len(self.parts) == 1

    @property
    def series_address(self) -> str:
        """The address of the series' page."""
        return f"{self.address.rstrip('/').rpartition('/')[0]}/"

    @property
    def theme(self) -> str:
        """What the title says beyond series and part."""
        return wording.theme(self.manuscript.series, self.manuscript.part, self.manuscript.title)

    @cached_property
    def standfirst(self) -> SafeString:
        """The standfirst, or for several people one that names them."""
        if self.manuscript.standfirst:
            return mark_safe(self._prose(self.manuscript.standfirst).inline)
        if self.is_story or len(self.parts) < 2:
            return SafeString("")
        who = wording.roster(
            [(part.contribution.name, part.contribution.organization) for part in self.parts]
        )
        said = "hear from" in self.manuscript.introduction  # then the greeting is there already
        return format_html("{}", wording.welcome(None if said else self.manuscript.part, who))

    @property
    def introduction(self) -> SafeString:
        """The introduction's HTML."""
        return mark_safe(self._prose(self.manuscript.introduction, 1).html)

    @property
    def disclaimer(self) -> SafeString:
        """The disclaimer on one line, without the word itself, which the page prints."""
        inline = self._prose(self.manuscript.disclaimer).inline
        return mark_safe(re.sub(r"^(<em>|<strong>)?disclaimer\s*[:.]\s*", r"\1", inline, flags=re.IGNORECASE))

    @property
    def closing(self) -> SafeString:
        """The closing's HTML."""
        return mark_safe(self._prose(self.manuscript.closing, 1).html)

    @property
    def thanks(self) -> str:
        """The generated thanks; "" where the closing thanks by itself."""
        if self.is_story or not self.parts or re.search(r"\bthank", self.manuscript.closing, re.IGNORECASE):
            return ""
        names = [each.contribution.name for each in self.parts]
        return wording.thanks(self.manuscript.series, self.manuscript.part, names)

    @property
    def call_to_action(self) -> dict[str, SafeString]:
        """Title, text and button, taken from a first heading and from a last paragraph that is one link."""
        html = self._prose(self.manuscript.call_to_action, 1).html
        title = TITLE.match(html)
        html = html[title.end() :] if title else html
        button = BUTTON.search(html)
        return {
            "title": mark_safe(title[1] if title else ""),
            "text": mark_safe(html[: button.start()] if button else html),
            "button": mark_safe(f'{button[1]} class="button">{button[2]}</a>' if button else ""),
        }

    @property
    def stated_date(self) -> date | None:
        """The date that the text itself states."""
        try:
            return date.fromisoformat(self.manuscript.date)
        except ValueError:
            return None

    @cached_property
    def words(self) -> int:
        """The words of answers, backgrounds, introduction and standfirst."""
        texts = [answer.prose for part in self.parts for answer in part.answers]
        texts += [part.background for part in self.parts]
        texts += [self._prose(self.manuscript.standfirst), self._prose(self.manuscript.introduction)]
        return sum(each.words for each in texts)

    @property
    def minutes(self) -> int:
        """How long it takes to read."""
        return wording.minutes(self.words)

    @property
    def answer_count(self) -> int:
        """How many answers were given."""
        return sum(self._counts.values())

    @property
    def summary(self) -> str:
        """What lists, feeds and search engines say of it."""
        for text in (self.manuscript.standfirst, self.manuscript.introduction):
            if found := self._prose(text).plain:
                return wording.shortened(found)
        if self.is_story or self.single:
            answers = [each.prose.plain for part in self.parts for each in part.answers if each.prose.html]
            return wording.shortened(answers[0], 200) if answers else ""
        return wording.shortened(Prose(self.standfirst).plain)
