"""The working rows that editors write: an installment, its prompts, its people and their answers."""

import uuid

from django.db import models
from django.db.models import F, Q

from .catalogue import PART, Organization, Person, Series, Topic
from .image import Image


class Installment(models.Model):
    """One part of a series, as it is being written. Readers never see it: they read its editions."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    series = models.ForeignKey(Series, models.PROTECT, related_name="installments")
    part = models.PositiveIntegerField(null=True, blank=True, validators=[PART])
    title = models.CharField(max_length=300)
    slug = models.SlugField(max_length=120, blank=True, verbose_name="address")
    standfirst = models.TextField(blank=True)
    date = models.DateField(null=True, blank=True, help_text="Only where the text itself states one.")
    cover = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, related_name="+")
    cover_name = models.CharField(max_length=300, blank=True)
    cover_alt = models.CharField(max_length=300, blank=True, verbose_name="cover's description")
    topics = models.ManyToManyField(Topic, blank=True, related_name="installments")
    introduction = models.TextField(blank=True)
    disclaimer = models.TextField(blank=True)
    closing = models.TextField(blank=True)
    call_to_action = models.TextField(blank=True)
    references = models.TextField(blank=True, verbose_name="link definitions")
    extra = models.JSONField(default=list, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["series", F("part").desc(nulls_last=True), "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "slug"], name="installment_address", condition=~Q(slug="")),
        ]

    def __str__(self) -> str:
        return self.title


class Prompt(models.Model):
    """A question or section name of one installment; copied from the series when it is begun, so that a
    change for the next part never touches this one."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    installment = models.ForeignKey(Installment, models.CASCADE, related_name="prompts")
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=1000)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Contribution(models.Model):
    """One person's part, with name, role and organization as of then."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    installment = models.ForeignKey(Installment, models.CASCADE, related_name="contributions")
    position = models.PositiveIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="contributions")
    works_at = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    name = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=500, blank=True, verbose_name="profile link")
    role = models.CharField(max_length=300, blank=True)
    organization = models.CharField(max_length=200, blank=True)
    organization_url = models.CharField(max_length=500, blank=True, verbose_name="organization's link")
    field = models.CharField(max_length=120, blank=True, verbose_name="field of work")
    portrait = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, related_name="+")
    portrait_name = models.CharField(max_length=300, blank=True)
    portrait_alt = models.CharField(max_length=300, blank=True, verbose_name="portrait's description")
    background = models.TextField(blank=True)
    fun_fact = models.TextField(blank=True)
    about_organization = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    """One person's answer to one prompt."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="answers")
    prompt = models.ForeignKey(Prompt, models.CASCADE, related_name="answers")
    position = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    declined = models.BooleanField(default=False, verbose_name="declined to answer")
    wording = models.CharField(
        max_length=1000, blank=True, verbose_name="the question as this person was asked it"
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "prompt"], name="one_answer_to_a_prompt")
        ]

    def __str__(self) -> str:
        return self.body[:60]
