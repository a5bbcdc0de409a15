"""What the list of installments looks for: narrow rows, so that twenty thousand are soon looked through."""

from django.db import models


class Listed(models.Model):
    """Kept by the desk beside each docket, when a text is filed; never decides anything."""

    docket = models.OneToOneField("editorial.Docket", models.CASCADE, primary_key=True, related_name="listed")
    words = models.TextField(help_text="Title, series, people and organizations, without accents and case.")
    blockers = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.words
