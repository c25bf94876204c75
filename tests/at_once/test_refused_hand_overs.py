"""Who names several people at once is counted as who names them one after the other."""

import pytest

from events.models import Event
from reviews.handover_errors import CannotTakeOver, TooManyRefusals
from reviews.limits import HAND_OVER_REFUSALS_A_DAY
from reviews.services.handing_over import hand_over
from tests.at_once.sending import send
from tests.factories.accounts import UserFactory
from tests.factories.reviews import RoundFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_refusals_of_different_works_at_once_are_all_counted():
    """No lock of a work keeps them apart."""
    works = [RoundFactory().submission for _ in range(HAND_OVER_REFUSALS_A_DAY + 1)]
    managing, reader = UserFactory(managing_editor=True), UserFactory()
    sent = {"place": "editor", "to": reader, "by": managing, "reason": "It waits.", "now": NOW}
    came = send(*[lambda pk=work.pk: hand_over(pk, **sent) for work in works])
    refused = [type(error) for error in came.raised]
    assert refused.count(CannotTakeOver) == HAND_OVER_REFUSALS_A_DAY
    assert refused.count(TooManyRefusals) == 1
    logged = Event.objects.filter(kind="submission.hand_over_refused", actor_id=managing.pk)
    assert logged.count() == HAND_OVER_REFUSALS_A_DAY
