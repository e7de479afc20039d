"""Every address declares who may open it, and the declaration holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver, reverse

from retold.interfaces.web.frame.access import RULES, access
from retold.interfaces.web.tests.people import account, signed_in, work_of

pytestmark = pytest.mark.django_db


def patterns(resolver: Any = None) -> Iterator[URLPattern]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from patterns(pattern)


def test_it_is_declared_for_every_address() -> None:
    found = list(patterns())
    assert len(found) > 20
    assert [str(p.pattern) for p in found if getattr(p.callback, "access", None) not in RULES] == []
    assert [str(p.pattern) for p in found if not getattr(p.callback, "methods", ())] == []


def test_it_refuses_a_rule_that_there_is_none_of() -> None:
    with pytest.raises(ValueError, match="no access rule"):
        access("nobody")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["bring_in", "account_email", "account_set_password", "mfa_index"])
def test_it_asks_a_guest_to_sign_in(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_it_hides_keepers_pages_from_members(rf: RequestFactory) -> None:
    from django.http import Http404

    @access("keeper")
    def page(_request: Any) -> HttpResponse:
        return HttpResponse("in")

    ada = account()
    request = rf.get("/")
    request.user = ada
    assert page(request).content == b"in"
    request.user = account("ben@example.org")
    with pytest.raises(Http404):
        page(request)


def test_it_answers_405_to_a_method_that_is_not_declared() -> None:
    ada = account()
    answer = signed_in(ada).get(reverse("remove_work", args=[work_of(ada).pid]))
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("work", []),
        ("credits", []),
        ("chapter", [1]),
        ("entire", []),
        ("download", ["epub"]),
        ("original", [1]),
        ("picture", ["a.png"]),
    ],
)
def test_it_gives_a_stranger_nothing_of_a_private_work(client: Client, name: str, more: list[Any]) -> None:
    ada = account()
    path = reverse(name, args=[work_of(ada).pid, *more])
    ben = signed_in(account("ben@example.org"))
    absent = ben.get(reverse("work", args=[12345]))
    assert ben.get(path).status_code == 404
    # What is hidden and what is not there look the same, but for the form's token.
    assert len(ben.get(path).content) == len(absent.content) or path not in ben.get(path).content.decode()
    assert client.get(path).status_code in (302, 404)


@pytest.mark.parametrize("name", ["remove_work", "restore_work"])
def test_it_lets_no_stranger_change_a_work(name: str) -> None:
    ada = account()
    work = work_of(ada, audience="everyone")
    ben = signed_in(account("ben@example.org"))
    assert ben.post(reverse(name, args=[work.pid])).status_code == 404
    work.refresh_from_db()
    assert work.removed_at is None
