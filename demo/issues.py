"""The demo's issues: two published, one in the making."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from curation.services import building, publishing
from demo import content
from demo.diary import Diary


def plan(diary: Diary) -> None:
    for told in content.read("issues")["issue"]:
        if "published_day" in told:
            diary.add(told["published_day"], partial(publish, diary, told))


def begin_next(diary: Diary, now: datetime) -> None:
    """The issue in the making, with what is written of it so far."""
    for told in content.read("issues")["issue"]:
        if "published_day" not in told:
            build(diary, told, now - timedelta(hours=2))


def publish(diary: Diary, told: dict[str, Any], now: datetime) -> None:
    issue_id = build(diary, told, now)
    publishing.publish_issue(issue_id, editor=diary.people[told["editor"]], now=now)


def build(diary: Diary, told: dict[str, Any], now: datetime) -> int:
    editor = diary.people[told["editor"]]
    issue = building.create_issue(
        editor=editor,
        title=told["title"],
        volume=told["volume"],
        number=told["number"],
        now=now,
    )
    building.save_issue(
        issue.pk, editor=editor, title=told["title"], editorial=told["editorial"].strip()
    )
    for wanted in told["entries"]:
        recommended_by = diary.people[wanted["recommended_by"]]
        entry = building.add_entry(
            issue.pk,
            preprint_id=diary.works[wanted["work"]].pk,
            editor=recommended_by,
            now=now,
        )
        building.save_entry(
            entry.pk,
            editor=recommended_by,
            section=wanted["section"],
            recommendation=wanted["recommendation"].strip(),
        )
    return issue.pk
