"""The editors' page of sources, and the records that could not be read."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import BinaryField, QuerySet
from django.db.models.functions import Substr
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.requests import SignedInRequest
from ingest.errors import IngestError, SetsChanged
from ingest.forms import FeedForm, PauseForm, SetsForm
from ingest.models import FetchStop, Reject, Source
from ingest.selectors.sources import adapter_with_sets, sources_page, what_is_taken
from ingest.services import checks
from ingest.services import sources as source_services
from preprints.known_sources import source_label
from web.access import editor_required
from web.form_pages import form_on
from web.list_lengths import REJECTS_A_PAGE
from web.paging import page_of

BYTES_SHOWN = 20_000


def slugs_of_rejects(_editor: User) -> QuerySet[Reject, str]:
    return Reject.objects.values_list("source__slug", flat=True)


@require_GET
@editor_required
def sources(request: SignedInRequest) -> HttpResponse:
    return _show_sources(request, FeedForm())


@editor_required
@form_on("ingest:sources")
def add_feed(request: SignedInRequest) -> HttpResponse:
    form = FeedForm(request.POST)
    if form.is_valid():
        name, url = form.cleaned_data["name"], form.cleaned_data["url"]
        try:
            source = source_services.add_feed(name, url, by=request.user, now=timezone.now())
        except IngestError as error:
            form.add_error("url", str(error.message))
        else:
            messages.success(request, _("%s was added and will be read soon.") % source.name)
            return redirect("ingest:sources")
    return _show_sources(request, form)


def _show_sources(
    request: SignedInRequest, form: FeedForm, *, pause: Mapping[str, PauseForm] | None = None
) -> HttpResponse:
    """pause: forms that were refused, by the source's slug."""
    page, refused = sources_page(timezone.now()), pause or {}
    forms = [refused.get(row.source.slug) or PauseForm(slug=row.source.slug) for row in page.rows]
    context = {"page": page, "rows": list(zip(page.rows, forms, strict=True)), "form": form}
    status = 422 if form.errors or refused else 200
    return render(request, "ingest/sources.html", context, status=status)


@editor_required
@form_on("ingest:sources")
def remove_feed(request: SignedInRequest, slug: str) -> HttpResponse:
    try:
        source_services.remove_feed(slug, by=request.user, now=timezone.now())
    except IngestError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The feed was removed. Its works stay."))
    return redirect("ingest:sources")


