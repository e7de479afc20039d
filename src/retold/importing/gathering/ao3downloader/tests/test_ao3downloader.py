"""A folder of ao3downloader: each download with its address, the reader's bookmarks, and never the password."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.importing.gathering import Entry, Note, gather
from retold.importing.gathering.ao3downloader import recognises
from retold.importing.gathering.ao3downloader.lists import Lists, _names, _read_csv, _read_log_line
from retold.importing.readers import Refused
from retold.importing.readers.tests.books import epub, page
from retold.manuscript.model import Creator, SeriesPlace

SITE = "https://archiveofourown.org"
BOOK = epub({"a.xhtml": page("<p>The lamp came on at nine.</p>")})
SECRET = '{"username": "ada", "password": "correct horse"}'
ROW = {
    "title": "The lamp",
    "author": "Ada Fenn, Ben Oake",
    "summary": "<p>The river.</p>",
    "fandoms": ["Rivers of Harrow", "Weirs, and others"],
    "warnings": ["Creator Chose"],
    "characters": ["Wren"],
    "relationships": ["Wren/Tam"],
    "tags": ["Slow burn", "It's raining"],
    "words": "1,234",
    "rating": "Mature",
    "chapters": "3/5",
    "categories": ["Gen", "M/M"],
    "complete": False,
    "series": ["Lamps"],
    "updated": "01 Feb 2022",
    "date_bookmarked": "2023-04-05",
    "bookmarker_tags": ["again", "rainy day"],
    "bookmarker_notes": "<p>Made me <b>cry</b>.</p>",
    "last_visited": "2024-01-02",
    "times_visited": 7,
    "link": SITE + "/works/111",
}


def csv_of(*rows: dict[str, object]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def log(**said: object) -> str:
    return json.dumps({"timestamp": "01/02/2024, 03:04:05", **said}) + "\n"


def a_folder(folder: Path) -> Path:
    files = {
        "downloads/111 The lamp - Ada Fenn.epub": BOOK,
        "downloads/rivers/222 The stair.epub": BOOK,
        "downloads/rivers/A name of my own pattern.html": b"<p>Hello there.</p>",
        "downloads/unknown.txt": b"A story of nobody's list.",
        "downloads/images/111 The lamp - Ada Fenn img000.jpg": b"\xff\xd8\xff",
        "downloads/links_01022024030405.csv": csv_of(ROW),
        "downloads/links_01022024030406.txt": (SITE + "/works/111\n").encode(),
        "logs/log.jsonl": (
            log(starting=SITE + "/users/ada/bookmarks")
            + log(link=SITE + "/works/111", title="111 The lamp - Ada Fenn", workskin=True, success=True)
            + log(link=SITE + "/works/222", title="222 The stair", success=False, error="Timeout")
            + log(link=SITE + "/works/333", title="A name of my own: pattern", success=True)
            + log(link=SITE + "/works/444", error="Deleted", success=False)
            + log(link=SITE + "/works/111", title="x", message="Problem getting image", error="404")
            + "not json\n[1]\n"
        ).encode(),
        "ignorelist.txt": (SITE + "/works/555; not for me\n" + SITE + "/works/111\nhello\n").encode(),
        "settings/data.json": SECRET.encode(),
        "data.json": SECRET.encode(),
        "settings.ini": b"[settings]\nSavePassword = true\n",
    }
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def by_name(folder: Path) -> dict[str, Entry]:
    return {entry.name: entry for entry in gather(folder)}


def test_downloads_come_in_and_nothing_else(tmp_path):
    assert recognises(a_folder(tmp_path))
    assert list(by_name(tmp_path)) == [
        "downloads/111 The lamp - Ada Fenn.epub",
        "downloads/rivers/222 The stair.epub",
        "downloads/rivers/A name of my own pattern.html",
        "downloads/unknown.txt",
        f"logs/log.jsonl: {SITE}/works/444",
        f"ignorelist.txt: {SITE}/works/555",
    ]


def test_each_work_has_its_address_by_number_or_by_the_logs_name(tmp_path):
    found = by_name(a_folder(tmp_path))
    addresses = {name: entry.told.source.url if entry.told else None for name, entry in found.items()}
    assert list(addresses.values()) == [f"{SITE}/works/{n}" for n in (111, 222, 333)] + [None] * 3
    said = found["downloads/rivers/222 The stair.epub"].told
    assert said is not None
    assert [one.what for one in said.unmapped] == ["Timeout"]


def test_a_list_of_links_tells_the_work_and_its_readers_bookmark(tmp_path):
    entry = by_name(a_folder(tmp_path))["downloads/111 The lamp - Ada Fenn.epub"]
    said = entry.told
    assert said is not None
    assert (said.title, said.creators) == ("The lamp", (Creator("Ada Fenn"), Creator("Ben Oake")))
    assert said.fandoms == ("Rivers of Harrow", "Weirs, and others")
    assert (said.warnings, said.characters, said.relationships) == (("Creator Chose",), ("Wren",), ("Wren/Tam",))
    assert (said.freeforms, said.categories) == (("Slow burn", "It's raining"), ("Gen", "M/M"))
    assert (said.rating, said.complete, said.chapters_expected) == ("Mature", False, 5)
    assert said.stats == {"words": 1234, "chapters": "3/5"}
    assert (said.series, said.updated) == ((SeriesPlace("Lamps"),), dt.date(2022, 2, 1))
    assert entry.notes == (
        Note(
            "bookmark",
            "Bookmarked: 2023-04-05\nTags of your bookmark: again, rainy day\nNotes of your bookmark: Made me cry.",
            {
                "date_bookmarked": "2023-04-05",
                "bookmarker_tags": ["again", "rainy day"],
                "bookmarker_notes": "Made me cry.",
            },
        ),
        Note(
            "visits", "Last visited: 2024-01-02\nTimes visited: 7", {"last_visited": "2024-01-02", "times_visited": "7"}
        ),
    )


def test_what_failed_and_what_is_ignored_is_told(tmp_path):
    found = by_name(a_folder(tmp_path))
    with pytest.raises(Refused, match="could not download it: Deleted"):
        found[f"logs/log.jsonl: {SITE}/works/444"].load()
    with pytest.raises(Refused, match=r"ignore list \(not for me\)"):
        found[f"ignorelist.txt: {SITE}/works/555"].load()


def test_the_password_is_never_opened(tmp_path, monkeypatch):
    a_folder(tmp_path)
    opened: list[str] = []
    for name in ("open", "read_bytes", "read_text"):
        real = getattr(Path, name)
        monkeypatch.setattr(
            Path, name, lambda self, *a, _real=real, **k: (opened.append(self.name), _real(self, *a, **k))[1]
        )
    loaded = []
    for entry in gather(tmp_path):
        try:
            loaded.append(entry.load())
        except Refused as refusal:
            loaded.append(str(refusal).encode())
    assert "111 The lamp - Ada Fenn.epub" in opened
    assert not {"data.json", "settings.ini"} & set(opened)
    assert not any(b"correct horse" in data for data in loaded)


def test_two_works_of_one_name_are_told_by_neither(tmp_path):
    a_folder(tmp_path)
    path = tmp_path / "logs/log.jsonl"
    path.write_text(path.read_text() + log(link=SITE + "/works/999", title="A name of my own pattern", success=True))
    assert by_name(tmp_path)["downloads/rivers/A name of my own pattern.html"].told is None


def test_a_later_list_stands_and_the_notes_of_both_are_kept(tmp_path):
    a_folder(tmp_path)
    later = f"title,bookmarker_notes,link\nThe lamps,Twice.,{SITE}/works/111\n"
    (tmp_path / "links_02022024030405.csv").write_text(later)
    (tmp_path / "downloads/links_03022024030405.csv").write_text(later.replace("lamps", "lamp again"))
    entry = by_name(tmp_path)["downloads/111 The lamp - Ada Fenn.epub"]
    assert entry.told is not None
    assert entry.told.title == "The lamp again"
    assert [note.kind for note in entry.notes] == ["bookmark", "visits", "bookmark"]


def test_a_fingerprint_changes_with_the_bookmark(tmp_path):
    name = "downloads/111 The lamp - Ada Fenn.epub"
    before = by_name(a_folder(tmp_path))[name].fingerprint
    path = tmp_path / "downloads/links_01022024030405.csv"
    path.write_text(path.read_text().replace("rainy day", "sunny day"))
    assert by_name(tmp_path)[name].fingerprint != before


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("['a', 'b']", ("a", "b")),
        ("a, b", ("a", "b")),
        ("[__import__('os').system('true')]", ("[__import__('os').system('true')]",)),
        ("[" * 90_000, ("[" * 90_000,)),
        ("['a', 1, ['b']]", ("a",)),
        ("", ()),
        ("[" + "'x'," * 60_000 + "]", ()),
    ],
)
def test_a_list_of_names_is_read_and_never_run(cell, names):
    assert _names(cell) == names


@given(st.text(max_size=200))
def test_no_log_and_no_cell_breaks_it(text):
    lists = Lists()
    _read_log_line(lists, text)
    _read_log_line(lists, json.dumps({"link": SITE + "/works/1", "title": text, "error": text}))
    _names("[" + text)
    lists.of_file(text)


@given(st.binary(max_size=400))
def test_no_csv_breaks_it(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("list") / "links.csv"
    path.write_bytes(",".join(ROW).encode() + b"\n" + data)
    _read_csv(Lists(), path)
