"""The pages on which an editor returns or refuses a review."""

from django.urls import path

from reviews.views import reply

urlpatterns = [
    path("editor/reviews/<int:review_id>/return/", reply.return_review, name="return_review"),
    path("editor/reviews/<int:review_id>/refuse/", reply.refuse_review, name="refuse_review"),
]
