"""What readers must not see: who wrote an unsigned review, what is not public yet."""

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.reviews import (
    AssessmentFactory,
    ResponseFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.reading.works import reviewed_round, signed_review
from tests.rewriting import rewriting

pytestmark = pytest.mark.django_db
SECRET = "Sibylla Vane"


def page_at(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def secret_reviewer():
    return UserFactory(name=SECRET, email="sibylla@example.org")


@pytest.mark.parametrize(
    ("kind", "byline"), [("anonymous", "Anonymous reviewer"), ("pseudonym", "Heron")]
)
def test_an_unsigned_review_names_nobody(client, secret_reviewer, kind, byline):
    opened = reviewed_round(reviews=0)
    review = ReviewFactory(
        round=opened,
        published=True,
        reviewer=secret_reviewer,
        byline_kind=kind,
        byline_name=byline,
    )
    work = opened.submission.preprint.get_absolute_url()
    about_it = (work, opened.version.get_absolute_url(), review.get_absolute_url())
    for url in (*about_it, reverse("reading:home")):
        page = page_at(client, url)
        assert "Vane" not in page
        assert "sibylla" not in page
    for url in about_it:
        assert byline in page_at(client, url)
    with rewriting():
        type(review).objects.filter(pk=review.pk).update(byline_name=SECRET)
    for url in about_it:
        assert "Vane" in page_at(client, url), "a name that leaked would be seen here"


def test_a_person_page_lists_signed_reviews_only(client, secret_reviewer):
    signed = signed_review(reviewed_round(), number=3, reviewer=secret_reviewer)
    hidden = [
        ReviewFactory(
            round=reviewed_round(), published=True, number=3, reviewer=secret_reviewer, **byline
        )
        for byline in (
            {"byline_kind": "pseudonym", "byline_name": "Heron"},
            {"byline_kind": "anonymous", "byline_name": "Anonymous reviewer"},
        )
    ]
    page = page_at(client, secret_reviewer.profile.get_absolute_url())
    assert signed.get_absolute_url() in page
    assert not any(review.get_absolute_url() in page for review in hidden)
    assert "Heron" not in page


def test_a_signed_review_leads_to_its_writer(client, secret_reviewer):
    review = signed_review(reviewed_round(), number=3, reviewer=secret_reviewer)
    page = page_at(client, review.get_absolute_url())
    assert secret_reviewer.profile.get_absolute_url() in page


def test_an_unpublished_review_is_not_on_the_page(client):
    opened = RoundFactory(submission__preprint__status="under-review")
    hidden = {"summary_html": "<p>Not yet for you.</p>"}
    review = ReviewFactory(round=opened, submitted=True, confirmed=True, **hidden)
    url = opened.version.preprint.get_absolute_url()
    assert "Not yet for you" not in page_at(client, url)
    type(review).objects.update(status="published", number=1, published_at=NOW)
    assert "Not yet for you" in page_at(client, url)


def test_a_proposed_assessment_is_not_on_the_page(client):
    opened = RoundFactory(submission__preprint__status="under-review")
    assessment = AssessmentFactory(round=opened, text="Not agreed yet.")
    url = opened.version.preprint.get_absolute_url()
    second = {"approved_by": opened.submission.second_editor, "approved_at": NOW}
    for state in ("proposed", "returned", "approved"):
        type(assessment).objects.update(state=state, **second)
        assert "Not agreed yet" not in page_at(client, url), state
    type(assessment).objects.update(state="published", published_at=NOW)
    assert "Not agreed yet" in page_at(client, url)


def test_recommendations_are_for_authors_and_editors(client):
    opened = reviewed_round()
    url = opened.version.preprint.get_absolute_url()
    private = "Shorten section two"
    assert private not in page_at(client, url)
    client.force_login(UserFactory(editor=True))
    assert private not in page_at(client, url)
    client.force_login(opened.submission.editor)
    assert private in page_at(client, url)
    opened.submission.second_editor.roles.all().delete()
    client.force_login(opened.submission.second_editor)
    assert private not in page_at(client, url)
    author = UserFactory()
    opened.version.authors.update(user=author)
    client.force_login(author)
    assert private in page_at(client, url)
    assert private in page_at(client, opened.reviews.first().get_absolute_url())


@pytest.mark.parametrize("is_public", [True, False])
def test_why_a_submission_was_declined_leaves_no_public_trace(client, is_public):
    """That it was declined does, but for one from before declines were public."""
    declined = {"state": "declined", "decline_code": "other", "decline_text": "We had our reasons."}
    declined |= {"decided_at": NOW, "is_decline_public": is_public}
    submission = SubmissionFactory(accepted=True, consent="declined", **declined)
    work = submission.preprint.get_absolute_url()
    for reader in (None, UserFactory(), UserFactory(editor=True)):
        if reader:
            client.force_login(reader)
        page = page_at(client, work)
        assert "our reasons" not in page
        assert "Another reason" not in page
        assert ("did not take the work up for review" in page) is is_public
        assert "An author declined the review" not in page
    client.force_login(submission.submitter)
    own = reverse("reviews:own_submission", args=[submission.pk])
    assert "our reasons" in page_at(client, own)
    client.logout()
    type(submission).objects.filter(pk=submission.pk).update(
        state="accepted", is_decline_public=False
    )
    assert "An author declined the review" in page_at(client, work)


def test_an_issue_in_the_making_is_on_no_public_page(client):
    issue = IssueFactory()
    EntryFactory(issue=issue)
    of_it = [reverse(f"reading:{name}", args=[1, 1]) for name in ("issue", "cover", "evidence")]
    lists = [reverse(f"reading:{name}") for name in ("issues", "home")]
    for reader in (None, issue.editor):
        if reader:
            client.force_login(reader)
        assert [client.get(url).status_code for url in of_it] == [404] * 3
        for url in lists:
            assert issue.title not in page_at(client, url), url
    client.logout()
    publish(issue)
    for url in of_it:
        page_at(client, url)
    for url in (of_it[0], *lists):
        assert issue.title in page_at(client, url), url


def pages_that_name(person):
    """Public pages with the name of somebody who signed a review, recommended and is an author."""
    opened = reviewed_round()
    review = signed_review(opened, number=3, reviewer=person)
    work = opened.submission.preprint
    opened.version.authors.update(user=person, name=SECRET)
    ResponseFactory(round=opened, author=person, author_name=SECRET, number=2)
    issue = IssueFactory(editor=person)
    EntryFactory(issue=issue, preprint=work, version=opened.version, recommended_by_name=SECRET)
    publish(issue)
    return [
        *(person.profile.get_absolute_url(), work.get_absolute_url()),
        *(opened.version.get_absolute_url(), review.get_absolute_url(), "/issues/1/1/"),
    ]


def test_the_email_of_a_person_is_on_no_page_that_names_them(client, secret_reviewer):
    pages = pages_that_name(secret_reviewer)
    for reader in (None, UserFactory(), UserFactory(editor=True)):
        if reader:
            client.force_login(reader)
        for url in pages:
            page = page_at(client, url)
            assert SECRET in page, url
            assert "sibylla@" not in page, url
    secret_reviewer.profile.name = secret_reviewer.email
    secret_reviewer.profile.save()
    assert "sibylla@" in page_at(client, pages[0]), "an address that leaked would be seen here"
