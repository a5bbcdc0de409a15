"""What speaks against a move, each reason with the link where it can be mended."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from editorial import workflow
from editorial.checks import Level
from editorial.standing import Standing
from editorial.workflow import GATE, Condition, Move, Situation, reasons_against

from . import notes


@dataclass(frozen=True)
class Reason:
    """A sentence, and where a click helps."""

    text: str
    href: str = ""
    label: str = ""
    field: str = ""  # the id of the input that it is about
    condition: Condition | None = None  # that says it


def reasons(
    move: Move, at: Standing, situation: Situation, texts: Iterable[str] | None = None
) -> list[Reason]:
    """Every reason against a move, in the table's words, or those `texts` that the desk refused it with."""
    conditions = (*move.conditions, *(GATE if move.gated else ()))
    known = {sentence: each for each in conditions if (sentence := each(situation))}
    found = reasons_against(move, situation) if texts is None else texts
    return [reason(text, at, known.get(text)) for text in found]


def reason(text: str, at: Standing, condition: Condition | None) -> Reason:
    """A sentence of a refusal with its link."""
    if condition in ASKED:
        return Reason(text, field=ASKED[condition], condition=condition)
    if text in at.obstacles:
        return Reason(text, write(at), "Open the text")
    if condition in MENDED:
        href, label = MENDED[condition](at)
        return Reason(text, href, label, condition=condition)
    return Reason(text)


def is_stale(each: Reason) -> bool:
    """Whether it says that another text was read than the newest."""
    return each.condition in (workflow.saw_this_text, workflow.still_this_text)


def is_asked(each: Reason) -> bool:
    """Whether it only says what the dialog is going to ask for."""
    return bool(each.field)


Mend = Callable[[Standing], tuple[str, str]]


def write(at: Standing) -> str:
    """The address where the text is written."""
    return reverse("admin:series_installment_change", args=[at.installment.pk])


def review(at: Standing) -> str:
    """The address of the review page."""
    return reverse("admin:series_installment_review", args=[at.installment.pk])


def first(at: Standing, level: Level) -> str:
    """The field with the first open finding of a level; the text where there is none."""
    for each in notes.of(at):
        if each.is_open and each.finding.level is level:
            return each.href
    return write(at)


MENDED: dict[Condition | None, Mend] = {
    workflow.text_is_filed: lambda at: (write(at), "Open the text"),
    workflow.no_blockers: lambda at: (first(at, Level.BLOCKER), "Go to the first"),
    workflow.no_open_warnings: lambda at: (first(at, Level.WARNING), "Go to the first"),
    workflow.nobody_objects: lambda at: (review(at), "Read the review"),
    workflow.quorum_is_met: lambda at: (review(at), "Open the review"),
    workflow.saw_this_text: lambda at: (review(at), "Read it again"),
    workflow.still_this_text: lambda at: (review(at), "Read it again"),
    workflow.still_this_text: lambda at: (review(at), "Read it again"),
    workflow.house_rules_exist: lambda at: (reverse("admin:editorial_houserules_changelist"), "House rules"),
}
ASKED: dict[Condition | None, str] = {
    workflow.has_a_note: "id_note",
    workflow.has_a_reason: "id_note",
    workflow.moment_to_come: "id_date",
    workflow.notice_is_finished: "id_note",
}
