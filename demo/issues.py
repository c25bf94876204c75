"""The demo's issues: two published, one in the making."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from curation.models import Entry
from curation.services import building, declaring, publishing
from demo import content
from demo.diary import Diary
from reviews.interests import Interests
from reviews.models import Reopening, Submission
from reviews.services import reopened_assessments


def plan(diary: Diary) -> None:
    for planned in content.read("issues")["issue"]:
        if "published_day" in planned:
            diary.add(planned["published_day"], partial(publish, diary, planned))
        for one in planned.get("reopened", []):
            diary.add(one["day"], partial(reopen, diary, one))
            if "decided_day" in one:
                diary.add(one["decided_day"], partial(say_it_stands, diary, one))


def reopen(diary: Diary, planned: dict[str, Any], now: datetime) -> None:
    """The assessment of a selected work is looked at again."""
    reopened_assessments.reopen_assessment(
        _submission(diary, planned).pk,
        editor=diary.people[planned["by"]],
        reason=planned["reason"],
        now=now,
    )


def say_it_stands(diary: Diary, planned: dict[str, Any], now: datetime) -> None:
    submission = _submission(diary, planned)
    assert submission.editor is not None  # noqa: S101 - a constraint says so
    reopened_assessments.decide_reopening(
        submission.pk,
        editor=submission.editor,
        decision=Reopening.Decision.STANDS,
        reason=planned["decision"],
        due_on=now.date(),
        seen=Reopening.objects.of_submission(submission).latest("pk").pk,
        now=now,
    )


def _submission(diary: Diary, planned: dict[str, Any]) -> Submission:
    return Submission.objects.get(
        preprint=diary.works[planned["work"]], state=Submission.State.ACCEPTED
    )


def begin_next(diary: Diary, now: datetime) -> None:
    """The issue in the making, with what is written of it so far."""
    for planned in content.read("issues")["issue"]:
        if "published_day" not in planned:
            build(diary, planned, now - timedelta(hours=2))


def publish(diary: Diary, planned: dict[str, Any], now: datetime) -> None:
    issue_id, editor = build(diary, planned, now), diary.people[planned["editor"]]
    versions = Entry.objects.filter(issue=issue_id).values_list("version", flat=True)
    declaring.declare_interests(
        issue_id,
        declared=dict.fromkeys(versions, Interests.none()),
        editor=editor,
        now=now,
    )
    publishing.publish_issue(issue_id, editor=editor, now=now)


def build(diary: Diary, planned: dict[str, Any], now: datetime) -> int:
    editor = diary.people[planned["editor"]]
    issue = building.create_issue(
        editor=editor,
        title=planned["title"],
        volume=planned["volume"],
        number=planned["number"],
        now=now,
    )
    building.save_issue(
        issue.pk,
        editor=editor,
        title=planned["title"],
        editorial=planned["editorial"].strip(),
        now=now,
    )
    for wanted in planned["entries"]:
        recommended_by = diary.people[wanted["recommended_by"]]
        entry = building.add_entry(
            issue.pk,
            preprint_id=diary.works[wanted["work"]].pk,
            editor=recommended_by,
            interests=Interests.none(),
            now=now,
        )
        building.save_entry(
            entry.pk,
            editor=recommended_by,
            section=wanted["section"],
            recommendation=wanted["recommendation"].strip(),
            now=now,
        )
    return issue.pk
