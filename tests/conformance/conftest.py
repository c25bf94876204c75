import os
from pathlib import Path

import pytest

from tests.journeys.conftest import demo_journal

__all__ = ["demo_journal"]


@pytest.fixture(scope="session")
def tools() -> Path:
    """The folder of the packages that scripts/conformance installs."""
    return Path(os.environ["CONFORMANCE_TOOLS"])
