"""What readers get: immutable editions, and the columns that lists need."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from series.manuscript import Manuscript

from .catalogue import Organization, Person, Series, Topic
from .installment import Installment

LIVE = ("live_from", "live_until", "ended")  # with these an index can count what is live by itself


class Edition(models.Model):
    """One published text. Its manuscript and HTML are written once.

    It is live at a moment when `live_from <= moment < live_until` (no end: null) and it is not ended.
    A scheduled edition has `live_from` to come; a correction sets its predecessor's `live_until`.
    """

    WITHDRAWN, CANCELLED = "withdrawn", "cancelled"

    installment = models.ForeignKey(Installment, models.PROTECT, related_name="editions")
    series = models.ForeignKey(Series, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(help_text="1 for the first edition of the installment.")
    revision = models.PositiveIntegerField(help_text="Number of the revision that was approved.")
    digest = models.CharField(max_length=64)
    manuscript = models.TextField()
    series_title = models.TextField(default="", help_text="The series' name as this text has it.")
    format = models.CharField(max_length=20, help_text="Of its series, which never changes it.")
    part = models.PositiveIntegerField(null=True)
    title = models.TextField()
    slug = models.SlugField(max_length=120)
    summary = models.TextField(blank=True, help_text="Plain text for lists, feeds and descriptions.")
    words = models.PositiveIntegerField(default=0)
    html = models.TextField(help_text="The article by person, rendered once.")
    html_by_question = models.TextField(blank=True)
    cover = models.CharField(max_length=64, blank=True, help_text="Digest of the picture.")
    topics = models.ManyToManyField(Topic, through="Filing", related_name="editions")
    first_published = models.DateTimeField(help_text="When the installment's first edition went live.")
    corrections = models.JSONField(default=list, help_text="What readers are told of changes: at, text.")
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True, blank=True)
    ended = models.CharField(max_length=10, blank=True)  # withdrawn or cancelled; "" while it stands
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Shown to readers of a withdrawn page.")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-live_from", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["installment", "number"], name="edition_number"),
            models.CheckConstraint(
                condition=Q(ended="", ended_at=None)
                | Q(ended__in=["withdrawn", "cancelled"], ended_at__isnull=False),
                name="edition_ended",
            ),
            models.CheckConstraint(
                condition=Q(live_until=None) | Q(live_until__gte=F("live_from")), name="edition_span"
            ),
            models.UniqueConstraint(
                fields=["installment"], condition=Q(ended="", live_until=None), name="one_open_edition"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-first_published", "-id", *LIVE], condition=Q(ended=""), name="edition_latest"
            ),
            models.Index(
                fields=["series", "-first_published", "-id", *LIVE],
                condition=Q(ended=""),
                name="edition_of_series",
            ),
            models.Index(
                fields=["format", "-first_published", "-id"], condition=Q(ended=""), name="edition_of_format"
            ),
            models.Index(fields=["series", "part"], condition=Q(ended=""), name="edition_part"),
            models.Index(fields=["series", "slug"], name="edition_address"),
            models.Index(fields=["live_from"], condition=Q(ended=""), name="edition_coming"),
            models.Index(fields=["cover"], condition=~Q(cover=""), name="edition_cover"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("edition", args=[self.series.slug, self.slug])

    def read(self) -> Manuscript:
        """The manuscript that readers read."""
        return Manuscript.from_json(self.manuscript)


class Filing(models.Model):
    """A topic that an edition is filed under, by the name that its text gives it."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="filings")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="filings", db_index=False)  # filing_latest
    name = models.TextField(default="")
    first_published = models.DateTimeField(help_text="The edition's, so that an index has the topic's order.")

    class Meta:
        db_table = "series_edition_topics"
        unique_together = (("edition", "topic"),)
        indexes = [models.Index(fields=["topic", "-first_published", "-edition"], name="filing_latest")]

    def __str__(self) -> str:
        return self.name


class Appearance(models.Model):
    """Somebody's part in an edition: what person, organization and list pages need."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="appearances")
    person = models.ForeignKey(  # appearance_of_person
        Person, models.PROTECT, null=True, related_name="appearances", db_index=False
    )
    organization = models.ForeignKey(  # appearance_of_place
        Organization, models.PROTECT, null=True, related_name="appearances", db_index=False
    )
    first_published = models.DateTimeField(help_text="The edition's, so that an index has a person's order.")
    position = models.PositiveIntegerField()
    name = models.TextField()
    role = models.TextField(blank=True)
    organization_name = models.TextField(blank=True)
    portrait = models.CharField(max_length=64, blank=True, help_text="Digest of the picture.")
    quote = models.TextField(blank=True, help_text="A sentence of theirs for lists, plain text.")
    anchor = models.CharField(max_length=80, help_text="The id of this part on the edition's page.")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["edition", "position"], name="appearance_place")]
        indexes = [
            models.Index(fields=["portrait"], condition=~Q(portrait=""), name="appearance_portrait"),
            models.Index(fields=["person", "-first_published", "-edition"], name="appearance_of_person"),
            models.Index(
                fields=["organization", "-first_published", "-edition"],
                name="appearance_of_place",
            ),
        ]

    def __str__(self) -> str:
        return self.name
