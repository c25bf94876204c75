import json

import pytest
from django.core.management import CommandError, call_command

from preprints.models import Preprint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("replay")]
KEYS = {
    *("id", "title", "authors", "abstract", "source", "external_id", "version", "versions"),
    *("url", "posted_at", "status", "page"),
}


def test_an_arxiv_link_is_printed_as_one_json_object(capsys):
    call_command("ingest_link", "https://arxiv.org/abs/1605.08386")
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == KEYS
    assert answer["id"] == Preprint.objects.get().pk
    assert answer["title"] == "Heat-bath random walks with Markov bases"
    assert answer["authors"] == ["Caprice Stanley", "Tobias Windisch"]
    assert (answer["source"], answer["external_id"]) == ("arxiv", "1605.08386")
    assert answer["versions"] == [
        {"number": 1, "source_version": "v1", "posted_at": "2016-05-26T17:59:46Z"}
    ]
    assert answer["status"] == "listed"


def test_a_lesswrong_link_is_printed_too(capsys):
    call_command("ingest_link", "https://www.lesswrong.com/posts/SyntheticRich0001/a-claim")
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == KEYS
    assert (answer["source"], answer["external_id"]) == ("lesswrong", "SyntheticRich0001")


def test_the_same_link_twice_is_the_same_preprint(capsys):
    for _ in range(2):
        call_command("ingest_link", "arXiv:1605.08386")
    assert Preprint.objects.count() == 1


def test_an_error_is_one_clear_line():
    with pytest.raises(CommandError, match="do not recognise this link"):
        call_command("ingest_link", "nothing of the kind")
