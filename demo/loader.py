"""Loading the demo: every step goes through the journal's own services, in the order of its day."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Pseudonym, Role, User
from accounts.services import ensure_profile, give_role
from demo import DEMO_PASSWORD, acts, content, issues
from demo.diary import Diary
from demo.journeys import Journey
from events.checkpoints import make_checkpoint
from events.models import Outbox
from preprints.models import Preprint, Subject
from preprints.record import Record
from preprints.services import store_record
from reviews.services import forum_claims

LISTED_DAY = -300


def is_loaded() -> bool:
    return User.objects.filter(email="editor@demo.invalid").exists()


@transaction.atomic
def load_demo(now: datetime) -> dict[str, int]:
    """Fill an empty journal; returns how much of what there is."""
    diary = Diary(now)
    load_subjects()
    load_people(diary)
    plan_works(diary)
    for submission in content.read_submissions():
        journey = Journey(diary, submission)
        journey.plan()
        acts.plan(journey)
    issues.plan(diary)
    diary.happen()
    issues.begin_next(diary, now)
    # What happened long ago needs no mail today.
    Outbox.objects.filter(done_at=None).update(done_at=now)
    make_checkpoint(now)
    return {
        "preprints": Preprint.objects.count(),
        "people": len(diary.people),
        "days planned": len(diary.steps),
    }


def load_subjects() -> None:
    for fields in content.read("subjects")["subject"]:
        Subject.objects.update_or_create(slug=fields["slug"], defaults=fields)


def load_people(diary: Diary) -> None:
    password = make_password(DEMO_PASSWORD)  # slow by design, so once for all of them
    for fields in content.read("people")["person"]:
        diary.people[fields["handle"]] = load_person(fields, password)


def load_person(fields: dict[str, Any], password: str) -> User:
    is_administrator = Role.Name.ADMINISTRATOR in fields["roles"]
    user = User.objects.create(
        email=fields["email"],
        password=password,
        is_staff=is_administrator,
        is_superuser=is_administrator,
    )
    profile = ensure_profile(user, name=fields["name"])
    profile.handle = fields["handle"]
    profile.affiliation, profile.bio = fields["affiliation"], fields["bio"]
    profile.save()
    for role in fields["roles"]:
        give_role(user, role)
    if pseudonym := fields.get("pseudonym"):
        Pseudonym.objects.create(user=user, name=pseudonym)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def plan_works(diary: Diary) -> None:
    """Works are listed some time before they are submitted, the others spread over the year."""
    classified = {one["work"]: one for one in content.read("listed")["listed"]}
    submitted = {one["work"]: one for one in content.read_submissions()}
    records = {**content.arxiv_records(), **content.invented_records()}
    for order, (key, record) in enumerate(records.items()):
        known = submitted.get(key) or classified.get(key, {})
        day = known["submitted_day"] if key in submitted else LISTED_DAY + order * 3

        def list_work(
            now: datetime, key: str = key, record: Any = record, known: Any = known
        ) -> None:
            preprint = store_record(record, now=now).preprint
            preprint.kind = known.get("kind", "unknown")
            preprint.save(update_fields=["kind"])
            preprint.subjects.set(Subject.objects.filter(slug__in=known.get("subjects", [])))
            diary.works[key] = preprint

        diary.add(min(day, -1), list_work)
        if "claimed_day" in known:
            diary.add(known["claimed_day"], partial(start_forum_claim, diary, known))
    for day, revised in content.revisions():
        diary.add(day, partial(store_later, revised))


def start_forum_claim(diary: Diary, known: dict[str, Any], now: datetime) -> None:
    """Somebody has a token, and has not placed it on their profile yet."""
    preprint = diary.works[known["work"]]
    forum_claims.start_forum_claim(preprint.pk, by=diary.people[known["claimed_by"]], now=now)


def store_later(record: Record, now: datetime) -> None:
    """As its source has it from then on: edited, or withdrawn."""
    store_record(replace(record, posted_at=now), now=now)
