"""Addresses of signing in: our link, and those of allauth's pages that can be reached, each with its access rule."""

from __future__ import annotations

from collections.abc import Iterator

from allauth.account import urls as account
from allauth.mfa.base import urls as second_step
from allauth.mfa.recovery_codes import urls as recovery_codes
from allauth.mfa.totp import urls as totp
from django.urls import URLPattern, path
from django.urls.resolvers import RegexPattern, RoutePattern

from retold.interfaces.web.frame.access import Rule, access
from retold.interfaces.web.people import views

_RULES: dict[str, Rule] = {
    "account_login": "public",
    "account_logout": "public",
    "account_inactive": "public",
    "account_signup": "public",
    "account_reset_password": "public",
    "account_reset_password_done": "public",
    "account_reset_password_from_key": "public",
    "account_reset_password_from_key_done": "public",
    "account_confirm_email": "public",
    "account_email_verification_sent": "public",
    "account_reauthenticate": "signed-in",
    "account_email": "signed-in",
    "account_change_password": "signed-in",
    "account_set_password": "signed-in",
    "mfa_authenticate": "public",
    "mfa_reauthenticate": "signed-in",
    "mfa_index": "signed-in",
    "mfa_activate_totp": "signed-in",
    "mfa_deactivate_totp": "signed-in",
    "mfa_view_recovery_codes": "signed-in",
    "mfa_generate_recovery_codes": "signed-in",
    "mfa_download_recovery_codes": "signed-in",
}


def _declared(prefix: str, patterns: list[URLPattern]) -> Iterator[URLPattern]:
    """allauth's own addresses under `prefix`, those of them that _RULES names."""
    for pattern in patterns:
        rule = _RULES.get(pattern.name or "")
        if rule:
            view = access(rule, "GET", "POST")(pattern.callback)
            yield URLPattern(_under(prefix, pattern), view, pattern.default_args, pattern.name)


def _under(prefix: str, pattern: URLPattern) -> RoutePattern | RegexPattern:
    """The pattern's own matcher with the prefix before it, of the same kind: a route or an expression."""
    if isinstance(pattern.pattern, RegexPattern):
        return RegexPattern("^" + prefix + str(pattern.pattern).removeprefix("^"), name=pattern.name, is_endpoint=True)
    return RoutePattern(prefix + str(pattern.pattern), name=pattern.name, is_endpoint=True)


urlpatterns = [
    path("sign-in/<str:who>/<str:token>/", views.sign_in_by_link, name="sign_in_by_link"),
    *_declared("account/", account.urlpatterns),
    *_declared("account/2fa/", second_step.urlpatterns),
    *_declared("account/2fa/totp/", totp.urlpatterns),
    *_declared("account/2fa/recovery-codes/", recovery_codes.urlpatterns),
]
