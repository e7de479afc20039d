"""Texts as kept: what goes in comes out, and an EPUB member can be put together around it."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.catalog.works.models import Text
from retold.catalog.works.texts import DamagedText, blocks, digest_of, pack, unpack
from retold.manuscript import markup
from retold.manuscript.words import count_words

paragraphs = st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5).map(markup.paragraphs)


@given(paragraphs)
def test_what_goes_in_comes_out(html):
    packed = pack(html)
    assert unpack(Text(**vars(packed))) == html
    assert packed.words == count_words(html)
    assert sum(block.words for block in blocks(packed.blocks)) == packed.words


def test_a_body_is_a_piece_of_a_longer_stream():
    body = pack("<p>middle</p>").body
    head, foot = zlib.compressobj(9, zlib.DEFLATED, -15), zlib.compressobj(9, zlib.DEFLATED, -15)
    start = head.compress(b"<html>") + head.flush(zlib.Z_FULL_FLUSH)
    end = foot.compress(b"</html>") + foot.flush(zlib.Z_FINISH)
    whole = zlib.decompressobj(-15)
    assert whole.decompress(start + body + end) == b"<html><p>middle</p></html>"
    assert whole.eof


@pytest.mark.parametrize("harm", [{"body": b"\xff\xff"}, {"crc": 1}, {"size": 3}])
def test_damage_is_seen(harm):
    with pytest.raises(DamagedText, match="backup"):
        unpack(Text(**vars(pack("<p>whole</p>")) | harm))


def test_blocks_are_the_same_for_the_same_words_however_cased():
    one, other = (blocks(pack(html).blocks) for html in ("<p>The <i>River</i></p>\n<hr/>", "<p>the river</p>"))
    assert one[0] == other[0]
    assert other[0].words == 2


def test_the_digest_of_a_copy_depends_on_its_order():
    one, other = pack("<p>1</p>").digest, pack("<p>2</p>").digest
    assert digest_of([one, other]) != digest_of([other, one])
