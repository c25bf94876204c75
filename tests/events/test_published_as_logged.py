"""`verify_log` notices what the owner of the database does to what is published.

Each change is made with triggers off, to one of several published things; the others are named by
no report.
"""

from datetime import timedelta

import pytest

from accounts.guests import make_guest
from curation.models import Entry, Issue
from curation.services.publishing import publish_issue
from events.commitments import commitment
from events.completeness import compare_with_published
from events.models import Event, Seal
from events.sealing import seal_new_events
from events.services import NamedSubject, record_event
from events.verifying import verify_log
from preprints.duplicates.merge import merge_preprints
from preprints.duplicates.undo import undo_merge
from preprints.models import Version
from reviews.models import Review
from reviews.published import review_key, review_public_before
from reviews.services.accepting import publish_review
from reviews.services.posting import publish_assessment
from tests.curation.works import fill, make_candidate, make_editor, write_editorial
from tests.events.published import TEXTS, exchange, noticed, set_row
from tests.events.test_complete_log import tamper
from tests.factories.accounts import UserFactory
from tests.factories.curation import IssueFactory
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
)
from tests.factories.times import NOW
from text.hashing import content_hash

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", ["reviews", "assessments", "responses"])
def test_a_published_row_that_was_deleted_is_noticed(journal, table):
    row = getattr(journal, table)[0]
    tamper(f"DELETE FROM {row._meta.db_table} WHERE id = {row.pk}")
    assert noticed(journal, row)
    assert "1 texts that it holds are not published" in verify_log(now=NOW).reason


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("reviews", {"status": "submitted"}),
        ("assessments", {"state": "proposed", "published_at": None}),
    ],
)
def test_what_was_set_back_is_noticed(journal, table, values):
    row = getattr(journal, table)[0]
    set_row(row, **values)
    assert noticed(journal, row)


def test_exchanged_words_of_two_reviews_are_noticed(journal):
    exchange(*journal.reviews, *TEXTS)
    assert noticed(journal, *journal.reviews)


def test_exchanged_texts_of_two_responses_are_noticed(journal):
    exchange(*journal.responses, "text")
    assert noticed(journal, *journal.responses)


def test_exchanged_terms_of_two_assessments_are_noticed(journal):
    exchange(*journal.assessments, "strength_id")
    assert noticed(journal, *journal.assessments)


def test_a_review_moved_to_another_version_is_noticed(journal):
    review, _other = journal.reviews
    another = VersionFactory(preprint=review.version.preprint, number=2)
    set_row(review, version_id=another.pk)
    assert "1 published texts" in verify_log(now=NOW).reason


def test_exchanged_places_of_two_reviews_are_noticed(journal):
    one, other = journal.reviews
    set_row(one, number=90)
    exchange(one, other, "version_id")
    assert verify_log(now=NOW).broken_at is not None


@pytest.mark.parametrize(
    "values",
    [
        {"number": 9},
        {"published_at": NOW - timedelta(days=365)},
        {"confidence": 5},
        {
            "byline_kind": "signed",
            "confirmed_at": NOW + timedelta(days=1),
            "confirmed_by": "account",
        },
        {"byline_name": "Somebody Else"},
        {"competing_interests": "I own the company."},
        {"ai_use": "All of it."},
        {"evidence": "There is none."},
        {"points": ["Another point."]},
    ],
    ids=lambda values: next(iter(values)),
)
def test_each_public_part_of_a_review_is_covered(journal, values):
    review, other = journal.reviews
    for name, value in values.items():
        assert getattr(review, name) != value
    set_row(review, **values)
    report = verify_log(now=NOW)
    assert "1 published texts are not in it as they stand" in report.reason
    assert other.identifier not in report.reason


