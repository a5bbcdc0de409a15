"""The desk's pages that belong to no model: the Markdown preview, pictures of drafts."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern


def urls(site: AdminSite) -> list[URLPattern]:
    """Their addresses."""
    return []
