"""Source texts for the importers' tests: invented people, each form once, and whole."""

from series.importers import Imported, Unreadable
from series.importers.reading import read

INTERVIEWS = """\
---
title: "Keepers of the coast [Part 3]"
thumbnail: /coast/part-3.png
---

<html>
<head>
<style>
.left { margin: 1em; }
</style>
<h1>Keepers of the coast [Part 3]</h1>
<div class="blog-metadata">
    <small>Published March 9, 2031.</small>
</div>
</head>
<body>

Welcome back! Earlier parts are here:

- [Keepers of the coast [Part 1]](https://tides.example/1)
- [Keepers of the coast [Part 2]](https://tides.example/2)

Today a miller and a signaller.

_Disclaimer: the views are their own._

<img class="left" src="/coast/mara-quill.jpg" alt="Mara at the sluice"></a>

### [Mara Quill](https://mara.example/) - Head of Tides at [Saltmarsh Mills](https://saltmarsh.example/)

**Background:** She reads tide tables.

She also writes them.

**Fun Fact:** Owns no watch.

**Saltmarsh Mills:** Grinds at high water.

#### **1. What changed most in milling?**
The moon did not.

---

#### **2. Where do people go wrong with milling?**

They hurry.

![Odo](/coast/odo-fenn.jpg)

### [Odo Fenn](https://odo.example/) - Signaller at [Lantern Rail](https://lantern.example/)

**Background:**

**Fun Fact:**

**Lantern Rail:**

#### **1. What changed most in signalling?**

#### **2. Where do they go wrong in signalling?**

At night.

---

Thank you for joining us.

Big thanks to Mara Quill and Odo Fenn.

Write to us at [the mill](https://saltmarsh.example/write).

</body>
</html>
"""

STORY = """\
SPRING MEETING has been announced (Mon, Mar 1st)

Log in

Back to stories

Letting a Bridge Rust

Upkeep
Delegation

3 March, 2031

Ilse Varga, Head of Crossings at Ferrous Ltd, tells how leaving a bridge alone saved it.

Problem

Everybody painted it.

Actions taken

We stopped:

  • First the north side.
  • Then the south side.

Lessons learned

  • Rust is slow.

Discover Ferrous

Grow as a keeper of bridges


Related stories

Painting by Night
2 March

Tomo Ek, Painter at Ferrous, paints in the dark.

Upkeep
Tomo Ek

Tomo Ek

Painter at Ferrous

Letting a Bridge Rust
3 March

Ilse Varga, Head of Crossings at Ferrous Ltd, tells how leaving a bridge alone saved it.

Upkeep
Ilse Varga

Ilse Varga

Chief of Crossings at Ferrous

You keep bridges.
Keep more of them.
"""

INTERVIEW = """\
---
title: Bas Okoro
summary: Bell founder (Nine Bells)
date: 2031-03-09
categories:
- metal
- music
credits:
  name: Una Reed
---

He answered by post.

### Who are you, and what do you do?

I cast [bells][]. Also [gongs](https://gongs.example/ "Gongs.").

#### On Sundays

I listen.

### What hardware do you use?

A kiln.

[bells]: https://bells.example/ "Bells."
[kiln]: https://kiln.example/
"""


def read_or_refusal(source: str | bytes, form: str = "") -> tuple[Imported | None, str]:
    """What reading gives: an import, or the sentence that refuses it."""
    try:
        return read(source, form), ""
    except Unreadable as refused:
        return None, str(refused)


def text_at(imported: Imported, path: str) -> str:
    """The field's text at a path."""
    return next(each.text for each in imported.manuscript.fields() if each.path == path)


def line_of(imported: Imported, path: str, at: int = 0) -> int:
    """The line of the source that a place in a field comes from."""
    return imported.position(imported.origin(path, at))[0]


def line_with(source: str, words: str) -> int:
    """The first line of a source that has these words."""
    return source[: source.index(words)].count("\n") + 1
