"""A reviewer who is late is reminded, takes more time, and is done, while the clock is moved."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reviews.services.reminding import remind_everybody
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory
from tests.journeys.people import Opinion, confirm, sign_in, write_review

pytestmark = pytest.mark.journey
EDITOR, LATE = "editor.late@example.org", "noor.late@example.org"
BEFORE, ON_THE_DAY = timedelta(days=-3), timedelta()


def late_review():
    """Due yesterday, or on the working day before that, as the calendar of reminders has it."""
    due_on = timezone.localdate() - timedelta(days=1)
    opened = RoundFactory(
        submission__editor=UserFactory(email=EDITOR, editor=True, verified=True),
        submission__preprint__status="under-review",
    )
    reviewer = UserFactory(email=LATE, name="Noor Late", verified=True)
    return ReviewFactory(round=opened, reviewer=reviewer, due_on=due_on)


def at_noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def test_a_late_reviewer_is_reminded_takes_more_time_and_is_done(journal, visit):
    with journal.inside():
        due_on = late_review().due_on
        for moved in (BEFORE, BEFORE, ON_THE_DAY, ON_THE_DAY):
            remind_everybody(now=at_noon(due_on + moved))
    editor = visit()
    sign_in(editor, EDITOR)
    expect(editor.get_by_role("heading", name="A review is late")).to_be_visible()
    confirm(editor.get_by_role("main"), "Remind")
    expect(editor.get_by_text("The reviewer is reminded.")).to_be_visible()
    mails = mails_of(journal, LATE, 3)
    assert all("/write/" in text for _subject, text in mails)
    page = visit()
    sign_in(page, LATE)
    take_more_time(page, due_on + timedelta(days=12))
    editor.goto("/editor/")
    expect(editor.get_by_role("heading", name="A review is late")).to_have_count(0)
    write_it(page)
    with journal.inside():
        for days in range(30):
            remind_everybody(now=at_noon(due_on + timedelta(days=days)))
    editor.goto("/editor/")
    editor.get_by_role("link", name="Read the review").click()
    expect(editor.get_by_text("It is late, and sound.")).to_be_visible()
    confirm(editor, "Accept this review")
    expect(editor.get_by_text("The review is accepted")).to_be_visible()
    reminders = [subject for subject, _text in journal.mails(LATE) if subject in dict(mails)]
    assert len(reminders) == 3, "nobody is reminded of what is done"


def mails_of(journal, to, count):
    """The mails to somebody, once there are so many."""
    deadline = time.monotonic() + 60
    while len(journal.mails(to)) < count and time.monotonic() < deadline:
        time.sleep(0.1)
    mails = journal.mails(to)
    assert len(mails) == count
    return mails


def take_more_time(page, day):
    page.get_by_role("link", name="Write the review").click()
    page.locator("summary", has_text="I need more time").click()
    page.get_by_label("Day", exact=True).fill(day.isoformat())
    page.get_by_role("button", name="I need more time").click()
    expect(page.get_by_text("You have more time now.")).to_be_visible()
    expect(page.locator("summary", has_text="I need more time")).to_have_count(0)


def write_it(page):
    opinion = Opinion("It is late, and sound.", "With my name", "Important", "Solid")
    write_review(page, opinion)
    page.get_by_role("button", name="Submit the review").click()
    expect(page.get_by_text("Your review is with the editor.")).to_be_visible()
