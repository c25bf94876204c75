"""Rows of which each kind of mail is true, and rows of which it is not."""

from tests.factories.reviews import CorrectionFactory, ResponseFactory, RevisionFactory
from tests.factories.times import NOW
from tests.reviews.rows_of_mails import (
    ENDED,
    LATER,
    WITHDRAWN,
    a_round,
    accepted_invitation,
    appeal,
    approved,
    assessment,
    confirmed,
    draft_shown,
    invitation,
    made,
    matched,
    of_left_work,
    reopening,
    review,
    second_editor,
    submission,
    waiting,
    without_editor,
)

WITH_ENDED_ROUND = review("submitted", **ENDED)
POSTED_REVIEW = review("published", round__state="assessed")
NO_REVIEW = review("submitted", status="withdrawn", number=1, published_at=NOW, **WITHDRAWN)
PROPOSED, RETURNED = assessment(), assessment(state="returned")
# Kinds; what it is about; rows of which they are true; rows of which they are not.
CASES = (
    (
        ("submission_received", "submission_confirmed", "decision_proposed"),
        *("submission", [submission()], [submission("accepted"), submission("withdrawn")]),
    ),
    (
        ("submission_decided", "asked_author_decision"),
        "submission",
        [submission("accepted"), submission("declined")],
        [submission(), submission("withdrawn"), submission("lapsed")],
    ),
    (
        ("named_second_editor",),
        "submission",
        [second_editor()],
        [second_editor(declared_at=NOW), submission("withdrawn")],
    ),
    (("author_match_left",), "submission", [matched()], [matched(is_free=True)]),
    (("submission_withdrawn",), "submission", [submission("withdrawn")], [submission()]),
    (
        ("work_left", "asked_author_left"),
        *("submission", [of_left_work(submission())], [submission()]),
    ),
    (
        ("work_returned", "asked_author_returned"),
        *("submission", [submission()], [submission(paused_at=NOW), submission("withdrawn")]),
    ),
    (
        ("work_left_reviewers",),
        "review",
        [of_left_work(review())],
        [review(), of_left_work(review("submitted", **ENDED)), of_left_work(POSTED_REVIEW)],
    ),
    (
        ("work_returned_reviewers",),
        *("review", [review(), review("submitted")], [of_left_work(review()), POSTED_REVIEW]),
    ),
    (
        ("lapse_warned", "lapse_warned_editors"),
        "submission",
        [submission(lapses_at=NOW)],
        [submission(), submission("withdrawn", lapses_at=NOW)],
    ),
    (
        ("work_lapsed", "work_lapsed_editors"),
        *("submission", [submission("lapsed")], [submission()]),
    ),
    (("work_reopened",), "submission", [submission()], [submission("lapsed")]),
    (
        ("editors_missing", "editor_left"),
        "submission_without_editors",
        [without_editor()],
        [without_editor(is_back=True)],
    ),
    (
        ("triage_due", "decision_due", "approval_due", "appeal_due", "work_neglected"),
        *("", [waiting(is_waiting=True)], [waiting(is_waiting=False)]),
    ),
    (
        (
            "later_round_warned",
            "later_round_warned_editors",
            "later_round_reopened",
            "round_reopened",
        ),
        *("round", [a_round()], [a_round("released"), a_round("lapsed")]),
    ),
    (
        ("later_round_lapsed", "later_round_lapsed_editors"),
        *("round", [a_round("lapsed")], [a_round()]),
    ),
    (
        ("newer_version_editors", "reviewer_left"),
        *("round", [a_round(), a_round("released")], [a_round("assessed"), a_round("withdrawn")]),
    ),
    (("round_released",), "round", [a_round("released")], [a_round(), a_round("withdrawn")]),
    (
        ("reviews_for_authors",),
        "round",
        [a_round("with-authors")],
        [a_round(), a_round("assessed"), of_left_work(a_round("with-authors"))],
    ),
    (
        ("asked_author_reviews",),
        "round",
        [a_round("released"), a_round("with-authors")],
        [a_round("assessed"), a_round("withdrawn"), of_left_work(a_round("released"))],
    ),
    (("round_lapsed",), "draft_of", [review(round__state="lapsed")], [review()]),
    (
        ("round_closed",),
        *("draft_of", [review(round__state="assessed")], [review(), review(**ENDED)]),
    ),
    (("review_not_needed",), "draft_of", [review(**ENDED)], [review()]),
    (("review_not_published",), "draft_of", [WITH_ENDED_ROUND], [review("submitted")]),
    (
        ("invitation_withdrawn",),
        *("draft_of", [accepted_invitation("revoked")], [accepted_invitation("accepted")]),
    ),
    (
        ("day_proposed",),
        "invitation",
        [invitation()],
        [invitation("closed"), invitation(proposed_due_on=None), invitation(**ENDED)],
    ),
    (
        ("volunteer", "newer_version_reviewers"),
        "review",
        [review(), review("submitted")],
        [POSTED_REVIEW, review(**ENDED)],
    ),
    (
        ("review_extended", "review_returned"),
        *("review", [review()], [review("submitted"), review(round__state="lapsed")]),
    ),
    (
        ("review_submitted", "review_received", "review_confirmed", "signature_approved"),
        *("review", [review("submitted"), review("accepted")], [POSTED_REVIEW, WITH_ENDED_ROUND]),
    ),
    (("signature_waits",), "review", [review("submitted")], [POSTED_REVIEW, WITH_ENDED_ROUND]),
    (
        ("review_refused",),
        *("review", [review("submitted", status="refused")], [review("submitted")]),
    ),
    (
        ("review_disowned",),
        *("review", [review("submitted", status="disowned")], [review("submitted")]),
    ),
    (
        ("reviews_released",),
        "review",
        [review("accepted", round__state="released")],
        [review("accepted"), POSTED_REVIEW, review("submitted", **ENDED)],
    ),
    (
        ("round_goes_on",),
        "review",
        [review(round__state="released")],
        [
            review("accepted", round__state="released"),
            review(),
            review("submitted", round__state="released"),
        ],
    ),
    (("draft_shown",), "review", [draft_shown()], [draft_shown(state="returned")]),
    (
        ("review_published", "review_published_reviewer"),
        *("review", [POSTED_REVIEW], [NO_REVIEW]),
    ),
    (
        ("review_signed",),
        "review",
        [review("published", byline_kind="signed")],
        [review("published"), NO_REVIEW],
    ),
    (("review_withdrawn",), "review", [NO_REVIEW], [POSTED_REVIEW]),
    (
        ("assessment_proposed", "draft_answered"),
        *("assessment", [PROPOSED], [RETURNED, assessment(**ENDED)]),
    ),
    (
        ("assessment_returned",),
        "assessment",
        [RETURNED],
        [PROPOSED, assessment(state="returned", **ENDED)],
    ),
    (
        ("assessment_approved",),
        *("assessment", [approved()], [assessment("published"), approved(**ENDED)]),
    ),
    (
        ("assessment_published", "asked_author_posted"),
        *("assessment", [assessment("published")], [assessment("withdrawn")]),
    ),
    (
        ("withdrawal_asked",),
        "assessment",
        [assessment("published", withdrawal_asked_at=NOW)],
        [assessment("published"), assessment("withdrawn", withdrawal_asked_at=NOW)],
    ),
    (
        ("assessment_kept",),
        "assessment",
        [assessment("published")],
        [assessment("published", withdrawal_asked_at=NOW), assessment("withdrawn")],
    ),
    (
        ("assessment_withdrawn",),
        *("assessment", [assessment("withdrawn")], [assessment("published")]),
    ),
    (("assessment_confirmed",), "confirmed", [confirmed("published")], [confirmed("withdrawn")]),
    (
        ("assessment_reopened", "assessment_reopened_editors"),
        *("reopening", [reopening()], [reopening(is_decided=True)]),
    ),
    (("reopening_decided",), "reopening", [reopening(is_decided=True)], [reopening()]),
    (
        ("correction_asked",),
        "correction",
        [made(CorrectionFactory)],
        [made(CorrectionFactory, state="refused", note="No.", decided_at=NOW)],
    ),
    (
        ("correction_decided",),
        "correction",
        [made(CorrectionFactory, state="refused", note="No.", decided_at=NOW)],
        [
            made(
                CorrectionFactory, state="refused", note="No.", decided_at=NOW, round__sent_at=LATER
            )
        ],
    ),
    (
        ("response_posted",),
        *("response", [made(ResponseFactory)], [made(ResponseFactory, **WITHDRAWN)]),
    ),
    (
        ("response_withdrawn",),
        *("response", [made(ResponseFactory, **WITHDRAWN)], [made(ResponseFactory)]),
    ),
    (
        ("revision_declared",),
        *("revision", [made(RevisionFactory)], [made(RevisionFactory, "decided")]),
    ),
    (
        ("revision_decided",),
        *("revision", [made(RevisionFactory, "decided")], [made(RevisionFactory)]),
    ),
    (("appeal_received",), "appeal", [appeal(), appeal("taken")], [appeal("upheld")]),
    (("appeal_filed", "appeal_handed_back"), "appeal", [appeal()], [appeal("taken")]),
    (("appeal_taken_over", "appeal_moved"), "appeal", [appeal("taken")], [appeal("upheld")]),
    (
        ("appeal_decided", "appeal_decided_editors"),
        *("appeal", [appeal("upheld")], [appeal("taken")]),
    ),
)
