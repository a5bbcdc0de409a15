"""The page of one person's part, and the one that asks before taking somebody out."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from editorial.forms.contribution import Asked, ContributionForm
from editorial.standing import Standing
from editorial.templatetags.desk_tags import fid
from editorial.workflow import count
from series import markup
from series.manuscript import Contribution, Manuscript

from . import frame, saving, unsaved
from .notes import Note, page_of
from .writing import by_path

WHO = ("name", "url", "role", "organization", "organization_url", "field", "portrait", "portrait_alt")
HINTS = {
    "background": "Who they are and what they have done. About 120 words.",
    "fun_fact": "One line that no résumé has.",
    "about_organization": "What it does, in a sentence or two.",
}


@dataclass(frozen=True)
class Section:
    """One numbered section of the page: a field, its length, its findings."""

    number: int
    id: str
    label: str
    short: str  # for the outline
    field: forms.BoundField
    notes: list[Note]
    hint: str = ""
    asked: Asked | None = None

    @property
    def words(self) -> int:
        try:
            return markup.parse(str(self.field.value() or "")).words
        except markup.TooLong:
            return 0

    @property
    def declined(self) -> bool:
        return bool(self.asked and self.asked.declined.value())


@dataclass(frozen=True)
class Entry:
    """One line of the outline in the rail."""

    number: int
    id: str
    label: str
    words: str
    notes: list[Note]


def person(request: HttpRequest, pk: int, key: Any) -> HttpResponse:
    """One person, every field in print order."""
    at = frame.standing(request, pk)
    if request.method == "POST":
        return _posted(request, at, str(key))
    assert at.text is not None
    waiting = unsaved.of(request, at, str(key))
    return _page(request, at, unsaved.form(at, waiting, partial(form_of, at, str(key)), at.text), waiting)


def form_of(at: Standing, key: str, text: Manuscript, *data: Any) -> ContributionForm:
    """The form of this person's page."""
    form = ContributionForm(text, _found(text, key), *data)
    form.initial["base"] = at.head.digest if at.head else ""
    return form


def _found(text: Manuscript, key: str) -> Contribution:
    for each in text.contributions:
        if each.key == key:
            return each
    raise Http404("This person is not in the installment any more.")


def _posted(request: HttpRequest, at: Standing, key: str) -> HttpResponse:
    if not frame.may_edit(request):
        raise PermissionDenied
    form = form_of(at, key, saving.base(request, at), request.POST, request.FILES)
    if form.is_valid():
        text, onward = form.made(), _onward(request, at, form)
        if fix := request.POST.get("_fix"):
            text = saving.mended(at, text, fix)
        if answer := saving.save(request, at, form, text, onward):
            return answer
    return _page(request, at, form)


def _onward(request: HttpRequest, at: Standing, form: ContributionForm) -> str:
    """The page after saving."""
    pk, key = at.installment.pk, form.person.key
    keys = [each.key for each in form.text.contributions]
    if request.POST.get("_next") in keys:
        return page_of(pk, request.POST["_next"])
    if request.POST.get("_save"):
        return page_of(pk, "")
    path = request.POST.get("_fix", "").partition("|")[2]
    return f"{page_of(pk, key)}{f'#{fid(path)}' if path else ''}"


def _page(
    request: HttpRequest, at: Standing, form: ContributionForm, waiting: unsaved.Unsaved | None = None
) -> HttpResponse:
    one, people = form.person, form.text.contributions
    place = [each.key for each in people].index(one.key)
    context = frame.context(request, at, tab="write", whose=one.key)
    beside = by_path(context["notes"])
    head = f"contributions/{one.key}"
    who, sections = sections_of(form, beside)
    context |= unsaved.context(request, at, one.key, waiting)
    context |= {
        "title": one.name or "New person",
        "form": form,
        "person": one,
        "head_id": fid(head),
        "place": place + 1,
        "people": [(each, page_of(at.installment.pk, each.key)) for each in people],
        "next": people[place + 1] if place + 1 < len(people) else None,
        "who": who,
        "sections": sections,
        "outline": [Entry(1, fid(f"{head}/name"), "Who", "", who), *map(_entry, sections)],
        "approvers": [each.reviewer for each in at.approvals.values()],
    }
    return TemplateResponse(request, "editorial/person.html", context)


def sections_of(form: ContributionForm, beside: dict[str, list[Note]]) -> tuple[list[Note], list[Section]]:
    """What is found in the profile, and all sections after it."""
    head = f"contributions/{form.person.key}"
    who = [note for name in WHO for note in beside.get(f"{head}/{name}", [])]
    return who, list(_sections(form, beside))


def _sections(form: ContributionForm, beside: dict[str, list[Note]]) -> Any:
    head = f"contributions/{form.person.key}"
    for number, (name, hint) in enumerate(HINTS.items(), 2):
        path, bound = f"{head}/{name}", form[name]
        yield Section(
            number, fid(path), str(bound.label), str(bound.label), bound, beside.get(path, []), hint
        )
    for number, asked in enumerate(form.asked(), 2 + len(HINTS)):
        path = f"{head}/answers/{asked.answer.key}" if asked.answer else f"{head}/asked/{asked.prompt.key}"
        notes = beside.get(f"{path}/question", []) + beside.get(f"{path}/body", [])
        shown = fid(f"{path}/body" if asked.answer else path)
        short = asked.label if form.is_story else f"Question {asked.number}"
        yield Section(number, shown, asked.label, short, asked.body, notes, asked=asked)


def _entry(section: Section) -> Entry:
    words = "declined" if section.declined else count(section.words, "word") if section.words else "empty"
    return Entry(section.number, section.id, section.short, words, section.notes)


class RemoveForm(forms.Form):
    """Only the revision that it starts from."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)


def remove(request: HttpRequest, pk: int, key: Any) -> HttpResponse:
    """Ask, then take a person out. Earlier revisions keep what was written."""
    at = frame.standing(request, pk)
    if not frame.writable(request, at):
        raise PermissionDenied
    text = saving.base(request, at)
    one = _found(text, str(key))
    form = RemoveForm(request.POST or None, initial={"base": at.head.digest if at.head else ""})
    if request.method == "POST" and form.is_valid():
        rest = tuple(each for each in text.contributions if each.key != one.key)
        without = replace(text, contributions=rest)
        if answer := saving.save(request, at, form, without, page_of(pk, "")):
            return answer
    back = reverse("admin:series_installment_person", args=[pk, one.key])
    words = sum(markup.parse(answer.body).words for answer in one.answers)
    return frame.page(request, "editorial/remove.html", at, form=form, person=one, back=back, words=words)
