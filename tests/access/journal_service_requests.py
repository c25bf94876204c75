"""The services of issues, mails, duplicates, sources, policies and people, called directly."""

from collections.abc import Iterator

from curation.models import Issue
from curation.services import building, declaring, publishing
from ingest.services import checks
from ingest.services import sources as source_services
from preprints.duplicates import merge as merging
from preprints.duplicates.candidates import keep_apart
from preprints.duplicates.undo import undo_merge
from reviews.interests import Interests
from reviews.services import mail_acts
from reviews.services.editors import change_editor
from reviews.services.policies import change_policy
from reviews.services.reasons import change_decline_reasons
from tests.access.journal import Journal
from tests.access.requests import Request, call
from tests.factories.times import NOW


def policies(journal: Journal) -> Iterator[Request]:
    yield call(change_policy, lambda user: change_policy({"review_days": 28}, editor=user, now=NOW))
    yield call(
        change_decline_reasons,
        lambda user: change_decline_reasons({}, added="Too long", editor=user, now=NOW),
    )


def people(journal: Journal) -> Iterator[Request]:
    reader = journal.cast["reader"]
    for roles in (["editor"], []):
        yield call(
            change_editor,
            lambda user, roles=roles: change_editor(
                reader.pk, roles=roles, subjects=(), by=user, reason="Asked.", now=NOW
            ),
            state="given" if roles else "unchanged",
        )


def issues(journal: Journal) -> Iterator[Request]:
    yield call(
        building.create_issue,
        lambda user: building.create_issue(editor=user, title="Trust", now=NOW),
    )
    draft = journal.issues["draft"].pk
    for state in ("candidate", "candidate by editor 2", "in the issue", "listed"):
        work = journal.works[state].pk
        yield call(
            building.add_entry,
            lambda user, work=work: building.add_entry(
                draft, preprint_id=work, editor=user, now=NOW
            ),
            state=state,
        )
    for state, issue in journal.issues.items():
        yield call(
            building.save_issue,
            lambda user, issue=issue: building.save_issue(
                issue.pk, editor=user, title="Trust", editorial="Words.", seen=None, now=NOW
            ),
            state=state,
        )
        yield call(
            publishing.publish_issue,
            lambda user, issue=issue: publishing.publish_issue(issue.pk, editor=user, now=NOW),
            state=state,
        )
    for state, issue in journal.issues.items():
        yield call(
            declaring.declare_interests,
            lambda user, issue=issue: declaring.declare_interests(
                issue.pk, declared=_none_of(issue), editor=user, now=NOW
            ),
            state=state,
        )
    yield from _entries(journal)


def _none_of(issue: Issue) -> dict[int, Interests]:
    versions = issue.entries.values_list("version", flat=True)
    return dict.fromkeys(versions, Interests.none())


def _entries(journal: Journal) -> Iterator[Request]:
    for state in ("second", "by editor 2", "published"):
        entry = journal.entries[state].pk
        yield call(
            building.save_entry,
            lambda user, entry=entry: building.save_entry(
                entry, editor=user, section="Trust", recommendation="Read it.", seen=None, now=NOW
            ),
            state=state,
        )
        yield call(
            building.move_entry,
            lambda user, entry=entry: building.move_entry(entry, editor=user, up=True),
            state=state,
        )
        yield call(
            building.remove_entry,
            lambda user, entry=entry: building.remove_entry(entry, editor=user, now=NOW),
            state=state,
        )


def mails(journal: Journal) -> Iterator[Request]:
    for state in ("waiting", "failed", "sent", "of no work"):
        mail = journal.other[f"mail, {state}"].pk
        for service in (mail_acts.stop_mail, mail_acts.send_mail_again):
            yield call(
                service,
                lambda user, service=service, mail=mail: service(mail, editor=user, now=NOW),
                state=state,
            )


def duplicates(journal: Journal) -> Iterator[Request]:
    pair, merge = journal.other["candidate"], journal.other["merge"]
    yield call(
        merging.merge_preprints,
        lambda user: merging.merge_preprints(
            pair.one_id, pair.other_id, reason="One work.", by=user, now=NOW
        ),
    )
    yield call(
        merging.merge_pair,
        lambda user: merging.merge_pair(pair.one, pair.other, reason="One work.", by=user, now=NOW),
    )
    yield call(keep_apart, lambda user: keep_apart(pair, by=user, now=NOW))
    yield call(undo_merge, lambda user: undo_merge(merge, by=user, now=NOW))


def sources(journal: Journal) -> Iterator[Request]:
    source, feed, reject = (journal.other[name] for name in ("source", "feed", "reject"))
    for service in (
        source_services.pause,
        source_services.run_now,
        source_services.allow_once,
        source_services.ask_again,
    ):
        yield call(service, lambda user, service=service: service(source.pk, by=user, now=NOW))
    yield call(
        source_services.choose_sets,
        lambda user: source_services.choose_sets(
            source.pk, ["cs:cs:CV"], instead_of=source.sets, by=user, now=NOW
        ),
    )
    yield call(checks.allow_changes, lambda user: checks.allow_changes("zenodo", by=user, now=NOW))
    submission = journal.submissions["waiting"]
    yield call(
        checks.check_now,
        lambda user: checks.check_now(submission.preprint_id, by=user, now=NOW),
    )
    for service in (source_services.retry, source_services.dismiss):
        yield call(service, lambda user, service=service: service(reject.pk, by=user, now=NOW))
    yield call(
        source_services.add_feed,
        lambda user: source_services.add_feed(
            "Another", "https://other.example.org/feed", by=user, now=NOW
        ),
    )
    for one in (feed, source):
        yield call(
            source_services.remove_feed,
            lambda user, one=one: source_services.remove_feed(one.slug, by=user, now=NOW),
            state="feed" if one is feed else "no feed",
        )
