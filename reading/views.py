"""Pages people read. Each one fetches what this reader may see and shows it."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.requests import SignedInRequest
from curation.models import Issue
from curation.selectors.people import people_visible_to
from drafts import closing
from drafts.models import Draft
from drafts.selectors import draft_texts
from following.selectors import follow_button
from following.things import subject_thing
from preprints.comparisons import ask_for_comparison, ask_for_edit
from preprints.models import Subject
from reading.cover_drawing import cover_svg
from reading.forms import PatternForm
from reading.selectors import issues as issue_selectors
from reading.selectors.administration import admin_tasks
from reading.selectors.by_id import find_work, read_name
from reading.selectors.cite_box import cite_issue, cite_review
from reading.selectors.comparison import (
    ComparisonPage,
    compared_versions,
    comparison_page,
    edit_page,
    find_compared_version,
    find_edit,
)
from reading.selectors.head_tags import tags_of_issue
from reading.selectors.home import home_page
from reading.selectors.identifiers import Identifier, address_of, redaction_page, withdrawal_page
from reading.selectors.me import my_page
from reading.selectors.merged import merged_preprint, merged_version
from reading.selectors.people_list import people_list
from reading.selectors.person import person_page
from reading.selectors.preprint import preprint_page
from reading.selectors.preprint_list import preprint_list
from reading.selectors.review_page import find_review, review_page
from reading.selectors.review_requests import round_page
from reading.selectors.reviews import tombstone_view
from reading.selectors.saved_drafts import saved_drafts
from reading.selectors.scales import Scales
from reading.selectors.subject_list import subject_list
from reading.selectors.versions import find_version
from reviews.decline_reasons import offered_reasons
from reviews.kept_drafts import kept_until
from reviews.policies import current_policy
from reviews.selectors.policies import policy_changes, policy_rows
from web.access import editor_required
from web.cache_times import ISSUE_FILE_SECONDS, PAGE_SECONDS
from web.public import public_page


@public_page
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "reading/home.html", {"home": home_page(request.user)})


@public_page
def preprints(request: HttpRequest) -> HttpResponse:
    listed = preprint_list(request.user, request.GET)
    return render(request, "reading/preprints.html", {"list": listed})


@public_page
def subjects(request: HttpRequest) -> HttpResponse:
    return render(request, "reading/subjects.html", {"list": subject_list(request.GET)})


@public_page
def subject(request: HttpRequest, slug: str) -> HttpResponse:
    chosen = get_object_or_404(Subject, slug=slug)
    context = {
        "list": preprint_list(request.user, request.GET, subject=chosen),
        "subject": chosen,
        "follow_button": follow_button(request.user, subject_thing(chosen)),
    }
    return render(request, "reading/preprints.html", context)


@public_page
def preprint(request: HttpRequest, preprint_id: int) -> HttpResponse:
    """The current version, with the reviews of every version."""
    shown = find_version(request.user, preprint_id)
    if shown is None:
        return redirect(merged_preprint(preprint_id))
    page = preprint_page(shown, request.user, only_this_version=False)
    return render(request, "reading/preprint.html", {"page": page})


@public_page
def version(request: HttpRequest, preprint_id: int, number: int) -> HttpResponse:
    """One version for good, with its own reviews."""
    shown = find_version(request.user, preprint_id, number)
    if shown is None:
        return redirect(merged_version(preprint_id, number))
    page = preprint_page(shown, request.user, only_this_version=True)
    return render(request, "reading/preprint.html", {"page": page, "is_pinned": True})


@public_page
def review(request: HttpRequest, preprint_id: int, number: int, review_number: int) -> HttpResponse:
    shown = find_version(request.user, preprint_id, number)
    if shown is None:
        merged = merged_version(preprint_id, number)
        return redirect("reading:review", merged.preprint_id, merged.number, review_number)
    published = find_review(shown.version, review_number)
    if not published.is_withdrawn:
        page = review_page(published, shown, request.user)
        return render(request, "reading/review.html", {"page": page})
    context = {
        "tombstone": tombstone_view(published, shown=shown.version),
        "version": shown.version,
        "cite": cite_review(published, shown.version, shown.locations),
    }
    return render(request, "reading/withdrawn_review.html", context)


@public_page
@vary_on_headers("HX-Request")
def compare(request: HttpRequest, preprint_id: int, older: int, newer: int) -> HttpResponse:
    """What changed between two versions; asked for the first time, a page that waits for it."""
    if older == newer:
        raise Http404
    if older > newer:
        return redirect("reading:compare", preprint_id, newer, older)
    versions = compared_versions(request.user, preprint_id)
    if not versions.keys() >= {older, newer}:
        merged = [merged_version(preprint_id, number) for number in (older, newer)]
        numbers = [version.number for version in merged]
        return redirect("reading:compare", merged[0].preprint_id, *numbers)
    page = comparison_page(versions, older, newer)
    if not page.is_made:
        ask_for_comparison(versions[older], versions[newer], now=timezone.now())
    return _show_comparison(request, page)


@public_page
@vary_on_headers("HX-Request")
def compare_edit(request: HttpRequest, preprint_id: int, number: int) -> HttpResponse:
    """The small edits of a post since one of its versions was kept."""
    version = find_compared_version(request.user, preprint_id, number)
    edit = find_edit(version) if version else None
    if version is None or edit is None:
        merged = merged_version(preprint_id, number)
        return redirect("reading:compare_edit", merged.preprint_id, merged.number)
    if not edit.is_compared:
        ask_for_edit(edit, now=timezone.now())
    return _show_comparison(request, edit_page(version, edit))


def _show_comparison(request: HttpRequest, page: ComparisonPage) -> HttpResponse:
    is_fragment = "HX-Request" in request.headers
    template = "reading/_comparison.html" if is_fragment else "reading/comparison.html"
    response = render(request, template, {"page": page})
    if not page.is_made:
        patch_cache_control(response, no_store=True)
    return response


@require_safe
def by_id(request: HttpRequest, scheme: str, external_id: str) -> HttpResponse:
    """From a source's own identifier to the work's page; unknown, an offer to submit it."""
    query = request.META.get("QUERY_STRING", "")
    address = f"{external_id}?{query}" if query else external_id
    name = read_name(scheme, address)
    if name is None or "\0" in address:
        raise Http404
    work = find_work(name)
    if work is not None:
        return redirect(work)
    return render(request, "reading/not_here.html", {"name": name}, status=404)


@require_safe
def by_identifier(request: HttpRequest, name: str) -> HttpResponse:
    """From a name that this journal gave (V12.2.r1.3) to the page, and the place on it; in the same
    format where one is asked for."""
    page, hash_sign, place = address_of(Identifier.read(name), request.user).partition("#")
    query = urlencode({"format": request.GET["format"]}) if "format" in request.GET else ""
    return redirect("".join([page, "?" if query else "", query, hash_sign, place]))


@require_safe
@login_required
def withdraw_named(request: SignedInRequest, name: str) -> HttpResponse:
    return redirect(withdrawal_page(Identifier.read(name)))


@require_safe
@login_required
def redact_named(request: SignedInRequest, name: str) -> HttpResponse:
    return redirect(redaction_page(Identifier.read(name)))


@public_page
def review_requests(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "reading/review_requests.html",
        {"page": round_page(request.user, request.GET)},
    )


@public_page
def issues(request: HttpRequest) -> HttpResponse:
    return render(request, "reading/issues.html", {"page": issue_selectors.issue_page(request.GET)})


@public_page
def issue(request: HttpRequest, volume: int, number: int) -> HttpResponse:
    chosen = issue_selectors.published_issue(volume, number)
    contents = issue_selectors.issue_contents(chosen)
    context = {
        "contents": contents,
        "issue": chosen,
        "cite": cite_issue(contents),
        "head_tags": tags_of_issue(contents),
    }
    return render(request, "reading/issue.html", context)


@require_safe
@cache_control(public=True, max_age=ISSUE_FILE_SECONDS)
def cover(request: HttpRequest, volume: int, number: int) -> HttpResponse:
    chosen = issue_selectors.published_issue(volume, number)
    drawing = cover_svg(issue_selectors.cover_rings(chosen))
    return HttpResponse(drawing, content_type="image/svg+xml")


@require_safe
@never_cache
@editor_required
def issue_preview(request: HttpRequest, issue_id: int) -> HttpResponse:
    """An issue in the making as its page will be: the same template with the same selector."""
    chosen = get_object_or_404(Issue.objects.defer("evidence"), pk=issue_id)
    if chosen.is_published:
        return redirect(chosen)
    contents = issue_selectors.issue_contents(chosen)
    return render(request, "reading/issue_preview.html", {"contents": contents, "issue": chosen})


@require_safe
@never_cache
@editor_required
def preview_cover(request: HttpRequest, issue_id: int) -> HttpResponse:
    chosen = get_object_or_404(Issue.objects.defer("evidence"), pk=issue_id)
    drawing = cover_svg(issue_selectors.cover_rings(chosen))
    return HttpResponse(drawing, content_type="image/svg+xml")


@require_safe
@cache_control(public=True, max_age=PAGE_SECONDS)
def evidence(request: HttpRequest, volume: int, number: int) -> HttpResponse:
    """What the selection of an issue rests on, for anyone to recompute; beside it, under a name of
    its own, what has become of its works since."""
    chosen = get_object_or_404(Issue.objects.published(), volume=volume, number=number)
    marks = issue_selectors.marks_since(chosen)
    shown = {**chosen.evidence, **({"since_publication": marks} if marks else {})}
    return JsonResponse(shown, json_dumps_params={"indent": 2, "ensure_ascii": False})


@public_page
def people(request: HttpRequest) -> HttpResponse:
    return render(request, "reading/people.html", {"list": people_list(request.GET)})


@public_page
def person(request: HttpRequest, handle: str) -> HttpResponse:
    profile = get_object_or_404(people_visible_to(request.user), handle=handle)
    return render(request, "reading/person.html", {"page": person_page(profile, request.user)})


@public_page
def about(request: HttpRequest) -> HttpResponse:
    policy = current_policy()
    context = {
        "vocabularies": Scales().in_use(),
        "triage_days": policy.triage_days,
        "policy": policy_rows(policy),
        "policy_changes": policy_changes(policy),
        "decline_reasons": offered_reasons(policy.reasons),
    }
    return render(request, "reading/about.html", context)


@require_safe
def patterns(request: HttpRequest) -> HttpResponse:
    """All components on one page, for those who build pages."""
    if not settings.DEBUG and not (request.user.is_authenticated and request.user.is_editor):
        raise Http404
    scales = Scales()
    drawn = [
        scales.of(terms[position].pk)
        for (_, terms), position in zip(scales.in_use(), (2, 3), strict=True)
    ]
    context = {
        "scales": drawn,
        "form": PatternForm(),
        "sent": PatternForm({}),
        "now": timezone.now(),
    }
    return render(request, "reading/patterns.html", context)


@require_safe
@never_cache
@login_required
def me(request: SignedInRequest) -> HttpResponse:
    """What waits for the person who is signed in."""
    page = my_page(request.user, now=timezone.now())
    context = {
        "page": page,
        "waiting_count": len(page.waiting),
        "admin_tasks": admin_tasks(request.user),
    }
    return render(request, "reading/me.html", context)


@require_safe
@login_required
@never_cache
def saved_text(request: SignedInRequest, key: str) -> HttpResponse:
    """A saved text to read and copy, whether or not its form takes text any more."""
    draft = get_object_or_404(Draft, owner=request.user, key=key)
    (row,) = saved_drafts([draft], request.user)
    is_closed = draft.closed_at is not None or closing.is_closed(draft)
    context = {
        "draft": draft,
        "row": row,
        "texts": draft_texts(draft),
        "kept_until": kept_until(draft, now=timezone.now()) if is_closed else None,
    }
    return render(request, "reading/saved_text.html", context)