def test_an_event_of_format_4_holds_without_the_points(journal):
    review, other = journal.reviews
    for row in journal.reviews:
        event = Event.objects.get(kind="review.published", data__row=review_key(row))
        before = commitment(event.public_salt.value, review_public_before(row))
        set_row(event, payload_format=4, data={**event.data, "hash": before})
    assert compare_with_published().unlogged == []
    set_row(review, points=["Another point."])
    assert compare_with_published().unlogged == []
    set_row(other, summary="Otherwise.")
    assert compare_with_published().unlogged == [other.identifier]


@pytest.mark.parametrize("scale", ["significance", "strength"])
def test_the_ratings_of_a_review_are_covered(journal, scale):
    review, _other = journal.reviews
    before = getattr(review, scale)
    set_row(review, **{scale: before.vocabulary.terms.exclude(pk=before.pk).first()})
    assert noticed(journal, review)


@pytest.mark.parametrize("count", [(None, None), (3, 1), (2, 2)], ids=str)
def test_how_many_reviewers_agreed_is_covered(count):
    """Also where it is taken out as if nobody had been asked."""
    posted, other = publish_asked(asked=3, agreed=2), publish_asked(asked=2, agreed=1)
    seal_new_events()
    assert verify_log(now=NOW).broken_at is None
    set_row(posted, reviewers_asked=count[0], reviewers_agreed=count[1])
    reason = verify_log(now=NOW).reason
    assert f"1 published texts are not in it as they stand: {posted.identifier}" in reason
    assert other.identifier not in reason


def test_how_many_reviewers_disagreed_is_covered():
    posted, other = publish_asked(asked=3, agreed=2), publish_asked(asked=2, agreed=1)
    seal_new_events()
    assert verify_log(now=NOW).broken_at is None
    set_row(posted, reviewers_dissented=None if posted.reviewers_dissented else 1)
    reason = verify_log(now=NOW).reason
    assert f"1 published texts are not in it as they stand: {posted.identifier}" in reason
    assert other.identifier not in reason


def test_a_count_of_who_agreed_that_nobody_was_asked_for_is_noticed(journal):
    set_row(journal.assessments[0], reviewers_asked=1, reviewers_agreed=1)
    assert noticed(journal, journal.assessments[0])


def publish_asked(*, asked, agreed):
    """An assessment that this many reviewers were asked about, posted with its review."""
    of = RoundFactory(released=True)
    ReviewFactory(round=of, accepted=True)
    assessment = AssessmentFactory(
        round=of,
        state="approved",
        approved_by=of.submission.second_editor,
        approved_at=NOW,
        reviewers_asked=asked,
        reviewers_agreed=agreed,
    )
    return publish_assessment(assessment.pk, editor=of.submission.editor, now=NOW)


@pytest.mark.parametrize("name", ["word", "definition", "rank"])
def test_exchanged_words_of_two_terms_are_noticed(journal, name):
    """Those that bear neither term are named by no report."""
    one = journal.assessments[0].strength
    bearers = (*journal.reviews, *journal.assessments)
    other = one.vocabulary.terms.exclude(pk__in={row.strength_id for row in bearers}).first()
    mine, theirs = getattr(one, name), getattr(other, name)
    set_row(other, **{name: 99 if name == "rank" else "-"})  # no two have one rank
    set_row(one, **{name: theirs})
    set_row(other, **{name: mine})
    bearing = [row for row in bearers if row.strength_id == one.pk]
    assert noticed(journal, *bearing)
    assert 0 < len(bearing) < len(bearers)


def signed_review(reviewer):
    signed = {"byline_kind": "signed", "byline_name": reviewer.profile.name}
    confirmed = {"confirmed_at": NOW, "confirmed_by": "account"}
    review = ReviewFactory(
        submitted=True, round__state="assessed", reviewer=reviewer, **signed, **confirmed
    )
    publish_review(review.pk, editor=review.round.submission.editor, now=NOW)
    seal_new_events()
    return Review.objects.get(pk=review.pk)


