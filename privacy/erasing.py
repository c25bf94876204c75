"""Erasing an account: the table of columns carried out, and what it says of hidden authorship."""

import secrets
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.guests import GUEST_DOMAIN
from accounts.locking import lock_people
from accounts.models import Profile, Pseudonym, Role, User
from curation.models import Issue, RemovedEntry
from events.forgetting import forget_actor
from events.outbox import promise
from events.services import NamedSubject, record_event
from following.services import forget_person
from mails.models import Mail
from mails.promising import NOBODY_KNOWN, promise_mail
from privacy.columns import PEOPLE, Fate
from privacy.errors import PrivacyError, StillHasRole, WorksDependOnThem
from reviews.locked_works import unanswered_by
from reviews.models import (
    Appeal,
    Byline,
    ConsentRequest,
    EditorInterests,
    Invitation,
    InvitationMail,
    IssueInterests,
    KnownInterest,
    MailedLink,
    NamedReviewer,
    Review,
    Submission,
)
from reviews.services.handing_over import depends_on
from reviews.services.published_changes import change_published
from web.sealing import seal

FORMER = "A former member"
SIGNED_FOR_GOOD = (
    Review.Status.SUBMITTED,
    Review.Status.ACCEPTED,
    Review.Status.PUBLISHED,
    Review.Status.WITHDRAWN,
)
DECLARED_BEFORE = "Erased with the account of the reviewer."
DECLARED_AS_EDITOR = "Erased with the account of the editor."


@transaction.atomic
def erase_account(user_id: int, *, now: datetime) -> User:
    """Erase a person: afterwards the row is a number without a name. Raises StillHasRole or
    WorksDependOnThem.

    What bears their name in public stays as it is; what does not bear it loses every way to them.
    """
    user = lock_people([user_id])[user_id]
    if is_erased(user):
        return user
    if (reason := why_not_erased(user)) is not None:
        raise reason
    _promise_last_mail(user)
    erase_addresses(user, now=now)
    leave_reviews(user, now=now)
    hide_reviews(user)
    erase_interests_as_submitter(user)
    erase_interests_as_editor(user)
    RemovedEntry.objects.filter(recommended_by=user).update(recommended_by_name=FORMER)
    end_sessions(user)
    forget_person(user.pk)  # while accounts joined into this one are known
    carry_out_table(user)
    Mail.objects.filter(recipient_kind="user", recipient_id=user.pk).update(
        recipient_kind="", recipient_id=None
    )
    forgotten = forget_actor(user.pk)
    empty_account(user)
    record_event(
        "account.erased",
        about=NamedSubject(f"person {user.pk}"),
        now=now,
        data={"forgotten": forgotten},
    )
    return user


def _promise_last_mail(user: User) -> None:
    """To the address they sign in with, if it is confirmed. The row itself names nobody."""
    if EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists():
        sealed = seal(user.email)
        promise_mail("account_erased", "accounts.notify_of_erasure", to=NOBODY_KNOWN, sealed=sealed)


def why_not_erased(user: User) -> PrivacyError | None:
    """None where it can be."""
    if has_duties(user):
        return StillHasRole()
    return WorksDependOnThem() if depends_on(user) else None


def has_duties(user: User) -> bool:
    """Whether they have a role on which the journal depends."""
    duties = [Role.Name.EDITOR, Role.Name.MANAGING_EDITOR, Role.Name.ADMINISTRATOR]
    return user.is_staff or user.is_superuser or user.roles.filter(name__in=duties).exists()


def is_erased(user: User) -> bool:
    return not user.is_active and user.email.endswith(f"@{GUEST_DOMAIN}") and not user.is_guest


def addresses_of(user: User) -> set[str]:
    """In lower case, confirmed or not."""
    known = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return {address.lower() for address in (user.email, *known)}


def erase_addresses(user: User, *, now: datetime) -> None:
    """Where the person was written to. An invitation that waits for an answer ends, but for one to
    an address that they never confirmed, which may be another person's."""
    addresses = addresses_of(user)
    _end_invitations(user, now=now)
    answered = Q(email__in=addresses) & ~Q(state=Invitation.State.PENDING)
    of_person = Invitation.objects.filter(Q(user=user) | Q(review__reviewer=user) | answered)
    for pk in list(of_person.values_list("pk", flat=True)):
        _erase_invitation(pk)
    links = MailedLink.objects.filter(Q(email__in=addresses) | Q(review__reviewer=user))
    links.filter(closed_at=None).update(closed_at=now)
    for pk in list(links.values_list("pk", flat=True)):
        MailedLink.objects.filter(pk=pk).update(email=no_address())
    ConsentRequest.objects.filter(email__in=addresses).update(email="", erased_at=now)
    _erase_named(user, addresses)


def unanswered_invitations(user: User) -> QuerySet[Invitation]:
    """To addresses that their owner has confirmed."""
    return unanswered_by([user.pk])


def _end_invitations(user: User, *, now: datetime) -> None:
    """Their works are locked (`reviews.locked_works`); one that was sent since may be answered."""
    for invitation in unanswered_invitations(user).select_related("round__version").order_by("pk"):
        waiting = Invitation.objects.filter(pk=invitation.pk, state=Invitation.State.PENDING)
        if not waiting.update(state=Invitation.State.CLOSED, answered_at=now):
            continue
        record_event(
            "invitation.left",
            about=invitation.round.version,
            now=now,
            data={"invitation": invitation.pk},
        )


