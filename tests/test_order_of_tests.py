"""What takes long is begun first; the others stay in their order."""

from types import SimpleNamespace

from tests import conftest


def item(name, *markers):
    def closest(marker):
        return marker if marker in markers else None

    return SimpleNamespace(name=name, get_closest_marker=closest)


def test_what_takes_long_is_begun_first():
    items = [item("b"), item("a", "journey"), item("z", "long"), item("c"), item("y", "long")]
    conftest.pytest_collection_modifyitems(items)
    assert [one.name for one in items] == ["z", "y", "b", "a", "c"]
