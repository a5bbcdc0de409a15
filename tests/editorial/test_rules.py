"""House rules change what is found, and are refused with every reason at once."""

import re
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editorial import patterns
from editorial.catalogue import CLEAN
from editorial.checks import Level, all_checks, run
from editorial.rulebook import EXAMPLE, RulesError, from_toml, to_toml
from editorial.rules import LEVELS, OFF, PLACES, OwnPattern, Rules, WordCount

UNFINISHED = replace(CLEAN, introduction="In this third part, we talk with xxx.")


def reasons(text: str) -> tuple[str, ...]:
    with pytest.raises(RulesError) as refused:
        from_toml(text, all_checks())
    return refused.value.reasons


# -- applied


def test_a_level_of_the_house_takes_the_place_of_the_checks_own():
    (found,) = run(UNFINISHED, rules=Rules(levels={"placeholder_text": "notice"}), only=["placeholder_text"])

    assert found.level is Level.NOTICE


def test_a_check_that_is_off_finds_nothing():
    assert run(UNFINISHED, rules=Rules(levels={"placeholder_text": OFF}), only=["placeholder_text"]) == []


@pytest.mark.parametrize(
    ("ruled", "default", "own", "weighs"),
    [
        ("notice", "blocker", "blocker", "notice"),
        ("blocker", "warning", "warning", "blocker"),
        ("blocker", "warning", "notice", "notice"),  # what the check itself is unsure of stays light
        ("notice", "warning", "blocker", "notice"),
        (None, "warning", "notice", "notice"),
    ],
)
def test_a_finding_that_its_check_makes_lighter_is_never_made_heavier(ruled, default, own, weighs):
    rules = Rules(levels={"a_check": ruled} if ruled else {})

    assert rules.weigh("a_check", default, own) == weighs


def test_a_finding_says_under_which_rules_it_was_made_and_keeps_its_fingerprint():
    rules = Rules(required=("disclaimer",))

    (before,) = run(UNFINISHED, only=["placeholder_text"])
    (after,) = run(UNFINISHED, only=["placeholder_text"], rules=rules)

    assert (before.rules, after.rules) == ("default", rules.version)
    assert before.fingerprint == after.fingerprint


def test_an_accepted_word_is_no_misspelling_and_no_blocker_is_accepted():
    text = replace(CLEAN, introduction="In this third part, we recieve xxx.")

    found = run(text, rules=Rules(accepted=("recieve", "xxx")), only=["misspelling", "placeholder_text"])

    assert [one.check for one in found] == ["placeholder_text"]


def test_a_pattern_is_named_after_itself_and_may_propose_other_words():
    rules = from_toml("""[patterns.Hours]
regex = '(\\d+) pm'
message = "Write p.m."
level = "notice"
instead = '\\1 p.m.'
""")

    (found,) = run(replace(CLEAN, standfirst="From 7 pm on."), rules=rules, only=["own_pattern"])

    assert (found.label, found.level, found.excerpt, found.instead) == ("Hours", "notice", "7 pm", "7 p.m.")


def test_a_better_term_is_not_proposed_where_marks_stand_between_its_words():
    rules = Rules(preferred={"data base": "database"})

    (found,) = run(
        replace(CLEAN, standfirst="A data *base* for all."), rules=rules, only=["discouraged_term"]
    )

    assert found.instead is None


# -- read


def test_the_example_can_be_saved_as_it_stands():
    rules = from_toml(EXAMPLE, all_checks())

    assert rules.words == {"*": WordCount(least=15, most=400)}
    assert rules.patterns[0].name == "Company line"


def test_no_text_is_no_rules():
    assert from_toml("") == Rules()
    assert Rules().version == "default"


def test_every_fault_is_named_at_once_with_what_may_be_meant():
    assert reasons("""
accepted = "one"
required = ["people.potrait"]
word = 3
[levels]
placeholder_txt = "off"
empty_answer = "loud"
[words]
"*" = { least = 9, most = 3 }
standfirst = 12
[patterns.Hours]
regex = "(a+)+b"
level = "grave"
""") == (
        "There is no section “word”. Is “words” meant?",
        "levels: there is no check “placeholder_txt”. Is “placeholder_text” meant?",
        "levels, empty_answer: “loud” is no level. Choose one of: blocker, warning, notice, off.",
        "patterns, Hours: the message is missing: say what to write, or why not to write this.",
        "patterns, Hours, regex: It could run away on a long text: a repeat stands inside a repeat, and one "
        "text can be cut up between them in many ways. Say how often at most, as in {0,40}, or begin what "
        "follows with a character that cannot be repeated.",
        "patterns, Hours, level: “grave” is no level. Choose one of: blocker, warning, notice.",
        'accepted: a list of texts is expected, such as ["one", "two"].',
        "required: there is no field “people.potrait”. Is “people.portrait” meant?",
        "words, *: the most is less than the least.",
        "words, standfirst: numbers are expected, such as { least = 15, most = 400 }.",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("levels = ", "This is no TOML: Invalid value"),
        ("levels = 3", "levels: a section is expected, which begins with a line [levels]."),
        ("disclaimer = true", "disclaimer: a text in quotation marks is expected, not true."),
        ('[preferred]\n"a" = "a"', "preferred: “a” is said to be better than itself."),
        ('[preferred]\n"a" = ""', "preferred: “a” = “” lacks words on one side."),
        ('[preferred]\n"a" = "b"\n"b" = "a"', "preferred: “b” is to replace “a”, but holds “b”"),
        ('[patterns.x]\nregex = "("\nmessage = "m"', "patterns, x, regex: It is no regular expression"),
        ('[patterns.x]\nmessage = "m"', "patterns, x, regex: The regular expression is missing."),
        (
            '[patterns.x]\nregex = "a"\nmessage = "m"\ninstead = "\\\\2"',
            "patterns, x, instead: invalid group",
        ),
        (
            '[patterns.x]\nregex = "a"\nmessage = "m"\ninstead = "ab"',
            "patterns, x, instead: The pattern matches",
        ),
        ("x = 1\n" * 60_000, "It has 360,000 characters; 100,000 is the most."),
    ],
)
def test_a_fault_is_said_with_its_place(text, said):
    assert reasons(text)[0].startswith(said)


