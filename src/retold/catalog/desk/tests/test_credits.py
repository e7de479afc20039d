"""Credits as kept: what makes two sources one, and that a work says what it said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from retold.catalog import desk
from retold.catalog.credits.actions import UnknownKind, accept_credit
from retold.catalog.credits.identity import KINDS, MEDIA, identity_of
from retold.catalog.credits.models import AddressState, Source, SourceAddress
from retold.catalog.credits.queries import credits_for
from retold.catalog.desk.tests.manuscripts import STORY, prose
from retold.catalog.people.viewers import GUEST, MEMBERS, Viewer
from retold.manuscript.model import CREDIT_KINDS, CREDIT_MEDIA, Chapter, Credit, Manuscript

SONG = Credit("title_from", "song", "Low Water", "The Lantern Wives", evidence="Title from Low Water")
ART = Credit("inspired_by", "fanart", place="Tumblr", evidence="a drawing I saw")
PAGE = Credit("inspired_by", "fanfic", "Eleven Stairs", "Ada", url="https://example.org/works/5/chapters/2")


def work_of(account, at, number=0):
    story = Manuscript(chapters=(Chapter(prose(number * 100, number * 100 + 9)),), title=f"Story {number}")
    return desk.accept(story, account=account, at=at, audience="everyone").work


def test_every_kind_and_medium_of_the_contract_is_known():
    assert tuple(KINDS) == CREDIT_KINDS
    assert tuple(MEDIA) == CREDIT_MEDIA


@pytest.mark.parametrize(
    ("credit", "identity"),
    [
        (SONG, "name:song/low water/the lantern wives"),
        (replace(SONG, creator=None), None),
        (ART, None),
        (PAGE, "url:example.org/works/5"),
        (replace(SONG, title="a/b"), "name:song/a%2Fb/the lantern wives"),
        (replace(SONG, url="not an address"), "name:song/low water/the lantern wives"),
    ],
)
def test_what_makes_two_sources_one(credit, identity):
    assert identity_of(credit) == identity


def test_two_works_that_owe_one_song_share_its_source_and_keep_their_words(ada, at):
    one, two = (work_of(ada, at, n) for n in (1, 2))
    first = accept_credit(work=one, credit=SONG, at=at)
    second = accept_credit(work=two, credit=replace(SONG, title="LOW WATER"), at=at)
    assert first.source == second.source
    lines = credits_for([one, two], Viewer(ada.pk, MEMBERS))
    assert [lines[work.pk][0].credit.title for work in (one, two)] == ["Low Water", "LOW WATER"]


def test_two_songs_of_one_title_by_two_bands_stay_two(ada, at):
    work = work_of(ada, at)
    accept_credit(work=work, credit=SONG, at=at)
    accept_credit(work=work, credit=replace(SONG, creator="Someone Else"), at=at)
    assert Source.objects.count() == 2


def test_what_too_little_is_known_of_never_becomes_one_by_itself(ada, at):
    one, two = (accept_credit(work=work_of(ada, at, n), credit=ART, at=at) for n in (1, 2))
    assert one.source != two.source
    assert one.source.identity.startswith("loose:")


def test_accepting_twice_changes_nothing(ada, at):
    work = work_of(ada, at)
    for credit in (SONG, ART, PAGE):
        assert accept_credit(work=work, credit=credit, at=at) == accept_credit(
            work=work, credit=replace(credit, state="accepted", origin="typed"), at=at
        )
    assert [line.credit.kind for line in credits_for([work], GUEST)[work.pk]] == [
        "title_from",
        "inspired_by",
        "inspired_by",
    ]


def test_one_address_is_one_source_however_it_is_spelled(ada, at):
    found = [
        accept_credit(work=work_of(ada, at, n), credit=replace(PAGE, title=None, url=url), at=at)
        for n, url in enumerate(["http://www.example.org/works/5", "https://example.org/works/5?view_adult=true"])
    ]
    assert found[0].source == found[1].source
    assert SourceAddress.objects.count() == 1


def test_a_merged_source_leads_on(ada, at):
    winner = accept_credit(work=work_of(ada, at, 1), credit=SONG, at=at).source
    loser = Source.objects.create(identity=identity_of(replace(SONG, title="High Water")), merged_into=winner)
    kept = accept_credit(work=work_of(ada, at, 2), credit=replace(SONG, title="High Water"), at=at)
    assert (kept.source, kept.as_written["title"]) == (winner, "High Water")
    assert loser.pk != winner.pk


def test_an_address_that_is_not_known_is_none(ada, at):
    work = work_of(ada, at)
    accept_credit(work=work, credit=ART, at=at)
    accept_credit(work=work, credit=PAGE, at=at)
    art, page = credits_for([work], GUEST)[work.pk]
    assert (art.credit.url, art.credit.place, art.credit.evidence) == (None, "Tumblr", "a drawing I saw")
    assert (page.credit.url, page.address_state) == (PAGE.url, AddressState.UNCHECKED)
    assert {line.credit.state for line in (art, page)} == {"accepted"}


def test_a_kind_of_tomorrow_is_refused(ada, at):
    with pytest.raises(UnknownKind):
        accept_credit(work=work_of(ada, at), credit=Credit("a kind of tomorrow"), at=at)


def test_credits_of_a_work_that_is_not_seen_are_not_told(ada, ben, at):
    work = desk.accept(STORY, account=ada, at=at).work
    assert credits_for([work], Viewer(ada.pk, MEMBERS))
    assert credits_for([work], GUEST) == credits_for([work], Viewer(ben.pk, MEMBERS)) == {}


def test_the_schema_itself_refuses_a_source_of_one_identity(ada, at):
    accept_credit(work=work_of(ada, at), credit=SONG, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.create(identity=identity_of(SONG))
