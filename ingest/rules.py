"""Rules about sources, on plain values."""

from ingest import errors


def check_is_editor(*, is_editor: bool) -> None:
    if not is_editor:
        raise errors.NotAnEditor
