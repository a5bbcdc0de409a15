"""The form of one person's part: every field in print order, the answers among them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from editorial.placing import changed
from series import images
from series.manuscript import SLOT, Answer, Contribution, Format, Manuscript, Prompt

from .fields import Line, MarkdownField, MarkdownWidget, PictureField
from .installment import pictured, steady


@dataclass(frozen=True)
class Asked:
    """A question as put to this person, with the fields that answer it."""

    number: int
    label: str
    prompt: Prompt
    answer: Answer | None
    body: forms.BoundField
    declined: forms.BoundField
    wording: forms.BoundField
    others: str  # the question as everybody else reads it


ROWS, COLUMNS = ("top", "middle", "bottom"), ("left", "centre", "right")
VIEWS = {
    "": "As it is",
    **{f"{row} {column}": f"{row.capitalize()} {column}" for row in ROWS for column in COLUMNS},
}


class ContributionForm(forms.Form):
    """One person's part."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)
    name = Line("Name")
    url = Line("Profile link", inputmode="url")
    role = Line("Role")
    field = Line("Field of work")
    organization = Line("Organization")
    organization_url = Line("Organization’s link", inputmode="url")
    portrait_file = PictureField("Portrait")
    portrait_alt = Line("Portrait’s description")
    portrait_view = forms.ChoiceField(required=False, label="Keep in view", choices=[*VIEWS.items()])
    portrait_remove = forms.BooleanField(required=False, label="Remove the portrait")
    background = MarkdownField("Background")
    fun_fact = MarkdownField("Fun fact", rows=3)
    about_organization = MarkdownField("About the organization", rows=3)

    OWN: ClassVar = ("name", "url", "role", "field", "organization", "organization_url",
                     "background", "fun_fact", "about_organization")  # fmt: skip

    def __init__(self, text: Manuscript, person: Contribution, *args: Any, **kwargs: Any) -> None:
        self.text, self.person = text, person
        self.answers = {each.prompt: each for each in person.answers}
        initial = {name: getattr(person, name) for name in self.OWN} | {"portrait_alt": person.portrait.alt}
        for prompt in text.prompts:
            answer = self.answers.get(prompt.key) or Answer(key="", prompt=prompt.key)
            initial |= {
                f"{part}-{prompt.key}": getattr(answer, part) for part in ("body", "declined", "wording")
            }
        super().__init__(*args, initial=initial, **kwargs)
        self._add_answers()
        if not person.name:
            self.fields["name"].widget.attrs["autofocus"] = True
        if person.organization:
            self.fields["about_organization"].label = f"About {person.organization}"
        for each in self.fields.values():
            if isinstance(each.widget, MarkdownWidget):
                each.widget.references = text.references

    def _add_answers(self) -> None:
        for number, prompt in enumerate(self.text.prompts, 1):
            label = f"Section {number}" if self.is_story else f"Answer {number}"
            self.fields[f"body-{prompt.key}"] = MarkdownField(label)
            self.fields[f"declined-{prompt.key}"] = forms.BooleanField(
                required=False, label="Declined to answer"
            )
            self.fields[f"wording-{prompt.key}"] = Line("As printed for this person")

    @property
    def is_story(self) -> bool:
        return self.text.format is Format.STORY

    def asked(self) -> Iterator[Asked]:
        """The questions in print order."""
        for number, prompt in enumerate(self.text.prompts, 1):
            answer = self.answers.get(prompt.key)
            others = prompt.text.replace(SLOT, self.person.field or "…")
            yield Asked(
                number,
                (answer and answer.wording) or others or "A question without words",
                prompt,
                answer,
                *(self[f"{part}-{prompt.key}"] for part in ("body", "declined", "wording")),
                others,
            )

    def clean(self) -> dict[str, Any]:
        """A declined answer has no words; a portrait is cropped to what has to stay in view."""
        values: dict[str, Any] = super().clean() or {}
        self._crop(values)
        for prompt in self.text.prompts:
            if values.get(f"declined-{prompt.key}") and values.get(f"body-{prompt.key}"):
                self.add_error(
                    f"declined-{prompt.key}",
                    "There is an answer. Take its words out, or do not mark it as declined.",
                )
        return values

    def _crop(self, values: dict[str, Any]) -> None:
        view, upload, old = values.get("portrait_view"), values.get("portrait_file"), self.person.portrait
        if not view or not (upload or (old.digest and not values.get("portrait_remove"))):
            return
        row, column = view.split()
        try:
            content = upload.content if upload else images.original(old.digest)
        except LookupError:
            self.add_error("portrait_view", "The picture’s file is missing: upload it again.")
            return
        name, place = upload.name if upload else old.name, (COLUMNS.index(column) / 2, ROWS.index(row) / 2)
        values["portrait_file"] = images.cropped(content, name, *place) or upload

    def made(self) -> Manuscript:
        """The manuscript as posted. The portrait is stored, if there is a new one."""
        values = self.cleaned_data
        portrait = pictured(
            self.person.portrait, values["portrait_file"], values["portrait_alt"], values["portrait_remove"]
        )
        answers = tuple(answer for prompt in self.text.prompts if (answer := self._answer(prompt)))
        own = {name: steady(getattr(self.person, name), values[name]) for name in self.OWN}
        return changed(
            self.text, self.person.key, lambda each: replace(each, **own, portrait=portrait, answers=answers)
        )

    def _answer(self, prompt: Prompt) -> Answer | None:
        """What was posted for a question; None where there was no answer and still is none."""
        posted = {part: self.cleaned_data[f"{part}-{prompt.key}"] for part in ("body", "declined", "wording")}
        old = self.answers.get(prompt.key)
        if old:
            return replace(old, **posted | {"wording": steady(old.wording, posted["wording"])})
        return Answer(key=str(uuid4()), prompt=prompt.key, **posted) if any(posted.values()) else None
