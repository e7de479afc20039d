"""HTML downloads of the Archive of Our Own and of other sites on its software, of every era (formats.md §1).

What differs between eras, and is read alike:

- 2010 to early 2019: no #preface, #chapters heading or #afterword; the title stands in h1 alone; the Stats say
  Chapters before Words, and Chapters only if there are several; "Warning:" or "Archive Warning:" in the singular.
- 2019-02: #preface and #afterword with their own headings. 2022-06: the language by name.
- 2023-04: thousands separators in Words, Chapters always. 2023-10: labels in the plural where there are several.
- before 2025-10: a chapter's heading is its title alone, or "Chapter N"; since: "Chapter N: title".
- before 2025-12: links by http. 2026-02: a work with one chapter of several shows that chapter's heading.
  2026-06: "Inspired by a deleted work".

Not confirmed, for want of files of the time; the description alone was followed:

- whether 2010's files held the text of a one-shot in a `div.userstuff` inside #chapters (both forms are read);
- how the series and the chapters' labels were worded before 2013 ("Summary" inside a chapter is taken for
  "Chapter Summary");
- the mark for readers who hid warnings or freeforms (a label without tags is read as no tags);
- the wording of related works before 2023-10 (read by the words "Inspired by" and "A translation of");
- what a draft in a deletion e-mail says for its address.

A file never holds gifts, chapter dates, kudos or the work's skin; those fields stay empty.
"""

from __future__ import annotations

from retold.importing.readers.ao3_html.download import manuscript_of
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Upload

_POSTED = "Posted originally on"


def recognises(upload: Upload) -> bool:
    """Whether the file is such a download, under whatever name."""
    return upload.kind is Kind.HTML and is_download(upload.text)


def is_download(text: str) -> bool:
    """Whether an HTML text has the two marks of a download: where it was posted, and the list of tags."""
    head = text[:100_000]
    return _POSTED in head and 'class="tags"' in head


def read(upload: Upload) -> Found:
    """The work in the file."""
    return Found(manuscript_of([upload.document], format_name="ao3_html"))
