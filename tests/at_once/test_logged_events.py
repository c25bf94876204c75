"""What each act writes to the log, who may read it, and which facts it holds.

A public event is served to everybody by the API and the feeds, so a row here that becomes public,
or a fact that is added to a public one, is a decision and never an accident.
"""

import pytest

from events.models import Event
from tests.at_once.acts import Act
from tests.at_once.logged_of_reviews import LOGGED_OF_REVIEWS
from tests.at_once.test_one_effect import ACTS

# By act, in the order of writing: who may read the event, its kind, and the names of its facts.
LOGGED = {
    **LOGGED_OF_REVIEWS,
    "reviews.services.mail_acts.stop_mail": ["private mail.stopped: kind"],
    "reviews.services.mail_acts.send_mail_again": ["private mail.sent_again: kind"],
    "accounts.joining.join_accounts": ["private account.joined: joined, kept"],
    "accounts.second_factor.remove_second_factor": ["private account.second_factor_removed"],
    "accounts.services.change_rights": [
        "private account.rights_changed: given, taken",
    ],
    "preprints.services.store_record": [
        "public preprint.listed: external_id, hash, source",
    ],
    "preprints.services.store_record (newer version)": [
        "public version.seen: hash, number",
    ],
    "preprints.storing.store_records": [
        "public preprint.listed: external_id, hash, source",
        "public preprint.listed: external_id, hash, source",
    ],
    "preprints.duplicates.merge.merge_preprints": [
        "public preprint.merged: kept, merged, reason",
        "public preprint.merged: kept, merged, reason",
    ],
    "preprints.duplicates.merge.merge_pair": [
        "public preprint.merged: kept, merged, reason",
        "public preprint.merged: kept, merged, reason",
    ],
    "preprints.duplicates.resolve.merge_exact": [
        "public preprint.merged: kept, merged, reason",
        "public preprint.merged: kept, merged, reason",
    ],
    "preprints.duplicates.resolve.resolve_duplicates": [
        "public preprint.merged: kept, merged, reason",
        "public preprint.merged: kept, merged, reason",
    ],
    "preprints.duplicates.undo.undo_merge": [
        "public preprint.separated: kept, merged, reason",
        "public preprint.separated: kept, merged, reason",
    ],
    "ingest.services.links.confirm_lookup": [
        "public preprint.listed: external_id, hash, source",
    ],
    "ingest.services.links.ingest_link": [
        "public preprint.listed: external_id, hash, source",
    ],
    "ingest.services.links.list_work": [
        "public preprint.listed: external_id, hash, source",
    ],
    "ingest.services.checks.check_now": [
        "private preprint.check_requested",
    ],
    "ingest.services.checks.allow_changes": [
        "private source.changes_allowed",
    ],
    "ingest.services.sources.pause": [
        "private source.paused",
    ],
    "ingest.services.sources.run_now": [
        "private source.started",
    ],
    "ingest.services.sources.run_now (feed)": [
        "private source.started",
    ],
    "ingest.services.sources.allow_once": [
        "private source.started",
        "private source.waved_through",
    ],
    "ingest.services.sources.add_feed": [
        "private source.added",
    ],
    "ingest.services.sources.remove_feed": [
        "private source.removed: name, url",
    ],
    "ingest.services.sources.choose_sets": [
        "private source.sets_chosen: sets",
    ],
    "ingest.services.sources.ask_again": [
        "private source.asked_again",
    ],
    "ingest.services.sources.retry": [
        "public preprint.listed: external_id, hash, source",
        "private reject.taken: reject",
    ],
    "ingest.services.sources.dismiss": [
        "private reject.dismissed: reject",
    ],
    "privacy.erasing.erase_account": [
        "private account.erased: forgotten",
    ],
    "curation.services.building.create_issue": [
        "private issue.begun: issue",
    ],
    "curation.services.building.add_entry": [
        "private entry.added: issue",
    ],
    "curation.services.building.remove_entry": [
        "private entry.removed: issue",
    ],
    "curation.services.declaring.declare_interests": [
        "private issue.interests_declared: issue, versions",
    ],
    "curation.services.publishing.publish_issue": [
        "public issue.published: hash, issue, personal, row, url",
        "public issue.interests_published: hash, issue, personal, row",
        "public issue.published: hash, issue, row, url, versions",
    ],
    "curation.services.assembling.assemble_candidates": [
        "private candidates.assembled: preprints",
    ],
}


@pytest.mark.django_db
@pytest.mark.usefixtures("_outside_is_away")
@pytest.mark.parametrize("act", ACTS, ids=str)
def test_an_act_logs_these_events(act: Act):
    call = act.prepare()
    before = set(Event.objects.values_list("pk", flat=True))
    call()
    logged = Event.objects.exclude(pk__in=before).order_by("pk")
    assert [describe(event) for event in logged] == LOGGED.get(str(act), [])


def describe(event: Event) -> str:
    readers = "public" if event.is_public else "private"
    facts = ", ".join(sorted(event.data))
    return f"{readers} {event.kind}: {facts}".removesuffix(": ")


def test_every_act_of_the_table_exists():
    assert LOGGED.keys() <= {str(act) for act in ACTS}
