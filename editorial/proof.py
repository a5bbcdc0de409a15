"""The proof: a manuscript laid out in rows for its reviewer, with marks around flagged words and, row by
row, what changed since another text. Pure: no Django.

Every difference that changes the digest shows in some row, or in `Proof.notes`: whoever approves a
digest has been shown all that it stands for.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from time import monotonic

from editorial import marking
from editorial.changes import Change, belongs, changes, compared
from editorial.marking import Flag
from series.manuscript import Answer, Contribution, Format, Manuscript, Picture

PATIENCE = 2.0  # seconds for all comparisons of a page; then fields are shown as removed and added
Show = Callable[[Picture], str]  # the address of a stored picture, or "" where it cannot be shown
NOTHING = Change()
NAMELESS = "Somebody without a name"
SAFE = ("https://", "http://", "mailto:")
EMPTY = '<p class="st-p-empty">Nothing here. Readers would see an empty space.</p>'
NO_INTRODUCTION = '<p class="st-p-none">No introduction.</p>'
HEAD = ("series", "part", "format")  # the page's head has them: shown where they changed
FACTS = ("slug", "date", "topics", "references")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the proof: what readers see as one thing, of one field or a few."""

    kind: str  # title, prose, person, portrait, cover, answer, facts
    label: str
    paths: tuple[str, ...]
    html: str  # safe: everything is escaped or cleaned
    change: Change = NOTHING
    changed: bool = False

    @property
    def anchor(self) -> str:
        """The HTML id of the row."""
        return anchor(self.paths[0])

    @property
    def anchors(self) -> tuple[str, ...]:
        """The ids of its further fields, so that a link to any of them arrives here."""
        return tuple(anchor(path) for path in self.paths[1:])

    @property
    def path(self) -> str:
        """The field that a comment on the row hangs on."""
        return self.paths[-1] if self.kind == "answer" else self.paths[0]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the proof, and its rows."""

    name: str
    rows: tuple[Row, ...]
    whose: str = ""  # the contribution's key
    gone: bool = False  # this person was in the text that it is compared with


@dataclass(frozen=True, slots=True)
class Proof:
    """A whole text laid out."""

    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()  # changes that have no row of their own, in sentences

    @property
    def rows(self) -> Iterator[Row]:
        return (row for section in self.sections for row in section.rows)

    @property
    def changed(self) -> int:
        """How many rows changed, and notes."""
        return sum(row.changed for row in self.rows) + len(self.notes)

    @property
    def added(self) -> int:
        return sum(row.change.added for row in self.rows)

    @property
    def removed(self) -> int:
        return sum(row.change.removed for row in self.rows)


def anchor(path: str) -> str:
    """The HTML id of a field, the same on every page of the desk: "f-introduction"."""
    return "f-" + path.replace("contributions/", "").replace("answers/", "").replace("/", "-")


def lay_out(
    text: Manuscript,
    *,
    flags: Sequence[Flag] = (),
    base: Manuscript | None = None,
    show: Show = lambda picture: "",
    patience: float = PATIENCE,
) -> Proof:
    """The proof of a text, compared with `base` where there is one."""
    layout = _Layout(text, flags, base, show, patience)
    sections = [section for section in layout.sections() if section.rows]
    return Proof(tuple(sections), tuple(layout.notes(sections)))


class _Layout:
    """What the rows of one proof are made from."""

    def __init__(
        self, text: Manuscript, flags: Sequence[Flag], base: Manuscript | None, show: Show, patience: float
    ) -> None:
        self.text, self.base, self.show = text, base, show
        self.now = {each.path: each for each in (*text.fields(), *belongs(text))}
        self.then = {each.path: each for each in (*base.fields(), *belongs(base))} if base else {}
        self.words, self.were = compared(text), compared(base) if base else {}
        self.flags: dict[str, list[Flag]] = {}
        for flag in flags:
            self.flags.setdefault(flag.path, []).append(flag)
        self.until = monotonic() + patience

    def sections(self) -> Iterator[Section]:
        yield Section("Opening", tuple(self.opening()))
        for each in self.text.contributions:
            yield Section(each.name or NAMELESS, tuple(self.person(each)), each.key)
        yield Section("Closing", tuple(self.prose("closing", "call_to_action")))
        yield Section("Where it belongs", tuple(self.facts()))
        here = {each.key for each in self.text.contributions}
        for each in self.base.contributions if self.base else ():
            if each.key not in here:
                yield Section(each.name or NAMELESS, tuple(self.gone(each)), each.key, gone=True)

    def notes(self, sections: Sequence[Section]) -> Iterator[str]:
        if self.base is None or self.base.digest == self.text.digest:
            return
        order = [each.key for each in self.text.contributions]
        was = [each.key for each in self.base.contributions]
        if [key for key in order if key in was] != [key for key in was if key in order]:
            yield f"People stand in another order: {', '.join(self.text.people)}."
        questions = [each.text for each in self.text.prompts]
        if questions != [each.text for each in self.base.prompts]:
            yield f"The questions for everybody are now: {' · '.join(questions) or 'none'}."
        if not any(row.changed for section in sections for row in section.rows):
            yield "Something changed that no row shows, such as the order of answers. Read it once more."

    # -- rows

    def opening(self) -> Iterator[Row]:
        title = f'<p class="st-p-title">{self.line("title")}</p>' if self.text.title else EMPTY
        yield self.row("title", "Title", ("title",), title)
        yield from self.prose("standfirst")
        yield from self.picture("cover", "Cover picture", ("cover", "cover_alt"), self.text.cover)
        yield from self.prose("introduction", "disclaimer")

    def prose(self, *names: str) -> Iterator[Row]:
        for name in names:
            if self.matters(name):
                yield self.row("prose", self.now[name].label, (name,), self.markdown(name))
            elif name == "introduction":  # readers miss nothing; somebody may want to say something about it
                yield self.row("prose", self.now[name].label, (name,), NO_INTRODUCTION)

    def person(self, each: Contribution) -> Iterator[Row]:
        head = f"contributions/{each.key}/"
        names = ("name", "url", "role", "organization", "organization_url", "field")
        yield self.row("person", "Who", tuple(head + name for name in names), self.who(each, head))
        yield from self.picture(
            "portrait", "Portrait", (f"{head}portrait", f"{head}portrait_alt"), each.portrait
        )
        for name in ("background", "fun_fact", "about_organization"):
            path = head + name
            if self.matters(path) or self.text.format is Format.INTERVIEWS:
                label = self.now[path].label
                html = f'<p class="st-p-lbl">{escape(label)}</p>{self.markdown(path)}'
                yield self.row("prose", label, (path,), html)
        for number, answer in enumerate(each.answers, 1):
            yield self.answer(each, answer, f"{head}answers/{answer.key}", number)
        yield from self.lost(f"{head}answers/")

    def answer(self, each: Contribution, answer: Answer, head: str, number: int) -> Row:
        paths = (f"{head}/question", f"{head}/body")
        said = self.markdown(paths[1])
        if answer.declined:
            said = f"<p>{escape(each.name)} declined to answer.</p>"
        mark = f"{number}. " if self.text.format is Format.INTERVIEWS else ""
        asked = f'<p class="st-p-q">{mark}{self.line(paths[0]) or "(no question)"}</p>'
        return self.row("answer", self.now[paths[1]].label, paths, asked + said)

    def who(self, each: Contribution, head: str) -> str:
        name = _link(self.line(f"{head}name") or "No name", each.url)
        role = self.line(f"{head}role")
        where = _link(self.line(f"{head}organization"), each.organization_url)
        what = " at ".join(filter(None, (role, where)))
        return f'<p class="st-p-name">{name}</p>' + (f'<p class="st-p-role">{what}</p>' if what else "")

    def picture(self, kind: str, label: str, paths: tuple[str, ...], picture: Picture) -> Iterator[Row]:
        if not any(map(self.matters, paths)):
            return
        source = self.show(picture)
        size = f' width="{picture.width}" height="{picture.height}"' if picture.width else ""
        image = f'<img src="{escape(source)}" alt="{escape(picture.alt)}"{size}>' if source else ""
        name = self.line(paths[0]) or "No picture"
        alt = f"<br>Described as: {self.line(paths[1])}" if picture.alt else ""
        html = f'<figure class="st-p-fig">{image}<figcaption>{name}{alt}</figcaption></figure>'
        yield self.row(kind, label, paths, html)

    def facts(self) -> Iterator[Row]:
        names = (*filter(self.differs, HEAD), *FACTS, *(f"extra/{name}" for name, _ in self.text.extra))
        for name in names:
            if name in self.now and self.matters(name):
                label = self.now[name].label
                html = f'<p class="st-p-lbl">{escape(label)}</p><p class="st-p-fact">{self.line(name)}</p>'
                yield self.row("facts", label, (name,), html)
        yield from self.lost("extra/")

    def gone(self, each: Contribution) -> Iterator[Row]:
        paths = [path for path in self.were if path.startswith(f"contributions/{each.key}/")]
        html = f"<p>{escape(each.name)} is not in it any more.</p>"
        yield self.row("person", "Removed", tuple(paths), html)

    def lost(self, head: str) -> Iterator[Row]:
        """Fields under a path that only the text before had."""
        for path, field in self.then.items():
            if path.startswith(head) and path not in self.now:
                yield self.row("facts", field.label, (path,), "<p>This is not in it any more.</p>")

    def row(self, kind: str, label: str, paths: tuple[str, ...], html: str) -> Row:
        if self.base is None:
            return Row(kind, label, paths, html)
        found = [(path, self.change(path)) for path in paths if self.differs(path)]
        several = len(found) > 1
        parts = [(self.name(path) if several else "") + change.html for path, change in found]
        total = Change(
            "\n".join(parts),
            sum(change.added for _, change in found),
            sum(change.removed for _, change in found),
        )
        return Row(kind, label, paths, html, total, bool(found))

    # -- fields

    def name(self, path: str) -> str:
        field = self.now.get(path) or self.then[path]
        return f'<b class="st-diff-l">{escape(field.label)}</b> '

    def matters(self, path: str) -> bool:
        """Whether there is anything to see of a field: text, a mark, a change."""
        return bool(self.words.get(path)) or path in self.flags or self.differs(path)

    def differs(self, path: str) -> bool:
        return self.base is not None and self.words.get(path, "") != self.were.get(path, "")

    def change(self, path: str) -> Change:
        left = min(0.3, max(self.until - monotonic(), 0.0))
        return changes(self.were.get(path, ""), self.words.get(path, ""), patience=left)

    def line(self, path: str) -> str:
        return marking.line(self.now[path].text, self.flags.get(path, ())) if path in self.now else ""

    def markdown(self, path: str) -> str:
        text = self.now[path].text
        html = marking.prose(text, self.flags.get(path, ()), self.text.references)
        return html if html.strip() else EMPTY


def _link(label: str, target: str) -> str:
    """A label that is HTML already, as a link where the target is safe."""
    if not target.lower().startswith(SAFE) or not label:
        return label
    return f'<a href="{escape(target)}" rel="noopener noreferrer">{label}</a>'
