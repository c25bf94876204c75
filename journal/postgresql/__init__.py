"""Django's PostgreSQL backend, with an end to how long an answer of the database is waited for."""
