"""The names that works are described by (data-model.md §4).

Synonyms, families and wrangling come with the work on tags; what is here is what a work needs to be kept.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from retold.catalog.people.fields import FoldField, public_id


class Kind(models.IntegerChoices):
    """What a tag says of a work; the numbers are kept in the database and never reused."""

    RATING = 1, "rating"
    WARNING = 2, "warning"
    CATEGORY = 3, "category"
    FANDOM = 4, "fandom"
    RELATIONSHIP = 5, "relationship"
    CHARACTER = 6, "character"
    FREEFORM = 7, "freeform"
    MEDIUM = 8, "medium"


class Tag(models.Model):
    """One name of one kind; the first spelling wins, and a work keeps its own spelling in its edition."""

    pid = public_id()
    kind = models.SmallIntegerField(choices=Kind)
    name = models.TextField()
    fold = FoldField(of="name")
    canonical = models.BooleanField(default=False)
    unwrangleable = models.BooleanField(default=False)
    wrangled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "fold"], name="tag_once_a_kind"),
            models.CheckConstraint(condition=Q(kind__gte=1, kind__lte=8), name="tag_kind"),
            models.CheckConstraint(condition=~Q(canonical=True, unwrangleable=True), name="tag_not_both"),
        ]

    def __str__(self) -> str:
        return self.name
