"""Erasing an account cuts every way to the person: from hidden reviews, links, mails and drafts."""

import pytest

from mails.models import Mail
from privacy.erasing import FORMER, erase_account
from reviews.mail_promises import promise_mails
from reviews.models import Appeal, EditorInterests, IssueInterests, MailedLink
from reviews.services.mailed_links import find_link, mail_link, token_of
from reviews.services.withdrawing import withdraw_review
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import ReviewFactory, SubmissionFactory
from tests.factories.times import NOW
from tests.privacy.test_erasing import rows_naming
from tests.privacy.world import edited, make_person, reviewed

pytestmark = pytest.mark.django_db


def test_what_they_declared_for_an_issue_is_emptied_where_it_is_in_preparation():
    user, other, version = make_person(), UserFactory(), VersionFactory()
    for issue, published_at in (("V9.1", NOW), ("V9.2", None)):
        for editor in (user, other):
            IssueInterests.objects.create(
                issue=issue,
                version=version,
                editor=editor,
                interest_kinds=["personal"],
                competing_interests="Zelda is a cousin.",
                declared_at=NOW,
                published_at=published_at,
            )
    nothing = {"version": VersionFactory(), "editor": user, "declared_at": NOW}
    none = IssueInterests.objects.create(issue="V9.2", **nothing)
    kept = IssueInterests.objects.exclude(editor=user, issue="V9.2").order_by("pk")
    before = list(kept.values())
    erase_account(user.pk, now=NOW)
    emptied = IssueInterests.objects.get(issue="V9.2", editor=user, version=version)
    words = "Erased with the account of the editor."
    assert (emptied.interest_kinds, emptied.competing_interests) == ([], words)
    assert list(kept.values()) == before
    none.refresh_from_db()
    assert none.competing_interests == "", "they declared to have none"


def test_a_hidden_review_that_was_withdrawn_or_appealed_for_names_the_account_no_more():
    user, other = make_person(), UserFactory()
    for person in (user, other):
        withdrawn = reviewed(person)
        withdraw_review(withdrawn.pk, by=person, reason="I was wrong.", now=NOW)
        refused = ReviewFactory(submitted=True, reviewer=person, status="refused")
        Appeal.objects.create(
            work=refused.round.submission,
            review=refused,
            by=person,
            text="Please.",
            text_html="<p>Please.</p>",
            filed_at=NOW,
            due_at=NOW,
        )
    erase_account(user.pk, now=NOW)
    named = {"reviews_review.withdrawn_by_id", "reviews_appeal.by_id"}
    assert rows_naming(user.pk) & {*named, "reviews_review.reviewer_id"} == set()
    assert rows_naming(other.pk) >= named
    for appeal in Appeal.objects.exclude(by=other):
        assert appeal.by_id == appeal.review.reviewer_id


def test_links_mailed_to_them_open_nothing_any_more():
    user, other = make_person(), UserFactory()
    links = {}
    for person in (user, other):
        review = ReviewFactory(accepted=True, reviewer=person)
        links[person] = mail_link(review, MailedLink.Purpose.CONFIRM_REVIEW, now=NOW)
        assert find_link(token_of(links[person]), MailedLink.Purpose.CONFIRM_REVIEW) is not None
    erase_account(user.pk, now=NOW)
    closed = MailedLink.objects.get(pk=links[user].pk)
    assert (closed.closed_at, find_link(token_of(closed), closed.purpose)) == (NOW, None)
    assert find_link(token_of(links[other]), MailedLink.Purpose.CONFIRM_REVIEW) == links[other]


def test_mails_to_them_say_no_more_to_whom():
    user, other = make_person(), UserFactory()
    for person in (user, other):
        promise_mails("submission_decided", [person.pk], submission=SubmissionFactory().pk)
    assert Mail.objects.filter(recipient_id=user.pk).exists()
    erase_account(user.pk, now=NOW)
    assert not Mail.objects.filter(recipient_id=user.pk).exists()
    assert Mail.objects.filter(recipient_id=other.pk, recipient_kind="user").count() == 1


def test_why_they_were_put_in_a_place_in_spite_of_a_tie_goes():
    user, other = make_person(), UserFactory()
    for person in (user, other):
        EditorInterests.objects.filter(pk=edited(person).pk).update(named_in_spite="Quux is fair.")
    erase_account(user.pk, now=NOW)
    assert EditorInterests.objects.get(editor=user).named_in_spite == ""
    assert EditorInterests.objects.get(editor=other).named_in_spite == "Quux is fair."


def test_the_name_stays_on_the_account_of_who_edited_a_published_issue_alone():
    editors = {name: UserFactory(name="Zelda Quux") for name in ("draft", "published")}
    for number, editor in enumerate(editors.values(), start=1):
        issue = IssueFactory(editor=editor, volume=9, number=number)
        EntryFactory(issue=issue)
    publish(issue)
    for editor in editors.values():
        erase_account(editor.pk, now=NOW)
        editor.profile.refresh_from_db()
    names = {state: editor.profile.name for state, editor in editors.items()}
    assert names == {"draft": FORMER, "published": "Zelda Quux"}
