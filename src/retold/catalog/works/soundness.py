"""What only the look at the archive's own soundness may ask: of every row, whoever may see it (operations.verify).

No page and no export calls this; what goes to people goes through the gate (retold.catalog.works.queries).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Q

from retold.catalog.works.models import Text, Work
from retold.catalog.works.texts import DamagedText, unpack
from retold.lib.public_ids import letters

_AT_ONCE = 200

Named = tuple[tuple[str, str], ...]  # (public id, title) of works, each once


def every_text() -> Iterator[Text]:
    """Every kept text, a few at a time: no read of the database stays open meanwhile."""
    last = 0
    while piece := list(Text.objects.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        yield from piece
        last = piece[-1].pk


def counts() -> dict[str, int]:
    """How many works and texts there are."""
    return {"works": Work.objects.count(), "texts": Text.objects.count()}


def is_sound(text: Text) -> bool:
    """Whether a text inflates to the very bytes that its digest was made of."""
    try:
        return hashlib.sha256(unpack(text).encode()).digest() == bytes(text.digest)
    except (DamagedText, UnicodeDecodeError, DatabaseError, ValueError):
        return False


def put_text_back(digest: bytes, body: bytes, crc: int, size: int) -> bool:
    """Give every damaged row of a text its body from elsewhere, if that is the very same text; whether all is right."""
    right = True
    for text in Text.objects.filter(digest=digest):
        if is_sound(text):
            continue
        text.body, text.crc, text.size = body, crc, size
        if is_sound(text):
            with transaction.atomic():
                text.save(update_fields=["body", "crc", "size"])
        right = right and is_sound(Text.objects.get(pk=text.pk))
    return right


def named(keys: Iterable[int]) -> Named:
    """Works by their keys, as a report names them."""
    found = Work.objects.filter(pk__in=[key for key in keys if key]).order_by("pk").values_list("pid", "title")
    return tuple((letters(pid), title or "") for pid, title in found)


def works_that_keep(kept: int) -> Iterator[int]:
    """The keys of the works whose originals or pictures a kept file (by its key) is."""
    held = Q(editions__originals__kept=kept) | Q(editions__assets__kept=kept)
    yield from Work.objects.filter(held).distinct().values_list("pk", flat=True)


def rows_of(model: Any, way: str, keys: Iterable[int]) -> list[int]:
    """The keys of the works that rows of a model lead to by `way` ("pk" for works themselves)."""
    return [key for key in model._base_manager.filter(pk__in=list(keys)).values_list(way, flat=True) if key]
