"""What belongs to one person of the desk alone: saved views of the list, and the tour."""

from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """Filters and search of the list of installments, under a name of one's own."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, help_text="Of the list's address.")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="one_view_to_a_name")]

    def __str__(self) -> str:
        return self.name


class Tour(models.Model):
    """Where somebody is in the tour of the desk; without one: at its beginning."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tour")
    step = models.PositiveSmallIntegerField(default=1)
    closed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"Step {self.step}"
