"""Tables of what is published. Saved by `series.writing` alone; readers see `Edition`s alone."""

from .catalogue import Announcement, Organization, Person, Series, Topic
from .edition import Appearance, Edition, Filing
from .image import Image
from .installment import Answer, Contribution, Installment, Prompt
from .search import Section, Word

__all__ = [
    "Announcement",
    "Answer",
    "Appearance",
    "Contribution",
    "Edition",
    "Filing",
    "Image",
    "Installment",
    "Organization",
    "Person",
    "Prompt",
    "Section",
    "Series",
    "Topic",
    "Word",
]
