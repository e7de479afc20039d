"""Take a work away: what a viewer may see of it, written in one of the formats."""

from __future__ import annotations

from dataclasses import dataclass

from retold.catalog import desk
from retold.catalog.people.viewers import Viewer
from retold.catalog.works.models import Work
from retold.catalog.works.queries import identifier_of
from retold.exporting import writers


@dataclass(frozen=True)
class Exported:
    """A file to carry away: its name, its media type, its bytes."""

    name: str
    media_type: str
    data: bytes


def export_work(work: Work, viewer: Viewer, format: str) -> Exported:  # noqa: A002  (the field's own word)
    """The work in a format of `writers.FORMATS`; the same data gives the same bytes.

    The package carries revisions and originals as well. Raises Work.DoesNotExist where the gate is closed
    to the viewer, ValueError for a format that there is none of or a work too large for its file.
    """
    if format not in writers.FORMATS:
        raise ValueError(f"There is no format {format!r}; there are {', '.join(writers.FORMATS)}.")
    manuscript = desk.manuscript_of(work, viewer)
    uuid = str(identifier_of(work))
    whole = format == "package"
    enclosures = writers.Enclosures(
        assets=desk.assets_of(work),
        deflated=desk.deflated_of(work) if format == "epub" else {},
        revisions=desk.revisions_of(work, viewer) if whole else (),
        originals=desk.originals_of(work, viewer) if whole else (),
    )
    options = writers.Options(uuid=uuid, modified=work.changed_at)
    data = writers.write(format, manuscript, options, enclosures)
    return Exported(writers.file_name(format, manuscript, uuid), writers.MEDIA_TYPES[format], data)
