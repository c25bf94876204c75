"""A work of this journal, named by a person: by its identifier, our address of it, or its link."""

import re

from django.conf import settings

from ingest.services.links import find_known
from ingest.sources.recognise import recognise
from preprints.duplicates.merged_ids import merge_target_ids
from preprints.models import Preprint

_IDENTIFIER = re.compile(r"V([0-9]{1,18})(?:\.\w+)*", re.IGNORECASE)
_PAGE = re.compile(r"/(?:api/v1/)?preprints/([0-9]{1,18})(?:[/?#].*)?")


def find_named_work(text: str) -> Preprint | None:
    """The work that "V12", "V12.2.r1", our own page of it or a link to its source names.

    One that has been merged into another one is that other one.
    """
    text = text.strip()
    preprint_id = _own_id(text)
    if preprint_id is None:
        ref = recognise(text)
        return find_known(ref) if ref else None
    return Preprint.objects.filter(pk__in=merge_target_ids([preprint_id]).values()).first()


def _own_id(text: str) -> int | None:
    page = _PAGE.fullmatch(text.removeprefix(settings.SITE_URL))
    named = _IDENTIFIER.fullmatch(text) or page
    return int(named[1]) if named else None
