"""Saves what a form says, by filing it as a revision; and says in words what that did."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from editorial import desk
from editorial.desk import Filed
from editorial.placing import repaired
from editorial.standing import Standing, name_of
from editorial.workflow import Refused, count
from series.manuscript import Manuscript


def base(request: HttpRequest, at: Standing) -> Manuscript:
    """The text that the posted fields started from; the newest revision's where it is not known."""
    return based(at, request.POST.get("base", ""))


def based(at: Standing, digest: str) -> Manuscript:
    """The text of the revision with this digest; the newest revision's where there is none."""
    if at.head and digest and digest != at.head.digest:
        revision = at.docket.revisions.filter(digest=digest).first()
        if revision:
            return revision.read()
    assert at.text is not None
    return at.text


def save(
    request: HttpRequest, at: Standing, form: Form, text: Manuscript, onward: str
) -> HttpResponse | None:
    """File a text and go on; None where it was refused: the form then has the reasons."""
    from . import conflicts

    started = request.POST.get("base") or None
    if at.head and started != at.head.digest:
        before = at.docket.revisions.filter(digest=started).first()
        return conflicts.met(request, at.installment.pk, desk.Conflict(at.head, before, text), onward)
    try:
        sheet = request.POST.get("sheet", "")
        filed = desk.file_copy(at.docket, text, by=request.user, base=started, sheet=sheet)
    except desk.Conflict as conflict:
        return conflicts.met(request, at.installment.pk, conflict, onward)
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return None
    except ValueError as error:
        form.add_error(None, str(error))
        return None
    tell(request, at, filed)
    return HttpResponseRedirect(onward)


def mended(at: Standing, text: Manuscript, fix: str) -> Manuscript:
    """The text with what a “Repair” button is for: every finding of one check in one field that can be."""
    check, _, path = fix.partition("|")
    found = [each.finding for each in at.judge(text.normalised()) if each.is_open]
    return repaired(text.normalised(), [f for f in found if f.check == check and f.path == path])[0]


def tell(request: HttpRequest, at: Standing, filed: Filed) -> None:
    """What saving did, in words."""
    if not filed.changed:
        messages.info(request, f"Nothing had changed: it is still revision {filed.revision.number}.")
        return
    for review in filed.voided:
        messages.warning(
            request,
            f"{name_of(review.reviewer)}’s approval is void: the text changed. It has to be approved again.",
        )
    if filed.unscheduled:
        messages.warning(request, "The schedule is cancelled: it was for the text before.")
    messages.success(request, f"Saved as revision {filed.revision.number}. {left(at)}")


def left(at: Standing) -> str:
    """What is left to mend, as of the last save."""
    counts: dict[str, Any] = at.docket.counts
    parts = [
        count(counts.get(f"{each}s", 0), each) for each in ("blocker", "warning") if counts.get(f"{each}s")
    ]
    if not parts:
        others = Standing(at.docket).obstacles  # which no check finds
        return f"The checks find nothing more. {others[0]}" if others else "Nothing is left to fix."
    total = counts.get("blockers", 0) + counts.get("warnings", 0)
    return f"{' and '.join(parts)} {'is' if total == 1 else 'are'} left in this installment."
