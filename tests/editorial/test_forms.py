"""The plainest widgets are drawn without a template, and look as Django's templates would have them."""

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.test.html import parse_html

from editorial.forms.rendering import DRAWN, Renderer

NASTY = "\"><script>alert('&')</script>\nsecond line"
WIDGETS = [
    forms.TextInput,
    forms.NumberInput,
    forms.HiddenInput,
    forms.DateInput,
    forms.FileInput,
    forms.Textarea,
]


@pytest.mark.parametrize("widget", WIDGETS)
@pytest.mark.parametrize("value", [None, "", 0, "a\r\nb", NASTY])
@pytest.mark.parametrize(
    "attrs", [{}, {"id": "x", "required": True, "disabled": False, "title": NASTY, "maxlength": 9}]
)
def test_a_widget_drawn_here_is_the_one_that_django_draws(widget, value, attrs):
    assert widget.template_name in DRAWN

    ours = widget(attrs).render("field", value, renderer=Renderer())
    theirs = widget(attrs).render("field", value, renderer=TemplatesSetting())

    assert parse_html(ours) == parse_html(theirs)
    assert ours.count("\n") == theirs.strip().count("\n")
