"""From the submission to the round it opens: each row written, logged and mailed, as a whole."""

from datetime import timedelta

import pytest

from preprints.models import Author, Preprint
from reviews import errors
from reviews.author_errors import ReviewerIsAuthor
from reviews.interests import Interests
from reviews.models import Round, Submission
from reviews.services import submissions
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, SubjectFactory, VersionFactory
from tests.factories.reviews import ReviewFactory, RoundFactory, SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.outcomes import fields_of, log_line, log_since, new_mails

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_editor_triages")]
LATER = NOW + timedelta(hours=2)
AUTHOR = "author@example.org"


@pytest.fixture(autouse=True)
def another_work():
    """So that no two rows share an id by chance, and something is there to stay as it was."""
    bystander = PreprintFactory()
    VersionFactory(preprint=bystander, number=2)
    return bystander


def line(about, kind, actor, at=LATER, **facts):
    return log_line(about, kind, actor, at, **facts)


@pytest.mark.parametrize(("is_author", "consent"), [(True, "claimed"), (False, "not-asked")])
def test_a_submission_asks_for_a_review_of_the_newest_version(
    another_work, mailoutbox, is_author, consent
):
    managing = UserFactory(email="managing@example.org", managing_editor=True)
    work, submitter = PreprintFactory(), UserFactory(email="submitter@example.org")
    newest = VersionFactory(preprint=work, number=2)
    submission = submissions.submit_preprint(
        work.pk,
        submitter=submitter,
        is_author=is_author,
        reason="It matters.",
        interests=Interests(("rival", "personal"), "A friend."),
        now=LATER,
    )
    assert fields_of(submission) == {
        "preprint_id": work.pk,
        "version_id": newest.pk,
        "submitter_id": submitter.pk,
        "is_author": is_author,
        "reason": "It matters.",
        "interest_kinds": ["personal", "rival"],
        "competing_interests": "A friend.",
        "consent": consent,
        "state": "submitted",
        "editor_id": None,
        "second_editor_id": None,
        "final_version_id": None,
        "decline_code": "",
        "decline_words": "",
        "decline_text": "",
        "submitted_at": LATER,
        "triage_due_at": LATER + timedelta(days=7),
        "decided_at": None,
        "is_decided_by_one": False,
        "is_decline_public": False,
        "reasons_published_at": None,
        "decline_interests": [],
        "redactions": [],
        "paused_at": None,
        "resumed_at": None,
        "ended_because": "",
        "withdrawn_at": None,
        "reviews_at_end": 0,
        "lapse_reason": "",
        "lapse_warned_at": None,
        "lapses_at": None,
        "lapsed_at": None,
        "reopened_at": None,
    }
    states = dict(Preprint.objects.values_list("pk", "status"))
    assert states == {work.pk: "submitted", another_work.pk: "listed"}
    assert Preprint.objects.get(pk=work.pk).status_at == LATER
    assert log_since() == [
        line(
            work,
            "submission.received",
            submitter,
            is_public=True,
            submission=submission.pk,
            consent=consent,
        )
    ]
    assert new_mails(mailoutbox) == [
        (managing.email, "New submission"),
        (submitter.email, "We received your submission"),
    ]


@pytest.mark.parametrize("status", ["reviewed", "under-review"])
def test_a_new_submission_takes_no_status_back(status):
    work = PreprintFactory(status=status)
    submissions.submit_preprint(
        work.pk,
        submitter=UserFactory(),
        is_author=True,
        reason="",
        interests=Interests.none(),
        now=LATER,
    )
    work.refresh_from_db()
    assert work.status == status


@pytest.mark.parametrize("status", ["withdrawn", "retracted"])
def test_a_work_that_left_for_good_is_not_submitted(status):
    work = PreprintFactory(status=status)
    with pytest.raises(errors.WorkWithdrawn):
        submissions.submit_preprint(
            work.pk,
            submitter=UserFactory(),
            is_author=True,
            reason="",
            interests=Interests.none(),
            now=LATER,
        )
    assert not Submission.objects.exists()


