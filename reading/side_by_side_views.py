"""The page on which a text and its reviews are read beside each other."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reading.selectors.merged import merged_version
from reading.selectors.preprint import preprint_page
from reading.selectors.side_by_side import side_by_side_page
from reading.selectors.versions import find_version
from web.public import public_page


@public_page
def side_by_side(request: HttpRequest, preprint_id: int, number: int) -> HttpResponse:
    """Without a text that may be shown, or a review, the page of the version is all there is."""
    shown = find_version(request.user, preprint_id, number)
    if shown is None:
        merged = merged_version(preprint_id, number)
        return redirect("reading:side_by_side", merged.preprint_id, merged.number)
    page = preprint_page(shown, request.user, only_this_version=True)
    if not (page.body_html and page.reviews):
        return redirect(shown.version)
    return render(request, "reading/side_by_side.html", {"page": side_by_side_page(page)})
