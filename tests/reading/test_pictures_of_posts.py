"""The pictures of a post on its page, and how they are sent."""

import io

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from ingest.models import TextPictures
from ingest.pictures.decoding import decode
from ingest.pictures.keeping import keep, picture_storage, remove_files
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import ReviewFactory, RoundFactory
from text.foreign.posts import clean_foreign_html

pytestmark = pytest.mark.django_db


def url_of(number):
    return f"https://x.org/{number}.png"


def post_with(count):
    html = "".join(f'<p><img src="{url_of(n)}" alt="Plot {n}"></p>' for n in range(count))
    body = clean_foreign_html(f"<p>Words.</p>{html}", base_url="https://x.org/", id_prefix="v1-")
    work = PreprintFactory(version=None, shows_full_text=True, status="reviewed")
    return VersionFactory(preprint=work, body_html=body.html)


def have_pictures(version, numbers):
    found = {}
    for number in numbers:
        written = io.BytesIO()
        Image.new("RGB", (100 + number, 50), "teal").save(written, "PNG")
        found[url_of(number)] = keep(decode(written.getvalue()))
    return TextPictures.objects.create(version=version, found=found)


def close_file(response):
    """Without the end of the request, which would close the test's connection."""
    for close in response._resource_closers:
        close()


def text_of(client, address):
    page = lxml.html.fromstring(client.get(address).content)
    assert page.xpath('//img[starts-with(@src, "http")]') == []
    return page.xpath('//*[contains(@class, "prose")]')[0]


def test_a_page_shows_what_is_here_and_links_to_the_rest(client):
    version = post_with(2)
    row = have_pictures(version, [0])
    (image,) = text_of(client, version.get_absolute_url()).xpath("//img[@loading]")
    assert dict(image.attrib) == {
        "src": f"/media/pictures/{row.found[url_of(0)]['name']}",
        "alt": "Plot 0",
        "width": "100",
        "height": "50",
        "loading": "lazy",
        "decoding": "async",
    }
    page = client.get(version.get_absolute_url()).content.decode()
    assert "Plot 1 (picture at x.org)</a>" in page


def test_they_stand_beside_the_reviews_too(client):
    version = post_with(1)
    have_pictures(version, [0])
    opened = RoundFactory(submission__preprint=version.preprint, version=version, state="assessed")
    ReviewFactory(round=opened, published=True)
    address = reverse("reading:side_by_side", args=[version.preprint_id, version.number])
    (image,) = text_of(client, address).xpath("//img[@loading]")
    assert (image.get("width"), image.get("height")) == ("100", "50")


def test_ten_pictures_take_no_more_queries_than_none(client):
    counts = []
    for version, numbers in ((post_with(0), []), (post_with(10), range(10))):
        have_pictures(version, numbers)
        client.get(version.get_absolute_url())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(version.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_text_that_is_not_shown_shows_no_picture(client):
    version = post_with(1)
    have_pictures(version, [0])
    version.preprint.shows_full_text = False
    version.preprint.save()
    assert b"/media/pictures/" not in client.get(version.get_absolute_url()).content


def test_a_picture_is_kept_for_ever_and_can_do_nothing(client):
    row = have_pictures(post_with(2), [0, 1])
    name, other = (one["name"] for one in row.found.values())
    response = client.get(f"/media/pictures/{name}")
    sent = b"".join(response.streaming_content)
    close_file(response)
    with Image.open(io.BytesIO(sent)) as image:
        assert (image.format, image.size) == ("WEBP", (100, 50))
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Set-Cookie" not in response
    again = client.get(f"/media/pictures/{name}", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    TextPictures.objects.all().delete()
    remove_files([name])
    assert client.get(f"/media/pictures/{name}").status_code == 404
    kept = client.get(f"/media/pictures/{other}")
    assert kept.status_code == 200
    close_file(kept)


@pytest.mark.parametrize("name", ["../secret", "x.webp", "0" * 64 + ".svg", "0" * 64 + ".webp"])
def test_no_other_file_is_sent(client, name):
    picture_storage().save("x.webp", io.BytesIO(b"x"))
    assert client.get(f"/media/pictures/{name}").status_code == 404
    picture_storage().delete("x.webp")
