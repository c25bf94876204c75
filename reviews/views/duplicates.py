"""Works that may be one: candidates, merging by hand, and undoing a merge."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.requests import SignedInRequest
from preprints.duplicates import undo
from preprints.duplicates.candidates import keep_apart
from preprints.duplicates.merge import merge_preprints
from preprints.duplicates.merged_ids import merge_target
from preprints.errors import AlreadyMerged, PreprintError
from preprints.models import DuplicateCandidate, Merge, Preprint
from reviews.forms import MergeForm, PairForm
from reviews.selectors.duplicates import (
    duplicates_page,
    merge_preview_page,
    merge_rows,
    merges_page,
)
from web.access import editor_required
from web.form_pages import form_on
from web.typed_text import typed_texts


@require_GET
@editor_required
def duplicates(request: SignedInRequest) -> HttpResponse:
    context = {"duplicates": duplicates_page(request.GET), "named": PairForm()}
    return render(request, "reviews/duplicates.html", context)


@require_GET
@editor_required
def former_duplicates(_request: SignedInRequest) -> HttpResponse:
    """The address that the page had before, for bookmarks."""
    return redirect("reviews:duplicates", permanent=True)


@editor_required
@form_on("reviews:duplicates")
def mark_different(request: SignedInRequest, candidate_id: int) -> HttpResponse:
    candidate = get_object_or_404(DuplicateCandidate, pk=candidate_id)
    try:
        keep_apart(candidate, by=request.user, now=timezone.now())
    except PreprintError as error:
        messages.error(request, str(error.message))
    else:
        words = _("%(one)s and %(other)s stay two works and will not be suggested again.")
        names = {"one": f"V{candidate.one_id}", "other": f"V{candidate.other_id}"}
        messages.success(request, words % names)
    return redirect("reviews:duplicates")


@require_http_methods(["GET", "POST"])
@editor_required
def merge(request: SignedInRequest) -> HttpResponse:
    """Asked twice: the first time it says what will happen, and asks for the reason."""
    named = PairForm(request.GET or None)
    form = MergeForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        return _show_merge(request, named, form)
    kept, merged = form.cleaned_data["kept"], form.cleaned_data["merged"]
    try:
        _merge_once(kept, merged, reason=form.cleaned_data["reason"], by=request.user)
    except PreprintError as error:
        form.add_error(None, str(error.message))
        return _show_merge(request, named, form)
    words = _("%(merged)s is now part of %(kept)s.")
    messages.success(request, words % {"merged": merged.identifier, "kept": kept.identifier})
    return redirect("reviews:duplicates")


def _merge_once(kept: Preprint, merged: Preprint, *, reason: str, by: User) -> None:
    """A second click finds the merge done, which is no error."""
    try:
        merge_preprints(kept.pk, merged.pk, reason=reason, by=by, now=timezone.now())
    except AlreadyMerged:
        if merge_target(kept.pk) != merge_target(merged.pk):
            raise


def _show_merge(request: SignedInRequest, named: PairForm, form: MergeForm | None) -> HttpResponse:
    preview = None
    if named.is_valid():
        try:
            preview = merge_preview_page(**named.cleaned_data)
        except PreprintError as error:
            named.add_error(None, str(error.message))
    if preview is not None and form is None:
        form = MergeForm(initial={"reason": preview.reason})
    refused = [given for given in (named, form) if given is not None and given.errors]
    status = 409 if any(given.non_field_errors() for given in refused) else 422 if refused else 200
    typed = typed_texts(request) if preview is None else []
    context = {"named": named, "form": form, "preview": preview, "typed": typed}
    return render(request, "reviews/merge.html", context, status=status)


@require_GET
@editor_required
def merges(request: SignedInRequest) -> HttpResponse:
    page = merges_page(request.GET)
    context = {"rows": merge_rows(page.rows), "page": page}
    return render(request, "reviews/merges.html", context)


@editor_required
@form_on("reviews:merges")
def undo_merge(request: SignedInRequest, merge_id: int) -> HttpResponse:
    merge = get_object_or_404(Merge.objects.select_related("kept", "merged"), pk=merge_id)
    names = {"kept": merge.kept.identifier, "merged": merge.merged.identifier}
    try:
        undo.undo_merge(merge, by=request.user, now=timezone.now())
    except PreprintError as error:
        words = _("%(merged)s could not be separated from %(kept)s: %(why)s")
        messages.error(request, words % {**names, "why": error.message})
    else:
        words = _("%(merged)s is a separate preprint again, not part of %(kept)s.")
        messages.success(request, words % names)
    return redirect("reviews:duplicates")
