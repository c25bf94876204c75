import pytest

from reviews import errors, rules


def test_a_reader_must_say_why():
    with pytest.raises(errors.ReasonMissing):
        rules.check_can_submit(
            has_open_submission=False, is_withdrawn=False, is_author=False, reason="  "
        )


def test_an_author_needs_no_reason():
    rules.check_can_submit(has_open_submission=False, is_withdrawn=False, is_author=True, reason="")


def test_a_work_is_submitted_once():
    with pytest.raises(errors.AlreadySubmitted):
        rules.check_can_submit(
            has_open_submission=True, is_withdrawn=False, is_author=True, reason=""
        )


def test_only_editors_triage_and_only_once():
    rules.check_can_triage(state="submitted", is_editor=True)
    with pytest.raises(errors.NotAnEditor):
        rules.check_can_triage(state="submitted", is_editor=False)
    with pytest.raises(errors.NotAwaitingTriage):
        rules.check_can_triage(state="accepted", is_editor=True)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"second_is_editor": False}, errors.NotAnEditor),
        ({"second_editor_id": 1}, errors.EditorsMustDiffer),
        ({"author_ids": {2}}, errors.EditorIsAuthor),
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
        ({"involved_ids": {1}}, errors.ReviewerIsInvolved),
        ({"has_review": True}, errors.AlreadyReviewing),
        ({"email_verified": False}, errors.EmailNotVerified),
    ],
)
def test_who_can_review(changed, error):
    sound = {
        "round_state": "open",
        "person_id": 1,
        "involved_ids": {2, 3},
        "has_review": False,
        "email_verified": True,
    }
    rules.check_can_review(**sound)
    with pytest.raises(error):
        rules.check_can_review(**{**sound, **changed})


def test_an_assessment_needs_a_published_review_and_an_open_round():
    rules.check_can_assess(round_state="open", published_reviews=1, assessment_state="returned")
    with pytest.raises(errors.TooFewReviews):
        rules.check_can_assess(round_state="open", published_reviews=0, assessment_state="")
    with pytest.raises(errors.RoundClosed):
        rules.check_can_assess(round_state="assessed", published_reviews=2, assessment_state="")
    with pytest.raises(errors.AssessmentNotOpen):
        rules.check_can_assess(round_state="open", published_reviews=2, assessment_state="approved")


def test_the_byline_follows_the_choice():
    names = {"name": "Ada", "pseudonym": "Heron", "anonymous": "Anonymous reviewer"}
    assert rules.byline_name("signed", **names) == "Ada"
    assert rules.byline_name("pseudonym", **names) == "Heron"
    assert rules.byline_name("anonymous", **names) == "Anonymous reviewer"


def test_no_pseudonym_no_pseudonymous_review():
    with pytest.raises(errors.NoPseudonym):
        rules.byline_name("pseudonym", name="Ada", pseudonym="", anonymous="Anonymous")


def test_a_withdrawn_work_is_not_submitted():
    with pytest.raises(errors.WorkWithdrawn):
        rules.check_can_submit(
            has_open_submission=False, is_withdrawn=True, is_author=True, reason=""
        )


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
