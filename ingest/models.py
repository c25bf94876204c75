"""Pasted links, harvested sources, and the pace and failures of hosts."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from ingest.http.answers import LONGEST_ETAG, LONGEST_LAST_MODIFIED
from preprints.known_sources import WEB, source_label

LONGEST_PAUSE_REASON = 300  # characters: why a source or a host rests, or its feeds failed
LONGEST_ERROR = 500  # what went wrong with a harvest, a record or a single work


class OrganisationLookup(models.Model):
    """What ROR has for the affiliation that somebody typed; the last one of each person.

    found: organisations, as `parsing.ror.Organisation` has them. is_away: ROR did not answer when
    it was last asked; it is asked again in the background.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    typed = models.CharField(max_length=300)
    found = models.JSONField(default=list)
    is_away = models.BooleanField(default=False)
    answered_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.typed


class TextPictures(models.Model):
    """The pictures of one version whose full text is shown, as far as they are here.

    found: by the address at the source {"name": of our file, "width", "height"}; the name is empty
    where there is nothing to see. left: addresses still to be asked, from `next_try_at` on.
    """

    version = models.OneToOneField("preprints.Version", models.CASCADE, related_name="pictures")
    found = models.JSONField(default=dict)
    left = models.JSONField(default=list)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.version_id}: {len(self.found)}"


class Lookup(models.Model):
    """A pasted link on its way to a record: asked in the background, shown when it is there.

    `record` is the found `Record` as JSON; nothing is listed until the person confirms it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Asking the source")
        FOUND = "found", _("Found")
        FAILED = "failed", _("Not found")

    text = models.CharField(max_length=2000)
    source = models.CharField(max_length=20)
    external_id = models.CharField(max_length=500)
    version = models.PositiveIntegerField(null=True, blank=True)
    url = models.URLField(max_length=1000)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="link_lookups"
    )
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    message = models.TextField(blank=True)
    record = models.JSONField(null=True, blank=True)
    preprint = models.ForeignKey(
        "preprints.Preprint", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    # The source did not answer, which says nothing of the work; it is asked again then.
    is_away = models.BooleanField(default=False, db_default=False)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["asked_by", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.source}:{self.external_id}"

    @property
    def source_name(self) -> str:
        """Whom we ask, as people call it: of a page, its site."""
        if self.source == WEB:
            return urlsplit(self.url).hostname or self.external_id
        return source_label(self.source)


class Host(models.Model):
    """The pace of a host, and its rest after failures.

    One row for each pace key, which may stand for several hosts of one family.
    """

    key = models.CharField(max_length=100, primary_key=True)
    next_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    # Nobody asks before this moment; the reason is for people.
    closed_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=LONGEST_PAUSE_REASON, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.key


class Source(models.Model):
    """A place that is harvested on a schedule.

    adapter: a key of `ingest.sources.ADAPTERS`, or "feed". options: what to take from it, as
    {"sets": ["cs:cs:AI"]} or, for a feed, {"url": ...}. cursor: where the next run begins.
    """

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    adapter = models.CharField(max_length=20)
    options = models.JSONField(default=dict)
    cursor = models.JSONField(default=dict)
    is_paused = models.BooleanField(default=True)
    pause_reason = models.CharField(max_length=LONGEST_PAUSE_REASON, blank=True)
    every_minutes = models.PositiveIntegerField(default=1440)
    next_run_at = models.DateTimeField(null=True, blank=True)
    # Stopped: it would have changed too many works at once. An editor who has looked allows the
    # next harvest to do so once, and for a while what fetches of single works find.
    is_stopped = models.BooleanField(default=False)
    is_allowed_once = models.BooleanField(default=False)
    fetches_allowed_until = models.DateTimeField(null=True, blank=True)
    # The source's own feeds of new works, read between harvests. feed_validators: by feed, the
    # ETag and Last-Modified of its newest answer, as {"etag": ..., "modified": ...}.
    feeds_due_at = models.DateTimeField(null=True, blank=True)
    feeds_read_at = models.DateTimeField(null=True, blank=True)
    feeds_error = models.CharField(max_length=LONGEST_PAUSE_REASON, blank=True)
    feed_validators = models.JSONField(default=dict, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def identifier(self) -> str:
        """As the subject of an event (`events.services.EventSubject`)."""
        return f"source:{self.slug}"

    @property
    def preprint_id(self) -> None:
        return None

    @property
    def sets(self) -> list[str]:
        """The sets that are taken; none where everything is."""
        return [str(one) for one in self.options.get("sets", [])]


class Harvest(models.Model):
    """One run over a source, from its first page to its last, over as many slices as it takes.

    window: {"asked": {"set", "since", "until", "limit"}, "since", "until"}, all perhaps empty.
    cursor: where the next page begins; written with the page before it, in one transaction.
    tally: {"new", "versions", "known", ...}.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        STOPPED = "stopped", _("Stopped before a mass change")
        # The next harvest begins at the day of this one, with the sets that are taken then.
        DROPPED = "dropped", _("Stopped because the sets changed")

    ENDED = (State.DONE, State.DROPPED)  # the others are taken up again

    source = models.ForeignKey(Source, models.CASCADE, related_name="harvests")
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    window = models.JSONField(default=dict)
    cursor = models.JSONField(default=dict)
    tally = models.JSONField(default=dict)
    pages = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(null=True, blank=True)
    error = models.CharField(max_length=LONGEST_ERROR, blank=True)
    started_at = models.DateTimeField()
    advanced_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d}"


