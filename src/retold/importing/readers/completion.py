"""What every reading gets beside what its file says: the language of the text, and credits proposed from notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from retold.manuscript.credits import propose
from retold.manuscript.language import guess_language
from retold.manuscript.markup import text_of
from retold.manuscript.model import Credit, Manuscript

# As much text as a guess of the language needs.
_SAMPLE = 20_000


def completed(manuscript: Manuscript) -> Manuscript:
    """The Manuscript with a guess of its language, if the file names none, and the credits that its notes propose."""
    if manuscript.language is None:
        manuscript = replace(manuscript, language=guess_language(_sample(manuscript)))
    proposals = tuple(_new_proposals(manuscript))
    return replace(manuscript, credits=(*manuscript.credits, *proposals)) if proposals else manuscript


def _sample(manuscript: Manuscript) -> str:
    pieces, size = [], 0
    for chapter in manuscript.chapters:
        text = text_of(chapter.html[: 4 * _SAMPLE])
        pieces.append(text)
        size += len(text)
        if size >= _SAMPLE:
            break
    return "\n\n".join(pieces)[:_SAMPLE]


def _new_proposals(manuscript: Manuscript) -> Iterator[Credit]:
    """What the notes propose, without what is stated already or proposed by an earlier note."""
    known = list(manuscript.credits)
    for note in _notes(manuscript):
        for credit in propose(text_of(note), language=manuscript.language):
            if not any(_same(credit, other) for other in known):
                known.append(credit)
                yield credit


def _notes(manuscript: Manuscript) -> Iterator[str]:
    notes = [manuscript.notes_before, manuscript.notes_after]
    for chapter in manuscript.chapters:
        notes += [chapter.notes_before, chapter.notes_after]
    return (note for note in notes if note)


def _same(one: Credit, other: Credit) -> bool:
    """Whether two credits say one thing: the same kind, and nothing in which they differ that both say."""
    if one.kind != other.kind:
        return False
    if one.url and other.url:
        return one.url.rstrip("/") == other.url.rstrip("/")
    if not _folded(one.title) and not _folded(one.creator):
        return one.evidence == other.evidence and one.medium == other.medium
    agreeing = [
        _folded(mine) == _folded(theirs)
        for mine, theirs in ((one.title, other.title), (one.creator, other.creator))
        if mine and theirs
    ]
    return bool(agreeing) and all(agreeing)


def _folded(text: str | None) -> str:
    return " ".join((text or "").casefold().split())
