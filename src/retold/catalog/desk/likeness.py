"""Find the work that an arrival is a copy of, and the works that it may be a copy of (docs/decisions/0013).

By its identifier, by its address, by what it tells; among one account's own works alone, or it would tell what others
keep privately. The number of queries is the same on a shelf of a hundred thousand works as on one of ten.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet

from retold.catalog.people.models import Account
from retold.catalog.people.viewers import MEMBERS, Viewer
from retold.catalog.works import texts
from retold.catalog.works.editions import as_uuid
from retold.catalog.works.likeness import FEW_WORDS, Look, Shares, Verdict, judge, shares
from retold.catalog.works.models import Answer, Edition, EditionPart, Likeness, Mark, Origin, Right, Text, Work
from retold.catalog.works.queries import archive_number, visible_to
from retold.catalog.works.shingles import marks, shingles, words_of
from retold.lib.addresses import work_place_of
from retold.lib.folding import bounded, fold
from retold.lib.public_ids import pid_in
from retold.manuscript import serialise
from retold.manuscript.model import Manuscript

# Works that share most marks with an arrival are compared whole, and of each the copies that differ most.
MOST_COMPARED = 8
MOST_COPIES = 4
MOST_QUESTIONS = 3
_RANKS = {"join": 2, "ask": 1, "apart": 0}


@dataclass(frozen=True)
class Likely:
    """A work that an arrival may be a copy of, and how much of each the other tells."""

    work: Work
    shares: Shares


@dataclass(frozen=True)
class Question:
    """Whether a work and another one are one: the other, and what share of each the other tells (0 to 1)."""

    pid: int
    title: str | None
    words: int
    of_this: float
    of_other: float


@dataclass(frozen=True)
class Telling:
    """What an arrival tells: its words, chapter by chapter, and their marks, worked out before anything is locked."""

    manuscript: Manuscript
    chapters: tuple[list[str], ...]
    marks: frozenset[int]

    @classmethod
    def of(cls, manuscript: Manuscript) -> Telling:
        """What a Manuscript tells."""
        chapters = tuple(words_of(chapter.html) for chapter in manuscript.chapters)
        return cls(manuscript, chapters, marks(chapters))

    @property
    def words(self) -> int:
        """How many words they are."""
        return sum(map(len, self.chapters))

    @cached_property
    def shingles(self) -> frozenset[int]:
        """The shingles of all chapters; only where there is something to compare with."""
        return frozenset().union(*map(shingles, self.chapters))


@dataclass(frozen=True)
class Found:
    """The work that an arrival is a copy of, if that is certain, and the works to ask about, the likeliest first."""

    work: Work | None
    questions: tuple[Likely, ...] = ()


def own_works(account: Account) -> QuerySet[Work]:
    """The account's works that are not removed: what was thrown away is no reason to refuse it a second time."""
    return visible_to(Viewer(account.pk, MEMBERS)).filter(access__account=account, access__right=Right.OWN)


def find(telling: Telling, *, account: Account) -> Found:
    """The work that an arrival is a copy of, and those that it may be a copy of."""
    own = own_works(account)
    named = _by_identifier(telling.manuscript, own)
    if named is not None:
        return Found(named)
    candidates = _candidates(telling, own)
    verdicts = _verdicts(telling, candidates) if candidates else []
    ranked = sorted(verdicts, key=lambda pair: (*_rank(pair[1]), -pair[0].pk), reverse=True)
    joined = next((work for work, verdict in ranked if verdict.answer == "join"), None)
    # Whatever else it may be a copy of may be the same work as the one that it is a copy of.
    asked = [Likely(work, one.shares) for work, one in ranked if one.answer != "apart" and work != joined]
    return Found(joined, tuple(asked[:MOST_QUESTIONS]))


def remember_questions(work: Work, questions: Iterable[Likely], at: dt.datetime) -> None:
    """Keep the question whether a work and others are one; one that was answered is not asked again."""
    rows = []
    for one in questions:
        if one.work.pk == work.pk:
            continue
        mine, theirs = round(one.shares.of_new * 1000), round(one.shares.of_held * 1000)
        first, second = sorted((work.pk, one.work.pk))
        of_first, of_second = (mine, theirs) if first == work.pk else (theirs, mine)
        rows.append(Likeness(first_id=first, second_id=second, of_first=of_first, of_second=of_second, asked_at=at))
    Likeness.objects.bulk_create(rows, ignore_conflicts=True)


def answer_question(work: Work, other: Work, answer: Answer, at: dt.datetime) -> None:
    """Remember whether two works are one, whether or not anybody asked."""
    first, second = sorted((work.pk, other.pk))
    Likeness.objects.update_or_create(
        first_id=first,
        second_id=second,
        defaults={"answer": answer, "answered_at": at},
        create_defaults={"answer": answer, "answered_at": at, "asked_at": at},
    )


def open_questions(account: Account) -> QuerySet[Likeness]:
    """The questions about works of an account that nobody answered; both works are on its shelf."""
    own = own_works(account).values("pk")
    return Likeness.objects.filter(answer=None, first__in=own, second__in=own)


