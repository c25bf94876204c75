"""What can be assessed, decided, sent to the authors, posted and answered."""

from datetime import timedelta

import pytest

from reviews import correction_errors, errors, moves, round_errors, rules
from tests.factories.times import NOW
from tests.reviews.refusing import refuses


@pytest.mark.parametrize(("changed", "error"), [
    ({}, None),
    ({"assessment_state": "proposed"}, None),
    ({"assessment_state": "returned"}, None),
    ({"assessment_state": "approved"}, errors.AlreadyApproved),
    ({"assessment_state": "published"}, errors.AlreadyPublished),
    ({"accepted_reviews": 0}, errors.TooFewReviews),
    ({"accepted_reviews": 0, "round_kind": "editors"}, None),
    ({"round_state": "open"}, errors.NotReleasedYet),
    ({"round_state": "open", "round_kind": "editors"}, None),
    ({"round_state": "with-authors"}, errors.RoundClosed),
    ({"round_state": "assessed"}, errors.RoundClosed),
    ({"round_state": "assessed", "round_kind": "editors"}, errors.RoundClosed),
])  # fmt: skip
def test_what_can_be_assessed(changed, error):
    sound = {
        "round_state": "released",
        "round_kind": "full",
        "accepted_reviews": 1,
        "assessment_state": "",
    }
    refuses(rules.check_can_assess, error, **{**sound, **changed})


@pytest.mark.parametrize(("second_editor_id", "state", "error"), [
    (1, "proposed", None),
    (2, "proposed", errors.NotTheSecondEditor),
    (None, "proposed", errors.NotTheSecondEditor),
    (1, "returned", errors.AlreadyReturned),
    (1, "approved", errors.AlreadyApproved),
    (1, "published", errors.AlreadyPublished),
])  # fmt: skip
def test_what_the_second_editor_decides(second_editor_id, state, error):
    asked = {"second_editor_id": second_editor_id, "state": state}
    for move in (moves.APPROVE, moves.RETURN):
        refuses(rules.check_can_second, error, move=move, person_id=1, **asked)


def test_what_was_not_seen_is_not_decided_on():
    refuses(rules.check_is_what_was_seen, None, seen="a1", current="a1")
    refuses(rules.check_is_what_was_seen, errors.AssessmentChanged, seen="a1", current="b2")
    refuses(rules.check_is_what_was_seen, errors.AssessmentChanged, seen="", current="b2")


@pytest.mark.parametrize(("state", "error"), [
    ("approved", None),
    ("proposed", errors.NotApproved),
    ("returned", errors.NotApproved),
    ("published", errors.AlreadyPublished),
])  # fmt: skip
def test_which_assessment_can_be_published_or_sent_to_the_authors(state, error):
    rounds = {"open": None, "released": None}
    rounds |= dict.fromkeys(("with-authors", "assessed"), errors.RoundClosed)
    for round_state, closed in rounds.items():
        facts = {"round_state": round_state, "state": state, "has_authors": False}
        refuses(rules.check_can_publish_assessment, error or closed, **facts)
        facts = {"round_state": round_state, "assessment_state": state, "has_authors": True}
        refuses(rules.check_can_send_to_authors, closed or error, **facts)


def test_authors_who_are_known_read_it_first():
    facts = {"round_state": "released", "state": "approved", "has_authors": True}
    refuses(rules.check_can_publish_assessment, round_errors.AuthorsFirst, **facts)
    facts = {"round_state": "released", "assessment_state": "approved", "has_authors": False}
    refuses(rules.check_can_send_to_authors, round_errors.NoKnownAuthor, **facts)


@pytest.mark.parametrize(("changed", "error"), [
    ({}, None),
    ({"state": "released"}, round_errors.NotWithAuthors),
    ({"state": "assessed"}, round_errors.NotWithAuthors),
    ({"person_id": 2}, errors.NotAnAuthor),
    ({"waits_for_editors": True}, correction_errors.CorrectionsUndecided),
])  # fmt: skip
def test_which_round_an_author_can_post(changed, error):
    sound = {"state": "with-authors", "person_id": 1, "author_ids": {1, 3}}
    sound |= {"waits_for_editors": False}
    refuses(rules.check_can_post, error, **{**sound, **changed})


@pytest.mark.parametrize(("changed", "error"), [
    ({}, None),
    ({"state": "released"}, round_errors.NotWithAuthors),
    ({"state": "assessed"}, round_errors.NotWithAuthors),
    ({"now": NOW - timedelta(seconds=1)}, round_errors.NotDueYet),
    ({"respond_until": None}, round_errors.NotDueYet),
    ({"waits_for_editors": True}, correction_errors.CorrectionsUndecided),
])  # fmt: skip
def test_which_round_is_posted_by_the_schedule(changed, error):
    sound = {"state": "with-authors", "respond_until": NOW, "now": NOW}
    sound |= {"waits_for_editors": False}
    refuses(rules.check_is_due, error, **{**sound, **changed})


@pytest.mark.parametrize(("changed", "error"), [
    ({}, None),
    ({"round_state": "open"}, errors.NoAssessmentYet),
    ({"is_author": False}, errors.NotAnAuthor),
    ({"has_responded": True}, errors.AlreadyResponded),
])  # fmt: skip
def test_who_can_respond(changed, error):
    sound = {"round_state": "assessed", "is_author": True, "has_responded": False}
    refuses(rules.check_can_respond, error, **{**sound, **changed})
