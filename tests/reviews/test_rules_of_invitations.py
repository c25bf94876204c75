"""Who can be invited, and which invitation can be sent again or revoked."""

import pytest

from reviews import errors, invitation_errors, invitation_rules, limits
from tests.reviews.refusing import refuses


@pytest.mark.parametrize(("changed", "error"), [
    ({}, None),
    ({"mails_today": 2}, None),
    ({"round_state": "assessed"}, errors.RoundClosed),
    ({"round_kind": "editors"}, errors.RoundOfEditorsAlone),
    ({"has_open_invitation": True}, invitation_errors.AlreadyInvited),
    ({"was_withdrawn_lately": True}, invitation_errors.InvitedRecently),
    ({"mails_today": 3}, invitation_errors.TooManyInvitationMails),
    ({"mails_today": 4}, invitation_errors.TooManyInvitationMails),
])  # fmt: skip
def test_who_can_be_invited(changed, error):
    sound = {
        "round_state": "open",
        "round_kind": "full",
        "has_open_invitation": False,
        "was_withdrawn_lately": False,
        "mails_today": 0,
    }
    refuses(invitation_rules.check_round_takes_invitation, error, **{**sound, **changed})


def test_a_withdrawn_invitation_bars_a_new_one_for_a_day():
    assert limits.REINVITE_AFTER_DAYS == 1


@pytest.mark.parametrize(("changed", "error"), [
    ({}, None),
    ({"state": "revoked"}, None),
    ({"state": "accepted", "review_status": "draft"}, None),
    ({"state": "accepted", "review_status": "draft", "is_guests": True}, None),
    ({"state": "accepted", "review_status": "submitted", "is_guests": True}, None),
    ({"state": "accepted", "review_status": "published", "is_guests": True}, None),
    ({"review_status": "published", "is_guests": True, "round_state": "assessed"}, None),
    ({"is_other_address": True}, None),
    ({"mails_today": 2}, None),
    ({"state": "declined"}, invitation_errors.InvitationNotOpen),
    ({"state": "disowned"}, invitation_errors.InvitationNotOpen),
    ({"state": "accepted", "review_status": "disowned"}, invitation_errors.InvitationNotOpen),
    ({"state": "accepted", "review_status": "submitted"}, invitation_errors.InvitedReviewIsIn),
    ({"state": "accepted", "review_status": "published"}, invitation_errors.InvitedReviewIsIn),
    ({"round_state": "assessed"}, errors.RoundClosed),
    ({"round_state": "assessed", "review_status": "draft"}, errors.RoundClosed),
    ({"state": "closed"}, errors.RoundClosed),
    ({"review_status": "draft", "is_other_address": True}, invitation_errors.InvitationAnswered),
    ({"has_open_invitation": True}, invitation_errors.AlreadyInvited),
    ({"mails_today": 3}, invitation_errors.TooManyInvitationMails),
])  # fmt: skip
def test_what_can_be_sent_again(changed, error):
    sound = {
        "round_state": "open",
        "state": "pending",
        "review_status": "",
        "is_guests": False,
        "is_other_address": False,
        "has_open_invitation": False,
        "mails_today": 0,
    }
    refuses(invitation_rules.check_can_send_again, error, **{**sound, **changed})


@pytest.mark.parametrize(("state", "review_status", "error"), [
    ("pending", "", None),
    ("accepted", "draft", None),
    ("declined", "", invitation_errors.InvitationNotOpen),
    ("revoked", "", invitation_errors.InvitationNotOpen),
    ("closed", "", invitation_errors.InvitationNotOpen),
    ("disowned", "", invitation_errors.InvitationNotOpen),
    ("accepted", "submitted", invitation_errors.SubmittedReviewStays),
    ("accepted", "published", invitation_errors.SubmittedReviewStays),
    ("accepted", "disowned", invitation_errors.SubmittedReviewStays),
])  # fmt: skip
def test_what_can_be_withdrawn(state, review_status, error):
    refuses(invitation_rules.check_can_revoke, error, state=state, review_status=review_status)
