"""The command line as scripts rely on it (docs/scripts.md): every command run as a process, on real files."""

from __future__ import annotations

import hashlib
import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.archive import SEED, SHARED, lines, retold

NOTE = "Many thanks to Ben for the beta.\nThe title is from 'The Long Weir' by Nan Carrick."
STORY = """The Lamp at the Weir
by Ada Fenn

Author's note: Thanks to Ben for the beta. The title is from 'The Long Weir' by Nan Carrick.

The river had been going down for eleven days before anyone in Harrow Lock said so aloud.

"It isn't the season for it," Tam said, not opening his eyes.

They lit the lamp at the weir for the first time in nine years.
"""
MANUSCRIPT_KEYS = {
    "schema", "uuid", "title", "creators", "gifts", "media", "summary", "notes_before", "notes_after", "language",
    "rating", "warnings", "categories", "fandoms", "relationships", "characters", "freeforms", "series", "collections",
    "published", "updated", "complete", "chapters_expected", "source", "chapters", "credits", "assets", "skin",
    "words", "stats", "missing", "unmapped", "front_matter",
}  # fmt: skip
ADD_KEYS = {
    "file", "outcome", "work", "uuid", "title", "creators", "words", "chapters", "missing", "credits", "unmapped",
    "reason", "sha256",
}  # fmt: skip


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("story") / "weir_final2.txt"
    path.write_text(STORY, encoding="utf8")
    return path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home") / "shelf"


@pytest.fixture(scope="module")
def work(home: Path, story: Path) -> str:
    added = lines(retold(home, "add", str(story), "--json"))
    assert [line["outcome"] for line in added] == ["added"]
    return added[0]["work"]


def test_read_prints_every_key_and_touches_no_home(tmp_path: Path, story: Path) -> None:
    done = retold(tmp_path / "untouched", "read", str(story), "--json")
    manuscript = json.loads(done.stdout)
    assert set(manuscript) == MANUSCRIPT_KEYS
    assert manuscript["schema"] == "retold.manuscript/1"
    assert manuscript["title"] == "The Lamp at the Weir"
    assert [creator["name"] for creator in manuscript["creators"]] == ["Ada Fenn"]
    assert manuscript["missing"] == ["fandoms"]
    assert not (tmp_path / "untouched").exists()


def test_credits_reads_one_note_or_many(tmp_path: Path) -> None:
    one = json.loads(retold(tmp_path, "credits", "--json", stdin=NOTE.encode()).stdout)
    assert {(c["kind"], c["creator"]) for c in one["credits"]} == {("beta_by", "Ben"), ("title_from", "Nan Carrick")}
    many = "".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate([NOTE, "No thanks here."]))
    answers = lines(retold(tmp_path, "credits", "--jsonl", stdin=many.encode()))
    assert [answer["id"] for answer in answers] == ["0", "1"]
    assert answers[0]["credits"] == one["credits"]
    assert answers[1]["credits"] == []


def test_a_line_that_is_no_note_is_a_wrong_call(tmp_path: Path) -> None:
    done = retold(tmp_path, "credits", "--jsonl", stdin=b'{"id": 1}\n', check=False)
    assert done.returncode == 2
    assert b"Line 1 is not a note" in done.stderr


def test_sanitize_is_the_sites_own_code(tmp_path: Path) -> None:
    done = retold(tmp_path, "sanitize", "--kind", "html", stdin=b"<p onclick=x()>a<script>bad()</script><b>c</p>")
    assert done.stdout.decode().strip() == "<p>a<b>c</b></p>"


def test_add_says_all_that_scripts_rely_on(home: Path, story: Path, work: str) -> None:
    again = lines(retold(home, "add", str(story), "--json"))[0]
    assert set(again) == ADD_KEYS
    assert again["outcome"] == "held"
    assert again["work"] == work
    assert again["sha256"] == hashlib.sha256(STORY.encode()).hexdigest()
    assert again["chapters"] == 1


def test_show_and_list(home: Path, work: str) -> None:
    shown = json.loads(retold(home, "show", work, "--json").stdout)
    assert shown["title"] == "The Lamp at the Weir"
    assert "thanks to ben" in shown["notes_before"].lower()
    assert {line["work"]: line["title"] for line in lines(retold(home, "list", "--json"))} == {work: shown["title"]}


