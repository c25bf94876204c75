"""What editors do with an invitation: send it, read what was sent, send it again, withdraw it."""

from contextlib import suppress

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import SignedInRequest
from drafts.errors import DraftError
from drafts.posted_forms import PostedForm
from drafts.selectors import sent_draft
from drafts.services import SentDraft, save_draft
from reviews.errors import ReviewError
from reviews.forms import InviteForm
from reviews.invitation_forms import SendAgainForm
from reviews.invited_people import Invited, InvitedPerson, invite_each
from reviews.models import Invitation, Review, Round
from reviews.notifications import invitation_mail_without_link
from reviews.services import bylines, invitation_mails, invitations, releasing
from reviews.services.asked_authors import addresses_asked
from reviews.submission_forms import (
    RefusedForm,
    save_short_form,
)
from reviews.views.submission import find_submission, show_not_sent, show_submission
from web.access import editor_required
from web.form_pages import form_on

ASKED_AS_AUTHOR = gettext_lazy(
    "This address was given as that of an author of the work, who has not answered yet. If it is, "
    "please withdraw the invitation: authors do not review their own work."
)


def submissions_of_rounds(editor: User) -> QuerySet[Round, int]:
    return Round.objects.involving(editor).values_list("submission_id", flat=True)


def submissions_of_invitations(editor: User) -> QuerySet[Invitation, int]:
    return Invitation.objects.involving(editor).values_list("round__submission_id", flat=True)


