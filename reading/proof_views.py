"""The proof of review of a version: as a page, as signed JSON, as a PDF; and the page to verify."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from events.statements import StatementError, is_own_key, read_statement
from reading.forms import VerifyForm
from reading.selectors.merged import merged_version
from reading.selectors.proof import proof_of_review
from text.pdf import make_pdf
from web.cache_times import PAGE_SECONDS
from web.public import public_page

TEMPLATE = settings.BASE_DIR / "templates" / "reading" / "proof.typ"


@public_page
def proof(request: HttpRequest, preprint_id: int, number: int) -> HttpResponse:
    signed = proof_of_review(request.user, preprint_id, number, today=timezone.localdate())
    if signed is None:
        return redirect("reading:proof", *_kept(preprint_id, number))
    context = {"signed": signed, "proof": signed.statement}
    return render(
        request, "reading/proof.html", context | {"preprint_id": preprint_id, "number": number}
    )


@public_page
def proof_json(request: HttpRequest, preprint_id: int, number: int) -> HttpResponse:
    signed = proof_of_review(request.user, preprint_id, number, today=timezone.localdate())
    if signed is None:
        return redirect("reading:proof_json", *_kept(preprint_id, number))
    return HttpResponse(signed.as_json(), content_type="application/json")


@public_page
def proof_pdf(request: HttpRequest, preprint_id: int, number: int) -> HttpResponse:
    signed = proof_of_review(request.user, preprint_id, number, today=timezone.localdate())
    if signed is None:
        return redirect("reading:proof_pdf", *_kept(preprint_id, number))
    values = {"proof": signed.statement, "key": signed.key, "signature": signed.signature}
    made = make_pdf(TEMPLATE, values, attachment=signed.as_json().encode())
    response = HttpResponse(made, content_type="application/pdf")
    name = f"proof-{signed.statement['work']['identifier']}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@csrf_exempt  # it writes nothing, so programs may ask it, too
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a statement that somebody was given is the journal's."""
    form = VerifyForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        try:
            signed = read_statement(form.cleaned_data["statement"])
        except StatementError as error:
            form.add_error("statement", str(error))
        else:
            context |= {"signed": signed, "is_own": is_own_key(signed.key)}
    response = render(request, "reading/verify.html", context)
    if request.method != "POST" and not request.user.is_authenticated:
        patch_cache_control(response, public=True, max_age=PAGE_SECONDS)
    return response


def _kept(preprint_id: int, number: int) -> tuple[int, int]:
    kept = merged_version(preprint_id, number)
    return kept.preprint_id, kept.number
