"""Joining two accounts of one person: what moves to the one that is kept, and what cannot.

Nothing is undone afterwards, so the plan is shown first. Names stay as readers know them: each
review keeps its byline, and no pseudonym comes near another name.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.errors import CannotJoin
from accounts.guests import GUEST_DOMAIN
from accounts.locking import lock_people
from accounts.models import Profile, Pseudonym, User
from accounts.public_acts import published_entries, published_issues
from accounts.time_zones import UTC
from events.services import NamedSubject, record_event
from mails.promising import Recipient, promise_mail

JOINED = "account.joined"


class How(StrEnum):
    """What becomes of the rows that belong to the account that is given up."""

    MOVES = "moves"
    UNLESS_TAKEN = "moves, where the kept account has none of the same key"
    STAYS = "stays with the closed account"
    ENDS = "is deleted"


# Every row that belongs to somebody, by "app.Model.field"; a test finds one that is not named.
OWNED: dict[str, How] = {
    "account.EmailAddress.user": How.MOVES,
    "accounts.Profile.user": How.STAYS,
    "accounts.Pseudonym.user": How.UNLESS_TAKEN,
    "accounts.RightsChange.changed_by": How.MOVES,
    "accounts.RightsChange.user": How.MOVES,
    "accounts.Role.user": How.UNLESS_TAKEN,
    "accounts.User.joined_into": How.MOVES,
    "accounts.User_groups.user": How.STAYS,
    "accounts.User_user_permissions.user": How.STAYS,
    "admin.LogEntry.user": How.STAYS,
    "curation.Entry.recommended_by": How.MOVES,
    "curation.Issue.editor": How.MOVES,
    "curation.Issue.written_by": How.MOVES,
    "curation.RemovedEntry.recommended_by": How.MOVES,
    "drafts.Draft.owner": How.UNLESS_TAKEN,
    "drafts.SentForm.owner": How.UNLESS_TAKEN,
    "following.Follow.user": How.UNLESS_TAKEN,
    "ingest.Lookup.asked_by": How.MOVES,
    "ingest.OrganisationLookup.user": How.STAYS,
    "ingest.Source.added_by": How.MOVES,
    "mails.Digest.user": How.STAYS,
    "mails.MailChoice.user": How.STAYS,
    "mfa.Authenticator.user": How.ENDS,
    "preprints.Author.user": How.MOVES,
    "preprints.DuplicateCandidate.decided_by": How.MOVES,
    "preprints.Merge.by": How.MOVES,
    "reviews.Appeal.by": How.MOVES,
    "reviews.Appeal.editor": How.MOVES,
    "reviews.Assessment.approved_by": How.MOVES,
    "reviews.Assessment.withdrawn_by": How.MOVES,
    "reviews.Assessment.written_by": How.MOVES,
    "reviews.Authorship.confirmed_by": How.MOVES,
    "reviews.Authorship.ended_by": How.MOVES,
    "reviews.Authorship.user": How.MOVES,
    "reviews.AuthorWishes.typed_by": How.MOVES,
    "reviews.ConfirmedAssessment.editor": How.MOVES,
    "reviews.ConsentChange.changed_by": How.MOVES,
    "reviews.ConsentRequest.given_by": How.MOVES,
    "reviews.Correction.author": How.MOVES,
    "reviews.Correction.decided_by": How.MOVES,
    "reviews.EditorInterests.editor": How.UNLESS_TAKEN,
    "reviews.EditorSubject.editor": How.UNLESS_TAKEN,  # limits add up, so nobody gets more
    "reviews.ForumClaim.user": How.UNLESS_TAKEN,
    "reviews.HeldResponse.author": How.UNLESS_TAKEN,
    "reviews.Invitation.corrected_by": How.MOVES,
    "reviews.Invitation.invited_by": How.MOVES,
    "reviews.Invitation.user": How.MOVES,
    "reviews.InvitationMail.requested_by": How.MOVES,
    "reviews.IssueInterests.editor": How.UNLESS_TAKEN,
    "reviews.Reopening.decided_by": How.MOVES,
    "reviews.Reopening.opened_by": How.MOVES,
    "reviews.Response.author": How.MOVES,
    "reviews.Response.withdrawn_by": How.MOVES,
    "reviews.Review.byline_approved_by": How.MOVES,
    "reviews.Review.reviewer": How.MOVES,
    "reviews.Review.withdrawn_by": How.MOVES,
    "reviews.ReviewReply.editor": How.MOVES,
    "reviews.Revision.author": How.MOVES,
    "reviews.Revision.decided_by": How.MOVES,
    "reviews.SealedOriginal.redacted_by": How.MOVES,
    "reviews.Submission.editor": How.MOVES,
    "reviews.Submission.second_editor": How.MOVES,
    "reviews.Submission.submitter": How.MOVES,
    "reviews.ThreadEntry.editor": How.MOVES,
    "reviews.TriageProposal.ended_by": How.MOVES,
    "reviews.TriageProposal.proposed_by": How.MOVES,
    "reviews.TriageProposal.second_editor": How.MOVES,
    "socialaccount.SocialAccount.user": How.MOVES,
    "usersessions.UserSession.user": How.ENDS,
}
# Of what moves unless it is taken, the fields that say so: those that are unique with the person.
_KEYS = {
    "Role": ("name",),
    "Draft": ("key",),
    "SentForm": ("key",),
    "EditorSubject": ("subject",),
    "Follow": ("thing",),
    "ForumClaim": ("location",),
    "HeldResponse": ("round",),
    "EditorInterests": ("submission",),
    "IssueInterests": ("issue", "version"),
}
# What the plan counts, in the words of the page.
SHOWN: dict[str, str | Promise] = {
    "reviews.Review.reviewer": _("Reviews, published or being written"),
    "reviews.Invitation.user": _("Invitations to review"),
    "reviews.Submission.submitter": _("Submissions"),
    "reviews.Authorship.user": _("Works of which you are a confirmed author"),
    "reviews.Response.author": _("Responses to reviews"),
    "reviews.Submission.editor": _("Works that you are the handling editor of"),
    "reviews.Submission.second_editor": _("Works that you are the second editor of"),
    "accounts.Role.user": _("Roles"),
    "drafts.Draft.owner": _("Texts that are not sent yet"),
    "account.EmailAddress.user": _("E-mail addresses"),
    "socialaccount.SocialAccount.user": _("ORCID iDs to sign in by"),
}
# The apps above say here why two accounts cannot become one: (kept, given up) → reasons.
Reasons = Callable[[User, User], list[str]]
REASONS: list[Reasons] = []


@dataclass(frozen=True, slots=True)
class JoinPlan:
    """moved: (what, how many). left_pseudonym: the one that no review will bear any more."""

    kept: User
    given_up: User
    moved: list[tuple[str, int]] = field(default_factory=list)
    left_pseudonym: str = ""
    reasons: list[str] = field(default_factory=list)


def plan_join(kept: User, given_up: User) -> JoinPlan:
    """What joining would do; it writes nothing."""
    counted = [(str(words), _owned(label, given_up).count()) for label, words in SHOWN.items()]
    own = Pseudonym.objects.filter(user=given_up).first()
    is_left = own is not None and Pseudonym.objects.filter(user=kept).exists()
    return JoinPlan(
        kept=kept,
        given_up=given_up,
        moved=[(words, count) for words, count in counted if count],
        left_pseudonym=own.name if own is not None and is_left else "",
        reasons=_reasons_against(kept, given_up),
    )


@transaction.atomic
def join_accounts(kept_id: int, given_up_id: int, *, now: datetime) -> User:
    """Call only for who has proved that both are theirs. Raises CannotJoin, with the reasons."""
    accounts = lock_people([kept_id, given_up_id])
    kept, given_up = accounts[kept_id], accounts[given_up_id]
    if reasons := _reasons_against(kept, given_up):
        raise CannotJoin(reasons)
    addresses = {kept.email, given_up.email}
    EmailAddress.objects.filter(user=given_up, verified=False).delete()
    EmailAddress.objects.filter(user=given_up).update(primary=False)
    _carry_out(kept, given_up)
    _empty_profile(given_up)
    given_up.email = f"joined-{secrets.token_hex(12)}@{GUEST_DOMAIN}"
    given_up.is_active, given_up.joined_into = False, kept
    given_up.set_unusable_password()
    given_up.save(update_fields=["email", "is_active", "joined_into", "password"])
    record_event(
        JOINED,
        about=NamedSubject(f"person {kept.pk}"),
        actor_id=kept.pk,
        now=now,
        data={"joined": given_up.pk, "kept": kept.pk},
    )
    for address in sorted(addresses):
        promise_mail(
            "accounts_joined",
            "accounts.notify_of_join",
            to=Recipient("user", kept.pk),
            user_id=kept.pk,
            address=address,
        )
    return kept


def _carry_out(kept: User, given_up: User) -> None:
    """Published responses name their author's account: the log finds it by the event."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('verso.changing_published', 'on', true)")
        for label, how in OWNED.items():
            rows, name = _owned(label, given_up), label.rpartition(".")[2]
            if how == How.MOVES:
                rows.update(**{name: kept})
            elif how == How.UNLESS_TAKEN:
                _move_what_is_free(rows, name, kept)
            elif how == How.ENDS:
                rows.delete()
        cursor.execute("SELECT set_config('verso.changing_published', '', true)")


