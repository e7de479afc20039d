"""How accounts come to be: by the archive's keeper, not by whoever finds the page."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedRegistration(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """No one registers by themselves: a shelf has one keeper, and an archive invites."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  (allauth passes it)
        """Never: the page says so, kindly."""
        return False
