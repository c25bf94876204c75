import pytest
from django.core.management import call_command

from reviews.models import Term

TERMS = 11


@pytest.mark.django_db(transaction=True)
def test_the_terms_are_there_again_after_a_flush():
    assert Term.objects.count() == TERMS
    call_command("flush", interactive=False, verbosity=0)
    assert Term.objects.count() == TERMS
