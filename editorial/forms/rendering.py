"""Draws the plainest widgets without a template: a page of the desk has dozens of them, and a template
for each of their attributes is most of what such a page costs."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString


def text_input(widget: Mapping[str, Any]) -> SafeString:
    """As Django's input.html."""
    value = {} if widget["value"] is None else {"value": str(widget["value"])}
    own = {"type": widget["type"], "name": widget["name"], **value}
    return format_html("<input{}>", flatatt({**own, **_shown(widget)}))


def textarea(widget: Mapping[str, Any]) -> SafeString:
    """As Django's textarea.html."""
    value = widget["value"] or ""
    attrs = flatatt({"name": widget["name"], **_shown(widget)})
    return format_html("<textarea{}>\n{}</textarea>", attrs, value)


def _shown(widget: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value if value is True else str(value)
        for name, value in widget["attrs"].items()
        if value is not False
    }


DRAWN: dict[str, Callable[[Mapping[str, Any]], SafeString]] = {
    **{
        f"django/forms/widgets/{kind}.html": text_input
        for kind in ("text", "number", "hidden", "date", "file")
    },
    "django/forms/widgets/textarea.html": textarea,
}


class Renderer(TemplatesSetting):
    """Django's, with the plainest widgets drawn here."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        if draw := DRAWN.get(template_name):
            return draw(context["widget"])
        return super().render(template_name, context, request)
