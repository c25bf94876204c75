"""What storing a record did."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record.

    change: what happened to a known work, or "". also_at: other preprints that have the record's
    addresses, and so are the same work. claims: the record names other works as the same one; an
    editor decides.
    """

    class Change(StrEnum):
        NONE = ""
        VERSION = "version"
        EDIT = "edit"
        WITHDRAWN = "withdrawn"
        EMPTIED = "emptied"  # a new version without the text that the one before had

    preprint_id: int
    version_id: int
    is_new_preprint: bool = False
    is_new_version: bool = False
    change: Change = Change.NONE
    also_at: tuple[int, ...] = ()
    claims: bool = False

    @classmethod
    def unchanged(cls, preprint_id: int, version_id: int) -> "Outcome":
        return cls(preprint_id, version_id)

    @classmethod
    def new_preprint(cls, preprint_id: int, version_id: int) -> "Outcome":
        return cls(preprint_id, version_id, is_new_preprint=True, is_new_version=True)

    @classmethod
    def new_version(cls, preprint_id: int, version_id: int, change: Change) -> "Outcome":
        return cls(preprint_id, version_id, is_new_version=True, change=change)

    @classmethod
    def edited(cls, preprint_id: int, version_id: int) -> "Outcome":
        """The version has other words now, too few for a version of their own."""
        return cls(preprint_id, version_id, change=cls.Change.EDIT)

    @classmethod
    def withdrawn(cls, preprint_id: int, version_id: int) -> "Outcome":
        """The source withdrew the version under the label that it had."""
        return cls(preprint_id, version_id, change=cls.Change.WITHDRAWN)
