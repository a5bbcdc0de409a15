"""House rules: how many approvals a series needs, and its own settings of the checks."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from editorial import desk
from editorial.checks import all_checks
from editorial.models import Docket, HouseRules
from editorial.rulebook import EXAMPLE, RulesError, from_toml
from editorial.workflow import Stage
from series.admin import Plain


def approved(house: HouseRules) -> set[int]:
    """The dockets of the series that are approved or scheduled."""
    stages = (Stage.APPROVED, Stage.SCHEDULED)
    return set(
        Docket.objects.filter(installment__series=house.series, stage__in=stages).values_list("pk", flat=True)
    )


class HouseRulesForm(forms.ModelForm):
    """What is wrong with the rules is said beside them, with what was typed still there."""

    class Meta:
        model = HouseRules
        fields = ("series", "quorum", "rules")
        widgets = {"rules": forms.Textarea(attrs={"rows": 18, "cols": 90, "spellcheck": "false"})}

    def clean_rules(self) -> str:
        try:
            from_toml(self.cleaned_data["rules"], all_checks())
        except RulesError as error:
            raise forms.ValidationError(list(error.reasons)) from None
        return str(self.cleaned_data["rules"])


@admin.register(HouseRules)
class HouseRulesAdmin(Plain):
    """What each series asks of its texts."""

    form = HouseRulesForm
    list_display = ("series", "quorum", "version")
    list_select_related = ("series",)
    readonly_fields = ("example", "versions")
    fieldsets = (
        (None, {"fields": ("series", "quorum")}),
        ("Rules of the checks", {"fields": ("rules", "example", "versions")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: HouseRules | None = None) -> tuple[str, ...]:
        return ("series", *self.readonly_fields) if obj else self.readonly_fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Without house rules nothing of a series can be published; they are changed, not deleted."""
        return False

    @admin.display(description="How to write them")
    def example(self, row: HouseRules) -> SafeString:
        return render_to_string("editorial/house_example.html", {"example": EXAMPLE})

    @admin.display(description="Versions")
    def versions(self, row: HouseRules) -> SafeString:
        kept = row.series.house_rules_versions.select_related("by")[:50] if row.pk else ()
        return render_to_string("editorial/house_versions.html", {"versions": kept})

    def response_post_save_add(self, request: HttpRequest, obj: HouseRules) -> HttpResponse:
        """Back to the series that they are of."""
        return HttpResponseRedirect(reverse("admin:series_series_change", args=[obj.series_id]))

    response_post_save_change = response_post_save_add

    def save_model(self, request: HttpRequest, obj: HouseRules, form: Any, change: bool) -> None:
        before = approved(obj)
        obj.pk = desk.set_rules(obj.series, obj.rules, quorum=obj.quorum, by=request.user).pk
        if voided := len(before - approved(obj)):
            said = f"{voided} of its installments went back to review: they do not meet these rules."
            messages.warning(request, said)
