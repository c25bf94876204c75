"""Whatever stands in public in the words of a person can be redacted: every field is named."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, JSONField, SlugField, TextField

from reviews.models import Appeal, ConfirmedAssessment, IssueInterests, Reopening, RevisionAnswer
from reviews.models.sealed_originals import KINDS, kind_of
from reviews.redaction_parts import parts_of
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    CorrectionFactory,
    ResponseFactory,
    ReviewFactory,
    RevisionFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.reviews.public_texts import (
    NOT_PUBLIC,
    PUBLIC_AS_THEY_ARE,
    REDACTABLE,
    public_names,
)

pytestmark = pytest.mark.django_db
RANDOM_OR_MADE = re.compile(r".*(_html|_hash|\.nonce)")
WITHDRAWN = {"withdrawn_at": NOW, "withdrawn_as": "journal"}


def stored_texts() -> Iterator[str]:
    for app in ("reviews", "curation"):
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.concrete_fields:
                is_text = isinstance(field, CharField | TextField | JSONField | ArrayField)
                is_free = not (field.choices or field.primary_key or isinstance(field, SlugField))
                name = f"{model.__name__}.{field.name}"
                if is_text and is_free and not RANDOM_OR_MADE.fullmatch(name):
                    yield name


def test_every_stored_text_is_redactable_or_named_with_why_it_is_not():
    named = [*REDACTABLE.values(), *PUBLIC_AS_THEY_ARE.values(), NOT_PUBLIC]
    assert sorted(stored_texts()) == sorted(name for names in named for name in names)
    assert set(REDACTABLE) == set(KINDS)


def test_the_api_reads_no_column_that_is_named_as_its_peoples_alone():
    """By the names that no public column shares: what it reads of those is public."""
    names = {name.partition(".")[2] for name in NOT_PUBLIC}
    own = names - {name.partition(".")[2] for name in public_names()}
    own = {name for name in own if "_" in name}  # a word of its own, as others are not
    texts = " ".join(path.read_text() for path in sorted(Path("api").rglob("*.py")))
    assert {"release_reason", "take_over_reason"} < own
    assert [name for name in sorted(own) if re.search(rf"\b{name}\b", texts)] == []


def redacted(name: str) -> list[dict[str, str]]:
    return [{"part": "text", "reason": f"{name}.redactions", "on": "2026-03-02"}]


def texts(model: str, *fields: str) -> dict[str, Any]:
    """In each of these fields its own name; in what was redacted the name of that field, too."""
    return {name: f"{model}.{name}" for name in fields} | {"redactions": redacted(model)}


def one_of_each() -> Iterator[Any]:
    """A row of each kind in which each field holds its own name, as it stands in public."""
    parts = ("summary", "strengths", "weaknesses", "evidence", "recommendations")
    review = ReviewFactory(
        published=True,
        byline_kind="signed",
        **texts("Review", *parts, "competing_interests", "ai_use"),
    )
    of, declared = review.round, {"editor": "second", "declared": "words", "interest_kinds": []}
    assessment = AssessmentFactory(
        round=of,
        published=True,
        other_interests=[{**declared, "words": "Assessment.other_interests"}],
        **texts("Assessment", "text", "competing_interests"),
    )
    revision = RevisionFactory(round=of, **texts("Revision", "note"))
    RevisionAnswer.objects.create(revision=revision, review=review, text="RevisionAnswer.text")
    yield from (review, assessment, revision)
    yield ResponseFactory(round=of, **texts("Response", "text", "competing_interests"))
    yield CorrectionFactory(
        round=of, posted_at=NOW, **texts("Correction", "wrong", "right", "note")
    )
    yield Reopening(
        assessment=assessment,
        interests=[{**declared, "words": "Reopening.interests"}],
        decision_interests=[{**declared, "words": "Reopening.decision_interests"}],
        **texts("Reopening", "reason", "decision_reason"),
    )
    yield ConfirmedAssessment(
        assessment=assessment,
        interests=[{**declared, "words": "ConfirmedAssessment.interests"}],
        **texts("ConfirmedAssessment", "reason"),
    )
    yield IssueInterests(version=of.version, **texts("IssueInterests", "competing_interests"))
    yield Appeal(
        assessment=assessment,
        work=of.submission,
        interests=[{**declared, "words": "Appeal.interests"}],
        **texts("Appeal", "reason"),
    )
    for name, factory in (
        ("Review", ReviewFactory),
        ("Assessment", AssessmentFactory),
        ("Response", ResponseFactory),
    ):
        published = {} if name == "Response" else {"published": True}
        made = factory(**published)
        for field, value in {**WITHDRAWN, **texts(name, "withdrawal_reason")}.items():
            setattr(made, field, value)
        yield made
    yield declined_twice()


def declined_twice() -> Any:
    """Once taken back by an appeal."""
    said = {"editor": "declined", "declared": "words", "interest_kinds": []}
    declined = SubmissionFactory(
        state="declined",
        decided_at=NOW,
        reasons_published_at=NOW,
        decline_code="other",
        decline_text="Submission.decline_text",
        decline_interests=[{**said, "words": "Submission.decline_interests"}],
        redactions=[
            {"part": "decline-1", "reason": "Submission.redactions", "on": "2026-03-02"},
        ],
    )
    kept = {"code": "other", "text": "Appeal.published_decline", "interests": []}
    Appeal.objects.create(
        work=declined,
        declined=declined,
        by=UserFactory(),
        editor=UserFactory(editor=True),
        state="upheld",
        text="It is not.",
        reason="Indeed.",
        filed_at=NOW,
        due_at=NOW,
        decided_at=NOW,
        published_decline=kept,
    )
    return declined


def test_what_is_named_as_redactable_is_a_part_of_its_row():
    found: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for row in one_of_each():
        found[kind_of(row)] |= set(parts_of(row).values())
    assert found == REDACTABLE
    assert public_names().isdisjoint(NOT_PUBLIC)
