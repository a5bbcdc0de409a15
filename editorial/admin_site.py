"""The desk is Django's admin under our own site class, and the app configuration that installs it.

It lies outside `editorial.admin`, which registers with it: Django imports the class in the middle of that.
"""

from functools import partial, wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, reverse
from django.utils.functional import SimpleLazyObject


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
        from editorial.admin import pages, rules, security

        return [*pages.urls(self), *rules.urls(self), *security.urls(self), *super().get_urls()]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As in the stock admin; but words that are posted after the session has ended are kept."""
        from editorial.admin import expiry

        guarded = super().admin_view(view, cacheable)

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            ended = not self.has_permission(request)
            if (
                ended
                and request.method == "POST"
                and request.path != reverse("admin:logout", current_app=self.name)
            ):
                return expiry.ask(self, request)
            return guarded(request, *args, **kwargs)  # type: ignore[no-any-return]

        return answer

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The log-in; what was posted before it comes back after it."""
        from editorial import second_factor
        from editorial.admin import expiry

        kept, before = request.POST.get("kept", ""), request.user
        answer = super().login(request, {"kept": kept, **(extra_context or {})})
        if request.method == "POST" and request.user is not before and request.user.is_authenticated:
            second_factor.arrived(request)
        if kept and self.has_permission(request):
            return expiry.give_back(self, request, kept) or answer
        return answer

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """One's own password: noted down, and every other session ends."""
        from editorial.admin import accounts

        return accounts.with_new_password(request, lambda: super(DeskSite, self).password_change(request))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """As in the stock admin; but made where it is shown only: every page asks for it, few show it."""
        return SimpleLazyObject(partial(super().get_app_list, request, app_label))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The desk home: what needs whoever looks."""
        from editorial.admin import home

        return super().index(request, {**home.context(request), **(extra_context or {})})


class DeskConfig(AdminConfig):
    """Django's admin, with our site."""

    default_site = "editorial.admin_site.DeskSite"
