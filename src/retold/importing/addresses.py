"""A page that was fetched does not always say where it stands; its address is known all the same."""

from __future__ import annotations

from dataclasses import replace

from retold.importing.readers import Reading
from retold.lib.addresses import place_of


def with_address(reading: Reading, address: str) -> Reading:
    """The reading, with the address that the file was fetched from as its source, where it names none there itself."""
    source = reading.manuscript.source
    there, said = place_of(address), place_of(source.url)
    if there is None or (said is not None and (said.site == there.site or reading.reader != "html")):
        return reading
    source = replace(source, url=address, site=there.site)
    return replace(reading, manuscript=replace(reading.manuscript, source=source))
