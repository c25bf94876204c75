"""Where editors declare competing interests of the works in an issue."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from curation.errors import CurationError
from curation.interest_forms import IssueInterestsForm
from curation.models import Issue
from curation.selectors.interests import (
    asked_in,
    declared_lines,
    known_interests,
    version_in,
)
from curation.services import declaring
from preprints.models import Preprint
from web.access import editor_required
from web.form_pages import form_on


@editor_required
def declare_interests(request: SignedInRequest, issue_id: int, preprint_id: int) -> HttpResponse:
    """Of one work, in full or once more."""
    issue = get_object_or_404(Issue, pk=issue_id)
    if issue.is_published and request.method != "POST":
        return show_declared(request, issue, preprint_id)
    listed = Preprint.objects.filter(current_version__isnull=False)
    version = version_in(issue, get_object_or_404(listed, pk=preprint_id))
    known = known_interests(request.user, [preprint_id]).get(preprint_id)
    form, now = IssueInterestsForm(request.POST or None, known=known), timezone.now()
    if form.is_valid():
        declared = {version.pk: form.declared}
        try:
            declaring.declare_interests(issue.pk, declared=declared, editor=request.user, now=now)
        except CurationError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("Declared. You can go on with the issue."))
            return redirect("curation:issue", issue.pk)
    context = {"issue": issue, "version": version, "form": form, "lines": []}
    status = 422 if form.is_bound else 200
    return render(request, "curation/declare.html", context, status=status)


def show_declared(request: SignedInRequest, issue: Issue, preprint_id: int) -> HttpResponse:
    """Of a work in a published issue: what everybody reads."""
    entry = get_object_or_404(issue.entries.select_related("version"), preprint=preprint_id)
    lines = declared_lines(issue, [entry])
    context = {"issue": issue, "version": entry.version, "form": None, "lines": lines}
    return render(request, "curation/declare.html", context)


@editor_required
@form_on("curation:issue", "issue_id")
def declare_same(request: SignedInRequest, issue_id: int) -> HttpResponse:
    """In one tick, of every work that the page showed."""
    issue = get_object_or_404(Issue, pk=issue_id)
    shown, page = request.POST.getlist("version"), reverse("curation:issue", args=[issue.pk])
    asked = [one for one in asked_in(issue, request.user) if str(one.version.pk) in shown]
    declared = {one.version.pk: one.confirmed for one in asked}
    if "so_it_is" not in request.POST:
        messages.error(request, _("Please tick that this is so of all these works."))
        return redirect(f"{page}#interests")
    try:
        declaring.declare_interests(
            issue.pk, declared=declared, editor=request.user, now=timezone.now()
        )
    except CurationError as error:
        messages.error(request, str(error))
        return redirect(f"{page}#interests")
    messages.success(request, _("Declared. You can go on with the issue."))
    return redirect(f"{page}#publish")
