"""Works and all that belongs to one: who may see it, its texts, every copy that came in (data-model.md §5, §6)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When

from retold.catalog.people.fields import FoldField, public_id
from retold.catalog.people.models import PenName
from retold.catalog.tags.models import Kind, Tag
from retold.lib.public_ids import new_archive_number
from retold.ports.storage.models import KeptFile

# Ranks are this far apart, so that moving a thing between two others is one UPDATE.
RANK_STEP = 1024

CLOSED_GATE = 9


class Stage(models.IntegerChoices):
    """How far a work has come; the numbers are kept in the database and never reused."""

    DRAFT = 0, "draft"
    SCHEDULED = 1, "scheduled"
    POSTED = 2, "posted"
    WITHDRAWN = 3, "withdrawn"
    GONE = 4, "gone"


class Audience(models.IntegerChoices):
    """Whom a posted work is for: its keepers alone (private), members (locked), everyone."""

    KEEPERS = 0, "private"
    MEMBERS = 1, "members"
    EVERYONE = 2, "everyone"


class Right(models.IntegerChoices):
    """What an account may do with a work while it is not open."""

    READ = 1, "read"
    WRITE = 2, "write"
    OWN = 3, "own"


class BylineState(models.IntegerChoices):
    """Whether the named one agreed to be named; what is imported was agreed to where it comes from."""

    OFFERED = 0, "offered"
    ACCEPTED = 1, "accepted"
    DECLINED = 2, "declined"


class Cause(models.IntegerChoices):
    """Why a revision was made."""

    IMPORT = 1, "a copy came in"
    EDIT = 2, "edited here"
    RULES = 3, "the markup's rules changed"


def _gate() -> Case:
    """The least clearance needed to see a work; the first line that holds (data-model.md §6)."""
    posted = Q(stage=Stage.POSTED)
    shown = posted & Q(hidden_at=None, unrevealed=False)
    return Case(
        When(Q(removed_at__isnull=False) | Q(stage=Stage.GONE), then=Value(CLOSED_GATE)),
        When(shown & Q(audience=Audience.EVERYONE), then=Value(0)),
        When(shown & Q(audience=Audience.MEMBERS), then=Value(1)),
        When(posted & Q(audience__in=[Audience.EVERYONE, Audience.MEMBERS]), then=Value(2)),
        default=Value(3),
    )


class Archive(models.Model):
    """The one row that says which archive this is: its 62-bit number goes into every UUID that leaves."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=new_archive_number)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="archive_is_one")]


class Work(models.Model):
    """One work as it stands now: what its editions and its keeper's mends come to.

    Facts of its state are kept apart (stage, audience, hidden, removed, unrevealed, anonymous); the database
    works out `gate` from them, so nobody can forget to. Texts are canonical markup, "" where there is none;
    `title` is None while nobody gave one. `mended` is {field: value as in the Manuscript's JSON}, `provenance`
    {field: edition number} for fields that do not come from the newest edition. `changed_at` is when anything
    of the work changed here. Day-precise dates are noon UTC with `day_only` set.
    """

    pid = public_id()
    uuid = models.UUIDField(null=True, blank=True)
    title = models.TextField(null=True, blank=True)
    title_sort = FoldField(of="title")
    summary = models.TextField(default="", blank=True)
    notes_before = models.TextField(default="", blank=True)
    notes_after = models.TextField(default="", blank=True)
    language = models.TextField(default="und")
    media = models.JSONField(default=list, blank=True)

    stage = models.SmallIntegerField(choices=Stage, default=Stage.DRAFT)
    audience = models.SmallIntegerField(choices=Audience, default=Audience.KEEPERS)
    hidden_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    unrevealed = models.BooleanField(default=False)
    anonymous = models.BooleanField(default=False)
    tombstone = models.BooleanField(default=False)
    posts_at = models.DateTimeField(null=True, blank=True)
    gate = models.GeneratedField(expression=_gate(), output_field=models.SmallIntegerField(), db_persist=True)

    complete = models.BooleanField(null=True, blank=True)
    chapters_posted = models.PositiveIntegerField(default=0)
    chapters_expected = models.PositiveIntegerField(null=True, blank=True)
    words = models.BigIntegerField(default=0)

    written_on = models.DateField(null=True, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    revised_at = models.DateTimeField(null=True, blank=True)
    day_only = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    mended = models.JSONField(default=dict, blank=True)
    provenance = models.JSONField(default=dict, blank=True)
    remains = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=[0, 1, 2, 3, 4]), name="work_stage"),
            models.CheckConstraint(condition=Q(audience__in=[0, 1, 2]), name="work_audience"),
            models.CheckConstraint(
                condition=~Q(stage=Stage.POSTED) | Q(posted_at__isnull=False), name="work_posted_has_date"
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.SCHEDULED) | Q(posts_at__isnull=False), name="work_scheduled_has_date"
            ),
            models.CheckConstraint(
                condition=Q(audience=Audience.KEEPERS) | (Q(title__isnull=False) & ~Q(title="")),
                name="work_open_has_title",
            ),
        ]
        indexes = [
            models.Index(F("revised_at").desc(), "pid", name="work_by_revised"),
            models.Index("gate", F("revised_at").desc(), "pid", name="work_open_by_revised"),
            models.Index(F("made_at").desc(), "pid", name="work_by_arrival"),
            models.Index(fields=["posts_at"], condition=Q(stage=Stage.SCHEDULED), name="work_to_post"),
            models.Index(fields=["removed_at"], condition=Q(removed_at__isnull=False), name="work_to_erase"),
        ]

    def __str__(self) -> str:
        return self.title or "Untitled"


