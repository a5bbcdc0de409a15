"""The text of one installment as frozen, plain data: what is checked, reviewed, approved and read.

Pure: no Django. Rows in the admin become a Manuscript (`series.writing`), a pasted file becomes one
(`series.importers`); revisions and editions store its JSON; approvals are bound to its digest.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, NamedTuple, Self

ENCODING = 1  # of the JSON below; a later encoding must still read the earlier ones
LONGEST_LINE, LONGEST_TEXT, MOST_PEOPLE, HIGHEST_PART = 1000, 200_000, 200, 100_000
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no database keeps these
SLOT = "{field}"  # the one blank that a prompt may have


class Format(StrEnum):
    """What an installment is made of."""

    INTERVIEWS = "interviews"  # several people (or one), the same questions
    STORY = "story"  # one author, named sections


class Kind(StrEnum):
    """How a field's text is to be read."""

    LINE = "line"  # plain text on one line
    MARKDOWN = "markdown"
    URL = "url"
    FILE = "file"  # the name of a picture
    LIST = "list"  # one entry on each line


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture: named by a source, or stored (then `digest` is the SHA-256 of the stored file)."""

    name: str = ""
    alt: str = ""
    digest: str = ""
    width: int = 0
    height: int = 0

    def __bool__(self) -> bool:
        return bool(self.name or self.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A question (or a story's section name) put to everybody; may hold one `{field}`."""

    key: str
    text: str

    def asked_of(self, work: str) -> str:
        """The question as put to somebody whose field of work is `work`."""
        return self.text.replace(SLOT, work) if work else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One person's answer to one prompt. An empty body is unfinished; `declined` is a choice."""

    key: str
    prompt: str  # the prompt's key
    body: str = ""
    declined: bool = False
    wording: str = ""  # the question as this person was asked, where it differs from the prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One person's part, with name, role and organization as of then."""

    key: str
    name: str = ""
    url: str = ""
    role: str = ""
    organization: str = ""
    organization_url: str = ""
    field: str = ""  # field of work, fills the prompts' slot
    portrait: Picture = Picture()
    background: str = ""
    fun_fact: str = ""
    about_organization: str = ""
    answers: tuple[Answer, ...] = ()


