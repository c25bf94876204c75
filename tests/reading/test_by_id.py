"""From the identifier a source gives a work to its page here."""

import pytest
from django.urls import reverse

from preprints.models import Preprint
from tests.factories.preprints import LocationFactory, PreprintFactory, VersionFactory

pytestmark = pytest.mark.django_db


def work_at(source: str, external_id: str) -> Preprint:
    preprint = PreprintFactory(location=None)
    LocationFactory(preprint=preprint, source=source, external_id=external_id)
    return preprint


def by_id(client, path: str):
    return client.get(f"/by-id/{path}")


@pytest.mark.parametrize(
    ("source", "external_id", "path"),
    [
        ("arxiv", "2310.01405", "arxiv/2310.01405"),
        ("arxiv", "2310.01405", "arXiv/2310.01405/"),
        ("arxiv", "2310.01405", "arxiv/arXiv:2310.01405"),
        ("arxiv", "2310.01405", "doi/10.48550/arXiv.2310.01405"),
        ("arxiv", "2310.01405", "url/https://arxiv.org/pdf/2310.01405.pdf"),
        ("arxiv", "2310.01405", "url/https:/arxiv.org/abs/2310.01405"),
        ("arxiv", "hep-th/9901001", "arxiv/hep-th/9901001"),
        ("arxiv", "math/0309136", "arxiv/math.GT/0309136"),
        ("doi", "10.31223/x5fw25", "doi/10.31223/X5FW25"),
        ("doi", "10.31223/x5fw25", "doi/https://doi.org/10.31223/X5FW25"),
        ("doi", "10.31223/x5fw25", "doi/doi:10.31223/X5FW25"),
        ("lesswrong", "uMQ3cqWDPHhjtiesc", "lesswrong/uMQ3cqWDPHhjtiesc"),
        ("lesswrong", "uMQ3cqWDPHhjtiesc", "alignment-forum/uMQ3cqWDPHhjtiesc"),
        ("ea-forum", "FpjQMYQmS3rWewZ83", "ea-forum/FpjQMYQmS3rWewZ83"),
        ("ea-forum", "FpjQMYQmS3rWewZ83",
         "url/https://forum.effectivealtruism.org/posts/FpjQMYQmS3rWewZ83/slug?commentId=1"),
        ("biorxiv", "10.1101/2020.12.01.406702", "biorxiv/10.1101/2020.12.01.406702"),
        ("medrxiv", "10.1101/2020.03.24.20042291", "medrxiv/10.1101/2020.03.24.20042291v3"),
        ("medrxiv", "10.1101/2020.03.24.20042291", "doi/10.1101/2020.03.24.20042291"),
        ("osf", "nx2b4", "osf/NX2B4"),
        ("openreview", "rJl-b3RcF7", "openreview/rJl-b3RcF7"),
        ("openreview", "rJl-b3RcF7", "url/https://openreview.net/forum?id=rJl-b3RcF7"),
        ("zenodo", "8120771", "zenodo/8120771"),
        ("zenodo", "8120771", "zenodo/10.5281/zenodo.8120771"),
        ("web", "https://example.org/a/b?c=1", "web/https://example.org/a/b?c=1"),
        ("demo", "one", "demo/one"),
    ],
)  # fmt: skip
def test_a_known_work_is_found(client, source, external_id, path):
    response = by_id(client, path)
    assert response.status_code == 404
    preprint = work_at(source, external_id)
    response = by_id(client, path)
    assert (response.status_code, response.url) == (302, preprint.get_absolute_url())


def test_the_address_keeps_the_slashes_of_an_identifier():
    url = reverse("reading:by_id", args=["arxiv", "hep-th/9901001"])
    assert url == "/by-id/arxiv/hep-th/9901001"


def test_case_matters_where_it_does(client):
    work_at("lesswrong", "uMQ3cqWDPHhjtiesc")
    assert by_id(client, "lesswrong/UMQ3CQWDPHHJTIESC").status_code == 404


@pytest.mark.parametrize(
    ("path", "number"), [("2310.01405v2", 2), ("2310.01405v1", 1), ("2310.01405v7", None)]
)
def test_a_version_that_is_stored_is_shown_else_the_work(client, path, number):
    preprint = work_at("arxiv", "2310.01405")
    VersionFactory(preprint=preprint, number=2)
    page = preprint.get_absolute_url()
    assert by_id(client, f"arxiv/{path}").url == (f"{page}v{number}/" if number else page)


def test_an_unknown_work_may_be_submitted(client):
    response = by_id(client, "arxiv/arXiv:2310.01405v2")
    page = response.content.decode()
    assert response.status_code == 404
    assert "This work is not listed yet" in page
    assert 'href="/submit/?link=https%3A%2F%2Farxiv.org%2Fabs%2F2310.01405v2"' in page


def test_what_is_submitted_cannot_break_the_page(client):
    page = by_id(client, "url/https://example.org/%22%3E%3Cb%3Ex").content.decode()
    assert "<b>x" not in page


@pytest.mark.parametrize("path", ["pubmed/123", "arxiv/%00", "arxiv/", "x/y"])
def test_what_is_no_identifier_is_not_found(client, path):
    response = by_id(client, path)
    assert response.status_code == 404
    assert "This work is not listed yet" not in response.content.decode()
