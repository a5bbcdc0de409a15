"""One question, put to two people in different words."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from editorial import names
from editorial.checks import Finding, Level, Reading, check
from series.manuscript import SLOT, Answer, Contribution, Format

Asked = tuple[Contribution, Answer, str]
APOSTROPHES = ("'", "’", "‚Äô", "â€™")  # the last two are what wrong decodings make of the second


@check("Question worded differently", Level.WARNING)
def question_wording(reading: Reading) -> Iterator[Finding]:
    text = reading.manuscript
    if text.format is not Format.INTERVIEWS or len(text.contributions) < 2:
        return
    asked: defaultdict[str, list[Asked]] = defaultdict(list)
    for each in text.contributions:
        for answer in each.answers:
            asked[answer.prompt].append((each, answer, text.question(each, answer)))
    for prompt in text.prompts:
        yield from _compared(reading, prompt.text, asked[prompt.key])


def _compared(reading: Reading, template: str, asked: list[Asked]) -> Iterator[Finding]:
    skeletons = [_skeleton(template, each.field, wording) for each, _, wording in asked]
    counts = Counter(skeletons)
    most = max(counts.values(), default=0)
    usual = [skeleton for skeleton, count in counts.items() if count == most]
    for (each, answer, _), skeleton in zip(asked, skeletons, strict=True):
        if usual == [skeleton]:
            continue
        other = min(
            wording
            for (_, _, wording), form in zip(asked, skeletons, strict=True)
            if form != skeleton and (len(usual) > 1 or form == usual[0])
        )
        copy = reading.of(each, f"answers/{answer.key}/question")
        if copy.text.strip():
            message = f"The same question is put to others so: “{other}”"
            yield copy.finding(0, len(copy.text), message)


def _skeleton(template: str, field: str, wording: str) -> tuple[str, ...]:
    """The question's words with the blank for what fills it, so that only the wording is compared."""
    if SLOT not in template:
        return _words(wording)
    before, _, after = (_words(part) for part in template.partition(SLOT))
    said = _words(wording)
    fills = said[: len(before)] == before and (not after or said[-len(after) :] == after)
    if fills and len(before) + len(after) < len(said):
        return (*before, SLOT, *after)
    return _without(said, _words(field))


def _without(said: tuple[str, ...], field: tuple[str, ...]) -> tuple[str, ...]:
    for at in range(len(said) - len(field) + 1):
        if field and said[at : at + len(field)] == field:
            return (*said[:at], SLOT, *said[at + len(field) :])
    return said


def _words(text: str) -> tuple[str, ...]:
    """Words without marks: a straight, a curly and a garbled apostrophe are one."""
    for apostrophe in APOSTROPHES:
        text = text.replace(apostrophe, "")
    return tuple(names.WORD.findall(names.fold(text)))
