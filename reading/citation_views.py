"""Works, reviews and issues in the formats of citations; `journal.formats` leads here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from reading.selectors.citations import issue_citation, review_citation, work_citation
from reading.selectors.merged import merged_preprint, merged_version
from text.citations.formats import FORMATS
from text.citations.record import CitationRecord
from web.public import public_page


@public_page
def work(
    request: HttpRequest, preprint_id: int, number: int | None = None, *, form: str
) -> HttpResponse:
    try:
        record = work_citation(request.user, preprint_id, number)
    except Http404:
        kept = merged_version(preprint_id, number) if number else merged_preprint(preprint_id)
        return redirect(f"{kept.get_absolute_url()}?format={form}")
    return _answer(record, form)


@public_page
def review(
    request: HttpRequest, preprint_id: int, number: int, review_number: int, *, form: str
) -> HttpResponse:
    try:
        record = review_citation(request.user, preprint_id, number, review_number)
    except Http404:
        kept = merged_version(preprint_id, number).get_absolute_url()
        return redirect(f"{kept}reviews/{review_number}/?format={form}")
    return _answer(record, form)


@public_page
def issue(request: HttpRequest, volume: int, number: int, *, form: str) -> HttpResponse:
    return _answer(issue_citation(volume, number), form)


def _answer(record: CitationRecord, form: str) -> HttpResponse:
    chosen = FORMATS[form]
    # Browsers show plain text, and save a file of any other kind under its name.
    kind = chosen.media_type if chosen.ending else "text/plain"
    response = HttpResponse(chosen.write(record), content_type=f"{kind}; charset=utf-8")
    if chosen.ending:
        name = f"{record.identifier}.{chosen.ending}"
        response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