def test_a_signed_review_given_to_another_account_is_noticed(journal):
    review, somebody = signed_review(UserFactory()), UserFactory()
    assert verify_log(now=NOW).broken_at is None
    set_row(review, reviewer_id=somebody.pk)
    assert review.identifier in verify_log(now=NOW).reason
    assert noticed(journal)
    set_row(review, reviewer_id=review.reviewer_id)
    set_row(journal.reviews[0], reviewer_id=somebody.pk)  # anonymous: links to nobody
    assert verify_log(now=NOW).broken_at is None


def test_a_signed_review_of_a_guest_holds_once_its_account_was_kept():
    guest, account = make_guest("Gwen Guest"), UserFactory()
    review = signed_review(guest)
    review.invitation = InvitationFactory(round=review.round)
    set_row(review, invitation_id=review.invitation.pk)
    assert verify_log(now=NOW).broken_at is None
    set_row(review, reviewer_id=account.pk)
    assert review.identifier in verify_log(now=NOW).reason
    set_row(review.invitation, kept_at=NOW + timedelta(days=1))
    assert verify_log(now=NOW).broken_at is None


def test_a_response_given_to_another_account_is_noticed(journal):
    set_row(journal.responses[0], author_id=UserFactory().pk)
    assert noticed(journal, journal.responses[0])


def test_exchanged_names_are_noticed(journal):
    exchange(*journal.reviews, "byline_name")
    assert noticed(journal, *journal.reviews)
    exchange(*(Review.objects.get(pk=row.pk) for row in journal.reviews), "byline_name")
    set_row(journal.responses[0], author_name="Somebody Else")
    assert noticed(journal, journal.responses[0])


def test_what_only_editors_read_and_the_html_are_not_covered(journal):
    """The positive control: a change of what is not public, or made from what is, is none."""
    set_row(journal.reviews[0], recommendations="Add a proof.", summary_html="<p>x</p>")
    assert verify_log(now=NOW).broken_at is None


@pytest.mark.parametrize("kind", ["review.published", "assessment.published", "response.posted"])
def test_an_event_that_was_hidden_is_noticed(journal, kind):
    event = Event.objects.filter(kind=kind).first()
    tamper(f"UPDATE events_event SET is_public = false WHERE id = {event.pk}")
    assert verify_log(now=NOW).reason == "the event was changed"


def test_an_event_that_was_made_public_or_older_is_noticed():
    event = record_event("review.begun", about=NamedSubject("V1.1"), now=NOW)
    seal_new_events()
    for change in ("is_public = true", "payload_format = 1"):
        tamper(f"UPDATE events_event SET {change} WHERE id = {event.pk}")
        assert verify_log(now=NOW).reason == "the event was changed"
        tamper(
            f"UPDATE events_event SET is_public = false, payload_format = 5 WHERE id = {event.pk}"
        )
        assert verify_log(now=NOW).broken_at is None


def test_a_salt_that_was_removed_is_noticed(journal):
    event = Event.objects.get(kind="review.published", data__review=journal.reviews[0].identifier)
    tamper(f"DELETE FROM events_salt WHERE event_id = {event.pk}")
    assert verify_log(now=NOW).reason == "the salt of the event was removed"


def test_no_name_stands_in_what_is_sealed(journal):
    seals = Seal.objects.select_related("event")
    payloads = str([seal.event.sealed_payload(seal) for seal in seals])
    for name in (journal.reviews[0].byline_name, journal.responses[0].author_name):
        assert name
        assert name not in payloads
        assert content_hash(name) not in payloads
    assert journal.reviews[0].identifier in payloads


# Issues


@pytest.fixture
def issue():
    editor = make_editor()
    made = write_editorial(IssueFactory(editor=editor), editor)
    for work in (make_candidate(), make_candidate()):
        fill(made, editor, work)
    publish_issue(made.pk, editor=editor, now=NOW)
    seal_new_events()
    assert "I1.1" not in verify_log(now=NOW).reason  # the factories log nothing of the reviews
    return Issue.objects.get(pk=made.pk)


