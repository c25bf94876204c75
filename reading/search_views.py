"""Searching."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from reading.selectors.searching.names import address_of_name, link_to_submit, typed_name
from reading.selectors.searching.page import search_page
from search.queries import parse_query
from search.suggestions import suggest_titles
from web.public import public_page


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """An identifier or a link leads to its work; anything else is searched for."""
    typed = request.GET.get("q", "")
    query = parse_query(typed)
    name = typed_name(typed, query)
    if name and (address := address_of_name(name, request.user)):
        return redirect(address)
    page = search_page(request.GET, query, request.user)
    link = link_to_submit(name)
    return render(request, "reading/search.html", {"page": page, "link": link})


@public_page
def suggestions(request: HttpRequest) -> HttpResponse:
    """Titles, while somebody types; for the script of the search box."""
    query = parse_query(request.GET.get("q", ""))
    return JsonResponse({"suggestions": suggest_titles(query)})
