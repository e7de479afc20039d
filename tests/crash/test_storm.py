"""Random kills of the whole archive while eight people write: the ledger of what was acknowledged holds."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.archive import Archive, lines, retold
from tests.crash.visitor import Gone, Visitor

PEOPLE = 8
IN_GATE, MANY = 5, 200
Note = Callable[[str, object], None]


@dataclass
class Known:
    """What the ledger knows of one work: all that it may be titled, and whether it may be on the shelf."""

    titles: set[str]
    there: set[bool]


@dataclass
class Person:
    """Somebody who writes, and what was acknowledged to them. Each has works of their own."""

    number: int
    cookies: dict[str, str]
    ledger: dict[str, Known] = field(default_factory=dict)
    kept: int = 0
    lost_track: int = 0

    def write(self, archive: Archive, chance: random.Random, stop: threading.Event) -> None:
        """Bring in, retitle, remove and put back until there is nobody who answers."""
        visitor = Visitor(archive.address, cookies=self.cookies)
        try:
            while not stop.is_set():
                self._act(visitor, chance)
        except Gone:
            pass

    def _act(self, visitor: Visitor, chance: random.Random) -> None:
        here = [work for work, known in self.ledger.items() if known.there == {True}]
        away = [work for work, known in self.ledger.items() if known.there == {False}]
        what = chance.random()
        if what < 0.4 or not here:
            self._bring_in(visitor)
        elif what < 0.75:
            self._retitle(visitor, chance.choice(here))
        elif what < 0.9 or not away:
            self._move(visitor, chance.choice(here), "remove", there=False)
        else:
            self._move(visitor, chance.choice(away), "restore", there=True)

    def _bring_in(self, visitor: Visitor) -> None:
        self.lost_track += 1
        mine = f"{self.number}-{self.lost_track}"
        text = f"# Log {mine}\n\n" + "\n\n".join(f"Line {n} of {mine}: {hash((mine, n))}." for n in range(60))
        status, work = visitor.bring_in(f"{mine}.md", text.encode())
        assert status == 302, (status, work[:300])
        self.ledger[work] = Known({f"Log {mine}"}, {True})
        self.kept += 1

    def _retitle(self, visitor: Visitor, work: str) -> None:
        known = self.ledger[work]
        title = f"{work} {time.monotonic_ns()}"
        known.titles.add(title)
        assert visitor.retitle(work, title)
        known.titles = {title}
        self.kept += 1

    def _move(self, visitor: Visitor, work: str, verb: str, *, there: bool) -> None:
        known = self.ledger[work]
        known.there.add(there)
        status, _, text = visitor.post(f"/works/{work}/{verb}", {})
        assert status in (200, 302), (status, text[:300])
        known.there = {there}
        self.kept += 1


def lost(visitor: Visitor, people: list[Person]) -> list[str]:
    """What the ledger says and the archive does not; what was in doubt is settled."""
    found = []
    for person in people:
        for work, known in person.ledger.items():
            title = visitor.title(work)
            removed = title is None or "off the shelf" in title.lower()
            if removed not in {not there for there in known.there}:
                found.append(f"{work} is {'removed' if removed else 'there'}, and {known} was acknowledged")
            elif not removed and title not in known.titles:
                found.append(f"{work} is titled {title}, and {known} was acknowledged")
            known.there = {not removed}
            known.titles = known.titles if title is None else {title}
    return found


def wait_for(people: list[Person], more: int) -> None:
    """Wait until so many more writes were acknowledged, however slow the machine is."""
    before, until = sum(person.kept for person in people), time.monotonic() + 30
    while sum(person.kept for person in people) < before + more and time.monotonic() < until:
        time.sleep(0.005)


def storm(tmp_path: Path, kills: int, note: Note) -> None:
    """Kill the archive again and again while people write, start it again, and look."""
    archive = Archive(tmp_path / "storm").start()
    reader = Visitor(archive.address, archive.sign_in)
    people = [Person(number, reader.cookies) for number in range(PEOPLE)]
    chance = random.Random(11)
    found: list[str] = []
    try:
        for _ in range(kills):
            stop = threading.Event()
            with ThreadPoolExecutor(PEOPLE) as pool:
                writing = [
                    pool.submit(person.write, archive, random.Random(chance.random()), stop) for person in people
                ]
                wait_for(people, chance.randint(0, 40))
                time.sleep(chance.uniform(0, 0.1))
                archive.kill()
                assert archive.process is not None
                archive.process.wait(10)
                stop.set()
            for each in writing:
                each.result()
            archive.start()
            found += lost(reader, people)
            if found:
                break
    finally:
        archive.stop()
    note("crash: random kills under 8 people", kills)
    note("crash: writes acknowledged under random kills", sum(person.kept for person in people))
    assert found == []
    [looked] = lines(retold(archive.home, "verify", "--json", check=False))
    assert looked["damage"] == []
    assert looked["sound"]
    left = [*archive.home.rglob("*.part"), *(archive.home / "kept" / "incoming").glob("*")]
    assert left == []
    assert sum(person.kept for person in people) > kills


def test_what_was_acknowledged_is_there_after_every_kill(tmp_path: Path, record_property: Note) -> None:
    storm(tmp_path, IN_GATE, record_property)


@pytest.mark.slow
def test_what_was_acknowledged_is_there_after_many_kills(tmp_path: Path, record_property: Note) -> None:
    storm(tmp_path, MANY, record_property)
