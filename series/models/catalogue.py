"""What installments share: series, people, organizations, topics, and the site's announcement."""

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse

from series.manuscript import Format


class Tone(models.TextChoices):
    """A series' colour on the readers' site."""

    MARIGOLD = "marigold"
    MINT = "mint"
    SKY = "sky"
    CORAL = "coral"
    LILAC = "lilac"
    MOSS = "moss"


class Series(models.Model):
    """A recurring series of interviews or stories."""

    title = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=80, unique=True, verbose_name="address")
    format = models.CharField(
        max_length=20,
        choices=[(each.value, each.value.title()) for each in Format],
        default=Format.INTERVIEWS,
    )
    standfirst = models.TextField(blank=True, help_text="One or two sentences on what the series is.")
    tone = models.CharField(max_length=20, choices=Tone.choices, default=Tone.MARIGOLD)
    prompts = models.TextField(
        blank=True,
        verbose_name="questions or sections",
        help_text="One on each line, in print order; a new installment starts with these. "
        "{field} stands for the person's field of work.",
    )
    disclaimer = models.TextField(blank=True, help_text="A new installment starts with this.")
    call_to_action = models.TextField(blank=True, help_text="A new installment starts with this.")
    campaign = models.CharField(
        max_length=80,
        blank=True,
        help_text="Campaign tag of links, with {part} for the part's number: “insights_{part}”.",
    )

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("series", args=[self.slug])


class Mergeable(models.Model):
    """What may turn out to be the same as another row, and then leads to it: its address goes on there, and
    a text with the old name means the row that was kept."""

    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )

    class Meta:
        abstract = True


class Person(Mergeable):
    """Somebody who is interviewed or writes."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True, verbose_name="address")
    url = models.URLField(max_length=500, blank=True, verbose_name="profile link")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.slug])


class Organization(Mergeable):
    """Where people work."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True, verbose_name="address")
    url = models.URLField(max_length=500, blank=True, verbose_name="link")
    about = models.TextField(blank=True, help_text="What it does, in a sentence or two.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organization", args=[self.slug])


class Topic(Mergeable):
    """What installments are about."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True, verbose_name="address")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])


class Announcement(models.Model):
    """A line across the top of the readers' site, until its last day is over."""

    text = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True, verbose_name="link")
    first_day = models.DateField()
    last_day = models.DateField(help_text="It is shown on this day for the last time.")

    class Meta:
        ordering = ["-last_day"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="announcement_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.text


PART = MinValueValidator(1)
