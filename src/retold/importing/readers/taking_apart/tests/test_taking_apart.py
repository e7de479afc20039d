"""Heaps of subjects and joined creators: what each name becomes, by what, and that none is lost."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.importing.readers.taking_apart import names_in, taken_apart
from retold.importing.readers.taking_apart.forms import rating_in, sides_of_pair
from retold.importing.readers.tests.golden import check_golden
from retold.importing.readers.upload import Heap
from retold.lib.folding import fold
from retold.manuscript.guesses import CATALOG, FORM, PREFACE, Guess, guesses_in, ways_by_field, without_guesses
from retold.manuscript.model import Chapter, Creator, Manuscript
from retold.manuscript.serialise import dumps, loads

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
JOINTS = re.compile(r"(?:[\s,;，、；&]|\b(?:and|und|et|y|и)\b)*", re.IGNORECASE)
LISTS = ("warnings", "categories", "fandoms", "relationships", "characters", "freeforms")


def book(subjects, *, creators=(), **fields) -> Manuscript:
    return Manuscript(
        chapters=(Chapter("<p>Words.</p>"),),
        creators=tuple(map(Creator, creators)),
        freeforms=tuple(subjects),
        **fields,
    )


def apart(*subjects: str, known=None, preface: str = "", **fields) -> Manuscript:
    lookup = (lambda names: {name: known[name] for name in names if name in known}) if known else None
    heap = Heap(subjects=subjects, preface=preface)
    return taken_apart(book(subjects, **fields), heap, *([lookup] if lookup else []))


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.heap.json")), ids=lambda path: path.name)
def test_heaps_of_several_makes_come_apart_as_their_golden_files_say(path):
    said = json.loads(path.read_text(encoding="utf8"))
    known = said.get("known", {})
    heap = Heap(tuple(said["subjects"]), said.get("creator", ""), said.get("sorted_as", ""), said.get("preface", ""))
    creators = [said["creator"]] if "creator" in said else []
    made = taken_apart(
        book(said["subjects"], creators=creators), heap, lambda names: {n: known[n] for n in names if n in known}
    )
    check_golden(made, path.with_name(path.name.replace(".heap.json", ".json")))


def test_the_largest_archives_heap_comes_apart():
    made = apart(
        "Fanworks", "Teen And Up Audiences", "No Archive Warnings Apply", "F/F", "Multi", "Lantern Road (TV)",
        "Ilse Varga/Nora Pell", "Ilse Varga & Tam Osk", "Ilse Varga", "Nora Pell", "Tam Osk", "Hurt/Comfort", "Fog",
    )  # fmt: skip
    assert (made.rating, made.warnings, made.categories) == (
        "Teen And Up Audiences",
        ("No Archive Warnings Apply",),
        ("F/F", "Multi"),
    )
    assert made.fandoms == ("Lantern Road (TV)",)
    assert made.relationships == ("Ilse Varga/Nora Pell", "Ilse Varga & Tam Osk")
    assert made.characters == ("Ilse Varga", "Nora Pell", "Tam Osk")
    assert made.freeforms == ("Hurt/Comfort", "Fog")
    assert [one.what for one in made.unmapped] == ["Fanworks"]
    assert set(ways_by_field(made).values()) == {(FORM,)}


def test_what_a_program_wrote_for_itself_goes_to_the_statistics():
    made = apart(
        "FanFiction", "Last Update Year/Month: 2019/04", "Last Update: 2019/04/30", "In-Progress", "Angst", "K+"
    )
    assert made.stats == {
        "last_update_month": "2019/04",
        "last_update": "2019/04/30",
        "status": "In-Progress",
    }
    assert (made.updated, made.complete, made.rating, made.freeforms) == (
        dt.date(2019, 4, 30),
        False,
        "K+",
        ("Angst",),
    )
    assert Guess("updated", "2019-04-30", FORM) in guesses_in(made)


def test_dates_and_states_that_the_file_says_are_not_overruled():
    made = apart("Last Update: 2019/04/30", "Completed", updated=dt.date(2020, 1, 1), complete=False, rating="R")
    assert (made.updated, made.complete) == (dt.date(2020, 1, 1), False)
    assert guesses_in(made) == ()


@pytest.mark.parametrize(
    "name", ["K+", "T", "PG-13", "NC-17", "FR18", "Rated: T", "Fiction M", "P16", "18+", "Adult ++"]
)
def test_other_archives_ratings_are_ratings(name):
    assert rating_in(name) is not None
    assert apart(name).rating == rating_in(name)


def test_a_second_rating_stays_in_the_heap():
    made = apart("T", "PG-13", "t")
    assert (made.rating, made.freeforms) == ("T", ("PG-13",))


@pytest.mark.parametrize(
    "name",
    ["Ada Fenn/Ben Oake", "Ada x Ben", "Ada × Ben", "Ada/Ben/Cy", "Past Ada/Ben", "Ada (The Road)/Reader", "友人/先生",
     "Ada & Ben", "Ada of the Marsh/Ben | The Fox"],
)  # fmt: skip
def test_pairs_are_told_by_their_form(name):
    assert apart(name).relationships == (name,)


@pytest.mark.parametrize(
    "name",
    ["Hurt/Comfort", "24/7", "he/him", "and/or", "Alpha/Beta/Omega Dynamics", "A/B/O", "Dom/sub", "Sci-Fi/Fantasy",
     "Hunter x Hunter", "slow/burn", "Fluff & Angst", "Friends/Lovers", "s/he", "/", "Ada/", " & ", "coffee & tea",
     "Ada/Ada"],
)  # fmt: skip
def test_what_only_looks_like_a_pair_stays_a_freeform(name):
    assert apart(name).freeforms == (name,)


def test_names_without_capitals_are_a_pair_if_both_stand_beside_it():
    assert apart("ada/ben").freeforms == ("ada/ben",)
    made = apart("ada/ben", "ada", "ben")
    assert (made.relationships, made.characters) == (("ada/ben",), ("ada", "ben"))


def test_a_fandom_in_brackets_tells_a_character():
    made = apart("Lantern Road - All Media Types", "Ilse (Lantern Road)", "Fluff (sort of)")
    assert (made.fandoms, made.characters) == (("Lantern Road - All Media Types",), ("Ilse (Lantern Road)",))
    assert made.freeforms == ("Fluff (sort of)",)


def test_the_files_own_page_is_surer_than_the_catalog_and_that_is_surer_than_the_form():
    known = {"Ilse": {"fandoms"}, "Salt & Iron": {"fandoms"}, "Fog": {"freeforms"}}
    preface = "Rating: Fiction M\nCharacters: Ilse, Marsh, the Fox\nPairing:\nIlse/Tam"
    made = apart("Ilse", "Salt & Iron", "Fog", "Marsh, the Fox", "Wick & Tallow", known=known, preface=preface)
    assert made.characters == ("Ilse", "Marsh, the Fox")
    assert made.fandoms == ("Salt & Iron",)
    assert made.relationships == ("Wick & Tallow", "Ilse/Tam")
    assert (made.rating, made.freeforms) == ("Fiction M", ("Fog",))
    assert {(one.name, one.by) for one in guesses_in(made)} == {
        ("Fiction M", PREFACE),
        ("Ilse", PREFACE),
        ("Marsh, the Fox", PREFACE),
        ("Ilse/Tam", PREFACE),
        ("Salt & Iron", CATALOG),
        ("Wick & Tallow", FORM),
    }


def test_a_name_known_as_two_kinds_decides_nothing():
    assert apart("Ilse", known={"Ilse": {"fandoms", "characters"}}).freeforms == ("Ilse",)
    assert apart("Ilse", known={"Ilse": {"freeforms", "characters"}}).characters == ("Ilse",)


def test_an_old_flat_files_freeform_does_not_hide_a_relationship():
    assert apart("Ada/Ben", known={"Ada/Ben": {"freeforms"}}).relationships == ("Ada/Ben",)
    assert apart("Rain & Tea", known={"Rain & Tea": {"freeforms"}}).freeforms == ("Rain & Tea",)


def test_a_lone_subject_that_is_a_list_is_parted_unless_it_is_known():
    assert apart("Fog, Ada/Ben, T").relationships == ("Ada/Ben",)
    assert apart("Fog; Tea").freeforms == ("Fog", "Tea")
    assert apart("Goodbye, Mr. Fox").freeforms == ("Goodbye, Mr. Fox",)
    whole = "Fog, Rain, and Other Friends"
    assert apart(whole, known={whole: {"fandoms"}}).fandoms == (whole,)


def test_what_the_file_stated_stays_and_is_no_guess():
    made = apart("Ada/Ben", relationships=("Cy/Di",), fandoms=("Lantern Road",))
    assert made.relationships == ("Cy/Di", "Ada/Ben")
    assert [guess.name for guess in guesses_in(made)] == ["Ada/Ben"]


def test_guesses_travel_with_the_manuscript_and_go_where_a_person_decided():
    made = apart("Ada/Ben", "Ada")
    assert guesses_in(loads(dumps(made))) == guesses_in(made)
    decided = without_guesses(made, ["relationships"])
    assert ways_by_field(decided) == {"characters": (FORM,)}
    assert "guessed" not in without_guesses(decided, ["characters"]).extra
    assert guesses_in(book([], extra={"guessed": ["x", {"field": 3}, {"field": "a", "name": "b", "by": "form"}]})) == (
        Guess("a", "b", "form"),
    )


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("b (a), c", ("b (a)", "c")),
        ("Wren Marsh, Edda Kell", ("Wren Marsh", "Edda Kell")),
        ("alice, bob and carol (dave)", ("alice", "bob and carol (dave)")),
        ("a, b, and c", ("a", "b", "c")),
        ("Wren Marsh and Edda Kell", ("Wren Marsh", "Edda Kell")),
        ("b (a, the first), c", ("b (a, the first)", "c")),
        ("wren_m、edda", ("wren_m", "edda")),
        ("Ada Fenn, Jr., Ben Oake III", ("Ada Fenn, Jr.", "Ben Oake III")),
        ("Marsh, Wren", ("Marsh, Wren",)),
        ("van der Berg, Anna Maria", ("van der Berg, Anna Maria",)),
        ("Ada Fenn, Jr.", ("Ada Fenn, Jr.",)),
        ("Ada Fenn, Sr", ("Ada Fenn, Sr",)),
        ("Ada Fenn, III", ("Ada Fenn, III",)),
        ("salt and pepper", ("salt and pepper",)),
        ("Wick & Tallow", ("Wick & Tallow",)),
        ("Alexis, Queen of the Sea", ("Alexis, Queen of the Sea",)),
        ("", ()),
    ],
)
def test_joined_creators_are_told_apart_and_names_with_commas_stay(written, names):
    assert names_in(written) == names


def test_the_files_own_sorting_tells_one_name_from_two():
    assert names_in("García Márquez, Gabriel José", sorted_as="García Márquez, Gabriel José") == (
        "García Márquez, Gabriel José",
    )
    assert names_in("Wick & Tallow", sorted_as="Tallow & Wick") == ("Wick", "Tallow")
    assert names_in("b (a), c", is_one=True) == ("b (a), c",)


def test_creators_told_apart_are_marked():
    heap = Heap(creator="b (a), c")
    made = taken_apart(book([], creators=["b (a), c"]), heap)
    assert [creator.name for creator in made.creators] == ["b (a)", "c"]
    assert ways_by_field(made) == {"creators": (FORM,)}


names = st.one_of(
    st.text(min_size=1, max_size=30).map(lambda name: " ".join(name.split())).filter(bool),
    st.sampled_from(
        ["Ada/Ben", "Ada", "Ben", "T", "Gen", "Fanworks", "Last Update: 2020/01/02", "Completed", "Fog (TV)",
         "Hurt/Comfort", "Ada (Fog)", "Rated: T", "In-Progress", "Last Update: 2020/99/99", "Rape/Non-Con",
         "Multi", "Ada & Cy"]
    ),
)  # fmt: skip
kinds = st.sets(st.sampled_from([*LISTS, "rating"]), max_size=2)


@given(st.lists(names, unique=True, min_size=2), st.dictionaries(names, kinds), st.text(max_size=200))
def test_no_name_is_lost_and_doing_it_again_changes_nothing(subjects, known, preface):
    made = apart(*subjects, known=known or {"": set()}, preface=preface)
    kept = {name for field in LISTS for name in getattr(made, field)}
    kept |= {str(value) for value in made.stats.values()} | {one.what for one in made.unmapped}
    kept |= {made.rating} - {None}
    for name in subjects:
        spellings = {fold(one) for one in (name, rating_in(name) or name, name.rpartition(": ")[2])}
        assert spellings & {fold(one) for one in kept}, name
    assert taken_apart(made, Heap()) == made
    assert loads(dumps(made)) == made


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_letter_of_a_creator_is_lost(written, sorted_as):
    left = " ".join(written.split())
    for name in names_in(written, sorted_as=sorted_as):
        before, found, left = left.partition(name)
        assert found
        assert JOINTS.fullmatch(before), before
    assert not left.strip(" ,;，、；")


@given(st.text(max_size=60))
def test_sides_are_pieces_of_the_pair(name):
    assert all(side.strip() and side in name for side in sides_of_pair(name))
