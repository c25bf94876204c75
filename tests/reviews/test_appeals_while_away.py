"""An appeal against the assessment of a work that is away: nothing could follow from it."""

import pytest

from reviews.errors import WorkWithdrawn
from reviews.models import Appeal
from reviews.services import appealing
from tests.factories.accounts import UserFactory
from tests.reviews import appeals
from tests.reviews.revised import revised_work
from tests.reviews.test_left_works import leave

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["withdrawn", "retracted"])
def test_it_is_not_upheld_and_can_be_dismissed(status):
    of, elsewhere = (appeals.appeal_assessment(revised_work()) for _ in range(2))
    leave(of.work, status)
    editor = UserFactory(editor=True)
    with pytest.raises(WorkWithdrawn):
        appeals.decide(of, editor)
    assert Appeal.objects.get(pk=of.pk).state == "taken"
    appealing.dismiss_appeal(of.pk, editor=editor, reason="It is gone.", now=of.filed_at)
    assert appeals.decide(elsewhere, editor).state == "upheld"
