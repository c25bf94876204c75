"""Which reviews, submissions and preprints each person may see: all of them, and no others."""

import pytest
from django.contrib.auth.models import AnonymousUser

from preprints.models import Preprint
from reviews.models import Invitation, Review, Round, Submission, Term, Vocabulary
from reviews.selectors.terms import current_terms
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import (
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db

STATES = {
    "draft": {},
    "submitted": {"submitted": True},
    "published": {"published": True},
    "disowned": {"submitted": True, "status": "disowned"},
}


@pytest.fixture
def reviews():
    """One review of each state, by different people, in one round."""
    opened = RoundFactory()
    return {state: ReviewFactory(round=opened, **fields) for state, fields in STATES.items()}


@pytest.fixture
def submission(reviews):
    return reviews["draft"].round.submission


def states_seen_by(user):
    return set(Review.objects.visible_to(user).values_list("status", flat=True))


def test_somebody_signed_out_sees_published_reviews_alone(reviews):
    assert set(Review.objects.published()) == {reviews["published"]}
    with pytest.raises(TypeError):
        Review.objects.visible_to(AnonymousUser()).exists()


@pytest.mark.parametrize("rights", [{}, {"editor": True}, {"managing_editor": True}])
@pytest.mark.usefixtures("reviews")
def test_whoever_has_no_part_in_a_work_sees_its_published_reviews_alone(rights):
    assert states_seen_by(UserFactory(**rights)) == {"published"}


def test_the_submitter_sees_published_reviews_alone(submission):
    assert states_seen_by(submission.submitter) == {"published"}


@pytest.mark.parametrize("role", ["editor", "second_editor"])
def test_the_two_editors_see_what_was_submitted_but_no_draft(submission, role):
    assert states_seen_by(getattr(submission, role)) == {"submitted", "published", "disowned"}


@pytest.mark.usefixtures("reviews")
def test_an_editor_sees_nothing_more_of_another_editors_work():
    theirs = SubmissionFactory(accepted=True)
    RoundFactory(submission=theirs)
    assert states_seen_by(theirs.editor) == {"published"}


@pytest.mark.parametrize("state", STATES)
def test_a_reviewer_sees_the_own_review_in_any_state_and_the_published_ones(reviews, state):
    own = reviews[state]
    assert set(Review.objects.visible_to(own.reviewer)) == {own, reviews["published"]}


def test_submissions_are_seen_by_who_made_them_and_by_editors():
    mine, theirs = SubmissionFactory(), SubmissionFactory()
    visible = Submission.objects.visible_to
    with pytest.raises(AttributeError):
        visible(AnonymousUser())
    assert set(visible(mine.submitter)) == {mine}
    assert set(visible(UserFactory(verified=True))) == set()
    assert set(visible(UserFactory(editor=True))) == {mine, theirs}


@pytest.mark.parametrize("make_user", [AnonymousUser, UserFactory])
def test_a_merged_preprint_is_seen_only_as_the_one_it_was_merged_into(make_user):
    kept = PreprintFactory()
    PreprintFactory(merged_into=kept)
    assert set(Preprint.objects.visible_to(make_user())) == {kept}


# --- Works that somebody takes part in ----------------------------------------------------------


def two_works():
    """Two rounds by different people, each with a review being written and an invitation."""
    works = [RoundFactory(), RoundFactory()]
    for opened in works:
        opened.version.authors.update(user=UserFactory())
        ReviewFactory(round=opened, invitation=InvitationFactory(round=opened, state="accepted"))
    return works


@pytest.mark.parametrize("role", ["editor", "second_editor"])
def test_an_editor_acts_on_reviews_and_invitations_of_the_own_work_alone(role):
    for opened in two_works():
        person = getattr(opened.submission, role)
        assert list(Review.objects.involving(person)) == [opened.reviews.get()]
        assert list(Invitation.objects.involving(person)) == [opened.invitations.get()]


def test_nobody_else_acts_on_reviews_and_invitations():
    opened, _other = two_works()
    review = opened.reviews.get()
    people = [review.reviewer, opened.submission.submitter, opened.version.authors.get().user]
    people += [UserFactory(editor=True), UserFactory(managing_editor=True)]
    for person in people:
        assert not Review.objects.involving(person).exists()
        assert not Invitation.objects.involving(person).exists()


def offered_to(person):
    """The rounds that a person is offered to review, of all rounds; each says yes or no."""
    rounds = list(Round.objects.with_may_review(person.pk))
    assert {opened.may_review for opened in rounds} <= {True, False}
    return {opened for opened in rounds if opened.may_review}


def test_a_review_is_offered_to_everybody_without_a_part_in_the_work():
    one, other = two_works()
    for person in (AnonymousUser(), UserFactory(), UserFactory(editor=True)):
        assert offered_to(person) == {one, other}
    submission = one.submission
    author = one.version.authors.get().user
    people = (submission.editor, submission.second_editor, submission.submitter, author)
    assert [offered_to(person) for person in people] == [{other}] * 4


def test_a_submitter_who_is_no_author_may_review_the_work():
    one, other = two_works()
    Submission.objects.filter(pk=one.submission_id).update(is_author=False)
    assert offered_to(one.submission.submitter) == {one, other}


def test_an_author_of_an_older_version_is_an_author_of_the_work():
    one, other = two_works()
    person = UserFactory()
    VersionFactory(preprint=one.version.preprint, number=2).authors.update(user=person)
    assert offered_to(person) == {other}


def test_who_has_submitted_a_review_is_offered_the_other_work_alone():
    one, other = two_works()
    assert offered_to(one.reviews.get().reviewer) == {one, other}
    submitted = ReviewFactory(round=one, submitted=True)
    assert offered_to(submitted.reviewer) == {other}


def test_reviews_being_written_are_those_whose_invitation_still_stands():
    opened = RoundFactory()
    asked = InvitationFactory(round=opened, state="accepted")
    writing = {ReviewFactory(round=opened), ReviewFactory(round=opened, invitation=asked)}
    withdrawn = InvitationFactory(round=opened, state="revoked")
    ReviewFactory(round=opened, invitation=withdrawn)
    for fields in (STATES["submitted"], STATES["published"], STATES["disowned"]):
        ReviewFactory(round=opened, **fields)
    assert set(Review.objects.being_written()) == writing


def test_confirmed_reviews_are_those_known_to_be_by_whom_they_were_asked_of():
    opened = RoundFactory()
    how = {"account": NOW, "mailbox": NOW, "earlier": NOW, "": None}
    reviews = {
        by: ReviewFactory(round=opened, submitted=True, confirmed_by=by, confirmed_at=moment)
        for by, moment in how.items()
    }
    assert set(Review.objects.confirmed()) == {reviews["account"], reviews["mailbox"]}


def test_open_submissions_are_those_that_wait_or_are_reviewed():
    waiting, accepted = SubmissionFactory(), SubmissionFactory(accepted=True)
    SubmissionFactory(state="declined", decline_code="other", decline_text="No")
    assert set(Submission.objects.open()) == {waiting, accepted}
    assert set(Submission.objects.awaiting_triage()) == {waiting}


def test_the_terms_in_use_are_those_of_the_current_edition_lowest_first():
    older = Vocabulary.objects.create(scale="strength", edition=9, is_current=False)
    Term.objects.create(vocabulary=older, slug="old", word="old", definition="Old.", rank=1)
    terms = list(Term.objects.current("strength"))
    assert [term.rank for term in terms] == list(range(1, len(terms) + 1))
    assert {(term.vocabulary.scale, term.vocabulary.is_current) for term in terms} == {
        ("strength", True)
    }
    assert current_terms() == {
        scale: list(reversed(Term.objects.current(scale))) for scale in ("significance", "strength")
    }
