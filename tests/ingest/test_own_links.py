"""The journal's own addresses, pasted where a link is asked for, lead to the work."""

import json

import pytest
from django.core.management import CommandError, call_command

from ingest.errors import LinkNotRecognised, WorkNotFound
from ingest.own_links import own_preprint
from ingest.services import links
from preprints.duplicates.merge import merge_preprints
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("replay")]


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://verso.example"


@pytest.fixture
def preprint():
    PreprintFactory()  # a bystander
    return VersionFactory().preprint


@pytest.mark.parametrize(
    "form",
    [
        *("V{}", "v{}", "V{}.1", "V{}.1.r2", "/V{}", "/preprints/{}/", "/preprints/{}/v2/"),
        *("https://verso.example/V{}", "https://verso.example/V{}.2.r1.3", "verso.example/V{}"),
        "https://verso.example/preprints/{}",
        "https://verso.example/preprints/{}/",
        "http://verso.example/preprints/{}/v2/",
        "https://VERSO.example/preprints/{}/v1/reviews/2/?from=mail#review-2",
        "https://verso.example/preprints/{}/compare/v1..v2/",
        " https://verso.example/preprints/{}/ ",
    ],
)
def test_every_address_of_a_work_leads_to_it(form, preprint):
    assert own_preprint(form.format(preprint.pk)) == preprint


def test_an_address_by_an_identifier_leads_to_its_work(preprint):
    place = preprint.locations.get()
    address = f"https://verso.example/by-id/{place.source}/{place.external_id}"
    assert own_preprint(address) == preprint


def test_an_address_of_a_merged_work_leads_to_the_work_it_was_merged_into(preprint):
    other = VersionFactory().preprint
    merge_preprints(preprint.pk, other.pk, reason="One work", now=NOW)
    assert own_preprint(f"V{other.pk}") == preprint


@pytest.mark.parametrize(
    "text",
    ["V99999999", "/preprints/99999999/", "https://verso.example/V99999999.2"],
)
def test_an_unknown_number_is_refused_with_words(text, preprint):
    with pytest.raises(WorkNotFound) as caught:
        own_preprint(text)
    assert "There is no preprint V99999999 in this journal" in str(caught.value.message)


@pytest.mark.parametrize("path", ["/", "/about/", "/issues/1/2/", "/people/ada/", "/preprints/"])
def test_another_page_of_ours_is_no_work(path, preprint):
    with pytest.raises(LinkNotRecognised) as caught:
        own_preprint(f"https://verso.example{path}")
    assert "not that of a preprint" in str(caught.value.message)


@pytest.mark.parametrize(
    "text",
    [
        "https://arxiv.org/abs/2310.01405",
        "https://verso.example.org/V1",
        "https://example.org/preprints/1/",
        "hep-th/9901001",
        "10.5555/verso.example/V1",
        "V",
        "V0",
        "V1 and V2",
        "//example.org/V1",
        "https://[broken/V1",
        "",
    ],
)
def test_any_other_text_is_left_to_the_sources(text, preprint):
    assert own_preprint(text) is None


def test_the_box_answers_at_once_and_asks_nobody(preprint, replay):
    lookup = links.look_up_link(f"V{preprint.pk}", asked_by=UserFactory(), now=NOW)
    assert (lookup.state, lookup.preprint) == ("found", preprint)
    assert links.confirm_lookup(lookup, now=NOW).preprint == preprint
    assert replay.requests == []


def test_the_command_prints_it_too(preprint, capsys):
    call_command("ingest_link", f"https://verso.example/preprints/{preprint.pk}/")
    assert json.loads(capsys.readouterr().out)["id"] == preprint.pk
    with pytest.raises(CommandError, match="no preprint V99999999"):
        call_command("ingest_link", "V99999999")
