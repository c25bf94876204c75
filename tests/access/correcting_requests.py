"""Factual corrections: who asks for one, and who answers."""

from collections.abc import Iterator

from reviews.services import correcting
from tests.access.journal import Journal
from tests.access.requests import Request, call, get, post
from tests.factories.times import NOW

ASKED = {"wrong": "Lemma 2 has no proof.", "right": "It is in Appendix B."}
ANSWERS = (correcting.accept_correction, correcting.refuse_correction)


def pages(journal: Journal) -> Iterator[Request]:
    for state in ("released", "with authors", "authors' time over", "published"):
        sent = journal.rounds[state]
        yield get("reviews:ask_for_correction", sent.pk, state=state)
        yield post("reviews:ask_for_correction", sent.pk, state=state, fields=ASKED)
    for state in ("waiting", "accepted", "refused"):
        correction = journal.other[f"correction, {state}"]
        answer = {"answer": "accept", "note": "So it is."}
        yield get("reviews:decide_correction", correction.pk, state=state)
        yield post("reviews:decide_correction", correction.pk, state=state, fields=answer)


def services(journal: Journal) -> Iterator[Request]:
    for state in ("with authors", "published"):
        yield call(
            correcting.ask_for_correction,
            lambda user, sent=journal.rounds[state]: correcting.ask_for_correction(
                sent.pk, author=user, review_id=None, point=None, now=NOW, **ASKED
            ),
            state=state,
        )
    for state in ("waiting", "accepted", "refused"):
        correction = journal.other[f"correction, {state}"]
        for act in ANSWERS:
            yield call(
                act,
                lambda user, act=act, pk=correction.pk: act(
                    pk, editor=user, note="So it is.", now=NOW
                ),
                state=state,
            )
