"""Who asks for a page, as the guest scope takes it, and what they get for a link that is closed."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drafts.form_kinds import text_labels
from reviews import guest_scope
from reviews.forms import ReviewForm
from reviews.guest_scope import Visitor, Writer
from reviews.invitation_forms import AnswerForm, DeclineInvitationForm, KeepAccountForm
from reviews.models import Invitation
from web.typed_text import is_worth_keeping, signed_out_page, typed_texts

# The labels of all fields that a reviewer who came by a link may fill in.
LABELS = text_labels(ReviewForm, AnswerForm, DeclineInvitationForm, KeepAccountForm)


def visitor_of(request: HttpRequest) -> Visitor:
    return Visitor(request.user, request.session)


def link_is_closed(request: HttpRequest, *, why: str = "") -> HttpResponse:
    """The page says so and why, and shows what was sent with the old link, to be copied."""
    context = {"texts": typed_texts(request, LABELS), "why": why}
    return render(request, "reviews/link_closed.html", context, status=410)


def closed_at_sign_in() -> str:
    return _("Somebody has signed in here since. Please open the link in the e-mail again.")


def why_invitation_is_closed(**known: int) -> str:
    """For somebody who has had a link to it. known: its `pk`, or its `review`."""
    invitation = Invitation.objects.filter(**known).select_related("review").first()
    if invitation is None or invitation.state == Invitation.State.DISOWNED:
        return ""
    if invitation.state != Invitation.State.REVOKED:
        return _("A newer e-mail has a new link, which took the place of this one.")
    if getattr(invitation, "review", None) is None:
        return _("The invitation was withdrawn by the editors.")
    return _("The invitation was withdrawn; the text you had saved was mailed to you.")


def not_for_editors(request: HttpRequest) -> HttpResponse:
    """Whoever is signed in as author or editor of the work has no use for a reviewer's link."""
    return render(request, "reviews/not_for_editors.html", status=403)


def find_guest(request: HttpRequest, review_id: int) -> Writer:
    writer = guest_scope.find_writer(visitor_of(request), review_id)
    if writer is None:
        raise Http404
    return writer


def refuse_visitor(request: HttpRequest) -> HttpResponse:
    """For a page of a review's writer, where this visitor is not known as such. Whoever is signed
    out may be; what they typed is kept. Raises Http404 for everybody else."""
    if visitor_of(request).account is not None:
        raise Http404
    if is_worth_keeping(typed_texts(request)):
        return signed_out_page(request, may_have_link=True, is_guest=False)
    return redirect_to_login(request.get_full_path())
