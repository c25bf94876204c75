"""Recordings that may not be copied into this repository: read where they are, if they are."""

import os
from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[3] / "shared"


def recorded(name: str) -> Path | None:
    """The recorded file of that name, or None where the shared folder is not at hand."""
    path = Path(os.environ.get("VERSO_SHARED") or _SHARED) / "recorded" / name
    return path if path.exists() else None


def needs_recorded(name: str) -> Path:
    """The recorded file of that name. The test is skipped where the shared folder is not at hand:
    nothing would be compared."""
    path = recorded(name)
    if path is None:
        pytest.skip(f"recorded/{name} may not be copied here, and the shared folder is not there")
    return path
