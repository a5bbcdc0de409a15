"""The forms of an import: what to bring in, and how one post of it is to be read."""

from collections.abc import Iterator
from typing import Any

from django import forms

from editorial.intake import TEXTS
from series.importers import archives
from series.importers.reading import FORMS
from series.importers.source import ENCODINGS
from series.models import Series

HEAVIEST = 8 * archives.MEGABYTE  # of a text that is read at all
TOGETHER = archives.MOST_BYTES  # of all files that come at once
SHAPES = [("", "Recognise it"), *FORMS.items()]
CODES = [("", "UTF-8"), *list(ENCODINGS.items())[1:]]


class SourceField(forms.Field):
    """The text exactly as pasted: what is wrong with it is said by the importer, with the place."""

    widget = forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "data-dropfile": ""})


class ManyFiles(forms.FileInput):
    """Chooses several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(forms.FileField):
    """Several files; each is judged by itself."""

    def __init__(self, **attrs: str) -> None:
        label = attrs.pop("label")
        widget = ManyFiles(attrs={**attrs, "multiple": True})
        super().__init__(required=False, label=label, allow_empty_file=True, widget=widget)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        some = data if isinstance(data, list) else [data] if data else []
        return [super(FilesField, self).clean(each, initial) for each in some]


class ImportForm(forms.Form):
    """What to import, into which series."""

    text = SourceField(required=False, label="Article text")
    file = FilesField(label="Or choose files", accept=f"{','.join(sorted(TEXTS))},.zip,text/*,image/*")
    folder = FilesField(label="Or a folder", webkitdirectory="")
    name = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    series = forms.ModelChoiceField(
        queryset=Series.objects.all(),
        required=False,
        empty_label="A new series…",
        error_messages={"invalid_choice": "Choose the series that it belongs to."},
    )
    new_series = forms.CharField(
        required=False, max_length=200, label="Title of the new series", help_text="Only for a new one."
    )
    form = forms.ChoiceField(required=False, label="Read it as", choices=SHAPES)
    encoding = forms.ChoiceField(required=False, label="Encoding of the file", choices=CODES)

    def __init__(self, *args: Any, may_begin: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_begin:
            self.fields["series"].empty_label = None  # type: ignore[attr-defined]
            del self.fields["new_series"]

    def clean_text(self) -> str:
        return self.cleaned_data["text"] or ""

    def clean_file(self) -> list[Any]:
        """Refuse what nobody means."""
        return [_judged(each) for each in self.cleaned_data["file"]]

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("series") and not self.cleaned_data.get("new_series"):
            self.add_error("series", "Choose the series that it belongs to.")
        if sum(each.size for each in self.uploads()) > TOGETHER:
            most = TOGETHER // archives.MEGABYTE
            self.add_error("file", f"These files have more than {most} MB together: send them in parts.")
        return self.cleaned_data

    def uploads(self) -> list[Any]:
        """The files, in the order in which they were chosen."""
        return [*self.cleaned_data.get("file", ()), *self.cleaned_data.get("folder", ())]

    def files_given(self) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of each file, one at a time; the pasted text among them."""
        if self.cleaned_data["text"].strip():
            yield self.cleaned_data["name"] or "Pasted text.txt", self.cleaned_data["text"].encode()
        for each in self.uploads():
            yield str(each.name), each.read()


def _judged(file: Any) -> Any:
    zipped = file.name.lower().endswith(".zip")
    most = archives.HEAVIEST if zipped else HEAVIEST
    if file.size > most:
        size = f"{file.size / archives.MEGABYTE:.0f} MB"
        raise forms.ValidationError(f"{file.name} has {size}; {most // archives.MEGABYTE} MB is the most.")
    return file


class ReadingForm(forms.Form):
    """How one post is to be read."""

    form = forms.ChoiceField(required=False, label="Read it as", choices=SHAPES)
    encoding = forms.ChoiceField(required=False, label="Encoding of the file", choices=CODES)
