import pytest

from accounts.models import User
from tests.curation.works import make_editor


@pytest.fixture
def editor(db: None) -> User:
    return make_editor()
