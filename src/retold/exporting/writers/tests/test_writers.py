import pytest

from retold.exporting.writers import FORMATS, LOSSES, MEDIA_TYPES, file_name, write
from retold.exporting.writers.skin import harmless
from retold.exporting.writers.tests.works import OPTIONS, everything, tricky
from retold.exporting.writers.values import is_right_to_left
from retold.manuscript.model import Creator, Manuscript


def test_every_format_has_a_media_type_and_says_what_it_loses():
    assert set(MEDIA_TYPES) == set(LOSSES) == set(FORMATS) == {"epub", "html", "md", "txt", "package"}


def test_it_knows_no_other_format():
    with pytest.raises(ValueError, match="There is no format 'pdf'"):
        write("pdf", everything(), OPTIONS)


@pytest.mark.parametrize(
    ("title", "creator", "expected"),
    [
        ("Lantern Road", "Ada", "lantern-road-ada.epub"),
        ("Straße nach Łódź: Ein Œuvre", None, "strasse-nach-lodz-ein-oeuvre.epub"),
        ("Don't Stop", "Ada B.", "dont-stop-ada-b.epub"),
        ("很长", "李雷", "work-5e6f7a8b.epub"),
        (None, "Ada", "work-5e6f7a8b.epub"),
        ("../../etc/passwd\x00", None, "etc-passwd.epub"),
    ],
)
def test_it_names_the_file(title, creator, expected):
    work = Manuscript((), title=title, creators=(Creator(creator),) if creator else ())
    assert file_name("epub", work, OPTIONS.uuid) == expected


@pytest.mark.parametrize("name", tricky())
def test_names_are_short_ascii_and_end_as_they_should(name):
    for format_, ending in zip(FORMATS, (".epub", ".html", ".md", ".txt", ".retold.zip"), strict=True):
        named = file_name(format_, tricky()[name], OPTIONS.uuid)
        assert named.endswith(ending)
        assert len(named) <= 60
        assert set(named) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        ("#workskin p { color: red; margin: 0 !important }", "#workskin p { color: red; margin: 0 !important }\n"),
        ("a { background: url(x.png) } b { width: 1em }", "#workskin b { width: 1em }\n"),
        ("a { width: expression(alert(1)); behavior: url(x); position: fixed }", ""),
        ("@import 'x'; @font-face { src: url(x) } a { content: '</style>' }", ""),
        ("@media (min-width: 40em) { a { color: red } }", ""),
        ("p { color: red } " * 20_000, ""),
        ("a { width: 2em; --x: url(y); height: var(--x) }", "#workskin a { width: 2em }\n"),
        ("a { color: red", "#workskin a { color: red }\n"),
        ("} a { : ; color }", ""),
    ],
)
def test_it_keeps_what_is_harmless_of_a_skin(css, kept):
    assert harmless(css) == kept


def test_it_knows_which_languages_run_from_right_to_left():
    assert all(map(is_right_to_left, ("ar", "he", "fa-IR", "ur", "pa-Arab", "az-arab-IR")))
    assert not any(map(is_right_to_left, ("en", "und", "zh", "ku-Latn", "ur-Latn", "arn")))
