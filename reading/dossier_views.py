"""The dossier of a work, with or without names: as signed JSON, and as a PDF."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from reading.selectors.dossier import dossier_of
from reading.selectors.merged import merged_preprint
from text.pdf import make_pdf
from web.public import public_page

TEMPLATE = settings.BASE_DIR / "templates" / "reading" / "dossier.typ"


@public_page
def dossier(request: HttpRequest, preprint_id: str, form: str) -> HttpResponse:
    """`?names=no` for the form without names."""
    work_id = int(preprint_id)
    with_names = request.GET.get("names") != "no"
    today = timezone.localdate()
    signed = dossier_of(request.user, work_id, with_names=with_names, today=today)
    if signed is None:
        query = "" if with_names else "?names=no"
        kept = merged_preprint(work_id).get_absolute_url()
        return redirect(f"{kept}dossier.{form}{query}")
    if form == "json":
        return HttpResponse(signed.as_json(), content_type="application/json")
    values = {"dossier": signed.statement, "key": signed.key, "signature": signed.signature}
    made = make_pdf(TEMPLATE, values, attachment=signed.as_json().encode())
    response = HttpResponse(made, content_type="application/pdf")
    name = f"dossier-V{work_id}{'' if with_names else '-without-names'}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
