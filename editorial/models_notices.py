"""What people are told by mail: an outbox, written in the transaction of the act that it tells of."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Preference(models.Model):
    """How somebody wants to be told; without one: at once."""

    AT_ONCE, MORNING, NOTHING = "at once", "morning", "nothing"
    CHOICES = [(AT_ONCE, "At once"), (MORNING, "Morning list only"), (NOTHING, "Nothing")]

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="told")
    how = models.CharField(max_length=10, choices=CHOICES, default=AT_ONCE)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(how__in=["at once", "morning", "nothing"]), name="told_how")
        ]

    def __str__(self) -> str:
        return self.get_how_display()


class Notice(models.Model):
    """One mail, or one line of a morning list. `about` is the number of the step or revision, or the key of
    the comment, that it tells of; what happened to an account has no docket, but the number of its change."""

    ACCOUNT = "account"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    docket = models.ForeignKey("Docket", models.PROTECT, null=True, related_name="notices")
    address = models.EmailField(
        blank=True, db_default="", help_text="Where it goes, if not where the account has its mails."
    )
    kind = models.CharField(max_length=20)
    about = models.PositiveIntegerField()
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField()
    made_at = models.DateTimeField()
    send_after = models.DateTimeField()
    morning = models.BooleanField(default=False)
    claim = models.UUIDField(null=True, help_text="Of the worker that is sending it.")
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["docket", "kind", "about", "user"], name="told_once"),
        ]
        indexes = [models.Index(fields=["send_after"], condition=Q(sent_at=None), name="notices_to_send")]

    def __str__(self) -> str:
        return self.subject
