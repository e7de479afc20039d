"""Signing in and out."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from retold.interfaces.web.tests.people import account, signed_in
from retold.operations.home import sign_in_path

pytestmark = pytest.mark.django_db


def test_it_opens_the_shelf_by_a_link_that_works_once(client: Client) -> None:
    path = sign_in_path(account())
    assert client.head(path).status_code == 200  # a look ahead does not spend it
    answer = client.get(path, follow=True)
    assert "Choose a password under Settings" in answer.content.decode()
    assert "Sign out" in answer.content.decode()
    again = Client().get(path)
    assert again.status_code == 404
    assert "retold sign-in" in again.content.decode()


@pytest.mark.parametrize(
    "path", ["/sign-in/MQ/abc-def/", "/sign-in/!!/x/", "/sign-in/MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NQ/x/"]
)
def test_it_refuses_any_other_link_kindly(client: Client, path: str) -> None:
    account()
    assert client.get(path).status_code == 404


def test_it_signs_in_with_a_password_and_out_again(client: Client) -> None:
    ada = account()
    ada.set_password("nine winters down")
    ada.save()
    wrong = client.post(reverse("account_login"), {"login": ada.email, "password": "wrong"})
    assert "not correct" in wrong.content.decode()
    right = client.post(reverse("account_login"), {"login": "ADA@example.org", "password": "nine winters down"})
    assert right.status_code == 302
    assert "Sign out" in client.get("/").content.decode()
    client.post(reverse("account_logout"))
    assert "Sign out" not in client.get("/").content.decode()


def test_it_lets_the_keeper_choose_a_first_password() -> None:
    ada = account()
    browser = signed_in(ada)
    words = {"password1": "nine winters down", "password2": "nine winters down"}
    assert browser.post(reverse("account_set_password"), words).status_code == 302
    ada.refresh_from_db()
    assert ada.check_password("nine winters down")


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password", "account_logout"])
def test_its_pages_stand_in_the_frame(client: Client, name: str) -> None:
    page = (signed_in(account()) if name == "account_logout" else client).get(reverse(name)).content.decode()
    assert 'class="skip' in page
    assert "retold.css" in page or "retold." in page


def test_no_one_registers_by_themselves(client: Client) -> None:
    answer = client.post(reverse("account_signup"), {"email": "eve@example.org", "password1": "nine winters down"})
    assert "by invitation" in answer.content.decode()
