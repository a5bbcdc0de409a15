"""The desk's records. Saved by `editorial.desk` alone; all but the docket are written once."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When
from django.db.models.functions import Coalesce

from editorial.models_accounts import AccountChange as AccountChange
from editorial.models_accounts import Sitting as Sitting
from editorial.models_catalogue import Merger as Merger
from editorial.models_comments import Comment as Comment
from editorial.models_comments import Glance as Glance
from editorial.models_erasures import Erasure as Erasure
from editorial.models_imports import Import as Import
from editorial.models_imports import ImportFile as ImportFile
from editorial.models_listed import Listed as Listed
from editorial.models_notices import Notice as Notice
from editorial.models_notices import Preference as Preference
from editorial.models_own import SavedView as SavedView
from editorial.models_own import Tour as Tour
from editorial.records import Record as Record
from editorial.records import RecordError as RecordError
from editorial.workflow import Stage
from series.manuscript import Manuscript
from series.models import Installment, Series

RANKED = (
    *(Stage.CHANGES_REQUESTED, Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED),
    *(Stage.SCHEDULED, Stage.PUBLISHED, Stage.WITHDRAWN, Stage.KILLED),
)
STAGES = [(stage.value, stage.label) for stage in Stage]
USER = settings.AUTH_USER_MODEL


class HouseRules(models.Model):
    """A series' own settings: how many approvals a text needs, and its settings of the checks.

    Without them nothing is published. `rules` is TOML (see `editorial.rulebook`); `version` is the number
    of the newest `HouseRulesVersion`.
    """

    series = models.OneToOneField(Series, models.CASCADE, related_name="house_rules")
    quorum = models.PositiveSmallIntegerField(
        default=1,
        verbose_name="approvals needed",
        help_text="By people who did not write the text. At least 1.",
    )
    rules = models.TextField(blank=True, verbose_name="rules of the checks")
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "house rules"
        constraints = [models.CheckConstraint(condition=Q(quorum__gte=1), name="quorum_of_one_or_more")]

    def __str__(self) -> str:
        return f"House rules of {self.series}"


class HouseRulesVersion(Record):
    """What the house rules of a series were from a moment on, and who made them so."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="house_rules_versions")
    number = models.PositiveIntegerField()
    quorum = models.PositiveSmallIntegerField()
    rules = models.TextField(blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="house_rules_versions")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        verbose_name = "version of house rules"
        verbose_name_plural = "versions of house rules"
        constraints = [models.UniqueConstraint(fields=["series", "number"], name="house_rules_number")]

    def __str__(self) -> str:
        return f"Version {self.number}"


