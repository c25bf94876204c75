"""Small things that pages of second rounds, invitations and withdrawn works got wrong."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ingest.models import ScheduledFetch
from preprints.models import Preprint
from reviews.models import Policy
from reviews.services.submissions import decline_submission
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.reading.works import open_round
from tests.reviews.desks import decisions, waiting
from tests.reviews.revised import declared_revision, revised_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_editor_triages")]


def words_of(client, address, person=None):
    client.logout() if person is None else client.force_login(person)
    page = re.sub(r"<.*?>", " ", client.get(address, follow=True).content.decode())
    return " ".join(page.split())


@pytest.mark.parametrize("address", ["/review-requests/", "/"])
def test_withdrawn_works_look_for_no_reviewers(client, address):
    kept, left = open_round(), open_round()
    for opened, status in ((kept, "under-review"), (left, "withdrawn")):
        title = {"title": f"A work that is {status}"}
        newer = VersionFactory(preprint=opened.submission.preprint, number=2, **title)
        type(opened).objects.filter(pk=opened.pk).update(version=newer)
        Preprint.objects.filter(pk=newer.preprint_id).update(status=status)
    page = words_of(client, address)
    assert "A work that is under-review" in page
    assert "A work that is withdrawn" not in page


def test_who_is_invited_is_asked_for_the_answer_and_not_to_volunteer(client):
    opened = open_round()
    invited, other = UserFactory(verified=True), UserFactory(verified=True)
    invitation = InvitationFactory(round=opened, email=invited.email)
    address = reverse("reviews:volunteer", args=[opened.version.preprint_id])
    assert "Start my review" in words_of(client, address, other)
    page = words_of(client, address, invited)
    assert "Start my review" not in page
    assert "Yes, I will review it" in page
    invitation.state = "declined"
    invitation.save()
    assert "Start my review" in words_of(client, address, invited)


def test_reviews_of_two_rounds_have_different_headings_and_all_assessments_are_counted(client):
    revised = revised_work()
    second = RoundFactory(
        submission=revised.round.submission, version=revised.newer, number=2, state="assessed"
    )
    ReviewFactory(round=second, published=True)
    AssessmentFactory(round=second, published=True)
    page = client.get(revised.preprint.get_absolute_url()).content.decode()
    heads = re.findall(r'<h3 id="V\S*-name">(.*?)</h3>', page, re.DOTALL)
    found = [" ".join(re.sub("<.*?>", " ", head).split()) for head in heads]
    assert sorted(found) == ["Review 1", "Review 1 of version 1"]
    assert "Two reviews and two assessments are public;" in page


def test_the_page_of_an_earlier_version_says_which_one_is_final(client):
    revised = revised_work()
    preprint, submission = revised.preprint, revised.round.submission
    submission.final_version = revised.newer
    submission.save()
    Preprint.objects.filter(pk=preprint.pk).update(status="final")
    first, second = (f"{preprint.get_absolute_url()}v{number}/" for number in (1, 2))
    assert '<span class="caps">Version 2 is final</span>' in client.get(first).content.decode()
    for address in (second, preprint.get_absolute_url()):
        assert '<span class="caps">Final</span>' in client.get(address).content.decode()


def test_a_work_that_was_withdrawn_comes_back_as_what_it_is_once_declined():
    declined, bystander = SubmissionFactory(), SubmissionFactory()
    Preprint.objects.update(status="withdrawn", status_before_withdrawal="submitted")
    decline_submission(
        declined.pk, editor=UserFactory(editor=True), code="other", text="Too short.", now=NOW
    )
    statuses = dict(Preprint.objects.values_list("pk", "status_before_withdrawal"))
    assert statuses == {declined.preprint_id: "declined", bystander.preprint_id: "submitted"}


def test_a_check_that_is_due_is_not_said_to_come_in_the_past(client):
    submission, editor = SubmissionFactory(), UserFactory(editor=True)
    place = submission.preprint.locations.get()
    fetch = ScheduledFetch.objects.create(
        source=place.source,
        external_id=place.external_id,
        due_at=timezone.now() - timedelta(seconds=12),
        every_hours=24,
    )
    page = reverse("reviews:submission", args=[submission.pk])
    assert "Next check" not in words_of(client, page, editor)
    fetch.due_at = timezone.now() + timedelta(hours=5)
    fetch.save()
    assert "Next check 4 hours" in words_of(client, page, editor).replace("\xa0", " ")


def test_a_reviewer_is_shown_that_a_newer_version_appeared(client):
    review = ReviewFactory()
    address = reverse("reviews:write_review", args=[review.pk])
    assert "has appeared since" not in words_of(client, address, review.reviewer)
    VersionFactory(preprint=review.version.preprint, number=2)
    page = words_of(client, address, review.reviewer)
    assert "Version 2 has appeared since. Your review is about version 1." in page


def test_a_confirmed_author_reads_as_whom(client):
    revised = revised_work()
    own = reverse("reviews:own_work", args=[revised.preprint.pk])
    name = revised.round.version.authors.get(user=revised.author).name
    page = words_of(client, own, revised.author)
    assert f"You are confirmed as this author: {name}." in page


def test_the_desk_says_by_when_a_revision_is_decided_and_which_versions_nobody_declared():
    revised, undeclared = revised_work(), revised_work()
    assert decisions(revised.round.submission.editor) == []
    declared_revision(revised)
    (row,) = decisions(revised.round.submission.editor)
    assert (row.what, row.due) == ("Decide what follows a revision", NOW + timedelta(days=7))
    Policy.objects.update(triage_days=3)
    (same,) = decisions(revised.round.submission.editor)
    assert same.due == row.due, "a day that was given stays"
    assert waiting(revised.round.submission.editor) == []
    (row,) = waiting(undeclared.round.submission.editor)
    assert row.version == undeclared.newer
    assert row.url.endswith("#later-version")


@pytest.mark.parametrize(
    ("name", "place"), [("invite_reviewer", "#invitations"), ("decide_revision", "#revision")]
)
def test_a_refused_form_is_shown_at_its_place(client, name, place):
    if name == "decide_revision":
        revision = declared_revision()
        submission, pk = revision.round.submission, revision.pk
    else:
        opened = RoundFactory()
        submission, pk = opened.submission, opened.pk
    client.force_login(submission.editor)
    page = client.get(reverse("reviews:submission", args=[submission.pk])).content.decode()
    assert f'action="{reverse(f"reviews:{name}", args=[pk])}{place}"' in page
    assert f'id="{place[1:]}"' in page
