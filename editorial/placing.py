"""Puts words into a field of a manuscript by its path: one-click repairs, pieces of an import.

Pure: no Django.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from editorial.checks import Finding
from series.manuscript import SLOT, Answer, Contribution, Field, Manuscript, Picture

Part = TypeVar("Part", Manuscript, Contribution, Picture)
PLACES = ("introduction", "standfirst", "closing", "call_to_action", "references")


def repaired(text: Manuscript, findings: Iterable[Finding]) -> tuple[Manuscript, int]:
    """The text with what these findings propose instead, and how many were mended.

    Their positions must be of exactly this text.
    """
    fields = {field.path: field.text for field in text.fields()}
    by_path: dict[str, list[Finding]] = {}
    for each in findings:
        if each.instead is not None and fields.get(each.path, "")[each.start : each.end] == each.excerpt:
            by_path.setdefault(each.path, []).append(each)
    done = 0
    for path, some in by_path.items():
        words, last = fields[path], len(fields[path])
        for each in sorted(some, key=lambda one: one.start, reverse=True):
            if each.end <= last:
                words = words[: each.start] + (each.instead or "") + words[each.end :]
                last, done = each.start, done + 1
        text = put(text, path, words)
    return text, done


def places(text: Manuscript) -> list[Field]:
    """The fields that take a piece of prose: what an import could not place can go there."""
    names = {"background", "fun_fact", "about_organization", "body"}
    return [field for field in text.fields() if field.path in PLACES or field.name in names]


def appended(text: Manuscript, path: str, piece: str) -> Manuscript:
    """The text with a piece after what the field holds, as a paragraph of its own."""
    have = next(field.text for field in text.fields() if field.path == path)
    return put(text, path, f"{have.strip()}\n\n{piece.strip()}".strip())


def put(text: Manuscript, path: str, words: str) -> Manuscript:
    """The text with these words in the field at `path`. KeyError where there is none."""
    head, _, rest = path.partition("/")
    if head == "contributions":
        return _put_personal(text, rest, words)
    if head == "extra":
        return replace(text, extra=tuple((n, words if n == rest else v) for n, v in text.extra))
    if head == "topics":
        return replace(text, topics=tuple(line.strip() for line in words.splitlines() if line.strip()))
    if head in ("cover", "cover_alt"):
        return replace(text, cover=_with(text.cover, "name" if head == "cover" else "alt", words))
    if rest or not isinstance(getattr(text, head, None), str):
        raise KeyError(path)
    return _with(text, head, words)


def _put_personal(text: Manuscript, path: str, words: str) -> Manuscript:
    key, _, name = path.partition("/")
    person = next((each for each in text.contributions if each.key == key), None)
    if person is None:
        raise KeyError(path)
    if name.startswith("answers/"):
        _, answer, part = name.split("/")
        if part == "question":
            return _put_question(text, person, answer, words)
        return changed(text, key, lambda one: _put_answer(one, answer, body=words))
    if name in ("portrait", "portrait_alt"):
        part = "name" if name == "portrait" else "alt"
        return changed(text, key, lambda one: replace(one, portrait=_with(one.portrait, part, words)))
    return changed(text, key, lambda one: _with(one, name, words))


def _with(part: Part, name: str, words: str) -> Part:
    """A part of a manuscript with one of its fields changed."""
    field: dict[str, Any] = {name: words}
    return replace(part, **field)


def changed(text: Manuscript, key: str, change: Callable[[Contribution], Contribution]) -> Manuscript:
    """The text with one person's part changed."""
    people = (change(each) if each.key == key else each for each in text.contributions)
    return replace(text, contributions=tuple(people))


def _put_answer(person: Contribution, key: str, **values: Any) -> Contribution:
    answers = (replace(each, **values) if each.key == key else each for each in person.answers)
    return replace(person, answers=tuple(answers))


def _put_question(text: Manuscript, person: Contribution, key: str, words: str) -> Manuscript:
    """Into this person's own wording; else into the question for all, its blank left as it is."""
    answer: Answer = next(each for each in person.answers if each.key == key)
    prompt = text.prompt(answer.prompt)
    general = words
    if SLOT in prompt.text and person.field:
        general = words.replace(person.field, SLOT, 1) if words.count(person.field) == 1 else ""
    if answer.wording or not general:
        return changed(text, person.key, lambda one: _put_answer(one, key, wording=words))
    prompts = (replace(each, text=general) if each.key == prompt.key else each for each in text.prompts)
    return replace(text, prompts=tuple(prompts))