class Docket(models.Model):
    """The slip that travels with an installment: its stage, who looks after it, when it is due."""

    installment = models.OneToOneField(Installment, models.PROTECT, related_name="docket")
    stage = models.CharField(max_length=20, choices=STAGES, default=Stage.DRAFT)
    owner = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="dockets")
    due = models.DateField(null=True, blank=True, help_text="Of what it waits for now.")
    wish = models.DateField(null=True, blank=True, help_text="When it should go live, if all goes well.")
    reviewers = models.ManyToManyField(USER, blank=True, related_name="asked_to_review")
    head = models.ForeignKey("Revision", models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField(help_text="When it came to this stage.")
    moment = models.DateTimeField(null=True, blank=True, help_text="Of a schedule: when it goes live.")
    counts = models.JSONField(
        default=dict, help_text="Open findings and answers written, when it was last filed; for lists only."
    )

    # What wants work first, the sooner due the higher: the list's order, which an index has.
    rank = models.GeneratedField(
        expression=Case(
            *(When(stage=stage.value, then=place) for place, stage in enumerate(RANKED)), default=99
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    soonest = models.GeneratedField(
        expression=Coalesce("due", date(9999, 12, 31)), output_field=models.DateField(), db_persist=True
    )

    class Meta:
        permissions = [
            ("edit_installments", "Write, submit, correct (editor)"),
            ("review_installments", "Approve, request changes, let findings stand (reviewer)"),
            ("publish_installments", "Schedule, publish, withdraw (publisher)"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=[s.value for s in Stage]), name="known_stage"),
            models.CheckConstraint(
                condition=Q(stage="scheduled", moment__isnull=False)
                | (~Q(stage="scheduled") & Q(moment=None)),
                name="a_schedule_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["rank", "soonest", "-installment"], name="docket_rank"),
            models.Index(fields=["stage", "moment"], name="docket_stage"),
        ]

    def __str__(self) -> str:
        return str(self.installment)


class Revision(Record):
    """The manuscript at one moment."""

    docket = models.ForeignKey(Docket, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(USER, models.PROTECT, related_name="revisions")
    at = models.DateTimeField()
    manuscript = models.TextField()
    digest = models.CharField(max_length=64)
    source = models.CharField(
        max_length=200, blank=True, help_text="Where it came from, if not from the desk."
    )
    restores = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    suggested = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", help_text="Whose suggestion it puts into the text."
    )

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["docket", "number"], name="revision_number")]

    def __str__(self) -> str:
        return f"Revision {self.number}"

    @property
    def short(self) -> str:
        """The first characters of the digest, as people see it."""
        return self.digest[:7]

    def read(self) -> Manuscript:
        """The manuscript as it was."""
        return Manuscript.from_json(self.manuscript)


class Review(Record):
    """A reviewer's word on one revision: approve, request changes, or take an approval back."""

    APPROVE, CHANGES, TAKE_BACK = "approve", "changes", "take back"
    VERDICTS = [(APPROVE, "Approved"), (CHANGES, "Asked for changes"), (TAKE_BACK, "Took the approval back")]

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(USER, models.PROTECT, related_name="reviews")
    verdict = models.CharField(max_length=10, choices=VERDICTS)
    digest = models.CharField(max_length=64, help_text="Of the text that the reviewer saw.")
    note = models.TextField(blank=True)
    after = models.PositiveIntegerField(default=0, help_text="Number of the newest step when it was given.")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=["approve", "changes", "take back"]), name="verdict"
            ),
            models.CheckConstraint(condition=~Q(verdict="changes", note=""), name="changes_have_a_note"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} ({self.digest[:7]})"


class Stet(Record):
    """Somebody let a finding stand, with a reason; it lapses when the flagged words change."""

    docket = models.ForeignKey(Docket, models.PROTECT, related_name="stets")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="stets")
    fingerprint = models.CharField(max_length=32)
    check_name = models.CharField(max_length=60)
    path = models.TextField()
    excerpt = models.TextField(blank=True)
    message = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="stets")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["docket", "fingerprint", "by"], name="one_stet_to_a_finding"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_stet_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"Let stand: {self.reason}"


class Buffer(models.Model):
    """What somebody typed on a page and has not saved: no record, no revision, and nobody else's business.

    `sheet` is the token of the page as it was opened: another tab, or a page opened anew, overwrites nothing.
    """

    docket = models.ForeignKey(Docket, models.CASCADE, related_name="buffers")
    user = models.ForeignKey(USER, models.CASCADE, related_name="buffers")
    page = models.CharField(max_length=40, help_text="“opening”, “questions”, or a person’s key.")
    sheet = models.CharField(max_length=40)
    fields = models.JSONField(default=dict, help_text="As posted.")
    base = models.CharField(max_length=64, blank=True, help_text="Digest of the text that it started from.")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["docket", "user", "page"], name="one_buffer_to_a_page")
        ]

    def __str__(self) -> str:
        return f"Not saved yet: {self.page}"


class Step(Record):
    """One line of the history, chained by hash to the one before. A docket's stage is the fold of these."""

    docket = models.ForeignKey(Docket, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    move = models.CharField(max_length=30)
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="steps")
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="steps")
    note = models.TextField(blank=True)
    moment = models.DateTimeField(null=True, help_text="Of a schedule: when it goes live.")
    quorum = models.PositiveSmallIntegerField(null=True, help_text="How many approvals were needed then.")
    at = models.DateTimeField()
    chain = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["docket", "number"], name="step_number")]

    def __str__(self) -> str:
        return f"Step {self.number}: {self.move}"
