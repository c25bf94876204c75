from datetime import timedelta

import pytest

from api import paging
from events.sealing import seal_new_events
from reviews.models import Assessment, Response, Review, Revision
from tests.api.conftest import LISTS, reviewed_preprint
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW
from tests.rewriting import rewriting

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def follow(client):
    def fetch(address):
        return client.get(address.removeprefix(SITE)).json()

    return fetch


def test_pages_go_forth_and_back_without_gap_or_overlap(get, follow):
    keys = [PreprintFactory().pk for _ in range(7)][::-1]
    first = get("preprints/", limit=3)
    second = follow(first["next"])
    third = follow(second["next"])
    assert first["previous"] is None
    assert third["next"] is None
    pages = [[row["id"] for row in page["results"]] for page in (first, second, third)]
    assert pages == [keys[:3], keys[3:6], keys[6:]]
    assert follow(third["previous"])["results"] == second["results"]
    back = follow(second["previous"])
    assert back["results"] == first["results"]
    assert back["previous"] is None
    assert follow(back["next"])["results"] == second["results"]


# What gives each of these lists its order; the others are in order of ids or handles.
MOMENTS = {
    "reviews": (Review, "published_at"),
    "assessments": (Assessment, "published_at"),
    "responses": (Response, "posted_at"),
    "revisions": (Revision, "declared_at"),
}


def set_moments(name):
    """Two or three rows of each moment, the later ones of an earlier moment; gives the order."""
    model, field = MOMENTS[name]
    keys = sorted(model.objects.values_list("pk", flat=True))
    for place, pk in enumerate(keys):
        moment = NOW - timedelta(microseconds=place // 3)
        with rewriting():
            model.objects.filter(pk=pk).update(**{field: moment})
    return [*keys[2::-1], *keys[5:2:-1], *keys[:5:-1]]


@pytest.mark.parametrize("name", LISTS)
def test_rows_of_the_same_moment_are_not_lost_between_pages(get, follow, name):
    for number in range(1, 8):
        reviewed_preprint(number)
    seal_new_events()
    order = set_moments(name) if name in MOMENTS else None
    page = get(f"{name}/", limit=2)
    rows = page["results"]
    while page["next"]:
        page = follow(page["next"])
        rows += page["results"]
    keys = [row["handle"] if name == "people" else row["id"] for row in rows]
    assert keys == (order or sorted(set(keys), reverse=name not in ("people", "links")))
    assert len(keys) >= 7
    assert get(f"{name}/", limit=100)["results"] == rows


def test_what_is_added_meanwhile_does_not_move_the_pages(get, follow):
    keys = [PreprintFactory().pk for _ in range(4)][::-1]
    first = get("preprints/", limit=2)
    newest = PreprintFactory().pk
    second = follow(first["next"])
    assert [row["id"] for row in second["results"]] == keys[2:]
    assert [row["id"] for row in follow(second["previous"])["results"]] == keys[:2]
    assert get("preprints/", limit=1)["results"][0]["id"] == newest


def test_the_next_page_keeps_the_filters(get, follow):
    for status in ("reviewed", "final", "listed", "reviewed"):
        PreprintFactory(status=status)
    page = get("preprints/", limit=1, status=["reviewed", "final"])
    seen = [page["results"][0]["status"]]
    while page["next"]:
        page = follow(page["next"])
        seen += [row["status"] for row in page["results"]]
    assert seen == ["reviewed", "final", "reviewed"]


def test_people_come_in_the_order_of_their_handles(get, follow):
    for name in ("Cyd", "Ada", "Bo"):
        ReviewFactory(
            published=True, reviewer=UserFactory(name=name), byline_kind="signed", byline_name=name
        )
    page = get("people/", limit=2)
    assert names_in_handles(page) == ["ada", "bo"]
    assert names_in_handles(follow(page["next"])) == ["cyd"]


def names_in_handles(page):
    """A handle ends in a number that nobody can count."""
    return [row["handle"].partition("-")[0] for row in page["results"]]


def test_a_page_holds_twenty_unless_asked_for_more(get):
    for _ in range(22):
        PreprintFactory()
    assert len(get("preprints/")["results"]) == 20
    assert len(get("preprints/", limit=100)["results"]) == 22


def test_of_a_list_one_row_more_is_read_than_a_page_holds(get, monkeypatch):
    """It shows whether there is a next page; a list of thousands is not read for twenty."""
    for _ in range(5):
        PreprintFactory()
    counts = []

    def counted(sql, parameters):
        rows = select(sql, parameters)
        counts.append(len(rows))
        return rows

    select = paging.select
    monkeypatch.setattr(paging, "select", counted)
    assert len(get("preprints/", limit=3)["results"]) == 3
    assert counts == [4]
    assert get("preprints/", limit=4)["next"] is not None
    assert get("preprints/", limit=5)["next"] is None


def test_a_page_behind_the_end_is_empty(get, follow):
    first = get("preprints/")
    assert first == {"next": None, "previous": None, "results": []}
    last = PreprintFactory()
    PreprintFactory()
    page = get("preprints/", limit=1)
    last.current_version = None
    last.save()
    assert follow(page["next"]) == {"next": None, "previous": None, "results": []}
