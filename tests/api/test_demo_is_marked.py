import pytest

NOTE = "reviews and assessments are invented"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "preprints/", "preprints/7/", "nothing/", "schema/", "docs/"])
def test_every_answer_of_the_demo_says_that_it_is_one(client, settings, path):
    settings.IS_DEMO = True
    assert client.get(f"/api/v1/{path}")["X-Verso-Demo"] == NOTE


@pytest.mark.django_db
def test_an_unchanged_answer_of_the_demo_says_so_too(client, settings):
    settings.IS_DEMO = True
    etag = client.get("/api/v1/preprints/")["ETag"]
    again = client.get("/api/v1/preprints/", headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again["X-Verso-Demo"] == NOTE


@pytest.mark.django_db
def test_a_journal_in_earnest_says_nothing_of_a_demo(client, settings):
    settings.IS_DEMO = False
    assert "X-Verso-Demo" not in client.get("/api/v1/preprints/")