class Access(models.Model):
    """Which account may see or change a work while it is not open. The gate reads this, never bylines."""

    pk = models.CompositePrimaryKey("account", "work")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="access")
    right = models.SmallIntegerField(choices=Right)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(right__in=[1, 2, 3]), name="access_right")]


class Text(models.Model):
    """One chapter's text, immutable and kept deflated (`retold.catalog.works.texts`).

    De-duplicated inside one work only: so "text gone" is true, and nobody can probe what others hold.
    `digest` is the SHA-256 of the canonical markup in UTF-8, `crc` and `size` are of the same bytes; `blocks`
    packs 8 bytes a block; `rules` is the version of the sanitiser.
    """

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="texts")
    digest = models.BinaryField(max_length=32)
    body = models.BinaryField()
    crc = models.BigIntegerField()
    size = models.BigIntegerField()
    words = models.BigIntegerField()
    blocks = models.BinaryField()
    rules = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "digest"], name="text_once_a_work")]


class Chapter(models.Model):
    """One chapter as it stands now. Ranks are spaced; the number that pages show is counted.

    `rank` is None for a chapter that only an older copy of the work has: kept, and no part of it as it is now.
    """

    pid = public_id()
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="chapters")
    rank = models.BigIntegerField(null=True, blank=True)
    posted = models.BooleanField(default=True)
    title = models.TextField(default="", blank=True)
    summary = models.TextField(default="", blank=True)
    notes_before = models.TextField(default="", blank=True)
    notes_after = models.TextField(default="", blank=True)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    words = models.BigIntegerField(default=0)
    posted_on = models.DateField(null=True, blank=True)
    address = models.TextField(default="", blank=True)
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "rank"], name="chapter_once_a_rank")]

    def __str__(self) -> str:
        return self.title


class Revision(models.Model):
    """A chapter as it was saved once: its text and its face (title, notes and the like, as in the Manuscript)."""

    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    face = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cause = models.SmallIntegerField(choices=Cause)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chapter", "number"], name="revision_once_a_number")]


class EditionManager(models.Manager["Edition"]):
    """Finds editions. `standing` are those that works consist of: not the ones that went to another work."""

    def standing(self) -> models.QuerySet[Edition]:
        """The editions that did not leave."""
        return self.filter(left_at=None)


class Edition(models.Model):
    """One copy of a work as it came in: a frozen Manuscript, its chapters' texts by key (`EditionPart`).

    `manifest` is the Manuscript as JSON with the chapters' `html` taken out. `text_digest` is the SHA-256 over
    the digests of its texts in order. One that left (`left_at`) went to another work, and is no part of this one
    unless that is undone.
    """

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    address = models.TextField(default="", blank=True)
    source_updated = models.DateField(null=True, blank=True)
    manifest = models.JSONField()
    text_digest = models.BinaryField(max_length=32)
    left_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[EditionManager] = EditionManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "number"], name="edition_once_a_number")]
        indexes = [
            models.Index(fields=["text_digest"], name="edition_by_text"),
            models.Index(fields=["left_at"], condition=Q(left_at__isnull=False), name="edition_to_erase"),
        ]


class EditionPart(models.Model):
    """A chapter of an edition; an unchanged one points to the revision that an earlier edition made."""

    pk = models.CompositePrimaryKey("edition", "rank")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="parts")
    rank = models.BigIntegerField()
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")


class EditionAsset(models.Model):
    """A picture or other file that an edition's texts show as `assets/NAME`."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="assets")
    name = models.TextField()
    kept = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="edition_asset_once_a_name")]


class Original(models.Model):
    """A file that an edition was read from, and the part of it (a ZIP may hold many works)."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="originals")
    kept = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    part = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "kept", "part"], name="original_once")]


class Origin(models.Model):
    """Where copies of the work come from: the site, and the work's key there.

    Not unique over works: two shelves may hold the same story.
    """

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="origins")
    site = models.TextField()
    key = models.TextField()
    address = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "site", "key"], name="origin_once_a_work")]
        indexes = [models.Index(fields=["site", "key"], name="origin_by_key")]


