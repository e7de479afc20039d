"""Accounts, and the pen names that works are signed with (data-model.md §3).

Blocks, mutes, claims and roles come with the parts of the house that use them.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Case, Q, When
from django.utils import timezone

from retold.catalog.people.fields import FoldField, public_id
from retold.lib.folding import fold_address


class AccountManager(BaseUserManager["Account"]):
    """Makes and finds accounts by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """A new account; without a password it can only be opened by a sign-in link.

        The address is kept in lower case, as sign-in looks for it.
        """
        account = self.model(email=email.strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account of an e-mail address, however its letters are cased."""
        return self.get(email_fold=fold_address(username or ""))


class Account(AbstractBaseUser):
    """Someone who signs in. It has no user name and no public id, so nothing public can name an account."""

    email = models.EmailField(max_length=254, unique=True)
    email_fold = FoldField(of="email", by=fold_address, unique=True)
    joined_at = models.DateTimeField(default=timezone.now)
    suspended_until = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    preferences = models.JSONField(default=dict, blank=True)
    is_active = models.GeneratedField(
        expression=Case(When(Q(removed_at=None), then=True), default=False),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email


class PenName(models.Model):
    """A name that works are signed with.

    No account: imported, orphaned or not yet claimed. `origin_site` and `origin_key` say where an imported name
    comes from: the path of its page there, or, without an address, the folded name with its keeper's key, so
    that one stranger's "Alex" never adopts another's.
    """

    pid = public_id()
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="pen_names")
    name = models.TextField()
    fold = FoldField(of="name")
    is_default = models.BooleanField(default=False)
    origin_site = models.TextField(default="", blank=True)
    origin_key = models.TextField(default="", blank=True)
    about = models.TextField(default="", blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "fold"], condition=Q(account__isnull=False), name="pen_name_once_an_account"
            ),
            models.UniqueConstraint(fields=["account"], condition=Q(is_default=True), name="pen_name_one_default"),
            models.UniqueConstraint(
                fields=["origin_site", "origin_key"], condition=~Q(origin_key=""), name="pen_name_once_an_origin"
            ),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(account__isnull=False), name="pen_name_default_has_account"
            ),
        ]

    def __str__(self) -> str:
        return self.name
