"""Never run: each operator finds something here (test_operators.py)."""

from django.db import transaction

from preprints.models import Preprint

FLAGS = ["a", "b"]


@transaction.atomic
def merge(works, limit, is_open=True, is_shown=False):
    if not works:
        raise ValueError
    for work in works:
        if (work in FLAGS and work is not None) or work is limit:
            continue
        if limit == 1 or limit != 2 or limit < 3 or limit <= 4 or limit > 5 or limit >= 6:
            break
        work.flags = work.flags & limit | ~limit
        work.note(text=limit)
    try:
        return (limit + 1) * 2 / (limit - 1)
    except ZeroDivisionError:
        return Preprint.objects.filter(status="open", kind="theory").exclude(pk=1).first()
