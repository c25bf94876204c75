"""The header by which programs learn that what they read is a demonstration."""

DEMO_HEADER = "X-Verso-Demo"
DEMO_NOTE = "reviews and assessments are invented"
