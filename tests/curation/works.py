"""Works at any point of the way to an issue."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from curation.models import Entry, Issue
from curation.services.building import add_entry, save_entry, save_issue
from curation.services.declaring import declare_interests
from preprints.models import Preprint
from reviews.interests import Interests
from reviews.models import Round
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
    term,
)
from tests.factories.times import NOW

ASSESSED = NOW - timedelta(days=20)
RESPONSE_TIME = timedelta(days=14)
RATINGS = (("important", "solid"), ("fundamental", "convincing"))


def make_round(preprint: Preprint | None = None, **submission: Any) -> Round:
    """An assessed round of an accepted submission by an author who agreed."""
    fields = {"accepted": True, "preprint": preprint or PreprintFactory(), **submission}
    return RoundFactory(submission=SubmissionFactory(**fields), state="assessed")


def add_reviews(to: Round, ratings: tuple[tuple[str, str], ...] = RATINGS) -> None:
    """One published anonymous review for each (significance, strength)."""
    for number, (significance, strength) in enumerate(ratings, start=1):
        ReviewFactory(
            round=to,
            published=True,
            number=number,
            significance=term("significance", significance),
            strength=term("strength", strength),
        )


def make_candidate(
    *,
    ratings: tuple[tuple[str, str], ...] = RATINGS,
    strength: str = "solid",
    assessed_at: datetime = ASSESSED,
    preprint: Preprint | None = None,
    **submission: Any,
) -> Preprint:
    """A work that fulfils the whole checklist, unless the arguments say otherwise."""
    assessed = make_round(preprint, **submission)
    Round.objects.filter(pk=assessed.pk).update(respond_until=assessed_at + RESPONSE_TIME)
    assessed.refresh_from_db()
    add_reviews(assessed, ratings)
    AssessmentFactory(
        round=assessed,
        published=True,
        published_at=assessed_at,
        strength=term("strength", strength),
    )
    return assessed.submission.preprint


def make_editor(name: str = "Edda Editor") -> User:
    return UserFactory(editor=True, name=name)


def fill(issue: Issue, editor: User, preprint: Preprint) -> Entry:
    """Add a work with a recommendation."""
    entry = add_entry(
        issue.pk, preprint_id=preprint.pk, editor=editor, interests=Interests.none(), now=NOW
    )
    return save_entry(
        entry.pk,
        editor=editor,
        section="Foundations",
        recommendation="Read it for the second axiom. The *rest* follows.",
        now=NOW,
    )


def write_editorial(issue: Issue, editor: User) -> Issue:
    return save_issue(
        issue.pk, editor=editor, title=issue.title, editorial="We looked for **promises**.", now=NOW
    )


def declare(issue: Issue, editor: User, interests: Interests | None = None) -> None:
    """Declare of all works in it; nothing where no interests are named."""
    versions = issue.entries.values_list("version", flat=True)
    declared = dict.fromkeys(versions, interests or Interests.none())
    declare_interests(issue.pk, declared=declared, editor=editor, now=NOW)
