"""Mails that only editors may read: who is an editor is asked when the mail is sent."""

import pytest
from django.core import mail

from accounts.models import Role, User
from events import outbox
from mails.kind import To
from mails.kinds import MAIL_KINDS
from reviews import assessment_mails, editor_mails, notifications
from reviews.appeal_mails import notify_of_appeal, notify_of_decided_appeal
from reviews.models import Appeal
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ResponseFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.reviews.revised import revised_work

pytestmark = pytest.mark.django_db
REVIEWER = "Hana Obuya"
SIGNED = {"byline_kind": "signed", "byline_name": REVIEWER}


@pytest.fixture(autouse=True)
def bystanders():
    """Editors of another work, an editor of none, and a reader: none of them gets any mail."""
    other = RoundFactory().submission
    return [other.editor, other.second_editor, UserFactory(editor=True), UserFactory()]


@pytest.fixture
def managing():
    """Two managing editors, and one who is an author of the work (see `opened`)."""
    return [UserFactory(managing_editor=True) for _ in range(2)]


@pytest.fixture
def opened(managing):
    opened = RoundFactory()
    opened.version.authors.update(user=UserFactory(managing_editor=True))
    return opened


def dismiss(person):
    """Take every role, as an administrator does."""
    Role.objects.filter(user=person).delete()


def close_account(person):
    User.objects.filter(pk=person.pk).update(is_active=False)


def review_of(opened, **fields):
    return ReviewFactory(round=opened, reviewer=UserFactory(name=REVIEWER), **fields)


def volunteer(opened):
    notifications.notify_editor_of_volunteer(review_of(opened).pk)


def submitted(opened):
    notifications.notify_editor_of_review(review_of(opened, submitted=True).pk)


def confirmed(opened):
    notifications.notify_editor_of_confirmation(review_of(opened, submitted=True).pk)


def signature_approved(opened):
    notifications.notify_editor_of_approved_signature(review_of(opened, submitted=True).pk)


def response(opened):
    assessment_mails.notify_of_response(ResponseFactory(round=opened).pk)


def answered(answer):
    def happen(opened):
        invitation = InvitationFactory(
            round=opened, name=REVIEWER, user=UserFactory(name=REVIEWER), reason="No time."
        )
        notifications.notify_editor_of_answer(invitation.pk, answer)

    return happen


def disowned(opened):
    review = review_of(opened, submitted=True, status="disowned")
    notifications.notify_editors_of_disowned_review(review.pk)


def assessed(state):
    def happen(opened):
        second = opened.submission.second_editor
        approval = {"approved_by": second, "approved_at": NOW} if state == "approved" else {}
        writer = opened.submission.editor
        assessment = AssessmentFactory(round=opened, state=state, written_by=writer, **approval)
        assessment_mails.notify_editor_of_approval(assessment.pk, is_returned=state == "returned")

    return happen


def proposed(opened):
    assessment_mails.ask_second_editor(AssessmentFactory(round=opened).pk)


def signature_waits(opened):
    moment = {"corrected_by": opened.submission.editor, "corrected_at": NOW}
    invitation = InvitationFactory(round=opened, state="accepted", **moment)
    fields = SIGNED | {"submitted": True, "confirmed": True, "invitation": invitation}
    notifications.notify_editor_of_confirmation(review_of(opened, **fields).pk)


TO_HANDLING = {
    "volunteer": volunteer,
    "review submitted": submitted,
    "review confirmed": confirmed,
    "signature approved": signature_approved,
    "response": response,
    "invitation accepted": answered("accepted"),
    "invitation declined": answered("declined"),
}
TO_HANDLING_ALONE = {
    "assessment returned": assessed("returned"),
    "assessment approved": assessed("approved"),
}
TO_SECOND_ALONE = {"assessment proposed": proposed, "signature waits": signature_waits}
happenings = {**TO_HANDLING, **TO_HANDLING_ALONE, **TO_SECOND_ALONE, "disowned": disowned}


def sent_to():
    """Who has got mail, in order."""
    outbox.work()
    return [address for message in mail.outbox for address in message.to]


