"""The health page and the metrics: for the keeper, and for the program that has the token."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from prometheus_client.parser import text_string_to_metric_families

from retold.interfaces.web.tests.people import NOW, account, signed_in, work_of
from retold.operations.models import DutyRun
from retold.ports.events.models import Errand
from retold.ports.storage.models import KeptFile

pytestmark = pytest.mark.django_db


def errand(n: int, **facts: object) -> Errand:
    return Errand.objects.create(kind="k", handler="index.work", key=f"work:{n}", made_at=NOW, due_at=NOW, **facts)


def test_only_the_keeper_sees_it(client: Client) -> None:
    ada = account()
    ben = account("ben@example.org")
    assert signed_in(ada).get("/health").status_code == 200
    assert signed_in(ben).get("/health").status_code == 404
    assert client.get("/health").status_code == 302


def test_settings_lead_the_keeper_there(client: Client) -> None:
    ada, ben = account(), account("ben@example.org")
    assert 'href="/health"' in signed_in(ada).get("/settings").content.decode()
    assert 'href="/health"' not in signed_in(ben).get("/settings").content.decode()
    assert 'href="/health"' not in client.get("/settings").content.decode()


def test_it_says_what_is_wrong_and_tries_again_what_was_given_up() -> None:
    browser = signed_in(account())
    errand(1, dead_at=NOW, tries=8)
    KeptFile.objects.create(
        digest=b"x" * 32, size=1, media_type="text/plain", kept_at=NOW, state=KeptFile.State.MISSING
    )
    DutyRun.objects.create(name="backup", due_at=NOW, ended_at=NOW, ok=False, said="The disk is full.")
    page = browser.get("/health").content.decode()
    for said in ("Something needs you", "1 errands were given up", "1 kept files are damaged", "The disk is full."):
        assert said in page
    browser.post("/health")
    assert Errand.objects.get().dead_at is None
    assert "1 errands were given up" not in browser.get("/health").content.decode()


def test_its_queries_do_not_grow() -> None:
    ada = account()
    browser = signed_in(ada)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as told:
            assert browser.get("/health").status_code == 200
        return len(told)

    queries()
    few = queries()
    work_of(ada)
    for n in range(20):
        errand(n)
        DutyRun.objects.create(name=f"duty {n}", due_at=NOW + dt.timedelta(days=1))
    assert queries() == few


def test_metrics_are_for_the_keeper_and_for_the_token(client: Client, settings) -> None:
    work_of(account())
    errand(1)
    settings.RETOLD_METRICS_TOKEN = ""
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404
    settings.RETOLD_METRICS_TOKEN = "a lamp at the weir"
    assert client.get("/metrics", headers={"authorization": "Bearer a lamp"}).status_code == 404
    assert signed_in(account("ben@example.org")).get("/metrics").status_code == 404
    said = client.get("/metrics", headers={"authorization": "Bearer a lamp at the weir"}).content.decode()
    told = {family.name: family.samples for family in text_string_to_metric_families(said)}
    assert told["retold_works"][0].value == 1
    assert told["retold_errands_waiting"][0].labels == {"handler": "index.work"}
    assert told["retold_errands_waiting"][0].value == 1
