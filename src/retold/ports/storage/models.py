"""What is known of a file that is kept by its digest."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class KeptFile(models.Model):
    """One file kept under the SHA-256 digest of its bytes (data-model.md §8).

    The row is written after the file: a file without a row is swept after a day, a row without its file is
    damage.
    """

    class State(models.IntegerChoices):
        """What the last look at the file found."""

        SOUND = 1
        MISSING = 2
        DAMAGED = 3

    digest = models.BinaryField(max_length=32, unique=True)
    size = models.BigIntegerField()
    media_type = models.TextField()
    kept_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    state = models.SmallIntegerField(choices=State, default=State.SOUND)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[1, 2, 3]), name="kept_file_state"),
            models.CheckConstraint(condition=Q(size__gte=0), name="kept_file_size"),
        ]
        indexes = [models.Index(fields=["verified_at"], name="kept_file_to_verify")]

    def __str__(self) -> str:
        return bytes(self.digest).hex()
