"""The working rows that editors write: an installment, its prompts, its people and their answers."""

import uuid

from django.db import models
from django.db.models import F

from .catalogue import PART, Organization, Person, Series
from .image import Image


class Installment(models.Model):
    """One part of a series, as it is being written. Readers never see it: they read its editions.

    Its texts have no length limits of their own: `Manuscript.refusals` has the limits, in words.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    series = models.ForeignKey(Series, models.PROTECT, related_name="installments")
    part = models.PositiveIntegerField(null=True, blank=True, validators=[PART])
    title = models.TextField(blank=True)
    slug = models.TextField(blank=True, verbose_name="address")
    standfirst = models.TextField(blank=True)
    date = models.TextField(blank=True, help_text="Only where the text itself states one.")
    cover = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, related_name="+")
    cover_name = models.TextField(blank=True)
    cover_alt = models.TextField(blank=True, verbose_name="cover's description")
    topics = models.JSONField(default=list, blank=True)
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

    def __str__(self) -> str:
        return self.title


class Prompt(models.Model):
    """A question or section name of one installment; copied from the series when it is begun, so that a
    change for the next part never touches this one."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    installment = models.ForeignKey(Installment, models.CASCADE, related_name="prompts")
    position = models.PositiveIntegerField()
    text = models.TextField(blank=True)

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
    name = models.TextField(blank=True)
    url = models.TextField(blank=True, verbose_name="profile link")
    role = models.TextField(blank=True)
    organization = models.TextField(blank=True)
    organization_url = models.TextField(blank=True, verbose_name="organization's link")
    field = models.TextField(blank=True, verbose_name="field of work")
    portrait = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, related_name="+")
    portrait_name = models.TextField(blank=True)
    portrait_alt = models.TextField(blank=True, verbose_name="portrait's description")
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
    wording = models.TextField(blank=True, verbose_name="the question as this person was asked it")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "prompt"], name="one_answer_to_a_prompt")
        ]

    def __str__(self) -> str:
        return self.body[:60]
