"""What the archive remembers of its own upkeep."""

from __future__ import annotations

from django.db import models


class DutyRun(models.Model):
    """A duty of the archive: when it is due next, and what came of it last.

    While it is being done, `due_at` is the end of a lease and `token` says whose, so that a kill needs no repair: the
    lease runs out, and the duty is due again. `ok` is None until it was done once; `said` is the sentence of what it
    did or what went wrong, and `fails` how often that happened in a row.
    """

    name = models.TextField(unique=True)
    due_at = models.DateTimeField()
    token = models.UUIDField(null=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ok = models.BooleanField(null=True)
    said = models.TextField(default="")
    fails = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name
