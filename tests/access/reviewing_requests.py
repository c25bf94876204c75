"""Where people submit, write, review and answer, and what secret links open."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from reviews.models import Assessment
from reviews.services.consent import token_of_request
from reviews.services.mailed_links import token_of
from reviews.services.stopped_mails import stop_token_of
from reviews.tokens import invitation_token
from tests.access.journal import CLOSED, Journal
from tests.access.made_reviews import address_of
from tests.access.requests import DRAFT, FORM, NOTHING, Request, get, post
from tests.factories.reviews import term
from tests.factories.times import day_to_type
from tests.reviews.links import link_of

SOON = {"due_on": day_to_type(10)}
ASKED = {"role": "reader", "reason": "It is discussed.", "interests_choice": "none"}


def review_fields() -> dict[str, Any]:
    return {
        "summary": "It asks how agents choose.",
        "strengths": "Clear.",
        "weaknesses": "1. Short.",
        "evidence": "Yes.",
        "byline_kind": "anonymous",
        "significance": term("significance", "important").pk,
        "strength": term("strength", "solid").pk,
        "confidence": "4",
        "interests_choice": "none",
        "ai_choice": "none",
        "submit_review": "1",
    }


def submitting(journal: Journal) -> Iterator[Request]:
    works, lookup = journal.works, journal.other["lookup"]
    yield get("reviews:submit")
    link = works["listed"].locations.get().url
    yield post("reviews:submit", fields={"link": link})
    yield get("reviews:submit_found_work", lookup.pk, state="found for the reader")
    yield post("reviews:submit_found_work", lookup.pk, state="found for the reader", fields=ASKED)
    for state in ("waiting", "failed"):
        other = journal.other[f"lookup, {state}"].pk
        yield get("reviews:submit_found_work", other, state=f"{state}, of the reader")
        yield post(
            "reviews:submit_found_work", other, state=f"{state}, of the reader", fields=ASKED
        )
    for state in (
        *("listed", "declined", "submitted", "under review", "assessed", "revised"),
        *("selected", "final"),
        *("withdrawn", "retracted", "lapsed"),
    ):
        work = works[state]
        yield get("reviews:submit_preprint", work.pk, state=state)
        yield post("reviews:submit_preprint", work.pk, state=state, fields=ASKED)


def claiming(journal: Journal) -> Iterator[Request]:
    """Each of them has a token for the one post, and none for the other."""
    for state in ("forum post", "other forum post", "listed", "withdrawn"):
        work = journal.works[state]
        yield get("reviews:claim_work", work.pk, state=state)
        yield post("reviews:start_forum_claim", work.pk, state=state)
        yield post("reviews:check_forum_claim", work.pk, state=state)
    post_id = journal.works["forum post"].pk
    yield get("reviews:start_forum_claim", post_id, state=FORM)
    yield get("reviews:check_forum_claim", post_id, state=FORM)


def reviewing(journal: Journal) -> Iterator[Request]:
    for state, name in (("round open", "under review"), ("round closed", "assessed")):
        work = journal.works[name]
        yield get("reviews:volunteer", work.pk, state=state)
        yield post("reviews:volunteer", work.pk, state=state, fields={"interests_choice": "none"})
    for state in (
        *("draft", "draft, closed", "submitted", "of co-rev.", "guest's draft", "disowned"),
    ):
        review = journal.reviews[state]
        yield get("reviews:write_review", review.pk, state=state)
        yield post("reviews:write_review", review.pk, state=state, fields=review_fields())
        yield post("reviews:extend_review", review.pk, state=state, fields=SOON)
    yield get("reviews:extend_review", journal.reviews["draft"].pk, state="draft")
    yield post("reviews:preview", fields={"field": "text", "text": "*Sound*"}, effect=NOTHING)
    yield get("reading:saved_text", journal.drafts["review"].key, state="of the reviewer")
    yield post("drafts:delete", journal.drafts["review"].key, effect=DRAFT)
    yield get("drafts:delete", journal.drafts["review"].key)


def answering_drafts(journal: Journal) -> Iterator[Request]:
    for state in ("accepted", "submitted"):
        review = journal.reviews[state]
        assessment = Assessment.objects.filter(round=review.round).first()
        seen = assessment.fingerprint if assessment else ""
        answer = {"answer": "dissent", "text": "There is a gap.", "seen": seen}
        yield post("reviews:answer_draft", review.pk, state=state, fields=answer)
    review = journal.reviews["of a draft"]
    answer["seen"] = review.round.assessment.fingerprint
    yield get("reviews:write_review", review.pk, state="asked about a draft")
    yield post("reviews:answer_draft", review.pk, state="asked about a draft", fields=answer)
    yield get("reviews:answer_draft", review.pk, state=FORM)


def responding(journal: Journal) -> Iterator[Request]:
    answer = {"text": "We agree.", "interests_choice": "none"}
    for state, work_id in (
        ("assessed", journal.works["assessed"].pk),
        ("not assessed", journal.works["under review"].pk),
        ("with authors", journal.rounds["with authors"].version.preprint_id),
    ):
        yield get("reviews:respond", work_id, state=state)
        yield post("reviews:respond", work_id, state=state, fields=answer)


def reading_first(journal: Journal) -> Iterator[Request]:
    for state in ("released", "with authors", "authors' time over", "published"):
        sent = journal.rounds[state]
        yield get("reviews:own_work", sent.submission.preprint_id, state=f"round {state}")
        yield post("reviews:post_round", sent.pk, state=state)
    yield get("reviews:post_round", journal.rounds["with authors"].pk, state=FORM)


def revising(journal: Journal) -> Iterator[Request]:
    note = {"note": "Section two is new."}
    declared = {state: revision.version for state, revision in journal.revisions.items()}
    for state, version in {**journal.newer_versions, **declared}.items():
        work, number = version.preprint_id, version.number
        yield get("reviews:own_work", work, state=state)
        yield get("reviews:declare_revision", work, number, state=state)
        yield post("reviews:declare_revision", work, number, state=state, fields=note)
        yield post("reviews:declare_final", work, number, state=state)
    newer = journal.newer_versions["newer"]
    yield get("reviews:declare_final", newer.preprint_id, newer.number, state=FORM)
    for state in ("under review", "withdrawn"):
        yield get("reviews:own_work", journal.works[state].pk, state=state)
        yield post("reviews:declare_revision", journal.works[state].pk, 1, state=state, fields=note)
        yield post("reviews:declare_final", journal.works[state].pk, 1, state=state)


def own_submissions(journal: Journal) -> Iterator[Request]:
    accepted = {"accepted": journal.rounds["none"].submission}
    asked = {"email": "third-author@example.org"}
    for state, one in {**journal.submissions, **accepted}.items():
        yield get("reviews:own_submission", one.pk, state=state)
        yield post("reviews:ask_author", one.pk, state=state, fields=asked)
        yield post("reviews:say_consent", one.pk, state=state, fields={"decline": "1"})
        yield post("reviews:withdraw_submission", one.pk, state=state)
        yield post("reviews:publish_reasons", one.pk, state=state)
        yield post("reviews:save_wishes", one.pk, state=state, fields={"aspects": "The proof."})
    own = ("ask_author", "say_consent", "withdraw_submission", "publish_reasons", "save_wishes")
    for name in own:
        yield get(f"reviews:{name}", journal.submissions["waiting"].pk, state=FORM)


def consent(journal: Journal) -> Iterator[Request]:
    """The link in an author's mail: nobody here has opened it; then everybody has."""
    asked = journal.other["consent request"]
    link = reverse("reviews:open_consent", args=[token_of_request(asked)])
    yield get("reviews:open_consent", token_of_request(asked))
    stop = ("reviews:stop_consent_mails", asked.pk, stop_token_of(asked))
    yield get(*stop)
    yield post(*stop)
    yield post(*stop, state="again", fields={"again": "1"})
    yield post(*stop[:2], token_of_request(asked), state="of the question")
    for opens, state in (("", "no link"), (link, "all have opened it")):
        yield get("reviews:consent", asked.pk, state=state, opens=opens)
        yield get("reviews:answer_consent", asked.pk, state=state, opens=opens)
        answer = {"declined": "1"}
        yield post("reviews:answer_consent", asked.pk, state=state, fields=answer, opens=opens)


