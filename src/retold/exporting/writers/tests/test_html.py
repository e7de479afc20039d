import re
from html.parser import HTMLParser

import pytest

from retold.exporting.writers import write
from retold.exporting.writers.tests.works import OPTIONS, enclosures, everything, tricky

VOID = {"meta", "br", "hr", "img", "link", "wbr", "input", "col"}


class Outline(HTMLParser):
    """Checks that tags nest, and gathers ids, links and scripts."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.targets, self.scripts = [], [], [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids += [given["id"]] if "id" in given else []
        self.targets += [given["href"][1:]] if given.get("href", "").startswith("#") else []
        self.scripts += [given.get("type")] if tag == "script" else []
        assert not {name for name in given if name.startswith("on")}
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        assert tag in VOID

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def outline(name: str) -> Outline:
    seen = Outline()
    seen.feed(write("html", tricky()[name], OPTIONS, enclosures(name)).decode())
    seen.close()
    assert not seen.open
    return seen


@pytest.mark.parametrize("name", tricky())
def test_its_tags_nest_its_ids_are_unique_and_its_links_lead_somewhere(name):
    seen = outline(name)
    assert len(seen.ids) == len(set(seen.ids))
    assert set(seen.targets) <= set(seen.ids)
    assert seen.scripts == ["application/json"]


def test_it_asks_no_other_host_for_anything():
    page = write("html", tricky()["pictures"], OPTIONS, enclosures("pictures")).decode()
    assert not re.search(r'\ssrc="(?!data:)', page)
    assert not re.search(r"<link|@import|url\(", page)
    assert "default-src 'none'" in page


def test_nothing_ends_the_data_block_early():
    page = write("html", tricky()["nasty"], OPTIONS).decode()
    block = page.partition('id="retold-manuscript">')[2].partition("</script>")[0]
    assert "<" not in block
    assert block.endswith("}")


def test_it_is_in_the_order_of_the_book():
    page = write("html", everything(), OPTIONS).decode()
    places = [page.index(text) for text in ("<h1", "Two lamps", "song &amp; a half", "Word 1", "Word 3", "Thank you", "Credits</h2>", "<script")]  # fmt: skip  # noqa: E501
    assert places[:-2] == sorted(places[:-2])
    assert places[-1] == max(places)


def test_it_is_written_the_same_twice():
    assert write("html", everything(), OPTIONS) == write("html", everything(), OPTIONS)
