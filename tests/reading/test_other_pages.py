import json
from datetime import timedelta

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from curation.models import Issue
from reviews.models import Submission, Term, Vocabulary
from reviews.selectors.terms import current_terms
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, SubjectFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
    term,
)
from tests.factories.times import NOW
from tests.reading.works import open_round, published_issue, reviewed_round
from tests.reviews.appeals import appeal_decline
from tests.rewriting import rewriting

pytestmark = pytest.mark.django_db


def shown(client, name: str, *args: object, query: str = "") -> str:
    response = client.get(reverse(f"reading:{name}", args=args) + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_new_journal_says_what_will_be_there(client):
    home = shown(client, "home")
    assert "The first issue has not appeared yet." in home
    assert "No review is public yet." in home
    assert "No work is looking for reviewers at the moment." in home
    assert "Nothing is listed yet." in shown(client, "preprints")
    assert "The first issue has not appeared yet." in shown(client, "issues")
    assert "No work is looking for reviewers at the moment." in shown(client, "review_requests")


def test_home_shows_the_latest_issue_and_its_first_sentences(client):
    published_issue(entries=1, number=1, title="The old one")
    published_issue(entries=2, number=2, title="The new one")
    home = shown(client, "home")
    assert "The new one" in home
    assert "The old one" not in home
    assert "Read it for the second axiom." in home


def test_home_takes_a_link_to_the_submit_page(client):
    home = shown(client, "home")
    assert 'action="/submit/" method="get"' in home
    assert 'name="link"' in home


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("?subject=ethics", True),
        ("?subject=other", False),
        ("?status=reviewed", True),
        ("?status=listed", False),
        ("?source=arxiv", True),
        ("?source=lesswrong", False),
        ("?kind=theory", True),
        ("?kind=survey", False),
        ("?significance=valuable", True),
        ("?significance=important", True),
        ("?significance=landmark", False),
        ("?strength=solid", True),
        ("?strength=compelling", False),
        ("?strength=solid&status=reviewed&kind=theory", True),
        ("?strength=nonsense&kind=nonsense", True),
    ],
)
def test_the_list_narrows_by_each_filter(client, query, is_found):
    SubjectFactory(slug="other")
    opened = reviewed_round(subjects=[SubjectFactory(slug="ethics")])
    url = opened.submission.preprint.get_absolute_url()
    assert (f'href="{url}"' in shown(client, "preprints", query=query)) == is_found


def test_the_list_says_what_is_asked_for_and_does_not_exist(client):
    work = reviewed_round().submission.preprint
    page = shown(client, "preprints", query="?strength=nonsense&kind=theory&status=<b>x</b>")
    assert "Evidence at least: there is no “nonsense”" in page
    assert "Status: there is no “&lt;b&gt;x&lt;/b&gt;”" in page
    assert page.count("there is no “") == 2
    assert f'href="{work.get_absolute_url()}"' in page
    assert "there is no “" not in shown(client, "preprints", query="?kind=theory&status=")


def test_the_newest_assessment_counts(client):
    opened = reviewed_round()
    later = RoundFactory(submission=opened.submission, number=2, state="assessed")
    incomplete = term("strength", "incomplete")
    AssessmentFactory(round=later, number=2, published=True, strength=incomplete)
    newest = later.assessment
    newest.published_at = newest.published_at.replace(year=2027)
    with rewriting():
        newest.save()
    assert "Incomplete" in shown(client, "preprints")
    assert "No work matches" in shown(client, "preprints", query="?strength=solid")


def test_pages_follow_each_other_without_gap_or_overlap(client):
    ids = [PreprintFactory().pk for _ in range(45)][::-1]
    seen: list[int] = []
    response = client.get(reverse("reading:preprints"))
    while True:
        page = response.context["list"].page
        seen += [preprint.pk for preprint in page.rows]
        if not page.older_url:
            break
        response = client.get(reverse("reading:preprints") + page.older_url)
    assert seen == ids
    newer = client.get(reverse("reading:preprints") + response.context["list"].page.newer_url)
    assert [row.pk for row in newer.context["list"].page.rows] == ids[20:40]


def test_review_requests_say_how_many_reviews_are_in(client):
    opened = open_round()
    ReviewFactory(round=opened, submitted=True)
    ReviewFactory(round=opened, published=True)
    ReviewFactory(round=opened, submitted=True, status="disowned")
    ReviewFactory(round=opened)
    page = shown(client, "review_requests")
    assert "2 reviews are in" in page
    assert "1 is being written" in page
    assert f"/preprints/{opened.version.preprint_id}/review/" in page


def test_an_issue_has_sections_recommendations_and_its_evidence(client):
    issue = published_issue(entries=3)
    page = shown(client, "issue", 1, 1)
    assert "Section 1" in page
    assert page.count("Read it for the second axiom. The rest follows.") == 3
    assert reverse("reading:evidence", args=[1, 1]) in page
    assert issue.editor.profile.name in page


def test_evidence_is_the_stored_json(client):
    published_issue(entries=1, evidence={"format": 1, "issue": "Überall"})
    response = client.get(reverse("reading:evidence", args=[1, 1]))
    assert json.loads(response.content) == Issue.objects.get().evidence


