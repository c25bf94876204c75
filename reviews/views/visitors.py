"""Who asks for a page, as the guest scope takes it, and what they get for a link that is closed."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reviews.forms import ReviewForm
from reviews.guest_scope import Visitor
from reviews.invitation_forms import AnswerForm, DeclineInvitationForm, KeepAccountForm
from web.typed_text import typed_texts

# The forms of a reviewer's links, and the words of their fields that hold text.
FORMS: tuple[type[forms.Form], ...] = (
    ReviewForm,
    AnswerForm,
    DeclineInvitationForm,
    KeepAccountForm,
)
LABELS = {
    name: field.label
    for form in FORMS
    for name, field in form.base_fields.items()
    if isinstance(field, forms.CharField) and field.label
}


def visitor_of(request: HttpRequest) -> Visitor:
    return Visitor(request.user, request.session)


def link_is_closed(request: HttpRequest) -> HttpResponse:
    """The page says so, and shows what somebody was sending with the old link, to be copied."""
    context = {"texts": typed_texts(request, LABELS)}
    return render(request, "reviews/link_closed.html", context, status=410)


def not_for_editors(request: HttpRequest) -> HttpResponse:
    """Whoever is signed in as author or editor of the work has no use for a reviewer's link."""
    return render(request, "reviews/not_for_editors.html", status=403)
