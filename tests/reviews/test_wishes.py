"""What authors tell the editors: whom they suggest or oppose, aspects, that it is sensitive."""

import pytest
from django.urls import reverse

from events.models import Event
from reviews.models import AuthorWishes, Invitation, KnownInterest, NamedReviewer, Submission
from reviews.services import wishes
from reviews.services.opposed import is_opposed
from reviews.services.wishes_steps import aspects_of, keep_wishes, read_wishes
from reviews.wishes import NamedPerson, Wishes, read_person
from reviews.wishes_errors import TooLateForWishes, WishesClosed, WishesOfAuthors
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import ReviewFactory, RoundFactory, SubmissionFactory
from tests.factories.times import NOW, day_to_type

pytestmark = pytest.mark.django_db

ORCID = "0000-0002-1825-0097"
ADA = NamedPerson("Ada Example", "Wrote the first proof.", "ada@example.org", ORCID)
EVE = NamedPerson("Eve Rival", "Sells another method.", "eve@example.org")
TYPED = {
    "suggested": f"{ADA.name}, {ADA.email}, https://orcid.org/{ORCID}: {ADA.reason}",
    "opposed": f"{EVE.name} <{EVE.email}>: {EVE.reason}",
    "aspects": "The proof of Lemma 2.",
    "sensitive_why": "It says how to do harm.",
}
ALL = Wishes((ADA,), (EVE,), TYPED["aspects"], TYPED["sensitive_why"])
PRIVATE = (ADA.reason, EVE.name, TYPED["sensitive_why"])


def with_wishes(submission):
    keep_wishes(submission, ALL, by=submission.submitter, now=NOW)
    return submission


def confirm(submission, person):
    submission.version.authors.update(user=person)


@pytest.fixture
def under_review():
    opened = RoundFactory()
    confirm(opened.submission, opened.submission.submitter)
    with_wishes(opened.submission)
    return opened


def page_of(client, person, name, *args):
    client.force_login(person)
    return client.get(reverse(name, args=args)).content.decode()


@pytest.mark.parametrize(
    ("line", "person"),
    [
        (ADA.line, ADA),
        (EVE.line, EVE),
        ("  Noor Reader :  fast ", NamedPerson("Noor Reader", "fast")),
        ("Noor Reader", NamedPerson("Noor Reader", "")),
        (f"{ORCID}: fast", NamedPerson("", "fast", orcid=ORCID)),
        ("Ann de Graaf, Leiden (a@b.example): see: 3", NamedPerson(
            "Ann de Graaf, Leiden", "see: 3", "a@b.example"
        )),
    ],
)  # fmt: skip
def test_a_line_names_a_person_and_says_why(line, person):
    assert read_person(line) == person


def test_an_author_says_all_of_it_with_the_submission_and_a_reader_cannot(client):
    work, author, reader = PreprintFactory(), UserFactory(), UserFactory()
    form = {"reason": "It matters.", "interests_choice": "none", **TYPED}
    address = reverse("reviews:submit_preprint", args=[work.pk])
    client.force_login(reader)
    refused = client.post(address, {**form, "role": "reader"})
    assert refused.status_code == 422
    assert str(WishesOfAuthors.message) in refused.content.decode()
    assert TYPED["aspects"] in refused.content.decode()
    assert not Submission.objects.exists()
    client.force_login(author)
    client.post(address, {**form, "role": "author"})
    assert read_wishes(Submission.objects.get()) == ALL
    events = Event.objects.filter(kind="wishes.saved").values_list("is_public", "actor_id")
    assert list(events) == [(False, author.pk)]


