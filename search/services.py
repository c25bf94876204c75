"""The index follows the event log in batches, so that whoever writes need not wait for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from curation.models import Issue
from events.locks import Lock, hold
from events.models import Seal
from preprints.models import Preprint
from search.documents import index_issues, index_works
from search.models import Document, DocumentKind, Follower, Word

BATCH = 5000  # events, or texts that were written
REBUILT_AT_ONCE = 1000  # works
_LAG = """
WITH follower AS (SELECT coalesce(max(position), 0) AS position FROM search_follower)
SELECT (SELECT coalesce(max(position), 0) FROM events_seal) - follower.position
       + (SELECT count(*) FROM events_unsealed),
       coalesce(
         (SELECT event.at FROM events_seal AS seal JOIN events_event AS event
              ON event.id = seal.event_id
           WHERE seal.position > follower.position ORDER BY seal.position LIMIT 1),
         (SELECT event.at FROM events_unsealed AS unsealed JOIN events_event AS event
              ON event.id = unsealed.event_id
           ORDER BY unsealed.event_id LIMIT 1)
       )
  FROM follower
"""
_TAKE_STALE = """
DELETE FROM search_staledocument
 WHERE id IN (SELECT id FROM search_staledocument ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING kind, object_id, preprint_id
"""
# A version is never changed; what it says in a formula or a number is no word.
_LEARN = """
WITH version AS (
  SELECT id, title_plain || ' ' || abstract AS text,
         (SELECT string_agg(name, ' ') FROM preprints_author WHERE version_id = v.id) AS names
    FROM preprints_version AS v WHERE id > %(after)s ORDER BY id LIMIT %(most)s),
learned AS (
  INSERT INTO search_word (word)
  SELECT DISTINCT word FROM version,
         unnest(tsvector_to_array(to_tsvector('verso_names',
           left(text || ' ' || coalesce(names, ''), %(longest)s)))) AS word
   WHERE word ~ '^[[:alpha:]][[:alpha:]'']{2,38}$'
      ON CONFLICT DO NOTHING)
SELECT max(id), count(*) FROM version
"""
LONGEST_LEARNED_TEXT = 20_000  # characters of a version's title, abstract and names
LEARNED_AT_ONCE = 2000  # versions


@dataclass(frozen=True, slots=True)
class Lag:
    """How far the index is behind: events it has not followed, and the time of the oldest."""

    events: int
    since: datetime | None


@transaction.atomic
def follow_events(*, now: datetime) -> int:
    """Index what the next batch of sealed events is about, and what was written otherwise.

    Returns how many events and texts that were. The chain gives every committed event a place in
    one order, so none can be overtaken by an earlier one whose transaction took longer. 0 also
    where another process is at it.

    The stale documents are taken first: what is written after that leaves another one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [Lock.FOLLOW])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_TAKE_STALE, [BATCH])
        stale = cursor.fetchall()
    follower, _ = Follower.objects.get_or_create(pk=1)
    seals = Seal.objects.filter(position__gt=follower.position).order_by("position")[:BATCH]
    rows = list(seals.values_list("position", "event__preprint_id"))
    works = {preprint_id for _, preprint_id in rows if preprint_id}
    works |= {preprint_id for _kind, _id, preprint_id in stale if preprint_id}
    issues = {object_id for kind, object_id, _ in stale if kind == DocumentKind.EDITORIAL}
    index_works(sorted(works), now=now)
    index_issues(sorted(issues), now=now)
    if rows:
        follower.position, follower.followed_at = rows[-1][0], now
        follower.save(update_fields=["position", "followed_at"])
    return len(rows) + len(stale)


@transaction.atomic
def learn_words() -> int:
    """Add the words of the next versions to those that a mistyped one may mean; returns of how
    many. 0 also where another process is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [Lock.FOLLOW])
        if not cursor.fetchone()[0]:
            return 0
        follower, _ = Follower.objects.get_or_create(pk=1)
        asked = {"after": follower.words_until, "most": LEARNED_AT_ONCE}
        cursor.execute(_LEARN, asked | {"longest": LONGEST_LEARNED_TEXT})
        last, learned = cursor.fetchone()
    if learned:
        follower.words_until = last
        follower.save(update_fields=["words_until"])
    return int(learned)


def rebuild(*, now: datetime) -> Iterator[int]:
    """Make all documents anew, some works at a time; yields how many works are done.

    Searches go on meanwhile: each work has its old documents until it has its new ones.
    """
    after, done = 0, 0
    while ids := _next_works(after):
        with transaction.atomic():
            hold(Lock.FOLLOW)
            index_works(ids, now=now)
        after, done = ids[-1], done + len(ids)
        yield done
    with transaction.atomic():
        hold(Lock.FOLLOW)
        index_issues(list(Issue.objects.values_list("pk", flat=True)), now=now)
        _forget_what_is_not_there()
        Word.objects.all().delete()
        Follower.objects.update_or_create(pk=1, defaults={"words_until": 0})


def _next_works(after: int) -> list[int]:
    works = Preprint.objects.filter(pk__gt=after).order_by("pk")
    return list(works.values_list("pk", flat=True)[:REBUILT_AT_ONCE])


def _forget_what_is_not_there() -> None:
    works = Document.objects.exclude(preprint_id=None)
    works.exclude(preprint_id__in=Preprint.objects.values("pk")).delete()
    editorials = Document.objects.filter(kind=DocumentKind.EDITORIAL)
    editorials.exclude(object_id__in=Issue.objects.values("pk")).delete()


def lag() -> Lag:
    with connection.cursor() as cursor:
        cursor.execute(_LAG)
        events, since = cursor.fetchone()
    return Lag(max(events, 0), since)
