"""What people of the desk keep for themselves: saved views of the list, and where they are in the tour."""

from urllib.parse import parse_qsl, urlencode

from editorial.models import SavedView, Tour
from editorial.standing import roles_of
from editorial.workflow import Refused

from .recording import Actor, acting

MOST_VIEWS = 20
LASTING = ("stage", "findings", "series", "person", "waiting", "due", "q", "o")  # what a view may hold


def tidy(query: str) -> str:
    """A query of the list without what is no filter, in one order: two that show the same are equal."""
    given = dict(parse_qsl(query.replace("\0", "").lstrip("?")))
    return urlencode([(name, given[name]) for name in LASTING if given.get(name)])


def save_view(name: str, query: str, *, by: Actor) -> SavedView:
    """Keep filters and search under a name; a name that one has already gets the new ones."""
    by, name, query = acting(by), " ".join(name.replace("\0", "").split()), tidy(query)
    against = []
    if not roles_of(by):
        against.append("Only people of the desk can save views.")
    if not 0 < len(name) <= 60:
        against.append("Give the view a name of at most 60 characters.")
    if not query or len(query) > 500:
        against.append("Choose a filter or search for something first: this view shows everything.")
    if by.saved_views.exclude(name=name).count() >= MOST_VIEWS:  # type: ignore[attr-defined]
        against.append(f"You have {MOST_VIEWS} views. Delete one that you do not need.")
    if against:
        raise Refused(tuple(against))
    row, _ = SavedView.objects.update_or_create(user=by, name=name, defaults={"query": query})
    return row


def drop_view(pk: int, *, by: Actor) -> None:
    """Forget a view of one's own."""
    SavedView.objects.filter(pk=pk, user=acting(by)).delete()


def go_on(step: int, *, by: Actor) -> None:
    """Say where in the tour somebody is."""
    _keep_tour(by, step=step, closed=False)


def close_tour(*, by: Actor) -> None:
    """The tour is over, or not wanted."""
    _keep_tour(by, closed=True)


def _keep_tour(by: Actor, **values: object) -> None:
    Tour.objects.update_or_create(user=acting(by), defaults=values)
