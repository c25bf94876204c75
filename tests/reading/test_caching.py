import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.reading.works import published_issue, reviewed_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def urls() -> list[str]:
    opened = reviewed_round()
    issue = published_issue(entries=1)
    names = ["home", "preprints", "issues", "review_requests", "about", "statistics"]
    things = [opened.submission.preprint, opened.version, opened.reviews.first(), issue]
    return [
        *[reverse(f"reading:{name}") for name in names],
        *[thing.get_absolute_url() for thing in things],
        issue.editor.profile.get_absolute_url(),
    ]


def test_an_anonymous_reader_gets_no_cookie_and_may_keep_the_page_a_minute(client, urls):
    for url in urls:
        response = client.get(url)
        assert not response.cookies, url
        assert response["Cache-Control"] == "public, max-age=60"
        assert client.get(url, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_the_page_of_somebody_signed_in_is_theirs_alone(client, urls):
    client.force_login(UserFactory())
    for url in urls:
        response = client.get(url)
        assert "private" in response["Cache-Control"]
        assert "public" not in response["Cache-Control"]
        # Without this a cache would hand the page kept before signing in to who has signed in.
        assert "Cookie" in response["Vary"]


def test_what_is_not_found_is_not_kept(client):
    assert "Cache-Control" not in client.get("/preprints/999/")
