"""The part of the search measurement that runs in a process of its own.

`python -m bench.searching WORKS` fills an empty journal, searches it, and prints JSON. The works
are made from the corpus, each fifth with a review and each fiftieth with an assessment.
"""

import json
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journal.settings")
    django.setup()

from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from bench.corpus import SEED, corpus, invented
from preprints.copying import copy_rows, take_ids
from preprints.models import Author, Location, Preprint, Subject, Version
from preprints.rows import AuthorRow, LocationRow, PreprintRow, VersionRow
from preprints.rules import stored_author_line
from reviews.models import Assessment, Review, Round, Submission, Term
from search.documents import index_works
from search.finding import Search, find
from search.queries import parse_query
from search.services import learn_words

AT_ONCE = 5_000
FILL_WITHIN = 1_800.0  # seconds; then as many works are searched as there are
SEARCHES = 60  # of each kind
LOOKED_FOR = 200
WORD = re.compile(r"\b[a-z]{5,}\b")


def main(works: int) -> None:
    started = time.monotonic()
    filled = fill(works, started)
    rate = filled / (time.monotonic() - started)
    finish()
    client = Client(SERVER_NAME="127.0.0.1")
    kinds = queries()
    for query in kinds["common"][:5]:
        ask(client, query)  # code and caches
    times = {kind: spread([ask(client, query) for query in some]) for kind, some in kinds.items()}
    beside = {kind: spread([ask_nothing(client) for _ in some]) for kind, some in kinds.items()}
    alone = {kind: spread([find_alone(query) for query in some]) for kind, some in kinds.items()}
    answer = {"texts": count(), "times": times, "beside": beside, "alone": alone}
    answer |= {"known": known_items(), "filled": rate}
    json.dump(answer | {"sizes": sizes()}, sys.stdout)


def fill(works: int, started: float) -> int:
    """Returns how many works there are in the end."""
    person = User.objects.create(email="bench@example.org")
    other = User.objects.create(email="bench-2@example.org")
    subjects = Subject.objects.bulk_create(
        Subject(slug=f"bench-{number}", name=f"Subject {number}") for number in range(12)
    )
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX document_words")
    draw = random.Random(SEED)
    for done in range(0, works, AT_ONCE):
        records = [invented(number, draw) for number in range(done, min(done + AT_ONCE, works))]
        ids = store(records, done)
        with_texts(ids, person, other, subjects)
        index_works(ids, now=timezone.now())
        if done % (20 * AT_ONCE) == 0:
            sys.stderr.write(f"  {done + len(ids):,} works\n")
        if time.monotonic() - started > FILL_WITHIN:
            return done + len(ids)
    return works


@transaction.atomic
def store(records: Sequence[dict[str, Any]], after: int) -> list[int]:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    ids = take_ids(Preprint, len(records))
    version_ids, location_ids = take_ids(Version, len(records)), take_ids(Location, len(records))
    rows = list(zip(records, ids, version_ids, location_ids, strict=True))
    copy_rows(
        Preprint, PreprintRow, [_preprint(one, pk, version, now) for one, pk, version, _ in rows]
    )
    copy_rows(Version, VersionRow, [_version(*row, now) for row in rows])
    copy_rows(
        Location,
        LocationRow,
        [
            _location(pk, place, after + number, now)
            for number, (_, pk, _, place) in enumerate(rows)
        ],
    )
    authors = [_authors(one, version) for one, _, version, _ in rows]
    copy_rows(Author, AuthorRow, [author for some in authors for author in some])
    return ids


def _preprint(record: dict[str, Any], pk: int, version: int, now: datetime) -> PreprintRow:
    return PreprintRow(
        id=pk,
        kind=("theory", "empirical", "unknown")[pk % 3],
        status="reviewed" if pk % 50 == 0 else "listed",
        status_at=now,
        status_before_withdrawal="",
        selected_for="",
        current_version=version,
        shows_full_text=False,
        first_posted_at=datetime.fromisoformat(record["created"]).replace(
            year=2007 + pk % 18, day=1, tzinfo=UTC
        ),
        created_at=now,
    )


