"""Recordings that may not be copied into this repository, for they are other people's texts.

They lie in `recorded/` of the folder `shared` beside the repository, or of the one that the
environment variable `VERSO_SHARED` names. Only the tests of this folder read them.
"""

import os
from pathlib import Path

_BESIDE = Path(__file__).resolve().parents[3] / "shared"
FOLDER = Path(os.environ.get("VERSO_SHARED") or _BESIDE) / "recorded"


def recorded(name: str) -> Path:
    """The recorded file of that name."""
    return FOLDER / name


def are_at_hand() -> bool:
    return FOLDER.is_dir()
