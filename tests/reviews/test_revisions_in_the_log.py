"""What the event log holds of a revision, and of what the editor chose."""

import pytest

from events.completeness import compare_with_published
from events.models import Event
from reviews.models import Revision
from tests.reviews.revised import declared_revision, revised_work
from tests.reviews.test_revisions import decide, declare
from tests.rewriting import rewriting

pytestmark = pytest.mark.django_db


def test_the_log_holds_the_note_and_the_answers():
    revised = revised_work()
    revision = declare(revised, answers={1: "We agree."})
    event = Event.objects.get(kind="revision.declared")
    assert event.data["revision"] == revision.identifier
    assert problems() == []
    with rewriting():
        revision.answers.update(text="We never agreed.")
    assert problems() == [revision.identifier]
    with rewriting():
        revision.answers.update(text="We agree.")
        Revision.objects.update(author_name="Eve Else")
    assert len(problems()) == 1


def problems():
    """Of revisions alone: the other rows here were made without events."""
    return [name for name in compare_with_published().unlogged if name.endswith(".c")]


def test_what_follows_is_public_and_why_is_not():
    revision = declared_revision()
    decide(revision, "none", reason="Nothing of substance changed.")
    event, row = Event.objects.get(kind="revision.decided"), f"revision {revision.pk}"
    assert (event.is_public, event.data) == (True, {"row": row, "decision": "none"})
