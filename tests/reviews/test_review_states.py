"""What a review, an invitation and an assessment say of themselves, from their state alone."""

import pytest

from preprints.models import Preprint, Version
from reviews.interests import Interests
from reviews.models import Assessment, Invitation, Response, Review, Round, Submission
from reviews.models.assessments import assessment_fingerprint
from reviews.models.byline import public_declaration
from tests.factories.times import NOW

CORRECTED = {"corrected_at": NOW}
CONFIRMED = {"confirmed_at": NOW, "confirmed_by": "account"}
VERSION = Version(pk=3, preprint=Preprint(pk=12), number=2)


def review(invitation=None, **fields):
    submission = Submission(preprint=VERSION.preprint)
    opened = Round(pk=1, state=fields.pop("round_state", "open"), submission=submission)
    known = {"status": "submitted", "byline_kind": "signed", **fields}
    return Review(round=opened, version=VERSION, invitation=invitation, **known)


def invitation(*, round_state="open", own_review=None, **fields):
    made = Invitation(round=Round(state=round_state), **{"state": "accepted", **fields})
    if own_review is not None:
        made.review = own_review
    return made


def by(*, guest=False, **fields):
    made = review(**fields)
    made.reviewer = Review.reviewer.field.related_model(is_guest=guest)
    return made


# --- Reviews -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "is_confirmed"), [("account", True), ("mailbox", True), ("earlier", False), ("", False)]
)
def test_a_review_is_confirmed_by_an_account_or_a_mailbox(how, is_confirmed):
    assert review(confirmed_by=how).is_confirmed is is_confirmed


@pytest.mark.parametrize(
    ("kind", "given", "fields", "waits"),
    [
        ("signed", CORRECTED, {}, True),
        ("signed", CORRECTED, {"byline_approved_at": NOW}, False),
        ("signed", {}, {}, False),
        ("signed", None, {}, False),
        ("pseudonym", CORRECTED, {}, False),
        ("anonymous", CORRECTED, {}, False),
    ],
)
def test_a_signature_from_a_corrected_address_waits_for_the_second_editor(
    kind, given, fields, waits
):
    asked = None if given is None else Invitation(**given)
    assert review(asked, byline_kind=kind, **fields).waits_for_second_editor is waits


@pytest.mark.parametrize(
    ("fields", "waits"),
    [
        ({}, True),
        ({"byline_kind": "pseudonym"}, True),
        ({"byline_kind": "anonymous"}, False),
        ({"confirmed_by": "mailbox"}, False),
        ({"status": "draft"}, False),
        ({"status": "published"}, False),
        ({"status": "disowned"}, False),
    ],
)
def test_a_submitted_name_waits_for_its_reviewer(fields, waits):
    assert review(**fields).waits_for_reviewer is waits


@pytest.mark.parametrize(
    ("given", "fields", "may"),
    [
        (None, CONFIRMED, True),
        (None, {}, False),
        (None, {"byline_kind": "anonymous"}, True),
        (None, CONFIRMED | {"status": "published"}, False),
        (None, CONFIRMED | {"status": "draft"}, False),
        (CORRECTED, CONFIRMED, False),
        (CORRECTED, CONFIRMED | {"byline_approved_at": NOW}, True),
    ],
)
def test_a_review_may_be_accepted_once_nobody_is_waited_for(given, fields, may):
    """Or published by itself, where it came after its round was posted."""
    asked = None if given is None else Invitation(**given)
    for state in ("open", "released", "with-authors", "assessed"):
        one = review(asked, round_state=state, **fields)
        assert one.may_be_accepted is (may and state in ("open", "released"))
        assert one.may_be_published is (may and state == "assessed")


@pytest.mark.parametrize(
    ("fields", "may"),
    [
        ({}, True),
        ({"status": "published"}, True),
        ({"status": "draft"}, False),
        ({"status": "disowned"}, False),
        (CONFIRMED, False),
    ],
)
def test_a_reviewer_may_be_asked_until_the_review_is_confirmed(fields, may):
    assert review(**fields).may_be_asked is may


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"round_state": "assessed"}, "round"),
        ({"invitation": Invitation(state="revoked")}, "withdrawn"),
        ({"invitation": Invitation(state="accepted")}, ""),
        ({"status": "submitted", "round_state": "assessed"}, ""),
    ],
)
def test_what_is_being_written_says_why_it_cannot_be_submitted(fields, words):
    reason = review(**{"status": "draft", **fields}).why_closed
    assert (words in reason) if words else reason == ""