class Field(NamedTuple):
    """One field's text, with the stable path that findings, stets and comments hang on."""

    path: str
    label: str  # plain words: "Fun fact"
    text: str
    kind: Kind
    whose: str = ""  # the contribution's key, or "" for the installment's own fields

    @property
    def name(self) -> str:
        """The last part of the path: "background", "body", "question", "title"…"""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """The whole text of one installment, everything that a reader sees."""

    format: Format = Format.INTERVIEWS
    series: str = ""
    part: int | None = None
    title: str = ""
    slug: str = ""
    standfirst: str = ""
    date: str = ""  # ISO date where the text states one
    cover: Picture = Picture()
    topics: tuple[str, ...] = ()
    introduction: str = ""
    disclaimer: str = ""
    prompts: tuple[Prompt, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    closing: str = ""
    call_to_action: str = ""
    references: str = ""  # Markdown link definitions that all fields share
    extra: tuple[tuple[str, str], ...] = field(default=())  # front matter without a field of its own

    def prompt(self, key: str) -> Prompt:
        """The prompt with this key. KeyError where there is none."""
        for prompt in self.prompts:
            if prompt.key == key:
                return prompt
        raise KeyError(key)

    def question(self, contribution: Contribution, answer: Answer) -> str:
        """The question as this person was asked it."""
        return answer.wording or self.prompt(answer.prompt).asked_of(contribution.field)

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who has a part in it, in print order."""
        return tuple(each.name for each in self.contributions)

    def fields(self) -> Iterator[Field]:
        """Every field in reading order, empty ones too."""
        yield from self._opening()
        for each in self.contributions:
            yield from self._contribution(each)
        yield Field("closing", "Closing", self.closing, Kind.MARKDOWN)
        yield Field("call_to_action", "Call to action", self.call_to_action, Kind.MARKDOWN)
        yield Field("references", "Link definitions", self.references, Kind.MARKDOWN)
        for name, value in self.extra:
            yield Field(f"extra/{name}", f"Front matter: {name}", value, Kind.LINE)

    def _opening(self) -> Iterator[Field]:
        yield Field("title", "Title", self.title, Kind.LINE)
        yield Field("slug", "Address", self.slug, Kind.LINE)
        yield Field("standfirst", "Standfirst", self.standfirst, Kind.MARKDOWN)
        yield Field("date", "Date", self.date, Kind.LINE)
        yield Field("cover", "Cover picture", self.cover.name, Kind.FILE)
        yield Field("cover_alt", "Cover description", self.cover.alt, Kind.LINE)
        yield Field("topics", "Topics", "\n".join(self.topics), Kind.LIST)
        yield Field("introduction", "Introduction", self.introduction, Kind.MARKDOWN)
        yield Field("disclaimer", "Disclaimer", self.disclaimer, Kind.MARKDOWN)

    def _contribution(self, each: Contribution) -> Iterator[Field]:
        def of(name: str, label: str, text: str, kind: Kind) -> Field:
            return Field(f"contributions/{each.key}/{name}", label, text, kind, each.key)

        yield of("name", "Name", each.name, Kind.LINE)
        yield of("url", "Profile link", each.url, Kind.URL)
        yield of("role", "Role", each.role, Kind.LINE)
        yield of("organization", "Organization", each.organization, Kind.LINE)
        yield of("organization_url", "Organization's link", each.organization_url, Kind.URL)
        yield of("field", "Field of work", each.field, Kind.LINE)
        yield of("portrait", "Portrait", each.portrait.name, Kind.FILE)
        yield of("portrait_alt", "Portrait's description", each.portrait.alt, Kind.LINE)
        yield of("background", "Background", each.background, Kind.MARKDOWN)
        yield of("fun_fact", "Fun fact", each.fun_fact, Kind.MARKDOWN)
        about = f"About {each.organization}" if each.organization else "About the organization"
        yield of("about_organization", about, each.about_organization, Kind.MARKDOWN)
        for number, answer in enumerate(each.answers, 1):
            head = f"answers/{answer.key}"
            asked = self.question(each, answer)
            if self.format is Format.STORY:
                yield of(f"{head}/question", f"Section {number}", asked, Kind.LINE)
                yield of(f"{head}/body", asked or f"Section {number}", answer.body, Kind.MARKDOWN)
            else:
                yield of(f"{head}/question", f"Question {number}", asked, Kind.LINE)
                yield of(f"{head}/body", f"Answer {number}", answer.body, Kind.MARKDOWN)

    def refusals(self) -> list[str]:
        """Why this text cannot be kept at all, in sentences; empty for every text that can."""
        if found := list(self._tangles()):
            return found
        found = [sentence for each in self.fields() for sentence in _too_much(each)]
        names = [prompt.text for prompt in self.prompts] + [name for name, _ in self.extra]
        if any(UNSTORABLE.search(name) for name in names):
            found.append("A question or a name holds a control character that cannot be stored: delete it.")
        if self.part is not None and not 1 <= self.part <= HIGHEST_PART:
            found.append(f"The part's number is {self.part}: it has to be between 1 and {HIGHEST_PART:,}.")
        if len(self.contributions) > MOST_PEOPLE:
            found.append(f"There are {len(self.contributions)} people; {MOST_PEOPLE} is the most.")
        return found

    def _tangles(self) -> Iterator[str]:
        """What keys make impossible: they are nobody's words, but a source or a form may get them wrong."""
        prompts = {prompt.key for prompt in self.prompts}
        answers = [answer for each in self.contributions for answer in each.answers]
        if not prompts.issuperset(answer.prompt for answer in answers):
            yield "An answer belongs to a question that is not in this text."
        for each in self.contributions:
            if len({answer.prompt for answer in each.answers}) < len(each.answers):
                yield f"{each.name or 'Somebody'} answers the same question twice: join the two answers."

    # -- encoding

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no white space, UTF-8 text, normalised line ends."""
        data = {"encoding": ENCODING, **asdict(self.normalised())}
        return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The manuscript that `to_json` wrote. ValueError for any other encoding or shape."""
        data = json.loads(text)
        if not isinstance(data, dict) or data.pop("encoding", None) != ENCODING:
            raise ValueError("This is not a manuscript in an encoding that is known here.")
        try:
            return cls(**_restored(data))
        except (TypeError, KeyError) as error:
            raise ValueError(f"This is not a manuscript: {error}.") from error

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of everything a reader sees, in order; the same whatever the row keys are."""
        return hashlib.sha256(self.rekeyed().to_json().encode()).hexdigest()

    def rekeyed(self) -> Self:
        """The same text under keys that follow from the order: prompts 1, 2…; people 1, 2…"""
        new = {prompt.key: str(number) for number, prompt in enumerate(self.prompts, 1)}
        prompts = tuple(replace(prompt, key=new[prompt.key]) for prompt in self.prompts)
        people = []
        for number, each in enumerate(self.contributions, 1):
            answers = tuple(
                replace(answer, key=str(place), prompt=new[answer.prompt])
                for place, answer in enumerate(each.answers, 1)
            )
            people.append(replace(each, key=str(number), answers=answers))
        return replace(self, prompts=prompts, contributions=tuple(people))

    def normalised(self) -> Self:
        """The same text with line ends as LF and no white space around a field."""
        return _normalised(self)  # type: ignore[no-any-return]


def _too_much(field: Field) -> Iterator[str]:
    """What no column or page can hold."""
    longest = LONGEST_TEXT if field.kind in (Kind.MARKDOWN, Kind.LIST) else LONGEST_LINE
    if len(field.text) > longest:
        yield f"{field.label} is {len(field.text):,} characters long; {longest:,} is the most."
    if UNSTORABLE.search(field.text):
        yield f"{field.label} holds a control character that cannot be stored: delete it."


def normalise(text: str) -> str:
    """Line ends as LF, ends stripped: what a browser's form does to a text must not change it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _normalised(value: Any) -> Any:
    if isinstance(value, StrEnum) or (not isinstance(value, str | tuple) and not hasattr(value, "__slots__")):
        return value
    if isinstance(value, str):
        return normalise(value)
    if isinstance(value, tuple):
        return tuple(_normalised(each) for each in value)
    return replace(value, **{name: _normalised(getattr(value, name)) for name in value.__slots__})


def _restored(data: dict[str, Any]) -> dict[str, Any]:
    people = []
    for each in data["contributions"]:
        answers = tuple(Answer(**answer) for answer in each["answers"])
        people.append(Contribution(**{**each, "portrait": Picture(**each["portrait"]), "answers": answers}))
    return {
        **data,
        "format": Format(data["format"]),
        "cover": Picture(**data["cover"]),
        "topics": tuple(data["topics"]),
        "prompts": tuple(Prompt(**prompt) for prompt in data["prompts"]),
        "contributions": tuple(people),
        "extra": tuple((name, value) for name, value in data["extra"]),
    }
