"""The tour of the desk: five steps on the home page, each leading to a real screen; to each their own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from editorial import desk
from editorial.models import Docket, Tour
from editorial.standing import roles_of
from editorial.workflow import Role, Stage
from series import editions

LIST = "admin:series_installment_changelist"


@dataclass(frozen=True)
class Step:
    """What is done, by whom, what there is to see, and where the button leads for somebody."""

    name: str
    role: Role | None
    says: str
    act: str
    where: Callable[[AbstractBaseUser], str]


def _newest(stage: Stage, page: str) -> Callable[[AbstractBaseUser], str]:
    """The page of the newest installment at a stage; the list of that stage where there is none."""

    def where(user: AbstractBaseUser) -> str:
        row = Docket.objects.filter(stage=stage).order_by("-since", "-pk").values_list("installment").first()
        if row is None:
            return f"{reverse(LIST)}?stage={stage.value.replace(' ', '+')}"
        return reverse(f"admin:series_installment_{page}", args=row)

    return where


def _sample(user: AbstractBaseUser) -> str:
    return f"{reverse('admin:series_installment_import')}?sample=1"


def _reading(user: AbstractBaseUser) -> str:
    newest = editions.latest(timezone.now(), limit=1).cards
    return newest[0].address if newest else reverse("home")


STEPS = (
    Step(
        "Import", Role.EDITOR,
        "Bring in a draft. A sample is pasted already: it went through two word processors and is half "
        "finished. See what Stet recognises in it, then create the draft.",
        "Import the sample draft", _sample,
    ),
    Step(
        "Mend", Role.EDITOR,
        "The table shows what is empty; the list beside it has every finding, and each leads to its words. "
        "Mend a few, save, and send the text for review: open findings do not stop that.",
        "Open the newest draft", _newest(Stage.DRAFT, "change"),
    ),
    Step(
        "Review", Role.REVIEWER,
        "Read the text as readers will. Select words to comment on them or to suggest others. "
        "Then approve exactly this text, or ask for changes.",
        "Review the newest", _newest(Stage.IN_REVIEW, "review"),
    ),
    Step(
        "Publish", Role.PUBLISHER,
        "What is approved waits for a date: publish it now, or at a minute of your choice. "
        "If something is missing, you are told all of it at once.",
        "Open what is approved", _newest(Stage.APPROVED, "change"),
    ),
    Step(
        "Read", None,
        "This is the page that readers get. Its text changes by an approved correction, and by nothing else.",
        "Read the newest page", _reading,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Stop:
    """Where somebody is: the step, and the button's address where it is for them."""

    number: int
    step: Step
    address: str

    @property
    def next(self) -> int:
        """The number of the step after it; 0 after the last one."""
        return self.number + 1 if self.number < len(STEPS) else 0


def stop(user: AbstractBaseUser) -> Stop | None:
    """Where this person is in the tour; None where it is closed. At most two queries."""
    row = Tour.objects.filter(user=user).first()
    if row and row.closed:
        return None
    roles = roles_of(user)
    number = min(row.step, len(STEPS)) if row else _first(roles)
    step = STEPS[number - 1]
    return Stop(number, step, step.where(user) if step.role is None or step.role in roles else "")


def _first(roles: Any) -> int:
    """Everybody begins with what they may do."""
    return next((number for number, step in enumerate(STEPS, 1) if step.role in roles), len(STEPS))


@require_POST
def tour(request: HttpRequest) -> HttpResponse:
    """To a step, or out of the tour."""
    number = request.POST.get("step", "")
    if number.isdecimal() and 1 <= int(number) <= len(STEPS):
        desk.go_on(int(number), by=request.user)
    else:
        desk.close_tour(by=request.user)
    return HttpResponseRedirect(reverse("admin:index"))
