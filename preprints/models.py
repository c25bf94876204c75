"""The catalogue: a preprint, the places where it is public, and its immutable versions."""

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.requests import AnyUser
from preprints.fields import AuthorLineField
from preprints.known_sources import check_source, source_label
from preprints.lengths import (
    LONGEST_AFFILIATION,
    LONGEST_AUTHOR_NAME,
    LONGEST_LICENCE,
    LONGEST_MERGE_REASON,
)
from preprints.rules import FREE, LEFT_FOR_GOOD, has_left


class Kind(models.TextChoices):
    EMPIRICAL = "empirical", _("Empirical")
    THEORY = "theory", _("Theory")
    CONCEPTUAL = "conceptual", _("Conceptual")
    AGENDA = "agenda", _("Research agenda")
    SURVEY = "survey", _("Survey")
    CRITIQUE = "critique", _("Critique")
    REPLICATION = "replication", _("Replication")
    UNKNOWN = "unknown", _("Not classified")


class Subject(models.Model):
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    description = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reading:subject", args=[self.slug])


def left_its_source(work: str) -> Q:
    """Of rows: that their work is withdrawn or retracted where it was posted, as `rules.has_left`
    says of one. work: the way from a row to it, as "version__preprint"."""
    return Q((f"{work}__status__in", LEFT_FOR_GOOD))


class PreprintQuerySet(models.QuerySet["Preprint"]):
    def public(self) -> "PreprintQuerySet":
        """Every stored preprint: only public works are taken in. One that was merged is empty."""
        return self.filter(merged_into=None, current_version__isnull=False)

    def visible_to(self, user: AnyUser) -> "PreprintQuerySet":
        return self.public()

    def at(self, source: str, external_id: str) -> "PreprintQuerySet":
        return self.filter(locations__source=source, locations__external_id=external_id)


class Preprint(models.Model):
    """A work that is public elsewhere: its words are in versions, its places in locations."""

    class Status(models.TextChoices):
        LISTED = "listed", _("Listed")
        DECLINED = "declined", pgettext_lazy("status of a preprint", "Declined")
        LAPSED = "lapsed", _("Lapsed")
        SUBMITTED = "submitted", _("Submitted")
        UNDER_REVIEW = "under-review", _("Under review")
        REVIEWED = "reviewed", _("Reviewed")
        REVISED = "revised", _("Revised")
        SELECTED = "selected", _("Selected")
        FINAL = "final", pgettext_lazy("status of a preprint", "Final")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        RETRACTED = "retracted", _("Retracted")

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.UNKNOWN)
    subjects = models.ManyToManyField(Subject, related_name="preprints", blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.LISTED)
    status_at = models.DateTimeField()
    # What a withdrawn preprint comes back to, should its source post a newer version of it.
    status_before_withdrawal = models.CharField(
        max_length=12, choices=Status, blank=True, default="", db_default=""
    )
    # "Volume 1, Issue 2" while the status is Selected; kept here so that a list needs no join.
    selected_for = models.CharField(max_length=60, blank=True)
    current_version = models.ForeignKey(
        "Version", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Of the newest public assessment, 0 without one; a trigger keeps it (reviews/migrations).
    significance_rank = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    # Whether a post's text may be shown in full: an open licence, or an author who agreed to it.
    shows_full_text = models.BooleanField(default=False)
    first_posted_at = models.DateTimeField()
    created_at = models.DateTimeField()
    # Set where two rows turned out to be one work: this one is empty then, and leads to the other.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_here"
    )

    objects = PreprintQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["-first_posted_at", "-id"]),
            models.Index(fields=["status", "-status_at", "-id"]),
            models.Index(fields=["-status_at", "-id"]),
            models.Index(
                fields=["-significance_rank", "-status_at", "-id"], name="most_significant_first"
            ),
        ]

    def __str__(self) -> str:
        return f"V{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("reading:preprint", args=[self.pk])

    @property
    def has_left(self) -> bool:
        return has_left(self.status)

    @property
    def takes_submission(self) -> bool:
        """Whether its review can be asked for: nothing of it is under way."""
        return self.status in FREE

    @property
    def identifier(self) -> str:
        return f"V{self.pk}"

    @property
    def preprint_id(self) -> int:
        """Its own id, as of all that belongs to a preprint (`events.services.EventSubject`)."""
        return self.pk


