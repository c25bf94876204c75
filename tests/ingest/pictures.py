"""Pictures as sites send them, made when they are asked for."""

import io

from PIL import Image


def picture(size=(120, 80), form="PNG", mode="RGB", **options):
    written = io.BytesIO()
    image = Image.new(mode, size, "teal" if mode == "RGB" else None)
    image.putpixel((0, 0), (200, 10, 10) if mode == "RGB" else 1)
    image.save(written, form, **options)
    return written.getvalue()