def questions_about(work: Work, viewer: Viewer) -> tuple[Question, ...]:
    """What the viewer is asked about a work of theirs: is it one with another of theirs? One query."""
    if viewer.account is None:
        return ()
    own = visible_to(viewer).filter(access__account=viewer.account, access__right=Right.OWN).values("pk")
    rows = Likeness.objects.filter(Q(first=work) | Q(second=work), answer=None, first__in=own, second__in=own)
    return tuple(_question(row, work) for row in rows.select_related("first", "second").order_by("asked_at", "pk"))


def _question(row: Likeness, work: Work) -> Question:
    is_first = row.first_id == work.pk
    other = row.second if is_first else row.first
    shares_ = (row.of_first, row.of_second) if is_first else (row.of_second, row.of_first)
    return Question(other.pid, other.title, other.words, shares_[0] / 1000, shares_[1] / 1000)


def questions_between(account: Account) -> set[frozenset[int]]:
    """The keys of works that an account is asked about, in pairs."""
    return {frozenset(pair) for pair in open_questions(account).values_list("first", "second")}


def _by_identifier(manuscript: Manuscript, own: QuerySet[Work]) -> Work | None:
    """The work that a package or a book of ours names."""
    named = as_uuid(manuscript.uuid)
    if named is None:
        return None
    pid = pid_in(named, archive_number()) or 0
    return own.filter(Q(uuid=named) | Q(pid=pid)).order_by("pk").first()


def _candidates(telling: Telling, own: QuerySet[Work]) -> dict[int, Work]:
    """The works to compare with: those from the same place, and those that share most marks. Three queries."""
    manuscript = telling.manuscript
    place = work_place_of(manuscript.source.url)
    keys: list[int] = []
    if place is not None:
        same = Origin.objects.filter(site=place.site, key=bounded(place.key), work__in=own).order_by("work")
        keys += same.values_list("work", flat=True)[:MOST_COMPARED]
    sharing: QuerySet[Mark, Any] = Mark.objects.filter(value__in=telling.marks, work__in=own)
    if telling.words < FEW_WORDS and manuscript.title:
        # Texts of few words that custom repeats ("To be posted soon."): only names tell them apart.
        sharing = sharing.filter(work__title_sort=fold(manuscript.title))
    counted = sharing.values("work").annotate(count=Count("value")).order_by("-count", "work")
    keys += counted.values_list("work", flat=True)[:MOST_COMPARED]
    return Work.objects.in_bulk(keys)


def _verdicts(telling: Telling, works: Mapping[int, Work]) -> list[tuple[Work, Verdict]]:
    """The verdict on each work, by that of its copies which is most like the arrival. Five queries."""
    new = Look.of(telling.manuscript)
    origins: dict[int, list[str]] = {}
    for key, address in Origin.objects.filter(work__in=works).values_list("work", "address"):
        origins.setdefault(key, []).append(address)
    best: dict[int, Verdict] = {}
    for edition, words, told in _told_by(_most_different(works)):
        work = works[edition.work_id]
        look = Look.of(serialise.from_json(edition.manifest), [work.title], origins.get(work.pk, ()))
        verdict = judge(new, look, shares(telling.shingles, told, min(telling.words, words)))
        if work.pk not in best or _rank(verdict) > _rank(best[work.pk]):
            best[work.pk] = verdict
    return [(works[key], verdict) for key, verdict in best.items()]


def _rank(verdict: Verdict) -> tuple[int, float, float]:
    return _RANKS[verdict.answer], verdict.shares.both, verdict.shares.one


def _most_different(works: Iterable[int]) -> list[int]:
    """The editions to compare with, of each work a few: the newest ones, the first, and the one of most words."""
    rows: dict[int, list[tuple[int, int, int]]] = {}
    editions = Edition.objects.standing().filter(work__in=list(works)).order_by("work", "number")
    for work, key, words in editions.values_list("work", "pk", "manifest__words"):
        rows.setdefault(work, []).append((len(rows.get(work, ())), key, words or 0))
    chosen: list[int] = []
    for those in rows.values():
        longest = max(those, key=lambda row: (row[2], row[0]))
        order = dict.fromkeys((those[-1], longest, those[0], *reversed(those)))
        chosen += [key for _, key, _ in list(order)[:MOST_COPIES]]
    return chosen


def _told_by(keys: Sequence[int]) -> Iterable[tuple[Edition, int, frozenset[int]]]:
    """Editions, how many words they have, and their shingles; each text is read once. Three queries."""
    parts: dict[int, list[int]] = {}
    rows = EditionPart.objects.filter(edition__in=keys).order_by("edition", "rank")
    for row, text in rows.values_list("edition", "revision__text"):
        parts.setdefault(row, []).append(text)
    bodies = Text.objects.in_bulk({text for those in parts.values() for text in those})
    words = {key: words_of(texts.unpack(body)) for key, body in bodies.items()}
    told = {key: shingles(those) for key, those in words.items()}
    for key, edition in Edition.objects.in_bulk(keys).items():
        held = parts.get(key, ())
        yield edition, sum(len(words[text]) for text in held), frozenset().union(*(told[text] for text in held))
