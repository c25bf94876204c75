"""Authors ask for factual corrections before their round is posted, and the editor answers."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from events.models import Event
from events.sealing import seal_new_events
from events.verifying import verify_log
from reviews import correction_errors, correction_rules, errors, limits, round_errors
from reviews.models import Correction, Policy, Response, Round
from reviews.selectors.held import held_round
from reviews.services import correcting, posting
from tests.events.published import set_row
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.desks import decisions
from tests.reviews.outcomes import new_mails

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)
UNTIL = NOW + timedelta(days=14)
POST_BY = NOW + timedelta(days=21)


@pytest.fixture
def sent():
    """A round with its authors, and one of another work, with a correction that stays."""
    rounds = [with_authors(), with_authors()]
    ask(rounds[1], wrong="Of another work.")
    return rounds[0]


def with_authors():
    opened = RoundFactory(with_authors=True, post_by=POST_BY)
    opened.version.authors.update(user=UserFactory(name="Ada Example"))
    second = opened.submission.second_editor
    AssessmentFactory(round=opened, state="approved", approved_by=second, approved_at=NOW)
    ReviewFactory(round=opened, accepted=True, reviewer_number=1, points=["One.", "Two."])
    return opened


def author_of(opened):
    return opened.version.authors.get().user


def ask(opened, **changed):
    fields = {
        "author": changed.get("author") or author_of(opened),
        "review_id": None,
        "point": None,
        "wrong": "It has 12 figures.",
        "right": "It has 13.",
        "now": NOW,
    }
    return correcting.ask_for_correction(opened.pk, **{**fields, **changed})


def answer(correction, act=correcting.accept_correction, **changed):
    fields = {"editor": correction.round.submission.editor, "note": "So it is.", "now": LATER}
    return act(correction.pk, **{**fields, **changed})


def test_a_correction_is_asked_for_once_and_the_editor_is_notified(sent, mailoutbox):
    review = sent.reviews.get()
    new_mails(mailoutbox)
    for _ in range(2):
        ask(sent, review_id=review.pk, point=2)
    ask(sent)
    own = Correction.objects.filter(round=sent)
    assert [(one.number, one.review, one.point, one.state) for one in own] == [
        (1, review, 2, "waiting"),
        (2, None, None, "waiting"),
    ]
    asked = (sent.submission.editor.email, "The authors ask for a correction")
    assert new_mails(mailoutbox) == [asked, asked]
    logged = Event.objects.filter(kind="correction.asked", data__round=1).order_by("pk")
    assert [event.is_public for event in logged] == [False] * 3


@pytest.mark.parametrize(("changed", "problem"), [
    ({"now": UNTIL}, correction_errors.CorrectionTimeIsOver),
    ({"right": " "}, correction_errors.CorrectionIsEmpty),
    ({"wrong": "x" * 2001}, correction_errors.CorrectionTooLong),
    ({"right": "x" * 2001}, correction_errors.CorrectionTooLong),
    ({"point": 1}, correction_errors.NoSuchPoint),
    ({"review_id": "own", "point": 0}, correction_errors.NoSuchPoint),
    ({"review_id": "own", "point": 3}, correction_errors.NoSuchPoint),
    ({"review_id": "other"}, correction_errors.NoSuchPoint),
    ({"review_id": "submitted"}, correction_errors.NoSuchPoint),
    ({"review_id": "refused"}, correction_errors.NoSuchPoint),
    ({"author": "stranger"}, errors.NotAnAuthor),
    ({"author": "editor"}, errors.NotAnAuthor),
])  # fmt: skip
def test_what_cannot_be_asked_for(sent, changed, problem):
    other = Round.objects.exclude(pk=sent.pk).get()
    known = {
        "own": sent.reviews.get().pk,
        "other": other.reviews.get().pk,
        "submitted": ReviewFactory(round=sent, submitted=True).pk,
        "refused": ReviewFactory(round=sent, submitted=True, status="refused").pk,
        "stranger": author_of(other),
        "editor": sent.submission.editor,
    }
    with pytest.raises(problem):
        ask(sent, **{name: known.get(value, value) for name, value in changed.items()})
    assert not sent.corrections.exists()


def test_the_same_correction_by_two_authors_is_two(sent):
    author, other = author_of(sent), UserFactory(name="Bo Example")
    sent.version.authors.create(user=other, name="Bo Example", position=2)
    for person in (author, other, other):
        ask(sent, author=person)
    asked = sent.corrections.order_by("number").values_list("number", "author")
    assert list(asked) == [(1, author.pk), (2, other.pk)]


def test_it_is_offered_while_the_authors_time_is_not_over(sent):
    author = author_of(sent)
    Round.objects.filter(pk=sent.pk).update(respond_until=NOW.replace(year=2999))
    assert held_round(Round.objects.get(pk=sent.pk), author).may_ask
    page = reverse("reviews:own_work", args=[sent.version.preprint_id])
    offer = reverse("reviews:ask_for_correction", args=[sent.pk])
    assert offer in signed_in(author).get(page).content.decode()
    Round.objects.filter(pk=sent.pk).update(respond_until=NOW)
    assert not held_round(Round.objects.get(pk=sent.pk), author).may_ask
    assert offer not in signed_in(author).get(page).content.decode()


def test_there_is_a_limit(sent, monkeypatch):
    monkeypatch.setattr(limits, "CORRECTIONS_A_ROUND", 1)
    ask(sent)
    with pytest.raises(correction_errors.TooManyCorrections):
        ask(sent, wrong="Another.")


@pytest.mark.parametrize(("act", "state"), [
    (correcting.accept_correction, "accepted"),
    (correcting.refuse_correction, "refused"),
])  # fmt: skip
def test_the_handling_editor_answers_once_with_a_note(sent, mailoutbox, act, state):
    correction = ask(sent)
    new_mails(mailoutbox)
    for person in (sent.submission.second_editor, author_of(sent), UserFactory(editor=True)):
        with pytest.raises(errors.NotTheHandlingEditor):
            answer(correction, act, editor=person)
    with pytest.raises(correction_errors.NoteMissing):
        answer(correction, act, note=" ")
    with pytest.raises(correction_errors.CorrectionTooLong):
        answer(correction, act, note="x" * 2001)
    decided = answer(correction, act)
    assert (decided.state, decided.note, decided.decided_at) == (state, "So it is.", LATER)
    assert new_mails(mailoutbox) == [(author_of(sent).email, "Your correction was answered")]
    for again in (correcting.accept_correction, correcting.refuse_correction):
        with pytest.raises(correction_errors.CorrectionIsDecided):
            answer(correction, again)
    assert list(Correction.objects.exclude(pk=correction.pk).values_list("state", flat=True)) == [
        "waiting"
    ]


def test_the_posting_waits_for_the_answers_and_never_for_ever(sent):
    correction = ask(sent)
    with pytest.raises(correction_errors.CorrectionsUndecided):
        posting.post_round(sent.pk, author=author_of(sent), now=LATER)
    assert posting.post_due_rounds(now=UNTIL) == 0
    assert posting.post_due_rounds(now=POST_BY) == 2
    correction.refresh_from_db()
    assert (correction.state, correction.posted_at) == ("waiting", POST_BY)
    with pytest.raises(round_errors.NotWithAuthors):
        answer(correction)
    with pytest.raises(round_errors.NotWithAuthors):
        ask(sent)


def test_once_all_are_answered_the_round_is_posted_when_its_time_comes(sent):
    answer(ask(sent))
    assert posting.post_due_rounds(now=UNTIL - timedelta(seconds=1)) == 0
    assert posting.post_due_rounds(now=UNTIL) == 1, "the other work's is not answered"
    assert Round.objects.get(pk=sent.pk).state == "assessed"


def test_whether_the_posting_waits():
    waits = correction_rules.is_waited_for
    assert waits(undecided=1, post_by=NOW, now=NOW - timedelta(seconds=1))
    assert not waits(undecided=1, post_by=NOW, now=NOW)
    assert not waits(undecided=0, post_by=NOW, now=NOW - timedelta(seconds=1))
    assert not waits(undecided=1, post_by=None, now=NOW)


def test_the_editors_days_are_kept_with_the_round():
    Policy.objects.update(response_days=10, correction_days=4)
    opened = with_authors()
    Round.objects.filter(pk=opened.pk).update(state="released", post_by=None)
    posting.send_to_authors(opened.assessment.pk, editor=opened.submission.editor, now=NOW)
    opened.refresh_from_db()
    assert opened.respond_until == NOW + timedelta(days=10)
    assert opened.post_by == NOW + timedelta(days=14)


def test_authors_whom_nobody_knew_have_the_policys_days_to_respond_from_the_posting():
    Policy.objects.update(response_days=10)
    opened = RoundFactory(released=True)
    second = opened.submission.second_editor
    approved = {"state": "approved", "approved_by": second, "approved_at": NOW}
    assessment = AssessmentFactory(round=opened, **approved)
    posting.publish_assessment(assessment.pk, editor=opened.submission.editor, now=LATER)
    opened.refresh_from_db()
    assert (opened.state, opened.respond_until) == ("assessed", LATER + timedelta(days=10))


def test_corrections_are_public_with_the_posting_and_do_not_change_any_more(sent, client):
    review, author = sent.reviews.get(), author_of(sent)
    answer(ask(sent, review_id=review.pk, point=2, wrong="A <b>bold</b> error."))
    answer(ask(sent), correcting.refuse_correction, note="There are 12.")
    ask(sent, wrong="Never answered.")
    page = sent.version.preprint.get_absolute_url()
    assert "bold" not in client.get(page).content.decode()
    posting.post_due_round(sent.pk, now=POST_BY)
    words = " ".join(client.get(page).content.decode().split())
    for part in (
        f'<a href="/{sent.version.identifier}.r1.2">',
        "A &lt;b&gt;bold&lt;/b&gt; error.",
        "Accepted by the editor",
        "Not accepted by the editor",
        "There are 12.",
        "Never answered.",
        "Not answered",
    ):
        assert part in words
    assert (
        author.profile.name
        not in words.partition("factual corrections")[2].partition("</details>")[0]
    )
    assert "Of another work." not in words
    logged = Event.objects.get(kind="corrections.posted")
    assert logged.is_public
    counted = {name: logged.data[name] for name in ("asked", "accepted", "refused")}
    assert counted == {"asked": 3, "accepted": 1, "refused": 1}
    seal_new_events()
    assert "corrections of" not in verify_log(now=POST_BY).reason
    with pytest.raises(IntegrityError), transaction.atomic():
        sent.corrections.update(note="Rewritten.")
    Correction.objects.exclude(round=sent).update(note="Not posted yet.")


# --- Pages ---------------------------------------------------------------------------------------


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_the_pages_of_a_correction(sent):
    review, author, editor = sent.reviews.get(), author_of(sent), sent.submission.editor
    Round.objects.filter(pk=sent.pk).update(
        respond_until=NOW.replace(year=2999), post_by=NOW.replace(year=2999)
    )
    url = reverse("reviews:ask_for_correction", args=[sent.pk])
    for person in (UserFactory(), editor, review.reviewer):
        assert signed_in(person).get(url).status_code == 404
    client = signed_in(author)
    assert f"{sent.version.identifier}.r1" in client.get(url).content.decode()
    typed = {"place": "1.9", "wrong": "It is 12.", "right": "It is 13."}
    refused = client.post(url, typed)
    assert refused.status_code == 422
    assert "9 is not one of the available choices" in refused.content.decode()
    assert "It is 12." in refused.content.decode()
    shown = client.post(url, {**typed, "place": "1.1"}, follow=True).content.decode()
    assert "It is 12." in shown
    assert "Post it now" not in shown
    (row,) = [row for row in decisions(editor) if row.what.startswith("Answer a factual")]
    answering = signed_in(editor)
    assert "It is 12." in answering.get(row.url).content.decode()
    correction = sent.corrections.get()
    assert (correction.review, correction.point) == (review, 1)
    assert row.url == reverse("reviews:decide_correction", args=[correction.pk])
    for person in (author, sent.submission.second_editor, UserFactory(editor=True)):
        assert signed_in(person).get(row.url).status_code in (302, 403, 404)
    refused = answering.post(row.url, {"answer": "refuse", "note": ""})
    assert refused.status_code == 422
    answering.post(row.url, {"answer": "refuse", "note": "We counted 12."})
    correction.refresh_from_db()
    assert (correction.state, correction.note) == ("refused", "We counted 12.")
    page = signed_in(author).get(reverse("reviews:own_work", args=[sent.version.preprint_id]))
    assert "We counted 12." in page.content.decode()
    assert "Post it now" in page.content.decode()
    assert not Response.objects.exists()


def test_the_form_names_each_review_as_readers_will(sent, client):
    review = sent.reviews.get()
    client.force_login(author_of(sent))
    page = client.get(reverse("reviews:ask_for_correction", args=[sent.pk])).content.decode()
    name = f"{review.version.identifier}.r1"
    places = re.search("<select.*</select>", page, re.DOTALL)
    assert re.findall(r'<opt.*? (?:value|label)="(.*?)"', places[0]) == [
        *("", f"{name}, Anonymous reviewer"),
        *("1", "1.1", "1.2"),  # not the number of its row
    ]
    assert f">{name}.2: Two.<" in places[0]


def test_a_posted_correction_has_an_address_and_stands_in_the_api(sent, client):
    review, listed = sent.reviews.get(), "/api/v1/corrections/"
    answer(ask(sent, review_id=review.pk, point=2))
    ask(sent)
    assert client.get(listed).json()["results"] == []
    posting.post_due_round(sent.pk, now=POST_BY)
    own, of = f"{sent.version.identifier}.a1", f"{sent.version.identifier}.r1.2"
    one, other = client.get(listed).json()["results"][::-1]
    assert client.get(listed, {"version": sent.version_id}).json()["results"] == [other, one]
    names = ("identifier", "assessment", "about", "wrong", "right", "answer", "note")
    words = ("It has 12 figures.", "It has 13.")
    assert [one[name] for name in names] == [f"{own}.c1", own, of, *words, "accepted", "So it is."]
    assert [other[name] for name in names] == [f"{own}.c2", own, own, *words, "waiting", ""]
    page = client.get(f"/{own}.c1", follow=True)
    assert page.redirect_chain[0][0].endswith(f"#{own}.c1")
    assert f'id="{own}.c1"' in page.text
    for name in (f"/{own}.c3", f"/{own}.1", f"/{sent.version.identifier}.r1.c1"):
        assert client.get(name).status_code == 404
    why = {"withdrawn_as": "editors", "withdrawal_reason": "It was wrong."}
    set_row(sent.assessment, withdrawn_at=POST_BY, state="withdrawn", **why)
    assert client.get(listed).json()["results"] == [one]
    assert client.get(f"/{own}.c2").url.endswith(f"#{own}"), "the assessment's tombstone"
    page = client.get(f"/{own}.c1", follow=True)
    assert page.redirect_chain[0][0].endswith(f"#{own}.c1")
    assert f'id="{own}.c1"' in page.text
    assert f'id="{own}.c2"' not in page.text


def test_a_correction_quotes_no_words_of_a_withdrawn_review(sent, client):
    review, listed = sent.reviews.get(), "/api/v1/corrections/"
    quoting = ask(sent, review_id=review.pk, point=2, wrong="“It leaks at night.”")
    answer(quoting)
    ask(sent, wrong="The assessment errs.")
    posting.post_due_round(sent.pk, now=POST_BY)
    work = sent.version.preprint.get_absolute_url()
    assert "It leaks at night." in client.get(work).text
    why = {"withdrawn_as": "reviewer", "withdrawal_reason": "It was wrong."}
    set_row(review, withdrawn_at=POST_BY, status="withdrawn", **why)
    page = client.get(work).text
    assert "It leaks at night." not in page
    assert "The assessment errs." in page
    assert [row["wrong"] for row in client.get(listed).json()["results"]] == [
        "The assessment errs."
    ]
    own = f"{sent.version.identifier}.a1"
    review.refresh_from_db()
    assert client.get(f"/{own}.c1").url == review.get_absolute_url(), "the withdrawn review's own"
    assert client.get(f"/{own}.c1", follow=True).status_code == 200
    assert client.get(f"/{own}.c2").url.endswith(f"#{own}.c2"), "that of the assessment stands"
