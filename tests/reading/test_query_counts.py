"""A page does the same number of queries whatever stands on it, for everybody."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from drafts.models import Draft
from preprints.models import Author
from tests.factories.accounts import UserFactory
from tests.factories.curation import IssueFactory, publish
from tests.factories.preprints import SubjectFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, SubmissionFactory
from tests.factories.times import NOW
from tests.reading.works import (
    grow,
    open_round,
    published_issue,
    reviewed_round,
    signed_review,
)

pytestmark = pytest.mark.django_db
FEW, MANY = 2, 19  # together more than a page of 20
Readers = dict[str, Client]


@pytest.fixture
def readers() -> Readers:
    """Who asks for each page: making the page's rows costs more than asking three times."""
    known = {"anonymous": Client(), "signed in": Client(), "editor": Client()}
    known["signed in"].force_login(UserFactory())
    known["editor"].force_login(UserFactory(editor=True))
    return known


def queries(reader: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert reader.get(url).status_code == 200
    return len(counted)


def queries_of_each(readers: Readers, url: str) -> dict[str, int]:
    return {who: queries(reader, url) for who, reader in readers.items()}


def assert_flat(
    readers: Readers, url: str, add: Callable[[int], object], *, limit: int, own: int = 1
) -> None:
    """`add(n)` puts n rows on the page; few and many must cost the same, whoever asks."""
    add(FEW)
    few = queries_of_each(readers, url)
    add(MANY)
    assert queries_of_each(readers, url) == few
    assert_few(few, limit, own=own)


def assert_few(counts: dict[str, int], limit: int, *, own: int = 1) -> None:
    """own: the queries more for who is signed in: one for how much waits for them, two for whether
    they follow what the page is of, or what has become of it."""
    anonymous = counts.pop("anonymous", 0)
    assert anonymous <= limit
    assert max(counts.values()) <= limit + own


@pytest.mark.parametrize("name", ["preprint", "version"])
def test_preprint_page(readers, name):
    opened = reviewed_round()
    work = opened.submission.preprint
    url = work.get_absolute_url() if name == "preprint" else opened.version.get_absolute_url()
    assert_flat(readers, url, lambda rows: grow(opened, rows), limit=12, own=2)


def test_review_page(readers):
    opened = reviewed_round()
    url = opened.reviews.first().get_absolute_url()
    assert_flat(readers, url, lambda rows: grow(opened, rows), limit=8)


def test_home(readers):
    def add(rows):
        published_issue(entries=rows, number=rows)
        for _ in range(rows):
            reviewed_round()
            open_round()

    assert_flat(readers, reverse("reading:home"), add, limit=8)


@pytest.mark.parametrize("query", ["", "?strength=solid&significance=useful&source=arxiv"])
def test_list_of_preprints(readers, query):
    def add(rows):
        for row in range(rows):
            reviewed_round(subjects=[SubjectFactory(slug=f"subject-{row}")])

    assert_flat(readers, reverse("reading:preprints") + query, add, limit=8)


def test_subject_page(readers):
    url = SubjectFactory().get_absolute_url()
    assert_flat(readers, url, lambda rows: [reviewed_round() for _ in range(rows)], limit=8, own=2)


def test_review_requests(readers):
    url = reverse("reading:review_requests")
    assert_flat(readers, url, lambda rows: [open_round() for _ in range(rows)], limit=8)


def test_list_of_issues(readers):
    def add(rows):
        for number in range(1, rows + 1):
            publish(IssueFactory(volume=rows, number=number))

    assert_flat(readers, reverse("reading:issues"), add, limit=8)


def test_issue_page(readers):
    few = published_issue(entries=FEW)
    many = published_issue(entries=MANY, number=2)
    counts = queries_of_each(readers, few.get_absolute_url())
    assert queries_of_each(readers, many.get_absolute_url()) == counts
    assert_few(counts, 10)


def test_person_page(readers):
    editor = UserFactory(editor=True)

    def add(rows):
        published_issue(entries=rows, number=rows, editor=editor)
        for _ in range(rows):
            opened = reviewed_round()
            Author.objects.filter(version=opened.version).update(user=editor)
            signed_review(reviewed_round(), number=3, reviewer=editor)

    assert_flat(readers, editor.profile.get_absolute_url(), add, limit=9, own=4)


def test_list_of_subjects(readers):
    def add(rows):
        for row in range(rows):
            reviewed_round(subjects=[SubjectFactory(slug=f"subject-{rows}-{row}")])

    assert_flat(readers, reverse("reading:subjects"), add, limit=7)


@pytest.mark.parametrize("query", ["", "?sort=latest&did=reviewed"])
def test_list_of_people(readers, query):
    def add(rows):
        published_issue(entries=rows, number=rows)
        for _ in range(rows):
            signed_review(reviewed_round(), number=3, reviewer=UserFactory())

    assert_flat(readers, reverse("reading:people") + query, add, limit=8)


def test_my_page():
    person = UserFactory(verified=True)
    reader = Client()
    reader.force_login(person)
    assert_flat({"owner": reader}, reverse("reading:me"), lambda rows: owe(person, rows), limit=11)


def owe(person: User, rows: int) -> None:
    for row in range(rows):
        ReviewFactory(round=open_round(), reviewer=person)
        InvitationFactory(round=open_round(), email=person.email)
        SubmissionFactory(submitter=person)
        Draft.objects.create(owner=person, key=f"review:{rows}{row}", saved_at=NOW)


def test_about_page(readers):
    assert_few(queries_of_each(readers, reverse("reading:about")), 8)


def test_statistics(readers):
    url = reverse("reading:statistics")
    assert_flat(readers, url, lambda rows: [reviewed_round() for _ in range(rows)], limit=15)
