"""FanFiction.net stories as text: what old downloaders and people saved, with the site's line in it (formats.md §5).

The line "Rated: Fiction T - English - …" says that it is such a text. Around it, in the first lines, stand the title,
"by" or "By:" with the author, the summary, where the story stands on the site ("Books » Lantern Road") and its
address, in any order that the programs had. All below is a plain text, with its chapters and notes.

Not confirmed, for want of files of every program: none of them is named in its files, so what is read is the line and
the words around it, not one program's layout.
"""

from __future__ import annotations

from retold.importing.readers.ffnet_text.head import find_head
from retold.importing.readers.ffnet_text.story import manuscript_of
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Upload


def recognises(upload: Upload) -> bool:
    """Whether a text has the site's line among its first lines."""
    return upload.kind is Kind.TEXT and find_head(upload.text) is not None


def read(upload: Upload) -> Found:
    """The work in the text."""
    return Found(manuscript_of(upload.text))
