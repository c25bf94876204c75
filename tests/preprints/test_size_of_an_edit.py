"""How much of a post an edit is said to change."""

from dataclasses import replace

import pytest

from preprints.models import Edit
from preprints.record import Record, RecordAuthor, RecordLocation
from preprints.services import store_record
from tests.factories.times import NOW, POSTED

pytestmark = pytest.mark.django_db

POST = Record(
    location=RecordLocation("lesswrong", "A" * 17, f"https://www.lesswrong.com/posts/{'A' * 17}"),
    title="A post",
    authors=(RecordAuthor("Ada Example"),),
    posted_at=POSTED,
    first_posted_at=POSTED,
)


def test_what_stands_for_pictures_and_frames_makes_no_edit_larger():
    figure = '<figure><img src="/{}.png" alt="A plot of regret over many thousand steps"></figure>'
    frame = '<iframe src="https://video.example/1"></iframe>'
    body = "".join(map(figure.format, range(5))) + frame + "<p>" + "word " * 300 + "{}</p>"
    post = replace(POST, body_html=body.format("teh"))
    store_record(post, now=NOW)
    stored = store_record(replace(post, body_html=body.format("the")), now=NOW)
    assert not stored.is_new_version
    assert Edit.objects.get().words_changed == 1
