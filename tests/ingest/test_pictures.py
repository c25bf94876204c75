"""Pictures of posts shown in full: fetched once, in the background, and kept while they are shown.

The pictures are made here; the server that sends them is the one that replays recordings.
"""

import io
import struct
import zlib
from datetime import timedelta

import pytest
from PIL import Image

from ingest.http.client import SourceClient
from ingest.models import TextPictures
from ingest.pictures import fetching
from ingest.pictures.decoding import NotAPictureError, decode
from ingest.pictures.keeping import picture_storage
from ingest.tasks import fetch_pictures
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.times import NOW
from tests.ingest.pictures import picture
from text.foreign.posts import clean_foreign_html

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9"><script>alert(1)</script></svg>'


def text_with(*urls):
    html = "".join(f'<p><img src="{url}" alt="Plot {n}"></p>' for n, url in enumerate(urls))
    return clean_foreign_html(html, base_url="https://forum.example/", id_prefix="v1-").html


def shown_text(*urls, **fields):
    work = PreprintFactory(version=None, shows_full_text=True, **fields)
    return VersionFactory(preprint=work, body_html=text_with(*urls))


def fetch(now=NOW):
    fetching.remove_unshown()
    fetching.note_new_texts(now)
    with SourceClient() as client:
        return fetching.fetch_due(client)


def sent(body, kind="image/png", status=200):
    return {"status": status, "headers": {"Content-Type": kind}, "body": body}


def pictures_of(version):
    return TextPictures.objects.get(version=version)


def file_names():
    return set(picture_storage().listdir("")[1])