def test_removed_and_exchanged_entries_are_noticed(issue):
    one, other = Entry.objects.filter(issue=issue)
    set_row(one, recommendation="Read this one.")
    assert f"V{one.preprint_id} in I1.1" in verify_log(now=NOW).reason
    assert f"V{other.preprint_id} in I1.1" not in verify_log(now=NOW).reason
    set_row(one, recommendation=one.recommendation)
    exchange(one, other, "recommended_by_name", "recommendation", "section")
    set_row(one, position=other.position + 1)
    assert f"V{one.preprint_id} in I1.1" in verify_log(now=NOW).reason
    tamper(f"DELETE FROM curation_entry WHERE id = {other.pk}")
    assert f"V{other.preprint_id}.1" in verify_log(now=NOW).reason


def test_a_recommendation_given_to_another_account_is_noticed(issue):
    one, other = Entry.objects.filter(issue=issue)
    set_row(one, recommended_by_id=UserFactory().pk)
    assert f"V{one.preprint_id} in I1.1" in verify_log(now=NOW).reason
    assert f"V{other.preprint_id} in I1.1" not in verify_log(now=NOW).reason


def test_an_issue_set_back_to_a_draft_is_noticed(issue):
    set_row(issue, state="draft")
    assert "texts that it holds are not published: " in verify_log(now=NOW).reason
    assert "I1.1" in verify_log(now=NOW).reason


# Merges


def test_what_was_merged_and_separated_again_holds(journal):
    review, other = journal.reviews
    kept = PreprintFactory()
    merge = merge_preprints(kept.pk, review.version.preprint_id, reason="One work.", now=NOW)
    assert Review.objects.get(pk=review.pk).identifier != review.identifier
    seal_new_events()
    assert verify_log(now=NOW).broken_at is None
    set_row(review, summary="Other words.")
    assert "1 published texts" in verify_log(now=NOW).reason
    set_row(review, summary=review.summary)
    undo_merge(merge, now=NOW)
    seal_new_events()
    assert verify_log(now=NOW).broken_at is None
    set_row(review, summary="Other words.")
    assert noticed(journal, review)
    assert other.identifier not in verify_log(now=NOW).reason


def test_a_version_moved_without_a_merge_is_noticed(journal):
    """With it moves its review; nothing of the review itself has changed."""
    review, _other = journal.reviews
    version, elsewhere = review.version, PreprintFactory()
    assert isinstance(version, Version)
    set_row(version, preprint_id=elsewhere.pk, number=7)
    assert f"V{elsewhere.pk}.7.r1" in verify_log(now=NOW).reason


def test_a_work_merged_or_separated_without_its_event_is_noticed(journal):
    review = journal.reviews[0]
    work, kept = review.version.preprint, PreprintFactory()
    parted, own = PreprintFactory(), PreprintFactory()
    merge = merge_preprints(own.pk, parted.pk, reason="One work.", now=NOW)
    stays, into = PreprintFactory(), PreprintFactory()
    merge_preprints(into.pk, stays.pk, reason="One work.", now=NOW)
    seal_new_events()
    assert verify_log(now=NOW).broken_at is None
    set_row(work, merged_into_id=kept.pk)
    assert verify_log(now=NOW).reason == f"1 works are not merged as it says: {work.identifier}"
    set_row(work, merged_into_id=None)
    assert verify_log(now=NOW).broken_at is None
    for wrongly in (None, kept.pk):
        set_row(stays, merged_into_id=wrongly)
        assert (
            verify_log(now=NOW).reason == f"1 works are not merged as it says: {stays.identifier}"
        )
    set_row(stays, merged_into_id=into.pk)
    undo_merge(merge, now=NOW)
    seal_new_events()
    assert verify_log(now=NOW).broken_at is None
    set_row(parted, merged_into_id=own.pk)  # as before it was undone
    assert verify_log(now=NOW).reason == f"1 works are not merged as it says: {parted.identifier}"
    set_row(parted, merged_into_id=None)
    assert verify_log(now=NOW).broken_at is None