def test_the_cover_is_always_the_same_drawing(client):
    published_issue(entries=3)
    url = reverse("reading:cover", args=[1, 1])
    first, second = client.get(url), client.get(url)
    assert first.content == second.content
    assert first.content.count(b"<circle") == 3
    assert first["Content-Type"] == "image/svg+xml"


def test_my_page_lists_what_is_owed_and_what_is_waited_for(client):
    person = UserFactory(verified=True)
    owed = ReviewFactory(round=open_round(), reviewer=person)
    invitation = InvitationFactory(round=open_round(), email=person.email)
    SubmissionFactory(submitter=person, preprint__status="submitted")
    declined = SubmissionFactory(
        submitter=person, state="declined", decline_code="other", decline_text="Too short."
    )
    answerable = reviewed_round(reviews=1, has_response=False)
    answerable.version.authors.update(user=person)
    client.force_login(person)
    page = shown(client, "me")
    assert f"/reviews/{owed.pk}/write/" in page
    assert "You have been invited to review it" in page
    assert f"/invitations/open/{invitation.pk}/" in page
    assert "The editors decide whether to send it for review." in page
    assert "Not taken for review. The page of the submission says why, and how to appeal." in page
    assert f'href="/submissions/{declined.pk}/"' in page
    assert f"/preprints/{answerable.submission.preprint_id}/respond/" in page


def test_my_page_says_late_in_words_from_the_day_after_a_review_was_due(client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)  # no midnight comes between
    today = NOW.date()
    reviewer = UserFactory()
    ReviewFactory(reviewer=reviewer, due_on=today)
    client.force_login(reviewer)
    assert "(late: due" not in shown(client, "me")
    ReviewFactory(reviewer=reviewer, due_on=today - timedelta(days=1))
    assert shown(client, "me").count("(late: due") == 1


def test_my_page_leads_to_why_a_submission_was_declined_last(client):
    person, work = UserFactory(), PreprintFactory()
    for by, reason in [
        (person, "Too short."),
        (person, "Out of scope."),
        (UserFactory(), "For somebody else."),
    ]:
        SubmissionFactory(
            preprint=work,
            submitter=by,
            state="declined",
            decline_code="other",
            decline_text=reason,
        )
    client.force_login(person)
    page = shown(client, "me")
    assert page.count("Not taken for review.") == 1
    newest = Submission.objects.filter(submitter=person).latest("pk")
    assert f'href="/submissions/{newest.pk}/"' in page
    assert "Out of scope." in client.get(f"/submissions/{newest.pk}/").text


def test_my_page_does_not_say_how_to_appeal_where_there_has_been_an_appeal(client):
    """There is one; how another work is appealed for stays."""
    person = UserFactory()
    why = {"decline_code": "other", "decline_text": "Too short.", "decided_at": NOW}
    appealed, other = [
        SubmissionFactory(submitter=person, is_author=True, state="declined", **why)
        for _ in range(2)
    ]
    appeal_decline(appealed)
    client.force_login(person)
    page = shown(client, "me")
    assert page.count("The page of the submission says why, and how to appeal.") == 1
    assert page.count("The page of the submission says why. ") == 1
    appeal_decline(other)
    assert "how to appeal" not in shown(client, "me")


def test_my_page_matches_no_address_that_nobody_confirmed(client):
    person = UserFactory()
    InvitationFactory(round=open_round(), email=person.email)
    client.force_login(person)
    assert "You have been invited" not in shown(client, "me")


def test_my_page_asks_to_sign_in(client):
    response = client.get(reverse("reading:me"))
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def test_about_defines_the_terms_in_use_and_names_the_source(client):
    older = Vocabulary.objects.create(scale="strength", edition=0, is_current=False)
    Term.objects.create(vocabulary=older, slug="old", word="Old", definition="Not used.", rank=1)
    page = shown(client, "about")
    (terms,) = lxml.html.fromstring(page).xpath('//section[@id="terms"]')
    defined = [
        (word.text_content(), definition.text_content())
        for word, definition in zip(terms.xpath(".//dt"), terms.xpath(".//dd"), strict=True)
    ]
    in_use = [
        (term.word, term.definition)
        for scale in ("significance", "strength")
        for term in current_terms()[scale]
    ]
    assert len(in_use) == 11
    assert defined == in_use
    assert "eLife" in terms.text_content()
    assert 'id="demo"' in page


def test_patterns_are_for_those_who_build_pages(client):
    url = reverse("reading:patterns")
    assert client.get(url).status_code == 404
    client.force_login(UserFactory())
    assert client.get(url).status_code == 404
    client.force_login(UserFactory(editor=True))
    assert client.get(url).status_code == 200


def test_the_page_of_patterns_reads_the_scales_once(client):
    client.force_login(UserFactory(editor=True))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("reading:patterns"))
    assert len([query for query in queries if "reviews_term" in query["sql"]]) == 1


def test_the_demonstration_is_named_on_every_page(client, settings):
    settings.IS_DEMO = True
    assert "This is a demonstration" in shown(client, "about")
    settings.IS_DEMO = False
    assert "This is a demonstration" not in shown(client, "about")