def texts_to(*people):
    addresses = {person.email for person in people}
    return "\n".join(
        f"{message.subject}\n{message.body}" for message in mail.outbox if addresses & {*message.to}
    )


def emails(*people):
    return [person.email for person in people]


def test_of_each_mail_to_editors_it_is_known_who_may_read_it():
    to_editors = {
        kind.name: kind.to
        for kind in MAIL_KINDS.values()
        if To.EDITOR in kind.to and kind.template.startswith("reviews/")
    }
    of_the_work = editor_mails.EDITORS_OF_THE_WORK
    groups = [of_the_work, editor_mails.ANY_EDITOR, editor_mails.PUBLIC]
    groups.append(editor_mails.ASKED_WHEN_SENT)
    assert sorted(name for group in groups for name in group) == sorted(to_editors)
    shared = {name for name in of_the_work if to_editors[name] != (To.EDITOR,)}
    # A reviewer gets a mail as the writer of the review, never as one of the editors.
    assert shared == {"response_posted"}


def appeal_against(decision, *, by, **fields):
    texts = {"text": "Why?", "text_html": "Why?", "filed_at": NOW, "due_at": NOW}
    work = decision.round.submission
    about = {type(decision).__name__.lower(): decision}
    return Appeal.objects.create(work=work, by=by, **texts, **about, **fields)


@pytest.mark.parametrize("leave", [dismiss, close_account])
def test_an_appeal_reaches_who_is_still_an_editor_and_free(opened, managing, bystanders, leave):
    review = review_of(opened, submitted=True, status="refused")
    notify_of_appeal(appeal_against(review, by=review.reviewer).pk)
    for person in managing:
        leave(person)
    leave(opened.version.authors.get().user)
    # The reviewer gets a receipt.
    assert sorted(sent_to()) == sorted(emails(*bystanders[:3], review.reviewer))


def test_why_an_appeal_is_decided_so_is_for_the_author_and_who_edits_the_work():
    revised = revised_work()
    work = revised.round.submission
    taken = {"editor": UserFactory(editor=True), "taken_at": NOW}
    decided = {"state": "dismissed", "reason": "So.", "reason_html": "So.", "decided_at": NOW}
    appeal = appeal_against(revised.assessment, by=revised.author, **taken, **decided)
    notify_of_decided_appeal(appeal.pk)
    dismiss(work.editor)
    assert sorted(sent_to()) == sorted(emails(revised.author, work.second_editor))


@pytest.mark.parametrize("name", happenings)
def test_the_editors_of_the_work_get_the_mail_while_they_are_editors(opened, name):
    happenings[name](opened)
    submission = opened.submission
    both = name in ("disowned", "signature waits")
    handling, second = submission.editor, submission.second_editor
    expected = [handling, second] if both else [second if name in TO_SECOND_ALONE else handling]
    assert sent_to() == emails(*expected)
    assert "no longer" not in texts_to(handling, second)


@pytest.mark.parametrize("leave", [dismiss, close_account])
@pytest.mark.parametrize("name", TO_HANDLING)
def test_the_second_editor_gets_it_in_place_of_who_is_no_editor_any_more(opened, name, leave):
    former, second = opened.submission.editor, opened.submission.second_editor
    TO_HANDLING[name](opened)
    leave(former)
    assert sent_to() == emails(second)
    assert f"{former.profile.name} is no longer an editor" in texts_to(second)


@pytest.mark.parametrize("name", happenings)
def test_managing_editors_learn_without_names_that_a_work_has_no_editors(opened, managing, name):
    happenings[name](opened)
    dismiss(opened.submission.editor)
    dismiss(opened.submission.second_editor)
    assert sent_to() == emails(*managing)
    text = texts_to(*managing)
    assert opened.version.title_plain in text
    assert REVIEWER not in text
    assert "invited@example.org" not in text
    assert "No time." not in text


