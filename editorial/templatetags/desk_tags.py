"""Small pieces of the desk's pages: icons, stages, counts, dates in plain words."""

import re
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from editorial import excerpts
from editorial.standing import name_of
from editorial.workflow import Stage

register = template.Library()

LOOKS = {  # of a stage: the suffix of its class, and its icon
    Stage.DRAFT: ("draft", "pencil"),
    Stage.IN_REVIEW: ("review", "eye"),
    Stage.CHANGES_REQUESTED: ("changes", "return"),
    Stage.APPROVED: ("approved", "check"),
    Stage.SCHEDULED: ("scheduled", "clock"),
    Stage.PUBLISHED: ("published", "live"),
    Stage.WITHDRAWN: ("withdrawn", "ban"),
    Stage.KILLED: ("killed", "cross"),
}
LONG, JOINT = re.compile(r"\S{25,}"), re.compile(r"(&amp;|[/?=])(?=[^\s/])")  # of an address
NONE = {"blocker": "No blockers", "warning": "No open warnings", "notice": "No notices"}


@register.simple_tag
@cache
def icon(name: str, more: str = "") -> SafeString:
    """An icon of the sprite; says nothing to a screen reader."""
    return format_html(
        '<svg class="st-i {}" aria-hidden="true" focusable="false"><use href="#i-{}"></use></svg>', more, name
    )


@register.simple_tag
def state(stage: str) -> SafeString:
    """A stage as a badge."""
    stage = Stage(stage)
    look, sign = LOOKS[stage]
    return format_html('<span class="st-state st-state-{}">{}{}</span>', look, icon(sign), stage.label)


@register.filter
def look(stage: str) -> str:
    """The suffix of a stage's class: `st-state-…`, `st-col-…`."""
    return LOOKS[Stage(stage)][0]


@register.filter
def sign(stage: str) -> str:
    """The icon of a stage."""
    return LOOKS[Stage(stage)][1]


@register.filter
def label(stage: str) -> str:
    """A stage in words."""
    return Stage(stage).label


def _plural(word: str, number: int) -> str:
    return word if number == 1 else f"{word}s"


@register.simple_tag
def sev(level: str, number: int, quiet: bool = False) -> SafeString | str:
    """How many findings of a level, as an icon and a number. `quiet`: nothing at all for none."""
    if not number:
        return "" if quiet else format_html('<span class="st-n st-n-0">0 {}s</span>', level)
    return format_html(
        '<span class="st-n st-n-{}">{}{}<span class="visually-hidden"> {}</span></span>',
        level, icon(level), number, _plural(level, number),
    )  # fmt: skip


@register.simple_tag
def sevw(level: str, number: int) -> SafeString:
    """How many findings of a level, in words."""
    if not number:
        return format_html('<span class="st-n st-n-0">{}{}</span>', icon("check"), NONE[level])
    return format_html(
        '<span class="st-n st-n-{}">{}{} {}</span>', level, icon(level), number, _plural(level, number)
    )


# -- dates


def _day(moment: date | datetime) -> date:
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment


@register.filter
def rel(moment: date | datetime | None) -> str:
    """“today”, “in 3 days”, “2 days ago”."""
    if not moment:
        return ""
    days = (_day(moment) - timezone.localdate()).days
    named = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return named.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")


@register.filter
def late(day: date | None) -> bool:
    """Whether a day is over."""
    return bool(day) and day < timezone.localdate()


@register.filter
def short(moment: date | datetime | None) -> str:
    """“Thu 24 Nov”; with the year where it is not this one."""
    if not moment:
        return ""
    day = _day(moment)
    year = "" if day.year == timezone.localdate().year else f" {day.year}"
    return f"{day:%a} {day.day} {day:%b}{year}"


@register.filter
def clock(moment: datetime) -> str:
    """“09:55”, on the desk's clock."""
    return f"{timezone.localtime(moment):%H:%M}"


@register.filter
def zone(moment: datetime) -> str:
    """The time zone of the desk's clock at a moment: “CET, UTC+1”."""
    local = timezone.localtime(moment)
    offset = local.utcoffset()
    assert offset is not None
    minutes = int(offset.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    utc = f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
    return utc if (local.tzname() or "").startswith(("+", "-")) else f"{local.tzname()}, {utc}"


@register.filter
def ago(moment: datetime | None) -> str:
    """“just now”, “7 min ago”, “today, 09:55”, “Fri 18 Nov, 15:40”."""
    if not moment:
        return ""
    minutes = int((timezone.now() - moment).total_seconds() // 60)
    if 0 <= minutes < 60:
        return f"{minutes} min ago" if minutes else "just now"
    day = "today" if _day(moment) == timezone.localdate() else short(moment)
    return f"{day}, {clock(moment)}"


# -- people and fields


@register.filter
def who(user: Any) -> str:
    """A person of the desk, by name; the desk itself where nobody acted."""
    return name_of(user) if user else "The desk"


@register.filter
def first(user: Any) -> str:
    """What colleagues call a person of the desk."""
    return (user.first_name or name_of(user)) if user else "The desk"


@register.filter
def fid(path: str) -> str:
    """The id of a field on the pages: the same on the form and in the review."""
    return "f-" + path.replace("contributions/", "").replace("answers/", "").replace("/", "-")


@register.filter
def cut(text: str, most: int) -> str:
    """A text of at most so many characters, cut between words."""
    return excerpts.head(str(text), most)


@register.filter
def breaks(text: str) -> SafeString:
    """A text in which a long address may break where its parts meet."""
    return mark_safe(LONG.sub(lambda word: JOINT.sub(r"\1<wbr>", word[0]), escape(text)))  # escaped here


@register.filter
def basename(name: str) -> str:
    """A file's name without its folders."""
    return name.rpartition("/")[2]


@register.filter
def get(values: Any, key: Any) -> Any:
    """`values[key]`, or None."""
    return values.get(key) if hasattr(values, "get") else None
