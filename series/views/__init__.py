"""The readers' pages."""

from .answering import not_found
from .copies import INDEXES, LISTS, edition_copy, home_copy, index_copy, list_copy, llms, year_copy
from .files import card, feed, format_feed, picture, robots, sitemap
from .lists import archive, home, series, series_index, stories, topic, topics, year
from .reading import edition, questions
from .searching import opensearch, search
from .who import organization, people, person

__all__ = [
    "INDEXES",
    "LISTS",
    "archive",
    "card",
    "edition",
    "edition_copy",
    "feed",
    "format_feed",
    "home",
    "home_copy",
    "index_copy",
    "list_copy",
    "llms",
    "not_found",
    "opensearch",
    "organization",
    "people",
    "person",
    "picture",
    "questions",
    "robots",
    "search",
    "series",
    "series_index",
    "sitemap",
    "stories",
    "topic",
    "topics",
    "year",
    "year_copy",
]
