"""What the style sheet of a FanFicFare file says: underlines and centring by class, and a work's own skin."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from retold.importing.readers.epub.styles import Styles, restyle
from retold.lib.patterns import lazy

_SKIN = lazy(r"/\*\s*start of AO3 workskin\*/(.*?)/\*\s*end of AO3 workskin\s*\*/", re.DOTALL)
# Classes of FanFicFare's own sheet that are written out as styles, of its wrappers, and of calibre's.
_OF_TOOLS = lazy(r"calibre\d*|CI|u|bold|center|userstuff|module|story")
_MOST_CSS = 1_000_000


def skin_in(sheet: str) -> str | None:
    """The work's skin that FanFicFare was told to keep, for `#workskin` as it was written."""
    found = _SKIN.search(sheet[:_MOST_CSS])
    return (found[1].replace(".userstuff", "#workskin").strip() or None) if found else None


def write_out(document: LexborHTMLParser, styles: Styles) -> None:
    """Write what the sheet's classes say into the elements of the texts; FanFicFare's own blocks stay as they are."""
    plain = {name: {key: value for key, value in said.items() if value != "justify"} for name, said in styles.items()}
    said = {name: values for name, values in plain.items() if values}
    restyle(document, said, lambda name: not _OF_TOOLS.fullmatch(name))