def _version(
    record: dict[str, Any], pk: int, version: int, location: int, now: datetime
) -> VersionRow:
    title, names = " ".join(record["title"].split()), _names(record)
    return VersionRow(
        id=version,
        preprint=pk,
        number=1,
        location=location,
        source_version="v1",
        title=title,
        title_html=title,
        title_plain=title,
        abstract=" ".join(record["abstract"].split()),
        abstract_html="",
        body_html="",
        opening="",
        teaser=title,
        author_line=stored_author_line(names),
        author_count=len(names),
        word_count=0,
        categories=[],
        comment="",
        licence="",
        notes=[],
        is_withdrawn=False,
        posted_at=now,
        content_hash="0" * 64,
        seen_at=now,
    )


def _location(pk: int, location: int, number: int, now: datetime) -> LocationRow:
    return LocationRow(
        id=location,
        preprint=pk,
        source=("arxiv", "arxiv", "biorxiv")[number % 3],
        external_id=f"bench-{number}",
        url=f"https://arxiv.org/abs/bench-{number}",
        is_canonical=True,
        first_seen_at=now,
        history=[],
    )


def _names(record: dict[str, Any]) -> list[str]:
    return [
        f"{one.get('forenames', '')} {one.get('keyname', '')}".strip() for one in record["authors"]
    ]


def _authors(record: dict[str, Any], version: int) -> list[AuthorRow]:
    return [
        AuthorRow(version=version, position=position, name=name, orcid="", affiliation="")
        for position, name in enumerate(_names(record), start=1)
    ]


def with_texts(ids: Sequence[int], person: User, other: User, subjects: Sequence[Subject]) -> None:
    """Subjects for all of these works, a review for each fifth, an assessment for each fiftieth."""
    now, terms = timezone.now(), {scale: list(Term.objects.current(scale)) for scale in SCALES}
    link = Preprint.subjects.through
    link.objects.bulk_create(
        link(preprint_id=pk, subject_id=subjects[pk % len(subjects)].pk) for pk in ids
    )
    versions = dict(Version.objects.filter(preprint__in=ids).values_list("preprint_id", "pk"))
    texts = dict(Version.objects.filter(preprint__in=ids[::5]).values_list("pk", "abstract"))
    chosen = {scale: some[2 % len(some)] for scale, some in terms.items()}
    Review.objects.bulk_create(
        Review(
            version_id=versions[pk],
            reviewer=person,
            status="published",
            number=1,
            byline_kind="anonymous",
            byline_name="Anonymous reviewer",
            summary=texts[versions[pk]],
            summary_html=f"<p>{texts[versions[pk]]}</p>",
            significance=chosen["significance"],
            strength=chosen["strength"],
            confidence=3,
            due_on=now.date(),
            agreed_at=now,
            submitted_at=now,
            published_at=now,
            confirmed_at=now,
            confirmed_by="account",
        )
        for pk in ids[::5]
    )
    _assess([pk for pk in ids if pk % 50 == 0], versions, person, other, terms, now)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE search_staledocument")


SCALES = ("significance", "strength")


def _assess(
    ids: Sequence[int],
    versions: dict[int, int],
    person: User,
    other: User,
    terms: dict[str, list[Term]],
    now: datetime,
) -> None:
    submissions = _accepted(ids, versions, person, other, now)
    rounds = Round.objects.bulk_create(
        Round(submission=one, version_id=one.version_id, number=1, opened_at=now)
        for one in submissions
    )
    Assessment.objects.bulk_create(
        Assessment(
            round=one,
            version_id=one.version_id,
            number=1,
            significance=terms["significance"][one.pk % len(terms["significance"])],
            strength=terms["strength"][one.pk % len(terms["strength"])],
            text="A result of importance for learning systems.",
            text_html="<p>A result of importance for learning systems.</p>",
            state="published",
            written_by=person,
            approved_by=other,
            proposed_at=now,
            approved_at=now,
            published_at=now,
        )
        for one in rounds
    )