def test_original_gives_back_the_same_bytes_and_nothing_else(home: Path, work: str, tmp_path: Path) -> None:
    retold(home, "original", work, "--out", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["weir_final2.txt"]
    assert (tmp_path / "weir_final2.txt").read_bytes() == STORY.encode()


@pytest.mark.parametrize("format_", ["epub", "html", "md", "txt", "package"])
def test_export_gives_the_same_bytes_twice(home: Path, work: str, tmp_path: Path, format_: str) -> None:
    first = lines(retold(home, "export", work, "--format", format_, "--out", str(tmp_path / "a"), "--json"))
    second = lines(retold(home, "export", work, "--format", format_, "--out", str(tmp_path / "b"), "--json"))
    one, other = Path(first[0]["file"]), Path(second[0]["file"])
    assert one.name == other.name
    assert one.read_bytes() == other.read_bytes()
    assert len(one.read_bytes()) == first[0]["bytes"]


def test_what_goes_out_as_a_package_comes_in_whole(home: Path, work: str, tmp_path: Path) -> None:
    out = lines(retold(home, "export", work, "--format", "package", "--out", str(tmp_path), "--json"))[0]["file"]
    elsewhere = tmp_path / "elsewhere"
    added = lines(retold(elsewhere, "add", out, "--json"))[0]
    assert added["outcome"] == "added"
    here = json.loads(retold(home, "show", work, "--json").stdout)
    there = json.loads(retold(elsewhere, "show", added["work"], "--json").stdout)
    assert there == here


def test_a_folder_and_a_zip_come_in_file_by_file(tmp_path: Path) -> None:
    folder = tmp_path / "fics"
    folder.mkdir()
    (folder / "one.txt").write_text(STORY.replace("Weir", "Bridge").replace("eleven", "twelve"), encoding="utf8")
    (folder / "broken.epub").write_bytes(b"PK\x03\x04 torn")
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("two.txt", "A story of two.\n\nIt ended well, and then it went on for a while longer.\n")
        archive.writestr("below/three.md", "# Three\n\nby Ada\n\nThere were three of them on the stair.\n")
    (folder / "more.zip").write_bytes(packed.getvalue())
    done = retold(tmp_path / "home", "add", str(folder), "--json", check=False)
    added = {line["file"].rsplit("/", 1)[-1]: line for line in lines(done)}
    assert done.returncode == 1
    assert {name: line["outcome"] for name, line in added.items()} == {
        "broken.epub": "refused",
        "one.txt": "added",
        "two.txt": "added",
        "three.md": "added",
    }
    assert added["broken.epub"]["reason"].endswith(".")
    assert added["broken.epub"]["sha256"]


def test_a_work_that_is_not_there_is_one_sentence(home: Path, work: str) -> None:
    for name in ("0000000000zz", "nonsense!", work[:-1] + ("0" if work[-1] != "0" else "1")):
        done = retold(home, "show", name, check=False)
        assert done.returncode == 1
        assert b"There is no work" in done.stderr
        assert b"Traceback" not in done.stderr


def test_every_route_declares_who_may_use_it(home: Path) -> None:
    routes = json.loads(retold(home, "routes", "--json").stdout)["routes"]
    allowed = {"public", "signed-in", "owner", "collaborator", "collection-moderator", "moderator", "keeper", "token"}
    assert len(routes) > 10
    assert [route for route in routes if route["access"] not in allowed] == []


@pytest.mark.skipif(not SEED.exists(), reason="the seed is not here")
def test_the_seed_is_made_whole(tmp_path: Path) -> None:
    manuscript = json.loads(retold(tmp_path, "read", str(SEED), "--json").stdout)
    text = SEED.read_text(encoding="utf8").rstrip("\n").split("\n")
    assert manuscript["title"] is None
    assert {"title", "creators"} <= set(manuscript["missing"])
    assert manuscript["words"] == 1249
    [chapter] = manuscript["chapters"]
    assert chapter["html"] == "\n".join(f"<p>{line}</p>" for line in text[2:])
    assert len(text[2:]) == 37
    assert manuscript["notes_before"] == "\n".join(f"<p>{line}</p>" for line in text[:2])
    found = {(c["kind"], c["medium"], c["title"], c["creator"], c["place"], c["url"]) for c in manuscript["credits"]}
    assert found == {
        ("inspired_by", "fanart", None, None, "Tumblr", None),
        ("title_from", "song", "Knockin' on Heaven's Door", "Raign", None, None),
    }


@pytest.mark.skipif(not SEED.exists(), reason="the seed is not here")
def test_the_seed_goes_the_whole_way(tmp_path: Path) -> None:
    home = tmp_path / "home"
    added = lines(retold(home, "add", str(SEED), "--accept-credits", "--json"))[0]
    retold(home, "original", added["work"], "--out", str(tmp_path / "back"))
    assert (tmp_path / "back" / SEED.name).read_bytes() == SEED.read_bytes()
    written = lines(retold(home, "export", added["work"], "--format", "epub", "--out", str(tmp_path), "--json"))[0]
    with zipfile.ZipFile(written["file"]) as book:
        pages = {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml")}
    credit_page = next(text for name, text in pages.items() if "credits" in name)
    assert "Tumblr" in credit_page
    assert "Raign" in credit_page
    assert "ddress not known" in credit_page
    whole = "".join(pages.values())
    assert "I've put a link to it on my profile page" in whole
    assert "Bellamy stands still, head hanging" in whole


@pytest.mark.skipif(not SHARED.exists(), reason="the samples are not here")
@pytest.mark.parametrize("name", ["htmlTest", "incompleteWork"])
def test_html_and_epub_of_one_work_read_alike(tmp_path: Path, name: str) -> None:
    folder = SHARED / "samples" / "ao3"
    one, other = (
        json.loads(retold(tmp_path, "read", str(folder / file), "--json").stdout)
        for file in (f"{name}.html", f"{name.replace('html', 'epub')}.epub")
    )
    assert {**one, "source": None} == {**other, "source": None}


def test_a_column_is_said_rightly_or_not_at_all(tmp_path: Path, story: Path) -> None:
    for wrong in ("mood", "mood=nonsense", "=fandoms"):
        done = retold(tmp_path / "shelf", "add", str(story), "--column", wrong, check=False)
        assert done.returncode == 2
        assert "LABEL=FIELD" in done.stderr.decode()
    assert not (tmp_path / "shelf").exists()


def test_there_is_nothing_to_go_on_with(home: Path, work: str) -> None:
    done = retold(home, "add", "--resume", check=False)
    assert done.returncode == 1
    assert "There is no run" in done.stderr.decode()
