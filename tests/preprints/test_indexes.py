"""Each index is written with every row of a harvest, so there is none that another one makes up."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

# Plain indexes whose columns are the first ones of another index of the same table.
_COVERED = """
SELECT one.indexrelid::regclass::text, other.indexrelid::regclass::text
  FROM pg_index AS one
  JOIN pg_index AS other ON other.indrelid = one.indrelid AND other.indexrelid <> one.indexrelid
 WHERE one.indrelid::regclass::text = ANY (%s)
   AND NOT one.indisunique AND one.indexprs IS NULL
   AND one.indpred IS NULL AND other.indpred IS NULL
   AND other.indkey::text || ' ' LIKE one.indkey::text || ' %%'
   AND other.indoption::text || ' ' LIKE one.indoption::text || ' %%'
   AND other.indclass::text || ' ' LIKE one.indclass::text || ' %%'
"""
TABLES = ("preprint", "version", "author", "location", "relation")


def test_no_index_of_the_catalogue_is_contained_in_another():
    with connection.cursor() as cursor:
        cursor.execute(_COVERED, [[f"preprints_{name}" for name in TABLES]])
        assert cursor.fetchall() == []
