"""Who signs in with the ORCID iD of an author is confirmed as that author; who typed it is not."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from events.models import Event
from events.outbox import work
from preprints.models import Author
from reviews.models import Authorship
from reviews.services import authorship
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import ReviewFactory, RoundFactory, SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.outcomes import new_mails

pytestmark = pytest.mark.django_db
ORCID, OTHER = "0000-0002-1825-0097", "0000-0002-1694-233X"


def with_orcid(version, orcid=ORCID):
    version.authors.update(orcid=orcid)
    return version


def test_signing_in_claims_the_works_that_list_the_orcid_of_the_account(client, mailoutbox):
    person = UserFactory(email="ada@example.org")
    SocialAccount.objects.create(user=person, provider="orcid", uid=ORCID)
    SocialAccount.objects.create(user=person, provider="other", uid=OTHER)
    listed = with_orcid(PreprintFactory().current_version)
    submitted = with_orcid(SubmissionFactory(submitter=person, consent="claimed").version)
    with_orcid(PreprintFactory().current_version, OTHER)
    with_orcid(PreprintFactory().current_version, "")
    client.force_login(person)
    confirmed = Author.objects.filter(user=person).values_list("version", flat=True)
    assert sorted(confirmed) == [listed.pk, submitted.pk]
    assert set(Authorship.objects.values_list("user", "ground", "confirmed_by")) == {
        (person.pk, "orcid", None)
    }
    assert submitted.submissions.get().consent == "agreed"
    assert new_mails(mailoutbox) == [("ada@example.org", "You are confirmed as an author")]
    client.force_login(person)
    assert Authorship.objects.count() == 2


def test_an_orcid_that_was_typed_claims_nothing():
    typed = UserFactory()
    typed.profile.orcid = ORCID
    typed.profile.save()
    with_orcid(PreprintFactory().current_version)
    assert authorship.claim_by_orcid(typed, now=NOW) == []
    assert not Author.objects.filter(user__isnull=False).exists()


def test_a_work_that_the_person_edits_or_reviews_or_that_is_anothers_is_left_alone():
    edited, reviewed = RoundFactory(), RoundFactory()
    person = edited.submission.editor
    ReviewFactory(round=reviewed, reviewer=person)
    taken = with_orcid(PreprintFactory().current_version)
    taken.authors.update(user=UserFactory())
    for version in (edited.version, reviewed.version):
        with_orcid(version)
    SocialAccount.objects.create(user=person, provider="orcid", uid=ORCID)
    assert authorship.claim_by_orcid(person, now=NOW) == []
    free = with_orcid(PreprintFactory().current_version)
    (claimed,) = authorship.claim_by_orcid(person, now=NOW)
    assert claimed.author.version == free


def test_whom_an_editor_has_taken_back_is_not_confirmed_again_by_signing_in(mailoutbox):
    person = UserFactory()
    SocialAccount.objects.create(user=person, provider="orcid", uid=ORCID)
    works = [RoundFactory().submission for _ in range(2)]
    for one in works:
        with_orcid(one.version)
    assert len(authorship.claim_by_orcid(person, now=NOW)) == 2
    taken_back, kept = works
    author = taken_back.version.authors.get()
    authorship.take_back_author(
        taken_back.pk, author_id=author.pk, editor=taken_back.editor, reason="Another one.", now=NOW
    )
    new_mails(mailoutbox)
    assert authorship.claim_by_orcid(person, now=NOW) == []
    assert taken_back.version.authors.get().user is None
    assert kept.version.authors.get().user == person
    assert new_mails(mailoutbox) == []


def test_a_match_with_a_reviewer_is_left_to_the_two_editors_once_and_named_to_them_alone(
    client, mailoutbox
):
    UserFactory(managing_editor=True)
    opened = RoundFactory()
    submission = opened.submission
    person = UserFactory(name="Hidden Rask")
    ReviewFactory(round=opened, reviewer=person)
    with_orcid(opened.version)
    bystander = with_orcid(RoundFactory().version, OTHER)
    SocialAccount.objects.create(user=person, provider="orcid", uid=ORCID)
    for _again in range(2):
        assert authorship.claim_by_orcid(person, now=NOW) == []
    event = Event.objects.get()
    assert (event.kind, event.subject, event.actor_id) == (
        "author.match_left",
        opened.version.identifier,
        None,
    )
    assert event.data == {"submission": submission.pk, "matches": 1}
    subject = "Please check who the authors are"
    two = [submission.editor, submission.second_editor]
    work()
    assert "Rask" not in "".join(mail.body for mail in mailoutbox)
    assert new_mails(mailoutbox) == sorted((one.email, subject) for one in two)
    address = reverse("reviews:authors", args=[submission.pk])
    for reader, sees in ((two[0], True), (UserFactory(editor=True), False)):
        client.force_login(reader)
        assert ("Hidden Rask reviews this work" in client.get(address).content.decode()) is sees
    assert not bystander.submissions.get().preprint.versions.filter(authors__user=person).exists()


def test_a_match_with_an_editor_goes_to_the_other_editor_and_the_managing_editors(
    client, mailoutbox
):
    manager = UserFactory(managing_editor=True)
    opened = RoundFactory()
    person, second = opened.submission.editor, opened.submission.second_editor
    with_orcid(opened.version)
    SocialAccount.objects.create(user=person, provider="orcid", uid=ORCID)
    authorship.claim_by_orcid(person, now=NOW)
    mailed = {address for address, _subject in new_mails(mailoutbox)}
    assert mailed == {manager.email, second.email}
    client.force_login(manager)
    page = client.get(reverse("reviews:authors", args=[opened.submission.pk]))
    assert f"{person.profile.name} edits this work" in page.content.decode()


def test_the_consent_of_a_submission_that_has_ended_stays_as_it_was(client, mailoutbox):
    person = UserFactory(email="ada@example.org")
    SocialAccount.objects.create(user=person, provider="orcid", uid=ORCID)
    claimed = {"submitter": person, "consent": "claimed"}
    ended = SubmissionFactory(state="withdrawn", withdrawn_at=NOW, **claimed)
    with_orcid(ended.version)
    client.force_login(person)
    assert Authorship.objects.get().author.version == ended.version
    ended.refresh_from_db()
    assert ended.consent == "claimed"
    assert new_mails(mailoutbox) == []
