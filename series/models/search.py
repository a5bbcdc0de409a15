"""What search looks through: a row for each section of each edition, and the words that occur.

Written by `series.indexing` from editions alone, and to be had again from them at any time. Where the words
of a section stand is the database's own index (see the migration): FTS5 on SQLite, tsvector on PostgreSQL.
"""

from django.db import models

from .edition import Appearance, Edition


class Section(models.Model):
    """An installment's opening, one person's profile or one answer, with the place on the page."""

    INTERVIEW, STORY, ANSWER, PERSON = "interview", "story", "answer", "person"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="sections")
    appearance = models.ForeignKey(Appearance, models.CASCADE, null=True, related_name="sections")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, help_text="interview, story, answer or person.")
    anchor = models.CharField(max_length=90, blank=True)
    title = models.TextField()
    body = models.TextField(blank=True)
    # What is compared, as stems: the title; names, organizations, topics and series; the body; the filters.
    head = models.TextField(blank=True)
    about = models.TextField(blank=True)
    words = models.TextField(blank=True)
    tags = models.TextField(blank=True)

    class Meta:
        ordering = ["edition", "position"]
        constraints = [models.UniqueConstraint(fields=["edition", "position"], name="section_place")]

    def __str__(self) -> str:
        return self.title


class Word(models.Model):
    """A word of some edition, to find what a mistyped one was meant to be.

    Some stand in what is not live: a word is offered only after something live was found with it.
    """

    text = models.CharField(max_length=40, primary_key=True)
    start = models.CharField(max_length=1, help_text="Its first letter.")
    tail = models.CharField(max_length=2, db_index=True, help_text="Its second and third letters.")
    size = models.PositiveSmallIntegerField(help_text="How many letters it has.")
    letters = models.BigIntegerField(help_text="Which letters it has: see series.words.")

    class Meta:
        ordering = ["text"]
        indexes = [models.Index(fields=["start", "size"], name="word_start")]

    def __str__(self) -> str:
        return self.text
