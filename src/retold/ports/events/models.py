"""The outbox: one row for each handler of each event, written in the transaction of the change itself."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Errand(models.Model):
    """One thing that one handler has to do (data-model.md §8).

    There is no running state: a claim pushes `due_at` forward by its lease and leaves its `token`, so a crash
    needs no repair. `payload` holds ids only. `dead_at` is set when every try has failed.
    """

    event = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.TextField()
    handler = models.TextField()
    key = models.TextField()
    payload = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    token = models.UUIDField(null=True)
    error = models.TextField(default="")
    dead_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="errand_once_a_handler")]
        indexes = [
            models.Index(fields=["handler", "due_at", "id"], condition=Q(dead_at=None), name="errand_due"),
            models.Index(fields=["handler", "key", "id"], condition=Q(dead_at=None), name="errand_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} for {self.handler}"
