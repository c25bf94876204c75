"""Preprints in the states the reading pages show, in as many copies as asked for."""

from django.utils import timezone

from accounts.models import User
from curation.models import Issue
from events.services import NamedSubject, record_event
from preprints.models import Author, Preprint, Relation
from reviews.models import Review, Round
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import (
    LocationFactory,
    PreprintFactory,
    SubjectFactory,
    VersionFactory,
)
from tests.factories.reviews import (
    AssessmentFactory,
    ResponseFactory,
    ReviewFactory,
    RoundFactory,
)
from tests.factories.times import NOW


def reviewed_round(*, reviews: int = 2, has_response: bool = True, **preprint: object) -> Round:
    """A reviewed preprint with so many anonymous reviews, an assessment and a response."""
    preprint.setdefault("subjects", [SubjectFactory()])
    work = PreprintFactory(status="reviewed", **preprint)
    opened = RoundFactory(submission__preprint=work, state="assessed")
    for number in range(1, reviews + 1):
        ReviewFactory(round=opened, published=True, number=number)
    AssessmentFactory(round=opened, published=True)
    if has_response:
        ResponseFactory(round=opened)
    return opened


def signed_review(opened: Round, *, number: int, reviewer: User) -> Review:
    return ReviewFactory(
        round=opened,
        published=True,
        number=number,
        byline_kind="signed",
        byline_name=reviewer.profile.name,
        reviewer=reviewer,
    )


def grow(opened: Round, rows: int) -> None:
    """So many more reviews, answers, authors, versions and events for one preprint; and the one
    issue that selects it."""
    work, version = opened.submission.preprint, opened.version
    if not work.entries.exists():
        publish(EntryFactory(preprint=work, version=version).issue)
    known = opened.reviews.count()
    for number in range(known + 1, known + rows + 1):
        signed_review(opened, number=number, reviewer=UserFactory())
        ResponseFactory(round=opened, number=number)
        Author.objects.create(version=version, position=number, name=f"Author {number}")
        record_event(
            "version.seen", about=NamedSubject("V", work.pk), now=NOW, data={"number": number}
        )
        VersionFactory(preprint=work, number=number)
        LocationFactory(preprint=work, is_canonical=False, history=[_declared(number)])
        discussing = PreprintFactory()
        names = {"scheme": "arxiv", "first_seen_at": NOW, "kind": "discusses"}
        external_id = work.locations.first().external_id
        Relation.objects.create(preprint=discussing, external_id=external_id, **names)
        Relation.objects.create(preprint=work, external_id=f"{number}.{rows}", **names)
    Preprint.objects.filter(pk=work.pk).update(current_version=version)


def _declared(number: int) -> dict[str, str]:
    return {"label": f"w{number}", "posted_at": NOW.isoformat()}


def open_round(**fields: object) -> Round:
    work = PreprintFactory(status="under-review")
    return RoundFactory(submission__preprint=work, opened_at=timezone.now(), **fields)


def published_issue(*, entries: int, **fields: object) -> Issue:
    issue = IssueFactory(**fields)
    for position in range(1, entries + 1):
        opened = reviewed_round()
        EntryFactory(
            issue=issue,
            preprint=opened.submission.preprint,
            version=opened.version,
            position=position,
            section=f"Section {position % 3}",
            recommended_by=UserFactory(editor=True),
        )
    return publish(issue)
