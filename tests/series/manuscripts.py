"""Manuscripts of all shapes, for properties: every field, with texts that are awkward to write down."""

from hypothesis import strategies as st

from series.manuscript import Answer, Contribution, Format, Manuscript, Picture, Prompt

AWKWARD = (
    "### Mara Quill - Head of Tides at Saltmarsh",
    "#### 1. **Why?**",
    "---\ntitle: not front matter\n---",
    "```\n#### Why?\n",
    "~~~~",
    "<!-- stet: answer {} -->",
    "<!-- \\stet: closing -->",
    "<!-- \\\\stet: person -->\n<!-- stet: extra [] -->",
    "**Background:** of no concern",
    "**bold**, *leaning*, _under_ and `code`",
    '[a] (b) [c](d "e") ![f](g) ![]()',
    '[ref]: https://saltmarsh.example/ "A title"',
    '<img src="x.jpg"></a>',
    "  • a typed bullet\n  • another",
    "1. Numbered\n2. Twice",
    "{field} and {field}",
    "no",
    "12:30",
    "key: value # comment",
    "- item",
    "\"quoted\" 'twice' \\ and \\n",
    "\ttab, no-break\u00a0space, \u2028 line, \u0085 next, \x0b down, \x01 control, \x7f delete",
    "Naïve café, 👋🏽, ‚Äô, שלום",
    "-->",
    "line\n\n\n\nafter three blank ones",
    "#",
    "Closed ##",
)
letters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r")
words = st.text(letters, max_size=12)
texts = st.lists(st.sampled_from(AWKWARD) | words, max_size=3).map("\n".join) | words
lines = st.sampled_from(AWKWARD) | words | st.sampled_from(("Mara Quill", "Saltmarsh", "tides"))
sizes = st.integers(0, 10_000)
pictures = st.builds(Picture, name=lines, alt=lines, digest=lines, width=sizes, height=sizes)
pairs = st.tuples(words | st.sampled_from(("layout", "title", "credits.name", "a b")), texts)


@st.composite
def contributions(draw: st.DrawFn, prompts: list[str]) -> Contribution:
    answers = st.builds(
        Answer,
        key=st.uuids().map(str),
        prompt=st.sampled_from(prompts or [""]),
        body=texts,
        declined=st.booleans(),
        wording=lines,
    )
    part = st.builds(
        Contribution,
        key=st.uuids().map(str),
        **dict.fromkeys(("name", "url", "role", "organization", "organization_url", "field"), lines),
        **dict.fromkeys(("background", "fun_fact", "about_organization"), texts),
        portrait=pictures,
        answers=st.lists(answers, max_size=3 if prompts else 0).map(tuple),
    )
    return draw(part)


@st.composite
def manuscripts(draw: st.DrawFn) -> Manuscript:
    """Any manuscript whose prompts have keys of their own."""
    keys = [f"prompt-{number}" for number in range(draw(st.integers(0, 3)))]
    whole = st.builds(
        Manuscript,
        format=st.sampled_from(Format),
        **dict.fromkeys(("series", "title", "slug", "date"), lines),
        **dict.fromkeys(("standfirst", "introduction", "disclaimer", "closing"), texts),
        **dict.fromkeys(("call_to_action", "references"), texts),
        part=st.none() | st.integers(-5, 9_999),
        cover=pictures,
        topics=st.lists(lines, max_size=3).map(tuple),
        prompts=st.tuples(*(st.builds(Prompt, key=st.just(key), text=lines) for key in keys)),
        contributions=st.lists(contributions(keys), max_size=3).map(tuple),
        extra=st.lists(pairs, max_size=3).map(tuple),
    )
    return draw(whole)