class Location(models.Model):
    """A place where the work is public. A source's identifier belongs to one preprint only."""

    preprint = models.ForeignKey(Preprint, models.CASCADE, related_name="locations")
    source = models.CharField(max_length=20, validators=[check_source])
    external_id = models.CharField(max_length=500)
    url = models.URLField(max_length=1000)
    is_canonical = models.BooleanField(default=False)
    first_seen_at = models.DateTimeField()
    # The source's own list of versions, oldest first: [{"label", "posted_at", "is_withdrawn"}].
    history = models.JSONField(default=list)
    # Since when the source has not had the work any more (deleted, hidden, unlisted).
    gone_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-is_canonical", "pk"]
        constraints = [
            UniqueConstraint(fields=["source", "external_id"], name="one_preprint_a_location"),
            UniqueConstraint(
                fields=["preprint"],
                condition=models.Q(is_canonical=True),
                name="one_canonical_location",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.external_id}"

    @property
    def source_label(self) -> str:
        return source_label(self.source)


class Version(models.Model):
    """One posted state of a preprint. A trigger refuses any change once it is written.

    Everything shown is rendered when it is stored: `title_html`, `abstract_html` and `body_html`
    are safe HTML; `teaser` is plain text; `author_line` names the authors as a list shows them.
    """

    preprint = models.ForeignKey(  # has the index of `one_version_a_number`
        Preprint, models.PROTECT, related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField()
    # Where it was seen, for each place counts in its own way; empty where nobody kept it.
    location = models.ForeignKey(
        Location, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    source_version = models.CharField(max_length=60, blank=True)
    title = models.TextField()
    title_html = models.TextField()
    title_plain = models.TextField()
    abstract = models.TextField(blank=True)
    abstract_html = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    opening = models.TextField(blank=True)
    teaser = models.TextField(blank=True)
    author_line = AuthorLineField(max_length=300)
    author_count = models.PositiveIntegerField()
    word_count = models.PositiveIntegerField(default=0)
    categories = models.JSONField(default=list)
    comment = models.TextField(blank=True)
    licence = models.CharField(max_length=LONGEST_LICENCE, blank=True)
    notes = models.JSONField(default=list)
    is_withdrawn = models.BooleanField(default=False)
    posted_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    content_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["preprint", "number"]
        constraints = [UniqueConstraint(fields=["preprint", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return self.identifier

    def get_absolute_url(self) -> str:
        return reverse("reading:version", args=[self.preprint_id, self.number])

    @property
    def identifier(self) -> str:
        return f"V{self.preprint_id}.{self.number}"


class Author(models.Model):
    """One author of one version, in order; `user` once a person has been found to be them."""

    version = models.ForeignKey(  # has the index of `one_author_a_position`
        Version, models.CASCADE, related_name="authors", db_index=False
    )
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=LONGEST_AUTHOR_NAME)
    orcid = models.CharField(max_length=19, blank=True)
    affiliation = models.CharField(max_length=LONGEST_AFFILIATION, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="authorships"
    )

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            UniqueConstraint(fields=["version", "position"], name="one_author_a_position")
        ]
        indexes = [
            models.Index(fields=["orcid"], condition=~Q(orcid=""), name="author_with_orcid"),
        ]

    def __str__(self) -> str:
        return self.name


class Relation(models.Model):
    """Another work tied to a preprint, though not the same: what it was published as, or discusses.

    The other work is named as a location is (`scheme`, `external_id`), known here or not. What a
    page of the web says it is stands here too, until an editor has found it to be so.
    """

    class Kind(models.TextChoices):
        PUBLISHED_AS = "published-as", _("Published as")
        DISCUSSES = "discusses", _("Discusses")
        CLAIMS = "claims", _("Claims to be")

    preprint = models.ForeignKey(  # has the index of `one_relation_each`
        Preprint, models.CASCADE, related_name="relations", db_index=False
    )
    kind = models.CharField(max_length=20, choices=Kind)
    scheme = models.CharField(max_length=20)
    external_id = models.CharField(max_length=500)
    url = models.URLField(max_length=1000, blank=True)
    first_seen_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["preprint", "kind", "scheme", "external_id"], name="one_relation_each"
            )
        ]
        indexes = [
            models.Index(fields=["scheme", "external_id"]),
            models.Index(
                fields=["scheme", "external_id", "preprint"],
                name="relation_claims",
                condition=Q(kind="claims"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.scheme}:{self.external_id}"


class Edit(models.Model):
    """The newest small edit of an observed version: too small for a version, kept all the same.

    Its text stands beside the version, which stays as it was; the log has each edit's hash.
    """

    version = models.OneToOneField(Version, models.CASCADE, related_name="edit")
    title = models.TextField()
    body_html = models.TextField(blank=True)
    words_changed = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    seen_at = models.DateTimeField()
    # What it changed, made in the background as a Comparison is; `compared_hash` names the edit
    # that was compared, for a newer one may have taken its place since.
    diff_html = models.TextField(blank=True, default="")
    words_added = models.PositiveIntegerField(default=0)
    words_removed = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(null=True, blank=True)
    compared_hash = models.CharField(max_length=64, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.version}: {self.words_changed} words"

    @property
    def is_compared(self) -> bool:
        return self.compared_hash == self.content_hash


class Comparison(models.Model):
    """What changed between two versions of one preprint, word by word, as HTML.

    Made in the background; `made_at` is empty until then.
    """

    older = models.ForeignKey(Version, models.CASCADE, related_name="+")
    newer = models.ForeignKey(Version, models.CASCADE, related_name="+")
    title_html = models.TextField(blank=True)
    abstract_html = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    words_added = models.PositiveIntegerField(default=0)
    words_removed = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["older", "newer"], name="one_comparison_a_pair")]

    def __str__(self) -> str:
        return f"{self.older}..{self.newer}"


class Merge(models.Model):
    """Two rows that were one work: what moved where, so that it can be undone.

    `moved` lists the rows that were pointed at the kept preprint:
    [{"model": "reviews.submission", "field": "preprint", "ids": [7]}]; `renumbered` maps a moved
    version's id to its old number.
    """

    kept = models.ForeignKey(Preprint, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Preprint, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=LONGEST_MERGE_REASON)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    moved = models.JSONField(default=list)
    renumbered = models.JSONField(default=dict)
    # What the merged row's own fields were: {"current_version": 12, "status": "listed", ...}.
    was = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.merged} into {self.kept}"


class DuplicateCandidate(models.Model):
    """Two preprints that may be one work; an editor decides, nothing happens by itself."""

    class State(models.TextChoices):
        OPEN = "open", _("To be decided")
        SAME = "same", _("The same work")
        DIFFERENT = "different", _("Different works")

    one = models.ForeignKey(Preprint, models.CASCADE, related_name="+")
    other = models.ForeignKey(Preprint, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [UniqueConstraint(fields=["one", "other"], name="one_candidate_a_pair")]

    def __str__(self) -> str:
        return f"{self.one} and {self.other}"
