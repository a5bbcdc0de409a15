"""The readers' addresses. A story has its series' address like every installment.

Beside each page stands its Markdown version: its address with “.md” in place of the last slash.
"""

from django.urls import path, re_path

from series import views
from series.manuscript import Format

FEED = r"feed\.(?P<kind>rss|atom|json)$"
SLUG = r"(?P<slug>[-\w]+)"

urlpatterns = [
    path("", views.home, name="home"),
    path("series/", views.series_index, name="series_index"),
    path("series/<slug:slug>/", views.series, name="series"),
    path("series/<slug:series>/<slug:slug>/", views.edition, name="edition"),
    path("series/<slug:series>/<slug:slug>/questions/", views.questions, name="questions"),
    path("stories/", views.stories, name="stories"),
    path("topics/", views.topics, name="topics"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("people/", views.people, name="people"),
    path("people/<slug:slug>/", views.person, name="person"),
    path("organizations/<slug:slug>/", views.organization, name="organization"),
    path("archive/", views.archive, name="archive"),
    path("archive/<int:year>/", views.year, name="year"),
    path("search/", views.search, name="search"),
    path("index.md", views.home_copy, name="home_copy"),
    path("series/<slug:series>/<slug:slug>.md", views.edition_copy, name="edition_copy"),
    *(path(f"{name}.md", views.index_copy, {"of": name}) for name in views.INDEXES),
    *(path(f"{name}/<slug:slug>.md", views.list_copy, {"of": name}) for name in views.LISTS),
    path("archive/<int:year>.md", views.year_copy, name="year_copy"),
    re_path(r"^images/(?P<digest>[0-9a-f]{64})/(?P<width>[0-9]{1,4})\.(?P<form>\w+)$", views.picture),
    re_path(r"^cards/(?P<pk>[0-9]{1,18})-(?P<digest>[0-9a-f]{8})\.png$", views.card, name="card"),
    re_path(rf"^{FEED}", views.feed, name="feed"),
    re_path(rf"^interviews/{FEED}", views.format_feed, {"format": Format.INTERVIEWS}, name="interviews_feed"),
    re_path(rf"^stories/{FEED}", views.format_feed, {"format": Format.STORY}, name="stories_feed"),
    re_path(rf"^series/{SLUG}/{FEED}", views.feed, {"of": "series"}, name="series_feed"),
    re_path(rf"^topics/{SLUG}/{FEED}", views.feed, {"of": "topic"}, name="topic_feed"),
    re_path(rf"^people/{SLUG}/{FEED}", views.feed, {"of": "person"}, name="person_feed"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", views.sitemap, name="sitemap_of"),
    path("robots.txt", views.robots, name="robots"),
    path("llms.txt", views.llms, name="llms"),
]
