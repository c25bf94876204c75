"""What is published can be withdrawn with a reason: a tombstone stands in its place for good."""

import lxml.html
import pytest
from django.db import DatabaseError, transaction

from accounts.guests import make_guest
from accounts.models import User
from curation.selectors.candidates import candidates
from events.models import Event
from events.sealing import seal_new_events
from events.verifying import verify_log
from preprints.models import Preprint
from reviews import errors, withdrawal_errors
from reviews.interests import Interests
from reviews.models import Assessment, Response, Review, Round
from reviews.services import withdrawing
from reviews.services.later_versions import confirm_assessment
from reviews.services.posting import post_round, publish_assessment, send_to_authors
from reviews.services.responding import post_response
from reviews.services.revising import declare_final
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ResponseFactory,
    ReviewFactory,
    RoundFactory,
)
from tests.factories.times import NOW
from tests.reviews.links import link_of
from tests.reviews.revised import decide, declared_revision, revised_work

pytestmark = pytest.mark.django_db
WHY = "It rests on <an error>."
TEXT = "zzwithdrawntext"


@pytest.fixture
def answered():
    """A work of which all is published through the services, and one more review of it."""
    opened = RoundFactory()
    submission = opened.submission
    fields = {"summary": TEXT, "summary_html": f"<p>{TEXT}</p>", "points": [TEXT]}
    ReviewFactory(round=opened, accepted=True, confirmed=True, **fields)
    ReviewFactory(round=opened, accepted=True, confirmed=True, reviewer_number=2)
    assessment = AssessmentFactory(
        round=opened,
        text=TEXT,
        state="approved",
        approved_by=submission.second_editor,
        approved_at=NOW,
    )
    publish_assessment(assessment.pk, editor=submission.editor, now=NOW)
    author = UserFactory(name="Ada Example")
    opened.version.authors.update(user=author)
    post_response(opened.pk, author=author, text=TEXT, interests=Interests.none(), now=NOW)
    return Round.objects.get(pk=opened.pk)


def withdraw_all(answered):
    review, response = answered.reviews.first(), answered.responses.get()
    submission, assessment = answered.submission, answered.assessment
    withdrawing.withdraw_review(review.pk, by=review.reviewer, reason=WHY, now=NOW)
    withdrawing.withdraw_response(response.pk, by=response.author, reason=WHY, now=NOW)
    withdrawing.ask_for_withdrawal(assessment.pk, editor=submission.editor, reason=WHY, now=NOW)
    withdrawing.withdraw_assessment(assessment.pk, by=submission.second_editor, now=NOW)


def addresses(answered):
    version, review = answered.version, answered.reviews.first()
    return {
        "work": version.preprint.get_absolute_url(),
        "version": version.get_absolute_url(),
        "review": review.get_absolute_url(),
        "feed of the work": f"/feeds/preprints/{version.preprint_id}.atom",
        "feed": "/feeds/reviews.json",
        "reviews": "/api/v1/reviews/",
        "assessments": "/api/v1/assessments/",
        "responses": "/api/v1/responses/",
        "api of it": f"/api/v1/reviews/{review.pk}/",
    }


def test_readers_see_a_tombstone_and_no_text_anywhere(client, answered):
    pages = addresses(answered)
    before = {name: client.get(page).content.decode() for name, page in pages.items()}
    assert [name for name, page in before.items() if TEXT not in page] == []
    withdraw_all(answered)
    after = {name: client.get(page).content.decode() for name, page in pages.items()}
    assert [name for name, page in after.items() if TEXT in page] == []
    assert [name for name, page in after.items() if "an error" not in page] == []
    words = " ".join(lxml.html.fromstring(after["review"]).text_content().split())
    assert "withdrawn on 2 March 2026 by its reviewer" in words
    assert "The work states four axioms." in after["work"]  # of the review that stays
    assert "<an error>" not in after["work"]


def test_a_withdrawn_review_stays_among_those_of_its_writer(client, answered):
    mine, bystander = answered.reviews.order_by("pk")
    for review, is_withdrawn in ((mine, True), (bystander, False)):
        client.force_login(review.reviewer)
        assert "Its page says that it was withdrawn" not in client.get("/me/").text
        if is_withdrawn:
            withdrawing.withdraw_review(review.pk, by=review.reviewer, reason=WHY, now=NOW)
        page = client.get("/me/").text
        assert ("Its page says that it was withdrawn" in page) == is_withdrawn
        assert review.get_absolute_url() in page


def test_the_api_says_who_withdrew_it_when_and_why(client, answered):
    review = answered.reviews.first()
    assert client.get(f"/api/v1/reviews/{review.pk}/").json()["withdrawn"] is None
    withdraw_all(answered)
    found = client.get(f"/api/v1/reviews/{review.pk}/").json()
    at = {"at": "2026-03-02T09:30:00Z", "reason": WHY}
    assert found["withdrawn"] == {**at, "by": "reviewer"}
    assert found["parts"]["summary"] == {"markdown": "", "html": ""}
    empty = ("significance", "strength", "confidence", "points", "competing_interests", "ai_use")
    assert [bool(found[name]) for name in empty] == [False] * len(empty)
    assert client.get("/api/v1/reviews/").json()["results"][-1]["withdrawn"] is not None
    for name, by in (("assessments", "editors"), ("responses", "author")):
        (row,) = client.get(f"/api/v1/{name}/").json()["results"]
        assert row["withdrawn"] == {**at, "by": by}
        assert row["text"] == {"markdown": "", "html": ""}


