"""What was taken out of the records because a person asked for it."""

import hashlib

from django.conf import settings
from django.db import models

from editorial.records import Record


class Erasure(Record):
    """One row of the records that does not hold all that its digest or its chain was made of.

    `seal` is the SHA-256 of what is left, so that nothing else can be taken out under this name.
    """

    REVISION, EDITION, STEP = "revision", "edition", "step"

    docket = models.ForeignKey("Docket", models.PROTECT, related_name="erasures")
    kind = models.CharField(max_length=10)
    row = models.PositiveBigIntegerField()
    seal = models.CharField(max_length=64)
    reason = models.TextField(help_text="Without the words that were erased.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="erasures")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["docket"], name="erasures_of_docket")]

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"

    @staticmethod
    def sealed(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()
