"""The dialog that repairs what is safe to repair: what would change; then it is a revision."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods

from editorial import desk
from editorial.changes import changes
from editorial.checks import Finding
from editorial.desk import Conflict
from editorial.fixing import fix_all, mends
from editorial.standing import Standing
from editorial.workflow import Refused, count
from series.manuscript import Manuscript

from . import dialogs, frame
from .notes import page_of


def fixed(at: Standing) -> Manuscript:
    """The newest text with everything repaired that nobody let stand."""
    assert at.text is not None

    def find(text: Manuscript) -> list[Finding]:
        return [each.finding for each in at.judge(text) if each.stet is None]

    return fix_all(at.text, find)


@require_http_methods(["GET", "POST"])
def repair(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would change; make it a revision."""
    at = frame.standing(request, pk)
    back, against, status = page_of(pk, ""), (), 200
    if request.method == "POST":
        try:
            filed = desk.file_copy(
                at.docket, fixed(at), by=request.user, base=request.POST.get("base", ""), source="repairs"
            )
        except Refused as refused:
            against, status = refused.reasons, 409 if frame.may_edit(request) else 403
        except Conflict as conflict:
            against, status = (f"{conflict} Look at it, then repair it.",), 409
        else:
            said = f"Repaired as revision {filed.revision.number}."
            return dialogs.leave(request, back, said if filed.changed else "There was nothing to repair.")
        at = frame.standing(request, pk)
    shown = _shown(at)
    return dialogs.show(
        request, at, "repair", title="Repair", status=status,
        places=shown, total=count(len(shown), "place"), against=against, back=back,
    )  # fmt: skip


def _shown(at: Standing) -> list[tuple[str, SafeString]]:
    """Each field that would change: its name, and its words before and after."""
    assert at.text is not None
    names = {each.key: each.name or "Somebody" for each in at.text.contributions}
    return [
        (
            f"{names[each.field.whose]}, {each.field.label.lower()}"
            if each.field.whose
            else each.field.label,
            mark_safe(changes(each.before, each.after).html),  # escaped by `changes`
        )
        for each in mends(at.text, fixed(at))
    ]


def urls(admin: Any) -> list[URLPattern]:
    """Its address, under an installment's."""
    return [path("<int:pk>/repair/", frame.guarded(repair), name="series_installment_repair")]
