"""Names as people type them: cleaned, compared by what a reader sees, and never forged."""

from accounts.names.appearance import has_letters, skeleton
from accounts.names.bylines import has_words, is_address, is_reserved
from accounts.names.characters import (
    has_foreign_characters,
    has_lone_stroke,
    has_piled_marks,
    mixes_scripts,
)
from accounts.names.cleaning import clean_name, has_too_many_words
from accounts.names.known import is_near, skeletons

__all__ = [
    "clean_name",
    "has_foreign_characters",
    "has_letters",
    "has_lone_stroke",
    "has_piled_marks",
    "has_too_many_words",
    "has_words",
    "is_address",
    "is_near",
    "is_reserved",
    "mixes_scripts",
    "skeleton",
    "skeletons",
]
