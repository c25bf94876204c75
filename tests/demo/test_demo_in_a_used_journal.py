import pytest
from django.core.management import CommandError, call_command

from tests.factories.preprints import PreprintFactory


@pytest.mark.django_db
def test_a_journal_with_works_is_not_mixed_with_the_demo():
    PreprintFactory()
    with pytest.raises(CommandError, match="for an empty one"):
        call_command("demo")
