"""Erasing an account: nothing of the person is left but what bears their name in public."""

from datetime import timedelta
from time import time

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import Role, User
from curation.selectors.candidates import candidates
from drafts.models import Draft
from events.forgetting import forget_actor
from events.models import Event, ForgottenActor, Outbox, Salt
from events.outbox import work
from events.sealing import seal_new_events
from events.verifying import verify_log
from privacy.erasing import DECLARED_BEFORE, FORMER, erase_account
from privacy.errors import StillHasRole, WorksDependOnThem
from reviews.models import EditorInterests, Review
from reviews.services.handing_over import hand_over
from tests.curation.works import make_candidate
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory, ThreadEntryFactory
from tests.factories.times import NOW
from tests.privacy.world import MARKS, edited, make_life, make_person, reviewed

pytestmark = pytest.mark.django_db
STAYS = {
    ("reviews_response", "author_name"),  # "Zelda Quux", beside the response
    ("reviews_review", "byline_name"),
    ("reviews_review", "byline_skeleton"),
    # Of the signed review, published with it.
    ("reviews_review", "competing_interests"),
    # The pseudonym is nobody else's: it stands beside a review.
    ("accounts_pseudonym", "name"),
}


def columns_with(*marks):
    """Every column of the database that has one of these words in any row."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND (data_type IN ('text', 'jsonb', 'inet') "
            "OR data_type LIKE 'character%')"
        )
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT 1 FROM "{table}" WHERE lower("{column}"::text) ~ %s LIMIT 1',
                ["|".join(marks)],
            )
            if cursor.fetchone():
                found.add((table, column))
    return found


def rows_naming(user_id):
    """Foreign keys to the account, but those in its own profile."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cl.relname, a.attname FROM pg_constraint c "
            "JOIN pg_class cl ON cl.oid = c.conrelid "
            "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] "
            "WHERE c.contype = 'f' AND c.confrelid = 'accounts_user'::regclass"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT 1 FROM "{table}" WHERE "{column}" = %s LIMIT 1', [user_id])
            if cursor.fetchone():
                found.add(f"{table}.{column}")
    return found


def test_nothing_names_the_person_but_what_they_signed():
    user, other = make_person(), UserFactory(name="Zelig Other", verified=True)
    reviews, theirs = make_life(user), reviewed(other, byline_kind="signed", byline_name="Zelig")
    before = User.objects.values().get(pk=other.pk)
    assert len(columns_with(*MARKS)) > len(STAYS) + 12
    erase_account(user.pk, now=NOW)
    assert columns_with(*MARKS) == STAYS
    assert rows_naming(user.pk) == {
        "accounts_profile.user_id",
        "reviews_editorinterests.editor_id",
        "reviews_invitation.user_id",  # of the signed review, without an address
        "reviews_response.author_id",
        "reviews_review.reviewer_id",
        "reviews_authorwishes.typed_by_id",
        "reviews_submission.submitter_id",
    }
    assert set(Review.objects.filter(reviewer=user)) == {reviews["signed"]}
    assert not Session.objects.exists()
    assert not Draft.objects.exists()
    erased = User.objects.get(pk=user.pk)
    assert (erased.is_active, erased.has_usable_password(), erased.profile.name) == (
        False,
        False,
        FORMER,
    )
    assert User.objects.values().get(pk=other.pk) == before
    assert Review.objects.get(pk=theirs.pk).competing_interests.startswith("Zelda")


def test_what_they_declared_as_an_editor_is_emptied():
    user, other = make_person(), UserFactory()
    edited(user)
    kept = EditorInterests.objects.values().get(pk=edited(other).pk)
    erase_account(user.pk, now=NOW)
    emptied = EditorInterests.objects.get(editor=user)
    words = "Erased with the account of the editor."
    assert (emptied.kinds, emptied.words, emptied.found) == ([], words, "")
    assert EditorInterests.objects.values().get(editor=other) == kept


