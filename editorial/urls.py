"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("desk/", admin.site.urls),
    path("", include("series.urls")),
]

handler500 = "editorial.outages.page"
handler404 = "series.views.not_found"  # the one page for whatever is not public
