"""A page does the same number of queries whatever stands on it, for everybody."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from preprints.models import Author
from reviews.models import Draft
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
FEW, MANY = 2, 30


@pytest.fixture(params=["anonymous", "signed in", "editor"])
def reader(request) -> Client:
    client = Client()
    if request.param != "anonymous":
        client.force_login(UserFactory(editor=request.param == "editor"))
    return client


def queries(reader: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert reader.get(url).status_code == 200
    return len(counted)


def assert_flat(reader: Client, url: str, add: Callable[[int], object], *, limit: int) -> None:
    """`add(n)` puts n rows on the page; two and thirty must cost the same."""
    add(FEW)
    few = queries(reader, url)
    add(MANY)
    assert queries(reader, url) == few
    assert few <= limit


@pytest.mark.parametrize("name", ["preprint", "version"])
def test_preprint_page(reader, name):
    opened = reviewed_round()
    work = opened.submission.preprint
    url = work.get_absolute_url() if name == "preprint" else opened.version.get_absolute_url()
    assert_flat(reader, url, lambda rows: grow(opened, rows), limit=12)


def test_review_page(reader):
    opened = reviewed_round()
    url = opened.reviews.first().get_absolute_url()
    assert_flat(reader, url, lambda rows: grow(opened, rows), limit=8)


def test_home(reader):
    def add(rows):
        published_issue(entries=rows, number=rows)
        for _ in range(rows):
            reviewed_round()
            open_round()

    assert_flat(reader, reverse("reading:home"), add, limit=8)


@pytest.mark.parametrize("query", ["", "?strength=solid&significance=useful&source=arxiv"])
def test_list_of_preprints(reader, query):
    def add(rows):
        for row in range(rows):
            reviewed_round(subjects=[SubjectFactory(slug=f"subject-{row}")])

    assert_flat(reader, reverse("reading:preprints") + query, add, limit=8)


def test_subject_page(reader):
    url = SubjectFactory().get_absolute_url()
    assert_flat(reader, url, lambda rows: [reviewed_round() for _ in range(rows)], limit=8)


def test_review_requests(reader):
    url = reverse("reading:review_requests")
    assert_flat(reader, url, lambda rows: [open_round() for _ in range(rows)], limit=8)


def test_list_of_issues(reader):
    def add(rows):
        for number in range(1, rows + 1):
            publish(IssueFactory(volume=rows, number=number))

    assert_flat(reader, reverse("reading:issues"), add, limit=8)


def test_issue_page(reader):
    few = published_issue(entries=FEW)
    many = published_issue(entries=MANY, number=2)
    count = queries(reader, few.get_absolute_url())
    assert queries(reader, many.get_absolute_url()) == count <= 8


def test_person_page(reader):
    editor = UserFactory(editor=True)

    def add(rows):
        published_issue(entries=rows, number=rows, editor=editor)
        for _ in range(rows):
            opened = reviewed_round()
            Author.objects.filter(version=opened.version).update(user=editor)
            signed_review(reviewed_round(), number=3, reviewer=editor)

    assert_flat(reader, editor.profile.get_absolute_url(), add, limit=8)


def test_my_page():
    person = UserFactory(verified=True)
    reader = Client()
    reader.force_login(person)
    assert_flat(reader, reverse("reading:me"), lambda rows: owe(person, rows), limit=10)


def owe(person: User, rows: int) -> None:
    for row in range(rows):
        ReviewFactory(round=open_round(), reviewer=person)
        InvitationFactory(round=open_round(), email=person.email)
        SubmissionFactory(submitter=person)
        Draft.objects.create(owner=person, key=f"review:{rows}{row}", saved_at=NOW)


def test_about_page(reader):
    assert queries(reader, reverse("reading:about")) <= 8
