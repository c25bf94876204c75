"""Who may do what, and when: for each rule what it allows, and each reason why it does not."""

from datetime import timedelta

import pytest

from drafts.errors import NotYourForm
from reviews import (
    correction_errors,
    errors,
    invitation_errors,
    invitation_rules,
    limits,
    moves,
    round_errors,
    rules,
)
from tests.factories.times import NOW


def refuses(check, error, **values):
    """Whether a rule refuses with this error; None: whether it allows it."""
    if error is None:
        check(**values)
    else:
        with pytest.raises(errors.ReviewError) as refused:
            check(**values)
        assert type(refused.value) is error


@pytest.mark.parametrize(("changed", "error"), [
    ({}, None),
    ({"is_author": False, "reason": "It matters."}, None),
    ({"is_author": False}, errors.ReasonMissing),
    ({"is_author": False, "reason": "  "}, errors.ReasonMissing),
    ({"has_open_submission": True}, errors.AlreadySubmitted),
    ({"is_withdrawn": True}, errors.WorkWithdrawn),
])  # fmt: skip
def test_what_can_be_submitted_and_by_whom(changed, error):
    sound = {"has_open_submission": False, "is_withdrawn": False, "is_author": True, "reason": ""}
    refuses(rules.check_can_submit, error, **{**sound, **changed})


def test_only_editors_triage_and_only_once():
    rules.check_can_triage(moves.ACCEPT, state="submitted", is_editor=True)
    with pytest.raises(errors.NotAnEditor):
        rules.check_can_triage(moves.ACCEPT, state="submitted", is_editor=False)
    with pytest.raises(errors.NotAwaitingTriage):
        rules.check_can_triage(moves.ACCEPT, state="accepted", is_editor=True)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"second_is_editor": False}, errors.NotAnEditor),
        ({"second_editor_id": 1}, errors.EditorsMustDiffer),
        ({"author_ids": {2}}, errors.EditorIsAuthor),
        ({"author_ids": {1, 9}}, errors.EditorIsAuthor),
    ],
)
def test_two_uninvolved_editors_handle_a_work(changed, error):
    sound = {
        "editor_id": 1,
        "second_editor_id": 2,
        "second_is_editor": True,
        "author_ids": {9},
    }
    rules.check_editors(**sound)
    with pytest.raises(error):
        rules.check_editors(**{**sound, **changed})


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"round_state": "assessed"}, errors.RoundClosed),
        ({"round_kind": "editors"}, errors.RoundOfEditorsAlone),
        ({"involved_ids": {1}}, errors.ReviewerIsInvolved),
        ({"has_review": True}, errors.AlreadyReviewing),
        ({"email_verified": False}, errors.EmailNotVerified),
        ({"is_withdrawn": True}, errors.WorkWithdrawn),
    ],
)
def test_who_can_review(changed, error):
    sound = {
        "round_state": "open",
        "round_kind": "full",
        "person_id": 1,
        "involved_ids": {2, 3},
        "has_review": False,
        "email_verified": True,
        "is_withdrawn": False,
    }
    rules.check_can_review(**sound)
    with pytest.raises(error):
        rules.check_can_review(**{**sound, **changed})


def test_the_byline_follows_the_choice():
    names = {"name": "Ada", "pseudonym": "Heron", "anonymous": "Anonymous reviewer"}
    assert rules.byline_name("signed", **names) == "Ada"
    assert rules.byline_name("pseudonym", **names) == "Heron"
    assert rules.byline_name("anonymous", **names) == "Anonymous reviewer"


def test_no_pseudonym_no_pseudonymous_review():
    with pytest.raises(errors.NoPseudonym):
        rules.byline_name("pseudonym", name="Ada", pseudonym="", anonymous="Anonymous")


@pytest.mark.parametrize(
    ("status", "is_confirmed", "mails_today", "error"),
    [
        ("submitted", False, 2, None),
        ("published", False, 0, None),
        ("draft", False, 0, errors.NothingToConfirm),
        ("withdrawn", False, 0, errors.NothingToConfirm),
        ("submitted", True, 0, errors.NothingToConfirm),
        ("published", True, 0, errors.NothingToConfirm),
        ("submitted", False, 3, errors.TooManyMails),
    ],
)
def test_who_may_be_asked_whether_a_review_is_theirs(status, is_confirmed, mails_today, error):
    asked = {"status": status, "is_confirmed": is_confirmed, "mails_today": mails_today}
    if error is None:
        rules.check_can_ask_confirmation(**asked)
    else:
        with pytest.raises(error):
            rules.check_can_ask_confirmation(**asked)


def test_a_page_offers_what_the_rule_allows():
    sound = {"person_id": 1, "editor_id": 1}
    assert rules.is_allowed(rules.check_handles, **sound) is True
    assert rules.is_allowed(rules.check_handles, **{**sound, "editor_id": None}) is False
    with pytest.raises(TypeError):
        rules.is_allowed(rules.check_handles, person_id=1)


@pytest.mark.parametrize(("editor_id", "error"), [
    (1, None),
    (2, errors.NotTheHandlingEditor),
    (None, errors.NotTheHandlingEditor),
])  # fmt: skip
def test_the_handling_editor_handles(editor_id, error):
    refuses(rules.check_handles, error, person_id=1, editor_id=editor_id)


def test_an_author_does_not_decide_on_the_own_work():
    refuses(rules.check_is_no_author, None, person_id=1, author_ids={2, 3})
    refuses(rules.check_is_no_author, errors.EditorIsAuthor, person_id=1, author_ids={1, 3})


# --- Invitations ---------------------------------------------------------------------------------


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


# --- Reviews -------------------------------------------------------------------------------------


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


# --- Assessments and responses -------------------------------------------------------------------


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
