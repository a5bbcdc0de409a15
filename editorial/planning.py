"""When a piece is due, counted back from when it should go live.

Pure: no Django.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from editorial.workflow import Stage

DAYS = {"draft": 14, "review": 5}  # before it should go live; house rules may say otherwise
WRITTEN = {Stage.DRAFT, Stage.CHANGES_REQUESTED}


def due(stage: Stage, wish: date, days: Mapping[str, int]) -> date:
    """When the work of this stage has to be done: the draft first, then the review, then publication."""
    if stage in WRITTEN:
        return wish - timedelta(days=days.get("draft", DAYS["draft"]))
    if stage is Stage.IN_REVIEW:
        return wish - timedelta(days=days.get("review", DAYS["review"]))
    return wish


def plan(wish: date, days: Mapping[str, int]) -> list[tuple[str, date]]:
    """All of it, in order, as it is shown."""
    return [
        ("Draft", due(Stage.DRAFT, wish, days)),
        ("Review", due(Stage.IN_REVIEW, wish, days)),
        ("Live", wish),
    ]
