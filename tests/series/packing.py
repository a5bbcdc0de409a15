"""Packs Word documents and archives for tests."""

import io
import zipfile
from collections.abc import Mapping

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
STYLES = (
    '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="berschrift3"><w:name w:val="heading 3"/></w:style>'
    '<w:style w:styleId="berschrift4"><w:name w:val="heading 4"/></w:style>'
)
LISTS = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
)
LINKS = {"mara": "https://mara.example/", "mill": "https://mill.example/", "bad": "javascript:alert(1)"}


def archive(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


def docx(body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word document with this body; `parts` are further parts, without their folder."""
    links = "".join(
        f'<Relationship Id="{key}" Type="x/hyperlink" Target="{target}" TargetMode="External"/>'
        for key, target in LINKS.items()
    )
    links += '<Relationship Id="pic" Type="x/image" Target="media/mara.png"/>'
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {SPACES}>{STYLES}</w:styles>",
            "word/numbering.xml": f"<w:numbering {SPACES}>{LISTS}</w:numbering>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{relations}">{links}</Relationships>',
            **{f"word/{name}": content for name, content in (parts or {}).items()},
        }
    )


def run(text: str, look: str = "") -> str:
    """A run of words; `look` is “b”, “i”, “vanish”."""
    marks = f"<w:rPr><w:{look}/></w:rPr>" if look else ""
    return f'<w:r>{marks}<w:t xml:space="preserve">{text}</w:t></w:r>'


def link(text: str, to: str) -> str:
    """A link to one of LINKS."""
    return f'<w:hyperlink r:id="{to}">{run(text)}</w:hyperlink>'


def paragraph(*runs: str, style: str = "", level: int | None = None) -> str:
    """A paragraph, of a style or as an entry of the list."""
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    if level is not None:
        look += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>'
    words = "".join(each if each.startswith("<") else run(each) for each in runs)
    return f"<w:p><w:pPr>{look}</w:pPr>{words}</w:p>"


PORTRAIT = '<w:r><w:drawing><wp:docPr descr="Mara"/><a:blip r:embed="pic"/></w:drawing></w:r>'
INTERVIEW = (
    paragraph("Keepers of the coast [Part 3]", style="Titel")
    + paragraph("Today a miller.")
    + paragraph(PORTRAIT)
    + paragraph(
        link("Mara Quill", "mara"), " - Head of Tides at ", link("Salt Mills", "mill"), style="berschrift3"
    )
    + paragraph(run("Background:", "b"), " She reads ", run("tide", "i"), " tables.")
    + paragraph("1. What changed in milling?", style="berschrift4")
    + paragraph("The moon did not.")
)
