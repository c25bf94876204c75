"""Acts for the locks alone: services in other states, and what workers do."""

from datetime import timedelta
from typing import Any

from accounts.models import User
from curation.models import Entry
from curation.services import building
from drafts.services import SentDraft, save_draft
from events import outbox
from events.models import Outbox
from ingest.harvests import gone, scheduled_fetches
from ingest.harvests import run as harvest_run
from ingest.harvests.submitted_works import schedule_submitted_works
from ingest.models import ScheduledFetch
from preprints.models import Location
from reviews.models import MailedLink
from reviews.services import guest_accounts, invitations, reviewing, submissions
from tests.at_once import issues
from tests.at_once.acts import Act, Call
from tests.at_once.reviewing import guests, submitting, writing
from tests.at_once.sources import NUMBERS, lookup, make_source
from tests.curation.works import make_candidate
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.reviews.revised import declared_revision, revised_work

TYPED = SentDraft({"summary": "It states"})


def draft(owner: User, key: str, *, is_saved: bool = False) -> Call:
    if is_saved:
        save_draft(owner, key, sent=TYPED, now=NOW)
    return lambda: save_draft(owner, key, sent=SentDraft({"summary": "More"}), now=NOW)


def saved_review_draft() -> Call:
    review = ReviewFactory()
    return draft(review.reviewer, reviewing.draft_key(review), is_saved=True)


def assessment_draft() -> Call:
    opened = RoundFactory()
    return draft(opened.submission.editor, f"assessment:{opened.pk}")


def revision_draft() -> Call:
    revised = revised_work()
    return draft(revised.author, f"revision:{revised.newer.pk}")


def decision_draft() -> Call:
    revision = declared_revision()
    return draft(revision.round.submission.editor, f"decision:{revision.pk}")


def response_draft() -> Call:
    answered, author = RoundFactory(state="assessed"), UserFactory()
    answered.version.authors.update(user=author)
    return draft(author, f"response:{answered.pk}")


def decline_draft() -> Call:
    return draft(UserFactory(editor=True), f"decline:{SubmissionFactory().pk}")


def invite_draft() -> Call:
    opened = RoundFactory()
    return draft(opened.submission.editor, f"invite:{opened.pk}")


def return_draft() -> Call:
    assessment = AssessmentFactory()
    return draft(assessment.round.submission.second_editor, f"return:{assessment.pk}")


def issue_draft() -> Call:
    issue = issues.make_issue()
    return draft(issue.editor, f"issue:{issue.pk}")


def entry_draft() -> Call:
    entry = EntryFactory(issue=issues.make_issue())
    return draft(entry.issue.editor, f"entry:{entry.pk}")


def text_replaced_again() -> Call:
    """Of a writer whose text another editor has replaced before: both are kept in one row."""
    entry = EntryFactory(issue=issues.make_issue())
    writer, other = entry.recommended_by, issues.make_editor()

    def save(editor: User, text: str) -> None:
        building.save_entry(entry.pk, editor=editor, section="Trust", recommendation=text, now=NOW)

    for editor in (other, writer):
        save(editor, f"Written by {editor.pk}.")
    return lambda: save(other, "Written once more.")


def entry_brought_back() -> Call:
    """With the text that was written for the work before it was removed."""
    issue, work = issues.make_issue(), make_candidate()
    editor = issue.editor

    def add() -> Entry:
        return building.add_entry(issue.pk, preprint_id=work.pk, editor=editor, now=NOW)

    entry, text = add(), "Read it slowly."
    building.save_entry(entry.pk, editor=editor, section="Trust", recommendation=text, now=NOW)
    building.remove_entry(entry.pk, editor=editor, now=NOW)
    return add


def review_with_a_draft() -> Call:
    review = ReviewFactory()
    save_draft(review.reviewer, reviewing.draft_key(review), sent=TYPED, now=NOW)
    return lambda: reviewing.submit_review(
        review.pk, reviewer=review.reviewer, content=writing.content(), now=NOW
    )


def revoke_begun_review() -> Call:
    review = ReviewFactory(by_guest=True)
    editor = review.round.submission.editor
    return lambda: invitations.revoke_invitation(review.invitation_id, editor=editor, now=NOW)


def keep_at_an_address_signed_up_with() -> Call:
    """Somebody signed up with it and never confirmed it."""
    link = guests.mailed_link(MailedLink.Purpose.KEEP_ACCOUNT)
    email = UserFactory().email
    MailedLink.objects.filter(pk=link.pk).update(email=email)
    return lambda: guest_accounts.keep_account(
        link.pk, name="Noor Example", password="a long enough one", now=NOW
    )


