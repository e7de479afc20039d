"""Copies of one work come to one work: a pure function, whatever order they are given in."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from retold.catalog.works.merging import (
    Copy,
    distinct_creators,
    facing,
    match_chapters,
    newest_first,
    says_more,
    shared,
)
from retold.catalog.works.texts import Block, blocks, pack
from retold.manuscript.model import Chapter, Creator, Credit, Manuscript, Source


def copy(number, manuscript, chapters=None):
    chapters = tuple(range(1, len(manuscript.chapters) + 1)) if chapters is None else chapters
    return Copy(number, manuscript, chapters, tuple(number * 100 + key for key in chapters))


def text(*paragraphs):
    return blocks(pack("\n".join(f"<p>{one}</p>" for one in paragraphs)).blocks)


MAYBE = st.one_of(st.none(), st.sampled_from(["x", "y", "z"]))
DAYS = st.one_of(st.none(), st.dates(dt.date(2020, 1, 1), dt.date(2020, 1, 5)))
MANUSCRIPTS = st.builds(
    Manuscript,
    chapters=st.lists(st.builds(Chapter, html=st.just(""), title=MAYBE, notes_after=MAYBE), max_size=3).map(tuple),
    title=MAYBE,
    summary=MAYBE,
    fandoms=st.sampled_from([(), ("F",), ("G", "H")]),
    updated=DAYS,
    complete=st.one_of(st.none(), st.booleans()),
)
COPIES = st.lists(MANUSCRIPTS, min_size=1, max_size=4).map(
    lambda found: [copy(number, one) for number, one in enumerate(found, 1)]
)


@given(COPIES, st.randoms())
def test_the_order_of_the_rows_does_not_matter(copies, random):
    shuffled = list(copies)
    random.shuffle(shuffled)
    assert facing(shuffled, {}) == facing(copies, {})


@given(MANUSCRIPTS)
def test_one_copy_comes_to_itself(manuscript):
    faced = facing([copy(1, manuscript)], {})
    assert faced.manuscript == manuscript
    assert faced.provenance == {}


@given(COPIES)
def test_nothing_that_any_copy_says_is_without_a_value(copies):
    faced = facing(copies, {}).manuscript
    for name in ("title", "summary", "fandoms", "chapters"):
        assert bool(getattr(faced, name)) == any(getattr(one.manuscript, name) for one in copies)
    assert (faced.complete is None) == all(one.manuscript.complete is None for one in copies)


@given(COPIES)
def test_provenance_names_the_copy_that_a_field_comes_from(copies):
    faced = facing(copies, {})
    by_number = {one.number: one.manuscript for one in copies}
    newest = newest_first(copies)[0]
    for name in ("title", "summary", "fandoms", "complete"):
        source = by_number[faced.provenance.get(name, newest.number)]
        assert getattr(faced.manuscript, name) == getattr(source, name)


@given(COPIES)
def test_a_mend_stands_over_every_copy(copies):
    faced = facing(copies, {"title": "Mended", "fandoms": ["M"], "summary": None})
    assert (faced.manuscript.title, faced.manuscript.fandoms, faced.manuscript.summary) == ("Mended", ("M",), None)
    assert not {"title", "fandoms", "summary"} & set(faced.provenance)


def test_the_copy_that_came_last_is_newest_unless_its_source_says_it_is_older():
    old = copy(2, Manuscript(chapters=(), updated=dt.date(2019, 1, 1), title="Old"))
    new = copy(1, Manuscript(chapters=(), updated=dt.date(2020, 1, 1), title="New"))
    undated = copy(3, Manuscript(chapters=(), title="Undated"))
    assert [one.number for one in newest_first([old, new])] == [1, 2]
    assert [one.number for one in newest_first([old, new, undated])] == [3, 1, 2]


def test_what_the_newest_copy_s_chapter_lacks_comes_from_an_older_one():
    older = copy(1, Manuscript(chapters=(Chapter("", notes_after="<p>end</p>", title="One"),)))
    newer = copy(2, Manuscript(chapters=(Chapter("", title="First"), Chapter("", title="Second"))), (1, 2))
    faced = facing([older, newer], {})
    assert [one.title for one in faced.manuscript.chapters] == ["First", "Second"]
    assert faced.manuscript.chapters[0].notes_after == "<p>end</p>"
    assert faced.revisions == (201, 202)


def test_credits_are_gathered_from_all_copies_each_once():
    song, art = Credit("title_from", "song", "Low Water"), Credit("inspired_by", "fanart", state="accepted")
    faced = facing(
        [
            copy(1, Manuscript(chapters=(), credits=(song, art))),
            copy(2, Manuscript(chapters=(), credits=(replace(song, state="accepted"),))),
        ],
        {},
    )
    assert [(one.kind, one.state) for one in faced.manuscript.credits] == [
        ("title_from", "accepted"),
        ("inspired_by", "accepted"),
    ]


def test_what_says_more_is_told_from_what_is_of_the_file_alone():
    held = Manuscript(chapters=(Chapter("<p>x</p>", title="One"),), title="T", fandoms=("F",), summary="<p>s</p>")
    assert not says_more(held, held)
    assert not says_more(Manuscript(chapters=held.chapters), held)
    assert not says_more(replace(held, stats={"hits": 9}, source=Source(format="epub"), fandoms=("f",)), held)
    assert says_more(replace(held, summary="<p>other</p>"), held)
    assert says_more(replace(held, language="en"), held)
    placed = replace(held, source=Source("https://example.org/works/1"))
    assert says_more(placed, held)
    assert not says_more(replace(held, source=Source("https://example.org/works/1/chapters/2")), placed)
    assert says_more(replace(held, chapters=(replace(held.chapters[0], notes_before="<p>n</p>"),)), held)
    assert says_more(replace(held, credits=(Credit("beta_by", creator="Ben"),)), held)


def test_chapters_are_matched_by_address_then_words_then_order():
    held = [(1, "u/1", text("one two three")), (2, None, text("four five six", "seven")), (3, None, text("eight"))]
    moved = match_chapters(held, [(None, text("four five six", "seven")), ("u/1", text("all new words"))])
    assert moved == [2, 1]
    assert match_chapters(held, [("u/9", text("x")), (None, text("y")), (None, text("eight")), (None, text("z"))]) == [
        1,
        2,
        3,
        None,
    ]


@given(st.lists(st.tuples(st.sampled_from([None, "a", "b"]), st.lists(st.integers(1, 6), max_size=4)), max_size=5))
def test_a_held_chapter_is_never_matched_twice(found):
    new = [(address, [Block(crc, 2) for crc in crcs]) for address, crcs in found]
    held = [(key, address, blocks) for key, (address, blocks) in enumerate(reversed(new), 1)]
    matched = [key for key in match_chapters(held, new) if key is not None]
    assert len(matched) == len(set(matched))


def test_a_longer_copy_of_one_title_is_a_copy_and_an_anthology_is_none():
    story = text("one two three", "four five six")
    longer = text("one two three", "four five six", *(f"more words {n}" for n in range(20)))
    assert shared(story, longer, same_title=True) == 1
    assert shared(story, longer, same_title=False) < 0.2
    assert shared([], story, same_title=True) == 0


def test_a_pen_name_is_once_in_a_role():
    creators = (Creator("Ada"), Creator("Ada", "artist"), Creator("ADA"), Creator("Ada", url="https://a.org/u"))
    assert distinct_creators(creators) == [creators[0], creators[1], creators[3]]
