"""The text that an installment's working rows hold, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from series.manuscript import Answer as AnswerText
from series.manuscript import Contribution as ContributionText
from series.manuscript import Format, Manuscript, Picture
from series.manuscript import Prompt as PromptText
from series.prepared import Prepared

from .models import Answer, Contribution, Image, Installment, Prompt

OWN = (
    *("part", "title", "slug", "standfirst", "date", "introduction", "disclaimer"),
    *("closing", "call_to_action", "references"),
)
PERSONAL = (
    *("name", "url", "role", "organization", "organization_url", "field"),
    *("background", "fun_fact", "about_organization"),
)
PORTRAIT = ("portrait_name", "portrait_alt", "portrait__digest", "portrait__width", "portrait__height")


def manuscript(installment: Installment) -> Manuscript:
    """The text that the rows hold now."""
    prompts = _PROMPTS.rows(installment=installment.pk)
    keys = {each["pk"]: str(each["key"]) for each in prompts}  # in their order
    answers = _answers(installment, keys)
    people = _PEOPLE.rows(installment=installment.pk)
    return Manuscript(
        format=Format(installment.series.format),
        series=installment.series.title,
        **{name: getattr(installment, name) for name in OWN},
        cover=_cover(installment.cover, installment.cover_name, installment.cover_alt),
        topics=tuple(installment.topics),
        extra=tuple((name, value) for name, value in installment.extra),
        prompts=tuple(PromptText(key=keys[each["pk"]], text=each["text"]) for each in prompts),
        contributions=tuple(_contribution(each, answers[each["pk"]]) for each in people),
    ).normalised()


def _contribution(row: Mapping[str, Any], answers: tuple[AnswerText, ...]) -> ContributionText:
    name, alt, digest, width, height = (row[each] for each in PORTRAIT)
    picture = Picture(name=name, alt=alt)
    if digest is not None:
        picture = Picture(name=name, alt=alt, digest=digest, width=width, height=height)
    own = {name: row[name] for name in PERSONAL}
    return ContributionText(key=str(row["key"]), **own, portrait=picture, answers=answers)


def _answers(installment: Installment, keys: Mapping[int, str]) -> Mapping[int, tuple[AnswerText, ...]]:
    """The answers of each contribution, in the order of the prompts."""
    place = {pk: number for number, pk in enumerate(keys)}
    found: defaultdict[int, tuple[AnswerText, ...]] = defaultdict(tuple)
    rows = _ANSWERS.rows(installment=installment.pk)
    for each in sorted(rows, key=lambda row: place[row["prompt_id"]]):
        found[each["contribution_id"]] += (
            AnswerText(
                key=str(each["key"]),
                prompt=keys[each["prompt_id"]],
                body=each["body"],
                declined=each["declined"],
                wording=each["wording"],
            ),
        )
    return found


def _cover(stored: Image | None, name: str, alt: str) -> Picture:
    if stored is None:
        return Picture(name=name, alt=alt)
    return Picture(name=name, alt=alt, digest=stored.digest, width=stored.width, height=stored.height)


_PROMPTS = Prepared(
    lambda installment: Prompt.objects.filter(installment=installment).values("pk", "key", "text"),
    installment=int,
)
_PEOPLE = Prepared(
    lambda installment: Contribution.objects.filter(installment=installment).values(
        "pk", "key", *PERSONAL, *PORTRAIT
    ),
    installment=int,
)
_ANSWERS = Prepared(
    lambda installment: (
        Answer.objects.filter(contribution__installment=installment)
        .order_by("pk")
        .values("contribution_id", "prompt_id", "key", "body", "declined", "wording")
    ),
    installment=int,
)
