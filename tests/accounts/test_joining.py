"""Two accounts of one person become one: what moves, what cannot, and what nobody learns."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.addressees import addressee_of
from accounts.errors import CannotJoin
from accounts.joining import OWNED, join_accounts, plan_join
from accounts.models import Pseudonym, User
from curation.models import Issue
from events.completeness import Differences, compare_with_published
from events.models import Event
from events.outbox import work
from events.services import record_event
from preprints.models import Author
from reviews.models import HeldResponse, IssueInterests, Review, TriageProposal
from reviews.published import review_key, review_personal, review_public
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.reviews import ReviewFactory, RoundFactory, SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.outcomes import new_mails

pytestmark = pytest.mark.django_db
SAME = Differences([], [], [], [])


@pytest.fixture
def kept():
    return UserFactory(email="kept@example.org", name="Ada Kept", verified=True)


@pytest.fixture
def given_up():
    return UserFactory(email="old@example.org", name="Ada Old", verified=True)


def published_review(reviewer, *, kind="signed", name="Ada Old"):
    review = ReviewFactory(
        round=RoundFactory(),
        reviewer=reviewer,
        published=True,
        number=1,
        byline_kind=kind,
        byline_name=name,
    )
    record_event(
        "review.published",
        about=review.version,
        now=review.published_at,
        data={
            "review": review.identifier,
            "row": review_key(review),
        },
        public=review_public(review),
        personal=review_personal(review),
    )
    return review


def test_every_row_that_belongs_to_somebody_is_named():
    fields = (one for one in User._meta.get_fields(include_hidden=True) if one.auto_created)
    owned = {
        f"{field.related_model._meta.label}.{field.field.name}"
        for field in fields
        if not field.concrete
    }
    assert owned == set(OWNED), "say in accounts/joining.py what becomes of it"


def test_all_moves_the_log_still_holds_and_nobody_else_loses_anything(kept, given_up):
    bystander = UserFactory()
    signed, others = published_review(given_up), published_review(bystander)
    draft = ReviewFactory(round=RoundFactory(), reviewer=given_up)
    submission = SubmissionFactory(submitter=given_up)
    submission.version.authors.update(user=given_up)
    Review.objects.filter(pk=signed.pk).update(reviewer=kept)
    assert compare_with_published() != SAME, "moved without a word in the log"
    Review.objects.filter(pk=signed.pk).update(reviewer=given_up)
    assert compare_with_published() == SAME
    plan = plan_join(kept, given_up)
    assert dict(plan.moved) == {
        "Reviews, published or being written": 2,
        "Submissions": 1,
        "E-mail addresses": 1,
    }
    join_accounts(kept.pk, given_up.pk, now=NOW)
    owners = dict(Review.objects.values_list("pk", "reviewer"))
    assert owners == {signed.pk: kept.pk, draft.pk: kept.pk, others.pk: bystander.pk}
    submission.refresh_from_db()
    assert submission.submitter == kept
    assert Author.objects.filter(user=kept).exists()
    assert compare_with_published() == SAME


def test_it_is_one_event_and_a_mail_to_each_address(kept, given_up, mailoutbox):
    join_accounts(kept.pk, given_up.pk, now=NOW)
    event = Event.objects.get()
    assert (event.kind, event.subject, event.is_public, event.data) == (
        "account.joined",
        f"person {kept.pk}",
        False,
        {"joined": given_up.pk, "kept": kept.pk},
    )
    subject = "Two of your accounts were joined"
    assert new_mails(mailoutbox) == [("kept@example.org", subject), ("old@example.org", subject)]


def test_afterwards_both_addresses_sign_in_to_the_kept_account_alone(kept, given_up):
    join_accounts(kept.pk, given_up.pk, now=NOW)
    assert dict(EmailAddress.objects.values_list("email", "primary")) == {
        "kept@example.org": True,
        "old@example.org": False,
    }
    browser = Client()
    browser.post("/accounts/login/", {"login": "old@example.org", "password": PASSWORD})
    assert browser.session["_auth_user_id"] == str(kept.pk)
    closed = User.objects.get(pk=given_up.pk)
    assert (closed.is_active, closed.has_usable_password()) == (False, False)
    assert "Ada" not in closed.profile.name + closed.profile.handle.title()
    assert addressee_of(closed.pk).address == "kept@example.org", "of a mail on its way"


def test_hidden_reviews_stay_hidden_and_their_names_apart(client, kept, given_up):
    Pseudonym.objects.create(user=kept, name="Quiet Heron")
    Pseudonym.objects.create(user=given_up, name="Grey Stork")
    published_review(kept, name="Ada Kept")
    stork = published_review(given_up, kind="pseudonym", name="Grey Stork")
    hidden = published_review(given_up, kind="anonymous", name="Anonymous reviewer")
    assert plan_join(kept, given_up).left_pseudonym == "Grey Stork"
    join_accounts(kept.pk, given_up.pk, now=NOW)
    assert dict(Pseudonym.objects.values_list("user", "name")) == {
        kept.pk: "Quiet Heron",
        given_up.pk: "Grey Stork",
    }
    assert compare_with_published() == SAME
    page = client.get(kept.profile.get_absolute_url()).content.decode()
    api = client.get(f"/api/v1/people/{kept.profile.handle}/").content.decode()
    for review in (stork, hidden):
        read = client.get(review.get_absolute_url()).content.decode()
        assert "Ada Kept" not in read
        assert "Ada Old" not in read
        assert "Heron" not in read
        assert review.get_absolute_url() not in page
    assert "Stork" not in page + api


def test_the_only_pseudonym_moves(kept, given_up):
    Pseudonym.objects.create(user=given_up, name="Grey Stork")
    join_accounts(kept.pk, given_up.pk, now=NOW)
    assert Pseudonym.objects.get().user == kept


def both_reviewed(kept, given_up):
    opened = RoundFactory()
    for person in (kept, given_up):
        ReviewFactory(round=opened, reviewer=person)


def author_and_reviewer(kept, given_up):
    opened = RoundFactory()
    opened.version.authors.update(user=kept)
    ReviewFactory(round=opened, reviewer=given_up)


def editor_and_reviewer(kept, given_up):
    opened = RoundFactory(submission=SubmissionFactory(accepted=True, editor=given_up))
    ReviewFactory(round=opened, reviewer=kept)


def both_editors(kept, given_up):
    SubmissionFactory(accepted=True, editor=given_up, second_editor=kept)


def overruled_by_the_other(kept, given_up):
    """By a decline, whose editors an upheld appeal has taken away."""
    waiting = SubmissionFactory()
    TriageProposal.objects.create(
        submission=waiting, proposed_by=given_up, proposed_at=NOW, decision="accept",
        state="overruled", ended_by=kept, ended_at=NOW,
    )  # fmt: skip


def both_hold_a_response(kept, given_up):
    sent = RoundFactory(with_authors=True)
    for person in (kept, given_up):
        HeldResponse.objects.create(
            round=sent, author=person, text="Thanks.", text_html="<p>Thanks.</p>", written_at=NOW
        )


@pytest.mark.parametrize(
    ("part", "why"),
    [
        (overruled_by_the_other, "has a part in, too"),
        (both_hold_a_response, "Both accounts have written for the same round"),
        (both_reviewed, "Both accounts have written for the same round"),
        (author_and_reviewer, "has a part in, too"),
        (editor_and_reviewer, "has a part in, too"),
        (both_editors, "has a part in, too"),
    ],
)
def test_who_stands_on_two_sides_of_one_review_is_not_made_one(kept, given_up, part, why):
    part(kept, given_up)
    (reason,) = plan_join(kept, given_up).reasons
    assert why in reason
    with pytest.raises(CannotJoin):
        join_accounts(kept.pk, given_up.pk, now=NOW)
    assert User.objects.get(pk=given_up.pk).is_active
    assert not Event.objects.exists()


def with_second_factor(given_up):
    Authenticator.objects.create(user=given_up, type="totp", data={"secret": "x"})


def of_the_staff(given_up):
    User.objects.filter(pk=given_up.pk).update(is_staff=True)


def in_an_issue(given_up):
    issue = IssueFactory(number=1, editor=given_up)
    EntryFactory(issue=issue)
    publish(issue)
    assert Issue.objects.published().exists()


@pytest.mark.parametrize("state", [with_second_factor, of_the_staff, in_an_issue])
def test_what_the_other_account_alone_can_keep_is_joined_the_other_way_round(kept, given_up, state):
    state(given_up)
    given_up.refresh_from_db()
    (reason,) = plan_join(kept, given_up).reasons
    assert "Sign in to that account, and join this one into it." in reason
    assert plan_join(given_up, kept).reasons == []


def test_the_whole_way_by_the_password(client, kept, given_up):
    client.force_login(kept)
    page = client.get("/me/join/").content.decode()
    assert "kept@example.org" in page
    wrong = client.post("/me/join/", {"email": "old@example.org", "password": "wrong"})
    assert "do not belong together" in wrong.content.decode()
    assert client.get("/me/join/confirm/").url == "/me/join/", "nothing is proved yet"
    right = {"email": "Old@example.org", "password": PASSWORD}
    assert client.post("/me/join/", right).url == "/me/join/confirm/"
    assert "This cannot be undone" in client.get("/me/join/confirm/").content.decode()
    refused = client.post("/me/join/confirm/", {"address": "kept@example.org"})
    assert (refused.status_code, User.objects.filter(is_active=True).count()) == (422, 2)
    done = client.post("/me/join/confirm/", {"address": "old@example.org"}, follow=True)
    assert "The two accounts are one now." in done.content.decode()
    assert list(User.objects.filter(is_active=True)) == [kept]


def test_nobody_learns_which_address_has_an_account(client, kept):
    UserFactory(email="unconfirmed@example.org")
    client.force_login(kept)
    known = UserFactory(email="known@example.org", verified=True)
    answers = set()
    for email in ("nobody@example.org", "unconfirmed@example.org", known.email):
        page = client.post("/me/join/", {"email": email, "password": "wrong"}).content.decode()
        answers.add(re.sub(r'value="[^"]*"|Token": "[^"]*"', "", page.replace(email, "")))
    assert len(answers) == 1


def test_the_way_by_a_link_to_the_mailbox(client, kept, given_up, mailoutbox):
    client.force_login(kept)
    for email in ("old@example.org", "nobody@example.org"):
        page = client.post("/me/join/link/", {"email": email}, follow=True)
        assert f"If an account has confirmed {email}" in page.content.decode()
    work()
    (mail,) = mailoutbox
    assert mail.to == ["old@example.org"]
    link = re.search(r"/me/join/link/\S+/", mail.body).group()
    stranger = Client()
    stranger.force_login(UserFactory())
    assert stranger.get(link).url == "/me/join/", "the link is for the account that asked"
    assert client.get(link[:-3] + "xx/").url == "/me/join/"
    assert client.get(link).url == "/me/join/confirm/"
    client.post("/me/join/confirm/", {"address": "old@example.org"})
    assert not User.objects.get(pk=given_up.pk).is_active
    assert client.get(link).url == "/me/join/", "the account it is for has ended"


def test_what_was_declared_for_another_issue_moves_too(kept, given_up):
    bystander = UserFactory()
    version = SubmissionFactory().version
    said = {"version": version, "declared_at": NOW}
    for issue, editor in (
        ("V1.1", kept),
        ("V1.1", given_up),
        ("V1.2", given_up),
        ("V1.2", bystander),
    ):
        IssueInterests.objects.create(issue=issue, editor=editor, **said)
    join_accounts(kept.pk, given_up.pk, now=NOW)
    rows = IssueInterests.objects.order_by("pk").values_list("issue", "editor")
    assert list(rows) == [
        ("V1.1", kept.pk),
        ("V1.1", given_up.pk),
        ("V1.2", kept.pk),
        ("V1.2", bystander.pk),
    ]
