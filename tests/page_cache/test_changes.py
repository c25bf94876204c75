"""What was written is on no kept page any more, and no other page is made anew for it."""

from contextlib import suppress

import pytest
from django.contrib.auth.models import update_last_login
from django.db import connection, transaction
from django.db.models import F

from accounts.models import Profile
from drafts.models import Draft
from events.services import NamedSubject, record_event
from preprints.models import Location, Preprint, Relation, Subject
from reviews.models import Policy
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, SubjectFactory, VersionFactory
from tests.factories.reviews import ReviewFactory, SubmissionFactory
from tests.factories.times import NOW
from tests.page_cache.conftest import Reader, until_heard
from tests.reading.works import published_issue, reviewed_round, signed_review
from web.page_cache.sources import note_sources, shows_works_alone
from web.page_cache.triggers import watched_models, ways_to_works


class World:
    """Three works: `one` is selected and has a review signed by `person`; `tied` discusses `one`;
    `other` has nothing to do with them."""

    def __init__(self) -> None:
        self.issue = published_issue(entries=1, volume=1, number=1)
        self.one = self.issue.entries.get().preprint
        self.round = self.one.submissions.get().rounds.get()
        self.person = UserFactory(name="Asha Marwick")
        signed_review(self.round, number=9, reviewer=self.person)
        self.other = reviewed_round(subjects=[SubjectFactory(slug="otherwise")]).submission.preprint
        self.tied = PreprintFactory()
        self.tie(self.tied)

    def tie(self, work: Preprint) -> None:
        Relation.objects.create(
            preprint=work,
            kind="discusses",
            scheme=self.one.locations.get().source,
            external_id=self.one.locations.get().external_id,
            first_seen_at=NOW,
        )

    @property
    def pages(self) -> dict[str, str]:
        return {
            "home": "/",
            "list": "/preprints/",
            "one": f"/preprints/{self.one.pk}/",
            "review": f"/preprints/{self.one.pk}/v1/reviews/9/",
            "tied": f"/preprints/{self.tied.pk}/",
            "other": f"/preprints/{self.other.pk}/",
            "issue": "/issues/1/1/",
            "person": f"/people/{self.person.profile.handle}/",
            "about": "/about/",
            "requests": "/review-requests/",
            "reviews": "/api/v1/reviews/",
        }


@pytest.fixture
def world(cache) -> World:
    return World()


def dropped_by(write, world: World, reader: Reader) -> set[str]:
    """Which of the pages are not kept any more once `write` is committed; and what readers get of
    all of them is as it would be made now."""
    pages = world.pages
    for path in pages.values():
        reader.get(path)
    until_heard(reader.cache)
    for path in pages.values():  # what a test made before its first page may arrive only now
        reader.get(path)
    assert reader.kept([*pages.values()]) == set(pages.values())
    with transaction.atomic():
        write()
        until_sent = reader.kept([*pages.values()])
    assert until_sent == set(pages.values()), "dropped before the commit"
    until_heard(reader.cache)
    kept = reader.kept([*pages.values()])
    shown = {path: reader.get(path).body for path in pages.values()}
    reader.cache.store.empty()
    assert shown == {path: reader.get(path).body for path in pages.values()}
    return {name for name, path in pages.items() if path not in kept}


def new_version(work: Preprint) -> None:
    Preprint.objects.filter(pk=work.pk).update(
        current_version=VersionFactory(preprint=work, number=2, title_html="Newer")
    )


def seen_again(work: Preprint) -> None:
    record_event("location.back", about=NamedSubject("V", work.pk), now=NOW)


