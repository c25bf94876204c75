"""Django's PostgreSQL backend: with an end to how long an answer of the database is waited for, and
with SQL that is put together in less time."""
