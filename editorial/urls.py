"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path

from series import views

urlpatterns = [
    path("desk/", admin.site.urls),
    path("", include("series.urls")),
]
if settings.DEBUG:  # who tries Stet out sees the page that readers would see, not Django's list of addresses
    urlpatterns.append(re_path(r"^.+/$", views.not_found))

handler500 = "editorial.outages.page"
handler404 = "series.views.not_found"  # the one page for whatever is not public
