"""Each view says who may open it; the rule is enforced here and can be read by `retold routes`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal, TypeVar, cast, get_args

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare
from django_htmx.middleware import HtmxDetails

from retold.catalog.people.models import Account
from retold.interfaces.web.frame.errors import method_not_allowed
from retold.operations import home

Rule = Literal["public", "signed-in", "owner", "keeper", "token"]
RULES: tuple[str, ...] = get_args(Rule)
View = Callable[..., HttpResponseBase]
AnyView = TypeVar("AnyView", bound=View)


class SignedInRequest(HttpRequest):
    """A request that came past one of the rules for accounts: its user is one."""

    user: Account
    htmx: HtmxDetails


def access(rule: Rule, *methods: str) -> Callable[[AnyView], AnyView]:
    """Declare who may open a view and by which methods (GET alone by default; GET brings HEAD along).

    public: anybody, and the view shows what its viewer may see. signed-in: any account; others are asked to
    sign in. owner: any account, and the view must find the thing through the account's own rights, answering
    404 where it has none. keeper: the account that keeps the archive; others get 404. token: the keeper, or a
    program that sends the token that the keeper set for it (`Authorization: Bearer …`); others get 404.
    """
    if rule not in RULES:
        raise ValueError(f"There is no access rule {rule!r}; there are {', '.join(RULES)}.")
    allowed = methods or ("GET",)

    def declare(view: AnyView) -> AnyView:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in allowed and not (request.method == "HEAD" and "GET" in allowed):
                return method_not_allowed(request, allowed)
            return _refused(rule, request) or view(request, *args, **kwargs)

        guarded.access = rule  # type: ignore[attr-defined]
        guarded.methods = allowed  # type: ignore[attr-defined]
        return cast(AnyView, guarded)

    return declare


def keeps(request: HttpRequest) -> bool:
    """Whether it is the archive's keeper who asks: the account that was there first."""
    return request.user.is_authenticated and request.user == home.keeper()


def _refused(rule: Rule, request: HttpRequest) -> HttpResponseBase | None:
    """The answer to somebody whom the rule keeps out, or None."""
    if rule == "public" or (rule == "token" and _sends_the_token(request)):
        return None
    if rule == "token" and not request.user.is_authenticated:
        raise Http404
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if rule in ("keeper", "token") and not keeps(request):
        raise Http404
    return None


def _sends_the_token(request: HttpRequest) -> bool:
    token = settings.RETOLD_METRICS_TOKEN
    sent = request.headers.get("Authorization", "")
    return bool(token) and constant_time_compare(sent, f"Bearer {token}")