def test_a_check_that_is_gone_does_not_make_kept_rules_unreadable():
    assert from_toml('[levels]\nlong_gone = "off"').levels == {"long_gone": "off"}


LINES = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1).map(str.strip).filter(bool)
RULES = st.builds(
    Rules,
    levels=st.dictionaries(st.sampled_from(["empty_answer", "misspelling"]), st.sampled_from([*LEVELS, OFF])),
    accepted=st.lists(LINES, unique=True).map(tuple),
    required=st.lists(st.sampled_from(PLACES), unique=True).map(tuple),
    vocabulary=st.dictionaries(st.sampled_from(PLACES), st.lists(LINES, unique=True).map(tuple)),
    words=st.dictionaries(
        LINES.map(lambda line: " ".join(line.split())),
        st.builds(WordCount, least=st.integers(0, 9), most=st.integers(9, 99)),
    ),
    patterns=st.lists(
        st.builds(OwnPattern, name=LINES, regex=LINES.map(re.escape), message=LINES, instead=st.just("=")),
        max_size=2,
        unique_by=lambda each: each.name,
    )
    .map(tuple)
    .filter(lambda made: all(not patterns.refusal(each.regex) and each.regex != "=" for each in made)),
    disclaimer=LINES,
)


@given(RULES)
def test_written_rules_are_read_as_the_same(rules):
    assert from_toml(to_toml(rules)) == rules


# -- patterns that could run away


@pytest.mark.parametrize(
    "regex",
    [
        *("(a+)+b", "(a|aa)+$", "(x+x+)+y", "(.*a){12}", "((ab)*)*c", "^(([a-z])+.)+[A-Z]([a-z])+$"),
        *(r".*.*x", r"\w+\w+\w+x", r"(?=.*x)\w+y", r"(a?){20}b", r"(a|b|ab)*c", r"(?i)(k|kk)+x"),
        *("(" * 20 + "a" + ")" * 20, "a" * 500, "a*", "(", "x{,5}", "(?P<a>x)?(?(a)y|z)"),
    ],
)
def test_a_pattern_that_could_run_away_is_refused(regex):
    assert patterns.refusal(regex)


@pytest.mark.parametrize(
    "regex",
    [
        *(r"\b(?:very|really)\s+\w+\b", "foo.*bar", r"(\w+\s+)*x", r"(?:\w+ ){3,5}x", "(?i)in order to"),
        *(r"(\w+) \1", r"(?<!\w)AI(?! assistant)", r"\d{1,3}(?:,\d{3})*(?:\.\d+)? (?:dollars|euros)"),
        *(r"(?:one|two|on)(?: \w{1,20}){0,4} dogs", "e-?mails?", r"(?:a,?)+b", "(?:foo|far)+ x"),
    ],
)
def test_a_pattern_that_cannot_is_taken(regex):
    assert patterns.refusal(regex) == ""


PIECE = st.sampled_from(["a", "b", "ab", "[ab]", "[^a]", r"\w", ".", r"\s", " ", "c", r"[^\W\d]"])
MANY = st.sampled_from(["*", "+", "?", "{2,5}", "{0,40}", "{3}", "*?", "+?"])
REGEX = st.recursive(
    PIECE,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, MANY).map(lambda two: f"(?:{two[0]}){two[1]}"),
        inner.map(lambda one: f"(?!{one})"),
    ),
    max_leaves=8,
)
HARD = ["a" * 999 + "c", "ab" * 500, "a b " * 250, "aab" * 333, " " * 1000]


@settings(max_examples=300)
@given(REGEX, st.sampled_from(["", "x", "b", "$"]))
def test_no_pattern_that_is_taken_is_slow(inner, end):
    regex = inner + end
    if patterns.refusal(regex):
        return

    start = time.process_time()
    for text in HARD:
        list(patterns.occurrences(regex, text))

    assert time.process_time() - start < 1


def test_a_long_paragraph_is_read_in_pieces_to_its_end():
    text = "one two. " * 500 + "the end"

    assert [match.span() for match in patterns.occurrences("the end", text)] == [(4500, 4507)]
    assert len(list(patterns.occurrences("two", text))) == 500
