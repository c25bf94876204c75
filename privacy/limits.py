"""Numbers of the pages about one's own data."""

FRESH_SIGN_IN = 600  # seconds; who has no password must have signed in within them
