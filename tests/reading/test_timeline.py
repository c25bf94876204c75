import pytest

from events.models import Event
from reading.timeline import timeline
from tests.factories.times import NOW


@pytest.mark.parametrize(
    ("kind", "fact", "words"),
    [
        ("version.edited", {"words": 1}, "Edited: 1 word"),
        ("version.edited", {"words": 9}, "Edited: 9 words"),
        ("preprint.withdrawn", {"source": "osf"}, "Withdrawn at its source"),
        (
            "preprint.merged",
            {"merged": "V9", "kept": "V3"},
            "V9 was merged into V3: they are one work",
        ),
        (
            "preprint.separated",
            {"merged": "V9", "kept": "V3"},
            "The merge of V9 and V3 was undone: they are two works",
        ),
        ("location.gone", {"source": "ea-forum"}, "No longer at EA Forum"),
        ("location.back", {"source": "elsewhere"}, "Back at elsewhere"),
    ],
)
def test_what_its_sources_did_is_told_in_words(kind, fact, words):
    (moment,) = timeline([Event(kind=kind, subject="V1", at=NOW, data=fact)])
    assert moment.words == words
