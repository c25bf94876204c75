"""Crossref's records with fields of other shapes, several licences and versions by relation."""

import pytest

from ingest.services import links
from preprints.models import Preprint
from tests.factories.preprints import PreprintFactory
from tests.factories.times import NOW
from tests.ingest.test_people_and_bodies import crossref
from tests.ingest.web_pages import day, parse_work

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
TERMS = "https://example.org/terms"


@pytest.mark.parametrize("posted", ["2023", 2023, [[2023]], None])
def test_a_date_of_another_type_does_not_refuse_the_work(posted):
    issued = {"date-parts": [[2024, 5, 6]]}
    assert crossref({"name": "A"}, posted=posted, issued=issued).posted_at == day(2024, 5, 6)


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_licences_of_one_text_the_open_one_counts(order):
    found = [{"URL": url, "content-version": "vor"} for url in (TERMS, CC_BY)][::order]
    assert crossref({"name": "A"}, license=found).licence == CC_BY
    assert crossref({"name": "A"}, license=found[:1]).licence == found[0]["URL"]


@pytest.mark.parametrize(
    "changes",
    [
        {"relation": {"is-replaced-by": [{"id": "10.5555/other", "id-type": "doi"}]}},
        {"relation": {"replaces": [{"id": "10.5555/other", "id-type": "doi"}]}},
        {"update-to": [{"DOI": "10.5555/other", "type": "new_edition"}]},
    ],
)
def test_what_replaces_a_preprint_is_its_version(changes):
    def places(record):
        return [place.external_id for place in record.other_locations]

    assert places(crossref({"name": "A"}, **changes)) == ["10.5555/other"]
    assert places(crossref({"name": "A"}, type="journal-article", **changes)) == []


def test_an_open_licence_that_a_page_links_to_counts_before_terms_in_a_tag():
    link = f'<link rel="license" href="{CC_BY}">'
    assert parse_work(("DC.Rights", TERMS), head=link).licence == CC_BY
    assert parse_work(("DC.Rights", TERMS)).licence == TERMS


@pytest.mark.django_db
@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("bare", "mark"), [("10.7554/elife.86873", "."), ("10.31234/osf.io/abcde", "_v")]
)
def test_versions_that_no_relation_names_are_one_work(bare, mark, order):
    bystander = PreprintFactory()
    dois = [bare, f"{bare}{mark}1", f"{bare}{mark}2"][::order]
    for doi in dois:
        posted = {"date-parts": [[2024, 3, 1 + len(doi) + int(doi[-1] == "2")]]}
        record = crossref({"name": "A"}, DOI=doi, posted=posted, title=[f"On lagoons, {doi[-1]}"])
        links.list_work(record, now=NOW)
    (work,) = Preprint.objects.exclude(pk=bystander.pk).filter(merged_into=None)
    assert {place.external_id for place in work.locations.all()} >= set(dois)
    assert work.versions.count() == len(dois)
    assert bystander.versions.count() == 1
