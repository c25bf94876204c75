"""The crawl fails for a leak that is planted on purpose, wherever it is planted."""

import logging
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core import mail
from rest_framework import serializers

from accounts.addressees import addressee_of
from api import shapes
from api.resources.reviews import ReviewSerializer
from events.admin import EventAdmin
from events.models import Event
from reading.selectors import person
from reviews import notifications
from reviews.models import Review
from tests.anonymity.crawl import crawl
from tests.anonymity.search import leaks_in, leaks_in_log

TEMPLATES = Path(__file__).parents[2] / "templates"
logger = logging.getLogger("planted")


def pages(world):
    return f"/preprints/{world.work_id}/"


def found(role, world, only):
    leaks, _asked = crawl(role, world, only=only)
    return {leak.what for leak in leaks}


def test_without_a_leak_nothing_is_found(world):
    assert found("reader", world, pages(world)) == set()


@pytest.fixture
def template(settings, tmp_path):
    """Put a changed template in front of the journal's own."""

    def change(name, old, new):
        text = (TEMPLATES / name).read_text()
        assert old in text
        changed = tmp_path / name
        changed.parent.mkdir(parents=True)
        changed.write_text(text.replace(old, new))
        engine = {**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
        settings.TEMPLATES = [engine]

    return change


def test_a_byline_that_is_the_real_name(world, monkeypatch):
    monkeypatch.setattr(Review, "byline", lambda review: review.reviewer.profile.name)
    found_leaks = found("reader", world, pages(world))
    assert "that anonymous wrote the hidden review" in found_leaks
    assert "that pseudonymous wrote the hidden review" in found_leaks


def test_a_private_text_in_a_template(world, template):
    template("reviews/_review_text.html", "{{ shown.byline }}", "zzprivate-interests-anonymous")
    assert found("reader", world, pages(world)) == {"zzprivate-interests-anonymous"}


@pytest.fixture
def disclosing_field(monkeypatch):
    """The API's reviews say who wrote them."""
    fields, reviewer = ReviewSerializer._declared_fields, serializers.IntegerField()
    monkeypatch.setitem(fields, "reviewer_id", reviewer)
    monkeypatch.setattr(shapes, "statement_of", shapes.statement_of.__wrapped__)  # not kept


@pytest.mark.usefixtures("disclosing_field")
def test_a_field_of_the_api(world):
    assert {"id of the anonymous reviewer", "id of the pseudonymous reviewer"} <= found(
        "signed out", world, "/api/v1/reviews/"
    )


class Telling:
    """Middleware that adds a header, and a line of the log, to every answer."""

    words = ""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        answer["X-Reviewer"] = self.words
        logger.debug("answered %s", self.words)
        return answer


def test_a_header_and_a_line_of_the_log(world, settings, log_lines, monkeypatch):
    monkeypatch.setattr(Telling, "words", world.hidden["submitted"].email)
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.Telling"]
    leaks, asked = crawl("author", world, only="/about/")
    assert {leak.what for leak in leaks} == {"address of the submitted reviewer"}
    found_leaks = leaks_in_log(log_lines, asked, world)
    assert {leak.what for leak in found_leaks} == {"address of the submitted reviewer"}


class TellingEditors:
    """Middleware that discloses it to who is signed in, and to nobody else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        if request.user.is_authenticated and request.user.is_editor:
            answer["X-Reviewer"] = Telling.words
        return answer


def test_a_leak_to_some_people_is_found_after_others_have_asked(world, settings, monkeypatch):
    monkeypatch.setattr(Telling, "words", world.hidden["submitted"].email)
    before = "django.contrib.messages.middleware.MessageMiddleware"
    place = settings.MIDDLEWARE.index(before)
    own = f"{__name__}.TellingEditors"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:place], own, *settings.MIDDLEWARE[place:]]
    same_for_all: set[str] = set()
    found_leaks = {}
    for role in ("signed out", "reader", "managing editor"):
        leaks, _asked = crawl(role, world, only="/api/v1/reviews/", same_for_all=same_for_all)
        found_leaks[role] = {leak.what for leak in leaks}
    everything = {"address of the submitted reviewer"}
    assert found_leaks == {"signed out": set(), "reader": set(), "managing editor": everything}


@pytest.mark.usefixtures("disclosing_field")
def test_a_leak_to_everybody_is_found_though_one_alone_asks(world):
    same_for_all: set[str] = set()
    leaks, asked = crawl(
        "handling editor", world, only="/api/v1/reviews/", same_for_all=same_for_all
    )
    assert "id of the anonymous reviewer" in {leak.what for leak in leaks}
    assert len(same_for_all) > 30
    leaks, asked_again = crawl(
        "handling editor", world, only="/api/v1/reviews/", same_for_all=same_for_all
    )
    assert (leaks, asked_again) == ([], asked), "each is asked once, and searched for everybody"


def leaks_of_a_mail(world):
    mail.outbox.clear()
    review = world.hidden["pseudonymous"].review
    to = addressee_of(world.people["author"].pk)
    notifications.send_promised_mail(to, "review_published", {"review": review})
    (sent,) = mail.outbox
    text = sent.message().as_string()
    return leaks_in(text, role="author", where="", world=world)


def test_a_mail(world, template):
    assert leaks_of_a_mail(world) == []
    template("reviews/mail/review_published.txt", "{{ site_url }}", "{{ review.reviewer.email }}")
    leaks = leaks_of_a_mail(world)
    assert {leak.what for leak in leaks} == {"address of the pseudonymous reviewer"}


def test_a_column_of_the_admin(world, monkeypatch):
    monkeypatch.setattr(EventAdmin, "list_display", ["kind", "subject", "actor_id"])
    monkeypatch.setattr(EventAdmin, "get_queryset", lambda admin, request: Event.objects.all())
    found_leaks = found("administrator", world, "/admin/events/event/")
    assert "id of the submitted reviewer" in found_leaks


def test_a_person_page_that_lists_unsigned_reviews(world, monkeypatch):
    monkeypatch.setattr(person, "Byline", SimpleNamespace(SIGNED="anonymous"))
    found_leaks = found("signed out", world, "/people/")
    assert found_leaks == {"that anonymous wrote the hidden review"}
