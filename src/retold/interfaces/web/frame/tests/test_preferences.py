"""How a reader wants pages to look."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from retold.interfaces.web.frame.preferences import CHOICES, Preferences, from_cookie, from_values, questions


@given(st.fixed_dictionaries({name: st.sampled_from(list(answers)) for name, (_, answers) in CHOICES.items()}))
def test_it_comes_back_from_its_cookie(values: dict[str, str]) -> None:
    chosen = from_values(values)
    assert {name: getattr(chosen, name) for name in CHOICES} == values
    assert from_cookie(chosen.as_cookie()) == chosen


@given(st.text())
def test_it_takes_any_cookie_for_the_defaults_or_an_answer_there_is(cookie: str) -> None:
    chosen = from_cookie(cookie)
    assert all(getattr(chosen, name) in answers for name, (_, answers) in CHOICES.items())


def test_it_says_nothing_on_the_page_of_a_reader_who_said_nothing() -> None:
    assert Preferences().attributes == {}
    assert Preferences(theme="dark", size="large").attributes == {"data-theme": "dark", "data-size": "large"}


def test_it_marks_one_answer_of_each_question() -> None:
    for question in questions(Preferences(theme="sepia")):
        assert sum(answer.chosen for answer in question.answers) == 1
        assert sum(answer.is_default for answer in question.answers) == 1


@pytest.mark.django_db
def test_it_is_kept_without_an_account_and_without_script(client: Client) -> None:
    answer = client.post(reverse("settings"), {"theme": "black", "size": "largest", "next": "/?sort=title"})
    assert answer.status_code == 302
    assert answer["Location"] == "/?sort=title"
    page = client.get("/").content.decode()
    assert '<html lang="en" data-theme="black" data-size="largest">' in page


@pytest.mark.django_db
def test_it_answers_a_script_without_a_page(client: Client) -> None:
    answer = client.post(reverse("settings"), {"theme": "dark"}, headers={"accept": "application/json"})
    assert answer.status_code == 204
    assert client.cookies["look"].value == "theme=dark"


@pytest.mark.django_db
@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_it_leads_to_no_other_host(client: Client, back: str) -> None:
    assert client.post(reverse("settings"), {"next": back})["Location"] == reverse("settings")
