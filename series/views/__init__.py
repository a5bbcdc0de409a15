"""The readers' pages."""

from .answering import not_found
from .files import feed, interviews_feed, picture, robots, series_feed, sitemap, stories_feed
from .lists import home, series, series_index, stories, topic, topics
from .reading import edition, questions
from .searching import opensearch, search
from .who import organization, people, person

__all__ = [
    "edition",
    "feed",
    "home",
    "interviews_feed",
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
    "series_feed",
    "series_index",
    "sitemap",
    "stories",
    "stories_feed",
    "topic",
    "topics",
]
