"""Signing in by the one-time link that `retold serve` and `retold sign-in` print."""

from __future__ import annotations

import binascii

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlsafe_base64_decode

from retold.catalog.people.models import Account
from retold.interfaces.web.frame.access import access
from retold.interfaces.web.frame.errors import ErrorPage, page

_SPENT = ErrorPage(
    404,
    "This link does not open anything any more",
    "It works once and for a few days. Run retold sign-in where the archive runs, and it prints a new one.",
    offer_sign_in=True,
)


@access("public")
def sign_in_by_link(request: HttpRequest, who: str, token: str) -> HttpResponse:
    """Sign in the account that the link was made for; signing in makes the link void."""
    account = _account(who)
    if account is None or not default_token_generator.check_token(account, token):
        return page(request, _SPENT)
    if request.method == "HEAD":  # a look ahead must not spend the link
        return HttpResponse()
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    if not account.has_usable_password():
        messages.info(request, "You are in. Choose a password under Settings to come back without a link.")
    return redirect("shelf")


def _account(who: str) -> Account | None:
    try:
        return Account.objects.filter(pk=int(urlsafe_base64_decode(who)), removed_at=None).first()
    except (ValueError, binascii.Error, OverflowError):
        return None
