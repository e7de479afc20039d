"""The bench's corpus and its page: the same from the same seed, and lengths like those of real fan fiction."""

from __future__ import annotations

import statistics

from bench.__main__ import line, written
from bench.corpus import Corpus, ao3_html
from bench.measuring import Row
from retold.importing import readers


def test_the_corpus_is_the_same_each_time_and_as_long_as_fan_fiction():
    corpus = Corpus()
    lengths = sorted(corpus.length(number) for number in range(4000))
    assert 4_500 < statistics.median(lengths) < 5_500
    assert 34_000 < lengths[int(len(lengths) * 0.95)] < 46_000
    assert Corpus().work(5, words=300) == corpus.work(5, words=300)
    assert Corpus(seed=8).work(5, words=300) != corpus.work(5, words=300)


def test_its_files_are_read_as_what_they_say_they_are():
    reading = readers.read("1.html", ao3_html(Corpus().work(3, words=9_000)))
    assert reading.reader == "ao3_html"
    manuscript = reading.manuscript
    assert len(manuscript.chapters) > 1
    assert 8_000 < manuscript.words < 10_000
    assert (manuscript.rating, len(manuscript.relationships), len(manuscript.freeforms)) != (None, 0, 0)


def test_a_row_says_whether_its_target_is_met():
    slow = Row("start", 3.0, "s", 1.5, "peer", target=2)
    assert (slow.met, slow.ratio) == (False, 2.0)
    assert Row("rate", 70, "works/s", target=60, more_is_better=True).met
    assert Row("alone", 1, "ms").met is None
    assert "| **no** | 1.50 s | 2.00 | peer |" in line(slow)
    assert line(slow) in written([slow])
