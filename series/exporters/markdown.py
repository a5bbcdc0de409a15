"""A manuscript as Markdown with front matter: the same text always gives the same file, and reading the
file gives the same text (`series.importers.export`).

What a line of Markdown cannot say exactly (a name with a bracket, a question of two lines) is said in the
comment above it instead.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from series.importers.bylines import NAMES, read_byline
from series.importers.export import ESCAPABLE, FIELDS, SHARED, VERSION, label
from series.importers.portraits import MARKDOWN
from series.importers.source import CONTROL
from series.manuscript import Answer, Contribution, Manuscript, Picture

KEY = re.compile(r"\w[\w.\-]{0,79}\Z")
OWN = {
    *("stet", "format", "series", "part", "title", "slug", "standfirst", "date", "topics", "questions"),
    *("cover", "cover_alt", "cover_digest", "cover_width", "cover_height"),
}


def write(manuscript: Manuscript) -> str:
    """The Markdown of a manuscript, ending in a line end."""
    text = manuscript.normalised().rekeyed()
    opening = "\n".join(["---", *_front_matter(text), "---"])
    return "\n\n".join([opening, *_blocks(text)]) + "\n"


def _front_matter(text: Manuscript) -> Iterator[str]:
    yield f"stet: {VERSION}"
    yield f"format: {text.format}"
    for name in ("series", "part", "title", "slug", "standfirst", "date"):
        yield from _line(name, getattr(text, name))
    for name in ("name", "alt", "digest", "width", "height"):
        yield from _line("cover" if name == "name" else f"cover_{name}", getattr(text.cover, name))
    yield from _list("topics", text.topics)
    yield from _list("questions", tuple(prompt.text for prompt in text.prompts))
    if _plain_extra(text):
        for name, value in text.extra:
            yield f"{name}: {_quoted(value)}"


def _line(name: str, value: str | int | None) -> Iterator[str]:
    if value or (value == 0 and name == "part"):
        yield f"{name}: {_quoted(value) if isinstance(value, str) else value}"


def _list(name: str, values: tuple[str, ...]) -> Iterator[str]:
    if values:
        yield f"{name}:"
        yield from (f"- {_quoted(value)}" for value in values)


def _quoted(value: str) -> str:
    """A text in double quotes, as YAML and JSON both read it."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _plain_extra(text: Manuscript) -> bool:
    """Whether the rest of the front matter can stand there as plain keys."""
    names = [name for name, _ in text.extra]
    simple = all(KEY.match(each) and each.lower() not in OWN for each in names)
    return simple and len(set(names)) == len(names)


def _blocks(text: Manuscript) -> Iterator[str]:
    if not _plain_extra(text):
        yield _comment("extra", [list(pair) for pair in text.extra])
    for name in SHARED[:2]:
        yield from _shared(name, getattr(text, name))
    for each in text.contributions:
        yield from _person(text, each)
    for name in SHARED[2:]:
        yield from _shared(name, getattr(text, name))


def _shared(name: str, body: str) -> Iterator[str]:
    if body:
        yield _block(name, {}, [], body)


def _block(name: str, more: dict[str, Any], lines: list[str], body: str) -> str:
    """A comment, the lines that belong to it, and the field's text, with its own comments escaped."""
    if CONTROL.search(body):
        return "\n".join([_comment(name, {**more, "body": body}), *lines])
    head = "\n".join([_comment(name, more), *lines])
    return f"{head}\n\n{ESCAPABLE.sub(_escape, body)}" if body else head


def _escape(match: re.Match[str]) -> str:
    return f"{match[1]}\\{match[2]}"


def _comment(name: str, more: Any) -> str:
    payload = json.dumps(more, ensure_ascii=False, sort_keys=True)
    payload = payload.replace(">", "\\u003e").replace("\x7f", "\\u007f")
    return f"<!-- stet: {name} {payload} -->" if more else f"<!-- stet: {name} -->"


def _person(text: Manuscript, each: Contribution) -> Iterator[str]:
    heading, picture = _heading(each), _picture(each.portrait)
    more: dict[str, Any] = {"field": each.field} if each.field else {}
    if not heading:
        more |= {name: value for name in NAMES if (value := getattr(each, name))}
    kept = ("digest", "width", "height") if picture else ("name", "alt", "digest", "width", "height")
    about = {name: value for name in kept if (value := getattr(each.portrait, name))}
    more |= {"portrait": about} if about else {}
    yield _block("person", more, [line for line in (heading, picture) if line], "")
    for name in FIELDS[-3:]:
        if body := getattr(each, name):
            yield _block(name, {}, [label(name, each.organization)], body)
    for answer in each.answers:
        yield _answer(text, each, answer)


def _heading(each: Contribution) -> str:
    """The heading that says who somebody is; "" where reading it would not say just that."""
    name = f"[{each.name}]({each.url})" if each.url else each.name
    organization = each.organization
    if each.organization_url:
        organization = f"[{organization}]({each.organization_url})"
    role = f" - {each.role}" if each.role else " -" if organization else ""
    line = f"### {name}{role}{f' at {organization}' if organization else ''}"
    if not each.name or "\n" in line or CONTROL.search(line):
        return ""
    byline = read_byline(line, 4, len(line))
    spans = {name: getattr(byline, name, None) for name in NAMES}
    said = {name: line[slice(*span)].strip() if span else "" for name, span in spans.items()}
    return line if all(said[name] == getattr(each, name) for name in NAMES) else ""


def _picture(portrait: Picture) -> str:
    """The portrait as Markdown; "" where that would not say its name and description exactly."""
    line = f"![{portrait.alt}]({portrait.name})"
    match = MARKDOWN.match(line) if portrait.name and not CONTROL.search(line) else None
    return line if match and (match["alt"], match["src"]) == (portrait.alt, portrait.name) else ""


def _answer(text: Manuscript, each: Contribution, answer: Answer) -> str:
    asked = text.question(each, answer)
    plain = bool(asked) and "\n" not in asked and not CONTROL.search(asked)
    as_prompted = answer.wording and asked == text.prompt(answer.prompt).asked_of(each.field)
    more: dict[str, Any] = {"prompt": int(answer.prompt)}
    more |= {"declined": True} if answer.declined else {}
    more |= {"wording": answer.wording} if answer.wording and (as_prompted or not plain) else {}
    return _block("answer", more, [f"#### {asked}"] if plain else [], answer.body)
