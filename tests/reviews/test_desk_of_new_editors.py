"""Whoever was put in a place in a work finds at their desk that they are to declare first."""

from datetime import timedelta

import pytest
from django.urls import reverse

from reviews.interests import Interests
from reviews.models import EditorInterests, Submission
from reviews.services.declaring import declare_interests
from reviews.services.handing_over import hand_over
from reviews.services.triage import Decision, agree_to_proposal, propose_decision
from tests.factories.accounts import UserFactory
from tests.factories.reviews import RoundFactory, SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.desks import desk_of

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


def asked_on(editor, **asked):
    """Of the desk of one editor: the works in which they are to declare, and since when."""
    groups = [one for one in desk_of(editor, **asked).groups if one.name == "interests"]
    return [(row.version.preprint_id, row.since) for one in groups for row in one.rows]


def test_who_is_named_second_editor_has_a_row_from_the_acceptance_until_they_declare(client):
    first, agreeing, named = (UserFactory(editor=True) for _ in range(3))
    waits, other = SubmissionFactory(), RoundFactory()
    decision = Decision(is_accepted=True, second_editor=named)
    proposal = propose_decision(waits.pk, editor=first, decision=decision, now=NOW)
    assert asked_on(named) == [], "nobody has the place yet"
    agree_to_proposal(proposal.pk, editor=agreeing, now=LATER)
    assert asked_on(named) == [(waits.preprint_id, LATER)]
    everybody = (first, agreeing, other.submission.editor, other.submission.second_editor)
    assert [asked_on(one) for one in everybody] == [[]] * 4
    client.force_login(named)
    page = client.get(reverse("reviews:desk")).text
    place = f"{reverse('reviews:submission', args=[waits.pk])}#declare"
    assert page.count(f'href="{place}"') >= 1
    assert 'id="declare"' in client.get(place).text
    declare_interests(waits.pk, editor=named, interests=Interests.none(), now=LATER)
    assert asked_on(named) == []


def test_who_takes_over_has_it_since_then_and_a_reader_of_their_desk_no_button():
    of, new = RoundFactory(), UserFactory(editor=True)
    former = of.submission.editor
    EditorInterests.objects.create(submission=of.submission, editor=former)
    hand_over_now = {"place": "editor", "to": new, "now": LATER}
    EditorInterests.objects.update(declared_at=NOW)
    hand_over(of.submission_id, by=former, **hand_over_now)
    assert asked_on(new) == [(of.submission.preprint_id, LATER)]
    (own,) = desk_of(new, kind="interests").groups[0].rows
    (read,) = desk_of(new, kind="interests", reader=former).groups[0].rows
    assert ([act.words for act in own.acts], read.acts) == (["Declare them"], [])
    Submission.objects.filter(pk=of.submission_id).update(editor=former)
    assert asked_on(new) == [], "they have the place no more"
