"""A small journal with one of each thing, and an address of each page of ours that shows one.

Who may open which is told by `tests/access/access.txt`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from drafts.models import Draft
from events.checkpoints import make_checkpoint
from events.services import record_event
from following.services import follow
from following.things import Thing, ThingKind
from mails.turning_off import off_url
from reading.books.files import make_files
from reviews.models import Invitation, MailedLink, TriageProposal
from reviews.services.consent import token_of_request
from reviews.services.consent_steps import mail_request
from reviews.services.mailed_links import mail_link, token_of
from reviews.services.stopped_mails import stop_token_of
from reviews.tokens import invitation_token
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.mails import make_mail
from tests.factories.preprints import EditFactory, SubjectFactory, VersionFactory
from tests.factories.reviews import (
    AssessmentFactory,
    CorrectionFactory,
    InvitationFactory,
    ResponseFactory,
    ReviewFactory,
    RevisionFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.made_once import check_what_was_made, made_once

# Sign-in is django-allauth's; the admin is Django's.
OTHERS = ("account_", "mfa_", "socialaccount_", "usersessions_", "admin:")


# They need a row that the world has under a number known only there, or there is none at all.
MADE_APART = {"api:response-detail", "api:event-detail", "api:nothing"}


def own_names() -> list[str]:
    """The names of our own pages that `World.url` has an address of."""
    found = {name for name in names(get_resolver()) if not name.startswith(OTHERS)}
    return sorted(found - MADE_APART)


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or ""
            yield from names(pattern, f"{inner}:" if inner else space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}"


@dataclass
class World:
    arguments: dict[str, Any]

    def url(self, name: str) -> str:
        return reverse(name, kwargs=self.arguments.get(name, self.arguments.get(name[:4], {})))


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once for a module: its tests take back what they do to it."""
    with made_once(django_db_blocker):
        made = make_world()
        check_what_was_made()
        yield made


