"""No act of an editor of a work is carried out while they are asked to declare their interests."""

import inspect

import pytest

from events.models import Event
from preprints.models import Preprint
from reviews.interest_errors import InterestsNotDeclared
from reviews.models import EditorInterests, Submission
from reviews.moves import MOVES
from reviews.moves.move import HANDLING, SECOND
from reviews.services import authorship, consent, submissions
from tests.at_once import claims, reviewing, works
from tests.factories.accounts import UserFactory
from tests.factories.reviews import RoundFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
OF_REVIEWS = [
    act
    for act in (*works.ACTS, *reviewing.ACTS, *claims.ACTS)
    if act.key.startswith("reviews.services.")
    and inspect.signature(act.service).parameters.keys() & {"editor", "second_editor", "by"}
]
# By the table: these people are editors of the work, so each of their acts must refuse.
OF_THE_TWO = {
    move.act for move in MOVES if move.who.startswith((HANDLING, SECOND, "one of the two editors"))
}
# Their own forms ask, and what they say is kept with the act: `keep_interests`.
ASK_THEMSELVES = {"propose_assessment", "declare_interests"}
# Called here by a managing editor who has no part in the work; the guard is that of the others.
FOR_CAUSE = {"redact_revision", "redact_correction"}


def ask_both_editors():
    """Of every work, as if somebody else had put both in their places; the editors, by work."""
    places = {}
    for one in Submission.objects.exclude(editor=None).exclude(state="submitted"):
        editors = {one.editor_id, one.second_editor_id} - {None}
        places.setdefault(one.preprint_id, set()).update(editors)
        for pk in editors:
            EditorInterests.objects.update_or_create(
                submission=one, editor_id=pk, defaults={"declared_at": None}
            )
    return places


def acts_of_undeclared(places, since):
    """The events of works that an editor recorded in them and is still asked."""
    asked = set(
        EditorInterests.objects.filter(declared_at=None).values_list(
            "submission__preprint", "editor"
        )
    )
    events = Event.objects.filter(pk__gt=since, preprint_id__in=places)
    return [one.kind for one in events if (one.preprint_id, one.actor_id) in asked]


@pytest.mark.parametrize("act", OF_REVIEWS, ids=str)
def test_an_editor_who_is_asked_does_nothing_else(act):
    call, bystander = act.prepare(), RoundFactory()
    places = ask_both_editors()
    since = Event.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    name = act.service.__name__
    if name in OF_THE_TWO - ASK_THEMSELVES - FOR_CAUSE:
        with pytest.raises(InterestsNotDeclared):
            call()
        assert not Event.objects.filter(pk__gt=since).exists()
        return
    try:
        call()
    except InterestsNotDeclared:
        return
    assert acts_of_undeclared(places, since) == []
    assert bystander.submission.editors_interests.filter(declared_at=None).count() == 2


def test_each_act_of_the_two_editors_is_called_here():
    assert {act.service.__name__ for act in OF_REVIEWS} >= OF_THE_TWO


def test_saying_what_kind_of_work_it_is_is_refused_too():
    """It is in no event."""
    of, other = RoundFactory(), RoundFactory()
    ask_both_editors()
    other.submission.editors_interests.update(declared_at=NOW)
    with pytest.raises(InterestsNotDeclared):
        submissions.classify_preprint(
            of.submission.preprint_id, editor=of.submission.editor, kind="essay", subjects=[]
        )
    submissions.classify_preprint(
        other.submission.preprint_id, editor=other.submission.editor, kind="essay", subjects=[]
    )
    kinds = Preprint.objects.order_by("pk").values_list("kind", flat=True)
    assert [kind == "essay" for kind in kinds] == [False, True]


def of_authors(of, author, person):
    """What an editor says of the authors of a work."""
    known = {"editor": of.submission.editor, "author_id": author.pk, "now": NOW}
    by = {"by": of.submission.editor, "now": NOW}
    pk = of.submission_id
    yield lambda: authorship.confirm_author(pk, person=person, **known)
    yield lambda: authorship.take_back_author(pk, reason="It is a namesake.", **known)
    yield lambda: consent.change_consent(pk, consent="declined", reason="Told us so.", **by)
    yield lambda: consent.ask_author(pk, email="ada@example.org", **by)


@pytest.mark.parametrize("number", range(4))
def test_who_the_authors_are_is_said_by_who_has_declared_alone(number):
    acts = []
    for of in (RoundFactory(), RoundFactory()):
        author = of.version.authors.first()
        if number == 1:
            of.version.authors.filter(pk=author.pk).update(user=UserFactory())
        acts.append(list(of_authors(of, author, UserFactory()))[number])
    EditorInterests.objects.create(
        submission=Submission.objects.order_by("pk").first(),
        editor=Submission.objects.order_by("pk").first().editor,
    )
    since = Event.objects.count()
    with pytest.raises(InterestsNotDeclared):
        acts[0]()
    assert Event.objects.count() == since
    acts[1]()
    assert Event.objects.count() > since
