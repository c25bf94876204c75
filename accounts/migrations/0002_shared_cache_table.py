"""The table of Django's database cache, as `createcachetable` would make it.

It holds what must be counted over all processes and machines: failed sign-ins, sign-ups.
"""

from django.db import migrations

MAKE = """
CREATE TABLE shared_cache (
  cache_key varchar(255) NOT NULL PRIMARY KEY,
  value text NOT NULL,
  expires timestamp with time zone NOT NULL
);
CREATE INDEX shared_cache_expires ON shared_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, "DROP TABLE shared_cache;")]
