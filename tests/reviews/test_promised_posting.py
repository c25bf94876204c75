"""What pages promise of the day of the posting: true also where a correction holds it up."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from preprints.models import Preprint
from reading.selectors.me import my_page
from reviews.models import Round
from reviews.selectors.author_waiting import Reader, author_waiting
from reviews.selectors.own_waiting import own_waiting
from reviews.services import posting
from tests.reviews.desks import waiting as waiting_rows
from tests.reviews.test_corrections import (
    LATER,
    POST_BY,
    UNTIL,
    answer,
    ask,
    author_of,
    signed_in,
    with_authors,
)

pytestmark = pytest.mark.django_db
SILENT = UNTIL + timedelta(days=2)  # the editor has not answered, and nothing is posted


@pytest.fixture
def rounds():
    """Of two works: a correction of the first waits, that of the second is answered."""
    held_up, answered = with_authors(), with_authors()
    ask(held_up)
    answer(ask(answered))
    for sent in (held_up, answered):
        Preprint.objects.filter(pk=sent.submission.preprint_id).update(status="under-review")
    return held_up, answered


def words_of(client, url):
    return " ".join(client.get(url).text.split())


def test_the_authors_are_not_late_while_the_editor_is_silent(rounds):
    held_up, answered = rounds
    assert posting.post_due_rounds(now=SILENT) == 1
    answered.refresh_from_db()
    assert answered.state == "assessed"
    for is_author, said in ((True, "once the handling editor has answered"), (False, "Then all")):
        waiting = author_waiting(held_up.submission, Reader(is_author=is_author), now=SILENT)
        assert said in waiting.words
        assert (waiting.until, waiting.is_late) == (POST_BY.date(), False)


def test_where_nothing_waits_the_earlier_day_holds(rounds):
    waiting = author_waiting(rounds[1].submission, Reader(is_author=True), now=LATER)
    assert waiting.until == UNTIL.date()
    assert "posted by themselves" in waiting.words


def test_the_lists_name_the_day_on_which_it_is_posted(rounds):
    for sent, until in zip(rounds, (POST_BY, UNTIL), strict=True):
        (own,) = own_waiting(author_of(sent), now=SILENT)
        (row,) = waiting_rows(sent.submission.editor, now=SILENT)
        assert [own.due, row.due] == [until, until]
        (work,) = my_page(author_of(sent), now=SILENT).own_preprints
        assert work.waiting.until == (until.date() if until == POST_BY else None)


def test_readers_read_both_days_and_not_whether_a_correction_waits(rounds, client, monkeypatch):
    both = (
        "all is posted by 16 March 2026, or by 23 March 2026 if the editors have factual "
        "corrections to answer."
    )
    for now, words in ((LATER, both), (SILENT, "first; all is posted by 23 March 2026.")):
        monkeypatch.setattr("django.utils.timezone.now", lambda at=now: at)
        for sent in rounds:
            page = words_of(client, sent.version.preprint.get_absolute_url())
            assert words in page


def test_editors_reviewers_and_authors_read_both_days(rounds):
    sent = rounds[0]
    days = {"respond_until": UNTIL.replace(year=2999), "post_by": POST_BY.replace(year=2999)}
    Round.objects.filter(pk=sent.pk).update(**days)  # the pages ask the real clock
    review = sent.reviews.get()
    pages = {
        sent.submission.editor: reverse("reviews:submission", args=[sent.submission_id]),
        review.reviewer: reverse("reviews:write_review", args=[review.pk]),
        author_of(sent): reverse("reviews:own_work", args=[sent.version.preprint_id]),
    }
    for person, url in pages.items():
        page = words_of(signed_in(person), url)
        assert "16 March 2999" in page
        assert ">23 March 2999</time> at the latest" in page


def test_an_author_reads_the_day_on_which_it_may_be_posted(rounds):
    """An answer on the next day leaves them that day, not the one of the silent editor."""
    held_up, _answered = rounds
    waiting = author_waiting(held_up.submission, Reader(is_author=True), now=LATER)
    assert waiting.until == UNTIL.date()
    assert f"on {date_format(POST_BY, 'j F Y')} at the latest" in waiting.words
    (row,) = own_waiting(author_of(held_up), now=LATER)
    assert row.due.date() == UNTIL.date()
    (row,) = own_waiting(author_of(held_up), now=SILENT)
    assert row.due.date() == POST_BY.date()


def test_what_is_answered_late_is_posted_and_neither_late_nor_promised_for_a_day_gone(rounds):
    sent = rounds[1]
    waiting = author_waiting(sent.submission, Reader(is_author=True), now=SILENT)
    assert (waiting.until, waiting.is_late) == (None, False)
    assert "is over" in waiting.words
