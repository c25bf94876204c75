"""An export has all of a person, hidden reviews among it, and nobody else."""

import io
import json
import zipfile
from time import time

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from privacy.exporting import export_account
from reviews.models import SealedOriginal
from tests.factories.accounts import PASSWORD, UserFactory
from tests.privacy.world import make_life, make_person, reviewed

pytestmark = pytest.mark.django_db


def test_it_has_what_the_person_typed_and_nobody_elses_name():
    user, other = make_person(), UserFactory(name="Otto Other", email="otto@example.org")
    reviews = make_life(user)
    reviewed(other, byline_kind="signed", byline_name="Otto Other")
    exported = export_account(user)
    found = {row["id"]: row for row in exported["reviews.Review.reviewer"]}
    assert found.keys() == {review.pk for review in reviews.values()}
    hidden = found[reviews["anonymous"].pk]
    assert hidden["competing_interests"] == "Zelda Quux is a friend of the author."
    assert [row["name"] for row in exported["accounts.Pseudonym.user"]] == ["Goldfinch"]
    assert [row["text"] for row in exported["reviews.Response.author"]] == ["Thanks."]
    (draft,) = exported["drafts.Draft.owner"]
    assert draft["fields"] == {"summary": "I, Zelda"}
    assert len(exported["account.EmailAddress.user"]) == 2
    text = json.dumps(exported, default=str)
    people = {row.round.submission.editor.profile.name for row in reviews.values()}
    assert not [name for name in {*people, "Otto", "otto@example.org"} if name in text]
    assert "password" not in text
    (dissent,) = exported["reviews.DraftAnswer.review__reviewer"]
    assert (dissent["agrees"], dissent["text"]) == (False, "I would say incomplete.")
    (named,) = exported["reviews.NamedReviewer.submission__wishes__typed_by"]
    assert (named["stance"], named["name"]) == ("suggested", "Noor")
    assert "Otto Other" in json.dumps(export_account(other), default=str)


def sealed(review, words):
    managing = UserFactory(managing_editor=True)
    return SealedOriginal.objects.create(
        review=review, part="summary", text=words, redacted_by=managing, redacted_at=timezone.now()
    )


def test_that_a_sealed_original_was_given_to_its_writer_is_in_the_log_each_time(client):
    user, other = make_person(), UserFactory(name="Otto Other", email="otto@example.org")
    own = sealed(make_life(user)["anonymous"], "Dr Quux errs.")
    sealed(reviewed(other, byline_kind="signed", byline_name="Otto Other"), "Dr Quux is right.")
    given = Event.objects.filter(kind="redaction.original_given")
    client.force_login(user)
    client.post(reverse("privacy:export"), {"password": "wrong"})
    client.get("/me/data/")
    assert not given.exists()
    for times in (1, 2):
        answer = client.post(reverse("privacy:export"), {"password": PASSWORD})
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            text = archive.read("account.json").decode()
        assert "Dr Quux errs." in text
        assert "Dr Quux is right." not in text
        assert given.count() == times
    event = given.first()
    assert (event.actor_id, event.data, event.is_public) == (user.pk, {"original": own.pk}, False)
    assert event.subject == own.version.identifier
    assert not Event.objects.public().filter(kind="redaction.original_given").exists()


def test_the_file_is_for_whoever_is_signed_in(client):
    user = make_person()
    make_life(user)
    url = reverse("privacy:export")
    assert client.post(url).url.startswith("/accounts/login/")
    client.force_login(user)
    assert client.get(url).url == "/me/data/"
    for wrong in ({}, {"password": "wrong"}):
        refused = client.post(url, wrong)
        assert (refused.status_code, "Your password" in refused.text) == (422, True)
        assert "reviews.Review" not in refused.text
    answer = client.post(url, {"password": PASSWORD})
    assert answer["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        exported = json.loads(archive.read("account.json"))
        note = archive.read("README.txt").decode()
    assert exported["account"]["email"] == "zelda@example.org"
    assert len(exported["reviews.Review.reviewer"]) == 6
    assert "ties your hidden reviews to your name" in note


def test_who_has_signed_in_a_moment_ago_is_asked_no_password(client):
    user = make_person()
    client.force_login(user)
    url = reverse("privacy:export")
    for age, status in ((60, 200), (900, 422)):
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time() - age}]
        session.save()
        asked = "Your password" in client.get(reverse("privacy:own_data")).text
        assert (client.post(url).status_code, asked) == (status, status == 422)
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    assert "come back within ten minutes" in client.post(url).text