def draft_keys(journal: Journal) -> dict[str, str]:
    """Of each kind of form, by what the table says of it."""
    rounds, assessments = journal.rounds, journal.assessments
    forms = {
        "review": ("review", journal.reviews["draft"]),
        "guest's review": ("review", journal.reviews["guest's draft"]),
        "submitted review": ("review", journal.reviews["of co-rev."]),
        "assessment": ("assessment", rounds["none"]),
        "assessment, closed": ("assessment", rounds["published"]),
        "response": ("response", rounds["published"]),
        "revision": ("revision", journal.newer_versions["newer"]),
        "revision, declared": ("revision", journal.revisions["waiting"].version),
        "decision": ("decision", journal.revisions["waiting"]),
        "decision, made": ("decision", journal.revisions["decided"]),
        "decline": ("decline", journal.submissions["waiting"]),
        "invite": ("invite", rounds["none"]),
        "return": ("return", assessments["proposed"]),
        "issue": ("issue", journal.issues["draft"]),
        "issue, published": ("issue", journal.issues["published"]),
        "entry": ("entry", journal.entries["first"]),
        "no form": ("nothing", rounds["none"]),
    }
    return {state: f"{kind}:{row.pk}" for state, (kind, row) in forms.items()}


def drafts(journal: Journal) -> Iterator[Request]:
    """Autosave, for each kind of form. The guest and whoever is signed out get no redirect."""
    typed = {"summary": "Sound", "text": "Sound", "title": "Trust"}
    for state, key in draft_keys(journal).items():
        yield post("drafts:save", key, state=state, fields=typed, effect=DRAFT)


