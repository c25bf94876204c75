"""A review is asked for of the version that the page showed, or it shows the other one first."""

from dataclasses import replace
from datetime import timedelta

import lxml.html
import pytest
from django.urls import reverse

from ingest.models import Lookup
from ingest.record_json import record_to_json
from preprints.models import Version
from preprints.record import RecordLocation
from preprints.services import store_record
from reviews.models import Submission
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW
from tests.reviews.test_submit_pages import CONFIRMATION, RECORD

pytestmark = pytest.mark.django_db
REVISED = replace(
    RECORD,
    source_version="v2",
    title="Shorter walks",
    posted_at=RECORD.posted_at + timedelta(days=90),
)
ELSEWHERE = RecordLocation("arxiv", "1605.08387", "https://arxiv.org/abs/1605.08387")
CHANGED = "Another version of this work has arrived"


@pytest.fixture
def person(client):
    user = UserFactory()
    client.force_login(user)
    return user


def found(person, *, record=RECORD, preprint=None):
    lookup = Lookup.objects.create(
        text="arXiv:1605.08386",
        source="arxiv",
        external_id="1605.08386",
        url=RECORD.location.url,
        asked_by=person,
        state=Lookup.State.FOUND,
        record=record and record_to_json(record),
        preprint=preprint,
        created_at=NOW,
    )
    return reverse("reviews:submit_found_work", args=[lookup.pk])


def read(answer):
    """The title of the work on the page, and the form as a browser would send it."""
    page = lxml.html.fromstring(answer.content)
    (title,) = page.find_class("work-card__title")
    (shown,) = page.xpath("//input[@name='shown']/@value")
    return title.text_content().strip(), {**CONFIRMATION, "shown": shown}


def send_until_taken(client, address):
    """Sends the form twice: it shows another version the first time."""
    before, form = read(client.get(address))
    revise()
    refused = client.post(address, form)
    assert refused.status_code == 409
    assert CHANGED in refused.content.decode()
    assert not Submission.objects.exists()
    after, form = read(refused)
    assert client.post(address, form).status_code == 302
    return before, after


def revise():
    store_record(REVISED, now=NOW)


def test_a_work_that_is_listed_meanwhile_in_a_newer_version_is_shown_again(client, person):
    before, after = send_until_taken(client, found(person))
    assert (before.startswith("Heat-bath"), after) == (True, "Shorter walks")
    assert Submission.objects.get().version.source_version == "v2"


@pytest.mark.parametrize("is_looked_up", [True, False])
def test_a_listed_work_whose_newer_version_arrives_is_shown_again(client, person, is_looked_up):
    preprint = store_record(RECORD, now=NOW).preprint
    own_page = reverse("reviews:submit_preprint", args=[preprint.pk])
    address = found(person, record=None, preprint=preprint) if is_looked_up else own_page
    _before, after = send_until_taken(client, address)
    assert after == "Shorter walks"
    assert Submission.objects.get().version.source_version == "v2"


def test_a_newer_version_that_was_found_is_shown_and_stored(client, person):
    preprint = store_record(RECORD, now=NOW).preprint
    address = found(person, record=REVISED, preprint=preprint)
    title, form = read(client.get(address))
    assert title == "Shorter walks"
    assert client.post(address, form).status_code == 302
    assert Submission.objects.get().version.source_version == "v2"


def test_what_a_page_of_another_version_sends_stores_nothing(client, person):
    """The found record would be stored as a newer version, which the sent form did not show."""
    preprint = store_record(RECORD, now=NOW).preprint
    address = found(person, record=REVISED, preprint=preprint)
    older = str(preprint.current_version_id)
    refused = client.post(address, {**CONFIRMATION, "shown": older})
    title, form = read(refused)
    assert (refused.status_code, title, form["shown"]) == (409, "Shorter walks", "record")
    assert [version.source_version for version in Version.objects.all()] == ["v1"]
    assert client.post(address, form).status_code == 302


def test_a_form_whose_version_is_still_the_newest_is_taken(client, person):
    address = found(person)
    _title, form = read(client.get(address))
    store_record(replace(REVISED, location=ELSEWHERE), now=NOW)
    assert client.post(address, form).status_code == 302
    assert Submission.objects.get().version.source_version == "v1"
