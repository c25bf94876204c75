"""An invitation's link, and the pages it opens: they work without an account."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.guests import verified_addresses
from reviews import guest_scope, opened_links
from reviews.errors import ReviewError
from reviews.guest_scope import Visitor
from reviews.interest_fields import WORDS_LABEL
from reviews.invitation_forms import AnswerForm, DeclineInvitationForm
from reviews.models import Invitation, Review, Round
from reviews.selectors.draft_answers import shown_draft
from reviews.selectors.invited_again import invited_again
from reviews.selectors.threads import count_entries
from reviews.services import invitations
from reviews.services.wishes_steps import aspects_of
from reviews.views.visitors import (
    closed_at_sign_in,
    link_is_closed,
    not_for_editors,
    visitor_of,
    why_invitation_is_closed,
)
from web.form_pages import form_on
from web.secret_pages import private_page, secret_address
from web.typed_text import is_worth_keeping, signed_out_page, typed_texts

# What the two forms of an invitation are typed into, with the words for it.
TYPED = {
    "reason": gettext_lazy("Reason"),
    "competing_interests": WORDS_LABEL,
}


@require_GET
@secret_address
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Note that this browser may open the invitation, and go to its page, which has no secret."""
    invitation = invitations.find_invitation_by_token(token)
    if invitation is None:
        invitation = invitations.find_replaced(token)
        if invitation is None:
            raise Http404
        return link_is_closed(request, why=why_invitation_is_closed(pk=invitation.pk))
    if invitation.is_link_closed:
        return link_is_closed(request, why=why_invitation_is_closed(pk=invitation.pk))
    opened_links.note_opened(
        request.session, opened_links.INVITATION, invitation.pk, invitation.token_hash
    )
    return redirect("reviews:opened_invitation", invitation.pk)


@require_GET
@private_page
def opened_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    invitation = guest_scope.find_invitation(visitor_of(request), invitation_id)
    if invitation is None:
        return closed_or_unknown(request, invitation_id)
    return show_invitation(request, invitation)


@private_page
@form_on("reviews:opened_invitation", "invitation_id")
def accept_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Accept for the account that is signed in, or without one."""
    visitor = visitor_of(request)
    invitation = guest_scope.find_invitation(visitor, invitation_id)
    if invitation is None:
        return closed_or_unknown(request, invitation_id)
    if guest_scope.is_involved(visitor, invitation.round):
        return not_for_editors(request)
    form = answer_form(request, invitation)
    if not form.is_valid():
        return show_invitation(request, invitation, form=form, status=422)
    return accept_as_posted(request, invitation, form)


def accept_as_posted(
    request: HttpRequest, invitation: Invitation, form: AnswerForm
) -> HttpResponse:
    is_own = form.cleaned_data["answer_as"] == AnswerForm.ACCOUNT
    try:
        review = invitations.accept_invitation(
            invitation.pk,
            user=visitor_of(request).account if is_own else None,
            name=form.cleaned_data["name"],
            interests=form.interests,
            now=timezone.now(),
        )
    except ReviewError as error:
        messages.error(request, str(error.message))
        return show_not_answered(request, invitation.pk, form=form)
    messages.success(request, _("Thank you. You can start writing."))
    return redirect("reviews:write_review", review.pk)


@private_page
@form_on("reviews:opened_invitation", "invitation_id")
def decline_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    visitor = visitor_of(request)
    invitation = guest_scope.find_invitation(visitor, invitation_id)
    if invitation is None:
        return closed_or_unknown(request, invitation_id)
    if guest_scope.is_involved(visitor, invitation.round):
        return not_for_editors(request)
    form = DeclineInvitationForm(request.POST)
    if not form.is_valid():
        return show_invitation(request, invitation, decline_form=form, status=422)
    reason = form.cleaned_data["reason"]
    try:
        invitations.decline_invitation(
            invitation.pk, user=visitor.account, reason=reason, now=timezone.now()
        )
    except ReviewError as error:
        form.add_error(None, str(error.message))
        return show_not_answered(request, invitation_id, decline_form=form)
    return redirect("reviews:opened_invitation", invitation.pk)


def show_not_answered(
    request: HttpRequest,
    invitation_id: int,
    *,
    form: AnswerForm | None = None,
    decline_form: DeclineInvitationForm | None = None,
) -> HttpResponse:
    """The page as it is now, with what was typed; it may have been answered in another tab."""
    current = guest_scope.find_invitation(visitor_of(request), invitation_id)
    if current is None:
        return closed_or_unknown(request, invitation_id)
    return show_invitation(request, current, form=form, decline_form=decline_form, status=409)


@private_page
@form_on("reviews:opened_invitation", "invitation_id")
def leave_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Close the invitation in this browser, as on a computer that others use too."""
    guest_scope.forget_links(visitor_of(request), invitation_id)
    messages.success(request, _("Closed here. The link in your e-mail opens it again."))
    return redirect("reading:home")


