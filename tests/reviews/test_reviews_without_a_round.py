"""A review that belongs to no round: what it can be, where it is read, and what it counts in.

Beside it stands a review of a round of the same work.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.joining import plan_join
from curation.selectors.candidates import candidates, waiting_preprints
from events.models import Event, Outbox
from privacy.erasing import erase_account
from privacy.exporting import export_account
from reviews import errors, redaction_errors, withdrawal_errors
from reviews.models import Reopening, Review
from reviews.policies import current_policy
from reviews.services import (
    accepting,
    appealing,
    confirming,
    consulting,
    due_days,
    reminding,
    replying,
)
from reviews.services.redacting import read_original, redact_review
from reviews.services.redaction_steps import Passage
from reviews.services.releasing import release_complete_round
from reviews.services.reopened_assessments import reopen_selected_works
from reviews.services.reviewing import submit_review
from reviews.services.revising import earlier_reviews
from reviews.services.signing import sign_review
from reviews.services.withdrawing import withdraw_review
from tests.curation.works import make_candidate
from tests.events.test_complete_log import tamper
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, RoundFactory, term
from tests.factories.times import DUE, NOW
from tests.reviews.outcomes import new_mails
from tests.reviews.selected import selected_work
from tests.reviews.test_review_services import content
from tests.reviews.test_signing_later import log_holds, posted, rewrite
from tests.reviews.without_round import volunteered_review

pytestmark = pytest.mark.django_db
SAID = "Volunteered: it belongs to no round of review."
LEFT = "The work states four axioms."


@pytest.fixture
def asked(mailoutbox):
    """A review of a round; the work is assessed, its author known."""
    review = posted(UserFactory(name="Asked Rask", verified=True))
    review.version.authors.update(user=UserFactory(email="author@example.org"))
    new_mails(mailoutbox)
    return review


@pytest.fixture
def review(asked):
    """Of the same version, anonymous, with something declared."""
    writer = UserFactory(name="Free Quist", email="free@example.org", verified=True)
    return volunteered_review(asked.version, reviewer=writer, competing_interests="A friend.")


def is_possible(**fields):
    try:
        with transaction.atomic():
            ReviewFactory(**{"round": None, **fields})
    except IntegrityError:
        return False
    return True


def test_it_is_written_published_or_withdrawn_and_nothing_that_editors_make_of_one(asked):
    opened, version = asked.round, asked.version
    whole = {
        "version": version,
        "submitted": True,
        "published_at": NOW,
        "withdrawn_at": NOW,
        "withdrawn_as": "reviewer",
        "withdrawal_reason": "It is wrong.",
    }
    numbers = iter(range(50, 99))
    states = [one for one in Review.Status.values if one != "accepted"]
    possible = {one for one in states if is_possible(**whole, status=one, number=next(numbers))}
    assert possible == {"draft", "published", "withdrawn"}
    accepted = {"reviewer_number": 71, "accepted_at": NOW}
    of_editors = [
        {"accepted_at": NOW},
        {"reviewer_number": 70},
        {"invitation": InvitationFactory(round=opened, state="accepted")},
        {"submitted": True, "confirmed": True, "status": "accepted", **accepted},
    ]
    for fields in of_editors:
        assert not is_possible(version=version, **fields), fields
        assert is_possible(version=version, **{"round": opened, **fields}), fields


def test_one_person_writes_one_of_each_version_beside_those_of_rounds(review):
    version, writer = review.version, review.reviewer
    assert not is_possible(version=version, reviewer=writer)
    assert is_possible(version=version, reviewer=UserFactory())
    newer = VersionFactory(preprint=version.preprint, number=2)
    assert is_possible(version=newer, reviewer=writer)
    of_version = RoundFactory(submission=version.preprint.submissions.get(), number=2)
    assert is_possible(round=of_version, version=version, reviewer=writer)


def test_pages_feed_and_api_show_it_and_say_that_it_was_volunteered(client, asked, review):
    preprint = review.version.preprint
    page = client.get(review.get_absolute_url()).content.decode()
    assert (page.count(SAID), LEFT in page) == (1, True)
    assert "Declared to the journal; not shown" in page
    assert "the journal knows who wrote this" in page
    assert SAID not in client.get(asked.get_absolute_url()).content.decode()
    of_work = client.get(preprint.get_absolute_url()).content.decode()
    assert of_work.count(SAID) == 1
    assert "Two reviews and an assessment are public" in of_work
    everything = {one.get_absolute_url(): one for one in Review.objects.all()}
    assert all(address in of_work for address in everything)
    items = client.get(f"/feeds/preprints/{preprint.pk}.json").json()["items"]
    said = {
        "/preprints/" + item["url"].partition("/preprints/")[2]: SAID in str(item) for item in items
    }
    assert said == {address: one == review for address, one in everything.items()}
    listed = client.get(f"/api/v1/reviews/?preprint={preprint.pk}").json()["results"]
    rounds = {row["id"]: row["round"] for row in listed}
    assert rounds == {one.pk: None if one == review else 1 for one in everything.values()}
    row = client.get(f"/api/v1/reviews/{review.pk}/").json()
    assert (row["round"], row["identifier"]) == (None, review.identifier)
    assert row["competing_interests"].startswith("Declared to the journal")


def test_its_writer_finds_it_signs_it_and_has_it_on_their_page(client, asked, review, mailoutbox):
    writer, address = review.reviewer, review.get_absolute_url()
    person = writer.profile.get_absolute_url()
    client.force_login(writer)
    assert address in client.get(reverse("reading:me")).content.decode()
    own = client.get(reverse("reviews:write_review", args=[review.pk])).content.decode()
    assert "The other reviews" not in own
    assert address not in client.get(person).content.decode()
    sign_review(review.pk, reviewer=writer, now=NOW)
    assert address in client.get(person).content.decode()
    assert "A friend." in client.get(address).content.decode()
    assert new_mails(mailoutbox) == [("author@example.org", "A review was signed")]
    assert log_holds() is True


def test_one_being_written_says_that_it_goes_to_no_editors(client, asked):
    draft = ReviewFactory(round=None, version=asked.version)
    client.force_login(draft.reviewer)
    assert "belongs to no round of review" in client.get(reverse("reading:me")).content.decode()
    page = reverse("reviews:write_review", args=[draft.pk])
    assert "belongs to no round of review" in client.get(page).content.decode()
    sent = client.post(page, {"summary": "Typed.", "send": ""})
    assert (sent.status_code, "Typed." in sent.content.decode()) == (409, True)


ACTS_OF_ROUNDS = {
    "submit": lambda pk, editor, own: submit_review(pk, reviewer=own, content=content(), now=NOW),
    "extend": lambda pk, editor, own: due_days.extend_review(pk, reviewer=own, due_on=DUE, now=NOW),
    "set day": lambda pk, editor, own: due_days.set_review_day(
        pk, editor=editor, due_on=DUE, now=NOW
    ),
    "remind": lambda pk, editor, own: reminding.remind_reviewer(
        pk, policy=current_policy(), now=NOW
    ),
    "ask": lambda pk, editor, own: reminding.ask_for_review(pk, editor=editor, now=NOW),
    "confirm": lambda pk, editor, own: confirming.ask_for_confirmation(pk, editor=None, now=NOW),
    "accept": lambda pk, editor, own: accepting.accept_review(pk, editor=editor, now=NOW),
    "publish": lambda pk, editor, own: accepting.publish_review(pk, editor=editor, now=NOW),
    "approve": lambda pk, editor, own: confirming.approve_byline(pk, second_editor=editor, now=NOW),
    "allow": lambda pk, editor, own: confirming.allow_name(pk, editor=editor, now=NOW),
    "return": lambda pk, editor, own: replying.return_review(
        pk, editor=editor, question="Why?", now=NOW
    ),
    "refuse": lambda pk, editor, own: replying.refuse_review(
        pk, editor=editor, reason="Rude.", now=NOW
    ),
    "appeal": lambda pk, editor, own: appealing.appeal_refusal(pk, by=own, text="No.", now=NOW),
    "thread": lambda pk, editor, own: consulting.write_as_reviewer(
        pk, reviewer=own, text="Hello.", now=NOW
    ),
}


@pytest.mark.parametrize("act", ACTS_OF_ROUNDS)
def test_no_act_that_a_round_is_needed_for_changes_it(asked, act):
    draft = ReviewFactory(round=None, version=asked.version)
    events, before = Event.objects.count(), Review.objects.values().get(pk=draft.pk)
    with pytest.raises(errors.NoRound):
        ACTS_OF_ROUNDS[act](draft.pk, asked.round.submission.editor, draft.reviewer)
    assert (Event.objects.count(), Review.objects.values().get(pk=draft.pk)) == (events, before)


def test_editors_of_the_work_have_no_page_for_it(client, asked, review):
    client.force_login(asked.round.submission.editor)
    pages = {
        name: {
            one.round_id is None: client.get(reverse(f"reviews:{name}", args=[one.pk])).status_code
            for one in (asked, review)
        }
        for name in ("return_review", "refuse_review", "redact_review")
    }
    assert pages == {
        "return_review": {False: 302, True: 404},  # it is public: nothing to answer any more
        "refuse_review": {False: 302, True: 404},
        "redact_review": {False: 200, True: 403},
    }
    submission = reverse("reviews:submission", args=[asked.round.submission_id])
    page = client.get(submission).content.decode()
    assert ("Asked Rask" in page, "Free Quist" in page) == (True, False)


def test_the_log_holds_what_it_says_and_that_it_belongs_to_no_round(asked, review):
    assert log_holds() is True
    with transaction.atomic():
        tamper(f"UPDATE reviews_review SET round_id = {asked.round_id} WHERE id = {review.pk}")
        assert review.identifier in str(log_holds())
        transaction.set_rollback(True)
    tamper(f"UPDATE reviews_review SET summary = 'Else.' WHERE id = {review.pk}")
    assert review.identifier in str(log_holds())


def test_its_writer_withdraws_it_and_for_cause_a_managing_editor_without_a_part(
    client, asked, review, mailoutbox
):
    submission, managing = asked.round.submission, UserFactory(managing_editor=True)
    other = volunteered_review(review.version, number=9)
    part = UserFactory(managing_editor=True)
    ReviewFactory(round=None, version=review.version, reviewer=part)
    submission.second_editor = UserFactory(managing_editor=True)
    submission.save()
    for nobody in (submission.editor, submission.second_editor, UserFactory(), part):
        with pytest.raises(withdrawal_errors.NotYoursToWithdraw):
            withdraw_review(review.pk, by=nobody, reason="Wrong.", now=NOW)
    withdraw_review(review.pk, by=review.reviewer, reason="Wrong.", now=NOW)
    assert new_mails(mailoutbox) == [("author@example.org", "A review was withdrawn")]
    withdraw_review(other.pk, by=managing, reason="Rude.", now=NOW)
    assert new_mails(mailoutbox) == sorted(
        (email, "A review was withdrawn") for email in ("author@example.org", other.reviewer.email)
    )
    gone = client.get(review.get_absolute_url())
    assert (gone.status_code, LEFT in gone.content.decode()) == (200, False)
    assert LEFT in client.get(asked.get_absolute_url()).content.decode()
    assert log_holds() is True


def test_a_managing_editor_without_a_part_redacts_it_and_reads_what_stood_there(
    client, asked, review, mailoutbox
):
    managing, editor = UserFactory(managing_editor=True), asked.round.submission.editor
    redaction = {"passage": Passage("summary", "four axioms"), "reason": "A name.", "now": NOW}
    with pytest.raises(redaction_errors.NotYoursToRedact):
        redact_review(review.pk, editor=editor, **redaction)
    redact_review(asked.pk, editor=editor, **redaction)
    new_mails(mailoutbox)
    redact_review(review.pk, editor=managing, **redaction)
    assert [to for to, _subject in new_mails(mailoutbox)] == [review.reviewer.email]
    assert LEFT not in client.get(review.get_absolute_url()).content.decode()
    original = review.originals.get()
    read = {"reason": "To answer a complaint.", "now": NOW}
    with pytest.raises(redaction_errors.NotTheJournals):
        read_original(original.pk, reader=editor, **read)
    assert read_original(original.pk, reader=managing, **read).text == LEFT
    assert log_holds() is True


def test_erasing_its_writer_leaves_what_is_public_and_tells_no_editor(asked, mailoutbox):
    writer = UserFactory(name="Zelda Quux", verified=True)
    signed = {"byline_kind": "signed", "byline_name": "Zelda Quux", "reviewer": writer}
    named = volunteered_review(asked.version, **signed)
    newer = VersionFactory(preprint=asked.version.preprint, number=2)
    hidden = volunteered_review(newer, reviewer=writer)
    newest = VersionFactory(preprint=asked.version.preprint, number=3)
    draft = ReviewFactory(round=None, version=newest, reviewer=writer)
    exported = {row["id"] for row in export_account(writer)["reviews.Review.reviewer"]}
    assert exported == {named.pk, hidden.pk, draft.pk}
    erase_account(writer.pk, now=NOW)
    own = dict(Review.objects.values_list("pk", "reviewer"))
    assert own[named.pk] == writer.pk
    assert len({own[pk] for pk in (named.pk, hidden.pk, draft.pk, asked.pk)}) == 4
    assert Review.objects.get(pk=draft.pk).left_at == NOW
    new_mails(mailoutbox)
    assert not Outbox.objects.filter(task="reviews.notify_editors_of_left_reviewer").exists()
    assert log_holds() is True


def test_two_accounts_that_reviewed_one_version_so_are_not_joined(review):
    kept, other = review.reviewer, UserFactory(name="Free Quist")
    elsewhere = ReviewFactory(round=None, version=VersionFactory(), reviewer=other)
    assert plan_join(kept, other).reasons == []
    Review.objects.filter(pk=elsewhere.pk).update(version=review.version)
    (reason,) = plan_join(kept, other).reasons
    assert f"of the same version, of V{review.version.preprint_id}" in reason


def test_it_neither_completes_nor_counts_in_a_round(asked, review):
    opened = RoundFactory()
    ReviewFactory(round=None, version=opened.version)
    for number in (1, 2):
        ReviewFactory(round=opened, accepted=True, reviewer_number=number)
    assert release_complete_round(opened.pk, now=NOW).state == "released", "that waits for nobody"
    waiting = RoundFactory()
    volunteered_review(waiting.version)
    ReviewFactory(round=waiting, accepted=True, reviewer_number=1)
    with pytest.raises(errors.NotAllIn):
        release_complete_round(waiting.pk, now=NOW)
    later = RoundFactory(submission=asked.round.submission, number=2)
    of_rounds = Review.objects.filter(round=asked.round)
    assert set(earlier_reviews(later)) == set(of_rounds)


def test_it_makes_no_work_eligible_and_changes_no_evidence_sheet():
    preprint = make_candidate(ratings=(("important", "solid"),))
    before = candidates(now=NOW)
    volunteered_review(
        preprint.current_version,
        significance=term("significance", "landmark"),
        strength=term("strength", "exceptional"),
    )
    alone = volunteered_review(VersionFactory())
    after = candidates(now=NOW)
    assert after.of(preprint.pk) == before.of(preprint.pk)
    assert (after.rated, after.journal_mean) == (before.rated, before.journal_mean)
    assert [check.name for check in after.of(preprint.pk).missing] == ["reviews"]
    assert set(waiting_preprints()) == {preprint} != {alone.version.preprint}


def test_it_does_not_reopen_the_assessment_of_a_selected_work():
    of = selected_work()
    later = NOW + timedelta(days=30)
    weak = volunteered_review(of.round.version, strength=term("strength", "incomplete"))
    rewrite(weak, published_at=later)
    assert reopen_selected_works(now=later) == 0
    rewrite(weak, round=of.round)
    assert reopen_selected_works(now=later) == 1
    assert Reopening.objects.get().review == weak
