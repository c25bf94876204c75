"""From the assessment to the authors' response: each row written, logged and mailed, as a whole."""

from datetime import date, timedelta

import pytest

from drafts.models import Draft
from events.models import Event
from preprints.models import Author, Preprint
from reviews import errors
from reviews.interests import Interests
from reviews.models import Assessment, Response, Review, Round, Submission
from reviews.published import assessment_key, assessment_public, response_key, response_public
from reviews.services import assessing, posting, responding
from tests.events.published import salted
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ResponseFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
    term,
)
from tests.factories.times import NOW
from tests.reviews.outcomes import fields_of, log_line, log_since, new_mails

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)
EDITOR, SECOND, AUTHOR = "editor@example.org", "second@example.org", "author@example.org"


@pytest.fixture(autouse=True)
def another_work():
    """So that no two rows share an id by chance, and something is there to stay as it was."""
    bystander = PreprintFactory()
    VersionFactory(preprint=bystander, number=2)
    return bystander


@pytest.fixture
def opened():
    """A round of a work that a reader suggested, with one confirmed author."""
    submission = SubmissionFactory(
        accepted=True,
        is_author=False,
        editor__email=EDITOR,
        second_editor__email=SECOND,
        submitter__email="submitter@example.org",
    )
    Preprint.objects.filter(pk=submission.preprint_id).update(status="under-review")
    submission.version.authors.update(user=UserFactory(email=AUTHOR))
    return RoundFactory(submission=Submission.objects.get(pk=submission.pk), released=True)


def line(about, kind, actor, at=LATER, **facts):
    return log_line(about, kind, actor, at, **facts)


# --- The assessment ------------------------------------------------------------------------------


def propose(opened, **changed):
    details = {
        "editor": opened.submission.editor,
        "significance": term("significance", "important"),
        "strength": term("strength", "solid"),
        "text": "An **important** study. The evidence is solid.",
        "interests": Interests(("rival", "personal"), "A friend."),
    }
    return assessing.propose_assessment(opened.pk, now=LATER, **{**details, **changed})


def test_a_proposed_assessment_waits_for_the_second_editor(opened, mailoutbox):
    ReviewFactory(round=opened, accepted=True, reviewer__email="reviewer@example.org")
    VersionFactory(preprint=opened.submission.preprint, number=2)  # it is not what was reviewed
    elsewhere = fields_of(AssessmentFactory())
    assessment = propose(opened)
    assert fields_of(assessment) == {
        "round_id": opened.pk,
        "version_id": opened.version_id,
        "number": 1,
        "significance_id": term("significance", "important").pk,
        "strength_id": term("strength", "solid").pk,
        "text": "An **important** study. The evidence is solid.",
        "text_html": ("<p>An <strong>important</strong> study. The evidence is solid.</p>\n"),
        "teaser": "An important study.",
        "interest_kinds": ["personal", "rival"],
        "competing_interests": "A friend.",
        "state": "proposed",
        "written_by_id": opened.submission.editor_id,
        "approved_by_id": None,
        "comment": "",
        "comment_html": "",
        "proposed_at": LATER,
        "approved_at": None,
        "published_at": None,
        "answer_by": date(2026, 3, 5),
        "early_reason": "",
        "reviewers_asked": None,
        "reviewers_agreed": None,
        "reviewers_dissented": None,
        "withdrawal_asked_at": None,
        "asked_reason": "",
        "withdrawn_at": None,
        "withdrawn_as": "",
        "withdrawn_by_id": None,
        "withdrawal_reason": "",
        "redactions": [],
        "other_interests": [],
    }
    editor, row = opened.submission.editor, assessment_key(assessment)
    assert log_since() == [line(opened.version, "assessment.proposed", editor, row=row)]
    assert new_mails(mailoutbox) == [
        ("reviewer@example.org", "A draft assessment waits for your answer"),
        (SECOND, "Please approve an assessment"),
    ]
    assert fields_of(Assessment.objects.exclude(pk=assessment.pk).get()) == elsewhere


