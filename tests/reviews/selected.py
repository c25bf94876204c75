"""A work that is in a published issue."""

from dataclasses import dataclass

from accounts.models import User
from curation.models import Issue
from preprints.models import Preprint
from reviews.models import Assessment, Round, Submission
from tests.curation.works import make_candidate
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.times import NOW


@dataclass(frozen=True)
class SelectedWork:
    """author: confirmed. round: the assessed one."""

    preprint: Preprint
    submission: Submission
    round: Round
    assessment: Assessment
    author: User

    @property
    def editor(self) -> User:
        assert self.submission.editor is not None
        return self.submission.editor


def selected_work(*, author: User | None = None, **submission: object) -> SelectedWork:
    author = author or UserFactory()
    preprint = make_candidate(submitter=author, **submission)
    preprint.current_version.authors.update(user=author)
    issue = IssueFactory(volume=8, number=Issue.objects.filter(volume=8).count() + 1)
    EntryFactory(issue=issue, preprint=preprint)
    publish(issue)
    Preprint.objects.filter(pk=preprint.pk).update(
        status="selected", status_at=NOW, selected_for=issue.label
    )
    assessed = Round.objects.get(submission__preprint=preprint)
    return SelectedWork(
        preprint=Preprint.objects.get(pk=preprint.pk),
        submission=assessed.submission,
        round=assessed,
        assessment=Assessment.objects.get(round=assessed),
        author=author,
    )
