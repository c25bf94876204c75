"""The services with which people submit works, keep drafts and change their own account."""

from collections.abc import Iterator
from typing import Any

from accounts import services as accounts
from drafts.services import SentDraft, delete_draft, save_draft
from ingest.services.links import look_up_link
from reviews.interests import Interests
from reviews.services import forum_claims, guest_accounts, submissions
from tests.access.journal import Journal
from tests.access.requests import Request, call
from tests.access.reviewing_requests import draft_keys
from tests.factories.times import NOW

ASKED: dict[str, Any] = {
    "is_author": False,
    "reason": "It is discussed.",
    "interests": Interests.none(),
}


def submitting(journal: Journal) -> Iterator[Request]:
    link = journal.works["listed"].locations.get().url
    yield call(look_up_link, lambda user: look_up_link(link, asked_by=user, now=NOW))
    for state in ("listed", "submitted", "under review", "withdrawn", "retracted"):
        work = journal.works[state].pk
        yield call(
            submissions.submit_preprint,
            lambda user, work=work: submissions.submit_preprint(
                work, submitter=user, now=NOW, **ASKED
            ),
            state=state,
        )
    for name, state in (("lookup", "found"), ("lookup, waiting", "waiting")):
        lookup = journal.other[name].pk
        yield call(
            submissions.submit_found_work,
            lambda user, lookup=lookup: submissions.submit_found_work(
                lookup, submitter=user, now=NOW, **ASKED
            ),
            state=f"{state}, of the reader",
        )


def claiming(journal: Journal) -> Iterator[Request]:
    """Each of them has a token for the forum post."""
    posts = {"forum post": journal.works["forum post"], "no forum post": journal.works["listed"]}
    for state, work in posts.items():
        yield call(
            forum_claims.start_forum_claim,
            lambda user, work=work: forum_claims.start_forum_claim(work.pk, by=user, now=NOW),
            state=state,
        )
        yield call(
            forum_claims.check_forum_claim,
            lambda user, work=work: forum_claims.check_forum_claim(work.pk, by=user, now=NOW),
            state=state,
        )


def drafts(journal: Journal) -> Iterator[Request]:
    typed = SentDraft({"summary": "Sound", "text": "Sound", "title": "Trust"})
    for state, key in draft_keys(journal).items():
        yield call(
            save_draft,
            lambda user, key=key: save_draft(user, key, sent=typed, now=NOW),
            state=state,
        )
    saved = journal.drafts["review"].key
    yield call(delete_draft, lambda user: delete_draft(user, saved), state="of the reviewer")


def account(journal: Journal) -> Iterator[Request]:
    names = {"new": "Quiet Heron", "name of author": journal.cast["author"].profile.name}
    for state, name in names.items():
        yield call(
            accounts.set_pseudonym,
            lambda user, name=name: accounts.set_pseudonym(user, name),
            state=state,
        )
    for state in ("of the reader", "no link"):
        link = journal.links[f"keep, {state}"].pk
        yield call(
            guest_accounts.attach_to_account,
            lambda user, link=link: guest_accounts.attach_to_account(link, user=user, now=NOW),
            state="of the reader" if state == "of the reader" else "of nobody here",
        )