@pytest.fixture(autouse=True)
def _empty_storage(tmp_path, settings):
    options = settings.STORAGES["pictures"] | {"OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"pictures": options}


# What came, decoded


@pytest.mark.parametrize(
    ("form", "mode", "extension"),
    [("PNG", "RGB", "webp"), ("PNG", "P", "webp"), ("JPEG", "RGB", "jpg"), ("GIF", "P", "webp"),
     ("WEBP", "RGB", "webp"), ("JPEG", "L", "jpg")],
)  # fmt: skip
def test_a_picture_is_written_anew_in_a_form_that_browsers_read(form, mode, extension):
    decoded = decode(picture(form=form, mode=mode))
    assert (decoded.extension, decoded.width, decoded.height) == (extension, 120, 80)
    with Image.open(io.BytesIO(decoded.content)) as image:
        assert image.size == (120, 80)


def test_nothing_but_the_pixels_is_kept():
    exif = Image.Exif()
    exif[0x010E] = "Taken at home"
    for form in ("JPEG", "PNG", "WEBP"):
        content = picture(form=form, exif=exif) + b"<script>alert(1)</script>"
        assert b"Taken at home" in content
        kept = decode(content).content
        assert b"Taken at home" not in kept
        assert b"<script>" not in kept


def test_a_picture_that_lies_on_its_side_is_put_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    decoded = decode(picture(form="JPEG", exif=exif))
    assert (decoded.width, decoded.height) == (80, 120)


def test_a_large_picture_is_made_smaller_in_its_proportions():
    decoded = decode(picture((3_200, 1_000)))
    assert (decoded.width, decoded.height) == (1_600, 500)


def _bomb(width, height):
    """A small PNG that says it is large."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 10_000_000)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize(
    "content",
    [_bomb(10_000, 5_000), _bomb(60_000, 60_000), SVG, b"", b"<html>", picture()[:60],
     picture(form="BMP"), picture(form="TIFF")],
)  # fmt: skip
def test_what_is_no_picture_or_too_large_a_one_is_refused(content, monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda *_: pytest.fail("decoded")) if len(
        content
    ) > 1_000 and content[1:4] == b"PNG" else None
    with pytest.raises(NotAPictureError):
        decode(content)


# Fetched


pytestmark = pytest.mark.django_db


def test_pictures_come_once_for_texts_that_are_shown(replay):
    version = shown_text(f"{replay.address}/a.png", f"{replay.address}/b.jpg")
    hidden = VersionFactory(body_html=text_with(f"{replay.address}/hidden.png"))
    replay.fail(**sent(picture()))
    replay.fail(**sent(picture((60, 40), "JPEG"), "image/jpeg"))
    assert fetch() == 2
    found = pictures_of(version).found
    sizes = {url.rpartition("/")[2]: (one["width"], one["height"]) for url, one in found.items()}
    assert sizes == {"a.png": (120, 80), "b.jpg": (60, 40)}
    assert file_names() == {one["name"] for one in found.values()}
    assert [request.path for request in replay.requests] == ["/a.png", "/b.jpg"]
    assert "referer" not in replay.requests[0].headers
    assert fetch() == 0
    assert len(replay.requests) == 2, "nothing is asked twice"
    assert not TextPictures.objects.filter(version=hidden).exists()


@pytest.mark.parametrize(
    "answer",
    [sent(SVG, "image/svg+xml"), sent(SVG), sent(b"<html>", "text/html"),
     sent(picture(), status=404), sent(b"x" * 8_100_000)],
)  # fmt: skip
def test_what_cannot_be_shown_is_not_asked_for_again(replay, answer):
    version = shown_text(f"{replay.address}/a", f"{replay.address}/b.png")
    replay.fail(**answer)
    replay.fail(**sent(picture()))
    assert fetch() == 1
    row = pictures_of(version)
    assert (list(row.found), row.left, row.next_try_at) == ([f"{replay.address}/b.png"], [], None)


def test_a_site_that_is_away_is_asked_again_later_and_then_left_alone(replay):
    version = shown_text(f"{replay.address}/a.png", f"{replay.address}/b.png")
    replay.fail(**sent(picture()))
    for tries in range(fetching.MOST_TRIES):
        replay.fail(status=503)
        assert fetch() == (0 if tries else 1)
        assert fetch() == 0, "not before its time"
        assert len(replay.requests) == 2 + tries
        TextPictures.objects.exclude(next_try_at=None).update(next_try_at=NOW)
    row = pictures_of(version)
    assert (row.next_try_at, len(row.found)) == (None, 1)


@pytest.mark.parametrize(
    "target", ["http://10.0.0.1/a.png", "http://127.0.0.1:1/a.png", "http://[::1]/", "file:///a"]
)
def test_no_redirect_leads_into_our_own_network(replay, target):
    version = shown_text(f"{replay.address}/a.png", target)
    replay.fail(status=302, headers={"Location": target})
    assert fetch() == 0
    assert pictures_of(version).found == {}
    assert [request.path for request in replay.requests] == ["/a.png"]


def test_a_text_has_so_many_pictures_and_no_more(replay, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_PICTURES", 2)
    shown_text(*(f"{replay.address}/{n}.png" for n in range(4)))
    replay.fail(4, **sent(picture()))
    assert fetch() == 2


def test_what_was_not_asked_for_in_time_is_due_at_once(replay):
    version = shown_text(f"{replay.address}/a.png", f"{replay.address}/b.png")
    replay.fail(2, **sent(picture()))
    fetching.note_new_texts(NOW)
    goes_on = iter([True, True, False])
    with SourceClient() as client:
        assert fetching.fetch_due(client, may_go_on=lambda: next(goes_on)) == 1
    assert pictures_of(version).left == [f"{replay.address}/b.png"]
    assert fetch() == 1


def test_a_pixel_that_counts_readers_is_asked_for_once_and_not_kept(replay):
    version = shown_text(f"{replay.address}/count.gif")
    replay.fail(**sent(picture((1, 1), "GIF", "P"), "image/gif"))
    assert fetch() == 1
    assert [one["name"] for one in pictures_of(version).found.values()] == [""]
    assert file_names() == set()


def test_pictures_go_with_the_text_and_those_of_others_stay(replay):
    version = shown_text(f"{replay.address}/a.png", f"{replay.address}/both.png")
    other = shown_text(f"{replay.address}/both.png")
    replay.fail(**sent(picture((9, 9))))
    replay.fail(**sent(picture()))
    replay.fail(**sent(picture()))
    fetch()
    assert len(file_names()) == 2
    version.preprint.shows_full_text = False
    version.preprint.save()
    assert fetching.remove_unshown() == 1
    assert not TextPictures.objects.filter(version=version).exists()
    assert file_names() == {one["name"] for one in pictures_of(other).found.values()}
    assert len(file_names()) == 1


def test_a_picture_that_comes_after_its_text_has_gone_is_not_kept(replay, monkeypatch):
    version = shown_text(f"{replay.address}/a.png")
    replay.fail(**sent(picture()))
    fetching.note_new_texts(NOW)
    keep = fetching.keep

    def keep_while_it_goes(decoded):
        TextPictures.objects.filter(version=version).delete()
        return keep(decoded)

    monkeypatch.setattr(fetching, "keep", keep_while_it_goes)
    with SourceClient() as client:
        fetching.fetch_due(client)
    assert file_names() == set()


def test_the_schedule_fetches_them(replay):
    version = shown_text(f"{replay.address}/a.png")
    replay.fail(**sent(picture()))
    assert fetch_pictures() == 1
    assert len(pictures_of(version).found) == 1


def test_the_pause_grows_from_try_to_try():
    row = TextPictures(version=shown_text("https://x.org/a.png"), left=["https://x.org/a.png"])
    row.save()
    pauses = []
    for _try in range(fetching.MOST_TRIES - 1):
        before = fetching.timezone.now()
        fetching._note_try(row, ["https://x.org/a.png"], [])
        pauses.append(round((row.next_try_at - before) / timedelta(minutes=10)))
    assert pauses == [1, 2, 4]
