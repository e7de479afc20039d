import re
from dataclasses import replace

import pytest
import yaml
from hypothesis import given, settings
from markdown_it import MarkdownIt

from retold.exporting.writers import LOSSES, write
from retold.exporting.writers.markdown import MarkdownProse
from retold.exporting.writers.tests.works import OPTIONS, everything, tricky
from retold.manuscript.markup import canonical, text_of
from retold.manuscript.model import Chapter, Manuscript
from retold.manuscript.tests.strategies import markups

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def written(manuscript: Manuscript) -> tuple[dict, str]:
    _, fields, body = write("md", manuscript, OPTIONS).decode().split("---\n", 2)
    return yaml.safe_load(fields), body


def prose(markup: str) -> str:
    return MarkdownProse().written(canonical(markup))


def letters(text: str) -> str:
    """What was said, without white space and the signs that stand for quotation marks, pictures and readings."""
    return re.sub(r"[\s“”()/]+", "", text)


@given(markups())
@settings(max_examples=50, deadline=None)
def test_no_word_is_lost_on_the_way_to_a_reader_of_markdown(markup):
    markup = re.sub(r"<img[^>]*>", "", markup)
    read = text_of(canonical(READER.render(MarkdownProse().written(markup))))
    assert letters(read) == letters(text_of(markup))


def test_fields_stand_before_the_text_under_their_own_names():
    fields, body = written(everything())
    assert fields["title"] == "Lantern Road"
    assert fields["published"] == "2019-12-31"
    assert fields["fandoms"] == ["The Salt Road Cycle", "Лампы & Co <3"]
    assert fields["credits"][0]["title"] == "Knock & Enter <live>"
    assert not {"chapters", "summary", "missing"} & fields.keys()
    assert "rating" not in written(Manuscript(()))[0]
    assert body.index("# Lantern Road") < body.index("## The First") < body.index("## Credits")


@pytest.mark.parametrize("name", tricky())
def test_it_writes_every_work(name):
    fields, body = written(tricky()[name])
    assert isinstance(fields, dict)
    assert body


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>one <em>two</em> <strong>three</strong></p>", "one *two* **three**"),
        (
            "<p>1. not a list</p><p># nor a heading</p><p>- nor this</p>",
            "1\\. not a list\n\n\\# nor a heading\n\n\\- nor this",
        ),
        ("<p>a*b* _c_ [d] `e` &lt;f&gt; &amp;amp;</p>", "a\\*b\\* \\_c\\_ \\[d\\] \\`e\\` \\<f\\> \\&amp;"),
        ("<p>a<br>b</p>", "a\\\nb"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<ul><li>a<ol start=3><li>b</ol></ul>", "- a\n\n  3. b"),
        ("<p><a href='https://x.example/(a)'>b</a></p>", "[b](<https://x.example/(a)>)"),
        ("<hr>", "* * *"),
        ("<pre>a\n  ```</pre>", "````\na\n  ```\n````"),
        (
            "<table><tr><td><table><tr><td>a<tr><td>b</table><h2>c</h2><ul><li>d</ul></table>",
            "| a / b / c / d |\n| --- |",
        ),
        ("<table><tr><th>a<th>b<tr><td>c|d</table>", "| a | b |\n| --- | --- |\n| c\\|d |  |"),
    ],
)
def test_it_writes_markup_in_the_signs_of_markdown(markup, expected):
    assert prose(markup) == expected


@pytest.mark.parametrize("markup", ['<p>He said<em>"no"</em>again.</p>', "<p><em>a</em><strong>b</strong></p>"])
def test_emphasis_that_would_be_read_as_asterisks_gives_way_to_the_words(markup):
    assert text_of(canonical(READER.render(prose(markup)))) == text_of(canonical(markup))


def test_what_it_says_it_loses_is_lost_and_the_words_stay():
    assert LOSSES["md"]
    work = everything()
    plainer = replace(work, skin=None, unmapped=(), front_matter=(), assets=())
    assert write("md", work, OPTIONS) == write("md", plainer, OPTIONS)
    assert prose("<p align=right><u>a</u><sup>2</sup></p>") == "a2"
    assert prose("<p id=n>a <a href='#n'>b</a></p>") == "a b"
    assert prose("<p><ruby>漢<rt>kan</rt></ruby></p>") == "漢 (kan)"
    assert Manuscript((Chapter(""),)).title is None
    assert "# Untitled" in written(Manuscript((Chapter(""),)))[1]
