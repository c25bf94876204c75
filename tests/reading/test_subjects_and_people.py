"""The lists of subjects and of people: who and what stands in them, counted how, in which order."""

from datetime import timedelta

import lxml.html
import pytest

from accounts.models import Profile
from preprints.models import Author
from reading.selectors import subject_list
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import PreprintFactory, SubjectFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW
from tests.reading.works import open_round, reviewed_round, signed_review

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def a_round():
    """A posted round in which nobody did anything under their name."""
    return reviewed_round(reviews=1, has_response=False)


def listed(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.context["list"]


def names(listing):
    return [row.profile.name for row in listing.rows]


@pytest.fixture
def subjects(db):
    """Plants have three works, one of them reviewed; animals have one, reviewed; stones none."""
    plants = SubjectFactory(slug="plants", name="Plants")
    animals = SubjectFactory(slug="animals", name="Animals")
    stones = SubjectFactory(slug="stones", name="Stones")
    for status in ("final", "listed", "declined"):
        PreprintFactory(subjects=[plants], status=status)
    kept = PreprintFactory(subjects=[animals], status="reviewed")
    PreprintFactory(subjects=[stones], version=None, location=None, merged_into=kept)
    return plants, animals


def test_subjects_that_a_public_work_has_are_listed_by_name(client, subjects):
    listing = listed(client, "/subjects/")
    rows = [(row.subject.slug, row.works, row.reviewed) for row in listing.rows]
    assert rows == [("animals", 1, 1), ("plants", 3, 1)]
    assert listing.subjects == 2
    page = lxml.html.fromstring(client.get("/subjects/").content.decode())
    words = " ".join(page.find(".//main").text_content().split())
    assert "3 works 1 reviewed" in words
    assert "2 subjects" in words
    assert page.xpath('//main//a[@href="/feeds/subjects/plants.atom"]')
    for link in page.xpath("//main//li//a/@href"):
        assert client.get(link).status_code == 200, link


def test_subjects_by_how_many_of_their_works_are_reviewed(client, subjects):
    plants, _animals = subjects
    PreprintFactory(subjects=[plants], status="selected")
    listing = listed(client, "/subjects/?sort=reviewed")
    assert [row.subject.slug for row in listing.rows] == ["plants", "animals"]
    assert [sort.is_chosen for sort in listing.sorts] == [False, True]


def test_all_subjects_are_reached_page_by_page(client, subjects):
    for number in range(45):
        PreprintFactory(subjects=[SubjectFactory(slug=f"s{number}", name=f"Sort-{number % 9}")])
    for sort in ("", "reviewed"):
        address, seen = f"?sort={sort}", []
        while address:
            listing = listed(client, f"/subjects/{address}")
            seen += [row.subject.slug for row in listing.rows]
            address = listing.page.older_url
        assert len(seen) == len(set(seen)) == 47, sort


def test_of_many_works_it_is_said_that_there_are_more(client, subjects, monkeypatch):
    monkeypatch.setattr(subject_list, "MOST_COUNTED", 2)
    answer = client.get("/subjects/")
    assert [row.has_more_works for row in answer.context["list"].rows] == [False, True]
    assert "More than 2 works" in answer.content.decode()


def test_without_subjects_the_page_says_what_to_do(client):
    assert "No work has a subject yet" in client.get("/subjects/").content.decode()


@pytest.fixture
def people(db):
    """Each of four did one thing under their name; two did not, though they are at work here."""
    cast = {
        name: UserFactory(name=name, editor=name == "Eve Editor")
        for name in ("Rita Reviewer", "\u00c9mile Author", "Eve Editor", "Adam Recommends")
    }
    signed_review(a_round(), number=3, reviewer=cast["Rita Reviewer"])
    Author.objects.filter(version=PreprintFactory().current_version).update(
        user=cast["\u00c9mile Author"]
    )
    issue = IssueFactory(editor=cast["Eve Editor"])
    EntryFactory(issue=issue, recommended_by=cast["Adam Recommends"])
    publish(issue)
    hidden = UserFactory(name="Hidden Reviewer")
    ReviewFactory(
        round=a_round(), published=True, number=4, byline_kind="anonymous", reviewer=hidden
    )
    waiting = UserFactory(name="Bea Waiting")
    ReviewFactory(round=open_round(), accepted=True, byline_kind="signed", reviewer=waiting)
    return cast | {"Hidden Reviewer": hidden}


def test_people_are_listed_for_what_bears_their_name(client, people):
    everybody = ["Adam Recommends", "\u00c9mile Author", "Eve Editor", "Rita Reviewer"]
    assert names(listed(client, "/people/")) == everybody
    counts = {
        row.profile.name: (row.reviews, row.recommendations, row.issues, row.works)
        for row in listed(client, "/people/").rows
    }
    assert counts == {
        "Adam Recommends": (0, 1, 0, 0),
        "\u00c9mile Author": (0, 0, 0, 1),
        "Eve Editor": (0, 0, 1, 0),
        "Rita Reviewer": (1, 0, 0, 0),
    }
    editor = UserFactory(editor=True)
    client.force_login(editor)
    assert names(listed(client, "/people/")) == everybody, "an editor's list is everybody's"


@pytest.mark.parametrize("query", ["", "?sort=latest", "?did=reviewed", "?subject=plants"])
def test_unsigned_reviews_change_nothing_in_the_list(client, people, query):
    """Not who is listed, what is counted, nor the order: even of a person who is listed."""
    plants = SubjectFactory(slug="plants", name="Plants")
    for person in people.values():
        person.profile.subjects.add(plants)
    before = client.get(f"/people/{query}").content
    for number, person in enumerate(people.values()):
        for kind in ("anonymous", "pseudonym"):
            ReviewFactory(
                round=a_round(),
                published=True,
                number=5 + number,
                byline_kind=kind,
                byline_name="Somebody",
                reviewer=person,
                published_at=NOW + 9 * DAY,
            )
    assert client.get(f"/people/{query}").content == before


def test_people_by_their_last_signed_act(client, people):
    ReviewFactory(
        round=a_round(),
        published=True,
        number=7,
        byline_kind="signed",
        byline_name="Rita Reviewer",
        reviewer=people["Rita Reviewer"],
        published_at=NOW + 5 * DAY,
    )
    listing = listed(client, "/people/?sort=latest")
    assert names(listing)[0] == "Rita Reviewer"
    assert names(listing)[-1] == "\u00c9mile Author", "who only wrote has no such day"
    assert [row.active_on is None for row in listing.rows] == [False, False, False, True]


def test_people_are_narrowed_by_what_they_did_and_by_subject(client, people):
    plants, stones = SubjectFactory(slug="plants"), SubjectFactory(slug="stones")
    for name in ("Rita Reviewer", "Eve Editor", "Hidden Reviewer", "Adam Recommends"):
        people[name].profile.subjects.add(plants)
    Profile.objects.filter(user=people["Adam Recommends"]).update(hidden=["subjects"])
    people["Hidden Reviewer"].profile.subjects.add(stones)
    listing = listed(client, "/people/")
    counted = {
        one.name: {choice.value: choice.works for choice in one.choices} for one in listing.filters
    }
    assert counted == {
        "did": {"reviewed": 1, "edited": 2, "wrote": 1},
        "subject": {plants.slug: 2},
    }
    for name, values in counted.items():
        for value, number in values.items():
            narrowed = listed(client, f"/people/?{name}={value}")
            assert len(narrowed.rows) == narrowed.people == number, (name, value)
    both = listed(client, f"/people/?did=reviewed&subject={plants.slug}")
    assert names(both) == ["Rita Reviewer"]
    for unknown in (stones.slug, "x"):
        shown = client.get(f"/people/?subject={unknown}&did=y")
        assert len(shown.context["list"].rows) == 4
        assert f"there is no \u201c{unknown}\u201d" in shown.content.decode()


def test_all_people_are_reached_page_by_page(client):
    issue = IssueFactory(editor=UserFactory(name="Zoe"))
    for number in range(44):
        recommends = UserFactory(name=f"Person {number % 7}")
        EntryFactory(issue=issue, position=number + 1, recommended_by=recommends)
    publish(issue)
    for sort in ("", "latest"):
        address, seen = f"?sort={sort}", []
        while address:
            listing = listed(client, f"/people/{address}")
            seen += [row.profile.handle for row in listing.rows]
            address = listing.page.older_url
        assert len(seen) == len(set(seen)) == 45, sort


def test_nobody_yet(client):
    UserFactory()
    assert "Nobody has done anything here" in client.get("/people/").content.decode()