def test_hidden_reviews_lose_every_way_to_the_person_and_to_each_other():
    user = make_person()
    reviews = make_life(user)
    second = reviewed(user, byline_kind="pseudonym", byline_name="Goldfinch")
    erase_account(user.pk, now=NOW)
    now = {name: Review.objects.get(pk=review.pk) for name, review in reviews.items()}
    hidden = ("anonymous", "another", "pseudonym", "refused", "begun")
    assert len({now[name].reviewer_id for name in hidden} | {user.pk}) == len(hidden) + 1
    assert Review.objects.get(pk=second.pk).reviewer_id == now["pseudonym"].reviewer_id
    assert now["pseudonym"].reviewer.pseudonym.name == "Goldfinch"
    for name in hidden:
        reviewer = now[name].reviewer
        assert (reviewer.is_guest, reviewer.is_active, reviewer.profile.name) == (
            False,  # by no link of an old mail is anything opened
            False,
            FORMER,
        )
        if invitation := now[name].invitation:
            assert (invitation.user, invitation.name) == (reviewer, "")
            assert invitation.email.endswith("@guest.invalid")
    emails = [now[name].invitation.email for name in hidden if now[name].invitation]
    assert len(set(emails)) == len(emails) == 3, "no common address joins them"
    assert now["anonymous"].competing_interests == DECLARED_BEFORE
    kinds = {name: review.interest_kinds for name, review in now.items()}
    assert kinds == {"signed": ["personal"], **{name: [] for name in hidden}}
    assert (now["refused"].byline_name, now["refused"].summary) == (
        FORMER,
        reviews["refused"].summary,
    )
    assert now["signed"].byline_name == "Zelda Quux"
    assert now["anonymous"].summary == reviews["anonymous"].summary


def test_the_log_still_holds_and_says_no_more_who_acted():
    user, other = make_person(), UserFactory()
    reviews, theirs = make_life(user), make_life_of_another(other)
    report = verify_log(now=NOW + timedelta(hours=2))
    assert (report.reason, report.broken_at) == ("", None)
    acted = set(Event.objects.filter(actor_id=user.pk).values_list("kind", flat=True))
    assert {"review.begun", "response.posted"} <= acted
    erase_account(user.pk, now=NOW)
    left = Event.objects.filter(actor_id=user.pk).values_list("kind", flat=True)
    assert set(left) == {"response.posted"}  # it bears the name
    assert ForgottenActor.objects.exists()
    assert not Salt.objects.filter(event__forgotten__isnull=False).exists()
    assert Event.objects.filter(actor_id=other.pk).count() == theirs
    seal_new_events()
    again = verify_log(now=NOW + timedelta(hours=2))
    erased = 2  # the account, and the review that it was writing
    assert (again.reason, again.checked) == ("", report.checked + erased)
    assert reviews["signed"].pk


def make_life_of_another(other):
    """Returns how many events have them as actor."""
    reviewed(other)
    seal_new_events()
    return Event.objects.filter(actor_id=other.pk).count()


def test_a_log_in_which_somebody_acts_again_is_noticed():
    user = make_person()
    make_life(user)
    erase_account(user.pk, now=NOW)
    seal_new_events()
    event = ForgottenActor.objects.earliest("pk").event
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE events_event SET actor_id = 7 WHERE id = %s", [event.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    report = verify_log(now=NOW)
    assert report.reason == "who acted was forgotten, and is said again"


