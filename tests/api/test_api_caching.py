import pytest

from tests.api.conftest import LISTS
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.preprints import PreprintFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", [*[f"{name}/" for name in LISTS], "", "schema/", "docs/"])
def test_what_has_not_changed_is_answered_with_304(client, everything_published, path):
    first = client.get(f"/api/v1/{path}")
    assert first["Cache-Control"] == "public, max-age=60"
    again = client.get(f"/api/v1/{path}", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Access-Control-Allow-Origin"] == "*"


def test_a_detail_has_an_etag_that_changes_with_it(client):
    preprint = PreprintFactory()
    address = f"/api/v1/preprints/{preprint.pk}/"
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    preprint.status = "reviewed"
    preprint.save()
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_a_compressed_answer_is_recognised_too(client):
    PreprintFactory()
    first = client.get("/api/v1/preprints/", headers={"Accept-Encoding": "gzip"})
    assert first["ETag"].startswith("W/")
    again = client.get("/api/v1/preprints/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_head_gives_the_same_headers_without_a_body(client):
    PreprintFactory()
    got, asked = client.get("/api/v1/preprints/"), client.head("/api/v1/preprints/")
    assert asked["ETag"] == got["ETag"]
    assert asked.content == b""


def test_the_answer_does_not_depend_on_who_asks(client):
    PreprintFactory()
    anonymous = client.get("/api/v1/preprints/")
    editor = UserFactory(editor=True)
    assert client.login(email=editor.email, password=PASSWORD)
    signed_in = client.get("/api/v1/preprints/")
    assert signed_in.content == anonymous.content
    assert "Cookie" not in signed_in["Vary"]


def test_errors_are_not_cached(client):
    answer = client.get("/api/v1/preprints/1/")
    assert answer.status_code == 404
    assert "ETag" not in answer
    assert "Cache-Control" not in answer
