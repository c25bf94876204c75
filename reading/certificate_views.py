"""A reviewer's certificate, for its reviewer alone: what it says, as signed JSON, and as a PDF."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from reading.selectors.certificate import certificate_of, own_published_review
from text.pdf import make_pdf

TEMPLATE = settings.BASE_DIR / "templates" / "reading" / "certificate.typ"


@require_safe
@never_cache
@login_required
def certificate(request: SignedInRequest, review_id: int) -> HttpResponse:
    review = own_published_review(request.user, review_id)
    return render(request, "reading/certificate.html", {"review": review})


@require_safe
@never_cache
@login_required
def certificate_file(request: SignedInRequest, review_id: str, form: str) -> HttpResponse:
    """`?work=no` for the form that does not say which work was reviewed."""
    review = own_published_review(request.user, int(review_id))
    names_work = request.GET.get("work") != "no"
    signed = certificate_of(review, names_work=names_work, today=timezone.localdate())
    if form == "json":
        return HttpResponse(signed.as_json(), content_type="application/json")
    values = {"said": signed.statement, "key": signed.key, "signature": signed.signature}
    made = make_pdf(TEMPLATE, values, attachment=signed.as_json().encode())
    return HttpResponse(made, content_type="application/pdf")
