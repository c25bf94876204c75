"""Who writes, submits, accepts, confirms and disowns a review, and when its round is released."""

import pytest

from drafts.errors import NotYourForm
from reviews import errors, invitation_errors, moves, rules
from tests.reviews.refusing import refuses


def test_a_review_is_written_by_its_reviewer():
    refuses(rules.check_writes, None, person_id=1, reviewer_id=1)
    with pytest.raises(NotYourForm):
        rules.check_writes(person_id=1, reviewer_id=2)


@pytest.mark.parametrize(("changed", "error"), [
    ({}, None),
    ({"invitation_state": "accepted"}, None),
    ({"status": "submitted"}, errors.ReviewAlreadySubmitted),
    ({"status": "published"}, errors.ReviewAlreadySubmitted),
    ({"status": "disowned"}, errors.ReviewAlreadySubmitted),
    ({"round_state": "assessed"}, errors.RoundClosed),
    ({"invitation_state": "revoked"}, invitation_errors.InvitationWithdrawn),
])  # fmt: skip
def test_which_review_can_be_submitted(changed, error):
    sound = {"status": "draft", "round_state": "open"}
    refuses(rules.check_can_submit_review, error, **{**sound, **changed})


@pytest.mark.parametrize(("changed", "error"), [
    ({}, None),
    ({"byline_kind": "anonymous", "is_confirmed": False}, None),
    ({"status": "draft"}, errors.ReviewNotSubmitted),
    ({"status": "accepted"}, errors.ReviewNotSubmitted),
    ({"status": "published"}, errors.ReviewNotSubmitted),
    ({"status": "disowned"}, errors.ReviewNotSubmitted),
    ({"is_confirmed": False}, errors.ReviewNotConfirmed),
    ({"byline_kind": "pseudonym", "is_confirmed": False}, errors.ReviewNotConfirmed),
    ({"waits_for_second_editor": True}, errors.BylineNotApproved),
])  # fmt: skip
@pytest.mark.parametrize(("move", "fitting", "other", "refusal"), [
    (moves.ACCEPT_REVIEW, ["open", "released"], ["with-authors", "assessed"], errors.RoundClosed),
    (moves.PUBLISH_LATE, ["assessed"], ["open", "released", "with-authors"], errors.RoundGoesOn),
], ids=["accept", "publish"])  # fmt: skip
def test_which_review_can_be_accepted_or_published(changed, error, move, fitting, other, refusal):
    sound = {
        "status": "submitted",
        "byline_kind": "signed",
        "is_confirmed": True,
        "waits_for_second_editor": False,
    }
    for state in fitting:
        given = {"move": move, "round_state": state, **sound, **changed}
        refuses(rules.check_can_accept_review, error, **given)
    for state in other:
        given = {"move": move, "round_state": state, **sound}
        refuses(rules.check_can_accept_review, refusal, **given)


@pytest.mark.parametrize(("changed", "error"), [
    ({}, None),
    ({"state": "released"}, errors.RoundClosed),
    ({"state": "with-authors"}, errors.RoundClosed),
    ({"state": "assessed"}, errors.RoundClosed),
    ({"round_kind": "editors"}, errors.RoundOfEditorsAlone),
    ({"accepted": 0}, errors.NothingToRelease),
    ({"reason": " "}, errors.ReleaseWithoutReason),
])  # fmt: skip
def test_which_round_an_editor_can_release(changed, error):
    sound = {"state": "open", "round_kind": "full", "accepted": 1, "reason": "One is ill."}
    refuses(rules.check_can_release, error, **{**sound, **changed})


@pytest.mark.parametrize(("accepted", "unfinished", "asked", "complete"), [
    (2, 0, 0, True),
    (3, 0, 0, True),
    (1, 0, 0, False),
    (2, 1, 0, False),
    (2, 0, 1, False),
])  # fmt: skip
def test_which_round_waits_for_nobody(accepted, unfinished, asked, complete):
    found = rules.is_complete(wanted=2, accepted=accepted, unfinished=unfinished, asked=asked)
    assert found is complete


@pytest.mark.parametrize(("byline_kind", "is_corrected", "needs"), [
    ("signed", True, True),
    ("signed", False, False),
    ("pseudonym", True, False),
    ("anonymous", True, False),
    ("", True, False),
])  # fmt: skip
def test_which_byline_the_second_editor_approves(byline_kind, is_corrected, needs):
    asked = {"byline_kind": byline_kind, "is_corrected": is_corrected}
    assert rules.needs_byline_approval(**asked) is needs


@pytest.mark.parametrize(("second_editor_id", "invited_by_ids", "error"), [
    (1, {2}, None),
    (1, set(), None),
    (2, {2}, errors.NotTheSecondEditor),
    (2, {1}, errors.NotTheSecondEditor),
    (None, set(), errors.NotTheSecondEditor),
    (1, {1, 2}, errors.NotTheSecondEditor),
])  # fmt: skip
def test_who_may_allow_a_name(second_editor_id, invited_by_ids, error):
    people = {"second_editor_id": second_editor_id, "invited_by_ids": invited_by_ids}
    refuses(rules.check_can_allow_name, error, person_id=1, **people)


@pytest.mark.parametrize(("status", "error"), [
    ("submitted", None),
    ("published", None),
    ("draft", errors.NothingToConfirm),
    ("disowned", errors.NothingToConfirm),
])  # fmt: skip
def test_which_review_can_be_confirmed(status, error):
    refuses(rules.check_can_confirm, error, status=status)


@pytest.mark.parametrize(("status", "is_confirmed", "error"), [
    ("submitted", False, None),
    ("submitted", True, errors.AlreadyConfirmed),
    ("published", True, errors.AlreadyConfirmed),
    ("published", False, errors.NothingToConfirm),
    ("draft", False, errors.NothingToConfirm),
    ("disowned", False, errors.NothingToConfirm),
])  # fmt: skip
def test_which_review_can_be_disowned(status, is_confirmed, error):
    refuses(rules.check_can_disown, error, status=status, is_confirmed=is_confirmed)


@pytest.mark.parametrize(("changed", "error"), [
    ({}, None),
    ({"status": "published", "mails_today": 2}, None),
    ({"is_guest": False}, errors.ReviewHasAccount),
    ({"status": "draft"}, errors.ReviewNotSubmitted),
    ({"status": "disowned"}, errors.ReviewNotSubmitted),
    ({"mails_today": 3}, errors.TooManyMails),
    ({"mails_today": 4}, errors.TooManyMails),
])  # fmt: skip
def test_which_guest_is_offered_an_account(changed, error):
    sound = {"is_guest": True, "status": "submitted", "mails_today": 0}
    refuses(rules.check_can_offer_account, error, **{**sound, **changed})
