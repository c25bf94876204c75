"""The journal in numbers, as a page and as a file."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reading.selectors.statistics import Statistics, statistics
from web.public import public_page

SHARES = [10, 25, 50, 75, 90]  # in percent, of the times that a step took no more days
COLUMNS = ["part", "what", "count", "of", *(f"days {share}%" for share in SHARES)]


@public_page
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "reading/statistics.html", {"page": _asked_for(request)})


@public_page
def table(request: HttpRequest) -> HttpResponse:
    """The same numbers as comma-separated values."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="statistics.csv"'
    writer = csv.writer(answer)
    writer.writerow(COLUMNS)
    writer.writerows(_rows(_asked_for(request)))
    return answer


def _asked_for(request: HttpRequest) -> Statistics:
    """Of a year of four digits; anything else asks for all years."""
    year = request.GET.get("year", "")
    is_year = len(year) == 4 and year.isascii() and year.isdecimal() and year > "0000"
    return statistics(int(year) if is_year else None, today=timezone.localdate())


def _rows(page: Statistics) -> list[list[object]]:
    bars = [
        *(("how far they came", bar) for bar in page.came),
        *(("how they stand", bar) for bar in page.stand),
        *(("set days kept", bar) for bar in page.kept),
        *((f"terms: {scale.label}", bar) for scale in page.scales for bar in scale.terms),
    ]
    appeals = [
        ("appeals", f"{one.label}: {outcome}", count)
        for one in page.appeals
        for outcome, count in one.outcomes.items()
    ]
    return [
        *([part, bar.label, bar.count, bar.of] for part, bar in bars),
        *(["days", step.label, step.count, "", *map(round, step.days)] for step in page.steps),
        *([part, what, count, ""] for part, what, count in appeals),
    ]
