"""What is being brought in: a job is one act of bringing in, an item one file of it (data-model.md §8)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from retold.catalog.works.models import Edition, Work
from retold.importing.readers import Reading
from retold.lib.public_ids import new_pid
from retold.ports.storage.models import KeptFile


class Stage(models.IntegerChoices):
    """How far a job has come; one that is looked over file by file has no stages."""

    BY_HAND = 0, "looked over one by one"
    GOING = 1, "going on"
    STOPPED = 2, "stopped"
    DONE = 3, "done"


class Job(models.Model):
    """One act of bringing in, by one account; its items say what became of each file.

    A run is a job that goes through whole collections of files by itself (`retold.importing.runs`): `options` says
    which paths and how, `found` how many files there are (None: not counted yet), `unchanged` how many of them an
    earlier run had brought in and nobody changed since, `seconds` how long it has been worked at in all. `reason` is
    the sentence why it stopped, where it did not do so at someone's word.
    """

    pid = models.BigIntegerField(unique=True, default=new_pid, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    options = models.JSONField(default=dict)
    stage = models.SmallIntegerField(choices=Stage, default=Stage.BY_HAND)
    found = models.PositiveIntegerField(null=True)
    unchanged = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    ended_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="job_stage_known")]
        indexes = [
            models.Index(fields=["account", "-made_at"]),
            models.Index(fields=["made_at"], condition=models.Q(stage=Stage.GOING), name="job_going"),
        ]


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

    `address` is where a work was asked for by its address. In a run, `key` names the file for good and `fingerprint`
    changes when it does, so that a later run knows what is unchanged. `kept` is None until a work is fetched, and where
    a file's bytes could not be had. The three flags say what its `report` tells: something was guessed, something is
    missing, something has no place in a work here.
    `manuscript` goes 30 days after it was accepted (the work holds all of it); the whole item goes when its work is
    erased.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="items")
    rank = models.PositiveIntegerField()
    name = models.TextField()
    address = models.TextField(default="", blank=True)
    key = models.TextField(default="", blank=True)
    fingerprint = models.TextField(default="", blank=True)
    kept = models.ForeignKey(KeptFile, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.SmallIntegerField(choices=State, default=State.WAITING)
    reader = models.CharField(max_length=40, blank=True)
    manuscript = models.JSONField(null=True)
    mends = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    guessed = models.BooleanField(default=False)
    lacking = models.BooleanField(default=False)
    unmapped = models.BooleanField(default=False)
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
            ),
            models.Index(fields=["key", "-id"], condition=~models.Q(key=""), name="item_by_key"),
            models.Index(fields=["job", "outcome", "rank"], name="item_by_outcome"),
        ]


class PrivateNote(models.Model):
    """What an account's own collection said of how they read a work: a rating, a place, a mark, a note of theirs.

    For that account alone: nothing that leaves the archive and no page of anyone else has it (decision 10). `kind`,
    `text` and `data` are a Note's (`gathering.entry`); `digest` is of the three, so that a note comes in once.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    text = models.TextField()
    data = models.JSONField(default=dict, blank=True)
    digest = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "work", "digest"], name="private_note_once")]
        indexes = [models.Index(fields=["work"], name="private_note_by_work")]
