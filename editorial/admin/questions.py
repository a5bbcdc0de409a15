"""The page where the questions are written once for everybody."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from editorial.forms.installment import QuestionsForm
from editorial.standing import Standing
from series.manuscript import Manuscript

from . import frame, saving, unsaved
from .notes import page_of


def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every question (or section) of an installment."""
    at = frame.standing(request, pk)
    assert at.text is not None
    waiting = None
    if request.method == "POST":
        if not frame.may_edit(request):
            raise PermissionDenied
        form = QuestionsForm(saving.base(request, at), request.POST)
        if form.is_valid():
            text, onward = _acted(request, at, form.made())
            if answer := saving.save(request, at, form, text, onward):
                return answer
    else:
        waiting = unsaved.of(request, at, unsaved.QUESTIONS)
        form = unsaved.form(at, waiting, QuestionsForm, at.text)
        form.initial["base"] = at.head.digest if at.head else ""
    more = unsaved.context(request, at, unsaved.QUESTIONS, waiting)
    return frame.page(
        request, "editorial/questions.html", at, tab="write", form=form, title="Questions", **more
    )


def _acted(request: HttpRequest, at: Standing, text: Manuscript) -> tuple[Manuscript, str]:
    here = reverse("admin:series_installment_questions", args=[at.installment.pk])
    posted = request.POST
    if key := posted.get("_up") or posted.get("_down"):
        return _moved(text, key, -1 if posted.get("_up") else 1), here
    if key := posted.get("_remove"):
        return _without(request, text, key), here
    return text, page_of(at.installment.pk, "") if posted.get("_save") else here


def _moved(text: Manuscript, key: str, by: int) -> Manuscript:
    """The text with one question a place further up or down; the answers follow it."""
    prompts = list(text.prompts)
    place = next((number for number, each in enumerate(prompts) if each.key == key), None)
    if place is None or not 0 <= place + by < len(prompts):
        return text
    prompts.insert(place + by, prompts.pop(place))
    order = {each.key: number for number, each in enumerate(prompts)}
    people: list[Any] = [
        replace(each, answers=tuple(sorted(each.answers, key=lambda answer: order[answer.prompt])))
        for each in text.contributions
    ]
    return replace(text, prompts=tuple(prompts), contributions=tuple(people))


def _without(request: HttpRequest, text: Manuscript, key: str) -> Manuscript:
    """The text without a question that nobody has answered; no answer is thrown away with its question."""
    answers = [answer for each in text.contributions for answer in each.answers if answer.prompt == key]
    if any(answer.body or answer.declined for answer in answers):
        messages.error(request, "Somebody has answered this question: take the answers out first.")
        return text
    prompts = tuple(each for each in text.prompts if each.key != key)
    people = (
        replace(each, answers=tuple(answer for answer in each.answers if answer.prompt != key))
        for each in text.contributions
    )
    return replace(text, prompts=prompts, contributions=tuple(people))
