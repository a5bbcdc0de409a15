"""Words that somebody meant to replace: xxx, TODO, [insert name], {{ name }}, lorem ipsum."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from editorial import ordinary
from editorial.checks import Copy, Finding, Level, Reading, check

B, W, N = Level.BLOCKER, Level.WARNING, Level.NOTICE
THING = (
    r"(?:name|names|title|link|links|url|date|city|company|organi[sz]ation|role|position|photo|image|picture"
    r"|headshot|portrait|bio|biography|quote|caption|headline|text|number|location|email|e-mail|description"
    r"|summary|citation|reference|logo|video|screenshot|address|surname|category|intro|introduction|answer|field)"
)
WHOSE = (
    r"(?:first|last|full|company|section|job|your|post|article|page|guest|author|person|product|team|photo"
    r"|image|insert|website|profile|interviewee|speaker|host|client|customer|event|book|industry|short|the)"
)
DO = (
    r"(?:insert|add|todo|your|placeholder|x{2,}|fill(?: in)?|tk|tbd|tbc|fixme|paste|write|link to|link here"
    r"|name of|needs?|replace|choose|to be (?:added|confirmed|written|decided|announced))"
)
ROMAN = (
    r"Bowl|Louis|Leo|Pius|Paul|John|Wrestlemania|WrestleMania|siglo|siècle|secolo|Volume|Vol\.?|Book|Part"
    r"|Chapter|Chapitre|Act|Appendix|Article|Section|Episode|Level|Season|Malcolm|Mark|MK|Mk|Legion|Corps"
    r"|Century|Type|Stage|Olympiad|Page|Figure|Table|Rocky|Fantasy|Title|League|Round|The"
)


class Rule(NamedTuple):
    """A family of placeholders: the pattern, what its text must hold for a match (lower case), a message."""

    pattern: re.Pattern[str]
    needs: str
    level: Level
    message: str


def rule(level: Level, needs: str, message: str, pattern: str, flags: int = 0) -> Rule:
    return Rule(re.compile(pattern, flags | re.MULTILINE), needs, level, message)


# What must stand there for families without a capital, a mark or a digit in a word.
WORDS = ordinary.watch(
    *("xx", "ipsum", "dolor", "placeholder", "language model", "oaicite"),
    *("insert", "link here", "! here", "let me know if you", "perspiciatis", "adipis", "firstname"),
)
NEVER = "“{}” was never filled in."
RULES = (
    rule(B, "xx", NEVER, r"(?<![\w/.\-#@&=’'])(?:x{2,}|X{2,})(?![\w/\-#@]|\.\w)"),
    rule(B, "xx", "The number “{}” was never filled in.",
         r"(?<![\w$])[$€£]\s?X{2,}\b|\b(?:\d{3}-)?XXX-XXXX\b|\b[\dX]*XX,XXX\b"
         r"|\b\d{4}-XX(?:-XX)?\b|\b(?:19|20)XX\b(?! chromosome)"),
    rule(B, "todo", "A note to do something is left: “{}”.",
         r"^[ \t]*(?:TODO|todo(?=:))\b[^\n]{0,60}|[\[(*_] ?TODO\b|\bTODO ?[:(!?\])]|\bTODO\b"),
    rule(B, "fixme", "A note to mend something is left: “{}”.",
         r"^[ \t]*FIXME\b[^\n]{0,60}|[\[(<]FIXME\b|\bFIXME\s?[:(]"),
    rule(W, "fixme", "Is “{}” a note to mend something?", r"(?<![\w`-])FIXME(?![\w`-])"),
    *(rule(B, each.lower(), "“{}” was never decided.", rf"(?:^[ \t]*|:[ \t]+)\b{each}\b(?=[ \t.]*$)")
      for each in ("TBD", "TBC", "TBA")),
    *(rule(W, each.lower(), "“{}” is not decided yet.", rf"(?<![\w\-/.&]){each}(?![\w\-/]|\.\w)")
      for each in ("TBD", "TBC", "TBA")),
    rule(B, "tk", "“{}” stands for text to come.",
         r"(?<![\w\-/.&+#])(?:TK|TK(?:TK)+)(?![\w\-/]|\.\w| [A-Z][a-z]| \d)"),
    rule(B, "[", "“{}” stands for text to come.", r"\[ ?tk\b[^\]\n]{0,80}\]?"),
    rule(B, "ipsum", "Filler text: “{}”.", r"lorem ipsum dolor|^[ \t]*lorem ipsum[ \t.]*$", re.I),
    rule(B, "dolor", "Filler text: “{}”.", r"(?<!lorem ipsum )dolor sit amet", re.I),
    rule(B, "perspiciatis", "Filler text: “{}”.", r"\bsed ut perspiciatis\b", re.I),
    rule(B, "adipis", "Filler text: “{}”.", r"(?<!dolor sit amet, )\bconsectetur adipisc?ing\b", re.I),
    rule(B, "firstname", "A blank was never filled in: “{}”.", r"\bFirst[nN]ame Last[nN]ame\b"),
    rule(B, "[", "An instruction was never followed: “{}”.", rf"\[\s?{DO}\b[^\[\]\n]{{0,80}}\](?!\()", re.I),
    rule(B, "[", "A blank was never filled in: “{}”.",
         rf"\[\s?(?:(?:{WHOSE}[ _-]){{1,3}}{THING}(?: here)?|{THING} here)\s?\](?!\()", re.I),
    rule(B, "[", "A blank was never filled in: “{}”.", rf"\[(?-i:{THING.upper()}|{THING.title()})\](?!\()"),
    rule(W, "[", "Is “{}” a blank that was never filled in?", rf"\[{THING}\](?!\()"),
    rule(B, "[", "A blank was never filled in: “{}”.",
         r"\[(?:YEAR|MONTH|DAY|AMOUNT|PRICE|FIGURE)\](?![(\[])"),
    rule(W, "[", "Is “{}” a blank that was never filled in?",
         r"\[(?:year|month|day and month|month,? (?:and )?year|amount|price)\](?![(\[])", re.I),
    rule(W, "[", "Is “{}” a blank that was never filled in?",
         r"\[(?:photo|pic|picture|image|headshot|portrait|screenshot|logo|quote) (?:of|from|by|showing)"
         r" [^\[\]\n]{1,60}\](?![(\[])", re.I),
    rule(B, "[object", "A program's word for nothing: “{}”.", r"\[object Object\]"),
    rule(B, "here]", "A blank was never filled in: “{}”.", r"\[[A-Z]{2}[A-Z ]{0,40} HERE\](?![(\[])"),
    *(rule(B, each, "“{}” stands for text to come.",
           r"[\[(](?:[\w’']+ ){1,4}(?:to come|to follow|TK)[\])](?!\()")
      for each in ("come]", "come)", "follow]", "follow)")),
    rule(B, "link here", "A link was never set: “{}”.", r"(?:^[ \t]*|[:(] ?)link here\b", re.I),
    rule(B, "insert", "An instruction was never followed: “{}”.",
         rf"\binsert (?:(?:your|an?|the) )?(?:{WHOSE} )?{THING} here\b", re.I),
    rule(W, "name)", "Is “{}” a blank that was never filled in?",
         r"\((?:(?:first|last|full|company) )?name\)(?!\w)"),
    rule(B, "{%", "A template's command: “{}”.", r"\{%-?\s*\w[^{}\n]{0,80}%\}"),
    rule(B, "%%", "A template's blank: “{}”.", r"%%\w{2,30}%%"),
    rule(B, "@@", "A template's blank: “{}”.", r"@@\w{2,30}@@"),
    rule(W, "###", "Is “{}” a number that was never filled in?", r"(?<=[a-z] )#{3,8}(?= [a-z])"),
    rule(B, "x.x", "The number “{}” was never filled in.",
         r"[$€£]\s?X+\.X+\b|\bX+\.X+(?=%| (?:million|billion|per cent|percent|times)\b)"),
    rule(B, "#,#", "The number “{}” was never filled in.", r"#{1,3}(?:,###)+"),
    rule(B, "{{", "A template's blank: “{}”.", r"\{\{-?\s*[\w.\-| ]{1,40}\s*-?\}\}"),
    rule(B, "${", "A template's blank: “{}”.", r"\$\{[a-z][\w.]{0,40}\}"),
    rule(B, "%", "A template's blank: “{}”.",
         r"%(?<!\d%)[A-Z_]{0,20}(?:NAME|DATE|EMAIL|TITLE|COMPANY|CITY)%"),
    rule(B, "{", "A template's blank: “{}”.",
         rf"(?<![\w${{])\{{(?:(?:first|last|full|job)_)?{THING}\}}|^[ \t]*\{{[a-z_]{{3,30}}\}}[ \t]*$"),
    rule(W, "{", "Is “{}” a template's blank?", r"(?<![\w${/])\{[a-z]+(?:_[a-z]+)+\}(?!\w)"),
    rule(W, "???", "Question marks stand for what nobody looked up: “{}”.", r"(?<=[a-z,:] )\?{3}(?= [a-z])"),
    rule(B, "??", "A question mark stands for what nobody looked up: “{}”.",
         r"[\[(]\?{2,}[\])]|^[ \t]*\?{2,}[ \t]*$|(?<=[a-z,:] )\?{4,}(?!\S)"),
    rule(B, "__", "A blank was never filled in: “{}”.", r"(?<=:)[ \t]*_{4,}"),
    rule(W, "__", "Is “{}” a blank that was never filled in?", r"(?<![\w_`\\])_{4,}(?![\w`])"),
    rule(W, "placeholder", "The text calls itself a placeholder: “{}”.",
         r"\bthis is (?:just |only )?(?:a )?placeholder\b", re.I),
    rule(B, "language model", "A leftover of a writing assistant: “{}”.",
         r"\bas an? (?:AI|large) language model,? I\b", re.I),
    rule(B, "! here", "A leftover of a writing assistant: “{}”.",
         r"\b(?:Sure|Certainly|Of course|Absolutely)! Here(?:['’]s| is| are)\b"),
    rule(W, "let me know if you", "A leftover of a writing assistant: “{}”.",
         r"\blet me know if you(?:['’]d| would) like (?:me to|any (?:changes|edits|revisions))\b", re.I),
    rule(W, "needed]", "A source was never given: “{}”.",
         r"\[(?:citation|source|reference|clarification) needed\]"),
    rule(B, "contentreference[", "A leftover of a writing assistant: “{}”.", r":?contentReference\["),
    rule(B, "†source", "A leftover of a writing assistant: “{}”.", r"【\d{1,3}(?::\d{1,3})?†source】"),
    rule(B, "oaicite", "A leftover of a writing assistant: “{}”.", r"\boaicite\b"),
    rule(B, "turn", "A leftover of a writing assistant: “{}”.", r"turn\d{1,3}(?:search|view|news)\d{1,3}"),
)  # fmt: skip
SIGNS = {
    rule.needs: max(rule.needs.split(), key=len) if rule.needs in WORDS else rule.needs for rule in RULES
}
OFTEN = "eationsrlchdumpgfy.,-'w/bvk"
RAREST = tuple(  # a single sign is found much quicker, and most are nowhere
    (max(word, key=lambda sign: OFTEN.find(sign) % 99), word, each) for each, word in SIGNS.items()
)
ANGLE = re.compile(
    r"<(?:paste|fixme|todo|tbd|insert|your|name|placeholder|link|photo|xxx+|add|company|fill)\b[^<>\n]{0,60}>",
    re.IGNORECASE,
)
COMMENT = re.compile(r"\b(?:TODO|FIXME|XXX|TBD|TK)\b|\b(?:before|until) publi", re.IGNORECASE)
HINT = re.compile(
    r"\((?:[Tt]ry to|[Pp]lease|[Kk]eep|[Mm]ax|[Ll]imit|[Dd]elete|[Rr]emove|[Ww]rite|[Aa]dd|[Ii]nsert|[Ff]ill"
    r"|[Dd]escribe|[Rr]eplace) [^()A-Z]{0,80}\)"
)
WHOLE = (
    rf"(?:[(\[<](?:[\w']+ ){{0,2}}(?:{THING}|tag|topic)(?: (?:goes )?here)?[)\]>]"
    rf"|(?:the )?(?:{THING}|subtitle) (?:goes )?here\.?|(?-i:{THING.upper()})"
    rf"|your {THING}(?: (?:goes )?here)?|untitled|#? ?placeholder"
    r"|first ?name last ?name|new (?:post|article)|t\.?b\.?[dca]\.?|to ?do|fixme|tk|asdf\w*)"
)
MISSING = (
    r"(?:(?:answer|text|details|more)? ?(?:to be (?:written|added|confirmed|decided|completed|filled in)"
    r"|(?:is )?coming soon|to follow|pending)|see attached|as discussed|null|undefined|nan"
    r"|awaiting (?:an? )?(?:answer|reply|response)|asdf\w*(?: asdf\w*)*|blah(?:,? blah)*"
    r")[ .!…]*"
)
UNANSWERED = re.compile(rf"\s*{MISSING}\s*", re.IGNORECASE)
UNANSWERED_LINE = re.compile(rf"^[ \t]*{MISSING}[ \t]*$", re.IGNORECASE | re.MULTILINE)
TEMPLATE = re.compile(rf"\s*{WHOLE}\s*", re.IGNORECASE)
TEMPLATES = re.compile(rf"^[^\S\n]*{WHOLE}[^\S\n]*$", re.IGNORECASE | re.MULTILINE)
SHORT = 40  # characters of a text that may be no more than a template's words
HINTED = ("question", "title", "standfirst")
MENTIONS = re.compile(r"\b(?:like|such as|writes?|wrote|typed?|called|says?|words?|marked|with) [*_]{1,3}$")
UNFINISHED = re.compile(r"(?:[,:]|\b(?:an?|the|and|to|of|by))$")
LISTS = re.compile(
    r"\s*(?:lists?|items?|apps?|manager|comments?|files?|tasks?|entries|notes?|s\b|\.txt|-list|/)", re.I
)
OWNS = re.compile(r"\b(?:my|the|your|our|his|her|their|a|as|of|an|this|that|one|each|every|these|s)\s$", re.I)
AFTER_ROMAN = re.compile(r"\s?(?:chromosomes?|century|centuries|siècle|olympi|rated|album|\(?\d{4})", re.I)
BEFORE_ROMAN = re.compile(rf"(?:{ROMAN})\s$")
QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "„": "“", "`": "`"}


@check("Placeholder text", Level.BLOCKER)
def placeholder_text(reading: Reading) -> Iterator[Finding]:
    strange = reading.strange
    needs = {each for rare, word, each in RAREST if rare in strange and word in strange}
    needs = {each for each in needs if SIGNS[each] == each or each in reading.low}
    rules = [rule for rule in RULES if rule.needs in needs] if needs else []
    for copy in _suspects(reading, needs):
        said = bytearray()  # 1 where a finding stands
        for one in _of(copy, rules):
            said = said or bytearray(len(copy.text))
            if said.find(1, one.start, one.end) < 0:
                said[one.start : one.end] = b"\1" * (one.end - one.start)
                yield one


def _suspects(reading: Reading, needs: set[str]) -> Iterator[Copy]:
    """The fields in which there may be something."""
    filled = [copy for copy in reading.written if _is_filled_in(copy)]
    lines = "\n".join([copy.text for copy in filled])
    if not TEMPLATES.search(lines) and not UNANSWERED_LINE.search(lines):
        filled = []
    paths = {copy.path for copy in (*filled, *reading.holding("<"))}
    for copy in reading.written:
        hinted = copy.name in HINTED and "(" in copy.text
        if hinted or copy.path in paths or (needs and any(need in copy.low for need in needs)):
            yield copy


def _is_filled_in(copy: Copy) -> bool:
    """Whether a template may have put words there that are the whole of a line."""
    return not copy.is_markdown or copy.name == "standfirst" or len(copy.text) <= SHORT


def _of(copy: Copy, rules: list[Rule]) -> Iterator[Finding]:
    """What is in this field; a later one that overlaps an earlier one says the same again."""
    if _is_filled_in(copy):
        yield from _whole(copy)
    if copy.is_markdown and UNANSWERED.fullmatch(copy.text):
        message = f"“{copy.text.strip()}” stands where a text is to come."
        yield copy.finding(0, len(copy.text), message, level=B)
    yield from _in(copy, copy.spoken, rules)
    if "<" in copy.text:
        yield from _angles(copy)
    if copy.name in HINTED:
        for match in HINT.finditer(copy.prose):
            yield copy.finding(*match.span(), f"A template's hint is left: “{match[0]}”.", level=B)


def _in(copy: Copy, prose: str, rules: list[Rule]) -> Iterator[Finding]:
    for rule in rules:
        if rule.needs not in copy.low:
            continue
        for match in rule.pattern.finditer(prose):
            start, end = match.end() - len(match[0].lstrip(" :\t")), match.end() - _tail(match[0])
            if not _excused(rule, copy, prose, start, end):
                level = N if rule.needs == "xx" and _kisses(prose, start, end) else rule.level
                yield copy.finding(start, end, rule.message.format(copy.text[start:end]), level=level)


def _tail(words: str) -> int:
    return len(words) - len(words.rstrip())


def _excused(rule: Rule, copy: Copy, prose: str, start: int, end: int) -> bool:
    """Whether these words are honest here: in quotes, a Roman number, a list of things to do."""
    before, after, words = prose[max(0, start - 30) : start], prose[end : end + 20], prose[start:end]
    closing = QUOTES.get(before[-1:])
    if (closing and after.startswith(closing)) or MENTIONS.search(copy.text, max(0, start - 20), start):
        return True
    if rule.needs == "xx":
        if words == "xx" and before.endswith("The "):  # a band
            return True
        return words.isupper() and bool(BEFORE_ROMAN.search(before) or AFTER_ROMAN.match(after))
    if rule.needs == "todo":
        return bool(LISTS.match(prose, start + 4)) or (words == "TODO" and bool(OWNS.search(before)))
    if rule.needs == "[":
        return f"{words.casefold()}:" in copy.references.casefold()
    return False


def _kisses(prose: str, start: int, end: int) -> bool:
    """Two or three small x at the end of a paragraph, after a farewell."""
    before = prose[max(0, start - 12) : start].rstrip()
    if prose[start:end] not in ("xx", "xxx") or prose[end : end + 40].partition("\n\n")[0].strip():
        return False
    return bool(before) and not UNFINISHED.search(before)


def _whole(copy: Copy) -> Iterator[Finding]:
    """A field that holds nothing but what a template put there."""
    at = 0
    for line in copy.text.split("\n"):
        if TEMPLATE.fullmatch(line):
            start = at + len(line) - len(line.lstrip())
            words = line.strip()
            yield copy.finding(start, start + len(words), f"A template's “{words}” is still there.", level=B)
        at += len(line) + 1


def _angles(copy: Copy) -> Iterator[Finding]:
    for match in ANGLE.finditer(copy.text):
        if not copy.parsed.in_code(match.start()) and copy.name != "references":
            yield copy.finding(*match.span(), f"“{match[0]}” was never replaced.", level=B)
    for token in copy.parsed.of("html"):
        if token.text.startswith("<!--") and COMMENT.search(token.text):
            end = min(token.end, token.start + len(token.text.rstrip()))
            yield copy.finding(token.start, end, "A note is left in a comment of the source.", level=W)
