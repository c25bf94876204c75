import pytest
from django.db import IntegrityError, transaction

from events.models import Event
from events.outbox import work
from preprints.models import Author
from reviews import errors
from reviews.interests import Interests
from reviews.models import Assessment
from reviews.services.assessing import approve_assessment, propose_assessment, return_assessment
from reviews.services.posting import publish_assessment
from reviews.services.responding import post_response
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory, term
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


def propose(summed_up, **changed):
    details = {
        "editor": summed_up.submission.editor,
        "significance": term("significance", "important"),
        "strength": term("strength", "solid"),
        "text": "An important study. The evidence is solid.",
        "interests": Interests.none(),
    }
    return propose_assessment(summed_up.pk, now=NOW, **{**details, **changed})


@pytest.fixture
def summed_up():
    opened = RoundFactory(released=True)
    ReviewFactory(round=opened, accepted=True)
    return opened


def test_the_second_editor_and_the_reviewers_are_asked(summed_up, mailoutbox):
    assessment = propose(summed_up)
    assert assessment.teaser == "An important study."
    work()
    asked = [summed_up.submission.second_editor, summed_up.reviews.get().reviewer]
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(one.email for one in asked)


def test_without_an_accepted_review_there_is_nothing_to_sum_up():
    with pytest.raises(errors.TooFewReviews):
        propose(RoundFactory(released=True))


def test_the_editor_cannot_approve_alone(summed_up):
    assessment = propose(summed_up)
    with pytest.raises(errors.NotTheSecondEditor):
        approve_assessment(
            assessment.pk,
            second_editor=summed_up.submission.editor,
            seen=assessment.fingerprint,
            now=NOW,
        )


def test_a_returned_assessment_is_written_anew(summed_up):
    assessment = propose(summed_up)
    second = summed_up.submission.second_editor
    return_assessment(
        assessment.pk,
        second_editor=second,
        comment="Say why.",
        seen=assessment.fingerprint,
        now=NOW,
    )
    again = propose(summed_up, text="A valuable study, because it is first.")
    assert again.pk == assessment.pk
    assert again.state == "proposed"
    assert again.comment == ""


def test_only_an_approved_assessment_is_published(summed_up):
    assessment = propose(summed_up)
    with pytest.raises(errors.AssessmentNotOpen):
        publish_assessment(assessment.pk, editor=summed_up.submission.editor, now=NOW)


def test_publishing_closes_the_round_and_makes_a_reviewed_preprint(summed_up, mailoutbox):
    submission = summed_up.submission
    assessment = propose(summed_up)
    approve_assessment(
        assessment.pk,
        second_editor=submission.second_editor,
        seen=assessment.fingerprint,
        early_reason="Why.",
        now=NOW,
    )
    publish_assessment(assessment.pk, editor=submission.editor, now=NOW)
    summed_up.refresh_from_db()
    submission.preprint.refresh_from_db()
    assert summed_up.state == "assessed"
    assert submission.preprint.status == "reviewed"
    event = Event.objects.get(kind="assessment.published")
    assert event.data["significance"] == "important"
    work()
    assert submission.submitter.email in {mail.to[0] for mail in mailoutbox}


def test_an_approved_assessment_is_not_rewritten(summed_up):
    assessment = propose(summed_up)
    approve_assessment(
        assessment.pk,
        second_editor=summed_up.submission.second_editor,
        seen=assessment.fingerprint,
        early_reason="Why.",
        now=NOW,
    )
    with pytest.raises(errors.AssessmentNotOpen):
        propose(summed_up, text="Something else.")


@pytest.mark.parametrize("state", ["approved", "published"])
def test_the_database_takes_an_assessment_of_two_editors_only(state):
    summed_up = RoundFactory()
    writer, second = summed_up.submission.editor, summed_up.submission.second_editor
    fields = {"round": summed_up, "state": state, "approved_at": NOW, "published_at": NOW}
    for nobody_else in (None, writer):
        with (
            pytest.raises(IntegrityError, match="published_assessment_has_second_editor"),
            transaction.atomic(),
        ):
            AssessmentFactory(**fields, written_by=writer, approved_by=nobody_else)
    AssessmentFactory(**fields, written_by=writer, approved_by=second)
    assert Assessment.objects.get().approved_by == second


def respond(answered, author):
    return post_response(
        answered.pk, author=author, text="Thank you.", interests=Interests.none(), now=NOW
    )


def test_a_confirmed_author_answers_and_reviewers_are_notified(summed_up, mailoutbox):
    author = UserFactory(name="Ada Example")
    row = summed_up.version.authors.get()
    row.user = author
    row.save()
    summed_up.state = "assessed"
    summed_up.save()
    review = ReviewFactory(round=summed_up, published=True)
    response = respond(summed_up, author)
    assert response.identifier == f"V{summed_up.version.preprint_id}.1.p1"
    assert response.author_name == "Ada Example"
    work()
    recipients = {mail.to[0] for mail in mailoutbox}
    assert review.reviewer.email in recipients
    assert summed_up.submission.editor.email in recipients
    with pytest.raises(errors.AlreadyResponded):
        respond(summed_up, author)


def test_each_author_answers_once(summed_up):
    first, second = UserFactory(), UserFactory()
    authors = Author.objects.filter(version=summed_up.version)
    authors.update(user=first)
    Author.objects.create(version=summed_up.version, position=2, name="Second Author", user=second)
    summed_up.state = "assessed"
    summed_up.save()
    assert respond(summed_up, first).identifier.endswith(".p1")
    assert respond(summed_up, second).identifier.endswith(".p2")
    with pytest.raises(errors.AlreadyResponded):
        respond(summed_up, second)


def test_somebody_else_cannot_answer_for_the_authors(summed_up):
    summed_up.state = "assessed"
    summed_up.save()
    with pytest.raises(errors.NotAnAuthor):
        respond(summed_up, UserFactory())


def test_authors_answer_after_the_assessment(summed_up):
    with pytest.raises(errors.NoAssessmentYet):
        respond(summed_up, summed_up.submission.submitter)
