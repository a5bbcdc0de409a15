"""What was done to the rows that installments share: which were merged into one, and by whom."""

from django.conf import settings
from django.db import models

from editorial.records import Record


class Merger(Record):
    """Two rows that turned out to be the same person, organization or topic became one."""

    model = models.CharField(max_length=20, help_text="person, organization or topic.")
    kept = models.PositiveBigIntegerField(help_text="Number of the row that was kept.")
    gone = models.PositiveBigIntegerField(help_text="Number of the row that leads there now.")
    kept_name = models.CharField(max_length=200)
    gone_name = models.CharField(max_length=200)
    told = models.TextField(blank=True, help_text="What moved, in words.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mergers")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["model", "gone"], name="merged_once")]

    def __str__(self) -> str:
        return f"“{self.gone_name}” became “{self.kept_name}”"
