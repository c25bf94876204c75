"""An editor returns a submitted review with a question, or refuses it; nobody else is affected."""

import lxml.html
import pytest
from django.urls import reverse

from events.models import Event
from reviews import errors, reply_errors
from reviews.models import MailedLink, Review, ReviewReply, Round
from reviews.services.accepting import accept_review
from reviews.services.replying import refuse_review, return_review
from reviews.services.reviewing import submit_review
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import DUE, NOW
from tests.reviews.links import link_of
from tests.reviews.outcomes import new_mails
from tests.reviews.test_review_services import content

pytestmark = pytest.mark.django_db
QUESTION = "Which *lemma* do you mean?"


@pytest.fixture
def review():
    """Submitted; beside it another submitted review of the round."""
    review = ReviewFactory(reviewer__name="Rita Viewer", reviewer__email="rita@example.org")
    written = content(byline_kind="signed", weaknesses="1. Lemma?", ai_use="Spelling.")
    submit_review(review.pk, reviewer=review.reviewer, content=written, now=NOW)
    ReviewFactory(round=review.round, submitted=True, confirmed=True)
    return Review.objects.select_related("round__submission__editor").get(pk=review.pk)


def editor_of(review):
    return review.round.submission.editor


def give_back(review, question=QUESTION):
    return return_review(review.pk, editor=editor_of(review), question=question, now=NOW)


def refuse(review, reason="It insults the authors."):
    return refuse_review(review.pk, editor=editor_of(review), reason=reason, now=NOW)


def write_page(review):
    return reverse("reviews:write_review", args=[review.pk])


def test_a_returned_review_is_written_on_with_its_text(client, review, mailoutbox):
    other = review.round.reviews.exclude(pk=review.pk).values().get()
    new_mails(mailoutbox)
    give_back(review)
    now = Review.objects.get(pk=review.pk)
    assert (now.status, now.submitted_at, now.confirmed_at) == ("draft", None, None)
    assert now.due_on >= DUE
    ((to, subject),) = new_mails(mailoutbox)
    assert (to, subject.partition(":")[0]) == ("rita@example.org", "A question about your review")
    client.force_login(review.reviewer)
    page = client.get(write_page(review)).content.decode()
    assert "Which <em>lemma</em> do you mean?" in page
    assert "1. Lemma?" in page
    assert "Spelling." in page
    names = ("significance", "strength", "confidence", "byline_kind", "ai_choice")
    chosen = lxml.html.fromstring(page).xpath("//input[@type='radio'][@checked]/@name")
    assert {name for name in names if name in chosen} == set(names)
    again = content(weaknesses="1. Lemma 4.")
    submit_review(review.pk, reviewer=review.reviewer, content=again, now=NOW)
    assert Review.objects.get(pk=review.pk).points == ["Lemma 4."]
    assert review.round.reviews.exclude(pk=review.pk).values().get() == other


def test_a_guest_is_asked_anew_whether_the_review_is_theirs():
    review = ReviewFactory(by_guest=True, submitted=True, confirmed=True)
    give_back(review)
    submit_review(review.pk, reviewer=review.reviewer, content=content(), now=NOW)
    assert Review.objects.get().confirmed_at is None
    assert MailedLink.objects.filter(purpose=MailedLink.Purpose.CONFIRM_REVIEW).exists()


def test_a_refused_review_is_kept_for_its_reviewer_and_never_public(client, review, mailoutbox):
    new_mails(mailoutbox)
    refuse(review)
    ((to, subject),) = new_mails(mailoutbox)
    assert (to, subject.partition(":")[0]) == ("rita@example.org", "Your review was refused")
    for again in (
        lambda: accept_review(review.pk, editor=editor_of(review), now=NOW),
        lambda: give_back(review),
        lambda: refuse(review),
    ):
        with pytest.raises(errors.ReviewNotSubmitted):
            again()
    client.force_login(review.reviewer)
    page = client.get(write_page(review)).content.decode()
    assert "It insults the authors." in page
    assert "Lemma?" in page
    kinds = Event.objects.filter(kind__in=("review.returned", "review.refused"))
    assert list(kinds.values_list("kind", "is_public")) == [("review.refused", False)]