def _accepted(
    ids: Sequence[int], versions: dict[int, int], person: User, other: User, now: datetime
) -> list[Submission]:
    return Submission.objects.bulk_create(
        Submission(
            preprint_id=pk,
            version_id=versions[pk],
            submitter=person,
            is_author=True,
            consent="agreed",
            state="accepted",
            editor=person,
            second_editor=other,
            submitted_at=now,
            triage_due_at=now,
            decided_at=now,
        )
        for pk in ids
    )


def finish() -> None:
    """The index, the words, and what PostgreSQL does by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX document_words ON search_document USING gin (words)")
    while learn_words():
        pass
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def queries() -> dict[str, list[str]]:
    """Addresses by kind; words by how many of the corpus's abstracts have them."""
    draw = random.Random(SEED)
    texts = [" ".join(one["abstract"].split()).lower() for one in corpus()]
    seen = Counter(word for text in texts for word in set(WORD.findall(text)))
    common = [word for word, many in seen.most_common(120)][20:100]
    medium = [word for word, many in seen.items() if 100 <= many <= 500]
    rare = [word for word, many in seen.items() if many in (2, 3)]
    titles = [WORD.findall(one["title"].lower()) for one in corpus()]
    long = [words for words in titles if len(words) > 3 and len(words[0]) > 6]
    some = draw.sample(long, SEARCHES)
    return {
        "rare": draw.sample(rare, SEARCHES),
        "common": draw.sample(common, SEARCHES),
        "two_words": [" ".join(draw.sample(medium, 2)) for _ in range(SEARCHES)],
        "narrowed": [
            f"{word}&status=reviewed&significance=valuable"
            for word in draw.sample(common, SEARCHES)
        ],
        "mistyped": [f"{words[0][:3]}{words[0][4:]} {words[1]} {words[2]}" for words in some],
    }


def ask(client: Client, query: str) -> float:
    """Milliseconds by the clock."""
    started = time.perf_counter()
    answer = client.get(f"/search/?q={query.replace(' ', '+')}")
    took = (time.perf_counter() - started) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{query} answered {answer.status_code}")
    return took


def ask_nothing(client: Client) -> float:
    started = time.perf_counter()
    client.get("/__hello__/30000")
    return (time.perf_counter() - started) * 1000


def find_alone(query: str) -> float:
    """Without the page: the statements of a search, its facets with them."""
    words, _, narrowed = query.partition("&")
    marks = [["=status:reviewed"]] if narrowed else []
    started = time.perf_counter()
    find(Search(parse_query(words), marks=marks))
    return (time.perf_counter() - started) * 1000


def spread(times: list[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]


def known_items() -> int:
    """How many works of 200 are among the first ten texts for three words of their titles, one of
    them mistyped."""
    return sum(
        pk in [hit.object_id for hit in find(Search(parse_query(typed))).hits[:10]]
        for pk, typed in _titles()
    )


def _titles() -> Iterator[tuple[int, str]]:
    draw, found = random.Random(SEED), 0
    rows = Version.objects.order_by("pk").values_list("preprint_id", "title")[: len(corpus())]
    for pk, title in draw.sample(list(rows), min(2_000, len(rows))):
        words = sorted(set(WORD.findall(title.lower())), key=len)[-3:]
        if len(words) == 3 and found < LOOKED_FOR:
            found += 1
            yield pk, f"{words[0]} {words[1]} {words[2][:3]}{words[2][4:]}"


def count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_document")
        return int(cursor.fetchone()[0])


def sizes() -> dict[str, float]:
    """Megabytes."""
    asked = {
        "documents": "pg_table_size('search_document')",
        "words_index": "pg_relation_size('document_words')",
        "other_indexes": "pg_indexes_size('search_document') - pg_relation_size('document_words')",
        "vocabulary": "pg_total_relation_size('search_word')",
        "works": "pg_total_relation_size('preprints_version')",
    }
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked.values())}")
        return {name: size / 2**20 for name, size in zip(asked, cursor.fetchone(), strict=True)}


if __name__ == "__main__":
    main(int(sys.argv[1]))
