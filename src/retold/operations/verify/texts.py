"""The texts in the database."""

from __future__ import annotations

from collections.abc import Iterator

from retold.catalog.works import soundness
from retold.operations.verify.findings import Damage, Progress


def look_at_texts(progress: Progress) -> Iterator[Damage]:
    """Every text that does not come out as it went in."""
    total = soundness.counts()["texts"]
    for number, text in enumerate(soundness.every_text(), 1):
        if not soundness.is_sound(text):
            yield Damage("text", bytes(text.digest).hex(), "A text is damaged.", soundness.named([text.work_id]))
        if not number % 50 or number == total:
            progress("texts", number, total)
