"""The journal in numbers: what is counted, and what is not said."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse

from curation.models import Entry
from preprints.models import Preprint
from reading.selectors.statistics import statistics
from reviews.models import Appeal
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
    term,
)
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
EARLIER = NOW.replace(year=NOW.year - 1)
PAGE, TABLE = reverse("reading:statistics"), reverse("reading:statistics_table")


def after(**time):
    return NOW + timedelta(**time)


def counted(year=None, *, today=TODAY):
    return statistics(year, today=today)


def counts(bars):
    return {bar.label: bar.count for bar in bars}


def assessed(*, days=0, strength="solid", **fields):
    opened = RoundFactory(
        state="assessed", released_at=after(days=days), closed_at=after(days=days), **fields
    )
    AssessmentFactory(round=opened, published=True, strength=term("strength", strength))
    return opened


def test_each_submission_counts_once_as_it_stands_and_as_far_as_it_came():
    SubmissionFactory()
    SubmissionFactory(state="declined", decline_code="scope", decline_text="No.", decided_at=NOW)
    SubmissionFactory(state="withdrawn", withdrawn_at=NOW)
    lapsed = SubmissionFactory(state="lapsed", lapsed_at=NOW, lapse_reason="reviewers")
    RoundFactory(submission=lapsed, state="lapsed")
    RoundFactory()
    AssessmentFactory(round=RoundFactory(released=True))  # a draft: nothing of it is public
    in_an_issue = EntryFactory(preprint=assessed().version.preprint)
    publish(in_an_issue.issue)
    in_the_making = IssueFactory(number=2)
    EntryFactory(preprint=assessed().version.preprint, issue=in_the_making)
    shown = counted()
    assert shown.submissions == 8
    assert counts(shown.came) == {
        "Submitted": 8,
        "Sent for review": 5,
        "All reviews came in": 3,
        "Reviews and assessment are public": 2,
        "Selected for an issue": 1,
    }
    assert counts(shown.stand) == {
        "Waiting for the editors’ decision": 1,
        "Declined": 1,
        "Under review": 2,
        "Reviewed": 2,
        "Withdrawn": 1,
        "Lapsed": 1,
    }
    assert Entry.objects.count() == 2


def test_a_year_counts_what_was_submitted_in_it():
    assessed(submission=SubmissionFactory(accepted=True, submitted_at=EARLIER))
    SubmissionFactory()
    assert counted(EARLIER.year).submissions == 1
    assert [bar.count for bar in counted(NOW.year).came] == [1, 0, 0, 0, 0]
    assert counted().years == [EARLIER.year, NOW.year]
    given = {bar.label: bar.count for bar in counted(EARLIER.year).scales[0].terms}
    assert given["Important"] == sum(given.values()) == 1
    assert not any(bar.count for scale in counted(NOW.year).scales for bar in scale.terms)


def test_days_are_told_where_ten_can_be_counted():
    for days in range(1, 10):
        SubmissionFactory(accepted=True, decided_at=after(days=days))
    SubmissionFactory()  # waits: it has taken no time yet
    (decision, *others) = counted().steps
    assert (decision.count, decision.spread) == (9, None)
    SubmissionFactory(accepted=True, decided_at=after(days=10))
    (decision, *others) = counted().steps
    assert decision.spread.days == pytest.approx((1.9, 3.25, 5.5, 7.75, 9.1))
    assert decision.spread.median_in_words == "6 days"
    assert decision.spread.places == (125, 214, 363, 511, 600)
    assert [step.count for step in others] == [0, 0, 0]


def test_the_first_review_is_the_first_that_the_editors_take():
    for days in range(1, 11):
        opened = RoundFactory()
        ReviewFactory(round=opened, submitted=True, submitted_at=after(hours=1), status="refused")
        ReviewFactory(round=opened, submitted=True, submitted_at=after(days=days))
        ReviewFactory(round=opened, submitted=True, submitted_at=after(days=90))
        ReviewFactory(round=opened)
    first = counted().steps[1]
    assert (first.count, first.spread.median_in_words) == (10, "6 days")


def test_a_day_that_passes_without_anything_done_is_not_kept():
    set_days = {"triage_due_at": after(days=5)}
    SubmissionFactory(accepted=True, decided_at=after(days=5, hours=1), **set_days)
    SubmissionFactory(accepted=True, decided_at=after(days=6), **set_days)
    SubmissionFactory(**set_days)
    opened = RoundFactory(submission=SubmissionFactory(accepted=True, **set_days))
    due = {"round": opened, "due_on": after(days=9).date()}
    ReviewFactory(submitted=True, submitted_at=after(days=9), **due)
    ReviewFactory(submitted=True, submitted_at=after(days=11), **due)
    ReviewFactory(**due)
    ended = RoundFactory(state="assessed", released_at=NOW, closed_at=NOW)
    ReviewFactory(round=ended, due_on=NOW.date())  # not waited for any more

    def kept(**later):
        shown = counted(today=after(**later).date()).kept
        return [(bar.label, bar.count, bar.of) for bar in shown]

    assert kept(days=5) == [("Decisions on submissions", 3, 4), ("Reviews", 1, 2)]
    assert kept(days=6) == [("Decisions on submissions", 3, 5), ("Reviews", 1, 2)]
    assert kept(days=10) == [("Decisions on submissions", 3, 5), ("Reviews", 1, 3)]
    Preprint.objects.update(status="withdrawn", status_at=NOW)
    # Of works that left, what was done counts, and nothing else.
    assert kept(days=10) == [("Decisions on submissions", 3, 4), ("Reviews", 1, 2)]


def test_terms_are_counted_of_public_assessments():
    assessed()
    assessed(strength="compelling")
    AssessmentFactory(round=RoundFactory(), strength=term("strength", "inadequate"))
    (significance, strength) = counted().scales
    assert significance.label == "Significance of findings"
    given = {bar.label: (bar.count, bar.of) for bar in strength.terms if bar.count}
    assert given == {"Compelling": (1, 2), "Solid": (1, 2)}


def test_appeals_are_counted_but_for_those_of_reviewers(client):
    review = ReviewFactory(submitted=True, status="refused")
    of_work = {"work": review.round.submission, "text": "Read it again.", "by": review.reviewer}
    common = {**of_work, "filed_at": NOW, "due_at": NOW, "text_html": "<p>Read it again.</p>"}
    Appeal.objects.create(review=review, state="waiting", **common)
    Appeal.objects.create(
        **{**common, "by": UserFactory()},
        assessment=AssessmentFactory(published=True),
        state="dismissed",
        editor=UserFactory(editor=True),
        reason="Nothing new.",
        reason_html="<p>Nothing new.</p>",
        decided_at=NOW,
        taken_at=NOW,
    )
    found = {one.label: tuple(one.outcomes.values()) for one in counted().appeals}
    assert found == {
        "Against a decline": (0, 0, 0),
        "Against an assessment": (0, 1, 0),
    }
    page = client.get(PAGE).text
    assert "Read it again" not in page
    assert "refus" not in page
    assert f"/preprints/{review.version.preprint_id}/" not in page


def test_the_table_has_the_numbers_of_the_page(client):
    assessed(days=12)
    rows = list(csv.reader(client.get(TABLE).text.splitlines()))
    assert rows[0][:4] == ["part", "what", "count", "of"]
    assert ["how far they came", "Reviews and assessment are public", "1", "1"] in rows
    assert client.get(TABLE, {"year": EARLIER.year}).text != client.get(TABLE).text
    page = client.get(PAGE, {"year": NOW.year}).text
    assert f'href="{TABLE}?year={NOW.year}"' in page


@pytest.mark.parametrize("year", ["", "12026", "-900", "0000", "２０２６", "abcd", "9999"])
def test_a_year_that_is_none_is_no_fault(client, year):
    SubmissionFactory()
    answer = client.get(PAGE, {"year": year})
    assert answer.status_code == 200
    assert ("Nothing has been submitted" in answer.text) is (year == "9999")


def test_a_new_journal_says_that_nothing_came(client):
    assert "Nothing has been submitted" in client.get(PAGE).text
    assert client.get(TABLE).status_code == 200
