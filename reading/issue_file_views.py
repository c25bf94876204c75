"""The PDF and the EPUB of an issue."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify

from curation.models import Issue
from reading.books.files import TYPES, find_file
from web.public import public_page

RETRY_AFTER_SECONDS = 20  # it takes two, once a worker begins


@public_page
def issue_file(request: HttpRequest, volume: str, number: str, form: str) -> HttpResponse:
    """503 with a page that says so while it is being made."""
    published = Issue.objects.published().defer("evidence")
    issue = get_object_or_404(published, volume=volume, number=number)
    made = find_file(issue, form)
    if made is None:
        context = {"issue": issue, "form": form.upper()}
        response = render(request, "reading/issue_file_waits.html", context, status=503)
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        response["Cache-Control"] = "no-store"
        return response
    response = HttpResponse(made, content_type=TYPES[form])
    kind = "inline" if form == "pdf" else "attachment"
    name = f"{_file_name(issue)}.{form}"
    response["Content-Disposition"] = f'{kind}; filename="{name}"'
    return response


def _file_name(issue: Issue) -> str:
    return f"{slugify(settings.JOURNAL_NAME) or 'journal'}-{issue.volume}-{issue.number}"