@require_http_methods(["GET", "POST"])
@editor_required
def sent_invitation(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    """The mail as it was sent, without its secret link; the handling editor may send it again."""
    visible = Invitation.objects.involving(request.user).select_related(
        "round__submission",
        "round__version",
        "invited_by__profile",
        "corrected_by__profile",
        "review__reviewer",
        "known_interest",
    )
    invitation = get_object_or_404(visible, pk=invitation_id)
    form = SendAgainForm(
        request.POST if request.method == "POST" else None,
        initial={"email": "" if invitation.is_erased else invitation.email},
        is_withdrawn=invitation.state == Invitation.State.REVOKED,
    )
    if form.is_valid() and send_again(request, invitation, form):
        return redirect("reviews:submission", invitation.round.submission_id)
    return show_sent(request, invitation, form)


def send_again(request: SignedInRequest, invitation: Invitation, form: SendAgainForm) -> bool:
    """Whether it was sent; the form says why not."""
    try:
        sent = invitation_mails.send_invitation_again(
            invitation.pk,
            editor=request.user,
            email=form.cleaned_data["email"],
            reopens="reopens" in form.cleaned_data,
            now=timezone.now(),
        )
    except ReviewError as error:
        form.add_error(None, str(error.message))
        return False
    add_sent_message(request, is_new=sent.token_hash != invitation.token_hash)
    return True


def show_sent(
    request: SignedInRequest, invitation: Invitation, form: SendAgainForm
) -> HttpResponse:
    context = {
        "invitation": invitation,
        "is_second": invitation.round.submission.second_editor_id == request.user.pk,
        "is_handling": invitation.round.submission.editor_id == request.user.pk,
        "may_send": invitation.may_be_sent_again,
        "interest": getattr(invitation, "known_interest", None),
        "review_is_in": invitation.has_submitted_review,
        "mail": invitation_mail_without_link(invitation),
        "mails": invitation.mails.select_related("requested_by__profile"),
        "form": form,
        "review_to_allow": review_to_allow(invitation),
    }
    status = 422 if form.errors else 200
    return render(request, "reviews/sent_invitation.html", context, status=status)


def review_to_allow(invitation: Invitation) -> Review | None:
    """The invitation's review where somebody else bears its reviewer's name."""
    reviews = Review.objects.select_related("reviewer__profile", "version")
    review = reviews.filter(invitation=invitation).first()
    return review if review is not None and bylines.needs_allowing(review) else None


def add_sent_message(request: SignedInRequest, *, is_new: bool) -> None:
    if is_new:
        messages.success(request, _("A new link is on its way. The old one is closed."))
    else:
        messages.info(request, _("Sent a moment ago; nothing was changed."))


@editor_required
@form_on("reviews:submission", round_id=submissions_of_rounds)
def invite_reviewer(request: SignedInRequest, round_id: int) -> HttpResponse:
    """Save what was posted as a draft, then invite."""
    asked_for = get_object_or_404(Round, pk=round_id, submission__editor=request.user)
    submission = find_submission(request, asked_for.submission_id)
    form, key = InviteForm(request.POST), invitations.invite_draft_key(asked_for)
    posted = save_short_form(request.user, key, form, request.POST.dict())
    if posted.why_not_sent():
        return show_not_sent(request, submission, "invite", InviteForm(posted.texts), posted)
    if not form.is_valid():
        refused = RefusedForm("invite", form, posted=posted)
        return show_submission(request, submission, refused, status=422)
    return invite_as_posted(request, asked_for, form, posted)


def invite_as_posted(
    request: SignedInRequest, asked_for: Round, form: InviteForm, posted: PostedForm
) -> HttpResponse:
    """Where nobody could be invited the form comes back; else who was refused stands in it anew."""
    try:
        done = invite_each(
            asked_for,
            form.people,
            editor=request.user,
            message=form.cleaned_data["message"],
            due_on=form.cleaned_data["due_on"],
            now=timezone.now(),
            saved_revision=posted.revision,
            in_spite=form.cleaned_data["in_spite"],
        )
    except DraftError as error:
        return show_nobody_invited(request, asked_for, form, posted, error)
    if not done.invited:
        return show_nobody_invited(request, asked_for, form, posted, *done.refused)
    keep_refused(request, asked_for, form, done)
    return redirect("reviews:submission", asked_for.submission_id)


def show_nobody_invited(
    request: SignedInRequest,
    asked_for: Round,
    form: InviteForm,
    posted: PostedForm,
    *why: DraftError | tuple[InvitedPerson, str],
) -> HttpResponse:
    for one in why:
        if isinstance(one, DraftError):
            form.add_error(None, str(one.message))
        else:
            person, problem = one
            form.add_error(None, f"{person.email}: {problem}" if len(why) > 1 else problem)
    submission = find_submission(request, asked_for.submission_id)
    refused = RefusedForm("invite", form, posted=posted)
    return show_submission(request, submission, refused, status=409)


def keep_refused(
    request: SignedInRequest, asked_for: Round, form: InviteForm, done: Invited
) -> None:
    """Say who is invited, and who is not and why; those stand in the form, to be sent again."""
    key, count = invitations.invite_draft_key(asked_for), len(done.invited)
    words = ngettext(
        "The invitation is on its way.", "%(count)d invitations are on their way.", count
    )
    sent = sent_draft(request.user, key)
    messages.success(request, words % {"count": count}, extra_tags=sent)
    warn_of_asked_authors(request, asked_for, done)
    for person, problem in done.refused:
        messages.error(request, f"{person.line}: {problem}")
    if done.refused:
        left = SentDraft(fields_of_refused(form, done))
        save_draft(request.user, key, sent=left, now=timezone.now())


def warn_of_asked_authors(request: SignedInRequest, asked_for: Round, done: Invited) -> None:
    asked = addresses_asked(asked_for.version.preprint_id)
    for person in done.invited:
        if person.email.lower() in asked:
            messages.warning(request, f"{person.line}: {ASKED_AS_AUTHOR}")


def fields_of_refused(form: InviteForm, done: Invited) -> dict[str, str]:
    first, *others = [person for person, _why in done.refused]
    return {
        "name": first.name,
        "email": first.email,
        "due_on": form.cleaned_data["due_on"].isoformat(),
        "message": form.cleaned_data["message"],
        "in_spite": form.cleaned_data["in_spite"],
        "others": "\n".join(person.line for person in others),
    }


@editor_required
@form_on("reviews:submission", invitation_id=submissions_of_invitations)
def revoke_invitation(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    visible = Invitation.objects.involving(request.user)
    invitation = get_object_or_404(visible.select_related("round"), pk=invitation_id)
    try:
        invitations.revoke_invitation(invitation.pk, editor=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The invitation is withdrawn. Its link no longer works."))
        release_if_it_was_the_last(request, invitation.round_id)
    return redirect("reviews:submission", invitation.round.submission_id)


def release_if_it_was_the_last(request: SignedInRequest, round_id: int) -> None:
    """Where nobody else is waited for, as once the last review is accepted."""
    with suppress(ReviewError):
        releasing.release_complete_round(round_id, now=timezone.now())
        done = _("All reviews are in: the reviewers can read each other’s now.")
        messages.success(request, done)