def test_events_change_in_no_other_way():
    user = make_person()
    make_life(user)
    event = Event.objects.filter(actor_id=user.pk).earliest("pk")
    for change in ({"actor_id": None}, {"kind": "other"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(**change)
    forget_actor(user.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        ForgottenActor.objects.all().delete()


def test_what_an_issue_is_chosen_from_stays_countable():
    user = make_person()
    work = make_candidate()
    Review.objects.filter(version__preprint=work, number=1).update(reviewer=user)
    (before,) = candidates(now=NOW).candidates
    erase_account(user.pk, now=NOW)
    (after,) = candidates(now=NOW).candidates
    assert (after.is_eligible, after.ratings) == (before.is_eligible, before.ratings)
    assert after.is_eligible


def test_whoever_has_a_role_gives_it_up_first():
    UserFactory(reviewer=True, author=True)  # no duties
    erase_account(User.objects.latest("pk").pk, now=NOW)
    editor = UserFactory(editor=True)
    with pytest.raises(StillHasRole):
        erase_account(editor.pk, now=NOW)
    assert User.objects.get(pk=editor.pk).is_active


def test_whoever_edits_works_under_review_hands_them_over_first(client):
    of = RoundFactory()
    editor = of.submission.editor
    Role.objects.filter(user=editor).delete()
    with pytest.raises(WorksDependOnThem):
        erase_account(editor.pk, now=NOW)
    client.force_login(editor)
    assert "Hand the works over" in client.get(reverse("privacy:erase")).text
    other = of.submission.second_editor
    hand_over(of.submission_id, place="editor", to=UserFactory(editor=True), by=other, now=NOW)
    assert not erase_account(editor.pk, now=NOW).is_active
    assert User.objects.get(pk=other.pk).is_active


def test_mails_that_wait_for_the_person_are_sent_to_nobody(mailoutbox):
    user = make_person()
    make_life(user)
    erase_account(user.pk, now=NOW)
    work()
    sent = {address for mail in mailoutbox for address in mail.to}
    assert sent
    last = [mail.to for mail in mailoutbox if "Your account was erased" in mail.subject]
    assert last == [["zelda@example.org"]]
    others = sent - {"zelda@example.org"}
    assert not [address for address in others if "invalid" in address or "zelda" in address]
    assert [mail.to for mail in mailoutbox].count(["zelda@example.org"]) == 1


def test_the_address_gets_one_mail_and_then_stands_nowhere(mailoutbox):
    user, unconfirmed = make_person(), UserFactory(email="typed@example.org")
    erase_account(unconfirmed.pk, now=NOW)
    erase_account(user.pk, now=NOW)
    waiting = columns_with("zelda@example.org")
    assert not waiting, "the row that waits names nobody"
    erase_account(user.pk, now=NOW)
    work()
    mailed = [mail for mail in mailoutbox if "Your account was erased" in mail.subject]
    assert [mail.to for mail in mailed] == [["zelda@example.org"]]
    assert Outbox.objects.get(task="accounts.notify_of_erasure").arguments == {}


def test_the_page_says_what_stays_and_asks_for_address_and_password(client):
    user, other = make_person(), UserFactory(verified=True)
    hidden = make_life(user)["anonymous"]
    for review in (hidden, ReviewFactory(round=hidden.round, accepted=True)):
        ThreadEntryFactory(round=hidden.round, review=review)
    client.force_login(user)
    url = reverse("privacy:erase")
    page = client.get(url).content.decode()
    assert "1 review that you signed, with your name" in page
    assert "4 reviews that do not bear your name" in page
    assert "What you did not agree with in 1 draft of an assessment" in page
    assert "1 entry in the private thread of a round, without your name" in " ".join(page.split())
    for wrong in ({"email": other.email, "password": PASSWORD}, {"email": user.email}):
        assert client.post(url, {"password": "wrong", **wrong}).status_code == 422
    assert User.objects.get(pk=user.pk).is_active
    answer = client.post(url, {"email": "Zelda@example.org", "password": PASSWORD})
    assert answer.url == reverse("reading:home")
    assert "_auth_user_id" not in client.session
    assert not User.objects.get(pk=user.pk).is_active
    assert User.objects.get(pk=other.pk).is_active


def test_an_editor_reads_what_to_do_instead(client):
    editor = UserFactory(editor=True, verified=True)
    client.force_login(editor)
    url = reverse("privacy:erase")
    assert "Ask a managing editor" in client.get(url).content.decode()
    answer = client.post(url, {"email": editor.email, "password": PASSWORD})
    assert (answer.status_code, User.objects.get(pk=editor.pk).is_active) == (422, True)


def test_who_has_no_password_must_have_signed_in_a_moment_ago(client):
    user = make_person()
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    url = reverse("privacy:erase")
    answer = client.post(url, {"email": user.email})
    assert "come back within ten minutes" in answer.content.decode()
    session = client.session
    session["account_authentication_methods"] = [{"method": "socialaccount", "at": time() - 60}]
    session.save()
    assert client.post(url, {"email": user.email}).status_code == 302


def test_what_stays_signed_leads_to_no_page_of_the_person(client):
    user = make_person()
    signed = make_life(user)["signed"]
    handle = user.profile.handle
    url = signed.get_absolute_url()
    api = reverse("api:review-detail", args=[signed.pk])
    assert f"/people/{handle}/" in client.get(url).content.decode()
    assert client.get(api).json()["person"]["handle"] == handle
    erase_account(user.pk, now=NOW)
    page = client.get(url).content.decode()
    assert "Zelda Quux" in page
    assert "/people/former-member" not in page
    assert client.get(api).json()["person"] is None
    assert client.get(reverse("reading:person", args=[handle])).status_code == 404
