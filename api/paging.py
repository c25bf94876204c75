from rest_framework.pagination import CursorPagination


class NewestFirst(CursorPagination):
    """Pages by cursor: `{"next", "previous", "results"}`, newest first, `?limit=` up to 100."""

    ordering = "-id"
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100
