"""The review process as one would play it: a work, its people, and every act on them."""

from collections import Counter
from datetime import timedelta
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db import connection

from accounts.errors import AccountError
from drafts.errors import DraftError
from events.models import Event, Outbox
from reviews.errors import ReviewError
from reviews.models import (
    Appeal,
    Assessment,
    Correction,
    Invitation,
    Reopening,
    Response,
    Review,
    Revision,
    Round,
    Submission,
    TriageProposal,
)
from tests.factories.accounts import UserFactory
from tests.factories.preprints import forum_post
from tests.factories.times import NOW

Key = tuple[str, int]  # a kind of thing, and the number of its row
ALL_STATES = """
    SELECT 'submission', id, state, NULL::bigint FROM reviews_submission
    UNION ALL SELECT 'proposal', id, state, NULL FROM reviews_triageproposal
    UNION ALL SELECT 'round', id, state, id FROM reviews_round
    UNION ALL SELECT 'invitation', id, state, round_id FROM reviews_invitation
    UNION ALL SELECT 'review', id, status, round_id FROM reviews_review
    UNION ALL SELECT 'assessment', id, state, round_id FROM reviews_assessment
    UNION ALL SELECT 'revision', id, CASE WHEN decision = '' THEN 'waiting' ELSE 'decided' END,
        round_id FROM reviews_revision
    UNION ALL SELECT 'reopening', again.id,
        CASE WHEN decision = '' THEN 'waiting' ELSE 'decided' END, assessed.round_id
        FROM reviews_reopening again
        JOIN reviews_assessment assessed ON assessed.id = again.assessment_id
    UNION ALL SELECT 'correction', id, state, round_id FROM reviews_correction
    UNION ALL SELECT 'appeal', id, state, NULL FROM reviews_appeal
    UNION ALL SELECT 'response', id, CASE WHEN withdrawn_at IS NULL THEN 'posted'
        ELSE 'withdrawn' END, round_id FROM reviews_response
    ORDER BY 1, 2
"""
ROWS: dict[str, Any] = {
    "submission": Submission.objects.select_related("submitter"),
    "proposal": TriageProposal.objects.select_related("submission"),
    "round": Round.objects.select_related("submission__editor", "submission__second_editor"),
    "invitation": Invitation.objects.select_related("round__submission__editor"),
    "review": Review.objects.select_related(
        "reviewer", "round__submission__editor", "round__submission__second_editor"
    ),
    "reopening": Reopening.objects.select_related("assessment__round__submission__editor"),
    "revision": Revision.objects.select_related("round__submission__editor"),
    "correction": Correction.objects.select_related("round__submission__editor"),
    "appeal": Appeal.objects.select_related("work", "editor"),
    "response": Response.objects.select_related("author", "round__submission"),
    "assessment": Assessment.objects.select_related(
        "round__submission__editor", "round__submission__second_editor"
    ),
}
DAY = timedelta(days=1)  # between two acts: mails are counted by the day
REFUSED = (ReviewError, AccountError, DraftError)


class States(dict[Key, str]):
    """The state of everything in the process, and of other works; `rounds`: the round of each."""

    def __init__(self) -> None:
        self.rounds: dict[Key, int | None] = {}
        with connection.cursor() as cursor:
            cursor.execute(ALL_STATES)
            for thing, pk, state, round_id in cursor.fetchall():
                self[thing, pk] = state
                self.rounds[thing, pk] = round_id

    def of_round(self, key: Key) -> str:
        return self.get(("round", self.rounds.get(key) or 0), "")

    def of_its_assessment(self, key: Key) -> str:
        """ "" where the round has none yet."""
        found = [k for k, round_id in self.rounds.items() if round_id == self.rounds[key]]
        return next((self[k] for k in found if k[0] == "assessment"), "")


class Process:
    """One work that can be taken through the whole process, beside another in the middle of it.

    A person signs with the name of an author, so that the second editor must allow it.
    """

    def __init__(self, number: int) -> None:
        self.work = forum_post(f"{number:017}")
        self.editors = [UserFactory(editor=True, verified=True) for _ in range(3)]
        self.substitute = UserFactory(editor=True)  # to whom works are handed over
        self.managing = UserFactory(managing_editor=True)  # has no part in the work
        self.author = UserFactory(name="Ada Example", verified=True)
        orcid = f"0000-0000-0000-{number:04}"
        SocialAccount.objects.create(user=self.author, provider="orcid", uid=orcid)
        self.work.current_version.authors.update(orcid=orcid)
        self.addresses = (f"noor{number}@example.org", f"ada{number}@example.org")
        self.reviewers = [
            UserFactory(email=self.addresses[0], name="Noor Reader", verified=True),
            UserFactory(email=self.addresses[1], name="Ada Example", verified=True),
        ]
        self.people = [*self.editors, self.author, *self.reviewers]
        self.others: dict[Key, str] = {}
        self.now, self.number = NOW, 0
        self.last_event = self.last_mail = 0
        self.tried: Counter[tuple[str, str]] = Counter()  # acts, and the states they met
        self.done: Counter[tuple[str, str]] = Counter()  # acts, and the states they led to

    def own(self, states: States) -> list[Key]:
        return [key for key in states if key not in self.others]

    def written(self) -> tuple[Counter[str], Counter[str]]:
        """The kinds of events recorded, and the mails promised, since this was asked last."""
        events = list(Event.objects.filter(pk__gt=self.last_event).values_list("pk", "kind"))
        mails = list(Outbox.objects.filter(pk__gt=self.last_mail).values_list("pk", "task"))
        self.last_event = max((pk for pk, _kind in events), default=self.last_event)
        self.last_mail = max((pk for pk, _task in mails), default=self.last_mail)
        return Counter(kind for _pk, kind in events), Counter(task for _pk, task in mails)

    def text(self) -> str:
        """Another one each time: what is sent again unchanged counts as the same form."""
        self.number += 1
        return f"Text {self.number}."