@editor_required
def sets(request: SignedInRequest, slug: str) -> HttpResponse:
    source = get_object_or_404(Source, slug=slug)
    adapter = adapter_with_sets(source)
    if adapter is None:
        raise Http404
    form = SetsForm(adapter, source.sets, request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _choose_sets(request, source, form)
    return _show_sets(request, source, form)


def _choose_sets(request: SignedInRequest, source: Source, form: SetsForm) -> HttpResponse:
    try:
        chosen = source_services.choose_sets(
            source.pk,
            form.cleaned_data["sets"],
            instead_of=form.cleaned_data["instead_of"],
            by=request.user,
            now=timezone.now(),
        )
    except SetsChanged as error:
        source.refresh_from_db()
        return _show_sets(request, source, form.over_newer(source.sets, str(error.message)))
    except IngestError as error:
        form.add_error("sets", str(error.message))
        return _show_sets(request, source, form)
    messages.success(request, f"{chosen.name}: {what_is_taken(chosen)}")
    return redirect("ingest:sources")


def _show_sets(request: SignedInRequest, source: Source, form: SetsForm) -> HttpResponse:
    context = {"source": source, "taken": what_is_taken(source), "form": form}
    return render(request, "ingest/sets.html", context, status=422 if form.errors else 200)


@require_GET
@editor_required
def rejects(request: SignedInRequest, slug: str) -> HttpResponse:
    source = get_object_or_404(Source, slug=slug)
    beginning = Substr("content", 1, BYTES_SHOWN, output_field=BinaryField())
    found = source.rejects.filter(state=Reject.State.OPEN).defer("content")
    page = page_of(
        found.annotate(beginning=beginning),
        moment="seen_at",
        query=request.GET,
        size=REJECTS_A_PAGE,
    )
    rows: Sequence[Any] = page.rows  # the annotation is not known to their type
    shown = [(one, bytes(one.beginning).decode(errors="replace")) for one in rows]
    context = {"source": source, "rejects": shown, "page": page}
    return render(request, "ingest/rejects.html", context)


@editor_required
@form_on("ingest:sources")
def pause(request: SignedInRequest, slug: str) -> HttpResponse:
    source = get_object_or_404(Source, slug=slug)
    form = PauseForm(request.POST, slug=slug)
    if not form.is_valid():
        return _show_sources(request, FeedForm(), pause={slug: form})
    reason = form.cleaned_data["reason"]
    words = _("Paused.")
    try:
        source_services.pause(source.pk, reason=reason, by=request.user, now=timezone.now())
    except IngestError as error:
        messages.error(request, f"{source.name}: {error.message}")
    else:
        messages.success(request, f"{source.name}: {words}")
    return redirect("ingest:sources")


@editor_required
@form_on("ingest:sources")
def run_now(request: SignedInRequest, slug: str) -> HttpResponse:
    source = get_object_or_404(Source, slug=slug)
    words = _("It will run within a minute or two.")
    try:
        source_services.run_now(source.pk, by=request.user, now=timezone.now())
    except IngestError as error:
        messages.error(request, f"{source.name}: {error.message}")
    else:
        messages.success(request, f"{source.name}: {words}")
    return redirect("ingest:sources")


@editor_required
@form_on("ingest:sources")
def allow_once(request: SignedInRequest, slug: str) -> HttpResponse:
    source = get_object_or_404(Source, slug=slug)
    words = _("The next harvest is allowed once.")
    try:
        source_services.allow_once(source.pk, by=request.user, now=timezone.now())
    except IngestError as error:
        messages.error(request, f"{source.name}: {error.message}")
    else:
        messages.success(request, f"{source.name}: {words}")
    return redirect("ingest:sources")


@editor_required
@form_on("ingest:sources")
def ask_again(request: SignedInRequest, slug: str) -> HttpResponse:
    source = get_object_or_404(Source, slug=slug)
    words = _("The site will be asked again.")
    try:
        source_services.ask_again(source.pk, by=request.user, now=timezone.now())
    except IngestError as error:
        messages.error(request, f"{source.name}: {error.message}")
    else:
        messages.success(request, f"{source.name}: {words}")
    return redirect("ingest:sources")


@editor_required
@form_on("ingest:sources")
def allow_changes(request: SignedInRequest, slug: str) -> HttpResponse:
    stop = get_object_or_404(FetchStop, source=slug)
    words = _("Its works are checked again, and what has changed is taken over.")
    try:
        checks.allow_changes(stop.source, by=request.user, now=timezone.now())
    except IngestError as error:
        messages.error(request, f"{source_label(stop.source)}: {error.message}")
    else:
        messages.success(request, f"{source_label(stop.source)}: {words}")
    return redirect("ingest:sources")


@editor_required
@form_on("ingest:rejects", reject_id=slugs_of_rejects)
def retry(request: SignedInRequest, reject_id: int) -> HttpResponse:
    found = get_object_or_404(Reject.objects.select_related("source"), pk=reject_id)
    try:
        reject = source_services.retry(found.pk, by=request.user, now=timezone.now())
    except IngestError as error:
        messages.error(request, str(error.message))
    else:
        if reject.state == Reject.State.TAKEN:
            messages.success(request, _("The record was read and imported."))
        else:
            messages.error(request, _("It still cannot be read: %s") % reject.reason)
    return redirect("ingest:rejects", found.source.slug)


@editor_required
@form_on("ingest:rejects", reject_id=slugs_of_rejects)
def dismiss(request: SignedInRequest, reject_id: int) -> HttpResponse:
    found = get_object_or_404(Reject.objects.select_related("source"), pk=reject_id)
    try:
        source_services.dismiss(found.pk, by=request.user, now=timezone.now())
    except IngestError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Dismissed."))
    return redirect("ingest:rejects", found.source.slug)