def checks_of(work):
    works = Preprint.objects.filter(pk=work.pk)
    considered = candidates(now=NOW, preprints=works)
    return {check.name: check.ok for check in considered.of(work.pk).checks}


def test_what_counts_follows(answered):
    work = answered.version.preprint
    Preprint.objects.filter(pk=work.pk).update(status="reviewed")
    before = checks_of(work)
    withdraw_all(answered)
    lost = {name for name, holds in before.items() if holds and not checks_of(work)[name]}
    assert lost == {"reviews", "assessment", "strength", "response"}


def test_the_log_holds_before_and_after(answered):
    seal_new_events()
    assert verify_log(now=NOW).reason == ""
    withdraw_all(answered)
    seal_new_events()
    assert verify_log(now=NOW).reason == ""
    kinds = ["review.withdrawn", "response.withdrawn", "assessment.withdrawn"]
    logged = Event.objects.filter(kind__in=kinds).order_by("pk")
    assert [event.kind for event in logged] == kinds
    assert WHY not in str([event.data for event in logged])


def test_a_withdrawn_assessment_is_followed_by_one_of_the_editors(answered):
    withdraw_all(answered)
    opened = answered.submission.rounds.get(state="open")
    assert (opened.number, opened.kind, opened.version) == (2, "editors", answered.version)
    assert Preprint.objects.get(pk=answered.version.preprint_id).status == "under-review"


def test_a_final_version_is_under_review_until_it_is_assessed_anew():
    revised, bystander = revised_work(), revised_work()
    for one in (revised, bystander):
        decide(declared_revision(one), "none")
        declare_final(one.newer.pk, author=one.author, now=NOW)
    submission, assessment = revised.round.submission, revised.assessment
    withdrawing.ask_for_withdrawal(assessment.pk, editor=submission.editor, reason=WHY, now=NOW)
    withdrawing.withdraw_assessment(assessment.pk, by=submission.second_editor, now=NOW)
    assert (revised.preprint.status, bystander.preprint.status) == ("under-review", "final")
    anew = AssessmentFactory(
        round=submission.rounds.get(state="open"),
        number=2,
        state="approved",
        approved_by=submission.second_editor,
        approved_at=NOW,
    )
    send_to_authors(anew.pk, editor=submission.editor, now=NOW)
    post_round(anew.round_id, author=revised.author, now=NOW)
    assert revised.preprint.status == "final"


def test_no_round_opens_where_a_revision_waits():
    revised = revised_work()
    declared_revision(revised)
    submission = revised.round.submission
    cause = {"by": UserFactory(managing_editor=True), "reason": WHY, "now": NOW}
    withdrawing.withdraw_assessment(revised.assessment.pk, **cause)
    assert not submission.rounds.filter(state="open").exists()
    assert revised.preprint.status == "under-review", "no assessment of it is left"


@pytest.mark.parametrize("who", ["other", "editor", "second", "author"])
def test_nobody_withdraws_what_is_not_theirs(answered, who):
    people = {
        "other": UserFactory(),
        "editor": answered.submission.editor,
        "second": answered.submission.second_editor,
        "author": answered.responses.get().author,
    }
    refused, by = withdrawal_errors.NotYoursToWithdraw, {"by": people[who], "now": NOW}
    with pytest.raises(refused):
        withdrawing.withdraw_review(answered.reviews.first().pk, reason=WHY, **by)
    if who != "author":
        with pytest.raises(refused):
            withdrawing.withdraw_response(answered.responses.get().pk, reason=WHY, **by)
    error = withdrawal_errors.NobodyAsked if who == "second" else refused
    with pytest.raises(error):
        withdrawing.withdraw_assessment(answered.assessment.pk, reason=WHY, **by)
    assert Event.objects.filter(kind__endswith=".withdrawn").count() == 0


def test_a_managing_editor_withdraws_for_cause_if_not_involved(answered):
    managing = UserFactory(managing_editor=True)
    review = answered.reviews.first()
    with pytest.raises(withdrawal_errors.WithdrawalReasonMissing):
        withdrawing.withdraw_review(review.pk, by=managing, reason=" ", now=NOW)
    withdrawing.withdraw_review(review.pk, by=managing, reason=WHY, now=NOW)
    assert Review.objects.get(pk=review.pk).withdrawn_as == "journal"
    written, about = ReviewFactory(published=True), ReviewFactory(published=True)
    about.version.authors.update(user=managing)
    with pytest.raises(withdrawal_errors.NotYoursToWithdraw):
        withdrawing.withdraw_review(about.pk, by=managing, reason=WHY, now=NOW)
    withdrawing.withdraw_review(written.pk, by=managing, reason=WHY, now=NOW)
    own = RoundFactory(submission__editor=managing)
    assessment = AssessmentFactory(round=own, published=True)
    with pytest.raises(withdrawal_errors.NotYoursToWithdraw):
        withdrawing.withdraw_assessment(assessment.pk, by=managing, reason=WHY, now=NOW)


