"""The pages on which authors ask for factual corrections, and editors answer."""

from django.urls import path

from reviews.views import correction

urlpatterns = [
    path(
        "rounds/<int:round_id>/correct/",
        correction.ask_for_correction,
        name="ask_for_correction",
    ),
    path(
        "editor/corrections/<int:correction_id>/",
        correction.decide_correction,
        name="decide_correction",
    ),
]