def test_they_are_changed_until_a_review_is_in(client, under_review):
    submission, other = under_review.submission, with_wishes(SubmissionFactory())
    own = reverse("reviews:own_submission", args=[submission.pk])
    page = page_of(client, submission.submitter, "reviews:own_submission", submission.pk)
    assert all(text in page for text in PRIVATE)
    address = reverse("reviews:save_wishes", args=[submission.pk])
    refused = client.post(address, {**TYPED, "opposed": "Eve Rival"})
    assert refused.status_code == 422
    assert "Please write a name, a colon and why, here: “Eve Rival”" in refused.content.decode()
    changed = {**TYPED, "suggested": "", "aspects": "The data."}
    ReviewFactory(round=under_review)  # begun, and not in
    assert client.post(address, changed).headers["Location"] == own
    fewer = Wishes((), (EVE,), "The data.", TYPED["sensitive_why"])
    assert (read_wishes(submission), read_wishes(other)) == (fewer, ALL)
    number = Event.objects.count()
    client.post(address, changed)
    assert Event.objects.count() == number  # the same twice is once
    ReviewFactory(round=under_review, submitted=True)
    late = client.post(address, TYPED)
    assert late.status_code == 409
    assert str(TooLateForWishes.message) in late.content.decode()
    assert read_wishes(submission) == fewer
    page = page_of(client, submission.submitter, "reviews:own_submission", submission.pk)
    assert (EVE.reason in page, address in page) == (True, False)


def test_only_authors_wish_and_only_while_it_is_open():
    by_reader = SubmissionFactory(is_author=False)
    ended = SubmissionFactory(state="withdrawn", withdrawn_at=NOW)
    cases = [(by_reader, WishesOfAuthors), (ended, WishesClosed)]
    for submission, error in cases:
        with pytest.raises(error):
            wishes.save_wishes(submission.pk, by=submission.submitter, wishes=ALL, now=NOW)
    assert not AuthorWishes.objects.exists()
    author = by_reader.version.authors.get()
    author.user = UserFactory()
    author.save()
    assert wishes.save_wishes(by_reader.pk, by=author.user, wishes=ALL, now=NOW)


def test_who_only_claims_to_be_an_author_speaks_until_triage_or_an_author_and_for_themselves(
    client,
):
    """The submitter ticked "I am an author", and nobody found it to be so."""
    waiting, accepted = SubmissionFactory(), RoundFactory().submission
    with_author = with_wishes(SubmissionFactory())
    confirm(with_author, UserFactory())
    of_another = SubmissionFactory()
    keep_wishes(of_another, ALL, by=UserFactory(), now=NOW)
    keep_wishes(accepted, ALL, by=accepted.submitter, now=NOW)
    mine = Wishes((), (), "My aspects.")
    assert wishes.save_wishes(waiting.pk, by=waiting.submitter, wishes=mine, now=NOW)
    for submission in (accepted, with_author, of_another):
        page = page_of(client, submission.submitter, "reviews:own_submission", submission.pk)
        assert not any(text in page for text in (*PRIVATE, TYPED["aspects"]))
        with pytest.raises(WishesOfAuthors):
            wishes.save_wishes(submission.pk, by=submission.submitter, wishes=mine, now=NOW)
        assert read_wishes(submission) == ALL
    assert aspects_of(accepted.rounds.get().pk) == ""
    confirm(accepted, accepted.submitter)
    assert aspects_of(accepted.rounds.get().pk) == TYPED["aspects"]
    assert wishes.save_wishes(accepted.pk, by=accepted.submitter, wishes=mine, now=NOW)


def test_the_editors_of_the_work_alone_read_them_but_for_the_aspects(client, under_review):
    submission = under_review.submission
    waiting = with_wishes(SubmissionFactory())
    writing = ReviewFactory(round=under_review)
    other = UserFactory(editor=True)
    seen = {
        "editor": page_of(client, submission.editor, "reviews:submission", submission.pk),
        "second": page_of(client, submission.second_editor, "reviews:submission", submission.pk),
        "other": page_of(client, other, "reviews:submission", submission.pk),
        "before triage": page_of(client, other, "reviews:submission", waiting.pk),
        "reviewer": page_of(client, writing.reviewer, "reviews:write_review", writing.pk),
        "reader": page_of(client, UserFactory(), "reading:preprint", submission.preprint_id),
    }
    read = {who for who, page in seen.items() if any(text in page for text in PRIVATE)}
    assert read == {"editor", "second", "before triage"}
    assert {who for who, page in seen.items() if TYPED["aspects"] in page} == read | {"reviewer"}
    all_of_it = (*PRIVATE, "The authors say that this work is sensitive.")
    assert all(text in seen[who] for who in read for text in all_of_it)