def found_work_that_is_listed() -> Call:
    work = PreprintFactory()
    found = lookup(state="found", preprint=work)
    return lambda: submissions.submit_found_work(
        found.pk, submitter=found.asked_by, now=NOW, **submitting.ASKED
    )


def due_row() -> Call:
    Outbox.objects.create(
        task="reviews.notify_editor_of_review",
        arguments={"review_id": 0},
        created_at=NOW,
        due_at=NOW,
    )
    return lambda: outbox._lease_one(Outbox.objects.all())


def promised_mail() -> Call:
    """An after-effect that writes to the database alone: itself and the row's end are one."""
    Outbox.objects.all().delete()
    review = ReviewFactory(submitted=True)
    outbox.promise("reviews.notify_editor_of_review", review_id=review.pk)
    return lambda: outbox.work(1)


def scheduled(**fields: Any) -> ScheduledFetch:
    return ScheduledFetch.objects.create(
        source="arxiv",
        external_id=f"2605.{next(NUMBERS):05d}",
        url="https://arxiv.org/",
        **{"due_at": NOW, "why": "watch", **fields},
    )


def due_scheduled_fetch() -> Call:
    ScheduledFetch.objects.all().delete()
    scheduled()
    return lambda: scheduled_fetches._lease("arxiv", 1, NOW)


def missed_work() -> Call:
    place = PreprintFactory().locations.get()
    missed = scheduled(missed_at=NOW - timedelta(days=1))
    ScheduledFetch.objects.filter(pk=missed.pk).update(external_id=place.external_id)
    missed.refresh_from_db()
    return lambda: gone.mark_gone(missed, NOW)


def unchanged_work() -> Call:
    """It was gone before."""
    place = PreprintFactory().locations.get()
    Location.objects.filter(pk=place.pk).update(gone_since=NOW)
    unchanged = scheduled(every_hours=24)
    ScheduledFetch.objects.filter(pk=unchanged.pk).update(external_id=place.external_id)
    unchanged.refresh_from_db()
    return lambda: scheduled_fetches._note_unchanged(unchanged, NOW)


def submitted_work() -> Call:
    """One of them was announced before; those of earlier acts are scheduled already."""
    schedule_submitted_works(now=NOW)
    announced = PreprintFactory(status="submitted").locations.get()
    PreprintFactory(status="submitted")
    known = scheduled(why="announced")
    ScheduledFetch.objects.filter(pk=known.pk).update(external_id=announced.external_id)
    return lambda: schedule_submitted_works(now=NOW)


def new_harvest() -> Call:
    run = harvest_run.Run(make_source())
    return lambda: harvest_run.begin(run, now=NOW)


def harvest_at_its_end() -> Call:
    run = harvest_run.Run(make_source())
    job = harvest_run.begin(run, now=NOW)
    return lambda: harvest_run._end(job, "done", "", run)


ACTS = [
    Act(save_draft, saved_review_draft, name="known draft"),
    Act(save_draft, assessment_draft, name="assessment"),
    Act(save_draft, response_draft, name="response"),
    Act(save_draft, revision_draft, name="revision"),
    Act(save_draft, decision_draft, name="decision"),
    Act(save_draft, decline_draft, name="decline"),
    Act(save_draft, invite_draft, name="invite"),
    Act(save_draft, return_draft, name="return"),
    Act(save_draft, issue_draft, name="issue"),
    Act(save_draft, entry_draft, name="entry"),
    Act(building.add_entry, entry_brought_back, name="brought back"),
    Act(building.save_entry, text_replaced_again, name="replaced again"),
    Act(reviewing.submit_review, review_with_a_draft, name="with a draft"),
    Act(invitations.revoke_invitation, revoke_begun_review, name="begun review"),
    Act(guest_accounts.keep_account, keep_at_an_address_signed_up_with, name="unconfirmed sign-up"),
    Act(submissions.submit_found_work, found_work_that_is_listed, name="listed"),
    Act(outbox._lease_one, due_row),
    Act(outbox.work, promised_mail),
    Act(scheduled_fetches._lease, due_scheduled_fetch),
    Act(gone.mark_gone, missed_work),
    Act(scheduled_fetches._note_unchanged, unchanged_work),
    Act(schedule_submitted_works, submitted_work),
    Act(harvest_run.begin, new_harvest),
    Act(harvest_run._end, harvest_at_its_end),
]