def triage(submission, **changed):
    people = {"editor": UserFactory(editor=True), "second_editor": UserFactory(editor=True)}
    details = {"claimed_author_id": None, "now": LATER, **people, **changed}
    return submissions.accept_submission(submission.pk, **details), details


def test_an_accepted_submission_opens_a_round_of_its_own_version(another_work, mailoutbox):
    waiting = SubmissionFactory(consent="claimed", submitter__email=AUTHOR)
    bystander, before = SubmissionFactory(), fields_of(waiting)
    author = waiting.version.authors.get()
    VersionFactory(preprint=waiting.preprint, number=2)
    opened, people = triage(waiting, claimed_author_id=author.pk)
    assert fields_of(waiting) == {
        **before,
        "state": "accepted",
        "consent": "agreed",
        "editor_id": people["editor"].pk,
        "second_editor_id": people["second_editor"].pk,
        "decided_at": LATER,
        "is_decided_by_one": True,
    }
    assert fields_of(opened) == {
        "submission_id": waiting.pk,
        "version_id": waiting.version_id,
        "number": 1,
        "state": "open",
        "kind": "full",
        "opened_at": LATER,
        "released_at": None,
        "release_reason": "",
        "reopened_at": None,
        "sent_at": None,
        "respond_until": None,
        "post_by": None,
        "closed_at": None,
        "ended_because": "",
    }
    states = dict(Preprint.objects.values_list("pk", "status"))
    assert states == {
        waiting.preprint_id: "under-review",
        bystander.preprint_id: "listed",
        another_work.pk: "listed",
    }
    newer = waiting.preprint.versions.get(number=2).authors.get()
    confirmed = Author.objects.filter(user__isnull=False).order_by("pk")
    found = [(row, row.user) for row in confirmed]
    assert found == [(author, waiting.submitter), (newer, waiting.submitter)]
    facts = {"submission": waiting.pk, "round": 1, "version": 1}
    work = waiting.preprint
    assert log_since() == [
        line(waiting.version, "author.confirmed", people["editor"], position=1, ground="editor"),
        line(
            *(work, "submission.consent_changed", waiting.submitter),
            is_public=True,
            submission=waiting.pk,
            consent="agreed",
        ),
        line(work, "submission.accepted", people["editor"], is_public=True, **facts),
    ]
    assert new_mails(mailoutbox) == [
        (AUTHOR, "Accepted for review"),
        (people["second_editor"].email, "You are its second editor"),
    ]


def test_what_the_editor_knows_of_the_consent_takes_the_place_of_what_was_said():
    waiting = SubmissionFactory(is_author=False, reason="Why not", consent="not-asked")
    triage(waiting, consent="asked")
    waiting.refresh_from_db()
    assert waiting.consent == "asked"


def test_a_reviewer_of_the_work_is_not_confirmed_as_its_author():
    """Their review is public under their name; a hidden one tells the editors nothing."""
    waiting = SubmissionFactory()
    signed = {"byline_kind": "signed", "byline_name": "Ada", "reviewer": waiting.submitter}
    ReviewFactory(round=round_before(waiting), published=True, **signed)
    author = waiting.version.authors.get()
    with pytest.raises(ReviewerIsAuthor):
        triage(waiting, claimed_author_id=author.pk)
    author.refresh_from_db()
    assert author.user is None
    other = SubmissionFactory()
    triage(other, claimed_author_id=other.version.authors.get().pk)
    assert other.version.authors.get().user == other.submitter


def round_before(submission):
    earlier = {"preprint": submission.preprint, "version": submission.version}
    withdrawn = SubmissionFactory(state="withdrawn", withdrawn_at=NOW, **earlier)
    return RoundFactory(submission=withdrawn, state="assessed")


