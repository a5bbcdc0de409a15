"""What was brought in to be imported: held until it is confirmed, remembered by its digest afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from series.models import Series


class Import(models.Model):
    """Files that somebody brought in together. Nobody else's business until drafts are made of them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="imports")
    series = models.ForeignKey(Series, models.CASCADE, null=True, related_name="imports")
    new_series = models.CharField(max_length=200, blank=True, help_text="Title of a series to begin with it.")
    name = models.CharField(max_length=300, blank=True, help_text="Of the file, or of the first of them.")
    digest = models.CharField(max_length=64, help_text="Of all its files together.")
    pasted = models.BooleanField(default=False)
    names = models.JSONField(default=dict, help_text="By kind: a name as written, and whom it means.")
    at = models.DateTimeField()
    expires = models.DateTimeField()
    confirmed = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["expires"], name="imports_by_expiry")]

    def __str__(self) -> str:
        return self.name or "Pasted text"


class ImportFile(models.Model):
    """One post or picture of an import. What it holds is emptied when a draft is made of it."""

    WAITING, READ, UNREADABLE, PICTURE = "waiting", "read", "unreadable", "picture"
    CREATED, LEFT_OUT, FAILED = "created", "left out", "failed"
    STATES = [(each, each.capitalize()) for each in
              (WAITING, READ, UNREADABLE, PICTURE, CREATED, LEFT_OUT, FAILED)]  # fmt: skip

    held = models.ForeignKey(Import, models.CASCADE, related_name="files")
    place = models.PositiveIntegerField()
    name = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    state = models.CharField(max_length=12, choices=STATES, default=WAITING)
    wanted = models.BooleanField(default=True)
    summary = models.JSONField(default=dict)
    choices = models.JSONField(default=dict, help_text="How it is to be read, and where its pieces go.")
    why = models.TextField(blank=True, help_text="Why it could not be read or made; or what was lost.")
    docket = models.ForeignKey("Docket", models.PROTECT, null=True, related_name="imported_from")

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["held", "place"], name="place_in_an_import"),
            models.CheckConstraint(
                condition=Q(state="created", docket__isnull=False) | (~Q(state="created") & Q(docket=None)),
                name="what_is_created_has_a_docket",
            ),
        ]
        indexes = [models.Index(fields=["digest"], condition=Q(state="created"), name="imported_before")]

    def __str__(self) -> str:
        return self.name or "Pasted text"