def test_a_guest_reads_why_by_the_link(client):
    review = ReviewFactory(by_guest=True, submitted=True)
    refuse(review)
    client.get(link_of(review.invitation))
    assert "It insults the authors." in client.get(write_page(review)).content.decode()


def test_a_reason_is_needed_and_only_the_handling_editor_may(review):
    with pytest.raises(reply_errors.QuestionMissing):
        give_back(review, question=" ")
    with pytest.raises(reply_errors.RefusalReasonMissing):
        refuse(review, reason=" ")
    second = review.round.submission.second_editor
    for act, words in ((return_review, "question"), (refuse_review, "reason")):
        with pytest.raises(errors.NotTheHandlingEditor):
            act(review.pk, editor=second, now=NOW, **{words: "Why?"})
    assert not ReviewReply.objects.exists()


def test_the_editors_of_the_work_read_a_refused_review_and_no_other_editor(review):
    refuse(review)
    visible = {
        "editor": editor_of(review),
        "second": review.round.submission.second_editor,
        "other": UserFactory(editor=True),
        "managing": UserFactory(managing_editor=True),
        "author": UserFactory(),
    }
    seen = {
        who: Review.objects.visible_to(user).filter(pk=review.pk).exists()
        for who, user in visible.items()
    }
    assert [who for who, sees in seen.items() if sees] == ["editor", "second"]


def links_of(client, review):
    """Which acts on the review its editor's page offers."""
    client.force_login(editor_of(review))
    page = client.get(reverse("reviews:submission", args=[review.round.submission_id])).text
    acts = ("accept_review", "publish_review", "return_review", "refuse_review")
    return [act for act in acts if reverse(f"reviews:{act}", args=[review.pk]) in page]


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("open", ["accept_review", "return_review"]),
        ("released", ["accept_review", "return_review"]),
        ("with-authors", []),
        ("assessed", ["publish_review"]),
        ("withdrawn", []),
    ],
)
def test_the_page_offers_for_a_review_only_what_is_possible(client, review, state, offered):
    """An appeal against its refusal was upheld; the other review of the round was not refused."""
    refuse(review)
    confirmed = {"confirmed_at": NOW, "confirmed_by": "account"}
    Review.objects.filter(pk=review.pk).update(status="submitted", **confirmed)
    moments = {"sent_at": NOW, "respond_until": NOW, "released_at": NOW}
    Round.objects.filter(pk=review.round_id).update(state=state, **moments)
    other = review.round.reviews.exclude(pk=review.pk).get()
    assert links_of(client, review) == offered
    may_refuse_other = ["refuse_review"] if state != "withdrawn" else []
    assert links_of(client, other) == offered + may_refuse_other
    page = reverse("reviews:submission", args=[review.round.submission_id])
    waits = "Once the round is posted, you can publish it by itself" in client.get(page).text
    assert waits is (state == "with-authors")
    for act in ("return_review", "refuse_review"):
        form = client.get(reverse(f"reviews:{act}", args=[review.pk]))
        assert (form.status_code == 200) is (act in offered)


def test_a_returned_review_needs_the_second_editors_yes_to_its_name_once_more():
    """Another name can be signed when it is submitted again."""
    approved, bystander = (signed_and_approved() for _ in range(2))
    editor = approved.round.submission.editor
    return_review(approved.pk, editor=editor, question="Which?", now=NOW)
    for review, approval in ((approved, (None, None)), (bystander, (bystander.second, NOW))):
        review.refresh_from_db()
        assert (review.byline_approved_by, review.byline_approved_at) == approval


def signed_and_approved():
    review = ReviewFactory(submitted=True, byline_kind="signed", byline_name="Noor")
    review.second = review.round.submission.second_editor
    review.byline_approved_by, review.byline_approved_at = review.second, NOW
    review.save()
    return review