class Mark(models.Model):
    """A few runs of words of a work's texts, by their hashes: other copies of it share some (`works.shingles`).

    Finds the works that a new copy must be compared with, without reading every text of a shelf.
    """

    pk = models.CompositePrimaryKey("work", "value")
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="marks")
    value = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["value"], name="mark_by_value")]


class Byline(models.Model):
    """A name on a work or on one of its chapters. `as_written` keeps "P (U)" and "X [archived by Y]"."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="bylines")
    chapter = models.ForeignKey(Chapter, null=True, blank=True, on_delete=models.CASCADE, related_name="bylines")
    pen = models.ForeignKey(PenName, on_delete=models.PROTECT, related_name="bylines")
    role = models.TextField(default="author")
    rank = models.PositiveIntegerField()
    state = models.SmallIntegerField(choices=BylineState, default=BylineState.OFFERED)
    as_written = models.TextField()
    address = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["work", "pen", "role"], condition=Q(chapter=None), name="byline_once_a_work"
            ),
            models.UniqueConstraint(
                fields=["chapter", "pen", "role"], condition=Q(chapter__isnull=False), name="byline_once_a_chapter"
            ),
            models.CheckConstraint(condition=Q(state__in=[0, 1, 2]), name="byline_state"),
        ]
        indexes = [
            models.Index(fields=["work", "rank"], name="byline_in_order"),
            models.Index(fields=["pen", "state", "work"], name="byline_by_pen"),
        ]


class Tagging(models.Model):
    """A tag on a work, in its creator's order. `weight` is of relationships: 0 unsaid, 1 primary, 2 background."""

    pk = models.CompositePrimaryKey("work", "tag")
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="+")
    kind = models.SmallIntegerField(choices=Kind)
    rank = models.PositiveIntegerField()
    weight = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work"], condition=Q(kind=Kind.RATING), name="tagging_one_rating"),
            models.CheckConstraint(
                condition=Q(weight=0) | Q(kind=Kind.RELATIONSHIP, weight__in=[1, 2]), name="tagging_weight"
            ),
        ]
        indexes = [models.Index(fields=["tag", "work"], name="tagging_by_tag")]


class Series(models.Model):
    """Works in an order. An imported one belongs to the shelf of the account that brought it in."""

    pid = public_id()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.TextField()
    fold = FoldField(of="title")
    summary = models.TextField(default="", blank=True)
    origin_site = models.TextField(default="", blank=True)
    origin_key = models.TextField(default="", blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "origin_site", "origin_key"],
                condition=~Q(origin_key=""),
                name="series_once_an_origin",
            )
        ]
        indexes = [models.Index(fields=["account", "fold"], name="series_by_name")]

    def __str__(self) -> str:
        return self.title


class SeriesPart(models.Model):
    """A work's place in a series; `position` is what the source says it is, if it says."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="parts")
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="series_parts")
    rank = models.BigIntegerField()
    position = models.IntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "work"], name="series_part_once"),
            models.UniqueConstraint(fields=["series", "rank"], name="series_part_once_a_rank"),
        ]


class Tally(models.Model):
    """Counts that change often, beside the wide row that must keep still."""

    work = models.OneToOneField(Work, primary_key=True, on_delete=models.CASCADE, related_name="tally")
    hits = models.BigIntegerField(default=0)
    kudos = models.BigIntegerField(default=0)
    comments = models.BigIntegerField(default=0)
    bookmarks = models.BigIntegerField(default=0)


class Change(models.Model):
    """What a keeper set fields of a work over, kept for a while so that the former values can be put back.

    By field, as in the Manuscript's JSON: `before` and `after` are what the work said, `stood` the mends that stood
    before (a field that is not in it said what the copies say).
    """

    pid = public_id()
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    stood = models.JSONField(default=dict)


class Answer(models.IntegerChoices):
    """What a keeper said to the question whether two works are one."""

    JOINED = 1, "one work"
    APART = 2, "two works"


class Likeness(models.Model):
    """Two works that may be copies of one: a question to their keeper, and the answer that is remembered.

    `first` came before `second`. The shares are in thousandths of their words: how much of the one the other tells.
    """

    first = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="+")
    of_first = models.PositiveSmallIntegerField(default=0)
    of_second = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    answer = models.SmallIntegerField(choices=Answer, null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="likeness_once_a_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="likeness_in_order"),
            models.CheckConstraint(condition=Q(answer=None) | Q(answer__in=[1, 2]), name="likeness_answer"),
        ]


class Regrouping(models.Model):
    """Copies that went from one work to another: two works joined, or one work parted in two.

    Of a join, `source` is the work that was taken off the shelf, and `work` the one that has its copies now; of a
    parting, `source` is the work that they left. `numbers` are the numbers of the copies in `source`, `new_numbers`
    those in `work`; `before` is what undoing it needs to know.
    """

    pid = public_id()
    is_join = models.BooleanField()
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="regroupings")
    source = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="left_to")
    numbers = models.JSONField(default=list)
    new_numbers = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(work=F("source")), name="regrouping_of_two"),
        ]