def test_the_desk_says_which_work_is_sensitive(client):
    with_wishes(SubmissionFactory())
    SubmissionFactory()
    page = page_of(client, UserFactory(editor=True), "reviews:desk")
    assert page.count("Its authors say that it is sensitive") == 1


def test_one_click_fills_in_a_suggested_reviewer(client, under_review):
    editor, submission = under_review.submission.editor, under_review.submission
    suggested = NamedReviewer.objects.suggested().get()
    page = page_of(client, editor, "reviews:submission", submission.pk)
    link = f"?suggested={suggested.pk}#invitations"
    assert (link in page, f'value="{ADA.email}"' in page) == (True, False)
    address = reverse("reviews:submission", args=[submission.pk])
    filled = client.get(f"{address}?suggested={suggested.pk}").content.decode()
    assert f'value="{ADA.email}"' in filled
    assert f'value="{ADA.name}"' in filled
    opposed = NamedReviewer.objects.opposed().get()
    not_filled = client.get(f"{address}?suggested={opposed.pk}").content.decode()
    assert (EVE.email in not_filled, f'value="{EVE.email}"' in not_filled) == (True, False)


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Éve  rival", "new@example.org"),
        ("E. R.", "EVE@example.org"),
        ("E. R.", "account@example.org"),
        ("E. R.", "second@example.org"),
    ],
)
def test_whoever_is_opposed_is_invited_with_a_reason_alone(client, under_review, name, email):
    UserFactory(name=EVE.name, email="account@example.org", verified=True)
    second = UserFactory(email="second@example.org", verified=True)
    second.emailaddress_set.create(email=EVE.email, verified=True)
    client.force_login(under_review.submission.editor)
    address = reverse("reviews:invite_reviewer", args=[under_review.pk])
    typed = {"name": name, "email": email, "due_on": day_to_type(), "message": "Please."}
    refused = client.post(address, typed)
    assert refused.status_code == 409
    page = refused.content.decode()
    assert (EVE.reason in page, "Please." in page, Invitation.objects.count()) == (True, True, 0)
    client.post(address, {**typed, "name": "Noor Reader", "email": "noor@example.org"})
    assert not KnownInterest.objects.exists()
    client.post(address, {**typed, "in_spite": "Nobody else knows it."})
    kept = KnownInterest.objects.get(invitation__email=email.lower())
    assert (EVE.reason in kept.found, kept.reason) == (True, "Nobody else knows it.")
    page = page_of(
        client, under_review.submission.editor, "reviews:sent_invitation", kept.invitation_id
    )
    assert "Nobody else knows it." in page


def test_whoever_is_opposed_by_their_orcid_id_alone_is_known_by_their_account():
    submission, elsewhere = SubmissionFactory(), SubmissionFactory()
    by_orcid = Wishes((), (NamedPerson("", "Sells another method.", orcid=ORCID),))
    keep_wishes(submission, by_orcid, by=submission.submitter, now=NOW)
    people = [UserFactory(verified=True) for _ in range(3)]
    for person, orcid in zip(people, (ORCID, "0000-0001-5109-3700"), strict=False):
        person.profile.orcid = orcid
        person.profile.save()
    assert [is_opposed(submission, person) for person in people] == [True, False, False]
    assert not any(is_opposed(elsewhere, person) for person in people)


def test_the_editors_see_that_somebody_who_writes_is_opposed(client, under_review):
    bystander = ReviewFactory(round=under_review).reviewer
    handling = under_review.submission.editor
    words = "The authors oppose them as a reviewer"
    assert words not in page_of(client, handling, "reviews:submission", under_review.submission_id)
    ReviewFactory(round=under_review, reviewer=UserFactory(email=EVE.email))
    page = page_of(client, handling, "reviews:submission", under_review.submission_id)
    assert page.count(words) == 1
    assert page.index(words) > page.index(bystander.profile.name)
