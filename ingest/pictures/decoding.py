"""What a site sent as a picture, decoded and written anew: nothing but its pixels is kept."""

import io
import warnings
from typing import NamedTuple

from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")  # no SVG: that is a document, which may hold scripts
MOST_PIXELS = 40_000_000
WIDEST, TALLEST = 1_600, 4_800  # as kept; larger ones are made smaller
LARGEST_PIXEL = 2  # in both directions: such pictures count readers
_QUALITY = 85


class NotAPictureError(Exception):
    """What came cannot be decoded, or is too large."""


class Decoded(NamedTuple):
    """content: b"" where there is nothing to see."""

    content: bytes
    extension: str
    width: int
    height: int


def decode(content: bytes) -> Decoded:
    """The picture, upright; of a moving one its first frame. Raises NotAPictureError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                return _written_anew(image)
    except NotAPictureError:
        raise
    # Of broken files the decoders raise what comes to them: struct.error, IndexError, and others.
    except Exception as error:
        raise NotAPictureError(f"{type(error).__name__}: {error}") from error


def _written_anew(image: Image.Image) -> Decoded:
    if image.width * image.height > MOST_PIXELS:
        raise NotAPictureError(f"{image.width}×{image.height}")
    if max(image.size) <= LARGEST_PIXEL:
        return Decoded(b"", "", *image.size)
    is_photo = image.format == "JPEG"
    image.draft("RGB", (WIDEST, TALLEST))
    upright = ImageOps.exif_transpose(image)
    upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    upright.thumbnail((WIDEST, TALLEST))
    upright.info = {}
    written = io.BytesIO()
    if is_photo:
        upright.convert("RGB").save(written, "JPEG", quality=_QUALITY, progressive=True)
    else:
        upright.save(written, "WEBP", lossless=True, method=4)
    return Decoded(written.getvalue(), "jpg" if is_photo else "webp", *upright.size)
