"""The fields that the desk's forms are made of: Markdown with a preview, a line, a picture."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from markdownx.fields import MarkdownxFormField
from markdownx.widgets import AdminMarkdownxWidget

from editorial.forms.rendering import textarea
from series import images, markup
from series.manuscript import normalise


class Module:
    """A script of ours: a module, so that it waits for the page and keeps its names to itself."""

    def __init__(self, name: str) -> None:
        self.path = f"desk/js/{name}.js"

    def __html__(self) -> str:
        return mark_safe(f"<script{flatatt({'type': 'module', 'src': static(self.path)})}></script>")  # ours

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Module) and other.path == self.path

    def __hash__(self) -> int:
        return hash(self.path)


class MarkdownWidget(AdminMarkdownxWidget):
    """markdownx's editor with our template: marks behind the words, and a preview made here."""

    template_name = "editorial/markdown.html"
    references = ""  # link definitions that the whole text shares

    def get_context(self, name: str, value: Any, attrs: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["preview"] = preview(value or "", self.references)
        context["area"] = textarea(context["widget"])
        return context

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=["markdownx/js/markdownx.min.js", Module("md"), Module("marks")])


def preview(text: str, references: str = "") -> SafeString:
    """What the preview shows of a text."""
    text = normalise(text)
    if not text:
        return mark_safe('<p class="st-empty-preview">Nothing to preview yet.</p>')
    try:
        return mark_safe(markup.html(text, references))  # sanitised there
    except markup.TooLong as error:
        return mark_safe(f'<p class="st-empty-preview">{error}</p>')  # a number is all it takes from the text


class MarkdownField(MarkdownxFormField):
    """A text in Markdown. Nothing is required: an empty field is a finding, never a reason not to save."""

    widget = MarkdownWidget

    def __init__(self, label: str, help_text: str = "", rows: int = 5) -> None:
        super().__init__(label=label, help_text=help_text, required=False)
        self.widget.attrs.update({"rows": rows, "aria-label": label} if not label else {"rows": rows})


class Line(forms.CharField):
    """Plain text on one line."""

    def __init__(self, label: str, help_text: str = "", **attrs: str) -> None:
        super().__init__(label=label, help_text=help_text, required=False)
        self.widget.attrs.update(attrs)


class Text(forms.CharField):
    """Plain text on several lines."""

    widget = forms.Textarea

    def __init__(self, label: str, help_text: str = "", rows: int = 3) -> None:
        super().__init__(label=label, help_text=help_text, required=False)
        self.widget.attrs["rows"] = rows


class PictureField(forms.FileField):
    """An upload, made safe; its value is an `images.Accepted`."""

    widget = forms.FileInput

    def __init__(self, label: str) -> None:
        super().__init__(label=label, required=False)
        self.widget.attrs["accept"] = "image/jpeg,image/png,image/webp,image/gif"

    def clean(self, data: UploadedFile | None, initial: Any = None) -> images.Accepted | None:
        if not data:
            return None
        try:
            return images.accept(data, data.name or "")
        except images.NotAPicture as error:
            raise ValidationError(str(error)) from error