def test_the_same_assessment_sent_again_is_proposed_once(opened, mailoutbox):
    ReviewFactory(round=opened, accepted=True)
    propose(opened)
    propose(opened)
    assert len(log_since()) == 1
    assert len(new_mails(mailoutbox)) == 2
    propose(opened, text="Another text.")
    assert len(log_since()) == 2
    assert len(new_mails(mailoutbox)) == 2


@pytest.mark.parametrize("reviews", [[], [{}], [{"submitted": True}], ["elsewhere"]])
def test_without_an_accepted_review_of_this_round_there_is_nothing_to_assess(opened, reviews):
    for review in reviews:
        if review == "elsewhere":
            ReviewFactory(accepted=True)
        else:
            ReviewFactory(round=opened, **review)
    with pytest.raises(errors.TooFewReviews):
        propose(opened)


def decide(assessment, decision, **details):
    second = assessment.round.submission.second_editor
    decision(assessment.pk, second_editor=second, seen=assessment.fingerprint, now=LATER, **details)
    return second


def test_an_approved_assessment_says_who_approved_it_and_when(opened, mailoutbox):
    assessment = AssessmentFactory(round=opened)
    before = fields_of(assessment)
    second = decide(assessment, assessing.approve_assessment)
    approved = {"state": "approved", "approved_by_id": second.pk, "approved_at": LATER}
    assert fields_of(assessment) == {**before, **approved}
    row = assessment_key(assessment)
    assert log_since() == [line(opened.version, "assessment.approved", second, row=row)]
    assert new_mails(mailoutbox) == [(EDITOR, "An assessment was approved")]


def test_a_returned_assessment_carries_the_comment(opened, mailoutbox):
    assessment = AssessmentFactory(round=opened)
    before = fields_of(assessment)
    second = decide(assessment, assessing.return_assessment, comment="Say why.")
    written = {"comment": "Say why.", "comment_html": "<p>Say why.</p>\n"}
    assert fields_of(assessment) == {**before, "state": "returned", **written}
    row = assessment_key(assessment)
    assert log_since() == [line(opened.version, "assessment.returned", second, row=row)]
    assert new_mails(mailoutbox) == [(EDITOR, "An assessment was returned")]


@pytest.mark.parametrize("who", ["second_editor", "submitter", "other editor", "managing"])
def test_only_the_handling_editor_proposes_and_publishes_an_assessment(opened, who):
    others = {
        "other editor": RoundFactory().submission.editor,
        "managing": UserFactory(managing_editor=True),
    }
    person = others.get(who) or getattr(opened.submission, who)
    ReviewFactory(round=opened, accepted=True)
    with pytest.raises(errors.NotTheHandlingEditor):
        propose(opened, editor=person)
    assert not Assessment.objects.exists()
    proposed = propose(opened)
    Assessment.objects.filter(pk=proposed.pk).update(
        state="approved", approved_by=opened.submission.second_editor, approved_at=NOW
    )
    with pytest.raises(errors.NotTheHandlingEditor):
        posting.publish_assessment(proposed.pk, editor=person, now=LATER)
    proposed.refresh_from_db()
    assert (proposed.state, proposed.published_at) == ("approved", None)