def links(journal: Journal) -> Iterator[Request]:
    """The guest's own links, and the pages behind them: whoever has not opened them finds none."""
    for state in ("pending, link", "accepted", "submitted", *CLOSED):
        invitation = journal.invitations[state]
        yield get("reviews:open_invitation", invitation_token(invitation.nonce), state=state)
    for state in ("pending, link", "pending, no link", "accepted", "submitted"):
        yield from _invitation_pages(journal, state)
    for state in ("link", "no link"):
        confirm, keep = (journal.links[f"{kind}, {state}"] for kind in ("confirm", "keep"))
        yield get("reviews:open_confirmation", token_of(confirm), state=state)
        yield from _confirmation_pages(confirm, state=state)
        yield get("reviews:open_keep_account", token_of(keep), state=state)
        yield from _keeping_pages(keep, state=state)
        review = journal.reviews[f"guest's, {state}"]
        yield post("reviews:mail_confirmation_again", review.pk, state=state)
        yield post("reviews:offer_account", review.pk, state=state)
    for name in ("mail_confirmation_again", "offer_account"):
        yield post(f"reviews:{name}", journal.reviews["disowned"].pk, state="disowned")
        yield get(f"reviews:{name}", journal.reviews["guest's, link"].pk)


def opened_links(journal: Journal) -> Iterator[Request]:
    """The same pages once each of them has opened the link, as somebody forwards a mail."""
    asked = journal.invitations["pending, no link"]
    yield from _invitation_pages(journal, "pending, no link", opens=link_of(asked))
    confirm, keep = journal.links["confirm, no link"], journal.links["keep, no link"]
    yield from _confirmation_pages(confirm, state="no link", opens=address_of(confirm))
    yield from _keeping_pages(keep, state="no link", opens=address_of(keep))


def _invitation_pages(journal: Journal, state: str, opens: str = "") -> Iterator[Request]:
    pk, shown = journal.invitations[state].pk, _shown(state, opens)
    as_guest = {"answer_as": "guest", "interests_choice": "none", "name": "Grace Guest"}
    yield get("reviews:opened_invitation", pk, state=shown, opens=opens)
    yield post("reviews:accept_invitation", pk, state=shown, fields=as_guest, opens=opens)
    yield post("reviews:decline_invitation", pk, state=shown, opens=opens)
    yield post("reviews:propose_due_day", pk, state=shown, opens=opens, fields=SOON)
    yield post("reviews:leave_invitation", pk, state=shown, opens=opens, effect=NOTHING)
    for name in ("accept_invitation", "decline_invitation", "leave_invitation", "propose_due_day"):
        yield get(f"reviews:{name}", pk, state=shown, opens=opens)


def _confirmation_pages(link: Any, *, state: str, opens: str = "") -> Iterator[Request]:
    shown = _shown(state, opens)
    yield get("reviews:confirmation", link.pk, state=shown, opens=opens)
    yield post("reviews:confirm_review", link.pk, state=shown, opens=opens)
    yield post("reviews:disown_review", link.pk, state=shown, opens=opens)
    for name in ("confirm_review", "disown_review"):
        yield get(f"reviews:{name}", link.pk, state=shown, opens=opens)


def _keeping_pages(link: Any, *, state: str, opens: str = "") -> Iterator[Request]:
    account = {"name": "Grace Guest", "password": "a long enough one"}
    shown = _shown(state, opens)
    yield get("reviews:keep_account", link.pk, state=shown, opens=opens)
    yield post("reviews:keep_account", link.pk, state=shown, opens=opens, fields=account)


def _shown(state: str, opens: str) -> str:
    return state.replace("no link", "all have opened it") if opens else state