def _empty_profile(given_up: User) -> None:
    """Who erases the account that is kept leaves no name behind with the one that was closed."""
    profile = Profile.objects.filter(user=given_up).first()
    if profile is None:
        return
    profile.handle, profile.name = f"joined-{secrets.token_hex(12)}", _now("Closed account")
    profile.shared_name = profile.orcid = profile.affiliation = profile.ror = profile.bio = ""
    profile.forum_names, profile.hidden, profile.time_zone = {}, [], UTC
    profile.save()
    profile.subjects.clear()


def _move_what_is_free(rows: Any, name: str, kept: User) -> None:
    key = _KEYS.get(rows.model.__name__)
    taken = rows.model._base_manager.filter(**{name: kept})
    if key is not None:
        same = taken.filter(**{field: OuterRef(field) for field in key})
        rows.exclude(Exists(same)).update(**{name: kept})
    elif not taken.exists():
        rows.update(**{name: kept})


def _owned(label: str, user: User) -> "models.QuerySet[Any]":
    model, _dot, name = label.rpartition(".")
    found: models.QuerySet[Any] = apps.get_model(model)._base_manager.filter(**{name: user})
    return found


def _reasons_against(kept: User, given_up: User) -> list[str]:
    """In words that say what to do; empty where they can be joined."""
    if kept.pk == given_up.pk:
        return [_now("This is the account that you are signed in to.")]
    if not (kept.is_active and given_up.is_active) or given_up.is_guest:
        return [_now("This account is closed.")]
    other_way = _now("Sign in to that account, and join this one into it.")
    reasons = []
    if given_up.is_staff or given_up.is_superuser:
        reasons.append(_now("The other account opens the administration.") + " " + other_way)
    factors = _owned("mfa.Authenticator.user", given_up).exclude(type="recovery_codes")
    if factors.exists():
        reasons.append(_now("The other account has a second factor.") + " " + other_way)
    edited = published_issues().filter(Q(editor=given_up) | Q(written_by=given_up))
    if edited.exists() or published_entries().filter(recommended_by=given_up).exists():
        reasons.append(_now("The other account stands in a published issue.") + " " + other_way)
    return [*reasons, *(reason for ask in REASONS for reason in ask(kept, given_up))]
