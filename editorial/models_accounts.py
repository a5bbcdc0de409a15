"""Who may do what at the desk, as it changed; and where people are signed in."""

from django.conf import settings
from django.db import models

from editorial.records import Record

USER = settings.AUTH_USER_MODEL


class AccountChange(Record):
    """One change of somebody's rights, of their password or of their second factor, chained by hash."""

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="account_changes")
    about = models.CharField(max_length=200, help_text="The account's or the group's name.")
    what = models.TextField()
    chain = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        verbose_name = "change of accounts"
        verbose_name_plural = "changes of accounts"

    def __str__(self) -> str:
        return f"{self.about}: {self.what}"


class Sitting(models.Model):
    """A session as its owner sees it: since when, from what, when last seen."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="sittings")
    key = models.CharField(max_length=40, unique=True, help_text="Of the session.")
    since = models.DateTimeField()
    seen = models.DateTimeField()
    agent = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-seen"]

    def __str__(self) -> str:
        return f"{self.user}, {self.agent}"
