"""Stored pictures, addressed by their content."""

from django.core.files.storage import storages
from django.db import models


def originals():  # type: ignore[no-untyped-def]
    """The storage that no address leads to: drafts' pictures must not be readable by guessing."""
    return storages["images"]


class Image(models.Model):
    """A picture as re-encoded at upload. Written once; its name in storage is its SHA-256."""

    digest = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=200, help_text="The file's name as it was uploaded.")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.FileField(storage=originals, max_length=120)
    added = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