def _erase_named(user: User, addresses: set[str]) -> None:
    """Where authors suggested or opposed them. By the name alone it can be somebody else."""
    named = Q(email__in=addresses)
    if user.profile.orcid:
        named |= Q(orcid=user.profile.orcid)
    NamedReviewer.objects.filter(named).delete()


def _erase_invitation(invitation_id: int) -> None:
    """Each gets an address of its own: a common one would join what the person wrote."""
    stand_in = no_address()
    invitation = Invitation.objects.filter(pk=invitation_id)
    invitation.update(email=stand_in, name="", message="", reason="")
    InvitationMail.objects.filter(invitation=invitation_id).update(email=stand_in)
    KnownInterest.objects.filter(invitation=invitation_id).delete()


def no_address() -> str:
    """One that nobody has or gets; nothing is sent there."""
    return f"erased-{secrets.token_hex(12)}@{GUEST_DOMAIN}"


def make_stand_in() -> User:
    """An account that nobody can sign in to."""
    stand_in = User(email=no_address(), is_active=False)
    stand_in.set_unusable_password()
    stand_in.save()
    handle = f"former-member-{secrets.token_hex(12)}"
    Profile.objects.create(user=stand_in, handle=handle, name=FORMER)
    return stand_in


def leave_reviews(user: User, *, now: datetime) -> None:
    """What they were writing is waited for no more; the editors of each round hear that a reviewer
    has left, and not who."""
    for review in Review.objects.being_written().filter(reviewer=user).order_by("pk"):
        Review.objects.filter(pk=review.pk).update(left_at=now)
        record_event(
            "review.left",
            about=review.version,
            now=now,
            data={"review": review.pk},
        )
        if review.round_id is not None:
            promise("reviews.notify_editors_of_left_reviewer", round_id=review.round_id)


def hide_reviews(user: User) -> None:
    """Each anonymous review gets an account of its own that nobody can sign in to; those under the
    pseudonym share one, which keeps the pseudonym. What nobody has published loses its name, too.
    """
    bearer = _bearer_of_pseudonym(user)
    for review in Review.objects.select_for_update(of=("self",)).filter(reviewer=user):
        if review.byline_kind == Byline.SIGNED and review.status in SIGNED_FOR_GOOD:
            continue
        is_borne = bearer is not None and review.byline_kind == Byline.PSEUDONYM
        _move_review(review, bearer if is_borne and bearer else make_stand_in(), user)
    Invitation.objects.filter(user=user, review=None).update(user=None)


def _bearer_of_pseudonym(user: User) -> User | None:
    if not Pseudonym.objects.filter(user=user).exists():
        return None
    bearer = make_stand_in()
    Pseudonym.objects.filter(user=user).update(user=bearer)
    return bearer


def _move_review(review: Review, stand_in: User, user: User) -> None:
    """What its writer declared went to the editors alone, and can name them."""
    review.reviewer, review.interest_kinds = stand_in, []
    fields = ["reviewer", "interest_kinds"]
    for name in ("competing_interests", "ai_use"):
        if getattr(review, name):
            setattr(review, name, DECLARED_BEFORE)
            fields.append(name)
    if review.byline_kind == Byline.SIGNED:
        review.byline_name = FORMER
        fields += ["byline_name", "byline_skeleton"]
    if review.withdrawn_by_id == user.pk:
        review.withdrawn_by = stand_in
        fields.append("withdrawn_by")
    change_published(review, fields)
    Appeal.objects.filter(review=review, by=user).update(by=stand_in)
    Invitation.objects.filter(review=review, user=user).update(user=stand_in)


def erase_interests_as_submitter(user: User) -> None:
    """That something was declared stays, for the editors."""
    declared = Submission.objects.filter(submitter=user)
    declared.exclude(interest_kinds=[], competing_interests="").update(
        interest_kinds=[], competing_interests="Erased with the account of the submitter."
    )


def erase_interests_as_editor(user: User) -> None:
    """That something was declared stays. It is not public yet where the assessment is not, nor
    where the issue is in preparation."""
    declared = EditorInterests.objects.filter(editor=user)
    declared.exclude(kinds=[], words="").update(words=DECLARED_AS_EDITOR)
    declared.update(kinds=[], found="", named_in_spite="")
    in_drafts = IssueInterests.objects.filter(editor=user, published_at=None)
    in_drafts.exclude(interest_kinds=[], competing_interests="").update(
        interest_kinds=[], competing_interests=DECLARED_AS_EDITOR
    )


def end_sessions(user: User) -> None:
    keys = UserSession.objects.filter(user=user).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()


def carry_out_table(user: User) -> None:
    for column, what in PEOPLE.items():
        label, _dot, name = column.rpartition(".")
        rows = apps.get_model(label)._base_manager.filter(**{name: user.pk})
        if what.fate is Fate.DELETED:
            rows.delete()
        elif what.fate is Fate.SEPARATED:
            rows.update(**{name: None})


def empty_account(user: User) -> None:
    user.email, user.is_active, user.last_login = no_address(), False, None
    user.set_unusable_password()
    user.save()
    profile, _is_new = Profile.objects.get_or_create(user=user)
    profile.handle = f"former-member-{secrets.token_hex(12)}"
    if not Issue.objects.published().filter(editor=user).exists():
        profile.name = FORMER  # an issue bears the name of its editor
    profile.shared_name = profile.orcid = profile.affiliation = profile.bio = ""
    profile.ror, profile.forum_names, profile.hidden = "", {}, []
    profile.time_zone = "UTC"
    profile.save()
    profile.subjects.clear()