@pytest.mark.parametrize("name", [*TO_HANDLING_ALONE, *TO_SECOND_ALONE])
def test_nobody_is_asked_to_do_what_only_the_other_editor_can(opened, managing, name):
    submission = opened.submission
    of_second = name in TO_SECOND_ALONE
    happenings[name](opened)
    former = submission.second_editor if of_second else submission.editor
    other = submission.editor if of_second else submission.second_editor
    dismiss(former)
    got = sent_to()
    assert former.email not in got
    assert [email for email in got if email != other.email] == emails(*managing)
    assert former.profile.name in texts_to(*managing)
    assert other.profile.name not in texts_to(*managing)
    assert "Please approve" not in texts_to(other)
    assert "You can publish it now" not in texts_to(other)


@pytest.mark.parametrize("gone", ["editor", "second_editor"])
def test_the_other_editor_hears_once_that_a_review_was_set_aside(opened, gone):
    disowned(opened)
    dismiss(getattr(opened.submission, gone))
    other = "second_editor" if gone == "editor" else "editor"
    assert sent_to() == emails(getattr(opened.submission, other))


def test_where_there_is_no_managing_editor_every_editor_but_authors_learns_of_it(bystanders):
    opened = RoundFactory()
    opened.version.authors.update(user=UserFactory(editor=True))
    dismiss(opened.submission.editor)
    dismiss(opened.submission.second_editor)
    submitted(opened)
    assert sent_to() == emails(*bystanders[:3])


def test_managing_editors_get_one_mail_however_much_happens(opened, managing):
    dismiss(opened.submission.editor)
    dismiss(opened.submission.second_editor)
    volunteer(opened)
    submitted(opened)
    disowned(opened)
    assert sent_to() == emails(*managing)


def test_nobody_learns_that_editors_are_missing_when_they_are_back(opened):
    dismiss(opened.submission.second_editor)
    proposed(opened)
    assert outbox._do_at_once()  # passes it on
    Role.objects.create(user=opened.submission.second_editor, name="editor")
    assert sent_to() == []


def test_who_is_an_editor_but_not_of_the_work_gets_no_name(opened):
    """An invitation sent by somebody who has given the work away since."""
    invitation = InvitationFactory(
        round=opened, name=REVIEWER, user=UserFactory(name=REVIEWER), state="accepted"
    )
    notifications.notify_editor_of_answer(invitation.pk, "accepted")
    former = opened.submission.editor
    opened.submission.editor = UserFactory(editor=True)
    opened.submission.save()
    got = sent_to()
    assert former.email not in got
    assert got == emails(opened.submission.editor)


def test_a_new_submission_is_mailed_to_who_is_an_editor_when_it_is_sent(managing):
    waiting = SubmissionFactory()
    notifications.notify_editors_of_submission(waiting.pk)
    dismiss(managing[0])
    assert sent_to() == emails(managing[1])


def test_a_new_submission_reaches_an_editor_when_all_who_were_to_get_it_are_gone(bystanders):
    only = UserFactory(managing_editor=True)
    waiting = SubmissionFactory()
    notifications.notify_editors_of_submission(waiting.pk)
    dismiss(only)
    assert sent_to() == emails(*bystanders[:3])
    assert waiting.version.title_plain in texts_to(bystanders[2])


@pytest.mark.parametrize("is_submitter", [True, False])
def test_a_submission_that_is_passed_on_goes_to_every_editor_but_its_authors(
    bystanders, is_submitter
):
    only, author = UserFactory(managing_editor=True), UserFactory(editor=True)
    waiting = SubmissionFactory(submitter=author if is_submitter else UserFactory())
    if not is_submitter:
        waiting.version.authors.update(user=author)
    notifications.notify_editors_of_submission(waiting.pk)
    dismiss(only)
    assert sent_to() == emails(*bystanders[:3])


@pytest.mark.parametrize("name", TO_HANDLING)
def test_a_mail_in_place_of_another_editors_has_no_odd_gaps(opened, name):
    TO_HANDLING[name](opened)
    dismiss(opened.submission.editor)
    sent_to()
    assert "\n\n\n" not in mail.outbox[0].body
    assert "the page of the submission.\n\n" in mail.outbox[0].body
