"""Works by their addresses from the command line: whole processes, and a site on this machine that they ask."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from retold.ports.fetching.tests.sentinels import Sentinel, listening, saying
from tests.archive import lines, retold

STORY = (
    b"<!DOCTYPE html><html><head><title>The weir</title></head><body><h1>The weir</h1>"
    b"<p>The water fell, and a stair came up.</p><p>They lit the lamp.</p></body></html>"
)


@pytest.fixture
def site():
    with listening(saying(STORY)) as server:
        yield server


@pytest.fixture
def allowed(site: Sentinel, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the story, on a network that the keeper allowed."""
    monkeypatch.setenv("RETOLD_FETCH_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("RETOLD_FETCH_PORTS", str(site.port))
    monkeypatch.setenv("RETOLD_FETCH_GAP", "1")
    monkeypatch.setenv("RETOLD_FETCH_CONTACT", "ada@example.org")
    return f"http://127.0.0.1:{site.port}/weir"


def test_fetch_prints_a_manuscript_and_saves_the_file(tmp_path: Path, site: Sentinel, allowed: str) -> None:
    done = retold(tmp_path / "home", "fetch", allowed, "--json", "--out", str(tmp_path / "out"))
    manuscript = json.loads(done.stdout)
    assert (manuscript["title"], manuscript["source"]["url"]) == ("The weir", allowed)
    assert [path.read_bytes() for path in (tmp_path / "out").iterdir()] == [STORY]
    assert not (tmp_path / "home" / "retold.sqlite3").exists()
    assert b"User-Agent: Retold/" in site.came[-1]
    assert b"(+ada@example.org)" in site.came[-1]


def test_add_takes_addresses_among_paths(tmp_path: Path, allowed: str) -> None:
    other = tmp_path / "bell.txt"
    other.write_text("The ferry bell had not rung since the spring.\n\nNobody came.\n")
    home = tmp_path / "home"
    said = lines(retold(home, "add", str(other), allowed, "--json"))
    assert [(line["file"], line["outcome"]) for line in said] == [(str(other), "added"), (allowed, "added")]
    assert said[1]["title"] == "The weir"
    assert len(said[1]["sha256"]) == 64
    shown = json.loads(retold(home, "show", said[1]["work"], "--json").stdout)
    assert shown["source"]["url"] == allowed
    assert [line["outcome"] for line in lines(retold(home, "add", allowed, "--json"))] == ["held"]


def test_what_is_not_public_is_refused_and_not_asked(tmp_path: Path, site: Sentinel) -> None:
    address = f"http://127.0.0.1:{site.port}/weir"
    for words in (("fetch", address), ("add", address, "--json"), ("fetch", "http://127.0.0.1/", "file:///etc/passwd")):
        done = retold(tmp_path / "home", *words, check=False)
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr
    assert site.came == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RETOLD_FETCH_NETWORKS", "everywhere"),
        ("RETOLD_FETCH_PORTS", "80,http"),
        ("RETOLD_FETCH_GAP", "0"),
        ("RETOLD_FETCH_PROXY", "127.0.0.1"),
        ("RETOLD_FETCH_CONTACT", "Ada Fenn\r\nX: y"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    done = retold(tmp_path / "home", "fetch", "https://ada.example/", check=False)
    assert done.returncode == 2
    assert name.encode() in done.stderr
    assert b"Traceback" not in done.stderr