def make_world() -> World:
    """One of each thing, published where pages need it."""
    subject = SubjectFactory()
    opened = RoundFactory()
    review = ReviewFactory(round=opened, published=True)
    draft = ReviewFactory(round=opened)
    assessment = AssessmentFactory(round=opened, published=True)
    correction = CorrectionFactory(round=opened, posted_at=NOW)
    answered = RoundFactory(state="assessed", closed_at=NOW)
    response = ResponseFactory(round=answered)
    invitation: Invitation = InvitationFactory(round=opened)
    issue = EntryFactory(issue=IssueFactory(number=1)).issue
    publish(issue)
    making = EntryFactory(issue=IssueFactory(number=2))
    preprint = opened.version.preprint
    EditFactory(version=opened.version)
    VersionFactory(preprint=preprint, number=2)
    waiting = SubmissionFactory()
    asked = mail_request(waiting, "author@example.org", by=waiting.submitter, now=NOW)
    revision = RevisionFactory()
    lookup = preprint.locations.get()
    confirm = mail_link(review, MailedLink.Purpose.CONFIRM_REVIEW, now=NOW)
    keep = mail_link(review, MailedLink.Purpose.KEEP_ACCOUNT, now=NOW)
    failed = make_mail("review_published", state="failed", submission=waiting)
    search = Thing(ThingKind.SEARCH, "q=herons")
    followed = follow(draft.reviewer_id, search, now=NOW)
    volume = {"volume": 1, "number": 1}
    entry = {"entry_id": making.pk}
    of_preprint = {"preprint_id": preprint.pk}
    record_event("preprint.listed", about=preprint, now=NOW)
    checkpoint = make_checkpoint(NOW)
    make_files(issue.pk)
    Draft.objects.create(owner=draft.reviewer, key=f"review:{draft.pk}", saved_at=NOW)
    arguments = {
        **{
            f"ingest:{act}": {"slug": "arxiv"}
            for act in (
                *("rejects", "sets", "remove_feed"),
                *("pause", "run_now", "allow_once", "ask_again"),
                "allow_changes",
            )
        },
        **{f"ingest:{act}": {"reject_id": 1} for act in ("retry", "dismiss")},
        "feeds:journal": {"name": "preprints", "form": "atom"},
        "feeds:preprint": {**of_preprint, "form": "atom"},
        "feeds:subject": {"slug": subject.slug, "form": "atom"},
        "feeds:person": {"handle": issue.editor.profile.handle, "form": "atom"},
        "feeds:search": {"form": "atom"},
        "sitemaps:file": {"name": "preprints", "part": 1},
        "reading:issue": volume,
        "reading:cover": volume,
        "reading:issue_file": {**volume, "form": "pdf"},
        "reading:evidence": volume,
        "reading:person": {"handle": issue.editor.profile.handle},
        "picture": {"name": f"{'0' * 64}.webp"},
        "reading:preprint": of_preprint,
        "reading:version": {**of_preprint, "number": 1},
        "reading:dossier": {**of_preprint, "form": "json"},
        "reading:certificate": {"review_id": review.pk},
        "reading:certificate_file": {"review_id": review.pk, "form": "json"},
        **{
            f"reading:{name}": {**of_preprint, "number": 1}
            for name in ("proof", "proof_json", "proof_pdf", "side_by_side")
        },
        "reading:by_id": {"scheme": "arxiv", "external_id": lookup.external_id},
        "reading:by_identifier": {"name": review.identifier},
        "reading:compare": {**of_preprint, "older": 1, "newer": 2},
        "reading:compare_edit": {**of_preprint, "number": 1},
        "reviews:change_editor": {"handle": issue.editor.profile.handle},
        "reading:review": {**of_preprint, "number": 1, "review_number": 1},
        "reading:subject": {"slug": subject.slug},
        "reviews:submit_preprint": of_preprint,
        "reviews:volunteer": of_preprint,
        **{
            f"reviews:{name}": of_preprint
            for name in ("claim_work", "start_forum_claim", "check_forum_claim")
        },
        "reviews:respond": {"preprint_id": answered.version.preprint_id},
        **{
            f"reviews:{name}": {"preprint_id": revision.version.preprint_id, "number": 2}
            for name in ("declare_revision", "declare_final")
        },
        "reviews:own_work": {"preprint_id": revision.version.preprint_id},
        "reviews:confirm_assessment": {"submission_id": waiting.pk},
        "reviews:decide_revision": {"revision_id": revision.pk},
        "reviews:submit_found_work": {"lookup_id": lookup.pk},
        "reviews:write_review": {"review_id": draft.pk},
        "reviews:submission": {"submission_id": waiting.pk},
        "reviews:accept_submission": {"submission_id": waiting.pk},
        "reviews:decline_submission": {"submission_id": waiting.pk},
        "reviews:classify_preprint": {"submission_id": waiting.pk},
        "reviews:end_review_of_left_work": {"submission_id": waiting.pk},
        "reviews:reopen_submission": {"submission_id": waiting.pk},
        "reviews:hand_over": {"submission_id": opened.submission_id},
        "reviews:reopen_assessment": {"submission_id": opened.submission_id},
        "reviews:decide_reopening": {"submission_id": opened.submission_id},
        "reviews:declare_interests": {"submission_id": opened.submission_id},
        "reviews:check_now": {"submission_id": waiting.pk},
        "reviews:authors": {"submission_id": waiting.pk},
        "reviews:agree_to_proposal": {
            "submission_id": waiting.pk,
            "proposal_id": TriageProposal.objects.create(
                submission=waiting,
                decision="accept",
                proposed_by=making.issue.editor,
                proposed_at=NOW,
            ).pk,
        },
        **{
            f"reviews:{name}": {"submission_id": waiting.pk}
            for name in (
                *("ask_author_as_editor", "set_consent"),
                *("own_submission", "ask_author", "say_consent"),
                *("withdraw_submission", "publish_reasons", "save_wishes"),
            )
        },
        "reviews:open_consent": {"token": token_of_request(asked)},
        "reviews:stop_consent_mails": {"request_id": asked.pk, "token": stop_token_of(asked)},
        **{f"reviews:{name}": {"request_id": asked.pk} for name in ("consent", "answer_consent")},
        "reviews:confirm_author": {"submission_id": waiting.pk},
        "reviews:take_back_author": {
            "submission_id": waiting.pk,
            "author_id": waiting.version.authors.get().pk,
        },
        "reviews:mark_different": {"candidate_id": 1},
        "reviews:undo_merge": {"merge_id": 1},
        "reviews:write_assessment": {"round_id": opened.pk},
        "reviews:invite_reviewer": {"round_id": opened.pk},
        "reviews:revoke_invitation": {"invitation_id": invitation.pk},
        "reviews:publish_review": {"review_id": review.pk},
        "reviews:accept_review": {"review_id": review.pk},
        "reviews:release_round": {"round_id": opened.pk},
        "reviews:reopen_round": {"round_id": opened.pk},
        "reviews:assess_anew": {"submission_id": opened.submission_id},
        "reviews:post_round": {"round_id": opened.pk},
        "reviews:send_to_authors": {"assessment_id": assessment.pk},
        "reviews:approve_assessment": {"assessment_id": assessment.pk},
        "reviews:return_assessment": {"assessment_id": assessment.pk},
        "reviews:publish_assessment": {"assessment_id": assessment.pk},
        "reviews:open_invitation": {"token": invitation_token(invitation.nonce)},
        **{
            f"reviews:{name}": {"invitation_id": invitation.pk}
            for name in (
                *("opened_invitation", "accept_invitation", "decline_invitation"),
                *("leave_invitation", "sent_invitation"),
                *("propose_due_day", "set_invited_day"),
            )
        },
        "reviews:open_confirmation": {"token": token_of(confirm)},
        "reviews:open_keep_account": {"token": token_of(keep)},
        **{
            f"reviews:{name}": {"link_id": confirm.pk}
            for name in ("confirmation", "confirm_review", "disown_review")
        },
        "reviews:keep_account": {"link_id": keep.pk},
        **{
            f"reviews:{name}": {"review_id": review.pk}
            for name in (
                *("mail_confirmation_again", "offer_account", "ask_for_confirmation"),
                *("ask_for_review", "extend_review", "set_review_day"),
                "answer_draft",
                *("approve_byline", "allow_name"),
            )
        },
        **{
            name: {"key": f"review:{draft.pk}"}
            for name in ("drafts:save", "drafts:delete", "reading:saved_text")
        },
        **{f"reviews:{name}": {"mail_id": failed.pk} for name in ("stop_mail", "send_mail_again")},
        "accounts:join_by_link": {"token": "forged"},
        **{f"following:{name}": {"follow_id": followed.pk} for name in ("unfollow", "name_search")},
        "mails:turn_off": {"token": off_url(draft.reviewer_id, "digest").split("/")[-2]},
        **{
            f"reviews:{name}": {"review_id": review.pk}
            for name in ("return_review", "refuse_review")
        },
        "reviews:reviewer_thread": {"review_id": review.pk},
        "reviews:editor_thread": {"round_id": opened.pk},
        "reviews:appeal_decline": {"submission_id": waiting.pk},
        "reviews:appeal_refusal": {"review_id": review.pk},
        "reviews:appeal_assessment": {"assessment_id": assessment.pk},
        "reviews:ask_for_correction": {"round_id": opened.pk},
        "reviews:decide_correction": {"correction_id": 1},
        "reviews:appeal": {"appeal_id": 1},
        "reviews:take_appeal": {"appeal_id": 1},
        "reviews:hand_back_appeal": {"appeal_id": 1},
        "reviews:take_over_appeal": {"appeal_id": 1},
        "reading:withdraw_named": {"name": review.identifier},
        "reading:redact_named": {"name": review.identifier},
        "reviews:redact_review": {"pk": review.pk},
        "reviews:redact_response": {"pk": response.pk},
        "reviews:redact_assessment": {"pk": assessment.pk},
        "reviews:redact_revision": {"pk": 1},
        "reviews:redact_correction": {"pk": 1},
        "reviews:redact_appeal": {"pk": 1},
        "reviews:redact_reopening": {"pk": 1},
        "reviews:redact_confirmation": {"pk": 1},
        "reviews:redact_declaration": {"pk": 1},
        "reviews:redact_decline": {"pk": 1},
        "reviews:read_original": {"original_id": 1},
        "reviews:withdraw_review": {"review_id": review.pk},
        "reviews:sign_review": {"review_id": review.pk},
        "reviews:withdraw_response": {"response_id": response.pk},
        **{
            f"reviews:{name}": {"assessment_id": assessment.pk}
            for name in ("withdraw_assessment", "agree_to_withdraw", "keep_assessment")
        },
        "curation:issue": {"issue_id": making.issue_id},
        "reading:issue_preview": {"issue_id": making.issue_id},
        "reading:preview_cover": {"issue_id": making.issue_id},
        "curation:save_issue": {"issue_id": making.issue_id},
        "curation:publish_issue": {"issue_id": making.issue_id},
        "curation:add_entry": {"issue_id": making.issue_id, "preprint_id": preprint.pk},
        "curation:declare_same": {"issue_id": making.issue_id},
        "curation:declare_interests": {
            "issue_id": making.issue_id,
            "preprint_id": preprint.pk,
        },
        "curation:save_entry": entry,
        "curation:remove_entry": entry,
        "curation:move_entry": {**entry, "direction": "up"},
        "reading:checkpoint": {"links": checkpoint.links},
        "api:checkpoint-detail": {"pk": checkpoint.links},
        "api:link-detail": {"position": checkpoint.links},
        "api:preprint-detail": {"pk": preprint.pk},
        "api:version-detail": {"pk": opened.version_id},
        "api:review-detail": {"pk": review.pk},
        "api:correction-detail": {"pk": correction.pk},
        "api:revision-detail": {"pk": revision.pk},
        "api:assessment-detail": {"pk": assessment.pk},
        "api:issue-detail": {"pk": issue.pk},
        "api:subject-detail": {"slug": subject.slug},
        "api:person-detail": {"handle": issue.editor.profile.handle},
    }
    return World(arguments)
