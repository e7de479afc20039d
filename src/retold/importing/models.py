"""What is being brought in: a job is one act of bringing in, an item one file of it (data-model.md §8)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from retold.catalog.works.models import Edition, Work
from retold.importing.readers import Reading
from retold.lib.public_ids import new_pid
from retold.ports.storage.models import KeptFile


class Job(models.Model):
    """One act of bringing in, by one account; its items say what became of each file."""

    pid = models.BigIntegerField(unique=True, default=new_pid, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    options = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["account", "-made_at"])]


class State(models.IntegerChoices):
    """How far an item has come; each step is one transaction, so that a job goes on after a kill."""

    WAITING = 1, "kept, not read yet"
    PREVIEW = 2, "read, waiting for its keeper"
    ACCEPTED = 3, "kept as a work"
    REFUSED = 4, "could not be read"
    SET_ASIDE = 5, "set aside by its keeper"
    FETCHING = 6, "to be fetched from its address"


class Item(models.Model):
    """One file: its bytes as kept, what was read from them, and what its keeper mended.

    `address` is where a work was asked for by its address; until it is fetched, `kept` is None.
    `manuscript` goes 30 days after it was accepted (the work holds all of it); the whole item goes when its work is
    erased.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="items")
    rank = models.PositiveIntegerField()
    name = models.TextField()
    address = models.TextField(default="", blank=True)
    kept = models.ForeignKey(KeptFile, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.SmallIntegerField(choices=State, default=State.WAITING)
    reader = models.CharField(max_length=40, blank=True)
    manuscript = models.JSONField(null=True)
    mends = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    accepted_at = models.DateTimeField(null=True)
    edition = models.ForeignKey(Edition, null=True, on_delete=models.SET_NULL, related_name="+")
    work = models.ForeignKey(Work, null=True, on_delete=models.SET_NULL, related_name="+")

    @property
    def file(self) -> KeptFile:
        """The kept file, of an item that has one: all but those whose bytes could not be had."""
        if self.kept is None:
            raise ValueError(f"The bytes of {self.name} were never here.")
        return self.kept

    # What reading it gave, as long as the process that read it holds this very object: so that it is not read twice.
    fresh: Reading | None = None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "rank"], name="item_rank_in_job"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="item_state_known"),
        ]
        indexes = [
            models.Index(
                fields=["accepted_at"],
                condition=models.Q(accepted_at__isnull=False, manuscript__isnull=False),
                name="item_to_slim",
            )
        ]
