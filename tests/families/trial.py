"""Let families of copies arrive, and count what became of each pair against the right answer."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations

from retold.catalog import desk
from retold.catalog.desk.likeness import questions_between
from retold.catalog.people.models import Account
from retold.importing import readers
from retold.manuscript.model import Manuscript
from tests.families.kinds import Copy, Family

AT = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)

# What became of a pair that is one work, is two, or is one as only a person can know.
Counts = Counter[tuple[str, str, str]]


@dataclass
class Confusion:
    """By kind of family, right answer and what was done: how many pairs; and a sentence for each that went wrong."""

    counts: Counts = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def total(self, answer: str, done: str = "") -> int:
        return sum(n for (_, right, was), n in self.counts.items() if right == answer and done in ("", was))

    def table(self) -> str:
        """The counts as lines: kind, then joined, asked and apart for each right answer."""
        lines = [f"{'':28}{'same':>18}{'unsaid':>18}{'apart':>18}", f"{'':28}" + f"{'join':>6}{'ask':>6}{'two':>6}" * 3]
        kinds = list(dict.fromkeys(kind for kind, _, _ in self.counts))
        for kind in [*kinds, ""]:
            cells = [
                str(
                    sum(
                        n for (k, r, d), n in self.counts.items() if (k == kind or not kind) and (r, d) == (right, done)
                    )
                    or "·"
                )
                for right in ("same", "unsaid", "apart")
                for done in ("joined", "asked", "apart")
            ]
            lines.append(f"{kind or 'all':28}" + "".join(f"{cell:>6}" for cell in cells))
        return "\n".join(lines)


@cache
def manuscript_of(copy: Copy) -> Manuscript:
    """What the readers make of a copy."""
    return readers.read(*copy.file).manuscript


def arrive(copies: Iterable[Copy], account: Account) -> list[int]:
    """Bring copies in, and give the key of the work that each became a copy of."""
    return [desk.accept(manuscript_of(copy), account=account, at=AT).work.pk for copy in copies]


def try_family(family: Family, order: tuple[int, ...], account: Account, into: Confusion) -> None:
    """Let a family arrive in an order, on a shelf of its own."""
    works = arrive((family.copies[place] for place in order), account)
    judge([family], {(family.number, place): work for place, work in zip(order, works, strict=True)}, account, into)


def try_shelf(families: Iterable[Family], account: Account, into: Confusion) -> None:
    """Let all families arrive on one shelf."""
    all_of_them = list(families)
    works: dict[tuple[int, int], int] = {}
    for family in all_of_them:
        for place, work in enumerate(arrive(family.copies, account)):
            works[family.number, place] = work
    judge(all_of_them, works, account, into)
    judge_strangers(works, into)


def judge(families: Iterable[Family], works: Mapping[tuple[int, int], int], account: Account, into: Confusion) -> None:
    """Count what became of the pairs of each family."""
    asked = questions_between(account)
    for family in families:
        for one, other in combinations(range(len(family.copies)), 2):
            pair = works[family.number, one], works[family.number, other]
            done = "joined" if pair[0] == pair[1] else "asked" if frozenset(pair) in asked else "apart"
            answer = family.answer(one, other)
            into.counts[family.kind, answer, done] += 1
            if (answer, done) in (("apart", "joined"), ("same", "asked"), ("same", "apart")):
                first, second = family.copies[one], family.copies[other]
                into.wrong.append(f"{family.number} {family.kind}: {first.by} and {second.by} are {answer}, but {done}")


def judge_strangers(works: Mapping[tuple[int, int], int], into: Confusion) -> None:
    """Count works of different families that became one."""
    families_of: dict[int, set[int]] = {}
    for (family, _), work in works.items():
        families_of.setdefault(work, set()).add(family)
    for work, those in families_of.items():
        if len(those) > 1:
            into.counts["strangers", "apart", "joined"] += 1
            into.wrong.append(f"families {sorted(those)} met in work {work}")