class Shelved(models.Model):
    """What the first pass of a harvest keeps for the second: arXiv's names in parts."""

    source = models.CharField(max_length=20)
    external_id = models.CharField(max_length=500)
    content = models.JSONField()
    shelved_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "shelved"
        constraints = [
            UniqueConstraint(fields=["source", "external_id"], name="one_shelved_a_work")
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.external_id}"


class Reject(models.Model):
    """A record that could not be stored: its bytes and the reason."""

    class State(models.TextChoices):
        OPEN = "open", _("Rejected")
        TAKEN = "taken", _("Imported later")
        DISMISSED = "dismissed", _("Dismissed")

    source = models.ForeignKey(Source, models.CASCADE, related_name="rejects")
    external_id = models.CharField(max_length=500, blank=True)
    content = models.BinaryField()
    content_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=LONGEST_ERROR)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    seen_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-seen_at", "-pk"]
        constraints = [
            UniqueConstraint(fields=["source", "content_hash"], name="one_reject_a_content")
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


class ScheduledFetch(models.Model):
    """One work to be fetched by its id at `due_at`.

    why: "announced" (a feed named it), "version" (a declared version not yet here), "watch" (a
    text without versions, fetched again and again for its edits), "submission" (a work that has
    one, fetched again and again for whatever its source changes).
    """

    class Why(models.TextChoices):
        ANNOUNCED = "announced", _("Announced")
        VERSION = "version", _("Earlier version")
        WATCH = "watch", _("Watched for edits")
        SUBMISSION = "submission", _("Watched for its submission")

    source = models.CharField(max_length=20)
    external_id = models.CharField(max_length=500)
    version = models.PositiveIntegerField(default=0)  # 0 is the newest
    why = models.CharField(max_length=10, choices=Why)
    url = models.URLField(max_length=1000)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=LONGEST_ERROR, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    missed_at = models.DateTimeField(null=True, blank=True)  # first time it was not there
    # The last fetch found it gone, withdrawn or empty.
    is_suspect = models.BooleanField(default=False, db_default=False)
    # Given up after too many tries; kept for editors to see.
    failed_at = models.DateTimeField(null=True, blank=True)
    # Of a work that has a submission, also one whose text is watched anyway; else None.
    every_hours = models.PositiveIntegerField(null=True, blank=True)
    # Of the newest answer, where the source can say that nothing has changed since.
    etag = models.CharField(max_length=LONGEST_ETAG, blank=True, default="", db_default="")
    last_modified = models.CharField(
        max_length=LONGEST_LAST_MODIFIED, blank=True, default="", db_default=""
    )

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["source", "external_id", "version"], name="one_scheduled_fetch_a_work"
            )
        ]
        indexes = [
            models.Index(
                fields=["source", "due_at"],
                name="scheduled_fetch_due",
                condition=models.Q(failed_at=None),
            ),
            models.Index(
                fields=["source", "checked_at"],
                name="scheduled_fetch_checked",
                condition=models.Q(checked_at__isnull=False),
            ),
            models.Index(
                fields=["source", "external_id"],
                name="scheduled_fetch_submitted",
                condition=models.Q(every_hours__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.why} {self.source}:{self.external_id}"

    @property
    def place(self) -> str:
        """As `Location` writes itself."""
        return f"{self.source}:{self.external_id}"

    @property
    def is_repeated(self) -> bool:
        """Whether it is fetched again and again, and never given up."""
        return self.why in (self.Why.WATCH, self.Why.SUBMISSION)


class FetchStop(models.Model):
    """The single works of a source are not fetched, for too many would change at once.

    Only of a source that is not harvested just now: one that is harvested is stopped as a whole
    (`Source.is_stopped`). An editor who has looked allows the changes for a while.
    """

    source = models.CharField(max_length=20, unique=True)
    reason = models.CharField(max_length=LONGEST_PAUSE_REASON)
    stopped_at = models.DateTimeField()
    allowed_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.source
