"""Reviews, invitations and links of the journal of the access table, by their states."""

from typing import Any

from accounts.guests import make_guest
from reviews.models import Invitation, MailedLink, Review, Round
from reviews.services.mailed_links import mail_link, token_of
from tests.access.journal import Journal
from tests.access.made_rounds import make_round
from tests.factories.reviews import InvitationFactory, ReviewFactory
from tests.factories.times import NOW
from tests.reviews.links import link_of

SIGNED = {"byline_kind": "signed", "byline_name": "Grace Guest"}


def make_reviews(journal: Journal) -> None:
    cast, opened = journal.cast, journal.rounds["none"]
    journal.reviews |= {
        "draft": ReviewFactory(round=opened, reviewer=cast["reviewer"]),
        "draft, closed": ReviewFactory(
            round=journal.rounds["published"], reviewer=cast["reviewer"]
        ),
        "submitted": ReviewFactory(
            round=journal.rounds["proposed"],
            reviewer=cast["reviewer"],
            submitted=True,
            confirmed=True,
        ),
        "of co-rev.": ReviewFactory(
            round=opened, reviewer=cast["co-rev."], submitted=True, confirmed=True
        ),
        "published": journal.rounds["none"].reviews.published().get(),
        "too late": ReviewFactory(
            round=journal.rounds["published"], submitted=True, confirmed=True
        ),
    }


def make_guests(journal: Journal) -> None:
    """What the guest's links are for; "no link" are those of somebody else."""
    cast, opened = journal.cast, journal.rounds["none"]
    writing = _guests_review(opened, "writing@example.org")
    journal.reviews["guest's draft"] = writing
    journal.guest_links.append(link_of(writing.invitation))
    for state in ("link", "no link"):
        key = state.replace(" ", "-")
        round_of_it = make_round(cast)
        waiting = _guests_review(round_of_it, f"{key}@example.org", submitted=True, **SIGNED)
        journal.reviews[f"guest's, {state}"] = waiting
        confirm = mail_link(waiting, MailedLink.Purpose.CONFIRM_REVIEW, now=NOW)
        keep = mail_link(waiting, MailedLink.Purpose.KEEP_ACCOUNT, now=NOW)
        journal.links |= {f"confirm, {state}": confirm, f"keep, {state}": keep}
        if state == "link":
            journal.guest_links += [link_of(waiting.invitation), *map(address_of, (confirm, keep))]
    corrected = _guests_review(make_round(cast), "corrected@example.org", submitted=True, **SIGNED)
    Invitation.objects.filter(pk=corrected.invitation_id).update(
        corrected_by=cast["handling"], corrected_at=NOW
    )
    journal.reviews["corrected address"] = corrected
    ReviewFactory(
        round=make_round(cast), published=True, byline_kind="signed", byline_name="Nan Namesake"
    )
    journal.reviews["namesake"] = _guests_review(
        make_round(cast),
        "namesake@example.org",
        submitted=True,
        byline_kind="signed",
        byline_name="Nan Namesake",
    )
    disowned = _guests_review(make_round(cast), "disowned@example.org", submitted=True, **SIGNED)
    Review.objects.filter(pk=disowned.pk).update(status="disowned")
    Invitation.objects.filter(pk=disowned.invitation_id).update(state="disowned")
    disowned.refresh_from_db()
    journal.reviews["disowned"] = disowned
    own = _guests_review(make_round(cast), cast["reader"].email, submitted=True)
    journal.links["keep, of the reader"] = mail_link(own, MailedLink.Purpose.KEEP_ACCOUNT, now=NOW)


def address_of(link: MailedLink) -> str:
    page = {"confirm": "confirm-review", "keep": "keep-account"}[link.purpose]
    return f"/{page}/{token_of(link)}/"


def _guests_review(opened: Round, email: str, **fields: Any) -> Review:
    guest = make_guest("Grace Guest")
    invitation = InvitationFactory(round=opened, email=email, state="accepted", user=guest)
    return ReviewFactory(round=opened, reviewer=guest, invitation=invitation, **fields)


def make_invitations(journal: Journal) -> None:
    opened = journal.rounds["none"]
    for state in ("link", "no link"):
        asked = InvitationFactory(round=opened, email=f"asked-{state.replace(' ', '')}@example.org")
        journal.invitations[f"pending, {state}"] = asked
    journal.invitations |= {
        "accepted": journal.reviews["guest's draft"].invitation,
        "submitted": journal.reviews["guest's, link"].invitation,
        "disowned": journal.reviews["disowned"].invitation,
    }
    for state in ("revoked", "declined", "closed"):
        asked_for = journal.rounds["published"] if state == "closed" else opened
        journal.invitations[state] = InvitationFactory(
            round=asked_for, state=state, email=f"{state}@example.org"
        )
    journal.guest_links.append(link_of(journal.invitations["pending, link"]))
