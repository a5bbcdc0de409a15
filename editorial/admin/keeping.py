"""Where pages post what is typed after each pause: it is kept, checked, and never made a revision."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from editorial import desk
from editorial.checks import Level
from editorial.forms.contribution import ContributionForm
from editorial.forms.installment import InstallmentForm, QuestionsForm
from editorial.models import Docket
from editorial.standing import Judged, Standing
from editorial.templatetags.desk_tags import clock, fid
from editorial.workflow import Refused, count
from series.manuscript import Manuscript

from . import frame, people, saving, unsaved, writing
from .notes import Note, notes_on, page_of, tally

DESK_ONLY = {"owner", "due"}  # fields that are in no manuscript


@dataclass(frozen=True)
class Checked:
    """What the checks find in a page's fields as they would be saved, as HTML by place."""

    says: str
    notes: dict[str, str]
    counts: str


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the posted fields of a page and answer with what is found in them; or drop what was kept."""
    at = frame.standing(request, pk)
    page, sheet = request.POST.get("page", ""), request.POST.get("sheet", "")
    if "_drop" in request.POST:
        desk.drop_buffer(at.docket, by=request.user, sheet=sheet)
        return HttpResponseRedirect(_address(at, page))
    if not frame.writable(request, at):
        return _answer("Not kept: this text cannot be changed now.", status=409)
    form = _form(at, page, saving.based(at, request.POST.get("base", "")), request.POST)
    unsaved.opened(request, at, page, typed=True)
    text = form.made().normalised() if form.is_valid() else None
    checked = _checked(at, page, form, text)
    if _is_saved(at, form, text):
        desk.drop_buffer(at.docket, by=request.user, sheet=sheet)
        return _answer(f"As in revision {at.head.number}. {checked.says}", checked, same=True)  # type: ignore[union-attr]
    says, checked = _kept(request, at, page, sheet, form, checked)
    if number := _saved_meanwhile(request, at, page):
        desk.drop_buffer(at.docket, by=request.user, sheet=sheet)
        return _answer(f"As in revision {number}.", same=True)
    return _answer(says, checked)


def _saved_meanwhile(request: HttpRequest, at: Standing, page: str) -> int:
    """The number of a revision that was filed while this was kept and has its words; 0 where there is none.

    Who clicks on Save leaves the field first: the words are sent twice, to be kept and to be saved.
    """
    docket = Docket.objects.select_related("head").get(pk=at.docket.pk)
    head = docket.head
    if head is None or head == at.head:
        return 0
    form = _form(Standing(docket), page, head.read(), request.POST)
    return head.number if form.is_valid() and form.made().normalised().digest == head.digest else 0


def _answer(
    says: str, checked: Checked | None = None, *, status: int = 200, same: bool = False
) -> HttpResponse:
    found = {"notes": checked.notes, "counts": checked.counts} if checked else {}
    return JsonResponse({"message": says, "same": same, **found}, status=status)


def _kept(
    request: HttpRequest, at: Standing, page: str, sheet: str, form: forms.Form, checked: Checked
) -> tuple[str, Checked]:
    fields = {name: request.POST[name] for name in form.fields if name in request.POST and name != "base"}
    base = request.POST.get("base", "")
    try:
        row = desk.keep_buffer(at.docket, by=request.user, page=page, sheet=sheet, fields=fields, base=base)
    except Refused as refused:
        return f"Not kept: {' '.join(refused.reasons)}", checked
    if row is None:
        first = "Not kept: other words of yours wait here and are not saved."
        return f"{first} Open this page anew to put them back or drop them, or press Save.", checked
    return f"Kept for you at {clock(row.at)}. {checked.says} Press Save to make a revision.", checked


def _address(at: Standing, page: str) -> str:
    """The page that was posted from."""
    pk = at.installment.pk
    if page == unsaved.QUESTIONS:
        return reverse("admin:series_installment_questions", args=[pk])
    keys = {each.key for each in at.text.contributions} if at.text else set()
    return page_of(pk, page if page in keys else "")


def _form(at: Standing, page: str, text: Manuscript, posted: Any) -> Any:
    """The form of a page, without its files: a picture is stored when it is saved."""
    if page == unsaved.OPENING:
        return writing.form_of(at, text, posted)
    if page == unsaved.QUESTIONS:
        return QuestionsForm(text, posted)
    return people.form_of(at, page, text, posted)


def _is_saved(at: Standing, form: forms.Form, text: Manuscript | None) -> bool:
    """Whether the fields say what the newest revision says."""
    if text is None or at.head is None or DESK_ONLY & set(form.changed_data):
        return False
    return text.digest == at.head.digest


# -- what is found


def _checked(at: Standing, page: str, form: Any, text: Manuscript | None) -> Checked:
    if text is None:
        wrong = " ".join(error for errors in form.errors.values() for error in errors)
        return Checked(f"Not checked: {wrong}", {}, "")
    judged = at.judge(text)
    found = notes_on(at.installment.pk, text, judged)
    shown = [note for note in found if page in (unsaved.OPENING, unsaved.QUESTIONS, note.field.whose)]
    counts = render_to_string("editorial/counts.html", {"counts": tally(shown)})
    return Checked(_says(at, judged), _by_place(page, form, found), counts)


def _says(at: Standing, judged: list[Judged]) -> str:
    """“Checked: 19 blockers, 1 fewer than before.”"""
    now = sum(each.finding.level is Level.BLOCKER for each in judged)
    before = at.open(Level.BLOCKER)
    says = f"Checked: {count(now, 'blocker') if now else 'no blockers'}"
    if now == before:
        return f"{says}."
    return f"{says}, {abs(now - before)} {'fewer' if now < before else 'more'} than before."


def _by_place(page: str, form: Any, found: list[Note]) -> dict[str, str]:
    """The notes as HTML, by the id of the place where they are shown; empty where none is left."""
    beside = writing.by_path(found)
    if isinstance(form, ContributionForm):
        who, sections = people.sections_of(form, beside)
        return {"who": _html(who, True), **{each.id: _html(each.notes, True) for each in sections}}
    if isinstance(form, InstallmentForm):
        paths = dict.fromkeys(form.path(name) for name in form.fields)
        return {fid(path): _html(beside.get(path, [])) for path in paths}
    return {}


def _html(notes: list[Note], hide_excerpt: bool = False) -> str:
    """Without `may_stet`: whoever is typing writes some of it."""
    more = {"notes": notes, "writable": True, "hide_excerpt": hide_excerpt}
    return render_to_string("editorial/notes.html", more).strip()