# Each with the pages that it drops: those that show it, and lists that might.
WRITES = {
    "a new version": (
        lambda w: new_version(w.one),
        {"one", "review", "tied", "home", "list", "issue", "person", "requests", "reviews"},
    ),
    "a new version of a tied work": (
        lambda w: new_version(w.tied),
        {"one", "review", "tied", "home", "list", "issue", "person", "requests", "reviews"},
    ),
    "a work that nothing ties to another": (
        lambda w: PreprintFactory(),
        {"home", "list", "issue", "person", "requests", "reviews"},
    ),
    "another work that discusses it": (
        lambda w: w.tie(PreprintFactory()),
        {"one", "review", "tied", "home", "list", "issue", "person", "requests", "reviews"},
    ),
    "tied no more": (
        lambda w: Relation.objects.filter(preprint=w.tied).delete(),
        {"one", "review", "tied"},
    ),
    "a location": (
        lambda w: Location.objects.filter(preprint=w.one).update(url="https://x.example/"),
        {"one", "review", "tied", "home", "list"},
    ),
    "merged": (
        lambda w: Preprint.objects.filter(pk=w.tied.pk).update(merged_into=w.other),
        {"one", "review", "tied", "other", "home", "list", "issue", "requests"},
    ),
    "a subject": (
        lambda w: Subject.objects.filter(slug="otherwise").update(name="Thus"),
        {"one", "review", "tied", "other", "list", "person"},
    ),
    "an event": (lambda w: seen_again(w.other), {"other", "about", "issue"}),
    "a review begun": (
        lambda w: ReviewFactory(round=w.round),
        {"one", "review", "tied", "home", "person", "requests", "reviews"},
    ),
    "a review": (
        lambda w: ReviewFactory(round=w.round, published=True, number=10),
        {"one", "review", "tied", "home", "person", "requests", "reviews"},
    ),
    "submitted": (
        lambda w: SubmissionFactory(preprint=w.tied),
        {"one", "review", "tied", "home", "requests"},
    ),
    "a name": (
        lambda w: Profile.objects.filter(user=w.person).update(name="Asha Other"),
        {"one", "review", "tied", "other", "home", "issue", "person", "reviews"},
    ),
    "a policy": (lambda w: Policy.objects.update(triage_days=9), {"about"}),
    "somebody new": (lambda w: UserFactory(), set()),
    "a sign-in": (lambda w: update_last_login(None, w.person), set()),
    "a draft": (lambda w: Draft.objects.create(owner=w.person, key="x", saved_at=NOW), set()),
    "what was there already": (
        lambda w: Profile.objects.filter(user=w.person).update(name=F("name")),
        set(),
    ),
}


@pytest.mark.parametrize(("write", "dropped"), WRITES.values(), ids=WRITES)
def test_a_write_drops_what_shows_it_and_nothing_else(world, reader, write, dropped):
    assert dropped_by(lambda: write(world), world, reader) == dropped


def test_what_is_taken_back_drops_nothing(world, reader):
    pages = [*world.pages.values()]
    for path in pages:
        reader.get(path)
    until_heard(reader.cache)
    for path in pages:
        reader.get(path)
    with suppress(ZeroDivisionError), transaction.atomic():
        Policy.objects.update(triage_days=9)
        raise ZeroDivisionError
    until_heard(reader.cache)
    assert reader.kept(pages) == set(pages)


def test_more_works_than_a_notice_holds_are_any(world, reader):
    """Two thousand at once, as a harvest writes them."""
    path = world.pages["other"]
    until_heard(reader.cache)
    reader.get(path)
    with transaction.atomic(), connection.cursor() as cursor:  # keys are checked at the end
        cursor.execute(
            "INSERT INTO preprints_preprint_subjects (preprint_id, subject_id) "
            "SELECT number, %s FROM generate_series(1000000, 1002000) number",
            [Subject.objects.get(slug="otherwise").pk],
        )
        cursor.execute("DELETE FROM preprints_preprint_subjects WHERE preprint_id >= 1000000")
    until_heard(reader.cache)
    assert reader.kept([path]) == set()


def test_each_watched_table_that_leads_to_works_says_to_which():
    """The way is found from the models; a new one that leads nowhere drops every page."""
    ways = {model._meta.label: ways_to_works(model) for model in watched_models()}
    named = {
        label: sorted("__".join(field.name for field in way) for way in found)
        for label, found in ways.items()
    }
    assert named["preprints.Preprint"] == ["", "merged_into"]
    assert named["preprints.Merge"] == ["kept", "merged"]
    assert named["preprints.Author"] == ["version__preprint"]
    assert named["events.Event"] == ["preprint_id"]
    assert named["reviews.Authorship"] == ["author__version__preprint"]
    assert {label for label, found in named.items() if not found} == {
        "accounts.Profile",
        "accounts.Profile_subjects",
        "accounts.Pseudonym",
        "accounts.RightsChange",
        "accounts.Role",
        "accounts.User",
        "accounts.User_groups",
        "accounts.User_user_permissions",
        "curation.Issue",
        "events.Checkpoint",
        "preprints.Subject",
        "reviews.EditorSubject",
        "reviews.Policy",
        "reviews.Term",
        "reviews.Vocabulary",
        "socialaccount.SocialAccount",
    }


def test_every_statement_is_noted_whoever_wrote_it(db):
    with note_sources() as sources:
        Subject.objects.filter(preprints__status="listed").exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM (SELECT 1 FROM reviews_review, curation_issue) x")
        shows_works_alone([1])
        shows_works_alone([2])
    shows_works_alone([3])
    Policy.objects.exists()
    assert sources.tables == {
        "preprints_subject",
        "preprints_preprint_subjects",
        "preprints_preprint",
        "reviews_review",
        "curation_issue",
    }
    assert sources.works == {1, 2}
