"""The readers' addresses. A story has its series' address like every installment."""

from django.urls import path, re_path

from series import views

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
    path("images/<str:digest>/<int:width>.webp", views.picture, name="picture"),
    re_path(r"^feed\.(?P<kind>rss|atom)$", views.feed, name="feed"),
    re_path(r"^interviews/feed\.(?P<kind>rss|atom)$", views.interviews_feed, name="interviews_feed"),
    re_path(r"^stories/feed\.(?P<kind>rss|atom)$", views.stories_feed, name="stories_feed"),
    re_path(r"^series/(?P<slug>[-\w]+)/feed\.(?P<kind>rss|atom)$", views.series_feed, name="series_feed"),
    path("search/", views.search, name="search"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
