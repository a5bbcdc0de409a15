"""What people say about a text: comments, suggestions and what became of them; who has read how far."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from editorial.records import Record, Records

USER = settings.AUTH_USER_MODEL


class Comments(Records):
    """Threads, by whether they are open."""

    def opened(self) -> "Comments":
        """The first comments of threads that nobody has settled since they were last open."""
        acts = Comment.objects.filter(answers=OuterRef("pk")).exclude(act=Comment.SAYS)
        last = Coalesce(Subquery(acts.order_by("-at", "-pk").values("act")[:1]), Value(Comment.REOPENS))
        return self.filter(answers=None).annotate(last_act=last).filter(last_act=Comment.REOPENS)

    def unread_by(self, user: models.Model) -> "Comments":
        """What others have said since this person last looked at the text."""
        read = Glance.objects.filter(docket=OuterRef("docket"), user=user, at__gte=OuterRef("at"))
        silent = ~Q(act="") & Q(text="")
        return self.exclude(by=user).exclude(silent).filter(~Exists(read))

    def counted(self) -> Coalesce:
        """How many there are of one docket, as a column."""
        rows = self.order_by().values("docket").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(rows, output_field=models.IntegerField()), 0)


class Comment(Record):
    """What somebody said about a field, or about words in it. A reply, or what settles a thread, answers it.

    A suggestion proposes other words (`instead`, perhaps none) for those it quotes.
    """

    SAYS, RESOLVES, REOPENS, APPLIES, DECLINES = "", "resolve", "reopen", "apply", "decline"
    ACTS = [
        (SAYS, "Said"),
        (RESOLVES, "Resolved"),
        (REOPENS, "Opened again"),
        (APPLIES, "Applied"),
        (DECLINES, "Declined"),
    ]

    docket = models.ForeignKey("Docket", models.PROTECT, related_name="comments")
    revision = models.ForeignKey("Revision", models.PROTECT, related_name="comments")
    path = models.TextField(blank=True)
    quote = models.TextField(blank=True, help_text="As the words stand in the source.")
    before = models.TextField(blank=True, help_text="A little of the source before them.")
    after = models.TextField(blank=True, help_text="A little of the source after them.")
    seal = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the field as it was then.")
    suggests = models.BooleanField(default=False)
    instead = models.TextField(
        blank=True, help_text="Of a suggestion: the words in place of the quoted ones."
    )
    text = models.TextField(blank=True)
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    act = models.CharField(max_length=10, choices=ACTS, blank=True, help_text="What it does to the thread.")
    by = models.ForeignKey(USER, models.PROTECT, related_name="comments")
    at = models.DateTimeField()

    objects = Comments.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(act="") | Q(suggests=True) | ~Q(text=""), name="a_comment_says_something"
            ),
            models.CheckConstraint(
                condition=Q(act__in=["", "resolve", "reopen", "apply", "decline"]), name="known_act"
            ),
            models.CheckConstraint(
                condition=Q(suggests=False) | (~Q(path="") & ~Q(quote="") & Q(answers=None)),
                name="a_suggestion_quotes",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Glance(models.Model):
    """How far somebody has read: which revision they looked at last, which one before it, and when.

    No record: it says what is new to this person, and nothing rests on it.
    """

    docket = models.ForeignKey("Docket", models.CASCADE, related_name="glances")
    user = models.ForeignKey(USER, models.CASCADE, related_name="glances")
    revision = models.PositiveIntegerField()
    earlier = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["docket", "user"], name="one_glance_to_a_text")]

    def __str__(self) -> str:
        return f"Read up to revision {self.revision}"
