"""Who wrote or works with an author of a work is invited only with the editor's written reason."""

from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from events import outbox
from preprints.models import Author
from reviews.interest_errors import PossibleInterest
from reviews.models import Invitation, KnownInterest, NamedReviewer
from reviews.selectors.interests import found_interests
from reviews.services.invitations import invite_reviewer
from reviews.services.reviewing import begin_review
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import (
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import DUE, NOW, day_to_type

pytestmark = pytest.mark.django_db
ORCID, OTHER = "0000-0002-1825-0097", "0000-0001-5109-3700"
DAY = timedelta(days=1)


@pytest.fixture
def opened():
    editor = UserFactory(editor=True)
    opened = RoundFactory(submission=SubmissionFactory(accepted=True, editor=editor))
    opened.version.authors.update(orcid=OTHER, affiliation="Quiet Lab,  Oslo")
    return opened


def invited(**profile):
    person = UserFactory(email="noor@example.org", name="Noor Ali", verified=True)
    for name, value in profile.items():
        setattr(person.profile, name, value)
    person.profile.save()
    return person


def wrote_together(person, author_orcid, *, at=NOW):
    """A work by the person, as confirmed, and an author with this ORCID iD."""
    work = VersionFactory(preprint=PreprintFactory(), number=2, posted_at=at)
    Author.objects.filter(version=work).delete()
    Author.objects.create(version=work, position=1, name="Noor Ali", user=person)
    Author.objects.create(version=work, position=2, name="Ada", orcid=author_orcid)
    return work


def found(opened, person):
    return found_interests(opened.version, person, now=NOW)


def invite(opened, **options):
    return invite_reviewer(
        opened.pk,
        editor=opened.submission.editor,
        email="noor@example.org",
        name="Noor Ali",
        message="",
        due_on=DUE,
        now=NOW,
        **options,
    )


def test_a_common_work_of_the_last_four_years_is_found(opened):
    person = invited()
    assert found(opened, person) == []
    wrote_together(person, ORCID)
    assert found(opened, person) == [], "with somebody else"
    wrote_together(person, OTHER, at=NOW - 4 * 365 * DAY - DAY)
    assert found(opened, person) == [], "too long ago"
    work = wrote_together(person, OTHER, at=NOW - 4 * 365 * DAY + DAY)
    (words,) = found(opened, person)
    assert f"V{work.preprint_id}" in words
    assert work.title_plain in words
    assert found(opened, UserFactory(name="Noor Ali")) == [], "a name ties nobody"


def test_authors_are_known_by_their_accounts_and_by_the_orcid_they_signed_in_with(opened):
    person, author = invited(), UserFactory()
    opened.version.authors.update(user=author, orcid="")
    work = wrote_together(person, "")
    Author.objects.filter(version=work, position=2).update(user=author)
    Author.objects.filter(version=work, position=1).update(user=None, orcid=ORCID)
    assert found(opened, person) == []
    person.profile.orcid = ORCID
    person.profile.save()
    assert found(opened, person) == [], "what is typed shows nothing"
    SocialAccount.objects.create(user=person, provider="orcid", uid=ORCID)
    assert len(found(opened, person)) == 1


def test_the_author_himself_is_found_by_the_orcid(opened):
    person = invited()
    SocialAccount.objects.create(user=person, provider="orcid", uid=OTHER)
    assert found(opened, person) == ["An author of the work has the same ORCID iD."]


@pytest.mark.parametrize(
    ("affiliation", "is_found"), [("quiet lab, oslo", True), ("Quiet Lab", False), ("", False)]
)
def test_the_same_employer_is_found(opened, affiliation, is_found):
    person = invited(affiliation=affiliation)
    assert bool(found(opened, person)) == is_found
    opened.version.authors.update(affiliation="")
    assert found(opened, person) == []


@pytest.mark.parametrize(
    ("own", "theirs", "is_found"),
    [
        (("Quiet Laboratory", "05dxps055"), ("QL Oslo", "05dxps055"), True),
        (("Quiet Lab", "05dxps055"), ("quiet lab", "02nr0ka47"), False),
        (("Quiet Lab", "05dxps055"), ("quiet lab", ""), True),
        (("", ""), ("", ""), False),
    ],
)
def test_organisations_are_compared_by_ror_where_both_have_one(opened, own, theirs, is_found):
    """And by their typed names where one has none."""
    author = UserFactory()
    author.profile.affiliation, author.profile.ror = theirs
    author.profile.save()
    opened.version.authors.update(user=author, affiliation="")
    person = invited(affiliation=own[0], ror=own[1])
    assert bool(found(opened, person)) == is_found


def test_only_a_written_reason_invites_them_and_is_kept(opened):
    invited(affiliation="Quiet Lab, Oslo")
    for in_spite in ("", "  "):
        with pytest.raises(PossibleInterest) as refused:
            invite(opened, in_spite=in_spite)
    assert "work where an author of the work does" in str(refused.value.message)
    assert not Invitation.objects.exists()
    invitation = invite(opened, in_spite="She left two years ago.")
    kept = KnownInterest.objects.get()
    assert (kept.invitation, kept.reason) == (invitation, "She left two years ago.")
    assert kept.found == "They work where an author of the work does."


def test_an_address_that_nobody_has_confirmed_says_nothing(opened):
    UserFactory(email="noor@example.org")
    opened.version.authors.update(affiliation="")
    invite(opened)
    assert not KnownInterest.objects.exists()


def test_the_page_warns_and_keeps_what_was_typed_and_the_two_editors_read_why(client, opened):
    invited(affiliation="Quiet Lab, Oslo")
    client.force_login(opened.submission.editor)
    url = reverse("reviews:invite_reviewer", args=[opened.pk])
    fields = {
        "name": "Noor Ali",
        "email": "noor@example.org",
        "due_on": day_to_type(),
        "message": "You know these axioms.",
    }
    answer = client.post(url, fields)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "They work where an author of the work does." in page
    assert "You know these axioms." in page
    assert client.post(url, {**fields, "in_spite": "She left."}).status_code == 302
    sent = reverse("reviews:sent_invitation", args=[Invitation.objects.get().pk])
    for editor in (opened.submission.editor, opened.submission.second_editor):
        client.force_login(editor)
        assert "She left." in client.get(sent).content.decode()
    client.force_login(UserFactory(editor=True))
    assert client.get(sent).status_code == 404


def test_who_is_confirmed_is_an_author_of_later_versions_too(opened):
    """They are named at the first version; the second round is of the next one."""
    author, person = UserFactory(), invited(affiliation="Grove Institute")
    author.profile.affiliation = "Grove Institute"
    author.profile.save()
    opened.version.authors.filter(position=1).update(user=author)
    later = VersionFactory(preprint=opened.version.preprint, number=2)
    assert found_interests(later, person, now=NOW) == [
        "They work where an author of the work does."
    ]
    assert found_interests(later, invited_elsewhere(), now=NOW) == []
    later.authors.all().delete()  # its source names nobody
    assert len(found_interests(later, person, now=NOW)) == 1


def invited_elsewhere():
    other = UserFactory()
    other.profile.affiliation = "Grove College"
    other.profile.save()
    return other


def test_the_two_editors_see_what_ties_a_volunteer_to_the_authors(client, opened):
    tied = ReviewFactory(round=opened, reviewer=invited(affiliation="quiet lab, oslo"))
    free = ReviewFactory(round=opened, reviewer__name="Free Bystander")
    page, shown = reverse("reviews:submission", args=[opened.submission_id]), "The catalogue shows:"
    for person in (opened.submission.editor, opened.submission.second_editor):
        client.force_login(person)
        text = client.get(page).text
        assert (text.count(shown), text.count("They work where an author")) == (1, 1)
        (item,) = [one for one in text.split("<li>") if shown in one]
        assert tied.reviewer.profile.name in item
        assert free.reviewer.profile.name not in item
    client.force_login(UserFactory(editor=True))
    assert shown not in client.get(page).text
    tied.invitation = InvitationFactory(round=opened, state="accepted", answered_at=NOW)
    tied.save()
    client.force_login(opened.submission.editor)
    assert shown not in client.get(page).text


def test_the_editors_read_who_volunteered_and_what_each_writer_declares(client, opened):
    ReviewFactory(round=opened, reviewer__name="Volun Teer", interest_kinds=["rival"])
    asked = InvitationFactory(round=opened, state="accepted", answered_at=NOW)
    ReviewFactory(round=opened, reviewer__name="In Vited", invitation=asked)
    client.force_login(opened.submission.editor)
    page = reverse("reviews:submission", args=[opened.submission_id])
    items = [" ".join(one.split()) for one in client.get(page).text.split("<li>")]
    (free,) = [one for one in items if "Volun Teer" in one and "agreed" in one]
    (invited_one,) = [one for one in items if "In Vited" in one and "agreed" in one]
    assert ("Volunteered." in free, "Competes with an author" in free) == (True, True)
    assert "Invited. Declares no competing interests." in invited_one
    assert "Declares no competing" not in free


def test_the_mail_about_a_volunteer_says_what_is_found_and_who_opposes_them(opened, mailoutbox):
    tied, free = invited(affiliation="quiet lab, oslo"), UserFactory(name="Free Bystander")
    NamedReviewer.objects.create(
        submission=opened.submission,
        stance=NamedReviewer.Stance.OPPOSED,
        name=tied.profile.name,
        reason="A rival.",
    )
    for person in (tied, free):
        begin_review(opened.pk, reviewer=person, due_on=DUE, email_verified=True, now=NOW)
    outbox.work()
    assert len(mailoutbox) == 2
    for person in (tied, free):
        (text,) = [mail.body for mail in mailoutbox if person.profile.name in mail.body]
        body, is_tied = " ".join(text.split()), person == tied
        assert ("They work where an author" in body) is is_tied
        assert ("The authors oppose them: “A rival.”" in body) is is_tied
        assert "They declare no competing interests." in body
        assert "You need not take the review." in body