def closed_or_unknown(request: HttpRequest, invitation_id: int) -> HttpResponse:
    opened = (request.session, opened_links.INVITATION, invitation_id)
    if opened_links.is_closed_at_sign_in(*opened):
        return link_is_closed(request, why=closed_at_sign_in())
    if opened_links.was_opened(*opened):
        return link_is_closed(request, why=why_invitation_is_closed(pk=invitation_id))
    typed = typed_texts(request, TYPED)
    if not request.user.is_authenticated and is_worth_keeping(typed):
        return signed_out_page(request, may_have_link=True)
    raise Http404


def answer_form(request: HttpRequest, invitation: Invitation) -> AnswerForm:
    visitor = visitor_of(request)
    return AnswerForm(
        request.POST if request.method == "POST" else None,
        account=visitor.account,
        may_be_guest=guest_scope.has_opened(visitor, invitation),
        initial={"name": invitation.name},
    )


def show_invitation(
    request: HttpRequest,
    invitation: Invitation,
    *,
    form: AnswerForm | None = None,
    decline_form: DeclineInvitationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    visitor = visitor_of(request)
    if guest_scope.is_involved(visitor, invitation.round):
        return not_for_editors(request)
    context = {
        **shown_to(visitor, invitation),
        "form": form or answer_form(request, invitation),
        "decline_form": decline_form or DeclineInvitationForm(),
        "refused": (decline_form or form) if invitation.answered_at is not None else None,
    }
    return render(request, "reviews/invitation.html", context, status=status)


def other_address(visitor: Visitor, invitation: Invitation) -> str:
    """The invitation's address where the account signed in has not confirmed it; "" else."""
    account = visitor.account
    if account is None or invitation.user_id == account.pk:
        return ""
    is_own = invitation.email.lower() in verified_addresses(account)
    return "" if is_own else invitation.email


def shown_to(visitor: Visitor, invitation: Invitation) -> dict[str, Any]:
    """The invitation as its page shows it to this visitor."""
    review = getattr(invitation, "review", None)
    may_write = review is not None and guest_scope.find_reviewer(visitor, review.pk) is not None
    is_open = (
        invitation.state == Invitation.State.PENDING and invitation.round.state == Round.State.OPEN
    )
    return {
        "invitation": invitation,
        "is_asked": is_open if review is None else review.status == Review.Status.DRAFT,
        "version": invitation.round.version,
        "is_withdrawn": invitation.round.version.preprint.has_left,
        "review": review,
        "may_write": may_write,
        "is_by_link": guest_scope.has_opened(visitor, invitation),
        "other_address": other_address(visitor, invitation),
        "aspects": aspects_of(invitation.round_id),
        "again": invited_again(invitation) if review is None else None,
        **(after_submitting(review) if review is not None and may_write else {}),
    }


def after_submitting(review: Review) -> dict[str, Any]:
    """What their review leads to that waits for them: a draft, the thread of the round."""
    draft = shown_draft(review) if review.is_held else None
    waits = draft is not None and draft.may_answer and draft.answer is None
    return {
        "draft": draft.assessment if draft is not None and waits else None,
        "thread_entries": count_entries(review) if review.is_held else None,
    }
