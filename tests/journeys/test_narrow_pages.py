"""Pages fit the narrowest phones, whatever people are called."""

import pytest
from django.utils import timezone

from accounts.models import Profile
from ingest.models import OrganisationLookup
from reviews.models import ForumClaim
from reviews.services.forum_claims import start_forum_claim
from tests.factories.accounts import UserFactory
from tests.factories.preprints import forum_post
from tests.factories.reviews import InvitationFactory, RoundFactory, SubmissionFactory
from tests.journeys.people import sign_in

pytestmark = pytest.mark.journey
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


def overflow(page, address):
    """By how many pixels the page at the address is too wide."""
    assert page.goto(address).ok
    found, there = page.evaluate(WIDTHS)
    return found - there


def test_long_names_do_not_widen_a_page(journal, visit):
    with journal.inside():
        person = UserFactory(email="narrow@example.org", name="Nia", editor=True, verified=True)
        looked_at = [{"url": "https://forum.example/users/x", "name": LONG}]
        post = forum_post("SyntheticNarrow01")
        claim = start_forum_claim(post.pk, by=person, now=timezone.now())
        ForumClaim.objects.filter(pk=claim.pk).update(
            outcome="not-found", looked_at=looked_at, answered_at=timezone.now()
        )
        Profile.objects.filter(user=person).update(affiliation=LONG)
        found = [{"ror": "05dxps055", "name": LONG, "place": LONG}]
        OrganisationLookup.objects.create(
            user=person, typed=LONG, found=found, answered_at=timezone.now()
        )
        second = UserFactory(name=LONG, editor=True)
        submission = SubmissionFactory(accepted=True, editor=person, second_editor=second)
        asked = RoundFactory(submission=submission)
        InvitationFactory(round=asked, email=f"{LONG.lower()[:40]}@example.org", name=LONG)
    page = visit(viewport={"width": 320, "height": 700})
    sign_in(page, "narrow@example.org")
    addresses = [
        f"/preprints/{post.pk}/wrote/",
        "/me/affiliation/",
        f"/editor/submissions/{submission.pk}/",
        f"/editor/submissions/{submission.pk}/hand-over/",
    ]
    assert {one: overflow(page, one) for one in addresses} == dict.fromkeys(addresses, 0)
    only = page.get_by_label("Editor who handles it: Nia")
    assert only.is_checked(), "one place only need not be chosen"
    page.goto("/me/affiliation/")
    radio, words = page.get_by_role("radio").bounding_box(), page.locator("label").bounding_box()
    assert radio["y"] < words["y"] + words["height"], "the words stand beside what is ticked"
    assert words["x"] > radio["x"]


def test_an_address_is_not_broken_where_there_is_room(journal, visit):
    with journal.inside():
        editor = UserFactory(email="roomy@example.org", editor=True, verified=True)
        asked = RoundFactory(submission=SubmissionFactory(accepted=True, editor=editor))
        InvitationFactory(
            round=asked,
            name="Odell Fairwater",
            email="odell.fairwater@demo.example",
            state="declined",
            reason="I am away until spring, and know too little of the second half of it. " * 4,
        )
    page = visit(viewport={"width": 1280, "height": 800})
    sign_in(page, "roomy@example.org")
    page.goto(f"/editor/submissions/{asked.submission_id}/")
    address = page.locator("#invitations").get_by_text("odell.fairwater@demo.example")
    assert address.evaluate("one => one.getClientRects().length") == 1