def test_an_author_of_another_work_is_nobody_to_be_confirmed(another_work):
    waiting = SubmissionFactory()
    stranger = another_work.current_version.authors.get()
    with pytest.raises(Author.DoesNotExist):
        triage(waiting, claimed_author_id=stranger.pk)
    stranger.refresh_from_db()
    waiting.refresh_from_db()
    assert (stranger.user, waiting.state, Round.objects.count()) == (None, "submitted", 0)


def test_a_declined_submission_keeps_who_declined_it_and_why(mailoutbox):
    waiting = SubmissionFactory(submitter__email=AUTHOR)
    Preprint.objects.filter(pk=waiting.preprint_id).update(status="submitted")
    before, editor = fields_of(waiting), UserFactory(editor=True)
    submissions.decline_submission(
        waiting.pk, editor=editor, code="not-ready", text="Add the proof.", now=LATER
    )
    assert fields_of(waiting) == {
        **before,
        "state": "declined",
        "editor_id": editor.pk,
        "decline_code": "not-ready",
        "decline_words": "Not ready for review",
        "decline_text": "Add the proof.",
        "decided_at": LATER,
        "is_decided_by_one": True,
        "is_decline_public": True,
    }
    assert Preprint.objects.get(pk=waiting.preprint_id).status == "declined"
    facts = {"submission": waiting.pk, "row": f"decline {waiting.pk} 1"}
    declined = line(waiting.preprint, "submission.declined", editor, is_public=True, **facts)
    assert log_since() == [declined]
    assert new_mails(mailoutbox) == [(AUTHOR, "Not sent for review")]


@pytest.mark.parametrize("found", ["submitting", "confirmed"])
def test_an_editor_declines_no_work_of_their_own(found):
    editor = UserFactory(editor=True)
    waiting = SubmissionFactory(**({"submitter": editor} if found == "submitting" else {}))
    bystander = SubmissionFactory()
    if found == "confirmed":
        waiting.version.authors.update(user=editor)
    refusal = {"editor": editor, "code": "other", "text": "No.", "now": LATER}
    with pytest.raises(errors.EditorIsAuthor):
        submissions.decline_submission(waiting.pk, **refusal)
    submissions.decline_submission(bystander.pk, **refusal)
    states = dict(Submission.objects.values_list("pk", "state"))
    assert states == {waiting.pk: "submitted", bystander.pk: "declined"}


def test_declining_takes_no_other_status_back():
    waiting = SubmissionFactory()
    Preprint.objects.filter(pk=waiting.preprint_id).update(status="reviewed")
    submissions.decline_submission(
        waiting.pk, editor=UserFactory(editor=True), code="other", text="No.", now=LATER
    )
    assert Preprint.objects.get(pk=waiting.preprint_id).status == "reviewed"


def test_classifying_a_work_leaves_all_others(another_work):
    work, subject = PreprintFactory(), SubjectFactory()
    submissions.classify_preprint(
        work.pk, kind="survey", subjects=[subject], editor=UserFactory(editor=True)
    )
    rows = {row.pk: (row.kind, list(row.subjects.all())) for row in Preprint.objects.all()}
    assert rows == {work.pk: ("survey", [subject]), another_work.pk: ("theory", [])}


# --- Who belongs to a work -----------------------------------------------------------------------


@pytest.mark.parametrize("is_author", [True, False])
def test_the_authors_are_those_of_any_version_and_of_no_other_work(another_work, is_author):
    submission = SubmissionFactory(is_author=is_author)
    older = submission.version.authors.get()
    newer = VersionFactory(preprint=submission.preprint, number=2).authors.get()
    stranger = another_work.current_version.authors.get()
    for row in (older, newer, stranger):
        row.user = UserFactory()
        row.save()
    known = {older.user_id, newer.user_id}
    assert submissions.known_author_ids(submission.preprint_id) == known
    submitting = {submission.submitter_id} if is_author else set()
    assert submissions.authors_of(submission) == known | submitting
