import gc

from journal.celery import app as celery_app

# Django and the journal are half a million objects that stay: looking through them after every 700
# new ones made each program's start a tenth longer.
gc.set_threshold(50_000)

__all__ = ["celery_app"]
