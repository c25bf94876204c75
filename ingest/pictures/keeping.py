"""Where pictures are kept: a Django storage, under the hash of what they show."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import TypedDict

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db.models import TextField
from django.db.models.functions import Cast

from ingest.models import TextPictures
from ingest.pictures.decoding import Decoded
from text.foreign.pictures import Picture

NAME = r"[0-9a-f]{64}\.(?:jpg|webp)"
TYPES = {"jpg": "image/jpeg", "webp": "image/webp"}
ADDRESS = "/media/pictures/"


class StoredPicture(TypedDict):
    """One value of `TextPictures.found`."""

    name: str
    width: int
    height: int


def picture_storage() -> Storage:
    return storages["pictures"]


def keep(decoded: Decoded) -> StoredPicture:
    name = ""
    if decoded.content:
        name = f"{hashlib.sha256(decoded.content).hexdigest()}.{decoded.extension}"
        if not picture_storage().exists(name):
            picture_storage().save(name, ContentFile(decoded.content))
    return {"name": name, "width": decoded.width, "height": decoded.height}


def served(found: Mapping[str, StoredPicture]) -> dict[str, Picture]:
    """By the address at the source, as `text.foreign.pictures` puts them into a text."""
    return {
        url: Picture(
            ADDRESS + stored["name"] if stored["name"] else "", stored["width"], stored["height"]
        )
        for url, stored in found.items()
    }


def remove_files(names: Iterable[str]) -> None:
    """Those that no text shows any more."""
    kept = TextPictures.objects.annotate(written=Cast("found", TextField()))
    for name in names:
        if name and not kept.filter(written__contains=name).exists():
            picture_storage().delete(name)
