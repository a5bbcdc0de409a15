"""The desk is Django's admin under our own site class, and the app configuration that installs it.

It lies outside `editorial.admin`, which registers with it: Django imports the class in the middle of that.
"""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver


class DeskSite(AdminSite):
    """The desk."""

    site_title = "Stet"
    site_header = "Stet"
    index_title = "Desk"
    index_template = "admin/desk.html"
    enable_nav_sidebar = False
    empty_value_display = "–"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The desk's own addresses come first."""
        from editorial.admin import pages, rules

        return [*pages.urls(self), *rules.urls(self), *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The desk home: what needs whoever looks."""
        from editorial.admin import home

        return super().index(request, {**home.context(request), **(extra_context or {})})


class DeskConfig(AdminConfig):
    """Django's admin, with our site."""

    default_site = "editorial.admin_site.DeskSite"
