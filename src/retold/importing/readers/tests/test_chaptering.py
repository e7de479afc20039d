"""Where a page's content really is: wrappers are gone through, floods are not."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from retold.importing.readers import chaptering
from retold.importing.readers.chaptering import innermost

STORY = '<div id="story"><p>She ran.</p><p>He ran.</p></div>'


def place_of(body: str) -> str:
    node = LexborHTMLParser(f"<html><body>{body}</body></html>").body
    return innermost(node).attributes.get("id") or "body"


@pytest.mark.parametrize(
    "body",
    [
        f"<div><section>\n<!-- here -->\n{STORY}</section> </div>",
        f"<p></p> {STORY} <div><p> </p></div>",
        ("<p></p>" * 100) + STORY + ("\n<p></p>" * 100),
    ],
)
def test_wrappers_around_one_wrapper_are_gone_through(body):
    assert place_of(body) == "story"


@pytest.mark.parametrize("more", ["<p>Before.</p>", "Before.", "<hr>", '<img src="a.png">'])
def test_what_stands_beside_it_holds_the_way(more):
    assert place_of(more + STORY) == "body"


def test_a_flood_is_not_looked_at_child_by_child(monkeypatch):
    looked = []
    is_blank = chaptering.is_blank
    monkeypatch.setattr(chaptering, "is_blank", lambda node: looked.append(1) or is_blank(node))
    assert place_of("<p></p>" * 20_000 + STORY) == "body"
    assert len(looked) < 1_000
