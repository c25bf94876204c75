"""A second round: what is left of the first, and who may still begin."""

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Outbox
from preprints.models import Preprint
from reviews import revision_errors
from reviews.left_work_errors import ReviewNotWaitedFor
from reviews.models import Invitation, NamedReviewer, Review
from reviews.selectors.submission import submission_page
from reviews.services import accepting, invitations, reviewing, revising
from tests.at_once.reviewing.writing import content
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.links import AS_GUEST, act_of, link_of
from tests.reviews.revised import decide, declared_revision, revised_work

pytestmark = pytest.mark.django_db
WITHDRAWN = "This work was withdrawn or retracted where it was posted, so it is not reviewed."


def words_of(answer):
    return " ".join(answer.content.decode().split())


def page_of(submission, person):
    client = Client()
    client.force_login(person)
    return words_of(client.get(reverse("reviews:submission", args=[submission.pk])))


def withdraw(asked_for):
    Preprint.objects.filter(pk=asked_for.version.preprint_id).update(status="withdrawn")


# --- Reviews of the first round that are not published --------------------------------------------


@pytest.mark.parametrize("decision", ["full", "editors"])
def test_a_review_of_an_earlier_round_can_be_read_and_published(decision):
    revised = revised_work()
    late = ReviewFactory(round=revised.round, submitted=True, summary_html="<p>Read me.</p>")
    submission = revised.round.submission
    decide(declared_revision(revised), decision)
    page = page_of(submission, submission.editor)
    assert "Read me." in page
    assert "about version 1" in page
    assert reverse("reviews:publish_review", args=[late.pk]) in page
    assert reverse("reviews:publish_review", args=[revised.review.pk]) not in page
    second = page_of(submission, submission.second_editor)
    assert "Read me." in second
    assert reverse("reviews:publish_review", args=[late.pk]) not in second
    accepting.publish_review(late.pk, editor=submission.editor, now=NOW)
    assert submission_page(submission, submission.editor).earlier_reviews == []


def test_other_editors_do_not_see_the_unpublished_reviews_of_earlier_rounds():
    revised = revised_work()
    ReviewFactory(round=revised.round, submitted=True, summary_html="<p>Read me.</p>")
    decide(declared_revision(revised))
    other = UserFactory(editor=True)
    assert submission_page(revised.round.submission, other).earlier_reviews == []
    assert "Read me." not in page_of(revised.round.submission, other)


def test_other_editors_do_not_read_that_there_is_no_review():
    opened = RoundFactory()
    ReviewFactory(round=opened, submitted=True)
    page = page_of(opened.submission, UserFactory(editor=True))
    assert "No review has been submitted yet." not in page
    assert "Only the editors of this work see its reviews before they are published." in page
    empty = RoundFactory()
    page = page_of(empty.submission, empty.submission.editor)
    assert "No review has been submitted yet." in page


def test_whom_the_authors_oppose_by_now_is_invited_again_with_what_was_found():
    """By the name; somebody else whom they oppose is not written to."""
    revised = revised_work()
    submission, earlier = revised.round.submission, revised.review.reviewer
    for name in (earlier.profile.name, "Somebody Else"):
        NamedReviewer.objects.create(
            submission=submission, stance="opposed", name=name, reason="They are a rival."
        )
    decide(declared_revision(revised))
    (invitation,) = Invitation.objects.filter(round__number=2)
    assert invitation.email == earlier.email
    found = invitation.known_interest
    assert "They are a rival." in found.found
    assert found.reason == "They reviewed an earlier version of this work."


# --- A final version ------------------------------------------------------------------------------


def test_a_final_version_is_not_declared_a_revision():
    revised, bystander = revised_work(), revised_work()
    revising.declare_final(revised.newer.pk, author=revised.author, now=NOW)
    with pytest.raises(revision_errors.FinalNotRevised):
        declared_revision(revised)
    submission = revised.round.submission
    submission.refresh_from_db()
    assert not revising.may_declare_revision(submission, revised.newer, revised.author)
    assert declared_revision(bystander)


def test_the_page_of_a_final_version_offers_no_revision(client):
    revised = revised_work()
    client.force_login(revised.author)
    page = revised.preprint.get_absolute_url()
    assert "Declare the revision" in words_of(client.get(page))
    revising.declare_final(revised.newer.pk, author=revised.author, now=NOW)
    assert "Declare the revision" not in words_of(client.get(page))
    VersionFactory(preprint=revised.preprint, number=3)
    assert "Declare the revision" in words_of(client.get(page))


# --- A work withdrawn while its round is open -----------------------------------------------------


def test_nobody_begins_to_review_a_withdrawn_work(client):
    invitation, bystander = InvitationFactory(), InvitationFactory()
    client.get(link_of(invitation))
    withdraw(invitation.round)
    answer = client.post(
        act_of(invitation, "accept"),
        AS_GUEST,
    )
    assert answer.status_code == 409
    assert WITHDRAWN in words_of(answer)
    assert "Yes, I will review it" not in words_of(answer)
    assert not Review.objects.exists()
    client.get(link_of(bystander))
    client.post(
        act_of(bystander, "accept"),
        AS_GUEST,
    )
    assert Review.objects.get().round == bystander.round


def test_a_volunteer_for_a_withdrawn_work_reads_that_it_was_withdrawn(client):
    opened, bystander = RoundFactory(), RoundFactory()
    client.force_login(UserFactory(verified=True))
    withdraw(opened)
    page = reverse("reviews:volunteer", args=[opened.version.preprint_id])
    shown = words_of(client.get(page))
    assert WITHDRAWN in shown
    assert "Start my review" not in shown
    assert WITHDRAWN in words_of(client.post(page, follow=True))
    assert not Review.objects.exists()
    client.post(
        reverse("reviews:volunteer", args=[bystander.version.preprint_id]),
        {"interests_choice": "none"},
    )
    assert Review.objects.get().round == bystander


def test_a_review_begun_before_the_work_was_withdrawn_goes_on_once_the_work_is_back():
    review = ReviewFactory(reviewer=UserFactory(verified=True))
    before = review.version.preprint.status
    withdraw(review.round)
    with pytest.raises(ReviewNotWaitedFor):
        reviewing.submit_review(review.pk, reviewer=review.reviewer, content=content(), now=NOW)
    review.refresh_from_db()
    assert review.status == "draft"
    Preprint.objects.filter(pk=review.version.preprint_id).update(status=before)
    reviewing.submit_review(review.pk, reviewer=review.reviewer, content=content(), now=NOW)
    review.refresh_from_db()
    assert review.status == "submitted"


# --- Two tabs -------------------------------------------------------------------------------------


def test_accepting_what_another_tab_declined_a_moment_ago_shows_where_it_stands(
    client, monkeypatch
):
    invitation = InvitationFactory()
    client.get(link_of(invitation))
    accept = invitations.accept_invitation

    def accept_too_late(invitation_id, **details):
        invitations.decline_invitation(invitation_id, user=None, reason="", now=NOW)
        return accept(invitation_id, **details)

    monkeypatch.setattr(invitations, "accept_invitation", accept_too_late)
    form = AS_GUEST
    answer = client.post(act_of(invitation, "accept"), form)
    assert answer.status_code == 409
    assert "You declined on" in words_of(answer)
    assert "Yes, I will review it" not in words_of(answer)
    monkeypatch.undo()
    bystander = InvitationFactory()
    client.get(link_of(bystander))
    assert client.post(act_of(bystander, "accept"), form).status_code == 302
    assert not Outbox.objects.filter(failed_at__isnull=False).exists()
