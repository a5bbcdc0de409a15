"""The form that takes a text to import: pasted, or as a file."""

from typing import Any

from django import forms

from series.importers.reading import FORMS
from series.importers.source import ENCODINGS
from series.models import Series

HEAVIEST = 8 * 1024 * 1024  # bytes of a file that is read at all


class SourceField(forms.Field):
    """The text exactly as pasted: what is wrong with it is said by the importer, with the place."""

    widget = forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "data-dropfile": ""})


class ImportForm(forms.Form):
    """What to import, into which series."""

    text = SourceField(required=False, label="Article text")
    file = forms.FileField(
        required=False,
        label="Or choose a file",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".md,.markdown,.txt,.html,text/*"}),
    )
    name = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    series = forms.ModelChoiceField(
        queryset=Series.objects.all(),
        empty_label=None,
        error_messages={"required": "Choose the series that it belongs to."},
    )
    form = forms.ChoiceField(
        required=False, label="Read it as", choices=[("", "Recognise it"), *FORMS.items()]
    )
    encoding = forms.ChoiceField(
        required=False, label="Encoding of the file", choices=[("", "UTF-8"), *list(ENCODINGS.items())[1:]]
    )
    repair = forms.BooleanField(required=False)

    def clean_file(self) -> Any:
        """Refuse a file that nobody means."""
        file = self.cleaned_data["file"]
        if file and file.size > HEAVIEST:
            raise forms.ValidationError(
                f"This file has {file.size / 1024**2:.0f} MB; {HEAVIEST // 1024**2} MB is the most."
            )
        return file

    def source(self) -> str | bytes:
        """What to read: the file, if there is one."""
        file = self.cleaned_data["file"]
        return file.read() if file else (self.cleaned_data["text"] or "")

    def source_name(self) -> str:
        """The file's name."""
        file = self.cleaned_data["file"]
        return str(file.name)[:200] if file else self.cleaned_data["name"]
