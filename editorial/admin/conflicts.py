"""Two people changed the same text: what can be put together is, and the rest is asked field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from editorial import desk
from editorial.changes import changes
from editorial.merging import Clash, Merge, merge
from editorial.models import Revision
from editorial.standing import name_of
from editorial.workflow import Refused
from series.manuscript import Manuscript

from . import frame, saving

SALT = "a text that was not saved"


@dataclass(frozen=True)
class Row:
    """One clash as the page shows it."""

    clash: Clash
    number: int
    picked: str
    own: str  # what stands in “write it yourself”

    @property
    def theirs(self) -> SafeString:
        return _marked(self.clash.base, self.clash.theirs)

    @property
    def mine(self) -> SafeString:
        return _marked(self.clash.base, self.clash.mine)


def _marked(before: str, after: str) -> SafeString:
    html = changes(before, after).html if before and after else ""
    return mark_safe(html or escape(after or "(empty)"))  # `changes` escapes what it marks


def met(request: HttpRequest, pk: int, conflict: desk.Conflict, onward: str) -> HttpResponse:
    """A save met another one. Without a clash both are kept at once; else the page that asks."""
    if conflict.mine.digest == conflict.head.digest:
        desk.drop_buffer(conflict.head.docket, by=request.user, sheet=request.POST.get("sheet", ""))
        messages.info(request, f"It is saved: revision {conflict.head.number} has exactly this text.")
        return HttpResponseRedirect(onward)
    base = conflict.base.read() if conflict.base else None
    merged = merge(base, conflict.head.read(), conflict.mine, {})
    if merged.clashes or merged.kept or base is None:
        return _page(request, pk, conflict.base, conflict.head, conflict.mine, merged, onward)
    return _file(request, pk, merged.text, conflict.head, onward)


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The answers of the page that asks."""
    at = frame.standing(request, pk)
    if not frame.may_edit(request):
        raise PermissionDenied
    try:
        kept = signing.loads(request.POST.get("kept", ""), salt=SALT)
        mine = Manuscript.from_json(kept["mine"])
    except (signing.BadSignature, ValueError):
        return HttpResponseBadRequest("This page cannot be read. Go back: your text is still in the form.")
    base = at.docket.revisions.filter(pk=kept["base"]).first() if kept["base"] else None
    head = at.docket.revisions.get(pk=kept["head"])
    onward = kept["onward"]
    merged = merge(base.read() if base else None, head.read(), mine, {})
    picks, missing = _picks(request.POST, merged.clashes)
    if missing:
        return _page(request, pk, base, head, mine, merged, onward, missing)
    text = merge(base.read() if base else None, head.read(), mine, _values(picks, merged, mine)).text
    return _file(request, pk, text, head, onward, "What you chose is kept.")


def _picks(posted: Mapping[str, Any], clashes: list[Clash]) -> tuple[dict[str, Any], list[str]]:
    """What was chosen for each clash, and the labels of those where nothing was."""
    picks, missing = {}, []
    for number, clash in enumerate(clashes):
        choice = posted.get(f"pick-{number}", "")
        if choice not in ("theirs", "mine", "own"):
            missing.append(clash.label)
        picks[clash.path] = (choice, posted.get(f"own-{number}", ""))
    return picks, missing


def _values(picks: Mapping[str, Any], merged: Merge, mine: Manuscript) -> dict[str, Any]:
    """The value to keep, by path; theirs is what the merge keeps anyway."""
    values = {}
    for clash in merged.clashes:
        choice, own = picks[clash.path]
        if choice == "mine":
            values[clash.path] = _at(mine, clash.path)
        elif choice == "own" and clash.is_text:
            values[clash.path] = own
    return values


def _at(value: Any, path: str) -> Any:
    """What stands at a merge's path of a manuscript."""
    for part in path.split("/"):
        if isinstance(value, tuple):
            value = next(each for each in value if each.key == part)
        else:
            value = getattr(value, part)
    return value


def _file(
    request: HttpRequest,
    pk: int,
    text: Manuscript,
    head: Revision,
    onward: str,
    words: str = "Both changes are kept.",
) -> HttpResponse:
    at = frame.standing(request, pk)
    sheet = request.POST.get("sheet", "")
    try:
        filed = desk.file_copy(at.docket, text, by=request.user, base=head.digest, sheet=sheet)
    except desk.Conflict as conflict:
        return met(request, pk, conflict, onward)
    except (Refused, ValueError) as error:
        messages.error(request, f"{error} Your text is below.")
        return _page(request, pk, head, head, text, merge(head.read(), head.read(), text, {}), onward)
    messages.info(request, f"{name_of(head.author)} saved meanwhile. {words}")
    saving.tell(request, at, filed)
    return HttpResponseRedirect(onward)


def _page(
    request: HttpRequest,
    pk: int,
    base: Revision | None,
    head: Revision,
    mine: Manuscript,
    merged: Merge,
    onward: str,
    missing: list[str] | None = None,
) -> HttpResponse:
    kept = {"base": base.pk if base else None, "head": head.pk, "mine": mine.to_json(), "onward": onward}
    rows = []
    for number, clash in enumerate(merged.clashes):
        preset = "own" if clash.both is not None else ""
        own = request.POST.get(f"own-{number}", clash.both if clash.both is not None else clash.mine)
        rows.append(Row(clash, number, request.POST.get(f"pick-{number}", preset), own))
    at = frame.standing(request, pk)
    context = frame.context(request, at) | {
        "title": f"You and {name_of(head.author)} both changed this text",
        "rows": rows,
        "merge": merged,
        "head": head,
        "kept": signing.dumps(kept, salt=SALT, compress=True),
        "missing": missing or [],
        "sheet": request.POST.get("sheet", ""),
        "next_number": (at.head.number if at.head else 0) + 1,
        "action": reverse("admin:series_installment_merge", args=[pk]),
        "onward": onward,
        "whole": [(field.label, field.text) for field in mine.fields() if field.text],
    }
    return TemplateResponse(request, "editorial/conflict.html", context, status=409)
