"""A work is selected once: the checklist says so, and the database refuses what gets around it."""

import pytest
from django.db import IntegrityError, transaction

from curation.models import Issue
from curation.selectors.candidates import candidates
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


def test_no_second_issue_with_the_work_is_published():
    first, second, other = (IssueFactory(number=number) for number in (1, 2, 3))
    entry = EntryFactory(issue=first)
    EntryFactory(issue=second, preprint=entry.preprint)
    bystander = EntryFactory(issue=other)
    publish(first)
    with pytest.raises(IntegrityError, match="selected once"), transaction.atomic():
        publish(second)
    publish(other)
    assert set(Issue.objects.published()) == {first, other}
    waiting = {candidate.preprint.pk for candidate in candidates(now=NOW).candidates}
    assert not waiting & {entry.preprint_id, bystander.preprint_id}
