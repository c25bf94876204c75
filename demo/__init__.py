"""The demo journal: real public metadata, with reviews and assessments invented and marked so."""

DEMO_PASSWORD = "try-the-demo"  # noqa: S105 - printed for everybody by `make run`