@pytest.mark.parametrize("has_newer_version", [False, True])
def test_a_published_assessment_closes_its_round(
    opened, mailoutbox, another_work, has_newer_version
):
    submission = opened.submission
    assessment = AssessmentFactory(
        round=opened, state="approved", approved_by=submission.second_editor, approved_at=NOW
    )
    held = ReviewFactory(round=opened, accepted=True, reviewer__email="reviewer@example.org")
    ReviewFactory(round=opened, submitted=True, reviewer__email="unread@example.org")
    ReviewFactory(round=opened, reviewer__email="writing@example.org")
    elsewhere = fields_of(ReviewFactory(accepted=True))
    review_before = fields_of(held)
    if has_newer_version:
        VersionFactory(preprint=submission.preprint, number=2)
    before = fields_of(assessment)
    posting.send_to_authors(assessment.pk, editor=submission.editor, now=LATER)
    sent = [line(opened.version, "round.sent_to_authors", submission.editor, is_public=True,
                 round=1, until=(LATER + timedelta(days=14)).date().isoformat())]  # fmt: skip
    assert log_since() == sent
    assert new_mails(mailoutbox) == [
        (AUTHOR, "Read the reviews of your work first"),
        ("writing@example.org", "The round of review is closed"),
    ]
    author = Author.objects.get(user__email=AUTHOR).user
    posting.post_round(opened.pk, author=author, now=LATER)
    second = {"editor": "second", "declared": "not-asked", "interest_kinds": [], "words": ""}
    published = {"state": "published", "published_at": LATER, "other_interests": [second]}
    assert fields_of(assessment) == {**before, **published}
    opened.refresh_from_db()
    assert (opened.state, opened.closed_at) == ("assessed", LATER)
    states = dict(Preprint.objects.values_list("pk", "status"))
    del states[Review.objects.latest("pk").version.preprint_id]
    reached = "revised" if has_newer_version else "reviewed"
    assert states == {submission.preprint_id: reached, another_work.pk: "listed"}
    posted = {"status": "published", "number": 1, "published_at": LATER}
    assert fields_of(held) == {**review_before, **posted}
    statuses = Review.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["published", "submitted", "draft", "accepted"]
    assert fields_of(Review.objects.latest("pk")) == elsewhere
    _sent, review_line, published_line = log_since()
    assert review_line[:2] == ("review.published", opened.version.identifier)
    assessment.refresh_from_db()
    assert published_line == line(
        opened.version,
        "assessment.published",
        author,
        is_public=True,
        assessment=assessment.identifier,
        row=assessment_key(assessment),
        round=1,
        respond_until=(LATER + timedelta(days=14)).isoformat(),
        significance="important",
        strength="solid",
    )
    assert last_facts()["hash"] == salted(last(), assessment_public(assessment))
    assert new_mails(mailoutbox) == [
        (AUTHOR, "The assessment is public"),
        ("reviewer@example.org", "Your review is public"),
        ("submitter@example.org", "The assessment is public"),
    ]


def last():
    return Event.objects.latest("pk")


def last_facts():
    return last().data


RIVAL = Interests(("rival",), "One grant.")


# --- The response --------------------------------------------------------------------------------


def test_a_response_is_numbered_in_its_version_and_the_others_hear_of_it(opened, mailoutbox):
    Round.objects.filter(pk=opened.pk).update(state="assessed", closed_at=NOW)
    author = Author.objects.get(user__email=AUTHOR).user
    VersionFactory(preprint=opened.submission.preprint, number=2)
    ResponseFactory(number=7, posted_at=NOW)
    co_author = UserFactory()
    Response.objects.create(
        round=opened, version=opened.version, author=co_author, number=1, text="A", posted_at=NOW
    )
    ReviewFactory(round=opened, published=True, reviewer__email="reviewer@example.org")
    ReviewFactory(round=opened, reviewer__email="writing@example.org")
    ReviewFactory(published=True, reviewer__email="elsewhere@example.org")
    Draft.objects.create(owner=author, key=f"response:{opened.pk}", saved_at=NOW)
    kept = Draft.objects.create(owner=co_author, key=f"response:{opened.pk}", saved_at=NOW)
    response = responding.post_response(
        opened.pk, author=author, text="We *agree*.", interests=RIVAL, now=LATER
    )
    assert fields_of(response) == {
        "withdrawn_at": None,
        "withdrawn_as": "",
        "withdrawn_by_id": None,
        "withdrawal_reason": "",
        "redactions": [],
        "round_id": opened.pk,
        "version_id": opened.version_id,
        "author_id": author.pk,
        "author_name": author.profile.name,
        "number": 2,
        "text": "We *agree*.",
        "text_html": "<p>We <em>agree</em>.</p>\n",
        "interest_kinds": ["rival"],
        "competing_interests": "One grant.",
        "posted_at": LATER,
    }
    facts = {"response": response.identifier, "row": response_key(response)}
    assert log_since() == [line(opened.version, "response.posted", author, is_public=True, **facts)]
    assert last_facts()["hash"] == salted(last(), response_public(response))
    assert new_mails(mailoutbox) == [
        (EDITOR, "The authors have responded"),
        ("reviewer@example.org", "The authors have responded"),
    ]
    assert list(Draft.objects.all()) == [kept]
