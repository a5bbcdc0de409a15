"""The forms of an installment's own text: begin one, its opening and closing, its questions."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import BaseChoiceIterator

from editorial import columns
from editorial.standing import name_of
from series import writing
from series.manuscript import Answer, Format, Manuscript, Picture, Prompt
from series.models import Series

from .fields import Line, MarkdownField, MarkdownWidget, PictureField, Text


def part_field(label: str, help_text: str = "") -> forms.IntegerField:
    """A part's number."""
    messages = {
        "invalid": "Give a whole number.",
        "min_value": "The first part has the number 1.",
        "max_value": "There are not that many parts.",
    }
    return forms.IntegerField(
        min_value=1,
        max_value=32767,
        required=False,
        label=label,
        help_text=help_text,
        error_messages=messages,
    )


class Editors(BaseChoiceIterator):
    """Active people who may write, by name; asked for where they are drawn."""

    def __init__(self, nobody: str) -> None:
        self.nobody = nobody

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        yield "", self.nobody
        for each in columns.editors():
            yield each.pk, name_of(each)


class EditorChoice(forms.ChoiceField):
    """One of them; its value is the account, or None."""

    default_error_messages: ClassVar = {"invalid_choice": "Choose one of the people in the list."}

    def __init__(self, label: str, nobody: str) -> None:
        super().__init__(label=label, required=False, choices=Editors(nobody))

    def prepare_value(self, value: Any) -> Any:
        return getattr(value, "pk", value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != (data or "")

    def clean(self, value: Any) -> Any:
        if not value:
            return None
        found = next((each for each in columns.editors() if str(each.pk) == value), None)
        if found is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return found


class OnDesk(forms.Form):
    """Who looks after it, and when it is due."""

    owner = EditorChoice("Editor", "Nobody yet")
    due = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "Give the day as year-month-day, such as 2026-05-31."},
    )


class BeginForm(OnDesk):
    """A new installment."""

    title = forms.CharField(
        max_length=1000,
        widget=forms.TextInput(attrs={"autofocus": True}),
        error_messages={"required": "Give it a title. You can change it later."},
    )
    series = forms.ModelChoiceField(
        queryset=Series.objects.all(), error_messages={"required": "Choose the series that it belongs to."}
    )
    part = part_field("Part number", "Leave it empty to take the series’ next number.")
    field_order = ["title", "series", "part", "owner", "due"]


@dataclass(frozen=True)
class Fieldset:
    """Fields under one heading, line by line."""

    name: str
    lines: list[list[forms.BoundField]]