def test_the_parts_that_were_written_stand_in_order_under_their_headings():
    parts = {"strengths_html": "<p>B</p>", "evidence_html": "<p>D</p>", "summary_html": "<p>A</p>"}
    hidden = {"recommendations_html": "<p>Only for authors.</p>"}
    assert review(**parts, **hidden).public_parts() == [
        ("Summary", "<p>A</p>"),
        ("Strengths", "<p>B</p>"),
        ("Do the arguments and data support the claims?", "<p>D</p>"),
    ]


def test_a_review_without_a_byline_names_nobody():
    unnamed = by(byline_name="")
    unnamed.reviewer.email = "noor@example.org"
    assert unnamed.byline() == "Anonymous reviewer"
    assert by(byline_name="Noor Example").byline() == "Noor Example"


HIDDEN = "Declared to the editors, who found it compatible."
NONE = "The reviewer declares none."
NO_AI = "The reviewer declares no use of AI."


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("signed", "Employed there.", "Employed there."),
        ("pseudonym", "Employed there.", HIDDEN),
        ("anonymous", "Employed there.", HIDDEN),
        ("", "Employed there.", HIDDEN),
        ("signed", "", NONE),
        ("anonymous", "", NONE),
    ],
)
def test_readers_see_what_was_declared_under_a_name_alone(kind, text, shown):
    assert review(byline_kind=kind, competing_interests=text, ai_use="").public_interests() == shown
    assert review(byline_kind=kind, ai_use=text, competing_interests="").public_ai_use() == (
        NO_AI if shown == NONE else shown
    )


def test_a_declaration_whose_text_is_not_at_hand_is_said_to_be_known_to_the_editors():
    assert public_declaration("signed", text=None, is_declared=True) == HIDDEN
    assert public_declaration("signed", text="Not declared.", is_declared=False) == NONE


# --- Invitations ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "status", "may"),
    [
        ("pending", "", True),
        ("accepted", "draft", True),
        ("accepted", "submitted", False),
        ("declined", "", False),
        ("revoked", "draft", False),
        ("closed", "", False),
    ],
)
def test_an_invitation_may_be_withdrawn_until_it_is_answered_with_a_review(state, status, may):
    own = by(status=status) if status else None
    assert invitation(state=state, own_review=own).may_be_withdrawn is may


@pytest.mark.parametrize(
    ("fields", "may"),
    [
        ({"state": "pending"}, True),
        ({"state": "pending", "round_state": "assessed"}, False),
        ({"state": "declined"}, False),
        ({"own_review": by(status="draft")}, True),
        ({"own_review": by(status="draft"), "round_state": "assessed"}, False),
        ({"own_review": by(status="submitted")}, False),
        ({"own_review": by(status="submitted", guest=True)}, True),
        ({"own_review": by(status="submitted", guest=True), "round_state": "assessed"}, True),
        ({"own_review": by(status="disowned", guest=True)}, False),
    ],
)
def test_an_invitation_may_be_sent_again_until_its_review_is_in_an_account(fields, may):
    assert invitation(**fields).may_be_sent_again is may


def test_an_invitation_knows_whether_its_review_is_submitted():
    submitted, writing = by(submitted_at=NOW), by(status="draft")
    found = [invitation(own_review=one).has_submitted_review for one in (None, writing, submitted)]
    assert found == [False, False, True]


def test_the_links_of_withdrawn_and_disowned_invitations_are_closed():
    closed = [state for state in Invitation.State if Invitation(state=state).is_link_closed]
    assert closed == ["revoked", "disowned"]


# --- Assessments and responses -------------------------------------------------------------------


def test_texts_about_a_version_are_named_after_it():
    assert review(number=4).identifier == "V12.2.r4"
    assert Assessment(version=VERSION, number=2).identifier == "V12.2.a2"
    assert Response(version=VERSION, number=5).identifier == "V12.2.p5"


def test_the_mark_of_an_assessment_changes_with_each_of_its_parts():
    parts = {"text": "It holds.", "significance_id": 1, "strength_id": 2, "competing_interests": ""}
    others = {"text": "It fails.", "significance_id": 3, "strength_id": 4}
    others |= {"competing_interests": "None.", "interest_kinds": ["rival"]}
    fingerprints = {Assessment(**parts).fingerprint}
    for name, other in others.items():
        fingerprints.add(Assessment(**parts | {name: other}).fingerprint)
    fingerprints.add(Assessment(**parts | {"significance_id": 2, "strength_id": 1}).fingerprint)
    assert len(fingerprints) == 7
    assert Assessment(**parts).fingerprint == assessment_fingerprint(
        "It holds.", 1, 2, Interests.none()
    )
