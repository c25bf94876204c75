"""A journal with a work at each point of its way, all with the same people, and another work."""

from datetime import timedelta

from drafts.models import Draft
from tests.access.journal import Journal
from tests.access.made_reviews import make_guests, make_invitations, make_reviews
from tests.access.made_rounds import make_another_work, make_rounds
from tests.access.made_submissions import make_submissions
from tests.access.made_works import make_issues, make_sources, make_works
from tests.access.people import make_cast
from tests.access.revisions import make_newer_versions, make_revisions, make_selected_works
from tests.factories.mails import make_mail
from tests.factories.times import NOW


def make_journal() -> Journal:
    journal = Journal(make_cast())
    make_submissions(journal)
    make_rounds(journal)
    make_another_work(journal)
    make_reviews(journal)
    make_guests(journal)
    make_invitations(journal)
    journal.newer_versions |= make_newer_versions(journal.cast)
    journal.revisions |= make_revisions(journal.cast)
    journal.selected |= make_selected_works(journal.cast)
    make_works(journal)
    make_issues(journal)
    make_sources(journal)
    _make_drafts(journal)
    _make_mails(journal)
    return journal


def _make_mails(journal: Journal) -> None:
    """To the submitter of the work; none of them is due, so that no worker takes it."""
    submission, later = journal.rounds["none"].submission, NOW + timedelta(days=36_500)
    to = ("user", journal.cast["author"].pk)
    for state in ("waiting", "failed", "sent"):
        mail = make_mail("submission_decided", to, state=state, submission=submission, due_at=later)
        journal.other[f"mail, {state}"] = mail
    journal.other["mail, of no work"] = make_mail(
        "candidates_assembled", ("user", journal.cast["managing"].pk), state="failed"
    )


def _make_drafts(journal: Journal) -> None:
    """Of the reviewer's own form; everybody else is a bystander of it."""
    review = journal.reviews["draft, closed"]
    journal.drafts["review"] = Draft.objects.create(
        owner=journal.cast["reviewer"],
        key=f"review:{review.pk}",
        fields={"summary": "It states"},
        revision=1,
        saved_at=NOW,
    )