class InstallmentForm(OnDesk):
    """The opening, the closing, and where it belongs."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)
    title = Line("Title")
    standfirst = MarkdownField("Standfirst", "One or two sentences under the title.", rows=2)
    introduction = MarkdownField("Introduction", rows=6)
    disclaimer = MarkdownField("Disclaimer", rows=2)
    closing = MarkdownField("Closing and thanks", rows=5)
    call_to_action = MarkdownField("Call to action", rows=3)
    references = Text("Link definitions", "One on each line: “[name]: https://…”. Every field can use them.")
    part = part_field("Part")
    slug = Line("Address", "The last part of the page’s address: letters a to z, digits and hyphens.")
    date = Line("Date", "Only where the text itself states one, as 2026-05-31.")
    topics = Text("Topics", "One on each line.")
    cover_file = PictureField("Cover picture")
    cover_alt = Line("Cover description", "Read aloud to people who cannot see the picture.")
    cover_remove = forms.BooleanField(required=False, label="Remove the cover picture")

    OWN: ClassVar = ("title", "standfirst", "introduction", "disclaimer", "closing", "call_to_action",
                     "references", "slug", "date")  # fmt: skip
    PATHS: ClassVar = {"cover_file": "cover"}

    def __init__(
        self, text: Manuscript, *args: Any, owner: Any = None, due: Any = None, **kwargs: Any
    ) -> None:
        self.text = text
        initial = {name: getattr(text, name) for name in (*self.OWN, "part")}
        initial |= {"topics": "\n".join(text.topics), "cover_alt": text.cover.alt, "owner": owner, "due": due}
        self.extras = {f"extra-{number}": name for number, (name, _) in enumerate(text.extra)}
        initial |= {f"extra-{number}": value for number, (_, value) in enumerate(text.extra)}
        super().__init__(*args, initial=initial, **kwargs)
        for field, name in self.extras.items():
            self.fields[field] = Line(f"Front matter: {name}", "Leave it empty to remove the line.")
        for bound in self.fields.values():
            if isinstance(bound.widget, MarkdownWidget):
                bound.widget.references = text.references

    def path(self, name: str) -> str:
        """The manuscript's path of a form field."""
        return f"extra/{self.extras[name]}" if name in self.extras else self.PATHS.get(name, name)

    def fieldsets(self) -> Iterator[Fieldset]:
        """As they stand on the page."""
        yield self._set("Opening", "title", "standfirst", "introduction", "disclaimer")
        yield self._set("Closing", "closing", "call_to_action", "references")
        yield self._set("Where it belongs", ("part", "slug"), ("topics", "date"), *self.extras)
        yield self._set("On the desk", ("owner", "due"))

    def _set(self, name: str, *lines: str | tuple[str, ...]) -> Fieldset:
        wide = [(line,) if isinstance(line, str) else line for line in lines]
        return Fieldset(name, [[self[field] for field in line] for line in wide])

    def made(self) -> Manuscript:
        """The manuscript as posted. The cover is stored, if there is a new one."""
        values = self.cleaned_data
        topics = tuple(entries(values["topics"]))
        if list(topics) == entries("\n".join(self.text.topics)):
            topics = self.text.topics
        extra = tuple(
            (name, steady(old, values[field]))
            for (field, name), (_, old) in zip(self.extras.items(), self.text.extra, strict=True)
            if values[field] or not old
        )
        own = {name: steady(getattr(self.text, name), values[name]) for name in self.OWN}
        cover = pictured(self.text.cover, values["cover_file"], values["cover_alt"], values["cover_remove"])
        return replace(self.text, **own, part=values["part"], topics=topics, extra=extra, cover=cover)


def entries(text: str) -> list[str]:
    """The lines of a list that are not blank."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def steady(old: str, posted: str) -> str:
    """The old text where all that differs is that browsers take line ends out of one-line fields."""
    return old if old.replace("\n", "") == posted else posted


def pictured(old: Picture, accepted: Any, alt: str, remove: bool) -> Picture:
    """The picture after an upload, a removal or neither."""
    if accepted:
        stored = writing.store_picture(accepted)
        return Picture(
            name=accepted.name, alt=alt, digest=stored.digest, width=stored.width, height=stored.height
        )
    return Picture(alt="") if remove else replace(old, alt=alt)


class QuestionsForm(forms.Form):
    """One text for each question (or section), and an empty line for one more."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)
    more = Line("One more")

    def __init__(self, text: Manuscript, *args: Any, **kwargs: Any) -> None:
        self.text = text
        self.story = text.format is Format.STORY
        super().__init__(*args, initial={f"prompt-{each.key}": each.text for each in text.prompts}, **kwargs)
        self.fields["more"].label = "Add a section" if self.story else "Add a question"
        word = "Section" if self.story else "Question"
        for number, each in enumerate(text.prompts, 1):
            self.fields[f"prompt-{each.key}"] = Text(f"{word} {number}", rows=1)

    def lines(self) -> list[tuple[Prompt, forms.BoundField, int]]:
        """Each prompt, its field, and how many people have answered it."""
        written = {each.key: 0 for each in self.text.prompts}
        for person in self.text.contributions:
            for answer in person.answers:
                written[answer.prompt] += bool(answer.body or answer.declined)
        return [(each, self[f"prompt-{each.key}"], written[each.key]) for each in self.text.prompts]

    def made(self) -> Manuscript:
        """The manuscript with the questions as posted; a new one is put to everybody."""
        values = self.cleaned_data
        prompts = [replace(each, text=values[f"prompt-{each.key}"]) for each in self.text.prompts]
        if not values["more"]:
            return replace(self.text, prompts=tuple(prompts))
        new = Prompt(key=str(uuid4()), text=values["more"])
        people = (
            replace(each, answers=(*each.answers, Answer(key=str(uuid4()), prompt=new.key)))
            for each in self.text.contributions
        )
        return replace(self.text, prompts=(*prompts, new), contributions=tuple(people))