@pytest.mark.parametrize("part", ["editor", "second", "hidden reviewer", "submitter"])
def test_who_has_a_part_in_a_work_withdraws_nothing_of_it_for_cause(answered, part):
    """But the two editors the assessment, together."""
    submission = answered.submission
    of_part = {
        "editor": submission.editor,
        "second": submission.second_editor,
        "hidden reviewer": ReviewFactory(round=answered, accepted=True).reviewer,
        "submitter": submission.submitter,
    }
    managing = of_part[part]
    managing.roles.create(name="managing-editor")
    by = {"by": User.objects.get(pk=managing.pk), "reason": WHY, "now": NOW}
    refused = (withdrawal_errors.NotYoursToWithdraw, withdrawal_errors.NobodyAsked)
    other = answered.reviews.filter(status="published").exclude(reviewer=managing).first()
    with pytest.raises(refused):
        withdrawing.withdraw_review(other.pk, **by)
    with pytest.raises(refused):
        withdrawing.withdraw_assessment(answered.assessment.pk, **by)
    of_another = ReviewFactory(published=True)
    withdrawing.withdraw_review(of_another.pk, **by)
    kinds = ["review.withdrawn", "response.withdrawn", "assessment.withdrawn"]
    logged = Event.objects.filter(kind__in=kinds).values_list("preprint_id", flat=True)
    assert list(logged) == [of_another.version.preprint_id]


def test_a_second_editor_keeps_the_assessment(answered):
    submission, assessment = answered.submission, answered.assessment
    with pytest.raises(withdrawal_errors.NobodyAsked):
        withdrawing.keep_assessment(assessment.pk, second_editor=submission.second_editor, now=NOW)
    withdrawing.ask_for_withdrawal(assessment.pk, editor=submission.editor, reason=WHY, now=NOW)
    with pytest.raises(errors.NotTheSecondEditor):
        withdrawing.keep_assessment(assessment.pk, second_editor=submission.editor, now=NOW)
    withdrawing.keep_assessment(assessment.pk, second_editor=submission.second_editor, now=NOW)
    kept = Assessment.objects.get()
    assert (kept.state, kept.withdrawal_asked_at) == ("published", None)


def test_a_guest_withdraws_by_the_link(client):
    review = ReviewFactory(by_guest=True, published=True)
    client.get(link_of(review.invitation))
    answer = client.post(f"/reviews/{review.pk}/withdraw/", {"reason": WHY})
    assert answer.url == review.get_absolute_url()
    assert Review.objects.get().withdrawn_as == "reviewer"
    assert make_guest("Other").pk != review.reviewer_id


CHANGES = {
    "a text": lambda row: type(row).objects.filter(pk=row.pk).update(**{TEXT_OF[type(row)]: "x"}),
    "its number": lambda row: type(row).objects.filter(pk=row.pk).update(number=9),
    "deleting it": lambda row: type(row).objects.filter(pk=row.pk).delete(),
    "a tombstone": lambda row: type(row).objects.filter(pk=row.pk).update(withdrawn_at=NOW),
}
TEXT_OF = {Review: "summary", Assessment: "text", Response: "text"}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("factory", [ReviewFactory, AssessmentFactory, ResponseFactory])
def test_the_database_refuses_to_change_what_is_published(factory, change):
    row = factory(**{} if factory is ResponseFactory else {"published": True})
    with pytest.raises(DatabaseError), transaction.atomic():
        change(row)
    if factory is not ResponseFactory:
        change(factory(**{"submitted": True} if factory is ReviewFactory else {}))
    row.save()  # nothing changes


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_a_revision_and_a_confirmation(act):
    revised = revised_work()
    revision = declared_revision(revised)
    answer = revision.answers.create(review=revised.review, text="Done.", text_html="Done.")
    decide(revision, "none")  # what editors decide is written later
    editor = revised.round.submission.editor
    confirmed = confirm_assessment(revised.newer.pk, editor=editor, reason=WHY, now=NOW)
    for row, field in ((answer, "text"), (revision, "note"), (confirmed, "reason")):
        rows = type(row).objects.filter(pk=row.pk)
        with pytest.raises(DatabaseError, match="do not change"), transaction.atomic():
            rows.update(**{field: "Other."}) if act == "update" else rows._raw_delete("default")


def test_whose_account_a_published_review_is_may_change():
    review = ReviewFactory(published=True)
    Review.objects.update(reviewer=UserFactory(), confirmed_by="mailbox")
    assert Review.objects.get() == review
