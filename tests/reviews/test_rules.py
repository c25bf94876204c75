"""Who may do what, and when: for each rule what it allows, and each reason why it does not."""

import pytest

from reviews import errors, moves, rules
from tests.reviews.refusing import refuses


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
