"""What works owe: sources, their addresses, and the credits that a person accepted (data-model.md §7).

There is no "proposed" credit here: proposals stay in the edition that holds the words they came from, and what
a keeper decided on one is kept where no credit says it (`ProposalDecision`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from retold.catalog.people.fields import public_id
from retold.catalog.people.models import PenName
from retold.catalog.tags.models import Tag
from retold.catalog.works.models import Chapter, Edition, Work
from retold.ports.storage.models import KeptFile


class Medium(models.IntegerChoices):
    """What kind of thing is credited (contract.md); the labels are the Manuscript's words."""

    SONG = 1, "song"
    POEM = 2, "poem"
    BOOK = 3, "book"
    FILM = 4, "film"
    TV = 5, "tv"
    GAME = 6, "game"
    COMIC = 7, "comic"
    FANART = 8, "fanart"
    FANVID = 9, "fanvid"
    FANFIC = 10, "fanfic"
    POST = 11, "post"
    PROMPT = 12, "prompt"
    EVENT = 13, "event"
    PERSON = 14, "person"
    REAL_LIFE = 15, "real_life"
    OTHER = 16, "other"


class CreditKind(models.IntegerChoices):
    """What a work owes to a source (contract.md); the labels are the Manuscript's words."""

    TITLE_FROM = 1, "title_from"
    QUOTE_FROM = 2, "quote_from"
    INSPIRED_BY = 3, "inspired_by"
    RETELLS = 4, "retells"
    PROMPT_FROM = 5, "prompt_from"
    WRITTEN_FOR = 6, "written_for"
    GIFT_FOR = 7, "gift_for"
    TRANSLATION_OF = 8, "translation_of"
    REMIX_OF = 9, "remix_of"
    PODFIC_OF = 10, "podfic_of"
    ART_FOR = 11, "art_for"
    SEQUEL_TO = 12, "sequel_to"
    COMPANION_TO = 13, "companion_to"
    BETA_BY = 14, "beta_by"
    THANKS_TO = 15, "thanks_to"
    COWRITTEN_WITH = 16, "cowritten_with"
    CANON_OWNER = 17, "canon_owner"


class AddressState(models.IntegerChoices):
    """What the last look at an address found."""

    UNCHECKED = 0, "not looked at yet"
    ALIVE = 1, "there"
    MOVED = 2, "moved"
    GONE = 3, "gone"


class Consent(models.IntegerChoices):
    """Whether the credited one agreed that the link is shown on their side."""

    NOT_NEEDED = 0, "not needed"
    ASKED = 1, "asked"
    AGREED = 2, "agreed"
    REFUSED = 3, "refused"


class Source(models.Model):
    """What is credited, one row for one thing. `identity` says what makes two of them one.

    `part_of` leads from an episode to its season and show; `tag` is the fandom that it is; a merged source
    keeps its row and leads on.
    """

    pid = public_id()
    identity = models.TextField(unique=True)
    medium = models.SmallIntegerField(choices=Medium, default=Medium.OTHER)
    title = models.TextField(default="", blank=True)
    creator = models.TextField(default="", blank=True)
    place = models.TextField(default="", blank=True)
    part_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField(null=True, blank=True)
    work = models.OneToOneField(Work, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    pen = models.OneToOneField(PenName, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    tag = models.ForeignKey(Tag, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(work=None) | Q(pen=None), name="source_not_work_and_pen"),
            models.CheckConstraint(condition=Q(medium__gte=1, medium__lte=16), name="source_medium"),
        ]

    def __str__(self) -> str:
        return self.title or self.creator or self.place


class SourceAddress(models.Model):
    """An address of a source; its state belongs to it alone. `key` is the digest of its normal form."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="addresses")
    address = models.TextField()
    key = models.BinaryField(max_length=32, unique=True)
    state = models.SmallIntegerField(choices=AddressState, default=AddressState.UNCHECKED)
    moved_to = models.TextField(default="", blank=True)
    kept_copy = models.ForeignKey(KeptFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    check_at = models.DateTimeField(null=True, blank=True)
    fails = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=[0, 1, 2, 3]), name="source_address_state")]
        indexes = [
            models.Index(fields=["check_at"], condition=Q(check_at__isnull=False), name="source_address_to_check")
        ]

    def __str__(self) -> str:
        return self.address


class CreditManager(models.Manager["Credit"]):
    """Finds credits. `standing` are those that works owe: not the ones that were taken back."""

    def standing(self) -> models.QuerySet[Credit]:
        """The credits that were not taken back."""
        return self.filter(removed_at=None)


class Credit(models.Model):
    """What a work owes, as a person accepted it.

    `as_written` is the credit of the Manuscript as JSON, so that no other work's spelling of the source can
    change what this one says; `evidence` is the verbatim span of the note; `wording` is how the keeper wants it
    printed, "" for the house's own sentence. The crediting work always shows it; `consent` is for its echo. One that
    was taken back (`removed_at`) is no credit of the work, and can be put back for a while.
    """

    pid = public_id()
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="credits")
    chapter = models.ForeignKey(Chapter, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="credits")
    address = models.ForeignKey(SourceAddress, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.SmallIntegerField(choices=CreditKind)
    rank = models.PositiveIntegerField()
    wording = models.TextField(default="", blank=True)
    evidence = models.TextField(default="", blank=True)
    as_written = models.JSONField(default=dict)
    consent = models.SmallIntegerField(choices=Consent, default=Consent.NOT_NEEDED)
    made_at = models.DateTimeField()
    from_edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[CreditManager] = CreditManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "work", "kind"],
                condition=Q(chapter=None, removed_at=None),
                name="credit_once_a_work",
            ),
            models.UniqueConstraint(
                fields=["source", "chapter", "kind"],
                condition=Q(chapter__isnull=False, removed_at=None),
                name="credit_once_a_chapter",
            ),
            models.CheckConstraint(condition=Q(kind__gte=1, kind__lte=17), name="credit_kind"),
            models.CheckConstraint(condition=Q(consent__in=[0, 1, 2, 3]), name="credit_consent"),
        ]
        indexes = [
            models.Index(fields=["work", "rank"], name="credit_in_order"),
            models.Index(fields=["removed_at"], condition=Q(removed_at__isnull=False), name="credit_to_erase"),
        ]


class ProposalDecision(models.Model):
    """What a keeper decided on a proposal where the credits alone do not show it, so that it is not asked about again.

    `credit` None: refused. Else: accepted, and the credit says it in other words. `proposal` is the credit as
    proposed, as JSON; `words` the digest of what it says. `taken_with` is a credit that was taken back: while it is
    set, the decision does not hold, and the proposal is open again.
    """

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="proposal_decisions")
    words = models.BinaryField(max_length=32)
    proposal = models.JSONField(default=dict)
    credit = models.ForeignKey(Credit, null=True, blank=True, on_delete=models.CASCADE, related_name="decisions")
    taken_with = models.ForeignKey(Credit, null=True, blank=True, on_delete=models.CASCADE, related_name="taken_along")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["work", "words"], condition=Q(taken_with=None), name="proposal_decided_once"
            )
        ]
